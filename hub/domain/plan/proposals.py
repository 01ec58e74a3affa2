"""Rules of proposals: the Offender Supervisor asks, the Offender Manager accepts or declines [guide, planning].

A proposal is tried out when it is made, so that one which breaks a rule is refused at once, and worked out again when
it is accepted, on the plan as it stands then.
"""

from msgspec.structs import replace

from hub.domain.plan.authority import Standing
from hub.domain.plan.broken_rules import broken
from hub.domain.plan.checks import PARAGRAPH, Asked, Made, kept, reason
from hub.domain.plan.commands import (
    AcceptProposal,
    AddIntervention,
    AddObjective,
    ChangeIntervention,
    ChangeObjective,
    CloseObjective,
    DeclineProposal,
    EndInterventionEarly,
    Proposable,
    ProposeChange,
    named_by,
)
from hub.domain.plan.fields import InterventionFields, ObjectiveFields, read, written
from hub.domain.plan.node_rules import work_out
from hub.domain.plan.nodes import PlanState, Proposal
from hub.domain.plan.words import ObjectiveStatus, PlanNode, ProposalStatus, ProposedChange

# The most proposals that wait at the same time [hub].
MOST = 100

# Stands for the id of a node that is only tried out: `new_id` is the proposal's own, and no node has this one.
NO_NODE = 0

_KIND: dict[type, tuple[ProposedChange, PlanNode]] = {
    AddObjective: (ProposedChange.ADD, PlanNode.OBJECTIVE),
    ChangeObjective: (ProposedChange.CHANGE, PlanNode.OBJECTIVE),
    CloseObjective: (ProposedChange.CLOSE, PlanNode.OBJECTIVE),
    AddIntervention: (ProposedChange.ADD, PlanNode.INTERVENTION),
    ChangeIntervention: (ProposedChange.CHANGE, PlanNode.INTERVENTION),
    EndInterventionEarly: (ProposedChange.CLOSE, PlanNode.INTERVENTION),
}


def propose(state: PlanState, command: ProposeChange, asked: Asked) -> list[Made]:
    """A proposal that waits for the Offender Manager."""
    why = reason(command.reason)
    if len([p for p in state.proposals if p.status is ProposalStatus.PROPOSED]) >= MOST:
        raise broken("PlanFull", limit=MOST)
    proposed = command.proposed
    work_out(state, proposed, replace(asked, by=Standing.OFFENDER_MANAGER, new_id=NO_NODE))
    change, node = _KIND[type(proposed)]
    added = change is ProposedChange.ADD
    proposal = Proposal(
        id=asked.new_id,
        version=0,
        change=change,
        node=node,
        node_id=None if added else proposed.node_id,
        parent_id=proposed.node_id if added else None,
        node_version=None if added else state.find(*named_by(proposed)).version,
        changes=_asked_for(proposed),
        reason=why,
        from_offender=command.from_offender,
        proposed_by_id=asked.staff_id,
        proposed_at=asked.now,
    )
    return [Made("ChangeProposed", proposal)]


def accept(state: PlanState, command: AcceptProposal, asked: Asked) -> list[Made]:
    """The proposed change, caused by the proposal; then the proposal with its answer."""
    held = waiting(state, command.node_id)
    made = work_out(state, proposed_by(held), asked)
    answer = _answered(held, ProposalStatus.ACCEPTED, kept(command.reason, "reason", PARAGRAPH), asked)
    return [*(replace(one, cause=f"proposal {held.id}") for one in made), Made("ProposalAccepted", answer)]


def decline(state: PlanState, command: DeclineProposal, asked: Asked) -> list[Made]:
    """The proposal with its answer and the reason."""
    held = waiting(state, command.node_id)
    return [Made("ProposalDeclined", _answered(held, ProposalStatus.DECLINED, reason(command.reason), asked))]


def waiting(state: PlanState, proposal_id: int) -> Proposal:
    """The proposal, if it has no answer yet; raises ProposalAlreadyDecided."""
    held = state.proposal(proposal_id)
    if held.status is not ProposalStatus.PROPOSED:
        raise broken("ProposalAlreadyDecided")
    return held


def proposed_by(proposal: Proposal) -> Proposable:
    """The command that a proposal asks for, on the version of the node that it rests on."""
    changes, node_id = proposal.changes, proposal.node_id or proposal.parent_id or 0
    version = proposal.node_version
    match proposal.node, proposal.change:
        case PlanNode.OBJECTIVE, ProposedChange.ADD:
            return AddObjective(node_id, None, read(ObjectiveFields, changes))
        case PlanNode.OBJECTIVE, ProposedChange.CHANGE:
            return ChangeObjective(node_id, version, read(ObjectiveFields, changes))
        case PlanNode.OBJECTIVE, _:
            return CloseObjective(node_id, version, ObjectiveStatus(changes["status"]), changes.get("closingReason"))
        case _, ProposedChange.ADD:
            return AddIntervention(node_id, None, read(InterventionFields, changes))
        case _, ProposedChange.CHANGE:
            return ChangeIntervention(node_id, version, read(InterventionFields, changes))
    return EndInterventionEarly(node_id, version, None, changes.get("endingReason"))


def _asked_for(proposed: Proposable) -> dict[str, object]:
    if isinstance(proposed, AddObjective | AddIntervention):
        return written(proposed.fields.sent())
    return {field: value for field, value in proposed.sent().items() if field != "endedEarlyOn"}


def _answered(held: Proposal, status: ProposalStatus, why: str | None, asked: Asked) -> Proposal:
    return replace(held, status=status, decided_by_id=asked.staff_id, decided_at=asked.now, decision_reason=why)
