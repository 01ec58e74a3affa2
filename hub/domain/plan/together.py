"""Two plans of one person: what becomes of them when cases join or part, and when a named person has decided.

Nothing is dropped and nothing is decided in silence: of two plans of the same sentences one goes on, the other is set
aside as it is, until the Offender Manager chooses one or combines both. Source: hub ("Identity").
"""

from collections.abc import Sequence

from msgspec.structs import replace

from hub.domain.plan.decision import Change, Decision
from hub.domain.plan.nodes import Intervention, Node, NodeKey, Objective, Plan, PlanState, Proposal, Step, key_of
from hub.domain.plan.warnings import warnings
from hub.domain.plan.words import COUNTING, PlanNode, PlanStatus, ProposalStatus
from hub.domain.value import Value


class ChoosePlan(Value):
    """Of the plans of one span, this one goes on; the others are replaced."""

    plan_id: int
    expected_version: int


class CombinePlans(Value):
    """All that this plan, which was set aside, holds is added to the plan that counts, and it is replaced by that."""

    plan_id: int
    expected_version: int


class Copied(Value):
    """One node that came from the other plan, for its provenance: which node it was there."""

    node: NodeKey
    came_from: int


def go_with(state: PlanState, *, case_id: int, span_id: int, beside: int | None) -> Decision:
    """The plan on the case where the person's records are now.

    `beside` is the plan that covers the span there already: then this one is set aside. One that was set aside or
    replaced before stays so.
    """
    plan = state.plan
    aside = beside is not None and plan.status in COUNTING
    after = replace(plan, case_id=case_id, span_id=span_id)
    if aside:
        after = replace(after, status=PlanStatus.SET_ASIDE, beside_id=beside)
    return _decided(state, "PlanSetAside" if aside else "PlanMoved", after)


def come_back(state: PlanState, *, case_id: int, span_id: int, was: PlanStatus, beside: int | None) -> Decision:
    """The plan on its former case again, standing there as it stood."""
    return _decided(
        state, "PlanMoved", replace(state.plan, case_id=case_id, span_id=span_id, status=was, beside_id=beside)
    )


def count_again(state: PlanState) -> Decision:
    """The plan counts for its span, because it was chosen or because the other went away."""
    status = PlanStatus.CLOSED if state.span_over else PlanStatus.ACTIVE
    return _decided(state, "PlanChosen", replace(state.plan, status=status, beside_id=None))


def give_way(state: PlanState, to: int) -> Decision:
    """The plan is replaced by the one chosen, and stays readable as it is."""
    return _decided(state, "PlanReplaced", replace(state.plan, status=PlanStatus.REPLACED, beside_id=to))


def _decided(state: PlanState, event: str, plan: Plan) -> Decision:
    after = replace(plan, version=state.plan.version + 1)
    change = Change(event, state.plan, after, after.version, None)
    return Decision(replace(state, plan=after), (change,), after, warnings(state, after))


def combine(into: PlanState, taken: PlanState, ids: dict[NodeKey, int], cause: str) -> tuple[Decision, list[Copied]]:
    """Everything of the plan `taken` added to the plan `into`, as it stands: each node a new one of version 1.

    `ids` gives the id of each node to come, by the key of the node that it is a copy of. The objectives follow those
    that are there; below them the order stays. Closed and ended nodes come too; of the proposals those that wait, for
    the answered ones are history, and stay readable where they are.
    """
    last = max((objective.position for objective in into.objectives), default=0)
    copies: list[tuple[Node, Node]] = []
    for place, objective in enumerate(sorted(taken.objectives, key=lambda one: (one.position, one.id)), 1):
        copies.append((objective, replace(objective, position=last + place)))
    copies += [(node, node) for node in _in_order(taken.interventions)]
    copies += [(node, node) for node in _in_order(taken.steps)]
    copies += [(node, node) for node in sorted(taken.proposals, key=lambda one: one.id) if _waits(node)]
    state, changes, copied = into, list[Change](), list[Copied]()
    for node, wanted in copies:
        after = _rehung(wanted, ids, into.plan.id)
        state = state.with_node(after).with_node(replace(state.plan, version=state.plan.version + 1))
        changes.append(Change(EVENTS[node.kind], None, after, state.plan.version, cause))
        copied.append(Copied(key_of(after), node.id))
    return Decision(state, tuple(changes), state.plan, warnings(state, state.plan)), copied


EVENTS = {
    PlanNode.OBJECTIVE: "ObjectiveAdded",
    PlanNode.INTERVENTION: "InterventionAdded",
    PlanNode.STEP: "StepAdded",
    PlanNode.PROPOSAL: "ChangeProposed",
}


def _waits(proposal: Proposal) -> bool:
    return proposal.status is ProposalStatus.PROPOSED


def _in_order(nodes: Sequence[Intervention] | Sequence[Step]) -> list[Node]:
    return sorted(nodes, key=lambda one: (one.position, one.id))


def _rehung(node: Node, ids: dict[NodeKey, int], plan_id: int) -> Node:
    """The copy of a node, hanging on the copies of what it hung on."""
    new = ids[key_of(node)]
    if isinstance(node, Objective):
        return replace(node, id=new, version=1)
    if isinstance(node, Intervention):
        return replace(node, id=new, version=1, objective_id=ids[PlanNode.OBJECTIVE, node.objective_id])
    if isinstance(node, Step):
        under = node.intervention_id
        return replace(
            node,
            id=new,
            version=1,
            objective_id=ids[PlanNode.OBJECTIVE, node.objective_id],
            intervention_id=ids[PlanNode.INTERVENTION, under] if under is not None else None,
        )
    assert isinstance(node, Proposal)
    return _reproposed(node, new, ids, plan_id)


def _reproposed(node: Proposal, new: int, ids: dict[NodeKey, int], plan_id: int) -> Proposal:
    """A proposal asks for the same change of the copy: of version 1, for the copy begins there."""
    parent = node.parent_id
    if parent is not None:
        parent = plan_id if node.node is PlanNode.OBJECTIVE else ids[PlanNode.OBJECTIVE, parent]
    return replace(
        node,
        id=new,
        version=1,
        node_id=ids[node.node, node.node_id] if node.node_id is not None else None,
        parent_id=parent,
        node_version=1 if node.node_version is not None else None,
    )
