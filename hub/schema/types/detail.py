"""Records that a source says have changed, and that the hub has not read since."""

from datetime import datetime

import strawberry

from hub.domain.detail import DetailAnswer
from hub.reads.declare import column, entity, to_one
from hub.schema.types.source import SourceRecord


@entity("detail_due", order=("since", "id"))
@strawberry.type(description="A record that has changed at its source, and that the hub is still to read.")
class AwaitedDetail:
    """What the case shows of that record may be out of date until the detail arrives."""

    detail: str = strawberry.field(description="What is awaited.", metadata=column("detail"))
    source_system: str = strawberry.field(description="The system that hands it out.", metadata=column("source"))
    since: datetime = strawberry.field(description="Since when the hub waits.", metadata=column("since"))
    changed_at: datetime = strawberry.field(
        description="When the record changed, as the last event about it says.", metadata=column("asked_at")
    )
    tries: int = strawberry.field(
        description="How often it was asked for since the last event about it.", metadata=column("tries")
    )
    tried_at: datetime | None = strawberry.field(description="When it was last asked for.", metadata=column("tried_at"))
    answer: DetailAnswer | None = strawberry.field(
        description="Why it is not here yet; null before the first try.", metadata=column("answer")
    )
    next_try_at: datetime | None = strawberry.field(
        description="When it is asked for next; null: not before another event names it.",
        metadata=column("next_try_at"),
    )
    record: SourceRecord = strawberry.field(
        description="The record that it belongs to.", metadata=to_one(by="source_record_id", unproved=True)
    )
