"""Made-up people to compare, and a strategy for open ones."""

from datetime import date

from hypothesis import strategies as st

from hub.domain.matching.description import Description, describe

FORENAMES = ("Jayden", "Hayden", "Abelard", "Perpetua", "Perpetue", "Ann", "Anne")
SURNAMES = ("Testerby", "Testerbie", "Samplewick", "Samplewick-Testerby", "Quill")
POSTCODES = ("ZE1 9ZZ", "ZE1 9ZY", "KW1 9ZZ")


def somebody(**changed: object) -> Description:
    """A person with a name and a date of birth, and what is named."""
    person: dict[str, object] = {"forename": "Abelard", "surname": "Testerby", "born": date(1984, 3, 21)}
    return describe(**{**person, **changed})  # type: ignore[arg-type]


def people() -> st.SearchStrategy[Description]:
    """People of a small world, so that much of two of them agrees."""
    days = st.sampled_from([date(1984, 3, 21), date(1984, 3, 12), date(1986, 3, 21), date(1962, 11, 5)])
    courts = st.lists(st.sampled_from([date(2021, 6, 14), date(2021, 6, 20), date(2023, 1, 9)]), max_size=3)
    return st.builds(
        lambda **told: describe(**told),
        forename=st.none() | st.sampled_from(FORENAMES),
        middle_names=st.lists(st.sampled_from(FORENAMES), max_size=1),
        surname=st.none() | st.sampled_from(SURNAMES),
        born=st.none() | days,
        alias_forenames=st.lists(st.sampled_from(FORENAMES), max_size=2),
        alias_surnames=st.lists(st.sampled_from(SURNAMES), max_size=2),
        alias_births=st.lists(days, max_size=2),
        postcodes=st.lists(st.sampled_from(POSTCODES), max_size=2),
        sentence_dates=courts,
        pncs=st.lists(st.sampled_from(["2015/0123456U", "1999/0000042B"]), max_size=1),
        cros=st.lists(st.sampled_from(["001234/07L", "765432/98E"]), max_size=1),
    )
