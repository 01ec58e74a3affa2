"""The roots of reads about reaching the manager: requests, notices that are due, what each part of the team does."""

from datetime import datetime
from typing import Annotated, Any

import strawberry
from strawberry.types.info import Info

from hub.domain.access import may_read
from hub.domain.days import london_day
from hub.domain.lead.cover import acting
from hub.domain.lead.role_duties import DUTIES, RESPONSIBLE_OFFICER, Duty, TeamPart
from hub.domain.lead.urgent import TurnTo, UrgentReason, urgent_route
from hub.domain.lead.urgent import UrgentRoute as Decided
from hub.reads.declare import scoped_pages
from hub.reads.ids import number_of
from hub.schema.connections import AFTER, BEFORE, FIRST, LAST, Connection
from hub.schema.context import Context
from hub.schema.enums.scopes import CaseloadScope
from hub.schema.types.lead import ContactRequest, NoticeDue
from hub.schema.types.team import Staff
from hub.store.lead import lead
from hub.store.reach.plan_subject import reach_of, surviving

Asking = Info[Context, None]


def _about(description: str) -> object:
    return strawberry.argument(description=description)


@strawberry.type(description="Whom to turn to at that moment when it cannot wait, and why.")
class UrgentRoute:
    """Office hours are London's, Monday to Friday."""

    found: strawberry.Private[Decided]

    @strawberry.field(description="Whom to turn to.")
    def route(self) -> TurnTo:
        """A person, or a duty."""
        return self.found.route

    @strawberry.field(description="Why.")
    def reason(self) -> UrgentReason:
        """By name."""
        return self.found.because.reason

    @strawberry.field(description="The reason as a sentence.")
    def sentence(self) -> str:
        """For whoever reads it out."""
        return self.found.because.sentence

    @strawberry.field(graphql_type=Staff | None, description="Who acts for the case; null where a duty does.")
    async def staff(self, info: Asking) -> Any:
        """Read like any other entity."""
        return await info.context.load(info, self.found.staff_id) if self.found.staff_id else None

    @strawberry.field(description="When the offices open, where it waits for that.")
    def opens_at(self) -> datetime | None:
        """The next opening."""
        return self.found.opens_at


@strawberry.type(description="One duty of a part of the team.")
class RoleDuty:
    """What somebody does."""

    duty: Duty = strawberry.field(description="What is done.")
    of_responsible_officer: bool = strawberry.field(
        description="Whether it is one of the three of the Responsible Officer (Criminal Justice Act 2003)."
    )


@strawberry.type(description="What one part of the team does.")
class RoleDuties:
    """The Responsible Officer is no part of its own: the Offender Manager is."""

    part: TeamPart = strawberry.field(description="Who.")
    duties: list[RoleDuty] = strawberry.field(description="What they do.")


@strawberry.type
class LeadQuery:
    """Who is to be answered, told, or turned to."""

    @strawberry.field(
        description="Requests of offenders to their managers, the first due first.",
        metadata=scoped_pages(
            MINE="of_own_caseload",
            COVERED="of_covered_caseload",
            TEAM="of_own_team",
            ESTABLISHMENT="of_own_establishment",
            filters={"answered": "answered", "overdue": "overdue"},
        ),
    )
    async def contact_requests(
        self,
        info: Asking,
        scope: Annotated[CaseloadScope, _about("Of whose cases.")] = CaseloadScope.MINE,
        answered: Annotated[bool | None, _about("Those that wait (false), those answered (true), or both.")] = False,
        overdue: Annotated[bool | None, _about("Only those that are overdue (true), or not.")] = strawberry.UNSET,
        first: Annotated[int | None, _about(FIRST)] = strawberry.UNSET,
        after: Annotated[str | None, _about(AFTER)] = strawberry.UNSET,
        last: Annotated[int | None, _about(LAST)] = strawberry.UNSET,
        before: Annotated[str | None, _about(BEFORE)] = strawberry.UNSET,
    ) -> Connection[ContactRequest] | None:
        """The list to work through."""
        found: Connection[ContactRequest] | None = await info.context.read(info)
        return found

    @strawberry.field(
        description="Offenders who are to be told whether they have an Offender Manager, or who it is now.",
        metadata=scoped_pages(
            MINE="of_own_caseload",
            COVERED="of_covered_caseload",
            TEAM="of_own_team",
            ESTABLISHMENT="of_own_establishment",
        ),
    )
    async def notices_due(
        self,
        info: Asking,
        scope: Annotated[CaseloadScope, _about("Of whose cases.")] = CaseloadScope.MINE,
        first: Annotated[int | None, _about(FIRST)] = strawberry.UNSET,
        after: Annotated[str | None, _about(AFTER)] = strawberry.UNSET,
        last: Annotated[int | None, _about(LAST)] = strawberry.UNSET,
        before: Annotated[str | None, _about(BEFORE)] = strawberry.UNSET,
    ) -> Connection[NoticeDue] | None:
        """So that nobody is left without knowing."""
        found: Connection[NoticeDue] | None = await info.context.read(info)
        return found

    @strawberry.field(
        description="Whom to turn to about a case at a moment, inside and outside office hours; null for a case that "
        "you can't see."
    )
    async def urgent_route(
        self,
        info: Asking,
        case_id: Annotated[strawberry.ID, _about("The case's global id.")],
        at: Annotated[datetime | None, _about("The moment; now, where none is given.")] = None,
        urgent: Annotated[bool, _about("Whether it can't wait until the offices open.")] = True,
    ) -> UrgentRoute | None:
        """The manager or who covers, else a duty."""
        context, number = info.context, number_of("Case", case_id)
        moment = at or context.now()
        async with context.database.transaction(context.now()) as tx:
            living = await surviving(tx, number)
            if living is None or not may_read(context.viewer, await reach_of(tx, living)):
                return None
            context.case_ids.add(living)
            case = await lead.managed(tx, living)
            day = london_day(moment)
            acts = acting(case.manager_id, await lead.covers_on(tx, day), day)
        return UrgentRoute(found=urgent_route(moment, case.place, acts.staff_id, urgent=urgent))

    @strawberry.field(description="What each part of the team does, the Responsible Officer's three included.")
    def role_duties(self) -> list[RoleDuties]:
        """The table, in its order."""
        return [RoleDuties(part=part, duties=_duties(part)) for part in TeamPart]


def _duties(part: TeamPart) -> list[RoleDuty]:
    mine = [one for one in Duty if one in DUTIES[part]]
    officer = RESPONSIBLE_OFFICER if part is TeamPart.OFFENDER_MANAGER else frozenset[Duty]()
    return [RoleDuty(duty=one, of_responsible_officer=one in officer) for one in mine]
