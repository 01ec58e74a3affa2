"""A booking that moves from one prisoner to another: its history goes along, and nobody is merged."""

from datetime import datetime

from hub.actions.identity.numbers import locked, made
from hub.actions.identity.regrouping import Regrouping, conclude
from hub.actions.telling.case_events import CaseChange, Cause
from hub.connectors.connector import Provenance
from hub.domain.access import Service
from hub.domain.merge import BookingMoved, ChangeKind
from hub.domain.review import check_here
from hub.errors import Ignored
from hub.store.identity import booking, identity_change, merge, ruled
from hub.store.identity.identity_change import HeldChange
from hub.store.transaction import Transaction


async def take_booking_moved(tx: Transaction, record: BookingMoved, provenance: Provenance) -> str:
    """Bring what is held of the booking to the prisoner that it belongs to now; nothing held is normal.

    A number that the hub does not know yet gets a record, for the booking is there now. A move that was carried out
    stays so, or undone where two people took it back, when it is told again.
    Raises Ignored(Duplicate), Ignored(OlderThanHeld), and Ignored(Erased) where one of the two was erased since.
    """
    cause = Cause(Service.CUSTODY.lower(), Service.CUSTODY, provenance.cause)
    regrouping = Regrouping()
    held = await locked(tx, Service.CUSTODY, record.moved_from, record.moved_to, said_at=provenance.source_time)
    source, target = [
        held.get(number) or await made(tx, Service.CUSTODY, number, None, cause, regrouping)
        for number in (record.moved_from, record.moved_to)
    ]
    await _refuse_told(tx, record, provenance.source_time)
    moved = await booking.move(tx, record.booking_id, source, target, record.began, provenance.source_time)
    if any(moved.values()):
        await identity_change.note(
            tx,
            ChangeKind.BOOKING_MOVED,
            case_id=target.case_id,
            other_case_id=source.case_id,
            moved={
                **moved,
                "sourceRecord": [source.id, target.id],
                "booking": record.booking_id,
                "toldAt": provenance.source_time.isoformat(),
            },
            why="the prison moved the booking",
            by=_by(cause),
        )
    told = {"bookingId": record.booking_id, "from": record.moved_from, "to": record.moved_to}
    for case_id in dict.fromkeys((source.case_id, target.case_id)):
        regrouping.tell(case_id, CaseChange("BookingMoved", None, told))
    why = "the custody record says so"
    return await conclude(tx, regrouping, cause, action="take_booking_moved", fields=("booking",), why=why)


async def _refuse_told(tx: Transaction, record: BookingMoved, at: datetime) -> None:
    told_at = await identity_change.booking_told_at(tx, record.booking_id)
    if told_at is not None and told_at == at:
        raise Ignored("Duplicate", "the same move of the booking is held")
    if told_at is not None and told_at > at:
        raise Ignored("OlderThanHeld", "the prison has moved the booking since")


async def take_booking_back(
    tx: Transaction, change: HeldChange, cause: Cause, regrouping: Regrouping, why: str
) -> None:
    """Bring a booking that moved back to the prisoner from whom it came; two people decided so.

    Raises BrokenRule RecordsMovedOn where one of the two prisoners' records is not held any more.
    """
    both = change.moved["sourceRecord"]
    await ruled.lock_cases(tx, both)
    held = await merge.numbered(tx, both)
    check_here([one.id for one in held] if len(held) == len(both) else ())
    source, target = held
    await booking.bring_back(tx, change.moved, source, target)
    back = await identity_change.note(
        tx,
        ChangeKind.BOOKING_MOVED,
        case_id=source.case_id,
        other_case_id=target.case_id,
        moved={"sourceRecord": [target.id, source.id], "booking": change.moved["booking"]},
        why=why,
        by=_by(cause),
    )
    await identity_change.note_undone(tx, [change.id, back], back)
    told = {"bookingId": change.moved["booking"], "from": target.key, "to": source.key}
    for case_id in dict.fromkeys((source.case_id, target.case_id)):
        regrouping.tell(case_id, CaseChange("BookingMoved", None, told))


def _by(cause: Cause) -> dict[str, str]:
    return {"actor": cause.actor, "service": cause.service, "cause": cause.cause}
