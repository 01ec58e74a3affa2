"""Sentences, and the spans that they form."""

from datetime import date, datetime
from typing import Any

import strawberry

from hub.domain.access import Capability, Service
from hub.domain.sentence_terms import TermKind
from hub.reads.declare import column, entity, expression, global_id, to_many, to_one
from hub.schema.node import ID_ABOUT, Node, later
from hub.schema.types.figures import Figure
from hub.schema.types.source import SourceRecord


@entity("sentence", order=("imposed_on", "id"))
@strawberry.type(description="What a court imposed, as one of the services records it.")
class Sentence(Node):
    """A sentence."""

    id: strawberry.ID = strawberry.field(description=ID_ABOUT, metadata=global_id())
    service: Service = strawberry.field(description="The service that records it.", metadata=column("service"))
    source_reference: str = strawberry.field(
        description="Its number in that service's record.", metadata=column("source_reference")
    )
    description: str = strawberry.field(description="What was imposed, in words.", metadata=column("description"))
    type_code: str | None = strawberry.field(
        description="That service's code of its type; null where its records give none, and `description` says it.",
        metadata=column("type_code"),
    )
    custodial: bool = strawberry.field(description="Whether it is served in custody.", metadata=column("custodial"))
    active: bool = strawberry.field(description="Whether it runs.", metadata=column("active"))
    imposed_on: date | None = strawberry.field(description="The day of sentence.", metadata=column("imposed_on"))
    length: int | None = strawberry.field(description="Its length, in `lengthUnit`.", metadata=column("length"))
    length_unit: str | None = strawberry.field(
        description="Days, months or years, as the service writes it.", metadata=column("length_unit")
    )
    offence: str | None = strawberry.field(description="The main offence.", metadata=column("offence"))
    release_on: date | None = strawberry.field(description="The release date.", metadata=column("release_on"))
    expires_on: date | None = strawberry.field(description="When it expires.", metadata=column("expires_on"))
    licence_expires_on: date | None = strawberry.field(
        description="When the licence expires.", metadata=column("licence_expires_on")
    )
    supervision_expires_on: date | None = strawberry.field(
        description="When supervision after the sentence expires.", metadata=column("supervision_expires_on")
    )
    terminated_on: date | None = strawberry.field(description="When it was ended.", metadata=column("terminated_on"))
    source_time: datetime = strawberry.field(description="When the service read it.", metadata=column("source_time"))
    span: Any = strawberry.field(
        graphql_type=later("Span", "sentence") | None,
        description="The span that it is part of.",
        metadata=to_one(by="span_id"),
    )
    source: SourceRecord = strawberry.field(
        description="The record that it comes from.", metadata=to_one(by="source_record_id", unproved=True)
    )
    case: Any = strawberry.field(
        graphql_type=later("Case", "case"), description="The case.", metadata=to_one(by="case_id")
    )


@entity("sentence_term", order=("booking_id", "sentence", "number"))
@strawberry.type(description="One term that a court made a custodial sentence of, as the prison service records it.")
class SentenceTerm:
    """Terms of one sentence run at the same time; a sentence may follow another."""

    booking_id: str = strawberry.field(description="The booking's number.", metadata=column("booking_id"))
    sentence: int = strawberry.field(description="The sentence's number in the booking.", metadata=column("sentence"))
    number: int = strawberry.field(description="The term's number in the sentence.", metadata=column("number"))
    kind: TermKind = strawberry.field(description="What it is spent in.", metadata=column("kind"))
    description: str | None = strawberry.field(description="In words.", metadata=column("description"))
    consecutive_to: int | None = strawberry.field(
        description="The number of the sentence that it follows; null: it runs at the same time as others.",
        metadata=column("consecutive_to"),
    )
    starts_on: date | None = strawberry.field(
        description="The first day, where it follows no other.", metadata=column("starts_on")
    )
    years: int = strawberry.field(description="Its length: years,", metadata=column("years"))
    months: int = strawberry.field(description="and months,", metadata=column("months"))
    weeks: int = strawberry.field(description="and weeks,", metadata=column("weeks"))
    days: int = strawberry.field(description="and days.", metadata=column("days"))
    life: bool = strawberry.field(description="Whether it is for life.", metadata=column("life"))
    offence: str | None = strawberry.field(description="What it was imposed for.", metadata=column("offence"))
    source_time: datetime = strawberry.field(description="When the service read it.", metadata=column("source_time"))
    source: SourceRecord = strawberry.field(
        description="The record that it comes from.", metadata=to_one(by="source_record_id", unproved=True)
    )


@entity("span", order=("during", "id"))
@strawberry.type(description="A run of linked sentences: from the first one passed to the last one's termination.")
class Span(Node):
    """A case has spans one after another; each has one sentence plan."""

    id: strawberry.ID = strawberry.field(description=ID_ABOUT, metadata=global_id())
    started_at: datetime | None = strawberry.field(
        description="When the first sentence was passed.", metadata=expression("started_at")
    )
    ended_at: datetime | None = strawberry.field(
        description="When the last sentence was ended; null while one runs.", metadata=expression("ended_at")
    )
    open_ended: bool = strawberry.field(description="Whether it runs.", metadata=expression("open_ended"))
    sentences: list[Sentence] = strawberry.field(description="The sentences in it.", metadata=to_many(of="span_id"))
    plan: Any = strawberry.field(
        graphql_type=later("SentencePlan", "plan") | None,
        description=f"Its sentence plan. Needs {Capability.READ_PLAN}.",
        metadata=to_one(of="span_id", where="plan_counts"),
    )
    figures: list[Figure] = strawberry.field(
        description="Continuity over the span, in figures.", metadata=to_many(of="span_id")
    )
    case: Any = strawberry.field(
        graphql_type=later("Case", "case"), description="The case.", metadata=to_one(by="case_id")
    )
