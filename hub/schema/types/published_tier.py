"""Tiers as the tier system publishes them: always (version, value)."""

from datetime import datetime

import strawberry

from hub.reads.declare import column, entity, to_one
from hub.schema.types.source import SourceRecord


@entity("published_tier", order=("calculated_at", "id"))
@strawberry.type(description="A tier that the tier system has calculated and published.")
class PublishedTier:
    """Version 2 goes from A to D with 0 to 3, version 3 from A to G."""

    version: int | None = strawberry.field(
        description="The version of the calculation; null until the detail has come.", metadata=column("version")
    )
    value: str | None = strawberry.field(
        description="The tier; null until the detail has come.", metadata=column("value")
    )
    provisional: bool | None = strawberry.field(
        description="Whether it is provisional; null where not told.", metadata=column("provisional")
    )
    calculated_at: datetime = strawberry.field(description="When it was calculated.", metadata=column("calculated_at"))
    time_assumed: bool = strawberry.field(
        description="True where no source gave that time and the broker's stands in.", metadata=column("time_assumed")
    )
    reference: str = strawberry.field(description="The calculation's number.", metadata=column("reference"))
    source: SourceRecord = strawberry.field(
        description="The record that it comes from.", metadata=to_one(by="source_record_id", unproved=True)
    )
