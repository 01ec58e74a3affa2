"""What the hub holds of many records of one topic: for the comparison with a fresh set of them."""

from collections.abc import Sequence

from sqlalchemy import text as sql

from hub.domain.access import Service
from hub.domain.reconciliation import HeldReading
from hub.store.transaction import Transaction

# One topic may carry several records of one key: then a suffix of the reading's topic tells them apart.
NEWEST = sql("""
select r.key, r.case_id, t.kind, t.source_time, t.said
from source_record r,
  lateral (
    select distinct on (topic) kind, source_time, said from reading
    where source_record_id = r.id and (topic = :topic or starts_with(topic, :topic || '#'))
    order by topic, source_time desc, source_version desc nulls last, topic_offset desc nulls last, id desc
  ) t
where r.service = :service and r.key = any(:keys)
""")

# Records whose newest reading says that they exist, whatever the set says.
STANDING = sql("""
select r.key, r.case_id from source_record r
where r.service = :service and not r.removed
  and exists (select from reading where source_record_id = r.id and topic = :topic)
  and (select kind from reading where source_record_id = r.id and topic = :topic
       order by source_time desc, source_version desc nulls last, topic_offset desc nulls last, id desc
       limit 1) not like '%Removed'
""")


async def newest(tx: Transaction, service: Service, topic: str, keys: Sequence[str]) -> dict[str, list[HeldReading]]:
    """Key of the record -> the newest reading of each record that the topic carries under it."""
    found: dict[str, list[HeldReading]] = {}
    for row in await tx.rows(NEWEST, {"service": service, "topic": topic, "keys": list(keys)}):
        found.setdefault(row.key, []).append(HeldReading(row.case_id, row.kind, row.source_time, row.said))
    return found


async def standing_records(tx: Transaction, service: Service, topic: str) -> dict[str, int]:
    """Every record that the topic has told of and that was not removed since: its key -> its case."""
    return {row.key: row.case_id for row in await tx.rows(STANDING, {"service": service, "topic": topic})}
