"""What either side says about its staff: names, grades, teams, establishments."""

from collections.abc import Sequence

from msgspec.structs import asdict

from hub.actions.redeciding.redecide import redecide
from hub.actions.telling.case_events import Cause, announce
from hub.connectors.connector import Provenance
from hub.domain.grade import stands_for_somebody
from hub.domain.records import StaffRecord, StaffRemoved
from hub.errors import Ignored
from hub.store.fetching import hold
from hub.store.team import staff_records
from hub.store.transaction import Transaction


async def take_staff_record(tx: Transaction, record: StaffRecord, provenance: Provenance) -> str:
    """Learn or update a member of staff. Raises Ignored(Duplicate) where the record says nothing new.

    Where it turns out that nobody stands behind the code, or that somebody does, the cases that it holds follow.
    """
    before = await staff_records.row_of(tx, record.service, record.code)
    staff_id, learned = await staff_records.save_staff(tx, record, provenance.source_time)
    if not learned:
        raise Ignored("Duplicate", "the record says nothing that is not held, or held newer")
    after = await staff_records.row_of(tx, record.service, record.code)
    turned = before and after and stands_for_somebody(before["grade"]) != stands_for_somebody(after["grade"])
    cases = await staff_records.cases_naming(tx, staff_id) if turned else []
    await _follow(tx, cases, Cause(record.service.lower(), record.service, provenance.cause))
    await tx.record(
        actor=record.service.lower(),
        service=record.service,
        action="take_staff_record",
        case_ids=cases,
        fields=sorted(name for name, value in asdict(record).items() if value is not None),
        why=f"the {record.service.lower()} side's staff record says so",
        cause=provenance.cause,
    )
    return "StaffRecorded"


async def _follow(tx: Transaction, case_ids: Sequence[int], cause: Cause) -> None:
    """Decide anew who holds these cases."""
    await hold(tx, case_ids)
    for case_id in case_ids:
        decided = await redecide(tx, case_id, cause)
        await announce(tx, case_id, decided.version, decided.changes, cause)


async def take_staff_removed(tx: Transaction, record: StaffRemoved, provenance: Provenance) -> str:
    """Keep that the member of staff has left; who they were stays, for the history of cases names them.

    Raises Ignored(NothingHeld).
    """
    left = await staff_records.note_left(tx, record.service, record.code, provenance.source_time)
    if not left:
        raise Ignored("NothingHeld", "the hub holds no such member of staff, or holds that they left")
    await tx.record(
        actor=record.service.lower(),
        service=record.service,
        action="take_staff_removed",
        case_ids=[],
        fields=["active_to"],
        why=f"the {record.service.lower()} side holds no such member of staff any more",
        cause=provenance.cause,
    )
    return "StaffLeft"
