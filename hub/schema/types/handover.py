"""Handovers in two hands as the contract shows them, with what was given, ticked and followed up."""

from datetime import date, datetime
from typing import Any

import strawberry

from hub.domain.access import Capability, Service
from hub.domain.assessment import RiskLevel
from hub.domain.handover import HandoverTask
from hub.domain.handover.in_two_hands import HandoverKind, HandoverState, UnplannedCause
from hub.domain.handover.lateness import Lateness
from hub.reads.declare import column, entity, global_id, rows, to_many, to_one
from hub.schema.node import ID_ABOUT, Node, later
from hub.schema.types.team import Staff


@strawberry.type(description="A step of the plan that was open when the snapshot was given.")
class HandoverAction:
    """As it stood then."""

    objective: str = strawberry.field(description="The objective that it serves.", metadata=column("objective"))
    description: str = strawberry.field(description="What is to be done.", metadata=column("description"))
    owner: str = strawberry.field(description="Who is to do it.", metadata=column("owner"))
    status: str = strawberry.field(description="How far it was.", metadata=column("status"))
    due_on: date | None = strawberry.field(description="By when.", metadata=column("due_on"))


@strawberry.type(description="A registration that stood when the snapshot was given.")
class HandoverRisk:
    """As it stood then."""

    type: str = strawberry.field(description="Its type, by the service's code.", metadata=column("type"))
    description: str | None = strawberry.field(description="In words.", metadata=column("description"))
    registered_on: date | None = strawberry.field(description="Since when.", metadata=column("registered_on"))


@entity("handover_snapshot", needs=Capability.READ_ASSESSMENT)
@strawberry.type(description="The plan, open actions and risks as they stood when the old holder gave them.")
class HandoverSnapshot:
    """Kept as given, whatever changes later."""

    plan_version: int | None = strawberry.field(
        description="The version of the plan; null where there was none.", metadata=column("plan_version")
    )
    open_objectives: int = strawberry.field(description="Active objectives.", metadata=column("open_objectives"))
    open_interventions: int = strawberry.field(
        description="Interventions planned or in progress.", metadata=column("open_interventions")
    )
    open_steps: int = strawberry.field(description="Steps not done.", metadata=column("open_steps"))
    actions: list[HandoverAction] = strawberry.field(
        description="The open steps of active objectives.", metadata=rows("handover_actions")
    )
    harm: RiskLevel | None = strawberry.field(
        description="The risk of serious harm; null: not assessed.", metadata=column("harm")
    )
    risks: list[HandoverRisk] = strawberry.field(
        description="The registrations that stood.", metadata=rows("handover_risks")
    )
    note: str | None = strawberry.field(description="A word of who gave it.", metadata=column("note"))
    given_by: Staff = strawberry.field(description="Who gave it.", metadata=to_one(by="given_by_id"))
    given_at: datetime = strawberry.field(description="When.", metadata=column("given_at"))


@entity("handover_tick", order=("ticked_on", "id"))
@strawberry.type(description="A side says that a task of the checklist is done.")
class HandoverTick:
    """Each task once for each side."""

    task: HandoverTask = strawberry.field(description="The task.", metadata=column("task"))
    side: Service = strawberry.field(description="The side that says so.", metadata=column("side"))
    evidence: str | None = strawberry.field(description="By what.", metadata=column("evidence"))
    ticked_by: Staff = strawberry.field(description="Who ticked it.", metadata=to_one(by="ticked_by_id"))
    ticked_on: date = strawberry.field(description="When.", metadata=column("ticked_on"))


@entity("handover", order=("due_on", "id"))
@strawberry.type(
    description="A handover of a case: planned by one hand and answered by the other, completed at an instant; or one "
    "that nobody planned, recorded as it happened."
)
class Handover(Node):
    """From one holder to the next."""

    id: strawberry.ID = strawberry.field(description=ID_ABOUT, metadata=global_id())
    kind: HandoverKind = strawberry.field(description="What changes hands.", metadata=column("kind"))
    state: HandoverState = strawberry.field(description="How far it is.", metadata=column("state"))
    from_staff: Staff | None = strawberry.field(
        description="Who hands over; null where nobody held the case.", metadata=to_one(by="from_staff_id")
    )
    to_staff: Staff | None = strawberry.field(
        description="Who takes over; null where the case became unallocated.", metadata=to_one(by="to_staff_id")
    )
    planned_on: date = strawberry.field(
        description="For which day; of one that nobody planned, the day it happened.", metadata=column("planned_on")
    )
    planned_at: datetime = strawberry.field(description="When it was planned.", metadata=column("planned_at"))
    planned_by: Staff | None = strawberry.field(
        description="Who planned it; null: nobody did.", metadata=to_one(by="planned_by_id")
    )
    reason: str = strawberry.field(
        description="Why; of one that nobody planned, the cause by name.", metadata=column("reason")
    )
    snapshot: HandoverSnapshot | None = strawberry.field(
        description="The plan, open actions and risks as given. "
        f"Needs {Capability.READ_ASSESSMENT}: without it, null and an error FORBIDDEN.",
        metadata=to_one(of="handover_id"),
    )
    snapshot_at: datetime | None = strawberry.field(
        description="When the snapshot was given.", metadata=column("snapshot_at")
    )
    answered_at: datetime | None = strawberry.field(
        description="When it was accepted, refused or withdrawn.", metadata=column("answered_at")
    )
    answer_reason: str | None = strawberry.field(
        description="Why it was refused or withdrawn.", metadata=column("answer_reason")
    )
    completed_at: datetime | None = strawberry.field(
        description="The instant at which the old holder ended and the new one began.", metadata=column("completed_at")
    )
    unplanned: UnplannedCause | None = strawberry.field(
        description="Why nobody planned it; null for a planned one.", metadata=column("unplanned")
    )
    flags: list[str] = strawberry.field(
        description="The rules that it breaks, by name; a person must look at them.", metadata=column("flags")
    )
    override: str | None = strawberry.field(
        description="Why a team manager set the rule on grades aside for who takes over; the rule is among `flags`.",
        metadata=column("override"),
    )
    follow_up_due_at: datetime | None = strawberry.field(
        description="By when it is followed up; null where it need not be.", metadata=column("follow_up_due_at")
    )
    followed_up_at: datetime | None = strawberry.field(
        description="When it was followed up.", metadata=column("followed_up_at")
    )
    followed_up_by: Staff | None = strawberry.field(description="Who did.", metadata=to_one(by="followed_up_by_id"))
    follow_up: str | None = strawberry.field(description="What was done.", metadata=column("follow_up"))
    due_on: date = strawberry.field(
        description="The day that it waits for: to be completed, or followed up.", metadata=column("due_on")
    )
    late: Lateness | None = strawberry.field(
        description="Why somebody must act; null where it is in time, or over.", metadata=column("late")
    )
    ticks: list[HandoverTick] = strawberry.field(
        description="What each side ticked off the checklist.", metadata=to_many(of="handover_id")
    )
    case: Any = strawberry.field(
        graphql_type=later("Case", "case"), description="The case.", metadata=to_one(by="case_id")
    )
