from datetime import date

import pytest

from hub.domain.handover import ParoleOutcome, ParoleReview, current_review, outcome_of
from hub.domain.handover.parole import later_indeterminate
from tests.rule_table import RuleTable

YES, NO, UNKNOWN = ParoleOutcome
OUTCOMES = RuleTable(
    "What the outcome of a completed parole review means",
    "rules, (d), step 1, the trap; that blank is not known: hub (openings, B7)",
    ("recorded outcome",),
    ("outcome",),
    [
        ("Release", YES),
        ("Release [*]", YES),
        ("release", YES),
        ("Stay In Closed", NO),
        ("Stay In Closed [*]", NO),
        ("Stay In Open", NO),
        ("Move To Open", NO),
        ("Not Applicable", UNKNOWN),
        ("  ", UNKNOWN),
        (None, UNKNOWN),
    ],
    outcome_of,
)

FIRST, SECOND, THIRD = date(2022, 1, 1), date(2024, 1, 1), date(2026, 1, 1)


@pytest.mark.parametrize("row", OUTCOMES.rows, ids=OUTCOMES.names())
def test_what_an_outcome_means(row: tuple[object, ...]) -> None:
    OUTCOMES.check(row)


def test_the_latest_hearing_and_the_last_completed_outcome_count() -> None:
    reviews = [
        ParoleReview(THIRD, hearing_on=None),
        ParoleReview(SECOND, hearing_on=date(2027, 5, 1), completed=True, outcome=NO),
        ParoleReview(FIRST, hearing_on=date(2028, 5, 1), completed=True, outcome=YES),
    ]
    found = current_review(reviews, None)
    assert (found.hearing_on, found.outcome) == (date(2027, 5, 1), NO)


def test_reviews_of_an_earlier_sentence_do_not_count() -> None:
    found = current_review([ParoleReview(FIRST, date(2028, 5, 1), True, YES)], SECOND)
    assert (found.hearing_on, found.outcome) == (None, UNKNOWN)
    assert current_review([ParoleReview(SECOND, date(2028, 5, 1), True, YES)], SECOND).outcome is YES


def test_a_completed_review_without_an_outcome_hides_an_older_one() -> None:
    reviews = [ParoleReview(FIRST, None, True, NO), ParoleReview(SECOND, None, True, UNKNOWN)]
    assert current_review(reviews, None).outcome is UNKNOWN


@pytest.mark.parametrize(
    ("starts", "later"),
    [([], False), ([FIRST], False), ([FIRST, FIRST], False), ([FIRST, SECOND], True), ([SECOND, FIRST], True)],
)
def test_a_later_indeterminate_sentence(starts: list[date], later: bool) -> None:
    assert later_indeterminate(starts) is later
