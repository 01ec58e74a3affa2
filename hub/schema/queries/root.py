"""The root of all reads. The bodies run only where Python completes the answer; else the compiled path answers."""

from typing import Annotated

import strawberry
from strawberry.types.info import Info

from hub.domain.access import Capability
from hub.reads.declare import found_by, node_by_id, nodes_by_ids, scoped_pages
from hub.schema.connections import AFTER, BEFORE, FIRST, LAST, Connection
from hub.schema.context import Context
from hub.schema.enums.scopes import CaseloadScope
from hub.schema.node import Node
from hub.schema.queries.me import Me
from hub.schema.scalars import Crn, PrisonNumber
from hub.schema.types.case import Case
from hub.schema.types.custody import UnknownMovement
from hub.schema.types.plan import SentencePlan

Asking = Info[Context, None]


def _about(description: str) -> object:
    return strawberry.argument(description=description)


@strawberry.type
class HubQuery:
    """What anybody can ask for, within their reach."""

    @strawberry.field(description="Who you are, what you may do, which cases you reach, until when.")
    def me(self, info: Asking) -> Me | None:
        """The actor, as the token and the staff record say."""
        return Me(actor=info.context.viewer)

    @strawberry.field(
        description="Whatever has this global id; null where there is none, or none that you can see.",
        metadata=node_by_id(),
    )
    async def node(
        self, info: Asking, id: Annotated[strawberry.ID, _about("A global id, as the hub gave it.")]
    ) -> Node | None:
        """Relay's root field."""
        found: Node | None = await info.context.read(info)
        return found

    @strawberry.field(
        description="Whatever has these global ids, in their order; null at the place of each that you can't see.",
        metadata=nodes_by_ids(),
    )
    async def nodes(
        self, info: Asking, ids: Annotated[list[strawberry.ID], _about("Global ids, at most 100.")]
    ) -> list[Node | None]:
        """Relay's root field for many."""
        found: list[Node | None] = await info.context.read(info)
        return found

    @strawberry.field(
        description="One case, found by exactly one of the arguments; null where there is none that you can see.",
        metadata=found_by(id="case_number", crn="crn", prisonNumber="prison_number"),
    )
    async def case(
        self,
        info: Asking,
        id: Annotated[strawberry.ID | None, _about("The case's global id.")] = strawberry.UNSET,
        crn: Annotated[Crn | None, _about("A CRN, present or former.")] = strawberry.UNSET,
        prison_number: Annotated[PrisonNumber | None, _about("A prison number, present or former.")] = strawberry.UNSET,
    ) -> Case | None:
        """A case by any number that leads to it."""
        found: Case | None = await info.context.read(info)
        return found

    @strawberry.field(
        description="Changes of prison records that no known movement explains, the newest first: for somebody to look "
        f"at. To tick one off needs {Capability.ACKNOWLEDGE_MOVEMENT}.",
        metadata=scoped_pages(
            MINE="of_own_caseload",
            COVERED="of_covered_caseload",
            TEAM="of_own_team",
            ESTABLISHMENT="of_own_establishment",
            filters={"acknowledged": "acknowledged"},
        ),
    )
    async def unknown_movements(
        self,
        info: Asking,
        scope: Annotated[CaseloadScope, _about("Of whose cases.")] = CaseloadScope.MINE,
        acknowledged: Annotated[
            bool | None, _about("Those that wait (false), those ticked off (true), or both (null).")
        ] = False,
        first: Annotated[int | None, _about(FIRST)] = strawberry.UNSET,
        after: Annotated[str | None, _about(AFTER)] = strawberry.UNSET,
        last: Annotated[int | None, _about(LAST)] = strawberry.UNSET,
        before: Annotated[str | None, _about(BEFORE)] = strawberry.UNSET,
    ) -> Connection[UnknownMovement] | None:
        """What the prison's records leave open."""
        found: Connection[UnknownMovement] | None = await info.context.read(info)
        return found

    @strawberry.field(
        description="One sentence plan; null where there is none that you can see.", metadata=found_by(id="number")
    )
    async def plan(
        self, info: Asking, id: Annotated[strawberry.ID, _about("The plan's global id.")]
    ) -> SentencePlan | None:
        """A plan by its id."""
        found: SentencePlan | None = await info.context.read(info)
        return found
