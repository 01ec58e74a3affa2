"""The roots of reads about cases whose records do not hang together: those that wait, and one by its id."""

from typing import Annotated

import strawberry
from strawberry.types.info import Info

from hub.domain.access import Capability
from hub.reads.declare import found_by, scoped_pages
from hub.schema.connections import AFTER, BEFORE, FIRST, LAST, Connection
from hub.schema.context import Context
from hub.schema.enums.scopes import ClusterReviewScope
from hub.schema.node import ID_ABOUT
from hub.schema.types.cluster import ClusterReview

Asking = Info[Context, None]


def _about(description: str) -> object:
    return strawberry.argument(description=description)


@strawberry.type
class ClusterQuery:
    """What those who decide who is who work through besides reviews of two cases."""

    @strawberry.field(
        description="Cases that you reach whose records a person must look at, the longest waiting first. Needs "
        f"{Capability.DECIDE_IDENTITY}.",
        metadata=scoped_pages(OPEN="open_cluster_reviews", MINE="own_cluster_reviews", ENDED="ended_cluster_reviews"),
    )
    async def cluster_reviews(
        self,
        info: Asking,
        scope: Annotated[ClusterReviewScope, _about("Which of them.")] = ClusterReviewScope.OPEN,
        first: Annotated[int | None, _about(FIRST)] = strawberry.UNSET,
        after: Annotated[str | None, _about(AFTER)] = strawberry.UNSET,
        last: Annotated[int | None, _about(LAST)] = strawberry.UNSET,
        before: Annotated[str | None, _about(BEFORE)] = strawberry.UNSET,
    ) -> Connection[ClusterReview] | None:
        """The list to work through."""
        found: Connection[ClusterReview] | None = await info.context.read(info)
        return found

    @strawberry.field(
        description=f"One such review; null where there is none that you can see. Needs {Capability.DECIDE_IDENTITY}.",
        metadata=found_by(id="number"),
    )
    async def cluster_review(
        self, info: Asking, id: Annotated[strawberry.ID, _about(ID_ABOUT)]
    ) -> ClusterReview | None:
        """By its id."""
        found: ClusterReview | None = await info.context.read(info)
        return found
