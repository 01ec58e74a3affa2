"""Types of sentence that are switched off, so that their length gives no Offender Manager."""

from datetime import date, datetime

import strawberry

from hub.domain.access import Service
from hub.reads.declare import column, entity, global_id
from hub.schema.node import ID_ABOUT, Node


@entity("sentence_type_switch", case=None, order=("first_on", "id"))
@strawberry.type(
    description="A type of sentence that is switched off: 12 months or more of it give no Offender Manager by "
    "themselves. Who has one keeps them; nothing of a person is in it."
)
class SentenceTypeSwitch(Node):
    """Switched on again, never changed, so that all of them can be read."""

    id: strawberry.ID = strawberry.field(description=ID_ABOUT, metadata=global_id())
    service: Service = strawberry.field(description="Whose records call the type so.", metadata=column("service"))
    type: str = strawberry.field(
        description="The type, by that service's code or description.", metadata=column("named")
    )
    reason: str = strawberry.field(description="Why it is switched off.", metadata=column("reason"))
    decided_by: str = strawberry.field(
        description="Whose decision it is, by name or office.", metadata=column("decided_by")
    )
    first_on: date = strawberry.field(
        description="The first day on which it is switched off, London's.", metadata=column("first_on")
    )
    last_on: date | None = strawberry.field(
        description="The last day, included; null: until it is switched on.", metadata=column("last_on")
    )
    recorded_by: str = strawberry.field(
        description="Who switched it off: staff code, or the token's subject.", metadata=column("recorded_by")
    )
    recorded_at: datetime = strawberry.field(description="When they did.", metadata=column("recorded_at"))
    ended_at: datetime | None = strawberry.field(
        description="When it was switched on again, or another took its place; null: it stands, or is to come, or was "
        "over by its last day.",
        metadata=column("ended_at"),
    )
    ended_by: str | None = strawberry.field(
        description="Who switched it on; null where its last day had passed.", metadata=column("ended_by")
    )
    ending_reason: str | None = strawberry.field(description="Why they did.", metadata=column("ending_reason"))
    asked_at: datetime | None = strawberry.field(
        description="When the last case with such a sentence was asked anew about it; null: not all are yet.",
        metadata=column("asked_at"),
    )
