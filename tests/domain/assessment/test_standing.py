from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.domain.assessment import AssessmentBody, AssessmentPart, AssessmentStatus, HeldStatement, Standing, stand

COMPLETE, LOCKED, OPEN = AssessmentStatus.COMPLETE, AssessmentStatus.LOCKED_INCOMPLETE, AssessmentStatus.NOT_COMPLETE
DAY = datetime(2026, 10, 15, tzinfo=UTC)
NEEDS, RISK = AssessmentPart.NEEDS, AssessmentPart.RISK


def held(number: int, at: str | None, status: AssessmentStatus = COMPLETE, **changes: Any) -> HeldStatement:
    """Statement `number`, of the assessment of that number; `at` is when it was completed, `day hour:minute`."""
    moment = at and datetime.fromisoformat(f"2026-10-{at.replace(' ', 'T')}+00:00")
    values = {
        "id": number,
        "body": AssessmentBody.SUMMARY,
        "reference": str(number),
        "status": status,
        "initiated_at": moment and moment - timedelta(hours=2),
        "completed_at": moment if status is COMPLETE else None,
        "last_read_at": DAY + timedelta(days=30),
        "content_hash": bytes([number]),
        "parts": (NEEDS, RISK),
    }
    return HeldStatement(**{**values, **changes})


def counts(*statements: HeldStatement) -> int:
    """The id of the one that counts."""
    [current] = [number for number, one in stand(statements, None).items() if one.current]
    return current


@pytest.mark.parametrize(
    ("about", "statements", "winner"),
    [
        ("the later of two days", [held(1, "15 09:00"), held(2, "16 09:00")], 2),
        ("a stale one that comes after a newer one", [held(2, "16 09:00"), held(1, "15 09:00")], 2),
        ("of one day the later hour", [held(1, "15 17:00"), held(2, "15 09:00")], 1),
        (
            "of one moment the one begun later",
            [held(1, "15 09:00", initiated_at=DAY), held(2, "15 09:00", initiated_at=DAY - timedelta(days=1))],
            1,
        ),
        ("of one moment, begun at once, the higher number", [held(9, "15 09:00"), held(10, "15 09:00")], 10),
        ("an incomplete one never hides a complete one", [held(1, "15 09:00"), held(2, "20 09:00", LOCKED)], 1),
        ("nor does one that is under way", [held(1, "15 09:00"), held(2, "20 09:00", OPEN)], 1),
        ("a locked one before one under way", [held(1, "15 09:00", LOCKED), held(2, "20 09:00", OPEN)], 1),
        ("with none complete, the newest incomplete", [held(1, "15 09:00", OPEN), held(2, "20 09:00", OPEN)], 2),
        ("without any time, what was read last", [held(1, None, OPEN), held(2, None, OPEN, last_read_at=DAY)], 1),
    ],
)
def test_which_assessment_counts(about: str, statements: list[HeldStatement], winner: int) -> None:
    assert counts(*statements) == winner, about
    assert counts(*reversed(statements)) == winner, about


def test_a_newer_reading_of_the_same_assessment_takes_the_place_of_the_older() -> None:
    older = held(1, "15 09:00", reference="7", last_read_at=DAY)
    newer = held(2, "14 09:00", reference="7", last_read_at=DAY + timedelta(days=1))  # corrected to an earlier day
    found = stand([older, newer], None)
    assert (found[1].standing, found[2].standing, found[2].current, found[2].listed) == (False, True, True, True)
    assert found[1] == Standing(standing=False, listed=False, current=False, current_parts=())


def test_a_part_is_taken_from_the_newest_that_holds_it() -> None:
    full = held(1, "15 09:00")
    bare = held(2, "16 09:00", parts=())
    found = stand([full, bare], None)
    assert found[2].current
    assert found[1].current_parts == (NEEDS, RISK)


def test_of_the_same_moment_a_part_is_taken_from_its_own_body() -> None:
    summary = held(1, "15 09:00")
    needs = held(2, "15 09:00", body=AssessmentBody.NEEDS, reference="assessed", parts=(NEEDS,), initiated_at=None)
    found = stand([summary, needs], None)
    assert (found[1].current, found[2].current) == (True, False)  # the summary says more as a whole
    assert (found[1].current_parts, found[2].current_parts) == ((RISK,), (NEEDS,))


def test_an_assessment_is_listed_once_however_many_bodies_speak_of_it() -> None:
    bodies = [AssessmentBody.TIMELINE, AssessmentBody.MANAGEMENT_PLAN, AssessmentBody.SUMMARY]
    found = stand([held(n, "15 09:00", body=body, reference="7") for n, body in enumerate(bodies)], None)
    assert [one.listed for one in found.values()] == [False, False, True]
    assert all(one.standing for one in found.values())


def test_what_was_withdrawn_does_not_count_and_what_came_after_does() -> None:
    before, after = held(1, "15 09:00", last_read_at=DAY), held(2, "14 09:00", last_read_at=DAY + timedelta(hours=1))
    assert [one.current for one in stand([before, after], DAY).values()] == [False, True]
    assert not any(one.standing for one in stand([before], DAY).values())


statements = st.builds(
    lambda number, hour, status, read, body, reference: held(
        number,
        f"{15 + hour // 24:02} {hour % 24:02}:00",
        status,
        last_read_at=DAY + timedelta(hours=read),
        body=body,
        reference=str(reference),
    ),
    st.integers(0, 255),
    st.integers(0, 47),
    st.sampled_from(AssessmentStatus),
    st.integers(0, 3),
    st.sampled_from(AssessmentBody),
    st.integers(0, 3),
)


@given(st.lists(statements, unique_by=lambda one: one.id), st.randoms(use_true_random=False))
def test_the_order_of_arrival_does_not_matter(arrived: list[HeldStatement], chance: Any) -> None:
    shuffled = list(arrived)
    chance.shuffle(shuffled)
    found = stand(arrived, None)
    assert stand(shuffled, None) == found
    assert sum(one.current for one in found.values()) == bool(arrived)
    if any(
        one.status is COMPLETE and found[one.id].standing for one in arrived if one.body in list(AssessmentBody)[:3]
    ):
        assert next(one for one in arrived if found[one.id].current).status is COMPLETE
