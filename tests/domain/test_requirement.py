"""What a requirement is after its reports, whatever order they come in."""

from datetime import UTC, datetime
from itertools import permutations

import pytest

from hub.domain.requirement import Report, Requirement, RequirementChange, RequirementStatus, Terms, with_report

CREATED, TERMINATED, BACK, DELETED = RequirementChange
TERMS = Terms("Made-up main type", "Made-up sub type", False, "sentence 1")


def report(change: RequirementChange, day: int, terms: Terms = TERMS) -> Report:
    return Report(change, datetime(2026, 6, day, tzinfo=UTC), False, terms)


def after(*reports: Report) -> Requirement:
    held: Requirement | None = None
    for one in reports:
        held = with_report(held, one)
    assert held is not None
    return held


# what was reported on which day, how it stands
STORIES = [
    ([(CREATED, 1)], RequirementStatus.ACTIVE),
    ([(CREATED, 1), (TERMINATED, 5)], RequirementStatus.TERMINATED),
    ([(CREATED, 1), (TERMINATED, 5), (BACK, 6)], RequirementStatus.ACTIVE),
    ([(CREATED, 1), (TERMINATED, 5), (BACK, 6), (TERMINATED, 7)], RequirementStatus.TERMINATED),
    ([(CREATED, 1), (DELETED, 2)], RequirementStatus.DELETED),
    ([(TERMINATED, 5), (BACK, 5)], RequirementStatus.ACTIVE),  # at one moment, bringing back comes after
    ([(CREATED, 1), (DELETED, 1)], RequirementStatus.DELETED),
]


@pytest.mark.parametrize(("story", "expected"), STORIES)
def test_every_order_of_a_story_ends_the_same(
    story: list[tuple[RequirementChange, int]], expected: RequirementStatus
) -> None:
    reports = [report(change, day) for change, day in story]
    ends = {after(*order) for order in permutations(reports)}
    assert len(ends) == 1
    assert ends.pop().status is expected


def test_when_it_began_and_ended() -> None:
    ended = after(report(TERMINATED, 5), report(CREATED, 1))
    assert (ended.begun_at, ended.ended_at) == (datetime(2026, 6, 1, tzinfo=UTC), datetime(2026, 6, 5, tzinfo=UTC))
    assert after(report(CREATED, 1)).ended_at is None


def test_a_report_without_terms_leaves_them() -> None:
    assert after(report(CREATED, 1), report(TERMINATED, 5, Terms())).terms == TERMS


def test_a_second_report_of_the_same_changes_nothing() -> None:
    once = after(report(CREATED, 1), report(TERMINATED, 5))
    assert with_report(once, report(TERMINATED, 5)) == once
