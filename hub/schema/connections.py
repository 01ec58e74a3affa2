"""Relay connections: a list a page at a time, from a cursor on."""

from typing import Annotated, Any, Generic, TypeVar

import strawberry
from strawberry.types.info import Info

from hub.domain.phase import Phase
from hub.reads.declare import part

Shown = TypeVar("Shown")


@strawberry.type(description="Where a page stands in its list.")
class PageInfo:
    """The Relay object."""

    has_next_page: bool = strawberry.field(description="Whether more follow this page.", metadata=part("has_next"))
    has_previous_page: bool = strawberry.field(
        description="Whether more come before this page.", metadata=part("has_previous")
    )
    start_cursor: str | None = strawberry.field(
        description="The cursor of the page's first; null on an empty page.", metadata=part("start_cursor")
    )
    end_cursor: str | None = strawberry.field(
        description="The cursor of the page's last: give it as `after` for the next page. Null on an empty page.",
        metadata=part("end_cursor"),
    )


@strawberry.type(description="One of a page, with its place in the list.")
class Edge(Generic[Shown]):
    """The Relay object."""

    cursor: str = strawberry.field(
        description="Its place: a page can go on from here whatever is added.", metadata=part("cursor")
    )
    node: Shown = strawberry.field(description="The one itself.", metadata=part("node"))


@strawberry.type(description="One page of a list.")
class Connection(Generic[Shown]):
    """The Relay object, with `nodes` for those who need no cursors, and a count for those who ask."""

    edges: list[Edge[Shown]] = strawberry.field(description="The page, with cursors.", metadata=part("edges"))
    nodes: list[Shown] = strawberry.field(description="The page, without cursors.", metadata=part("nodes"))
    page_info: PageInfo = strawberry.field(description="Where the page stands in the list.", metadata=part("page_info"))
    total_count: int = strawberry.field(
        description="How many the whole list has. Counted anew for each request that asks.",
        metadata=part("total_count"),
    )


@strawberry.type(description="How many of a list are in a phase.")
class PhaseCount:
    """One line of the counts by phase."""

    phase: Phase | None = strawberry.field(description="The phase; null: none.", metadata=part("counted"))
    count: int = strawberry.field(description="How many.", metadata=part("count"))


@strawberry.type(description="How many of a list are of a tier.")
class TierCount:
    """One line of the counts by tier."""

    tier: int | None = strawberry.field(
        description="The tier from 1 to 4; null: awaiting one.", metadata=part("counted")
    )
    count: int = strawberry.field(description="How many.", metadata=part("count"))


FIRST = "How many of the list to show from `after` on, 1 to 100; 25 where neither first nor last is given."
LAST = "How many to show up to `before`, 1 to 100; not together with first."
AFTER = "A cursor: only what follows it."
BEFORE = "A cursor: only what comes before it."


async def page(
    root: strawberry.Parent[Any],
    info: Info[Any, Any],
    first: Annotated[int | None, strawberry.argument(description=FIRST)] = strawberry.UNSET,
    after: Annotated[str | None, strawberry.argument(description=AFTER)] = strawberry.UNSET,
    last: Annotated[int | None, strawberry.argument(description=LAST)] = strawberry.UNSET,
    before: Annotated[str | None, strawberry.argument(description=BEFORE)] = strawberry.UNSET,
) -> Any:
    """The resolver of every connection below the root: gives it its arguments. The read room has read the page."""
    return root[info.path.key]
