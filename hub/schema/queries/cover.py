"""The root of reads about cover: what team managers have arranged."""

from typing import Annotated

import strawberry
from strawberry.types.info import Info

from hub.domain.access import Capability
from hub.reads.declare import scoped_pages
from hub.schema.connections import AFTER, BEFORE, FIRST, LAST, Connection
from hub.schema.context import Context
from hub.schema.enums.scopes import CoverScope
from hub.schema.types.cover import Cover


def _about(description: str) -> object:
    return strawberry.argument(description=description)


@strawberry.type
class CoverQuery:
    """What those who arrange cover look at."""

    @strawberry.field(
        description=f"Covers, by their first day. Needs {Capability.DECIDE_STAFFING}.",
        metadata=scoped_pages(TEAM="cover_of_own_team", ESTABLISHMENT="cover_of_own_establishment"),
    )
    async def covers(
        self,
        info: Info[Context, None],
        scope: Annotated[CoverScope, _about("For whose staff.")] = CoverScope.TEAM,
        first: Annotated[int | None, _about(FIRST)] = strawberry.UNSET,
        after: Annotated[str | None, _about(AFTER)] = strawberry.UNSET,
        last: Annotated[int | None, _about(LAST)] = strawberry.UNSET,
        before: Annotated[str | None, _about(BEFORE)] = strawberry.UNSET,
    ) -> Connection[Cover] | None:
        """Those over, those that stand, those to come."""
        found: Connection[Cover] | None = await info.context.read(info)
        return found
