"""What becomes of handovers when the holder changes otherwise, and which changes nobody had planned.

The community record that names the one who is to take over completes the handover; whoever else is named overtakes it.
A change that nobody planned (the record's, or a resignation, death or long illness) is recorded at its time, with the
rules that it breaks as flags, and followed up (domain: "Offender Manager"; openings, B4).
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from itertools import pairwise

from msgspec.structs import replace

from hub.domain.handover.in_two_hands import (
    OPEN,
    Handover,
    HandoverKind,
    UnplannedCause,
    overtaken,
    taken_over,
    unplanned,
)
from hub.domain.handover.lateness import Lateness, late
from hub.domain.holder_decided import HolderDecided
from hub.domain.team import MOMENT, Holder, HolderCause, HolderFlag
from hub.domain.value import Value
from hub.errors import BrokenRule

CAUSES: dict[HolderCause, UnplannedCause] = {
    HolderCause.RESIGNATION: UnplannedCause.RESIGNATION,
    HolderCause.DEATH: UnplannedCause.DEATH,
    HolderCause.LONG_ILLNESS: UnplannedCause.LONG_ILLNESS,
    HolderCause.COMMUNITY_RECORD: UnplannedCause.COMMUNITY_RECORD,
}
BrokenBy = Callable[[int, datetime], Sequence[BrokenRule]]


class HeldHandover(Value):
    """A handover as stored. `late`: why it was escalated; `id` None: it is not stored yet."""

    given: Handover
    id: int | None = None
    followed_up: bool = False
    late: Lateness | None = None

    @property
    def open(self) -> bool:
        """Whether it waits for an answer, or for the day."""
        return self.given.state in OPEN


class Hands(Value):
    """Who holds the case now: the chain of its Offender Managers, and who supervises it."""

    chain: tuple[Holder, ...]
    supervisor_id: int | None

    @property
    def manager_id(self) -> int | None:
        """Who manages it."""
        return self.chain[-1].staff_id if self.chain else None


def asked_to_take_over(held: Iterable[HeldHandover], kind: HandoverKind) -> int | None:
    """Who is to take the case over by a handover of that kind that is open; at most one is."""
    return next((one.given.to_id for one in held if one.open and one.given.kind is kind), None)


def completed_by_record(
    held: Iterable[HeldHandover], was: Sequence[Holder], now: Sequence[Holder]
) -> HolderDecided | None:
    """The handover that the record's new word completes, as the decision that it was; None where there is none."""
    if not now or now[-1].cause is not HolderCause.COMMUNITY_RECORD or not was or was[-1].staff_id == now[-1].staff_id:
        return None
    for one in held:
        if one.open and one.given.kind is HandoverKind.MANAGER and one.given.to_id == now[-1].staff_id:
            at, override = now[-1].start - MOMENT, one.given.override
            flags = (HolderFlag.GRADE_OVERRIDDEN,) if override else ()
            reason = " ".join(word for word in (one.given.reason, override) if word)
            return HolderDecided(one.given.to_id, at, HolderCause.HANDED_OVER, reason, flags)
    return None


def follow(
    held: Sequence[HeldHandover], hands: Hands, now: datetime, broken_by: BrokenBy
) -> tuple[tuple[HeldHandover, ...], tuple[HeldHandover, ...]]:
    """The handovers as they are now, each in its place and the new ones last; and those whose change is gone.

    `broken_by` answers with the rules that somebody would break by holding the case from a moment on.
    """
    unplanned_now, gone = _unplanned(held, hands.chain, broken_by)
    going = {one.id for one in gone}
    kept = [_settled(one, hands, now) for one in held if one.id not in going]
    found = [unplanned_now.pop(one.id, one) if one.id is not None else one for one in kept]
    everyone = [*found, *unplanned_now.values()]
    escalated = (replace(one, late=late(one.given, now, followed_up=one.followed_up)) for one in everyone)
    return tuple(escalated), tuple(gone)


def stands(given: Handover, hands: Hands) -> bool:
    """Whether the case is still with whom it was when the handover was planned."""
    if given.kind is HandoverKind.CUSTODY_TO_COMMUNITY:
        return (given.from_id, given.to_id) == (hands.supervisor_id, hands.manager_id)
    return given.from_id == (hands.manager_id if given.kind is HandoverKind.MANAGER else hands.supervisor_id)


def _settled(one: HeldHandover, hands: Hands, now: datetime) -> HeldHandover:
    """The same, ended where somebody else holds the case than did when it was planned."""
    given = one.given
    if not one.open or stands(given, hands):
        return one
    if given.kind is HandoverKind.CUSTODY_TO_COMMUNITY:
        return replace(one, given=overtaken(given, now))
    holds = hands.manager_id if given.kind is HandoverKind.MANAGER else hands.supervisor_id
    at = hands.chain[-1].start if given.kind is HandoverKind.MANAGER and hands.chain else now
    return replace(one, given=taken_over(given, at) if holds == given.to_id else overtaken(given, now))


def _unplanned(
    held: Sequence[HeldHandover], chain: Sequence[Holder], broken_by: BrokenBy
) -> tuple[dict[int | None, HeldHandover], list[HeldHandover]]:
    """Those that nobody planned, by id (new ones by numbers below nought), and those whose change is in no chain."""
    known = [one for one in held if one.given.unplanned is not None]
    found: dict[int | None, HeldHandover] = {}
    for place, made in enumerate(_changes(chain, broken_by)):
        same = next((one for one in known if _same(one.given, made)), None)
        if same is None:
            found[-1 - place] = HeldHandover(made)
            continue
        known.remove(same)
        moved = replace(
            same.given, completed_at=made.completed_at, planned_at=made.planned_at, planned_on=made.planned_on
        )
        found[same.id] = replace(same, given=replace(moved, follow_up_due_at=made.follow_up_due_at))
    return found, [one for one in known if not one.followed_up]


def _same(one: Handover, other: Handover) -> bool:
    return (one.from_id, one.to_id, one.unplanned) == (other.from_id, other.to_id, other.unplanned)


def _changes(chain: Sequence[Holder], broken_by: BrokenBy) -> Iterator[Handover]:
    for before, link in pairwise(chain):
        if before.staff_id is None:
            continue  # nobody held the case: that is an allocation, nobody handed over
        if HolderFlag.UNPLANNED_HANDOVER not in link.flags and link.cause not in ENDED:
            continue
        breaks = broken_by(link.staff_id, link.start) if link.staff_id is not None else ()
        yield unplanned(
            HandoverKind.MANAGER,
            CAUSES[link.cause],
            from_id=before.staff_id,
            to_id=link.staff_id,
            at=link.start,
            broken_rules=breaks,
        )


ENDED = frozenset({HolderCause.RESIGNATION, HolderCause.DEATH, HolderCause.LONG_ILLNESS})
