"""The roots of reads about the services' agreement: where they differ, and how fresh each one's word is."""

from typing import Annotated

import strawberry
from strawberry.types.info import Info

from hub.domain.agreement import Fact
from hub.reads.declare import scoped_pages
from hub.schema.connections import AFTER, BEFORE, FIRST, LAST, Connection
from hub.schema.context import Context
from hub.schema.enums.scopes import CaseloadScope
from hub.schema.types.agreement import Disagreement
from hub.schema.types.feed import Feed

Asking = Info[Context, None]


def _about(description: str) -> object:
    return strawberry.argument(description=description)


@strawberry.type
class AgreementQuery:
    """What the services differ in, and how fresh they are."""

    @strawberry.field(
        description="Facts of which the services hold different values, over your cases; the newest first.",
        metadata=scoped_pages(
            MINE="of_own_caseload",
            COVERED="of_covered_caseload",
            TEAM="of_own_team",
            ESTABLISHMENT="of_own_establishment",
            filters={"fact": "fact"},
        ),
    )
    async def disagreements(
        self,
        info: Asking,
        scope: Annotated[CaseloadScope, _about("Over whose cases.")] = CaseloadScope.MINE,
        fact: Annotated[Fact | None, _about("Only those about this fact.")] = strawberry.UNSET,
        first: Annotated[int | None, _about(FIRST)] = strawberry.UNSET,
        after: Annotated[str | None, _about(AFTER)] = strawberry.UNSET,
        last: Annotated[int | None, _about(LAST)] = strawberry.UNSET,
        before: Annotated[str | None, _about(BEFORE)] = strawberry.UNSET,
    ) -> Connection[Disagreement] | None:
        """The list to work through."""
        found: Connection[Disagreement] | None = await info.context.read(info)
        return found

    @strawberry.field(description="How fresh what the hub holds is, feed by feed.", metadata=scoped_pages())
    async def feeds(
        self,
        info: Asking,
        first: Annotated[int | None, _about(FIRST)] = strawberry.UNSET,
        after: Annotated[str | None, _about(AFTER)] = strawberry.UNSET,
        last: Annotated[int | None, _about(LAST)] = strawberry.UNSET,
        before: Annotated[str | None, _about(BEFORE)] = strawberry.UNSET,
    ) -> Connection[Feed] | None:
        """For the page that says how far the picture is to be trusted."""
        found: Connection[Feed] | None = await info.context.read(info)
        return found
