"""The Offender Management Team around one offender: who holds the case, and who did."""

from datetime import date, datetime
from typing import Any

import strawberry

from hub.domain.access import Capability, Service
from hub.domain.allocation.duties import DutyFlag
from hub.domain.grade import Grade
from hub.domain.lead.supervisor_kind import SupervisorKind
from hub.domain.reports import AllocationKind
from hub.domain.team import HolderFlag
from hub.reads.declare import column, entity, expression, global_id, to_many, to_one
from hub.schema.node import ID_ABOUT, Node, later
from hub.schema.types.staffing import ContractedHours, HoursReduction, SameStaff
from hub.schema.types.team_member import TeamMember

_STAFFING = f"Needs {Capability.DECIDE_STAFFING}: without it, null and an error FORBIDDEN."


@entity("staff", case=None)
@strawberry.type(description="A member of staff of one of the services.")
class Staff:
    """Known by a code on their side."""

    id: strawberry.ID = strawberry.field(description=ID_ABOUT, metadata=global_id())
    service: Service = strawberry.field(description="Their service.", metadata=column("service"))
    code: str = strawberry.field(description="Their staff code there.", metadata=column("code"))
    forename: str | None = strawberry.field(description="First name.", metadata=column("forename"))
    surname: str | None = strawberry.field(description="Family name.", metadata=column("surname"))
    grade: Grade | None = strawberry.field(
        description="What they may do; null where nobody knows. Titles of today's systems are shown nowhere.",
        metadata=column("grade"),
    )
    employer: str | None = strawberry.field(description="Who employs them.", metadata=column("employer"))
    team_code: str | None = strawberry.field(description="Their community team.", metadata=column("team_code"))
    team_name: str | None = strawberry.field(description="That team's name.", metadata=column("team_name"))
    establishment_code: str | None = strawberry.field(
        description="The prison that they work in.", metadata=column("establishment_code")
    )
    area: str | None = strawberry.field(description="Their area.", metadata=column("area"))
    active_from: date | None = strawberry.field(description="Since when.", metadata=column("active_from"))
    active_to: date | None = strawberry.field(description="Until when; null: still.", metadata=column("active_to"))
    seconded: bool = strawberry.field(
        description="Whether they are probation staff who work in a prison.", metadata=expression("seconded")
    )
    supervisor_kind: SupervisorKind | None = strawberry.field(
        description="What sort of Offender Supervisor they are, or would be.", metadata=expression("supervisor_kind")
    )
    acts_for: Service | None = strawberry.field(
        description="For which service they act as Offender Supervisor: seconded probation staff act for the prison.",
        metadata=expression("acts_for"),
    )
    same_as: SameStaff | None = strawberry.field(
        description="Who they are under their code in the other service, where somebody decided that it is one person.",
        metadata=to_one(of="staff_id", where="current"),
    )
    same_as_history: list[SameStaff] = strawberry.field(
        description="The same with what was taken back, the oldest first.", metadata=to_many(of="staff_id")
    )
    contracted_hours: list[ContractedHours] | None = strawberry.field(
        description=f"Hours by contract, the oldest first. {_STAFFING}", metadata=to_many(of="staff_id")
    )
    reductions: list[HoursReduction] | None = strawberry.field(
        description=f"What reduces their hours, the oldest first. {_STAFFING}", metadata=to_many(of="staff_id")
    )
    changed_at: datetime | None = strawberry.field(
        description="When the record changed to what the hub does not know yet; null: nothing is awaited.",
        metadata=column("changed_at"),
    )


@entity("offender_manager_holder", order=("during", "id"))
@strawberry.type(
    description="Who holds a case at a time, as Offender Manager: a named person, or the state unallocated with its "
    "due time. At every instant of a span there is exactly one."
)
class OffenderManagerHolder(Node):
    """One link of the chain of holders."""

    id: strawberry.ID = strawberry.field(description=ID_ABOUT, metadata=global_id())
    staff: Staff | None = strawberry.field(
        description="The Offender Manager; null while unallocated.", metadata=to_one(by="staff_id")
    )
    unallocated: bool = strawberry.field(description="Whether nobody is allocated.", metadata=expression("unallocated"))
    due_at: datetime | None = strawberry.field(
        description="Until when an Offender Manager must be allocated, where unallocated.", metadata=column("due_at")
    )
    started_at: datetime | None = strawberry.field(description="Since when.", metadata=expression("started_at"))
    start_assumed: bool = strawberry.field(
        description="True where neither the record nor a reported allocation gives the start.",
        metadata=column("start_assumed"),
    )
    ended_at: datetime | None = strawberry.field(
        description="Until when; null: still.", metadata=expression("ended_at")
    )
    cause: str = strawberry.field(description="Why the chain has this link, by name.", metadata=column("cause"))
    reason: str | None = strawberry.field(description="The reason given.", metadata=column("reason"))
    flags: list[HolderFlag] = strawberry.field(
        description="What about it needs a person's look.", metadata=column("flags")
    )
    case: Any = strawberry.field(
        graphql_type=later("Case", "case"), description="The case.", metadata=to_one(by="case_id")
    )


@entity("offender_supervisor_allocation", order=("during", "id"))
@strawberry.type(description="Who implements the plan day by day, at a time; at most one at once.")
class OffenderSupervisorAllocation(Node):
    """One allocation of an Offender Supervisor."""

    id: strawberry.ID = strawberry.field(description=ID_ABOUT, metadata=global_id())
    staff: Staff = strawberry.field(description="The Offender Supervisor.", metadata=to_one(by="staff_id"))
    started_at: datetime | None = strawberry.field(description="Since when.", metadata=expression("started_at"))
    start_assumed: bool = strawberry.field(
        description="True where no source gives the start.", metadata=column("start_assumed")
    )
    ended_at: datetime | None = strawberry.field(
        description="Until when; null: still.", metadata=expression("ended_at")
    )
    of_another_prison: bool = strawberry.field(
        description="Whether the one who supervises now is of another prison than the person is in: a handover to "
        "somebody of that prison is due.",
        metadata=expression("of_another_prison"),
    )
    told: bool = strawberry.field(
        description="True where the prison's records tell it; else somebody decided it in the hub.",
        metadata=column("told"),
    )
    cause: str = strawberry.field(description="What allocated them, by name.", metadata=column("cause"))
    reason: str | None = strawberry.field(description="The reason given.", metadata=column("reason"))
    flags: list[DutyFlag] = strawberry.field(
        description="What a person should look at about who allocated them.", metadata=column("flags")
    )
    case: Any = strawberry.field(
        graphql_type=later("Case", "case"), description="The case.", metadata=to_one(by="case_id")
    )


@entity("reported_allocation", order=("started_at", "id"))
@strawberry.type(
    description="An allocation of a community manager as the allocation system reports it. Who holds the case is "
    "said by `offenderManager`; one of kind PERSON says since when."
)
class ReportedAllocation:
    """Thin at first: who was allocated comes with a detail."""

    kind: AllocationKind = strawberry.field(description="To what.", metadata=column("kind"))
    reference: str = strawberry.field(description="Its number at its source.", metadata=column("reference"))
    transfer: bool = strawberry.field(description="Whether the person was transferred.", metadata=column("transfer"))
    staff: Staff | None = strawberry.field(
        description="Who was allocated; null while the detail is awaited.", metadata=to_one(by="staff_id")
    )
    team_code: str | None = strawberry.field(description="To which team.", metadata=column("team_code"))
    sentence_reference: str | None = strawberry.field(
        description="For which sentence, by `sourceReference`.", metadata=column("sentence_reference")
    )
    started_at: datetime = strawberry.field(description="Since when.", metadata=column("started_at"))
    start_assumed: bool = strawberry.field(
        description="True where no source gives the start.", metadata=column("start_assumed")
    )
    awaiting_detail: bool = strawberry.field(
        description="True until the detail has come.", metadata=column("awaiting_detail")
    )


@strawberry.type(description="The Offender Management Team around one offender, with its history.")
class Team:
    """Stands in the row of the case."""

    offender_manager: OffenderManagerHolder | None = strawberry.field(
        description="Who holds the case now: a person, or unallocated. Null where the case has no span.",
        metadata=to_one(of="case_id", where="current"),
    )
    offender_supervisor: OffenderSupervisorAllocation | None = strawberry.field(
        description="Who implements the plan now.", metadata=to_one(of="case_id", where="current")
    )
    offender_managers: list[OffenderManagerHolder] = strawberry.field(
        description="Everyone who held the case, unallocated times included, the oldest first.",
        metadata=to_many(of="case_id"),
    )
    offender_supervisors: list[OffenderSupervisorAllocation] = strawberry.field(
        description="Everyone who implemented the plan, the oldest first.", metadata=to_many(of="case_id")
    )
    members: list[TeamMember] = strawberry.field(
        description="Case administrators, key workers and other interested parties of now, the longest first.",
        metadata=to_many(of="case_id", where="current"),
    )
    member_history: list[TeamMember] = strawberry.field(
        description="The same with those who have left, the oldest first.", metadata=to_many(of="case_id")
    )
    reported_allocations: list[ReportedAllocation] = strawberry.field(
        description="Allocations of community managers as events report them, the oldest first.",
        metadata=to_many(of="case_id"),
    )
