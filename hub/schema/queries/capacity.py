"""The root of reads about the capacity of staff: the points that they have, and what their cases take."""

from typing import Annotated, Any

import strawberry
from strawberry.types.info import Info

from hub.actions.team.capacity import StaffCapacity, capacities
from hub.domain.access import Capability
from hub.domain.allocation.capacity import HeldCases
from hub.domain.phase import Phase
from hub.reads.faults import BadInput
from hub.reads.ids import number_of
from hub.schema.context import Context
from hub.schema.enums.scopes import CaseloadScope
from hub.schema.refusal import Code, Refused
from hub.schema.types.team import Staff

Asking = Info[Context, None]


@strawberry.type(description="Cases of one tier and phase that somebody holds, and the points that they take.")
class CasesInPoints:
    """One line of what somebody holds."""

    held: strawberry.Private[HeldCases]

    @strawberry.field(description="The tier from 1 to 4; null: awaiting one.")
    def tier(self) -> int | None:
        """As on the case."""
        return self.held.tier.value if self.held.tier else None

    @strawberry.field(description="The phase; null: none.")
    def phase(self) -> Phase | None:
        """As on the case."""
        return self.held.phase

    @strawberry.field(description="How many cases.")
    def cases(self) -> int:
        """Each once."""
        return self.held.count

    @strawberry.field(description="The points of all of them.")
    def points(self) -> int:
        """By the settings' table."""
        return self.held.points


@strawberry.type(
    name="StaffCapacity",
    description="What a member of staff has of points, and what their cases take: points of the grade x (contracted "
    "hours - reductions) / hours of full time, rounded down. Every case counts that they hold under either of their "
    "codes, those too that you do not see; no case is shown.",
)
class ShownCapacity:
    """Counted anew for each request."""

    found: strawberry.Private[StaffCapacity]

    @strawberry.field(graphql_type=Staff, description="Who.")
    async def staff(self, info: Asking) -> Any:
        """Read like any other entity."""
        return await info.context.load(info, self.found.staff_id)

    @strawberry.field(description="Their hours a week by contract.")
    def contracted_hours(self) -> float:
        """Decided by a team manager, or full time."""
        return float(self.found.capacity.hours.contracted)

    @strawberry.field(description="True where nobody has decided their hours, and full time is taken.")
    def hours_assumed(self) -> bool:
        """A task for a team manager."""
        return self.found.capacity.hours.assumed

    @strawberry.field(description="By how many hours a week that is reduced today.")
    def reduced_by(self) -> float:
        """All reductions of today together."""
        return float(self.found.capacity.hours.reduced_by)

    @strawberry.field(description="The points that they have; null where the grade has none, or is not known.")
    def available(self) -> int | None:
        """Rounded down."""
        return self.found.capacity.available

    @strawberry.field(description="The points that their cases take.")
    def used(self) -> int:
        """All lines together."""
        return self.found.capacity.used

    @strawberry.field(description="The points that are left, below nought where there is too much; null like those.")
    def free(self) -> int | None:
        """Available less used."""
        load = self.found.capacity.workload
        return load.free if load else None

    @strawberry.field(description="How much is used, in whole per cent; null where there are no points.")
    def percent(self) -> int | None:
        """Rounded down."""
        load = self.found.capacity.workload
        return load.percent if load else None

    @strawberry.field(description="What they hold, by tier and phase.")
    def cases(self) -> list[CasesInPoints]:
        """The highest tier first."""
        return [CasesInPoints(held=one) for one in self.found.capacity.held]


@strawberry.type
class CapacityQuery:
    """What those who allocate look at."""

    @strawberry.field(
        description="The capacity of staff who serve: of you, of your team, of your prison. Of others it needs "
        f"{Capability.ALLOCATE_OFFENDER_SUPERVISOR} or {Capability.DECIDE_STAFFING}."
    )
    async def capacities(
        self,
        info: Asking,
        scope: Annotated[CaseloadScope, strawberry.argument(description="Of whom.")] = CaseloadScope.TEAM,
        staff: Annotated[
            strawberry.ID | None, strawberry.argument(description="Only of this member of staff among them.")
        ] = strawberry.UNSET,
    ) -> list[ShownCapacity]:
        """By family name."""
        context, actor = info.context, info.context.viewer
        others = scope is not CaseloadScope.MINE
        if others and not actor.capabilities & {
            Capability.ALLOCATE_OFFENDER_SUPERVISOR,
            Capability.DECIDE_STAFFING,
        }:
            raise Refused(Code.FORBIDDEN, f"This needs {Capability.ALLOCATE_OFFENDER_SUPERVISOR}.")
        found = await capacities(
            context.database,
            actor,
            context.points,
            team=scope is CaseloadScope.TEAM,
            establishment=scope is CaseloadScope.ESTABLISHMENT,
            only=_number(staff),
            now=context.now(),
        )
        return [ShownCapacity(found=one) for one in found]


def _number(staff: strawberry.ID | None) -> int | None:
    if not staff:
        return None
    try:
        return number_of("Staff", staff)
    except BadInput as fault:
        raise Refused(Code.BAD_USER_INPUT, str(fault)) from None
