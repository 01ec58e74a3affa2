"""A handover in two hands: planned by one side, answered by the other, completed at an instant (guide; openings, B4).

The same steps serve a change of Offender Manager, a change of Offender Supervisor at a transfer between prisons, and
the change from custody to community. The old holder gives a snapshot of the plan, open actions and risks; the new one
accepts it or refuses with a reason; the old one ends at the instant at which the new one begins.
"""

from collections.abc import Sequence
from datetime import date, datetime
from enum import StrEnum

from msgspec.structs import replace

from hub.domain.days import london_day, working_days_after
from hub.domain.handover.two_hands_rules import broken
from hub.domain.value import Value
from hub.errors import BrokenRule

# An unplanned handover is followed up within so many working days (hub).
FOLLOW_UP_AFTER = 5
LONGEST_REASON = 1000
# The flag of one that was completed unanswered.
NOT_ACCEPTED = "HandoverNotAccepted"
# Why the hub itself ends one.
OVERTAKEN = "Somebody else was named before it was completed."
MET_ANOTHER = "The case and another became one, and another handover of that sort is open."


class HandoverKind(StrEnum):
    """What changes hands."""

    MANAGER = "MANAGER"
    SUPERVISOR = "SUPERVISOR"
    CUSTODY_TO_COMMUNITY = "CUSTODY_TO_COMMUNITY"


class HandoverState(StrEnum):
    """How far it is."""

    PLANNED = "PLANNED"
    ACCEPTED = "ACCEPTED"
    REFUSED = "REFUSED"
    WITHDRAWN = "WITHDRAWN"
    COMPLETED = "COMPLETED"


OPEN = (HandoverState.PLANNED, HandoverState.ACCEPTED)


class UnplannedCause(StrEnum):
    """Why a handover could not be planned."""

    RESIGNATION = "RESIGNATION"
    DEATH = "DEATH"
    LONG_ILLNESS = "LONG_ILLNESS"
    COMMUNITY_RECORD = "COMMUNITY_RECORD"


class Override(Value):
    """The rule on grades, by its name, that a team manager set aside for the new holder, and why."""

    rule: str
    reason: str


class Handover(Value):
    """One handover. `from_id` None: the case was unallocated; `to_id` None: it becomes so (unplanned only).

    `snapshot_at` is when the old holder gave the snapshot. `flags` are the rules that an unplanned one breaks, and the
    rule on grades that a team manager set aside when it was planned; `override` is why they did.
    """

    kind: HandoverKind
    from_id: int | None
    to_id: int | None
    planned_on: date
    planned_at: datetime
    reason: str
    state: HandoverState = HandoverState.PLANNED
    snapshot_at: datetime | None = None
    answered_at: datetime | None = None
    answer_reason: str | None = None
    completed_at: datetime | None = None
    unplanned: UnplannedCause | None = None
    follow_up_due_at: datetime | None = None
    flags: tuple[str, ...] = ()
    override: str | None = None


def plan(
    kind: HandoverKind,
    *,
    from_id: int | None,
    to_id: int,
    on: date,
    reason: str,
    now: datetime,
    open_already: bool = False,
    broken_rules: Sequence[BrokenRule] = (),
    override: Override | None = None,
) -> Handover:
    """A planned handover. `broken_rules` are those of the new holder on that day (`hub/domain/allocation`).

    `override` is kept with it, and the rule is flagged.

    Raises BrokenRule: the first of these, HandoverOpenAlready, HandoverToThemselves, HandoverDayBehind,
    HandoverNeedsReason, HandoverReasonTooLong.
    """
    if broken_rules:
        raise broken_rules[0]
    if open_already:
        raise broken("HandoverOpenAlready")
    if from_id == to_id:
        raise broken("HandoverToThemselves", "staffCode")
    if on < london_day(now):
        raise broken("HandoverDayBehind", "on")
    planned = Handover(kind, from_id, to_id, on, now, _reason(reason))
    return replace(planned, flags=(override.rule,), override=override.reason) if override else planned


def give_snapshot(handover: Handover, *, by_id: int, now: datetime) -> Handover:
    """The old holder gives the snapshot; a later one takes its place until the handover is accepted.

    Raises BrokenRule: HandoverAnswered, SnapshotNotYours.
    """
    _still(handover, HandoverState.PLANNED)
    if by_id != handover.from_id:
        raise broken("SnapshotNotYours")
    return replace(handover, snapshot_at=now)


def accept(handover: Handover, *, by_id: int, now: datetime) -> Handover:
    """The new holder accepts. Raises BrokenRule: HandoverAnswered, AnswerNotYours, SnapshotMissing."""
    _still(handover, HandoverState.PLANNED)
    if by_id != handover.to_id:
        raise broken("AnswerNotYours")
    if handover.from_id is not None and handover.snapshot_at is None:
        raise broken("SnapshotMissing")
    return replace(handover, state=HandoverState.ACCEPTED, answered_at=now)


def refuse(handover: Handover, *, by_id: int, reason: str, now: datetime) -> Handover:
    """The new holder refuses, with a reason.

    Raises BrokenRule: HandoverAnswered, AnswerNotYours, HandoverNeedsReason, HandoverReasonTooLong.
    """
    _still(handover, HandoverState.PLANNED)
    if by_id != handover.to_id:
        raise broken("AnswerNotYours")
    return replace(handover, state=HandoverState.REFUSED, answered_at=now, answer_reason=_reason(reason))


def withdraw(handover: Handover, *, reason: str, now: datetime) -> Handover:
    """Whoever planned it takes it back. Raises BrokenRule: HandoverOver, HandoverNeedsReason."""
    if handover.state not in OPEN:
        raise broken("HandoverOver")
    return replace(handover, state=HandoverState.WITHDRAWN, answered_at=now, answer_reason=_reason(reason))


def complete(handover: Handover, *, at: datetime, now: datetime) -> Handover:
    """It happened at that instant: the old holder ends, the new one begins.

    Raises BrokenRule: HandoverNotAccepted, HandoverOver, CompletionAhead, CompletionBeforeAcceptance.
    """
    if handover.state is HandoverState.PLANNED:
        raise broken("HandoverNotAccepted")
    if handover.state is not HandoverState.ACCEPTED:
        raise broken("HandoverOver")
    if at > now:
        raise broken("CompletionAhead", "at")
    if handover.answered_at is not None and at < handover.answered_at:
        raise broken("CompletionBeforeAcceptance", "at")
    return replace(handover, state=HandoverState.COMPLETED, completed_at=at)


def unplanned(
    kind: HandoverKind,
    cause: UnplannedCause,
    *,
    from_id: int | None,
    to_id: int | None,
    at: datetime,
    broken_rules: Sequence[BrokenRule] = (),
) -> Handover:
    """A handover that nobody planned: recorded as it happened, its broken rules as flags, and followed up."""
    return Handover(
        kind,
        from_id,
        to_id,
        london_day(at),
        at,
        cause,
        HandoverState.COMPLETED,
        completed_at=at,
        unplanned=cause,
        follow_up_due_at=working_days_after(at, FOLLOW_UP_AFTER),
        flags=tuple(rule.code for rule in broken_rules),
    )


def overtaken(handover: Handover, at: datetime) -> Handover:
    """Withdrawn, for somebody else holds the case before it was completed."""
    return replace(handover, state=HandoverState.WITHDRAWN, answered_at=at, answer_reason=OVERTAKEN)


def taken_over(handover: Handover, at: datetime) -> Handover:
    """Completed, for the one who was to take over was named; where they had not accepted, flagged and followed up."""
    done = replace(handover, state=HandoverState.COMPLETED, completed_at=at)
    if handover.state is HandoverState.ACCEPTED:
        return done
    due_at = working_days_after(at, FOLLOW_UP_AFTER)
    return replace(done, flags=(*handover.flags, NOT_ACCEPTED), follow_up_due_at=due_at)


def _still(handover: Handover, state: HandoverState) -> None:
    if handover.state is not state:
        raise broken("HandoverAnswered")


def _reason(reason: str) -> str:
    text = reason.strip()
    if not text:
        raise broken("HandoverNeedsReason", "reason")
    if len(text) > LONGEST_REASON:
        raise broken("HandoverReasonTooLong", "reason")
    return text
