"""Who holds a case as decided in the hub, laid over what the community record tells (domain: "Offender Manager").

From a decision on its holder stands. The community record stays a source: where it names another than it named before,
that is a change and is always recorded; where it only repeats what it said before the decision, it has not confirmed
the decision yet, which is flagged; where it names the one decided on, it confirms them. The chain is the same in
whatever order decisions and records arrive.
"""

from collections.abc import Sequence
from datetime import datetime

from msgspec.structs import replace

from hub.domain.team import (
    MOMENT,
    OF_RECORDS,
    AllocationTold,
    Holder,
    HolderCause,
    HolderFlag,
    ManagerTold,
    Period,
    due_by,
    hold,
)
from hub.domain.tier import Tier
from hub.domain.value import Value


class HolderDecided(Value):
    """Who holds the case from `at` on, as decided in the hub; `staff_id` None: nobody, for the cause given."""

    staff_id: int | None
    at: datetime
    cause: HolderCause
    reason: str | None = None
    flags: tuple[HolderFlag, ...] = ()


def hold_as_decided(
    chain: Sequence[Holder],
    decided: Sequence[HolderDecided],
    told: ManagerTold | None,
    spans: Sequence[Period],
    reports: Sequence[AllocationTold] = (),
    stand_ins: frozenset[int] = frozenset(),
    tier: Tier | None = None,
) -> tuple[Holder, ...]:
    """The chain of holders: what the records tell (`hub/domain/team.py` `hold`), with the decisions laid over it."""
    if not decided:
        return hold(chain, told, spans, reports, stand_ins, tier)
    held = hold(_as_told(chain), told, spans, reports, stand_ins, tier)
    rows = {one.start: one.id for one in chain if one.cause not in OF_RECORDS}
    links: list[Holder] = []
    happened = [(one.start, 0, one) for one in held] + [(one.at, 1, one) for one in decided]
    for _, _, one in sorted(happened, key=lambda event: event[:2]):
        if isinstance(one, Holder):
            _record(links, one)
        else:
            _decide(links, one, rows)
    return due_by(_flagged(_end_to_end(links)), spans, tier)


def _as_told(chain: Sequence[Holder]) -> list[Holder]:
    """The chain as the record alone told it; a decision that it confirmed is its word from when it did."""
    told = [one if one.cause in OF_RECORDS else _confirmed(one) for one in chain]
    return list(_end_to_end([one for one in told if one is not None]))


def _confirmed(decision: Holder) -> Holder | None:
    if decision.told_at is None:
        return None
    word = HolderCause.COMMUNITY_RECORD
    return replace(decision, start=decision.told_at, cause=word, start_assumed=True, flags=(), reason=None, id=None)


def _record(links: list[Holder], told: Holder) -> None:
    """The record's word: it confirms the decision that stands, or somebody follows."""
    last = links[-1] if links else None
    if last is not None and last.cause not in OF_RECORDS and last.staff_id == told.staff_id:
        links[-1] = replace(last, told_at=told.told_at, told_assumed=told.told_assumed)
    elif last is not None:
        links.append(replace(told, start=max(told.start, last.start + MOMENT)))
    else:
        links.append(told)


def _decide(links: list[Holder], decided: HolderDecided, rows: dict[datetime, int | None]) -> None:
    last = links[-1] if links else None
    if last is not None and last.staff_id == decided.staff_id:
        return  # the record has said so by then
    start = decided.at if last is None else max(decided.at, last.start + MOMENT)
    links.append(
        Holder(
            start,
            None,
            decided.staff_id,
            decided.cause,
            flags=decided.flags,
            reason=decided.reason,
            id=rows.get(start),
        )
    )


def _end_to_end(links: Sequence[Holder]) -> tuple[Holder, ...]:
    """Every link ends where the next begins, the last is open; only it can be overdue."""
    ends: list[datetime | None] = [one.start for one in links[1:]]
    ends += [None] if links else []
    ended = zip(links, ends, strict=True)
    return tuple(replace(one, end=end, due_at=None if end else one.due_at) for one, end in ended)


def _flagged(links: tuple[Holder, ...]) -> tuple[Holder, ...]:
    """With a mark where the record has not confirmed what was decided."""
    if not links or links[-1].cause in OF_RECORDS or links[-1].told_at is not None:
        return links
    return (*links[:-1], replace(links[-1], flags=(*links[-1].flags, HolderFlag.NOT_CONFIRMED)))
