"""The movements of a case: take in what is reported, keep them what readings and reports give, tell what is new."""

from collections.abc import Mapping, Sequence
from dataclasses import fields
from typing import Any

from hub.actions.case_events import CaseChange
from hub.domain.case import CaseFacts, HeldRecord
from hub.domain.custody import Movement, MovementReport
from hub.domain.movements import Moved, ReportedMovement, UnknownMovement, in_place_of, lines_of, moved
from hub.domain.records import MovementSeen
from hub.errors import Ignored
from hub.store import movements
from hub.store.transaction import Transaction


async def report_movement(tx: Transaction, seen: MovementSeen, *, case_id: int, record_id: int) -> CaseChange:
    """Keep one publisher's report, with the movement that it is of; what is to be told.

    Raises Ignored(Duplicate).
    """
    held = await movements.movements_of(tx, case_id, record_id)
    told = [*lines_of(held)]
    line = ReportedMovement(seen.direction, seen.kind, seen.agency, seen.report)
    if any(_same_word(line, one) for one in told):
        raise Ignored("Duplicate", "the same report of the same movement is held")
    now = moved((), [*told, line]).movements
    await _save(tx, held, now, case_id=case_id, record_id=record_id)
    mine = next(one for one in now if any(_same_word(line, other) for other in lines_of([one])))
    return CaseChange("MovementReported", None, _told(mine, seen.report, again=len(mine.reports) > 1))


async def follow_movements(tx: Transaction, facts: CaseFacts, now: Mapping[int, Moved]) -> tuple[CaseChange, ...]:
    """Save what differs; what is to be told: movements that only the record tells, and what no rule explains."""
    told: list[CaseChange] = []
    for record in facts.records:
        new = await _save(tx, record.movements, now[record.id].movements, case_id=facts.id, record_id=record.id)
        told += [CaseChange("MovementReported", None, _told(one, one.word, again=False)) for one in new]
        told += await _list_unknown(tx, record, now[record.id].unknown, case_id=facts.id)
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


def _same_word(one: ReportedMovement, other: ReportedMovement) -> bool:
    return _word(one) == _word(other)


def _word(line: ReportedMovement) -> tuple[Any, ...]:
    """What a report says, without which message said it."""
    said = (getattr(line.report, name) for name in SAID)
    return line.direction, line.kind, line.agency, *said


SAID = tuple(field.name for field in fields(MovementReport) if field.name != "cause")


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
