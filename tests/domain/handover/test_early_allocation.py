from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import fields, replace

from hub.domain.handover import (
    EarlyAllocationFacts,
    EarlyAllocationOutcome,
    assess_early_allocation,
    assessment_counts,
    handed_over_early,
    may_be_referred,
    risk_assessment_recent,
)
from hub.domain.handover.early_allocation import AUTOMATIC, DISCRETIONARY
from tests.rule_table import RuleTable

TODAY = date(2026, 11, 23)
ELIGIBLE, DECIDES, INELIGIBLE = EarlyAllocationOutcome
SEPARATION = "extremism_separation"


def assessed(answers: tuple[str, ...], within: bool | None) -> EarlyAllocationOutcome:
    facts = replace(EarlyAllocationFacts(release_within_24_months=within), **dict.fromkeys(answers, True))
    found = assess_early_allocation(facts)
    assert found.because.sentence.endswith(".")
    return found.outcome


ASSESSED = RuleTable(
    "Who may be handed over early",
    "rules, (d), Early allocation; a release that nobody dated: hub",
    ("applies", "release within 24 months"),
    ("outcome",),
    [
        *(((name,), None, ELIGIBLE) for name in AUTOMATIC),
        *(((name,), None, DECIDES) for name in DISCRETIONARY),
        ((SEPARATION,), True, DECIDES),
        ((SEPARATION,), False, INELIGIBLE),
        ((SEPARATION, "high_harm"), False, INELIGIBLE),
        ((SEPARATION, "mappa_3"), False, ELIGIBLE),
        (("mappa_2", "cppc"), None, ELIGIBLE),
        (("mappa_2", "pathfinder"), False, DECIDES),
        ((), None, INELIGIBLE),
        ((), True, INELIGIBLE),
    ],
    assessed,
)

REFERRED = RuleTable(
    "The window for early allocation",
    "rules, (d), Early allocation",
    ("earliest release",),
    ("may be referred",),
    [
        (date(2028, 5, 23), True),
        (date(2028, 5, 24), False),
        (TODAY, True),
        (None, False),
    ],
    lambda release: may_be_referred(release, TODAY),
    f"Today is {TODAY}.",
)

RECENT = RuleTable(
    "How old the risk assessment may be",
    "rules, (d), Early allocation",
    ("assessed on",),
    ("recent enough",),
    [
        (date(2026, 8, 23), False),
        (date(2026, 8, 24), True),
        (TODAY, True),
        (date(2026, 11, 24), False),
    ],
    lambda assessed_on: risk_assessment_recent(assessed_on, TODAY),
    f"Today is {TODAY}: three months ago is too old, a day later is not, tomorrow is refused.",
)

START = date(2026, 1, 1)
COUNTS = RuleTable(
    "Which assessment counts",
    "rules, (d), Early allocation",
    ("outcome", "assessed on", "sentence started on"),
    ("counts",),
    [
        (ELIGIBLE, START, START, True),
        (ELIGIBLE, date(2025, 12, 31), START, False),
        (DECIDES, TODAY, START, True),
        (INELIGIBLE, TODAY, START, False),
        (ELIGIBLE, TODAY, None, True),
    ],
    assessment_counts,
)

RELEASE = date(2028, 5, 23)
EARLY = RuleTable(
    "Whose handover comes early",
    "rules, (d), Early allocation",
    ("outcome", "the community said", "assessed on", "sentence started on", "earliest release"),
    ("early",),
    [
        (ELIGIBLE, None, TODAY, START, RELEASE, True),
        (ELIGIBLE, None, TODAY, START, date(2028, 5, 24), False),
        (ELIGIBLE, None, TODAY, START, None, False),
        (DECIDES, True, TODAY, START, RELEASE, True),
        (DECIDES, False, TODAY, START, RELEASE, False),
        (DECIDES, None, TODAY, START, RELEASE, False),
        (INELIGIBLE, True, TODAY, START, RELEASE, False),
        (ELIGIBLE, None, date(2025, 12, 31), START, RELEASE, False),
    ],
    lambda outcome, said, on, start, release: handed_over_early(
        outcome, said, on, sentence_started_on=start, earliest_release_on=release
    ),
)


ALL = [(table, row) for table in (ASSESSED, REFERRED, RECENT, COUNTS, EARLY) for row in table.rows]


@pytest.mark.parametrize(("table", "row"), ALL, ids=[f"{table.title}: {row}" for table, row in ALL])
def test_early_allocation(table: RuleTable, row: tuple[object, ...]) -> None:
    table.check(row)


def test_each_answer_but_the_release_is_of_one_kind() -> None:
    names = {one.name for one in fields(EarlyAllocationFacts)} - {"release_within_24_months"}
    assert names == {*AUTOMATIC, *DISCRETIONARY}


@given(st.sets(st.sampled_from(DISCRETIONARY)), st.none() | st.booleans(), st.sampled_from(AUTOMATIC))
def test_what_decides_by_itself_beats_everything(others: set[str], within: bool | None, name: str) -> None:
    assert assessed((*sorted(others), name), within) is ELIGIBLE
