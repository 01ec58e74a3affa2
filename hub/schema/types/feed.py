"""How fresh what the hub holds is, feed by feed: the newest word of each topic of the services."""

from datetime import datetime

import strawberry

from hub.domain.access import Service
from hub.reads.declare import column, entity


@entity("feed", key="topic", case=None, order=("topic",))
@strawberry.type(description="One topic by which a service tells of its records, and how far the hub has heard.")
class Feed:
    """Counts and times only: nothing of a person."""

    topic: str = strawberry.field(description="The Kafka topic.", metadata=column("topic"))
    service: Service = strawberry.field(description="Whose records it tells of.", metadata=column("service"))
    records: int = strawberry.field(description="Of how many records it has told.", metadata=column("records"))
    times_assumed: int = strawberry.field(
        description="Of how many of them the newest message carried no time of its own.",
        metadata=column("times_assumed"),
    )
    newest_source_time: datetime = strawberry.field(
        description="The newest time at which the service read a record.", metadata=column("newest_source_time")
    )
    newest_received_at: datetime = strawberry.field(
        description="When the hub last received something newer than what it held.",
        metadata=column("newest_received_at"),
    )
    lag_seconds: int = strawberry.field(
        description="How long the newest word took from the service's reading to the hub, in seconds.",
        metadata=column("lag_seconds"),
    )
