"""The decision on a command: state + command + who + today -> the new state and every change on the way, or a refusal.

The order of the questions: may they, is the plan open, does it exist, did somebody else change it, do its rules hold.
"""

from collections.abc import Mapping, Sequence

from msgspec.structs import replace

from hub.domain.plan import authority, proposals, versions
from hub.domain.plan.broken_rules import broken
from hub.domain.plan.checks import Asked, Made
from hub.domain.plan.commands import CREATES, AcceptProposal, CreatePlan, DeclineProposal, PlanCommand, ProposeChange
from hub.domain.plan.node_rules import work_out
from hub.domain.plan.nodes import Node, NodeKey, Plan, PlanState, key_of
from hub.domain.plan.versions import Touch
from hub.domain.plan.warnings import PlanWarning, warnings
from hub.domain.plan.words import COUNTING, PlanNode, PlanStatus, ProposedChange
from hub.domain.value import Value


class Change(Value):
    """One node's change: the event's name, the node before (None: it is new) and after, the plan's version then."""

    event: str
    before: Node | None
    after: Node
    plan_version: int
    cause: str | None


class Decision(Value):
    """The plan as it is from now on, and how it got there. No changes: everything was so already.

    `node` is what the command was about: the new node of an addition, else the node named.
    """

    state: PlanState
    changes: tuple[Change, ...]
    node: Node
    warnings: tuple[PlanWarning, ...]


def decide(
    state: PlanState, command: PlanCommand, asked: Asked, touches: Mapping[NodeKey, Sequence[Touch]]
) -> Decision:
    """Decide on a command; `touches` is the history of the nodes that it claims an older version of.

    Raises BrokenRule, VersionConflict.
    """
    authority.check(command, asked.by)
    if state.plan.status not in COUNTING:
        raise broken("PlanNotInUse")
    if not state.open:
        raise broken("PlanClosed")
    for claim in versions.claims(state, command):
        versions.check(claim, touches.get(key_of(claim.node), ()))
    return _settled(state, _work_out(state, command, asked))


def creates(state: PlanState, command: PlanCommand) -> PlanNode | None:
    """The kind of node that the command would bring into being, if any: its id is drawn beforehand."""
    if isinstance(command, AcceptProposal):
        proposal = state.proposal(command.node_id)
        return proposal.node if proposal.change is ProposedChange.ADD else None
    return CREATES.get(type(command))


def decide_creation(command: CreatePlan, asked: Asked, span_id: int | None, held_plan_id: int | None) -> Decision:
    """A new plan for the case's present span, which must exist and have none yet.

    Raises BrokenRule `OffenderManagerDecides`, `CaseHasNoSpan`, `PlanAlreadyExists`.
    """
    authority.check(command, asked.by)
    if span_id is None:
        raise broken("CaseHasNoSpan")
    if held_plan_id is not None:
        raise broken("PlanAlreadyExists")
    plan = Plan(id=asked.new_id, version=1, case_id=command.case_id, span_id=span_id)
    state = PlanState(plan)
    return Decision(state, (Change("PlanCreated", None, plan, 1, None),), plan, warnings(state, plan))


def decide_standing(state: PlanState) -> Decision:
    """The plan closed where its span is over, open again where a closed plan's span runs after all."""
    wanted = PlanStatus.CLOSED if state.span_over else PlanStatus.ACTIVE
    if state.plan.status is wanted:
        return Decision(state, (), state.plan, warnings(state, state.plan))
    after = replace(state.plan, status=wanted, version=state.plan.version + 1)
    event = "PlanClosed" if state.span_over else "PlanReopened"
    return Decision(
        replace(state, plan=after),
        (Change(event, state.plan, after, after.version, None),),
        after,
        warnings(state, after),
    )


def _work_out(state: PlanState, command: PlanCommand, asked: Asked) -> list[Made]:
    if isinstance(command, ProposeChange):
        return proposals.propose(state, command, asked)
    if isinstance(command, AcceptProposal):
        return proposals.accept(state, command, asked)
    if isinstance(command, DeclineProposal):
        return proposals.decline(state, command, asked)
    return work_out(state, command, asked)


def _settled(state: PlanState, made: Sequence[Made]) -> Decision:
    """Number the changes, leaving out those that change nothing.

    The last word of an acceptance is the proposal; of everything else the first node made is what it was about.
    """
    about = made[-1] if made[-1].event == "ProposalAccepted" else made[0]
    changes: list[Change] = []
    for one in made:
        before = state.nodes.get(key_of(one.node))
        if before == one.node:
            continue
        after = replace(one.node, version=one.node.version + 1)
        state = state.with_node(after).with_node(replace(state.plan, version=state.plan.version + 1))
        changes.append(Change(one.event, before, after, state.plan.version, one.cause))
    node = state.find(*key_of(about.node))
    return Decision(state, tuple(changes), node, warnings(state, node))
