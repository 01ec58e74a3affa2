"""Which level two descriptions fall into, as a table."""

from datetime import date

import pytest

from hub.domain.matching.comparisons import (
    BIRTH,
    DECIDED,
    DEFENDANT,
    MIDDLE_NAME,
    NAME,
    POLICE_NUMBERS,
    POSTCODE,
    SENTENCE_DATES,
    comparisons,
)
from hub.domain.matching.description import describe
from hub.domain.matching.frequencies import Counted
from hub.domain.matching.levels import NOT_KNOWN, OTHERWISE
from hub.domain.matching.weights import FIGURES, shipped

NAMED = {"forename": "Abelard", "surname": "Testerby"}
ALIASED = {"forename": "Perpetua", "surname": "Quill", "alias_forenames": ["Abelard"], "alias_surnames": ["Testerby"]}
MANY = {**ALIASED, "alias_forenames": ["Abelard", "Ann", "Una", "Ida", "Eve", "Ada"]}
BORN = date(1984, 3, 21)
ONE, TWO, THREE, FOUR = date(2021, 6, 14), date(2022, 2, 2), date(2023, 1, 9), date(2024, 9, 1)


def of(**told: object) -> dict[str, object]:
    return told


@pytest.mark.parametrize(
    ("comparison", "one", "other", "level"),
    [
        (NAME, NAMED, NAMED, "same forename and surname"),
        (NAME, NAMED, of(forename="Abelard", surname="Testerbie"), "similar forename and surname"),
        (NAME, NAMED, of(forename="Testerby", surname="Abelard"), "forename and surname swapped"),
        (NAME, NAMED, ALIASED, "an alias agrees, few names"),
        (NAME, {**NAMED, "alias_forenames": ["Bo"]}, MANY, "an alias agrees, many names"),
        (
            NAME,
            of(forename="Hayden", surname="Quill"),
            of(forename="Jayden", surname="Quail"),
            "forename and surname alike",
        ),
        (NAME, NAMED, of(forename="Abelard", surname="Quill"), "same forename"),
        (NAME, NAMED, of(forename="Una", surname="Testerby"), "same surname"),
        (NAME, NAMED, of(forename="Una", surname="Quill"), OTHERWISE),
        (NAME, of(surname="Testerby"), of(forename="Una", surname="Testerby"), "same surname"),
        (NAME, of(surname="Testerby"), of(surname="Testerbie"), "forename and surname alike"),  # no forename anywhere
        (NAME, of(surname="Testerby"), of(forename="Una", surname="Testerbie"), OTHERWISE),
        (NAME, of(forename="Una"), of(surname="Quill"), "no name known on both sides"),
        (BIRTH, of(born=BORN), of(born=BORN), "same date"),
        (BIRTH, of(born=BORN), of(born=date(1990, 1, 2), alias_births=[BORN]), "an alias's date agrees, few dates"),
        (
            BIRTH,
            of(born=BORN, alias_births=[date(1985, 1, 2)]),
            of(born=date(1990, 1, 2), alias_births=[BORN, date(1991, 1, 2), date(1992, 1, 2)]),
            "an alias's date agrees, many dates",
        ),
        (BIRTH, of(born=BORN), of(born=date(1984, 3, 22)), "one figure differs"),
        (BIRTH, of(born=BORN), of(born=date(1974, 3, 21)), OTHERWISE),  # another decade is no slip
        (BIRTH, of(born=BORN), of(born=date(1986, 11, 5)), "within five years"),
        (BIRTH, of(born=BORN), of(), NOT_KNOWN),
        (POSTCODE, of(postcodes=["ZE1 9ZZ"]), of(postcodes=["ze19zz"]), "same postcode, shared by fewer than 0.001%"),
        (POSTCODE, of(postcodes=["KW1 9ZZ"]), of(postcodes=["KW1 9ZZ"]), "same postcode, shared by fewer than 0.100%"),
        (POSTCODE, of(postcodes=["ZE1 9ZZ"]), of(postcodes=["ZE1 9ZY"]), "same district"),
        (POSTCODE, of(postcodes=["ZE1 9ZZ"]), of(postcodes=["KW1 9ZZ"]), OTHERWISE),
        (POSTCODE, of(postcodes=["NF1 1NF"]), of(postcodes=["NF1 1NF"]), NOT_KNOWN),  # no fixed abode
        (MIDDLE_NAME, of(middle_names=["Quillon"]), of(middle_names=["Quillon"]), "same"),
        (MIDDLE_NAME, of(middle_names=["Quillon"]), of(middle_names=["Quilon"]), "similar"),
        (MIDDLE_NAME, of(middle_names=["Quillon"]), of(middle_names=["Una"]), OTHERWISE),
        (MIDDLE_NAME, of(middle_names=["Quillon"]), of(), NOT_KNOWN),
        (POLICE_NUMBERS, of(pncs=["2015/0123456U"]), of(pncs=["2015/0123456U"]), "same PNC"),
        (POLICE_NUMBERS, of(cros=["001234/07L"]), of(cros=["001234/07L"]), "same CRO"),
        (POLICE_NUMBERS, of(pncs=["a"], cros=["b"]), of(pncs=["a"], cros=["b"]), "same PNC and same CRO"),
        (POLICE_NUMBERS, of(pncs=["a"], cros=["b"]), of(pncs=["c"], cros=["d"]), "both PNC and CRO differ"),
        (POLICE_NUMBERS, of(pncs=["a"], cros=["b"]), of(pncs=["c"]), OTHERWISE),
        (
            POLICE_NUMBERS,
            of(pncs=["2015/0123456U"]),
            of(cros=["123456/15U"]),
            "the figures of a PNC and a CRO agree",
        ),
        (POLICE_NUMBERS, of(pncs=["2015/0123456U"]), of(cros=["765432/98E"]), "only different kinds known"),
        (POLICE_NUMBERS, of(pncs=["a"]), of(), NOT_KNOWN),
        (SENTENCE_DATES, of(sentence_dates=[ONE]), of(sentence_dates=[ONE]), "a date in common, one date each"),
        (
            SENTENCE_DATES,
            of(sentence_dates=[ONE, TWO]),
            of(sentence_dates=[TWO, THREE]),
            "a date in common, of up to 9 pairs of dates",
        ),
        (
            SENTENCE_DATES,
            of(sentence_dates=[ONE]),
            of(sentence_dates=[date(2021, 6, 28)]),
            "first or last within two weeks",
        ),
        (SENTENCE_DATES, of(sentence_dates=[ONE]), of(sentence_dates=[FOUR]), OTHERWISE),
        (DECIDED, of(marker="m", scopes=["s"]), of(marker="m", scopes=["s"]), "one person"),
        (DECIDED, of(marker="m", scopes=["s"]), of(marker="n", scopes=["s", "t"]), "different people"),
        (DECIDED, of(marker="m", scopes=["s"]), of(marker="n", scopes=["t"]), OTHERWISE),
        (DEFENDANT, of(defendant="x"), of(defendant="x"), "same"),
        (DEFENDANT, of(defendant="x"), of(defendant="y"), OTHERWISE),
    ],
)
def test_the_level(comparison: str, one: dict[str, object], other: dict[str, object], level: str) -> None:
    common = Counted({POSTCODE: {"KW19ZZ": 6}}, {POSTCODE: 10_000})
    found = next(each for each in comparisons(common) if each.name == comparison)
    a, b = describe(**one), describe(**other)  # type: ignore[arg-type]
    assert found.level_of(a, b).name == found.level_of(b, a).name == level


def test_every_counting_level_has_its_figures() -> None:
    model = shipped()
    assert set(model.figures) == set(FIGURES)
    for comparison in model.comparisons:
        assert set(model.figures[comparison.name]) == {level.name for level in comparison.counting}
