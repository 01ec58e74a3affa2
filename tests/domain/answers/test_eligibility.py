"""A type of sentence that is switched off, as the question of eligibility meets it."""

from datetime import UTC, date, datetime

import pytest
from msgspec.structs import replace

from hub.domain.access import Service
from hub.domain.answers import Passed, Question, Situation, answers
from hub.domain.eligibility import SwitchedOff
from hub.domain.sentence import Sentence
from tests.domain.answers.test_asking import INSIDE, order, prison
from tests.rule_table import RuleTable

TODAY = date(2026, 11, 23)
CODED = prison(type_code="ADIMP_ORA")
PLAIN = prison()  # "Custodial sentence", without a code
OTHER_SIDE = Passed(
    Sentence("1", Service.COMMUNITY, "Adult Custody", True, True, date(2025, 3, 1), length=72, length_unit="MONTHS")
)
SENTENCES: dict[str, tuple[Passed, ...]] = {
    "prison: ADIMP_ORA": (CODED,),
    "prison: no code": (PLAIN,),
    "prison: ADIMP_ORA, probation: Adult Custody": (CODED, OTHER_SIDE),
    "prison: ADIMP_ORA, probation: an order": (CODED, order()),
    "prison: ADIMP_ORA for life": (prison(type_code="ADIMP_ORA", indeterminate=True),),
}


def off(name: str) -> list[SwitchedOff]:
    """The switches that a text names: types by commas, each after its service."""
    made = []
    for one in filter(None, name.split(", ")):
        service, _, named = one.partition(": ")
        side = Service.CUSTODY if service == "prison" else Service.COMMUNITY
        made.append(SwitchedOff(named, "Said why", "A. Name", side, date(2026, 11, 1), date(2027, 1, 31)))
    return made


def decided(sentences: str, switched_off: str) -> tuple[str | None, str]:
    case = replace(INSIDE, sentences=SENTENCES[sentences], switched_off=off(switched_off))
    one = answers(case, {})[Question.ELIGIBILITY]
    return one.outcome, one.reason


NO = ("NO", "SENTENCE_TYPE_SWITCHED_OFF")
YES = ("YES", "DETERMINATE_12_MONTHS")
BOTH = "prison: ADIMP_ORA, probation: Adult Custody"
BY_NAME = RuleTable(
    "Which sentences a switch is about",
    "domain, Who has an Offender Manager; by which name: hub",
    ("sentences of 6 years, in prison", "switched off"),
    ("Offender Manager", "reason"),
    [
        ("prison: ADIMP_ORA", "", *YES),
        ("prison: ADIMP_ORA", "prison: ADIMP_ORA", *NO),
        ("prison: ADIMP_ORA", "prison: ADIMP", *YES),
        ("prison: ADIMP_ORA", "probation: ADIMP_ORA", *YES),
        ("prison: ADIMP_ORA", "prison: CUSTODIAL SENTENCE", *NO),
        ("prison: no code", "prison: CUSTODIAL SENTENCE", *NO),
        (BOTH, "prison: ADIMP_ORA", *YES),
        (BOTH, "probation: ADULT CUSTODY", *YES),
        (BOTH, "prison: ADIMP_ORA, probation: ADULT CUSTODY", *NO),
        ("prison: ADIMP_ORA, probation: an order", "prison: ADIMP_ORA", "YES", "IN_THE_COMMUNITY"),
        ("prison: ADIMP_ORA for life", "prison: ADIMP_ORA", "YES", "INDETERMINATE"),
    ],
    decided,
    "A sentence goes by its record's code, and by its description. Where both services record one sentence, either "
    "gives a manager until both names are switched off.",
)


@pytest.mark.parametrize("row", BY_NAME.rows, ids=BY_NAME.names())
def test_by_code_or_description_of_that_service(row: tuple[object, ...]) -> None:
    BY_NAME.check(row)


def at(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("day", "outcome", "again_on"),
    [
        (date(2026, 10, 31), "YES", date(2026, 11, 1)),
        (date(2026, 11, 1), "NO", date(2027, 2, 1)),
        (date(2027, 1, 31), "NO", date(2027, 2, 1)),
        (date(2027, 2, 1), "YES", None),
    ],
)
def test_it_is_asked_again_on_the_first_day_and_after_the_last(day: date, outcome: str, again_on: date | None) -> None:
    case = replace(INSIDE, now=at(day), sentences=(CODED,), switched_off=off("prison: ADIMP_ORA"))
    one = answers(case, {})[Question.ELIGIBILITY]
    assert (one.outcome, one.again_on) == (outcome, again_on)


def test_another_types_days_do_not_matter() -> None:
    case = replace(INSIDE, now=at(date(2026, 10, 1)), sentences=(CODED,), switched_off=off("prison: LIFE"))
    assert answers(case, {})[Question.ELIGIBILITY].again_on is None


def test_the_answer_names_the_types_of_the_case_alone() -> None:
    case = replace(INSIDE, sentences=(CODED,), switched_off=off("prison: ADIMP_ORA, prison: SEC91_03_ORA"))
    assert answers(case, {})[Question.ELIGIBILITY].facts["switched_off"] == "ADIMP_ORA"


def test_who_has_a_manager_keeps_them_and_is_flagged_until_it_is_on_again() -> None:
    before = answers(replace(INSIDE, sentences=(CODED,)), {})
    switched: Situation = replace(INSIDE, sentences=(CODED,), switched_off=off("prison: ADIMP_ORA"))
    meanwhile = answers(switched, before)
    one = meanwhile[Question.ELIGIBILITY]
    assert (one.outcome, one.reason, one.flags) == ("YES", "HELD_TO_TERMINATION", ("FACTS_SAY_OTHERWISE_NOW",))
    again = answers(replace(switched, switched_off=()), meanwhile)[Question.ELIGIBILITY]
    assert (again.outcome, again.reason, again.flags) == ("YES", "DETERMINATE_12_MONTHS", ())


def test_whom_the_community_record_names_stands_where_the_switch_says_no() -> None:
    case = replace(
        INSIDE,
        sentences=(CODED,),
        switched_off=off("prison: ADIMP_ORA"),
        manager_id=7,
        named_by_community=True,
    )
    one = answers(case, {})[Question.ELIGIBILITY]
    assert (one.outcome, one.reason) == ("YES", "NAMED_BY_COMMUNITY_RECORD")
    assert one.flags == ("NAMED_WHERE_THE_TABLE_SAYS_NO",)
