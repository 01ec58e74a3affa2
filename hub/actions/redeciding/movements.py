"""The movements of a case: take in what is reported, keep them what readings and reports give, tell what is new."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from hub.actions.telling.case_events import CaseChange
from hub.domain.case import CaseFacts, HeldRecord
from hub.domain.custody import Movement, MovementReport
from hub.domain.movements import Moved, ReportedMovement, UnknownMovement, in_place_of, lines_of, same_word
from hub.domain.records import MovementSeen
from hub.errors import Ignored
from hub.store.custody import movements
from hub.store.transaction import Transaction


@dataclass(frozen=True)
class Heard:
    """A report of a movement that has just come, and for which record."""

    record_id: int
    line: ReportedMovement


async def hear(tx: Transaction, seen: MovementSeen, *, case_id: int, record_id: int) -> Heard:
    """One publisher's report, to be decided on with everything else. Raises Ignored(Duplicate)."""
    line = ReportedMovement(seen.direction, seen.kind, seen.agency, seen.report)
    held = await movements.movements_of(tx, case_id, record_id)
    if any(same_word(line, one) for one in lines_of(held)):
        raise Ignored("Duplicate", "the same report of the same movement is held")
    return Heard(record_id, line)


async def follow_movements(tx: Transaction, facts: CaseFacts, now: Mapping[int, Moved]) -> tuple[CaseChange, ...]:
    """Save what differs; what is to be told: reports just heard, movements that only the record tells, the unknown."""
    told: list[CaseChange] = []
    for record in facts.records:
        found = now[record.id]
        new = await _save(tx, record.movements, found.movements, case_id=facts.id, record_id=record.id)
        for line in record.heard:
            mine = next(one for one in found.movements if any(same_word(line, each) for each in lines_of([one])))
            told.append(CaseChange("MovementReported", None, _told(mine, line.report, again=len(mine.reports) > 1)))
            new = [one for one in new if one is not mine]
        told += [CaseChange("MovementReported", None, _told(one, one.word, again=False)) for one in new]
        told += await _list_unknown(tx, record, found.unknown, case_id=facts.id)
    return tuple(told)


async def _save(
    tx: Transaction, held: Sequence[Movement], now: Sequence[Movement], *, case_id: int, record_id: int
) -> list[Movement]:
    """Make the stored movements these; the new ones."""
    places, gone = in_place_of(held, now)
    await movements.drop(tx, case_id, gone)
    for before, one in places:
        if before != one:
            row = before.id if before else None
            await movements.save(tx, case_id=case_id, record_id=record_id, moved=one, row=row)
    return [one for before, one in places if before is None]


async def _list_unknown(
    tx: Transaction, record: HeldRecord, unknown: Sequence[UnknownMovement], *, case_id: int
) -> list[CaseChange]:
    gone = [one for one in record.unknown if one not in unknown]
    found = [one for one in unknown if one not in record.unknown]
    await movements.save_unknown(tx, case_id=case_id, record_id=record.id, gone=gone, found=found)
    return [CaseChange("MovementUnknown", None, _unknown_told(one)) for one in found]


def _told(movement: Movement, report: MovementReport, *, again: bool) -> dict[str, Any]:
    return {
        "direction": movement.direction,
        "kind": movement.kind,
        "agency": movement.agency,
        "reason": report.reason,
        "reasonCode": report.reason_code,
        "at": report.at.isoformat(),
        "timeAssumed": report.time_assumed,
        "movesThePerson": report.state is not None,
        "reportedBefore": again,
    }


def _unknown_told(one: UnknownMovement) -> dict[str, Any]:
    return {"since": one.since.isoformat(), "at": one.at.isoformat(), "was": one.was, "now": one.now}
