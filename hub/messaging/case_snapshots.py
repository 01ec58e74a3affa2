"""The shared case as it stands, on the compacted topic: told again after each event of the case.

What was read is at least as new as the events that are told with it, and one process publishes: so the last value of a
key is never older than the last event.
"""

from collections.abc import Iterable
from datetime import datetime

from hub.messaging import cloud_event
from hub.messaging.records import OutgoingRecord
from hub.store.decided.case_snapshot import case_documents
from hub.store.messages.outbox import Unpublished
from hub.store.transaction import Transaction

TOPIC = "hub.case.snapshot.v1"
EVENT_TYPE = "hub.case.snapshot"
OF_CASES = frozenset({"case", "plan"})  # the kinds of event whose key is the case


async def snapshots(tx: Transaction, events: Iterable[Unpublished]) -> list[OutgoingRecord]:
    """One record for each case that the events are about; a null value where nothing of it is left."""
    case_ids = {int(event.aggregateid) for event in events if event.aggregatetype in OF_CASES}
    documents = await case_documents(tx, case_ids)
    return [_record(case_id, document, tx.now) for case_id, document in documents.items()]


def _record(case_id: int, document: str | None, now: datetime) -> OutgoingRecord:
    return OutgoingRecord(
        mark=case_id,
        topic=TOPIC,
        key=str(case_id).encode(),
        value=document.encode() if document is not None else None,
        headers=[
            ("content-type", cloud_event.CONTENT_TYPE.encode()),
            ("ce_specversion", b"1.0"),
            ("ce_id", f"{case_id}/{now.isoformat()}".encode()),
            ("ce_source", cloud_event.SOURCE.encode()),
            ("ce_type", EVENT_TYPE.encode()),
            ("ce_subject", str(case_id).encode()),
            ("ce_dataschema", cloud_event.schema_id(EVENT_TYPE).encode()),
        ],
        timestamp=int(now.timestamp() * 1000),
    )
