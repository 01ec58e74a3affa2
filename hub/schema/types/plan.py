"""The shared sentence plan: objectives, interventions, steps, proposals."""

from datetime import date, datetime
from typing import Any

import strawberry

from hub.domain.access import Capability
from hub.domain.plan import (
    InterventionStatus,
    Nature,
    NeedArea,
    ObjectiveStatus,
    PlanNode,
    PlanStatus,
    ProposalStatus,
    ProposedChange,
    Serves,
    StepOwner,
    StepStatus,
)
from hub.reads.declare import column, entity, global_id, pages, rows, to_many, to_one, to_one_of
from hub.schema.connections import Connection, page
from hub.schema.node import ID_ABOUT, NODE_TYPES, VERSION_ABOUT, VersionedNode, later
from hub.schema.types.plan_changes import PlanChange
from hub.schema.types.sentence import Span
from hub.schema.types.team import Staff
from hub.schema.types.team_member import Delivery

_NEEDS = Capability.READ_PLAN
_IN_PLACE = ("position", "id")


@entity("step", order=_IN_PLACE, needs=_NEEDS)
@strawberry.type(description="Who does what by when.")
class Step(VersionedNode):
    """A step under an intervention, or straight under an objective."""

    id: strawberry.ID = strawberry.field(description=ID_ABOUT, metadata=global_id())
    version: int = strawberry.field(description=VERSION_ABOUT, metadata=column("version"))
    combined_from: Any = strawberry.field(
        graphql_type=later("Step", "plan") | None,
        description="Which step of another plan of the person it is a copy of, where two plans were combined.",
        metadata=to_one(by="combined_from"),
    )
    position: int = strawberry.field(description="Its place among its siblings.", metadata=column("position"))
    description: str = strawberry.field(description="What is done.", metadata=column("description"))
    owner: StepOwner = strawberry.field(description="Who does it.", metadata=column("owner"))
    due_on: date | None = strawberry.field(description="By when.", metadata=column("due_on"))
    status: StepStatus = strawberry.field(description="How it stands.", metadata=column("status"))
    progress: str | None = strawberry.field(description="What was recorded on it.", metadata=column("progress"))
    intervention: Any = strawberry.field(
        graphql_type=later("Intervention", "plan") | None,
        description="The intervention; null for a step straight under its objective.",
        metadata=to_one(by="intervention_id"),
    )
    objective: Any = strawberry.field(
        graphql_type=later("Objective", "plan"),
        description="The objective.",
        metadata=to_one(by="objective_id", unproved=True),
    )


@entity("intervention", order=_IN_PLACE, needs=_NEEDS)
@strawberry.type(
    description="Any activity or resource under an objective that serves a requirement or a need, in a time window."
)
class Intervention(VersionedNode):
    """An intervention, in the widest sense."""

    id: strawberry.ID = strawberry.field(description=ID_ABOUT, metadata=global_id())
    version: int = strawberry.field(description=VERSION_ABOUT, metadata=column("version"))
    combined_from: Any = strawberry.field(
        graphql_type=later("Intervention", "plan") | None,
        description="Which intervention of another plan of the person it is a copy of, where two plans were combined.",
        metadata=to_one(by="combined_from"),
    )
    position: int = strawberry.field(description="Its place under its objective.", metadata=column("position"))
    name: str = strawberry.field(description="What it is.", metadata=column("name"))
    nature: Nature = strawberry.field(description="Its nature.", metadata=column("nature"))
    mandatory_for_manager: bool = strawberry.field(
        description="Whether the Offender Manager must arrange it.", metadata=column("mandatory_for_manager")
    )
    mandatory_for_offender: bool = strawberry.field(
        description="Whether the offender must take part; missing a voluntary one is never a failure to comply.",
        metadata=column("mandatory_for_offender"),
    )
    provider: str | None = strawberry.field(description="Who delivers it.", metadata=column("provider"))
    deliveries: list[Delivery] = strawberry.field(
        description="The key workers who deliver it, those who have left included.",
        metadata=to_many(of="intervention_id"),
    )
    starts_on: date | None = strawberry.field(description="The window's first day.", metadata=column("starts_on"))
    ends_on: date | None = strawberry.field(description="The window's last day.", metadata=column("ends_on"))
    status: InterventionStatus = strawberry.field(description="How it stands.", metadata=column("status"))
    started_on: date | None = strawberry.field(description="When it began.", metadata=column("started_on"))
    completed_on: date | None = strawberry.field(description="When it was completed.", metadata=column("completed_on"))
    outcome: str | None = strawberry.field(description="What came of it.", metadata=column("outcome"))
    ended_early_on: date | None = strawberry.field(
        description="When it was ended before it was complete.", metadata=column("ended_early_on")
    )
    ending_reason: str | None = strawberry.field(
        description="Why it was ended early.", metadata=column("ending_reason")
    )
    steps: list[Step] = strawberry.field(description="Who does what by when.", metadata=to_many(of="intervention_id"))
    objective: Any = strawberry.field(
        graphql_type=later("Objective", "plan"),
        description="The objective that it serves.",
        metadata=to_one(by="objective_id", unproved=True),
    )


@entity("objective", order=_IN_PLACE, needs=_NEEDS)
@strawberry.type(description="What is to change or be achieved; serves a need or a requirement.")
class Objective(VersionedNode):
    """An objective of a plan."""

    id: strawberry.ID = strawberry.field(description=ID_ABOUT, metadata=global_id())
    version: int = strawberry.field(description=VERSION_ABOUT, metadata=column("version"))
    combined_from: Any = strawberry.field(
        graphql_type=later("Objective", "plan") | None,
        description="Which objective of another plan of the person it is a copy of, where two plans were combined.",
        metadata=to_one(by="combined_from"),
    )
    position: int = strawberry.field(description="Its place in the plan.", metadata=column("position"))
    title: str = strawberry.field(description="What is to change or be achieved.", metadata=column("title"))
    target: str | None = strawberry.field(description="How it shows that it is achieved.", metadata=column("target"))
    serves: Serves = strawberry.field(description="What it serves.", metadata=column("serves"))
    need_area: NeedArea | None = strawberry.field(
        description="The area of need, where it serves one.", metadata=column("need_area")
    )
    requirement: str | None = strawberry.field(
        description="The requirement, where it serves one.", metadata=column("requirement")
    )
    target_date: date | None = strawberry.field(description="By when.", metadata=column("target_date"))
    status: ObjectiveStatus = strawberry.field(description="How it stands.", metadata=column("status"))
    closed_on: date | None = strawberry.field(
        description="When it was achieved or removed.", metadata=column("closed_on")
    )
    closing_reason: str | None = strawberry.field(description="Why it was closed.", metadata=column("closing_reason"))
    interventions: list[Intervention] = strawberry.field(
        description="What is done for it.", metadata=to_many(of="objective_id")
    )
    steps: list[Step] = strawberry.field(
        description="Steps straight under it, without an intervention.",
        metadata=to_many(of="objective_id", where="straight_under_objective"),
    )
    plan: Any = strawberry.field(
        graphql_type=later("SentencePlan", "plan"),
        description="The plan.",
        metadata=to_one(by="plan_id", unproved=True),
    )


@strawberry.type(description="A field that a proposal asks for.")
class ProposedField:
    """Name and value as a GraphQL input would write them, without quotes."""

    field: str = strawberry.field(description="The field's name.", metadata=column("field"))
    value: str | None = strawberry.field(
        description="The value wanted; null empties the field.", metadata=column("value")
    )


@entity("proposal", order=("proposed_at", "id"), needs=_NEEDS)
@strawberry.type(
    description="A change that somebody asks the Offender Manager for; both see it, and it waits until accepted or "
    "declined."
)
class Proposal(VersionedNode):
    """A proposal is a node of the plan."""

    id: strawberry.ID = strawberry.field(description=ID_ABOUT, metadata=global_id())
    version: int = strawberry.field(description=VERSION_ABOUT, metadata=column("version"))
    status: ProposalStatus = strawberry.field(description="How it stands.", metadata=column("status"))
    change: ProposedChange = strawberry.field(description="What it asks for.", metadata=column("change"))
    node_kind: PlanNode = strawberry.field(description="For which kind of node.", metadata=column("node"))
    node: VersionedNode | None = strawberry.field(
        description="The node that it would change; null where it asks for a new one.",
        metadata=to_one_of(
            kind="node",
            by="node_id",
            types=NODE_TYPES,
        ),
    )
    parent: VersionedNode | None = strawberry.field(
        description="The node under which it asks for a new one; null where it asks for none.",
        metadata=to_one_of(
            kind="node", by="parent_id", types={"OBJECTIVE": "SentencePlan", "INTERVENTION": "Objective"}
        ),
    )
    node_version: int | None = strawberry.field(
        description="The node's version that the proposer had read.", metadata=column("node_version")
    )
    fields: list[ProposedField] = strawberry.field(
        description="The values that it asks for.", metadata=rows("proposed_fields")
    )
    reason: str = strawberry.field(description="Why.", metadata=column("reason"))
    from_offender: bool = strawberry.field(
        description="Whether the offender asks for it, through the proposer.", metadata=column("from_offender")
    )
    proposed_by: Staff = strawberry.field(description="Who proposed it.", metadata=to_one(by="proposed_by_id"))
    proposed_at: datetime = strawberry.field(description="When.", metadata=column("proposed_at"))
    decided_by: Staff | None = strawberry.field(
        description="Who accepted or declined it.", metadata=to_one(by="decided_by_id")
    )
    decided_at: datetime | None = strawberry.field(description="When.", metadata=column("decided_at"))
    decision_reason: str | None = strawberry.field(
        description="Why it was declined.", metadata=column("decision_reason")
    )
    plan: Any = strawberry.field(
        graphql_type=later("SentencePlan", "plan"),
        description="The plan.",
        metadata=to_one(by="plan_id", unproved=True),
    )


@entity("sentence_plan", order=("created_at", "id"), needs=_NEEDS)
@strawberry.type(
    description="The sentence plan of one span, custody and community together: the plan that both services share."
)
class SentencePlan(VersionedNode):
    """The shared plan."""

    id: strawberry.ID = strawberry.field(description=ID_ABOUT, metadata=global_id())
    version: int = strawberry.field(
        description="Counts all changes of the plan and everything in it, and orders its events.",
        metadata=column("version"),
    )
    status: PlanStatus = strawberry.field(description="How it stands.", metadata=column("status"))
    beside: Any = strawberry.field(
        graphql_type=later("SentencePlan", "plan") | None,
        description="The plan of the same span that it is set aside for, or replaced by.",
        metadata=to_one(by="beside_id"),
    )
    created_by: Staff | None = strawberry.field(description="Who produced it.", metadata=to_one(by="created_by_id"))
    created_at: datetime = strawberry.field(description="When it was produced.", metadata=column("created_at"))
    updated_at: datetime = strawberry.field(description="When it last changed.", metadata=column("updated_at"))
    objectives: list[Objective] = strawberry.field(
        description="What is to change or be achieved.", metadata=to_many(of="plan_id")
    )
    proposals: list[Proposal] = strawberry.field(
        description="What was proposed, answered or not, the oldest first.", metadata=to_many(of="plan_id")
    )
    changes: Connection[PlanChange] = strawberry.field(
        resolver=page, description="Every change ever made, the newest first.", metadata=pages(of="plan_id")
    )
    span: Span = strawberry.field(description="The span.", metadata=to_one(by="span_id", unproved=True))
    case: Any = strawberry.field(
        graphql_type=later("Case", "case"), description="The case.", metadata=to_one(by="case_id")
    )
