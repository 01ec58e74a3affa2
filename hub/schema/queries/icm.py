"""The root of reads about Integrated Case Management over many cases."""

from typing import Annotated

import strawberry
from strawberry.types.info import Info

from hub.reads.declare import scoped_pages
from hub.schema.connections import AFTER, BEFORE, FIRST, LAST, Connection
from hub.schema.context import Context
from hub.schema.enums.scopes import CaseloadScope
from hub.schema.types.icm import IntegratedCase


def _about(description: str) -> object:
    return strawberry.argument(description=description)


@strawberry.type
class IcmQuery:
    """What case coordinators work through."""

    @strawberry.field(
        description="Cases that are Scotland's, with what is due in Integrated Case Management.",
        metadata=scoped_pages(
            MINE="of_own_caseload",
            COVERED="of_covered_caseload",
            TEAM="of_own_team",
            ESTABLISHMENT="of_own_establishment",
            filters={"conferenceOverdue": "conference_overdue"},
        ),
    )
    async def integrated_cases(
        self,
        info: Info[Context, None],
        scope: Annotated[CaseloadScope, _about("Of whose cases.")] = CaseloadScope.MINE,
        conference_overdue: Annotated[
            bool | None, _about("Only those whose conference is overdue (true), or not (false).")
        ] = strawberry.UNSET,
        first: Annotated[int | None, _about(FIRST)] = strawberry.UNSET,
        after: Annotated[str | None, _about(AFTER)] = strawberry.UNSET,
        last: Annotated[int | None, _about(LAST)] = strawberry.UNSET,
        before: Annotated[str | None, _about(BEFORE)] = strawberry.UNSET,
    ) -> Connection[IntegratedCase] | None:
        """Overdue conferences among them."""
        found: Connection[IntegratedCase] | None = await info.context.read(info)
        return found
