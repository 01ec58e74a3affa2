"""What both services hold about a fact: each word with its source and time, whose is shown, and where they differ."""

from datetime import datetime
from typing import Any

import strawberry

from hub.domain.access import Service
from hub.domain.agreement import Agreement, Fact, Rule
from hub.reads.declare import column, entity, expression, global_id, to_many, to_one
from hub.schema.node import ID_ABOUT, Node, later
from hub.schema.types.source import SourceRecord


@entity("fact_source", order=("service", "value", "id"))
@strawberry.type(description="One record's word on a fact, and the reading that it came with.")
class FactSource:
    """Who says what, and when they said so."""

    service: Service = strawberry.field(description="The service that says so.", metadata=column("service"))
    value: str = strawberry.field(description="What it says, as text; a date as YYYY-MM-DD.", metadata=column("value"))
    source_time: datetime | None = strawberry.field(
        description="When the service read its record; null where only an event told of it.",
        metadata=column("source_time"),
    )
    time_assumed: bool | None = strawberry.field(
        description="True where the message carried no time and the broker's stands in.",
        metadata=column("time_assumed"),
    )
    source_version: str | None = strawberry.field(
        description="The record's version there, a whole number; null where the service gives none.",
        metadata=column("source_version"),
    )
    received_at: datetime | None = strawberry.field(
        description="When the hub received it; null where a movement told of it.", metadata=column("received_at")
    )
    source: SourceRecord = strawberry.field(
        description="The record that says so.", metadata=to_one(by="source_record_id", unproved=True)
    )


@entity("disagreement", order=("since", "id"), descending=True)
@strawberry.type(description="A fact of which the services hold different values. Neither value is lost.")
class Disagreement(Node):
    """Listed on the case, and over all cases in reach."""

    id: strawberry.ID = strawberry.field(description=ID_ABOUT, metadata=global_id())
    fact: Fact = strawberry.field(description="Which fact.", metadata=column("fact"))
    custody_value: str = strawberry.field(description="The prison's word.", metadata=column("custody_value"))
    community_value: str = strawberry.field(description="The community's word.", metadata=column("community_value"))
    shown_by: Service = strawberry.field(description="Whose word the case shows.", metadata=column("shown_by"))
    rule: Rule = strawberry.field(description="By which rule.", metadata=column("rule"))
    reason: str = strawberry.field(description="The rule as a sentence.", metadata=expression("rule_reason"))
    since: datetime = strawberry.field(description="Since when the hub sees them differ.", metadata=column("since"))
    case_fact: Any = strawberry.field(
        graphql_type=later("CaseFact", "agreement") | None,
        description="The fact as the case shows it, with every record's word and its time.",
        metadata=to_one(by="case_fact_id"),
    )
    case: Any = strawberry.field(
        graphql_type=later("Case", "case"), description="Whose fact.", metadata=to_one(by="case_id")
    )


@entity("case_fact", order=("fact", "id"))
@strawberry.type(description="How one fact of a case stands between the services.")
class CaseFact:
    """One question answers it all: what is shown, by whom and why, who says what, and whether they differ."""

    fact: Fact = strawberry.field(description="Which fact.", metadata=column("fact"))
    value: str = strawberry.field(
        description="The value that the case shows, as text; a date as YYYY-MM-DD.", metadata=column("value")
    )
    shown_by: Service = strawberry.field(description="Whose word that is.", metadata=column("shown_by"))
    rule: Rule = strawberry.field(description="By which rule.", metadata=column("rule"))
    reason: str = strawberry.field(description="The rule as a sentence.", metadata=expression("rule_reason"))
    agreement: Agreement = strawberry.field(description="Whether the services agree.", metadata=column("agreement"))
    sources: list[FactSource] = strawberry.field(
        description="Every record's word on the fact, with its time.", metadata=to_many(of="case_fact_id")
    )
    disagreement: Disagreement | None = strawberry.field(
        description="Both words side by side; null where the services do not differ.",
        metadata=to_one(of="case_fact_id"),
    )
