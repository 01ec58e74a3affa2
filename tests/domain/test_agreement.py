"""Which words count as one, whose word is shown, and by which rule: the table of facts, row by row."""

from datetime import date
from typing import Any

import pytest
from msgspec.structs import replace

from hub.domain.access import Service
from hub.domain.agreement import FACTS, REASONS, Fact, Rule, Said, Standing, standings
from hub.domain.person import PersonDetails

CUSTODY, COMMUNITY = Service.CUSTODY, Service.COMMUNITY
F, R = Fact, Rule


def person(forename: str = "Sidony", surname: str = "Testerby", **more: Any) -> Said:
    return Said(PersonDetails(forename=forename, surname=surname, **more))


def stands(custody: Said, community: Said, *, inside: bool = True, disputed: bool = False) -> dict[Fact, Standing]:
    return standings(custody, community, in_custody=inside, place_disputed=disputed)


# fact, the prison's word, the community's word -> whether they agree
ALIKE: tuple[tuple[Fact, Said, Said, bool | None], ...] = (
    (F.NAME, person("SIDONY", "TESTERBY"), person("Sidony", "Testerby"), True),
    (F.NAME, person(surname="TESTERBY MADEUP"), person(surname="Testerby-Madeup"), True),
    (F.NAME, person("ZOE", "OBRIEN"), person("Zo\u00eb", "O'Brien"), True),
    (F.NAME, person(surname="STRASSE"), person(surname="Stra\u00dfe"), True),
    (F.NAME, person(middle_names=("MARY",)), person(), True),  # other forenames are not compared
    (F.NAME, person(surname="TESTERBY"), person(surname="Elsewhere"), False),
    (F.NAME, person("SID"), person("Sidony"), False),
    (F.NAME, person("\u592a\u90ce"), person("\u82b1\u5b50"), False),
    (F.DATE_OF_BIRTH, person(date_of_birth=date(1988, 2, 3)), person(date_of_birth=date(1988, 2, 3)), True),
    (F.DATE_OF_BIRTH, person(date_of_birth=date(1988, 2, 3)), person(date_of_birth=date(1988, 3, 2)), False),
    (F.GENDER, person(gender="Female"), person(gender="F"), True),
    (F.GENDER, person(gender="Male"), person(gender="Female"), False),
    (F.GENDER, person(gender="Not Known"), person(gender="Female"), False),
    (F.PRISON_NUMBER, Said(prison_numbers=("Z1234ZY",)), Said(prison_numbers=("Z1234ZY",)), True),
    (F.PRISON_NUMBER, Said(prison_numbers=("Z1234ZY", "Z1234ZX")), Said(prison_numbers=("Z1234ZX",)), True),
    (F.PRISON_NUMBER, Said(prison_numbers=("Z1234ZY",)), Said(prison_numbers=("Z9999ZZ",)), False),
    (F.CRN, Said(crns=("Z123456",)), Said(crns=("Z123456", "Z654321")), True),
    (F.PNC, Said(pncs=("2015/0123456U",)), Said(pncs=("2015/0123456U",)), True),
    (F.PNC, Said(pncs=("2015/0123456U",)), Said(pncs=("2014/0123456K",)), False),
    (F.CRO, Said(cros=("123456/12J",)), Said(cros=("654321/12X",)), False),
    (F.SENTENCE_IMPOSED_ON, Said(imposed_on=(date(2025, 3, 1),)), Said(imposed_on=(date(2025, 3, 2),)), False),
    (
        F.SENTENCE_IMPOSED_ON,
        Said(imposed_on=(date(2025, 3, 1),)),
        Said(imposed_on=(date(2024, 1, 1), date(2025, 3, 1))),
        True,  # one of several
    ),
    (F.RELEASE_ON, Said(release_on=(date(2027, 5, 1),)), Said(release_on=(date(2027, 5, 2),)), False),
    (F.SENTENCE_EXPIRES_ON, Said(expires_on=(date(2031, 2, 28),)), Said(expires_on=(date(2031, 2, 28),)), True),
    (
        F.LICENCE_EXPIRES_ON,
        Said(licence_expires_on=(date(2031, 1, 1),)),
        Said(licence_expires_on=()),
        None,
    ),  # one holds it
)


@pytest.mark.parametrize(("fact", "custody", "community", "agreed"), ALIKE)
def test_which_words_count_as_one(fact: Fact, custody: Said, community: Said, agreed: bool | None) -> None:
    found = stands(custody, community)[fact]
    assert found.agreed is agreed
    assert (found.custody is None) is (found.community is None) is (agreed is not False)


# fact -> whose word is shown in custody, outside, and by which rule
SHOWN: tuple[tuple[Fact, Service, Service, Rule], ...] = (
    (F.NAME, CUSTODY, COMMUNITY, R.WHO_HAS_THE_PERSON),
    (F.DATE_OF_BIRTH, CUSTODY, COMMUNITY, R.WHO_HAS_THE_PERSON),
    (F.GENDER, CUSTODY, COMMUNITY, R.WHO_HAS_THE_PERSON),
    (F.PRISON_NUMBER, CUSTODY, CUSTODY, R.WHO_GIVES_THE_NUMBER),
    (F.CRN, COMMUNITY, COMMUNITY, R.WHO_GIVES_THE_NUMBER),
    (F.PNC, CUSTODY, COMMUNITY, R.WHO_HAS_THE_PERSON),
    (F.CRO, CUSTODY, COMMUNITY, R.WHO_HAS_THE_PERSON),
    (F.WHEREABOUTS, CUSTODY, CUSTODY, R.PRISON_KNOWS_WHERE),
    (F.PRISON, CUSTODY, CUSTODY, R.PRISON_KNOWS_WHERE),
    (F.LEGAL_STATUS, CUSTODY, CUSTODY, R.PRISON_KNOWS_WHERE),
    (F.SENTENCE_IMPOSED_ON, CUSTODY, COMMUNITY, R.WHO_HAS_THE_PERSON),
    (F.RELEASE_ON, CUSTODY, CUSTODY, R.PRISON_CALCULATES_DATES),
    (F.SENTENCE_EXPIRES_ON, CUSTODY, CUSTODY, R.PRISON_CALCULATES_DATES),
    (F.LICENCE_EXPIRES_ON, CUSTODY, CUSTODY, R.PRISON_CALCULATES_DATES),
    (F.OFFENDER_MANAGER, COMMUNITY, COMMUNITY, R.COMMUNITY_MANAGES),
    (F.ACCESS_LIMITS, COMMUNITY, COMMUNITY, R.COMMUNITY_MANAGES),
)
EVERYTHING = Said(
    PersonDetails("Ann", (), "Made", date(1980, 1, 1), "F"),
    *(("1",), ("2",), ("3",), ("4",), "IN_PRISON", "Styal", "SENTENCED"),
    *((date(2025, 1, 1),), (date(2026, 1, 1),), (date(2027, 1, 1),), (date(2028, 1, 1),), "Z01T011", True),
)


@pytest.mark.parametrize(("fact", "inside", "outside", "rule"), SHOWN)
def test_whose_word_is_shown(fact: Fact, inside: Service, outside: Service, rule: Rule) -> None:
    held = [stands(EVERYTHING, EVERYTHING, inside=place)[fact] for place in (True, False)]
    assert [one.by for one in held] == [inside, outside]
    assert {one.rule for one in held} == {rule}


def test_every_fact_and_every_rule_has_its_row() -> None:
    assert {fact for fact, *_ in SHOWN} == set(FACTS) == set(Fact)
    assert {rule for *_, rule in SHOWN} | {R.ONLY_ONE_HOLDS_IT} == set(REASONS) == set(Rule)


@pytest.mark.parametrize("fact", Fact)
def test_where_one_service_holds_it_its_word_is_shown(fact: Fact) -> None:
    for custody, community, by in ((EVERYTHING, Said(), CUSTODY), (Said(), EVERYTHING, COMMUNITY)):
        found = stands(custody, community)[fact]
        assert (found.by, found.rule, found.agreed) == (by, R.ONLY_ONE_HOLDS_IT, None)


def test_nobody_says_anything() -> None:
    assert stands(Said(), Said()) == {}


@pytest.mark.parametrize("disputed", [True, False])
def test_where_the_person_is_the_rule_of_phases_compares(disputed: bool) -> None:
    custody, community = Said(whereabouts="IN_PRISON"), Said(whereabouts="EVERY_SENTENCE_ENDED")
    found = stands(custody, community, disputed=disputed)[F.WHEREABOUTS]
    assert found.agreed is not disputed
    assert found.value == "IN_PRISON"
    assert (found.custody, found.community) == (("IN_PRISON", "EVERY_SENTENCE_ENDED") if disputed else (None, None))


def test_both_words_stay() -> None:
    found = stands(person("ANN"), person("Anna"), inside=False)[F.NAME]
    assert (found.value, found.custody, found.community) == ("Anna Testerby", "ANN Testerby", "Anna Testerby")


def test_a_word_more_on_one_side_changes_nothing_for_the_other_facts() -> None:
    more = replace(EVERYTHING, legal_status="REMAND")
    before, after = stands(EVERYTHING, Said()), stands(more, Said())
    assert {fact for fact in Fact if before[fact] != after[fact]} == {F.LEGAL_STATUS}
