"""Requirements of community sentences and conditions of licences."""

from datetime import datetime

import strawberry

from hub.domain.requirement import RequirementKind, RequirementStatus
from hub.reads.declare import column, entity, to_one
from hub.schema.types.source import SourceRecord


@entity("requirement", order=("told_at", "id"))
@strawberry.type(description="What a court or a licence requires of the person, as the probation service reports it.")
class Requirement:
    """Only a requirement of court or licence can be breached."""

    kind: RequirementKind = strawberry.field(description="Whether court or licence.", metadata=column("kind"))
    reference: str = strawberry.field(description="Its number at its source.", metadata=column("reference"))
    sentence_reference: str | None = strawberry.field(
        description="Of which sentence, by `sourceReference`.", metadata=column("sentence_reference")
    )
    main_type: str | None = strawberry.field(description="What sort it is.", metadata=column("main_type"))
    sub_type: str | None = strawberry.field(description="More exactly.", metadata=column("sub_type"))
    restrictive: bool | None = strawberry.field(
        description="Whether it restricts; null where not told.", metadata=column("restrictive")
    )
    status: RequirementStatus = strawberry.field(description="How it stands.", metadata=column("status"))
    begun_at: datetime | None = strawberry.field(description="When it was created.", metadata=column("begun_at"))
    ended_at: datetime | None = strawberry.field(description="When it was ended.", metadata=column("ended_at"))
    told_at: datetime = strawberry.field(description="When it was told last.", metadata=column("told_at"))
    time_assumed: bool = strawberry.field(
        description="True where no source gave that time and the broker's stands in.", metadata=column("time_assumed")
    )
    source: SourceRecord = strawberry.field(
        description="The record that it comes from.", metadata=to_one(by="source_record_id", unproved=True)
    )
