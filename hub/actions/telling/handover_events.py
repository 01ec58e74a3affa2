"""Handovers as events tell of them: staff by their codes, never the words that people gave."""

from collections.abc import Iterable, Mapping
from typing import Any

from hub.actions.telling.case_events import CaseChange
from hub.domain.handover.following import HeldHandover
from hub.domain.handover.in_two_hands import HandoverState
from hub.store.team import staff_records
from hub.store.transaction import Transaction

# What became of it -> the event that tells so.
EVENTS: dict[HandoverState, str] = {
    HandoverState.PLANNED: "HandoverPlanned",
    HandoverState.ACCEPTED: "HandoverAccepted",
    HandoverState.REFUSED: "HandoverRefused",
    HandoverState.WITHDRAWN: "HandoverWithdrawn",
    HandoverState.COMPLETED: "HandoverCompleted",
}


async def codes_of(tx: Transaction, handovers: Iterable[HeldHandover]) -> dict[int, str]:
    """The staff codes of the two hands."""
    named = {number for one in handovers for number in (one.given.from_id, one.given.to_id) if number is not None}
    return await staff_records.staff_codes(tx, named) if named else {}


def changed(
    name: str, number: int, before: HeldHandover | None, after: HeldHandover, codes: Mapping[int, str]
) -> CaseChange:
    """The change of a handover under an event's name."""
    return CaseChange(name, told(number, before, codes) if before else None, told(number, after, codes))


def told(number: int, one: HeldHandover, codes: Mapping[int, str]) -> dict[str, Any]:
    """One handover."""
    given = one.given
    return {
        "handoverId": str(number),
        "kind": given.kind,
        "state": given.state,
        "from": codes.get(given.from_id) if given.from_id is not None else None,
        "to": codes.get(given.to_id) if given.to_id is not None else None,
        "plannedOn": given.planned_on.isoformat(),
        "snapshotGiven": given.snapshot_at is not None,
        "completedAt": given.completed_at.isoformat() if given.completed_at else None,
        "unplanned": given.unplanned,
        "flags": list(given.flags),
        "followUpDueAt": given.follow_up_due_at.isoformat() if given.follow_up_due_at else None,
        "followedUp": one.followed_up,
        "late": one.late,
    }
