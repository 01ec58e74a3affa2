"""The nodes of a plan as they stand. Each has its own version; the plan's version counts every change below it."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, ClassVar, TypeAlias

from msgspec import field
from msgspec.structs import fields, replace

from hub.domain.plan.broken_rules import broken
from hub.domain.plan.fields import outside_name, outside_value
from hub.domain.plan.words import (
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
from hub.domain.value import Value


class Plan(Value):
    """The plan itself: one per span that counts. `beside_id` is the plan of the span that it is set aside for."""

    kind: ClassVar = PlanNode.PLAN
    id: int
    version: int
    case_id: int
    span_id: int
    status: PlanStatus = PlanStatus.ACTIVE
    beside_id: int | None = None


class Objective(Value):
    """What is to change or be achieved."""

    kind: ClassVar = PlanNode.OBJECTIVE
    id: int
    version: int
    position: int
    title: str
    serves: Serves
    target: str | None = None
    need_area: NeedArea | None = None
    requirement: str | None = None
    target_date: date | None = None
    status: ObjectiveStatus = ObjectiveStatus.ACTIVE
    closed_on: date | None = None
    closing_reason: str | None = None


class Intervention(Value):
    """An activity or resource under an objective, within a time window."""

    kind: ClassVar = PlanNode.INTERVENTION
    id: int
    version: int
    position: int
    objective_id: int
    name: str
    nature: Nature
    mandatory_for_manager: bool
    mandatory_for_offender: bool
    provider: str | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    status: InterventionStatus = InterventionStatus.PLANNED
    started_on: date | None = None
    completed_on: date | None = None
    outcome: str | None = None
    ended_early_on: date | None = None
    ending_reason: str | None = None


class Step(Value):
    """Who does what by when, under an objective or under one of its interventions."""

    kind: ClassVar = PlanNode.STEP
    id: int
    version: int
    position: int
    objective_id: int
    intervention_id: int | None
    description: str
    owner: StepOwner
    due_on: date | None = None
    status: StepStatus = StepStatus.NOT_STARTED
    progress: str | None = None


class Proposal(Value):
    """A change that the Offender Supervisor asks the Offender Manager for.

    `node_id` is None where a new node is asked for, under `parent_id` (an objective's parent is the plan).
    `node_version` is the version that the proposal rests on; `changes` the fields asked for, by their outside names.
    """

    kind: ClassVar = PlanNode.PROPOSAL
    id: int
    version: int
    change: ProposedChange
    node: PlanNode
    node_id: int | None
    parent_id: int | None
    node_version: int | None
    changes: Mapping[str, Any]
    reason: str
    from_offender: bool
    proposed_by_id: int
    proposed_at: datetime
    status: ProposalStatus = ProposalStatus.PROPOSED
    decided_by_id: int | None = None
    decided_at: datetime | None = None
    decision_reason: str | None = None


Node: TypeAlias = Plan | Objective | Intervention | Step | Proposal
NodeKey: TypeAlias = tuple[PlanNode, int]

_IDS = frozenset({"id", "case_id", "span_id", "objective_id", "intervention_id", "node_id", "parent_id", "beside_id"})
_STAFF = frozenset({"proposed_by_id", "decided_by_id"})


def key_of(node: Node) -> NodeKey:
    """Kind and id: what names a node within the hub."""
    return node.kind, node.id


def document(node: Node) -> dict[str, Any]:
    """The whole node as JSON holds it, in events and in the history: ids as text, our own staff keys left out."""
    names = [f.name for f in fields(node) if f.name not in _STAFF]
    return {outside_name(name): _outside(name, getattr(node, name)) for name in names}


def _outside(name: str, value: object) -> Any:
    if value is None:
        return None
    if isinstance(value, Mapping):
        return dict(value)
    return str(value) if name in _IDS else outside_value(value)


class PlanState(Value):
    """A plan with all its nodes. `span_over` says that the sentences it covers have ended."""

    plan: Plan
    nodes: Mapping[NodeKey, Node] = field(default_factory=dict)
    span_over: bool = False

    @property
    def open(self) -> bool:
        """Whether the plan can still change."""
        return self.plan.status is PlanStatus.ACTIVE and not self.span_over

    def find(self, kind: PlanNode, node_id: int) -> Node:
        """The node; raises BrokenRule `PlanNodeNotFound`."""
        node = self.plan if (kind, node_id) == key_of(self.plan) else self.nodes.get((kind, node_id))
        if node is None:
            raise broken("PlanNodeNotFound")
        return node

    def objective(self, node_id: int) -> Objective:
        """The objective of that id; raises BrokenRule `PlanNodeNotFound`."""
        node = self.find(PlanNode.OBJECTIVE, node_id)
        assert isinstance(node, Objective)
        return node

    def intervention(self, node_id: int) -> Intervention:
        """The intervention of that id; raises BrokenRule `PlanNodeNotFound`."""
        node = self.find(PlanNode.INTERVENTION, node_id)
        assert isinstance(node, Intervention)
        return node

    def step(self, node_id: int) -> Step:
        """The step of that id; raises BrokenRule `PlanNodeNotFound`."""
        node = self.find(PlanNode.STEP, node_id)
        assert isinstance(node, Step)
        return node

    def proposal(self, node_id: int) -> Proposal:
        """The proposal of that id; raises BrokenRule `PlanNodeNotFound`."""
        node = self.find(PlanNode.PROPOSAL, node_id)
        assert isinstance(node, Proposal)
        return node

    @property
    def objectives(self) -> list[Objective]:
        """Every objective, in no order."""
        return [node for node in self.nodes.values() if isinstance(node, Objective)]

    @property
    def interventions(self) -> list[Intervention]:
        """Every intervention, in no order."""
        return [node for node in self.nodes.values() if isinstance(node, Intervention)]

    @property
    def steps(self) -> list[Step]:
        """Every step, in no order."""
        return [node for node in self.nodes.values() if isinstance(node, Step)]

    @property
    def proposals(self) -> list[Proposal]:
        """Every proposal, in no order."""
        return [node for node in self.nodes.values() if isinstance(node, Proposal)]

    def with_node(self, node: Node) -> "PlanState":
        """The same plan with this node put in its place."""
        if isinstance(node, Plan):
            return replace(self, plan=node)
        return replace(self, nodes={**self.nodes, key_of(node): node})
