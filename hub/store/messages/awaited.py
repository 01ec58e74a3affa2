"""Which snapshots a record waits for: an event said that something has changed, and no reading is held that is as new.

A row is never ended by hand: whether the wait is over follows from how far the record has been read
(`hub/store/reach/conditions.py`, "still_awaited").
"""

from sqlalchemy import Table, UniqueConstraint, case, func
from sqlalchemy.dialects.postgresql import insert as upsert

from hub.domain.reports import LookAgain, RecordPart
from hub.store.base import closed_list, instant, key, metadata, of, of_case, text
from hub.store.transaction import Transaction

awaited_snapshot = Table(
    "awaited_snapshot",
    metadata,
    key(),
    of_case(),
    of("source_record", index=False),
    text("part"),
    text("reading"),
    text("event_type"),
    instant("changed_at"),
    UniqueConstraint("source_record_id", "part"),
    closed_list("part", RecordPart),
)


async def look_again(tx: Transaction, told: LookAgain, *, case_id: int, record_id: int) -> None:
    """Keep that a snapshot is awaited; of several changes, the newest counts."""
    statement = upsert(awaited_snapshot).values(
        case_id=case_id,
        source_record_id=record_id,
        part=told.part,
        reading=told.reading,
        event_type=told.event_type,
        changed_at=told.at,
    )
    held, new = awaited_snapshot.c, statement.excluded
    newer = new.changed_at > held.changed_at
    values = {
        "changed_at": func.greatest(held.changed_at, new.changed_at),
        "event_type": case((newer, new.event_type), else_=held.event_type),
    }
    where = [held.source_record_id, held.part]
    await tx.execute(statement.on_conflict_do_update(index_elements=where, set_=values))
