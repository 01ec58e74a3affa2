"""The roots of reads about many cases: a caseload of a person, a team, a prison; cases that nobody is allocated to."""

from typing import Annotated

import strawberry
from strawberry.types.info import Info

from hub.domain.phase import Phase
from hub.reads.declare import by, part, scoped_pages
from hub.schema.connections import AFTER, BEFORE, FIRST, LAST, Connection, PhaseCount, TierCount
from hub.schema.context import Context
from hub.schema.enums.scopes import CaseloadOrder, CaseloadScope
from hub.schema.types.case import Case
from hub.schema.types.team import OffenderManagerHolder

Asking = Info[Context, None]


def _about(description: str) -> object:
    return strawberry.argument(description=description)


_SCOPE = "Whose cases; where it is left out, yours, or where staff, team or establishment is given, all that you see."
_TEAM, _ESTABLISHMENT = "Only of this community team, by its code.", "Only of the people in this prison, by its code."


@strawberry.type(name="CaseConnection", description="One page of a caseload, and counts of the whole of it.")
class CaseloadPage(Connection[Case]):
    """The Relay object; the counts are of the same selection as the list."""

    counts_by_phase: list[PhaseCount] = strawberry.field(
        description="How many of the whole list are in each phase.", metadata=part("counts_phase")
    )
    counts_by_tier: list[TierCount] = strawberry.field(
        description="How many of the whole list are of each tier.", metadata=part("counts_tier")
    )


@strawberry.type
class CaseloadQuery:
    """What practitioners and those who lead them work from."""

    @strawberry.field(
        description="A caseload: of a person, a team or a prison, among the cases that you see.",
        metadata=scoped_pages(
            MINE="own_caseload",
            COVERED="covered_caseload",
            TEAM="own_team",
            ESTABLISHMENT="own_establishment",
            filters={
                "staff": "held_by",
                "offenderManager": "managed_by",
                "offenderSupervisor": "supervised_by",
                "team": "team",
                "establishment": "establishment",
                "tier": "tier",
                "awaitingTier": "awaiting_tier",
                "phase": "phase",
            },
            instead=("staff", "offenderManager", "offenderSupervisor", "team", "establishment"),
            orders={
                "NAME": by("sort_name", "id"),
                "TIER": by("tier_order", "sort_name", "id"),
                "CHANGED": by("updated_at", "id", descending=True),
            },
        ),
    )
    async def caseload(
        self,
        info: Asking,
        scope: Annotated[CaseloadScope | None, _about(_SCOPE)] = strawberry.UNSET,
        staff: Annotated[
            strawberry.ID | None, _about("Only what they hold as Offender Manager or Offender Supervisor.")
        ] = strawberry.UNSET,
        offender_manager: Annotated[
            strawberry.ID | None, _about("Only what they hold as Offender Manager.")
        ] = strawberry.UNSET,
        offender_supervisor: Annotated[
            strawberry.ID | None, _about("Only what they hold as Offender Supervisor.")
        ] = strawberry.UNSET,
        team: Annotated[str | None, _about(_TEAM)] = strawberry.UNSET,
        establishment: Annotated[str | None, _about(_ESTABLISHMENT)] = strawberry.UNSET,
        tier: Annotated[int | None, _about("Only of this tier, from 1 to 4.")] = strawberry.UNSET,
        awaiting_tier: Annotated[
            bool | None, _about("Only those that await a tier (true), or have one (false).")
        ] = strawberry.UNSET,
        phase: Annotated[Phase | None, _about("Only in this phase.")] = strawberry.UNSET,
        order: Annotated[CaseloadOrder, _about("In which order.")] = CaseloadOrder.NAME,
        first: Annotated[int | None, _about(FIRST)] = strawberry.UNSET,
        after: Annotated[str | None, _about(AFTER)] = strawberry.UNSET,
        last: Annotated[int | None, _about(LAST)] = strawberry.UNSET,
        before: Annotated[str | None, _about(BEFORE)] = strawberry.UNSET,
    ) -> CaseloadPage | None:
        """A practitioner's list of cases, a team's, a prison's."""
        found: CaseloadPage | None = await info.context.read(info)
        return found

    @strawberry.field(
        description="Cases without an Offender Manager, with the time by which one is due: the longest overdue first. "
        "In a prison, `case.recommendedGrade` says which grade is recommended, and why.",
        metadata=scoped_pages(
            TEAM="unallocated_of_own_team",
            MINE="unallocated_of_own_caseload",
            COVERED="unallocated_of_covered_caseload",
            ESTABLISHMENT="unallocated_of_own_establishment",
            filters={"team": "of_team", "establishment": "of_establishment", "overdue": "allocation_overdue"},
            orders={"DUE": by("due_order", "id")},
        ),
    )
    async def unallocated_cases(
        self,
        info: Asking,
        scope: Annotated[CaseloadScope, _about("Among whose cases.")] = CaseloadScope.TEAM,
        team: Annotated[str | None, _about(_TEAM)] = strawberry.UNSET,
        establishment: Annotated[str | None, _about(_ESTABLISHMENT)] = strawberry.UNSET,
        overdue: Annotated[
            bool | None, _about("Only those that are overdue (true), or not yet (false).")
        ] = strawberry.UNSET,
        first: Annotated[int | None, _about(FIRST)] = strawberry.UNSET,
        after: Annotated[str | None, _about(AFTER)] = strawberry.UNSET,
        last: Annotated[int | None, _about(LAST)] = strawberry.UNSET,
        before: Annotated[str | None, _about(BEFORE)] = strawberry.UNSET,
    ) -> Connection[OffenderManagerHolder] | None:
        """The list to allocate from."""
        found: Connection[OffenderManagerHolder] | None = await info.context.read(info)
        return found
