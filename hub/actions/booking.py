"""A booking that moves from one prisoner to another: its history goes along, and nobody is merged."""

from hub.actions.case_events import CaseChange, Cause
from hub.actions.numbers import locked, made
from hub.actions.regrouping import Regrouping, conclude
from hub.connectors.connector import Provenance
from hub.domain.access import Service
from hub.domain.merge import BookingMoved, ChangeKind
from hub.store import booking, identity_change
from hub.store.transaction import Transaction


async def take_booking_moved(tx: Transaction, record: BookingMoved, provenance: Provenance) -> str:
    """Bring what is held of the booking to the prisoner that it belongs to now; nothing held is normal.

    A number that the hub does not know yet gets a record, for the booking is there now.
    """
    cause = Cause(Service.CUSTODY.lower(), Service.CUSTODY, provenance.cause)
    regrouping = Regrouping()
    held = await locked(tx, Service.CUSTODY, record.moved_from, record.moved_to)
    source, target = [
        held.get(number) or await made(tx, Service.CUSTODY, number, None, cause, regrouping)
        for number in (record.moved_from, record.moved_to)
    ]
    moved = await booking.move(tx, record.booking_id, source, target, record.began, provenance.source_time)
    if any(moved.values()):
        await identity_change.note(
            tx,
            ChangeKind.BOOKING_MOVED,
            case_id=target.case_id,
            other_case_id=source.case_id,
            moved=moved,
            why="the prison moved the booking",
            by={"actor": cause.actor, "service": cause.service, "cause": cause.cause},
        )
    told = {"bookingId": record.booking_id, "from": record.moved_from, "to": record.moved_to}
    for case_id in dict.fromkeys((source.case_id, target.case_id)):
        regrouping.tell(case_id, CaseChange("BookingMoved", None, told))
    why = "the custody record says so"
    return await conclude(tx, regrouping, cause, action="take_booking_moved", fields=("booking",), why=why)
