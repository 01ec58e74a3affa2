"""The roots of reads about handovers: those ahead, those under way, those overdue, and one by its id."""

from typing import Annotated

import strawberry
from strawberry.types.info import Info

from hub.domain.handover.in_two_hands import HandoverKind
from hub.reads.declare import found_by, scoped_pages
from hub.schema.connections import AFTER, BEFORE, FIRST, LAST, Connection
from hub.schema.context import Context
from hub.schema.enums.scopes import HandoverScope
from hub.schema.node import ID_ABOUT
from hub.schema.types.handover import Handover

Asking = Info[Context, None]


def _about(description: str) -> object:
    return strawberry.argument(description=description)


@strawberry.type
class HandoverQuery:
    """What those who hand over and take over work through."""

    @strawberry.field(
        description="Handovers of the cases that you reach, by the day that they wait for, the nearest first.",
        metadata=scoped_pages(
            filters={"kind": "kind"},
            UPCOMING="upcoming_handovers",
            IN_PROGRESS="handovers_in_progress",
            OVERDUE="overdue_handovers",
            MINE="own_handovers",
            ENDED="ended_handovers",
        ),
    )
    async def handovers(
        self,
        info: Asking,
        scope: Annotated[HandoverScope, _about("Which of them.")] = HandoverScope.UPCOMING,
        kind: Annotated[HandoverKind | None, _about("Only those of this kind.")] = strawberry.UNSET,
        first: Annotated[int | None, _about(FIRST)] = strawberry.UNSET,
        after: Annotated[str | None, _about(AFTER)] = strawberry.UNSET,
        last: Annotated[int | None, _about(LAST)] = strawberry.UNSET,
        before: Annotated[str | None, _about(BEFORE)] = strawberry.UNSET,
    ) -> Connection[Handover] | None:
        """The list to work through."""
        found: Connection[Handover] | None = await info.context.read(info)
        return found

    @strawberry.field(
        description="One handover; null where there is none that you can see.", metadata=found_by(id="number")
    )
    async def handover(self, info: Asking, id: Annotated[strawberry.ID, _about(ID_ABOUT)]) -> Handover | None:
        """By its id."""
        found: Handover | None = await info.context.read(info)
        return found
