"""The root of reads about plans that somebody must choose between."""

from typing import Annotated

import strawberry
from strawberry.types.info import Info

from hub.domain.access import Capability
from hub.reads.declare import scoped_pages
from hub.schema.connections import AFTER, BEFORE, FIRST, LAST, Connection
from hub.schema.context import Context
from hub.schema.enums.scopes import CaseloadScope
from hub.schema.types.plan import SentencePlan

Asking = Info[Context, None]


def _about(description: str) -> object:
    return strawberry.argument(description=description)


@strawberry.type
class PlanQuery:
    """What waits for an Offender Manager's choice."""

    @strawberry.field(
        description="Plans that were set aside because the person had another for the same sentences when their cases "
        "became one, over your cases, the oldest first: until somebody chooses or combines, nobody works on them. "
        f"Needs {Capability.READ_PLAN}.",
        metadata=scoped_pages(
            MINE="set_aside_of_own_caseload",
            COVERED="set_aside_of_covered_caseload",
            TEAM="set_aside_of_own_team",
            ESTABLISHMENT="set_aside_of_own_establishment",
        ),
    )
    async def plans_set_aside(
        self,
        info: Asking,
        scope: Annotated[CaseloadScope, _about("Of whose cases.")] = CaseloadScope.MINE,
        first: Annotated[int | None, _about(FIRST)] = strawberry.UNSET,
        after: Annotated[str | None, _about(AFTER)] = strawberry.UNSET,
        last: Annotated[int | None, _about(LAST)] = strawberry.UNSET,
        before: Annotated[str | None, _about(BEFORE)] = strawberry.UNSET,
    ) -> Connection[SentencePlan] | None:
        """So that no plan is forgotten."""
        found: Connection[SentencePlan] | None = await info.context.read(info)
        return found
