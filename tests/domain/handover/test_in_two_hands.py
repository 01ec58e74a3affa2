from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from hub.domain.handover.following import Hands, HeldHandover, completed_by_record, follow
from hub.domain.handover.in_two_hands import (
    Handover,
    HandoverKind,
    HandoverState,
    UnplannedCause,
    accept,
    complete,
    give_snapshot,
    plan,
    refuse,
    unplanned,
    withdraw,
)
from hub.domain.handover.lateness import Lateness, late
from hub.domain.handover.two_hands_rules import RULES
from hub.domain.team import Holder, HolderCause, HolderFlag
from hub.errors import BrokenRule
from tests.rule_table import RuleTable

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)  # a Monday
TODAY, LATER = date(2026, 11, 23), date(2026, 12, 7)
OLD, NEW, OTHER = 1, 2, 3
PLANNED = Handover(HandoverKind.MANAGER, OLD, NEW, LATER, NOW, "moves to another post")
GIVEN = replace(PLANNED, snapshot_at=NOW)
ACCEPTED = replace(GIVEN, state=HandoverState.ACCEPTED, answered_at=NOW)
STATES: dict[str, Handover] = {
    "planned, no snapshot": PLANNED,
    "planned, snapshot given": GIVEN,
    "planned from unallocated": replace(PLANNED, from_id=None),
    "accepted": ACCEPTED,
    "refused": replace(GIVEN, state=HandoverState.REFUSED),
    "withdrawn": replace(GIVEN, state=HandoverState.WITHDRAWN),
    "completed": replace(ACCEPTED, state=HandoverState.COMPLETED, completed_at=NOW),
}
STEPS: dict[str, Callable[[Handover], Handover]] = {
    "the old one gives the snapshot": lambda one: give_snapshot(one, by_id=OLD, now=NOW),
    "the new one accepts": lambda one: accept(one, by_id=NEW, now=NOW),
    "the new one refuses": lambda one: refuse(one, by_id=NEW, reason="too many cases", now=NOW),
    "it is withdrawn": lambda one: withdraw(one, reason="not needed", now=NOW),
    "it is completed": lambda one: complete(one, at=NOW, now=NOW),
}


def stepped(state: str, step: str) -> str:
    try:
        return STEPS[step](STATES[state]).state.lower()
    except BrokenRule as rule:
        return rule.code


ANSWERED, OVER = "HandoverAnswered", "HandoverOver"
OUTCOMES = {
    "planned, no snapshot": ("planned", "SnapshotMissing", "refused", "withdrawn", "HandoverNotAccepted"),
    "planned, snapshot given": ("planned", "accepted", "refused", "withdrawn", "HandoverNotAccepted"),
    "planned from unallocated": ("SnapshotNotYours", "accepted", "refused", "withdrawn", "HandoverNotAccepted"),
    "accepted": (ANSWERED, ANSWERED, ANSWERED, "withdrawn", "completed"),
    "refused": (ANSWERED, ANSWERED, ANSWERED, OVER, OVER),
    "withdrawn": (ANSWERED, ANSWERED, ANSWERED, OVER, OVER),
    "completed": (ANSWERED, ANSWERED, ANSWERED, OVER, OVER),
}
TRANSITIONS = RuleTable(
    "The steps of a handover in two hands",
    "guide, How can end-to-end; domain, Offender Manager; openings, B4",
    ("it is", "and"),
    ("then",),
    [
        (state, step, outcome)
        for state, outcomes in OUTCOMES.items()
        for step, outcome in zip(STEPS, outcomes, strict=True)
    ],
    stepped,
    "A cell is the state that follows, or the rule that says no. The old holder gives a snapshot of the plan, open "
    "actions and risks; where nobody held the case, none is needed.",
    grid=True,
)


def planned(to_id: int, on: date, reason: str, already: bool, grade_fits: bool) -> str:
    broken = () if grade_fits else (BrokenRule("HighRiskNeedsHigherLevel", "Said.", "Done.", "staffCode"),)
    try:
        found = plan(
            HandoverKind.MANAGER,
            from_id=OLD,
            to_id=to_id,
            on=on,
            reason=reason,
            now=NOW,
            open_already=already,
            broken_rules=broken,
        )
    except BrokenRule as rule:
        assert rule.remedy.endswith(".")
        return rule.code
    assert (found.planned_on, found.from_id, found.to_id) == (on, OLD, to_id)
    return found.state.lower()


PLANNING = RuleTable(
    "Planning a handover",
    "domain, Offender Manager",
    ("to", "on", "reason", "another one open", "the new one may hold it"),
    ("answer",),
    [
        (NEW, LATER, "moves", False, True, "planned"),
        (NEW, TODAY, "moves", False, True, "planned"),
        (NEW, date(2026, 11, 22), "moves", False, True, "HandoverDayBehind"),
        (NEW, LATER, " ", False, True, "HandoverNeedsReason"),
        (NEW, LATER, "moves", True, True, "HandoverOpenAlready"),
        (OLD, LATER, "moves", False, True, "HandoverToThemselves"),
        (NEW, LATER, "moves", False, False, "HighRiskNeedsHigherLevel"),
    ],
    planned,
    f"Today is {TODAY}; 1 hands over to 2. Who may hold a case is a table of its own.",
)


def by_record(open_one: str | None, named: int | None) -> tuple[tuple[str, ...], tuple[str, ...], bool]:
    held = (HeldHandover(STATES[open_one], 1),) if open_one else ()
    was = Holder(NOW - timedelta(days=90), NOW, OLD, HolderCause.COMMUNITY_RECORD)
    now = Holder(NOW, None, named, HolderCause.COMMUNITY_RECORD, flags=(HolderFlag.UNPLANNED_HANDOVER,))
    if completed_by_record(held, (was,), (was, now)):
        now = replace(now, cause=HolderCause.HANDED_OVER, flags=())
    after, gone = follow(held, Hands((was, now), None), NOW, lambda *_: ())
    assert gone == ()
    found = [one.given for one in after if one not in held]
    last = found[-1]
    assert last.completed_at == NOW
    states = tuple(f"{one.state.lower()}{', unplanned' if one.unplanned else ''}" for one in found)
    return states, last.flags, last.follow_up_due_at is not None


RECORD = RuleTable(
    "The community record names a manager",
    "domain, Offender Manager",
    ("the handover to 2", "the record names"),
    ("handovers then", "flags", "followed up"),
    [
        ("accepted", NEW, ("completed",), (), False),
        ("planned, snapshot given", NEW, ("completed",), ("HandoverNotAccepted",), True),
        ("accepted", OTHER, ("withdrawn", "completed, unplanned"), (), True),
        ("planned, no snapshot", OTHER, ("withdrawn", "completed, unplanned"), (), True),
        ("refused", NEW, ("completed, unplanned",), (), True),
        ("completed", OTHER, ("completed, unplanned",), (), True),
        (None, OTHER, ("completed, unplanned",), (), True),
        (None, None, ("completed, unplanned",), (), True),
    ],
    by_record,
)


def lateness(state: str, days: int, followed_up: bool) -> Lateness | None:
    return late(STATES[state], NOW + timedelta(days=days), followed_up=followed_up)


LATE = RuleTable(
    "When a handover is escalated",
    "hub",
    ("it is", "days later"),
    ("because",),
    [
        ("planned, no snapshot", 0, None),
        ("planned, snapshot given", 7, None),
        ("planned, snapshot given", 8, Lateness.NOT_ANSWERED),
        ("planned, snapshot given", 14, Lateness.NOT_ANSWERED),
        ("accepted", 14, None),
        ("accepted", 15, Lateness.NOT_COMPLETED),
        ("refused", 30, None),
        ("completed", 30, None),
    ],
    lambda state, days: lateness(state, days, False),
    f"Planned on {TODAY} for {LATER}: answered within five working days, and completed on its day.",
)

ALL = [(table, row) for table in (TRANSITIONS, PLANNING, RECORD, LATE) for row in table.rows]


@pytest.mark.parametrize(("table", "row"), ALL, ids=[f"{table.title}: {row}" for table, row in ALL])
def test_a_handover_in_two_hands(table: RuleTable, row: tuple[object, ...]) -> None:
    table.check(row)


@pytest.mark.parametrize(
    ("step", "broken"),
    [
        (lambda: give_snapshot(PLANNED, by_id=NEW, now=NOW), "SnapshotNotYours"),
        (lambda: accept(GIVEN, by_id=OLD, now=NOW), "AnswerNotYours"),
        (lambda: refuse(GIVEN, by_id=OTHER, reason="no", now=NOW), "AnswerNotYours"),
        (lambda: refuse(GIVEN, by_id=NEW, reason=" ", now=NOW), "HandoverNeedsReason"),
        (lambda: withdraw(GIVEN, reason="x" * 1001, now=NOW), "HandoverReasonTooLong"),
        (lambda: complete(ACCEPTED, at=NOW + timedelta(seconds=1), now=NOW), "CompletionAhead"),
        (lambda: complete(ACCEPTED, at=NOW - timedelta(seconds=1), now=NOW), "CompletionBeforeAcceptance"),
    ],
)
def test_who_may_and_what_must_be_said(step: Callable[[], Handover], broken: str) -> None:
    with pytest.raises(BrokenRule) as rule:
        step()
    assert rule.value.code == broken


def test_a_reason_has_a_length() -> None:
    assert withdraw(GIVEN, reason="x" * 1000, now=NOW).answer_reason == "x" * 1000


def test_a_handover_must_be_answered_by_its_day_at_the_latest() -> None:
    soon = replace(GIVEN, planned_on=date(2026, 11, 25))
    assert late(soon, NOW + timedelta(days=1)) is None
    assert late(soon, NOW + timedelta(days=2)) is Lateness.NOT_ANSWERED


def test_every_rule_is_shown_by_a_case() -> None:
    told = {str(cell) for table in (TRANSITIONS, PLANNING) for row in table.rows for cell in row}
    others = {"AnswerNotYours", "HandoverReasonTooLong", "CompletionAhead", "CompletionBeforeAcceptance"}
    assert set(RULES) <= told | others


def test_an_unplanned_handover_is_marked_flagged_and_followed_up() -> None:
    rule = BrokenRule("HighRiskNeedsHigherLevel", "Said.", "Done.")
    found = unplanned(HandoverKind.MANAGER, UnplannedCause.DEATH, from_id=OLD, to_id=None, at=NOW, broken_rules=[rule])
    assert (found.unplanned, found.flags, found.state) == (
        UnplannedCause.DEATH,
        ("HighRiskNeedsHigherLevel",),
        HandoverState.COMPLETED,
    )
    due = found.follow_up_due_at
    assert due == datetime(2026, 12, 1, tzinfo=UTC)
    assert due is not None
    assert late(found, due - timedelta(seconds=1)) is None
    assert late(found, due) is Lateness.NOT_FOLLOWED_UP
    assert late(found, due, followed_up=True) is None


@given(st.lists(st.sampled_from(sorted(STEPS)), max_size=8))
def test_whatever_is_asked_a_completed_handover_was_accepted_with_a_snapshot(steps: list[str]) -> None:
    handover = PLANNED
    for step in steps:
        try:
            handover = STEPS[step](handover)
        except BrokenRule as rule:
            assert rule.code in RULES
    if handover.state is HandoverState.COMPLETED:
        assert handover.snapshot_at is not None
        assert handover.answered_at is not None


def test_a_change_that_leaves_the_chain_goes_unless_somebody_followed_it_up() -> None:
    start = NOW - timedelta(days=90)
    was = Holder(start, NOW, OLD, HolderCause.COMMUNITY_RECORD)
    now = Holder(NOW, None, OTHER, HolderCause.COMMUNITY_RECORD, flags=(HolderFlag.UNPLANNED_HANDOVER,))
    (made,), _ = follow((), Hands((was, now), None), NOW, lambda *_: ())
    stored = replace(made, id=7)
    # the allocation reported later moves the instant; the handover moves with it
    earlier = (replace(was, end=start + timedelta(days=1)), replace(now, start=start + timedelta(days=1)))
    (moved,), gone = follow((stored,), Hands(earlier, None), NOW, lambda *_: ())
    assert (moved.id, moved.given.completed_at, gone) == (7, start + timedelta(days=1), ())
    alone = Hands((replace(was, end=None),), None)
    assert follow((stored,), alone, NOW, lambda *_: ()) == ((), (stored,))
    followed_up = replace(stored, followed_up=True)
    assert follow((followed_up,), alone, NOW, lambda *_: ()) == ((followed_up,), ())


def test_who_is_allocated_to_a_case_that_nobody_held_takes_it_over_from_nobody() -> None:
    nobody = Holder(NOW - timedelta(days=90), NOW, None, HolderCause.COMMUNITY_RECORD)
    now = Holder(NOW, None, OTHER, HolderCause.COMMUNITY_RECORD, flags=(HolderFlag.UNPLANNED_HANDOVER,))
    assert follow((), Hands((nobody, now), None), NOW, lambda *_: ()) == ((), ())
