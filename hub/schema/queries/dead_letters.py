"""Dead letters: messages that could not be taken, for those who operate the hub.

Key, headers and body are personal data, as received: they need the capability like everything here, and each request
leaves its audit line. They are base64, for they may be any bytes.
"""

from datetime import datetime
from typing import Annotated

import strawberry
from strawberry.types.info import Info

from hub.domain.access import Capability
from hub.domain.dead_letter import DeadLetterState
from hub.reads.declare import column, entity, expression, found_by, global_id, scoped_pages
from hub.schema.connections import AFTER, BEFORE, FIRST, LAST, Connection
from hub.schema.context import Context
from hub.schema.enums.scopes import DeadLetterScope
from hub.schema.node import ID_ABOUT, Node


@entity("dead_letter", case=None, needs=Capability.OPERATE)
@strawberry.type(description=f"A message that could not be taken, as received. Needs {Capability.OPERATE}.")
class DeadLetter(Node):
    """One row of the table; the relay copies it to the dead-letter topic."""

    id: strawberry.ID = strawberry.field(description=ID_ABOUT, metadata=global_id())
    number: str = strawberry.field(
        description="Its number, as `hub dead-letters` names it.", metadata=expression("number_as_text")
    )
    state: DeadLetterState = strawberry.field(description="Where it stands.", metadata=column("state"))
    code: str = strawberry.field(description="Why it could not be taken, by name.", metadata=column("code"))
    detail: str | None = strawberry.field(
        description="The same in words, without personal data.", metadata=column("detail")
    )
    topic: str = strawberry.field(description="The topic that it came by.", metadata=column("topic"))
    partition: int = strawberry.field(description="The partition of the topic.", metadata=column("partition"))
    offset: str = strawberry.field(
        description="Its place in the partition, a whole number.", metadata=expression("offset_as_text")
    )
    broker_time: datetime = strawberry.field(
        description="When the broker says that it was sent.", metadata=column("broker_time")
    )
    received_at: datetime = strawberry.field(description="When the hub kept it.", metadata=column("received_at"))
    copied_at: datetime | None = strawberry.field(
        description="When its copy reached the dead-letter topic; null until then, and for one that was only parked.",
        metadata=column("copied_at"),
    )
    resolved_at: datetime | None = strawberry.field(
        description="When it was replayed or discarded.", metadata=column("resolved_at")
    )
    resolved_by: str | None = strawberry.field(description="On whose word.", metadata=column("resolved_by"))
    resolution: str | None = strawberry.field(
        description="How the replay ended, or why it was discarded.", metadata=column("resolution")
    )
    size: int = strawberry.field(
        description="The body's length in bytes; 0 for a null value.", metadata=expression("body_size")
    )
    key_base64: str | None = strawberry.field(
        description="The message's key, in base64: personal data.", metadata=expression("key_base64")
    )
    body_base64: str | None = strawberry.field(
        description="The message's value, in base64: personal data.", metadata=expression("body_base64")
    )


@strawberry.type
class DeadLetterQuery:
    """The part of the root type Query for those who operate the hub."""

    @strawberry.field(
        description=f"Messages that could not be taken, oldest first. Needs {Capability.OPERATE}.",
        metadata=scoped_pages(
            OPEN="open_dead_letters",
            WAITING="waiting_dead_letters",
            PARKED="parked_dead_letters",
            ENDED="ended_dead_letters",
        ),
    )
    async def dead_letters(
        self,
        info: Info[Context, None],
        scope: Annotated[DeadLetterScope, strawberry.argument(description="Which of them.")] = DeadLetterScope.OPEN,
        first: Annotated[int | None, strawberry.argument(description=FIRST)] = strawberry.UNSET,
        after: Annotated[str | None, strawberry.argument(description=AFTER)] = strawberry.UNSET,
        last: Annotated[int | None, strawberry.argument(description=LAST)] = strawberry.UNSET,
        before: Annotated[str | None, strawberry.argument(description=BEFORE)] = strawberry.UNSET,
    ) -> Connection[DeadLetter] | None:
        """A page of them."""
        found: Connection[DeadLetter] | None = await info.context.read(info)
        return found

    @strawberry.field(
        description=f"One of them; null where there is none. Needs {Capability.OPERATE}.",
        metadata=found_by(id="number"),
    )
    async def dead_letter(
        self, info: Info[Context, None], id: Annotated[strawberry.ID, strawberry.argument(description=ID_ABOUT)]
    ) -> DeadLetter | None:
        """By its id."""
        found: DeadLetter | None = await info.context.read(info)
        return found
