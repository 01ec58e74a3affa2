"""The roots of reads about who is who: the reviews that wait for a person, those decided, those withdrawn."""

from typing import Annotated

import strawberry
from strawberry.types.info import Info

from hub.domain.access import Capability
from hub.reads.declare import found_by, scoped_pages
from hub.schema.connections import AFTER, BEFORE, FIRST, LAST, Connection
from hub.schema.context import Context
from hub.schema.enums.scopes import IdentityReviewScope
from hub.schema.node import ID_ABOUT
from hub.schema.types.identity import IdentityReview

Asking = Info[Context, None]


def _about(description: str) -> object:
    return strawberry.argument(description=description)


@strawberry.type
class IdentityQuery:
    """What those who decide who is who work through."""

    @strawberry.field(
        description="Reviews of who is who over the cases that you reach, the oldest first; each once, though both of "
        f"its cases show it. Needs {Capability.DECIDE_IDENTITY}; to decide one needs reach of both cases too.",
        metadata=scoped_pages(
            needs=Capability.DECIDE_IDENTITY,
            OPEN="open_reviews",
            MINE="own_reviews",
            DECIDED="decided_reviews",
            WITHDRAWN="withdrawn_reviews",
        ),
    )
    async def identity_reviews(
        self,
        info: Asking,
        scope: Annotated[IdentityReviewScope, _about("Which of them.")] = IdentityReviewScope.OPEN,
        first: Annotated[int | None, _about(FIRST)] = strawberry.UNSET,
        after: Annotated[str | None, _about(AFTER)] = strawberry.UNSET,
        last: Annotated[int | None, _about(LAST)] = strawberry.UNSET,
        before: Annotated[str | None, _about(BEFORE)] = strawberry.UNSET,
    ) -> Connection[IdentityReview] | None:
        """The list to work through."""
        found: Connection[IdentityReview] | None = await info.context.read(info)
        return found

    @strawberry.field(
        description="One review of who is who; null where there is none that you can see.",
        metadata=found_by(id="number"),
    )
    async def identity_review(
        self, info: Asking, id: Annotated[strawberry.ID, _about(ID_ABOUT)]
    ) -> IdentityReview | None:
        """By its id."""
        found: IdentityReview | None = await info.context.read(info)
        return found
