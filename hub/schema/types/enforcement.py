"""Enforcement: breaches and recalls, recommendations on recall, licences."""

from datetime import datetime

import strawberry

from hub.domain.enforcement import EnforcementKind, RecallDecision, RecallStage
from hub.reads.declare import column, entity, to_one
from hub.schema.types.source import SourceRecord

ASSUMED = "True where no source gave that time and the broker's stands in."


@entity("enforcement_action", order=("kind", "reference", "position", "id"))
@strawberry.type(description="A breach of a sentence's requirement, or a recall from licence.")
class EnforcementAction:
    """Raised and concluded by the probation service."""

    kind: EnforcementKind = strawberry.field(description="Breach or recall.", metadata=column("kind"))
    reference: str = strawberry.field(
        description="The number of the sentence at its source; empty where not told.", metadata=column("reference")
    )
    raised_at: datetime | None = strawberry.field(
        description="When it was raised; null where not told.", metadata=column("raised_at")
    )
    raised_assumed: bool | None = strawberry.field(description=ASSUMED, metadata=column("raised_assumed"))
    concluded_at: datetime | None = strawberry.field(
        description="When it was concluded; null where not told.", metadata=column("concluded_at")
    )
    concluded_assumed: bool | None = strawberry.field(description=ASSUMED, metadata=column("concluded_assumed"))
    outcome_code: str | None = strawberry.field(
        description="The outcome, by the probation service's code.", metadata=column("outcome_code")
    )
    source: SourceRecord = strawberry.field(
        description="The record that it comes from.", metadata=to_one(by="source_record_id", unproved=True)
    )


@entity("recall_recommendation", order=("at", "id"))
@strawberry.type(description="One step of a recommendation on recall.")
class RecallRecommendation:
    """Started, considered, decided, or deleted."""

    stage: RecallStage = strawberry.field(description="Which step.", metadata=column("stage"))
    decision: RecallDecision | None = strawberry.field(
        description="What was decided; null where nothing was.", metadata=column("decision")
    )
    staff_code: str | None = strawberry.field(
        description="Who booked it, by the code on their side.", metadata=column("staff_code")
    )
    at: datetime = strawberry.field(description="When.", metadata=column("at"))
    time_assumed: bool = strawberry.field(description=ASSUMED, metadata=column("time_assumed"))
    source: SourceRecord = strawberry.field(
        description="The record that it comes from.", metadata=to_one(by="source_record_id", unproved=True)
    )


@entity("licence", order=("reference", "id"))
@strawberry.type(description="A licence, or a variation of one.")
class Licence:
    """Its conditions stand among the requirements, where they are told."""

    reference: str = strawberry.field(description="Its number at its source.", metadata=column("reference"))
    variation: bool = strawberry.field(description="Whether it varies another.", metadata=column("variation"))
    active: bool = strawberry.field(description="Whether it is active.", metadata=column("active"))
    activated_at: datetime | None = strawberry.field(
        description="When it was last activated; null where not told.", metadata=column("activated_at")
    )
    inactivated_at: datetime | None = strawberry.field(
        description="When it was last inactivated; null where not told.", metadata=column("inactivated_at")
    )
    time_assumed: bool = strawberry.field(description=ASSUMED, metadata=column("time_assumed"))
    source: SourceRecord = strawberry.field(
        description="The record that it comes from.", metadata=to_one(by="source_record_id", unproved=True)
    )
