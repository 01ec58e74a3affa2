"""What somebody may ask of a plan. Each command names one node, and the version of it that the asker had read.

`node_id` is the node that changes; for an addition, the node under which it is added, and `expected_version` may then
be None. The class names are the names of the commands on Kafka.
"""

from datetime import date
from typing import Any, TypeAlias

from hub.domain.plan.fields import UNSET, InterventionFields, ObjectiveFields, StepFields, Unset, written
from hub.domain.plan.nodes import NodeKey
from hub.domain.plan.words import InterventionStatus, ObjectiveStatus, PlanNode, ProposalStatus, StepStatus
from hub.domain.value import Value


class CreatePlan(Value):
    """Begin the plan of the case's present span."""

    case_id: int


class OnNode(Value):
    """A command on one node of a plan."""

    node_id: int
    expected_version: int | None

    def sent(self) -> dict[str, Any]:
        """The node's fields that this command sets, by their outside names; what a conflict compares."""
        return {}


class AddObjective(OnNode):
    """A new objective of the plan."""

    fields: ObjectiveFields


class ChangeObjective(OnNode):
    """Other values in an objective, its place included; what is not sent stays."""

    fields: ObjectiveFields

    def sent(self) -> dict[str, Any]:
        """The fields as they were sent."""
        return written(self.fields.sent())


class CloseObjective(OnNode):
    """An objective is achieved, or removed with a reason."""

    status: ObjectiveStatus
    reason: str | None = None

    def sent(self) -> dict[str, Any]:
        """The status it is to have, and why."""
        return _given(status=self.status, closing_reason=self.reason)


class AddIntervention(OnNode):
    """A new intervention under an objective."""

    fields: InterventionFields


class ChangeIntervention(OnNode):
    """Other values in an intervention that has not ended; what is not sent stays."""

    fields: InterventionFields

    def sent(self) -> dict[str, Any]:
        """The fields as they were sent."""
        return written(self.fields.sent())


class StartIntervention(OnNode):
    """Delivery began; today, unless a day is given."""

    started_on: date | None = None

    def sent(self) -> dict[str, Any]:
        """The status it is to have, and since when."""
        return _given(status=InterventionStatus.IN_PROGRESS, started_on=self.started_on)


class CompleteIntervention(OnNode):
    """Delivery ended as planned; today, unless a day is given."""

    completed_on: date | None = None
    outcome: str | None = None

    def sent(self) -> dict[str, Any]:
        """The status it is to have, since when, and with what outcome."""
        return _given(status=InterventionStatus.COMPLETED, completed_on=self.completed_on, outcome=self.outcome)


class EndInterventionEarly(OnNode):
    """Delivery broke off, or what was planned is withdrawn; today, unless a day is given."""

    ended_early_on: date | None = None
    reason: str | None = None

    def sent(self) -> dict[str, Any]:
        """The status it is to have, since when, and why."""
        status = InterventionStatus.ENDED_EARLY
        return _given(status=status, ended_early_on=self.ended_early_on, ending_reason=self.reason)


class AddStep(OnNode):
    """A new step under an objective, or under one of its interventions: `under` says which."""

    fields: StepFields
    under: PlanNode


class ChangeStep(OnNode):
    """Another description, owner, due day or place of a step; what is not sent stays."""

    fields: StepFields

    def sent(self) -> dict[str, Any]:
        """The fields as they were sent."""
        return written(self.fields.sent())


class RecordStepProgress(OnNode):
    """How a step stands; the note stays as it is unless one is sent."""

    status: StepStatus
    progress: str | Unset | None = UNSET

    def sent(self) -> dict[str, Any]:
        """The status it is to have, and the note if one was sent."""
        note = {} if self.progress is UNSET else {"progress": self.progress}
        return {**_given(status=self.status), **note}


Proposable: TypeAlias = (
    AddObjective | ChangeObjective | CloseObjective | AddIntervention | ChangeIntervention | EndInterventionEarly
)


class ProposeChange(Value):
    """Ask the Offender Manager for a change; `from_offender` says that the idea is the offender's own."""

    proposed: Proposable
    reason: str | None
    from_offender: bool = False


class AcceptProposal(OnNode):
    """The Offender Manager makes the proposed change."""

    reason: str | None = None

    def sent(self) -> dict[str, Any]:
        """The answer."""
        return _given(status=ProposalStatus.ACCEPTED)


class DeclineProposal(OnNode):
    """The Offender Manager says no, and why."""

    reason: str | None = None

    def sent(self) -> dict[str, Any]:
        """The answer."""
        return _given(status=ProposalStatus.DECLINED)


NodeCommand: TypeAlias = (
    Proposable | StartIntervention | CompleteIntervention | AddStep | ChangeStep | RecordStepProgress
)
PlanCommand: TypeAlias = NodeCommand | ProposeChange | AcceptProposal | DeclineProposal

# The kind of node that a command names; a step's is in the command, a proposal's in the change that it asks for.
NAMES: dict[type, PlanNode] = {
    AddObjective: PlanNode.PLAN,
    ChangeObjective: PlanNode.OBJECTIVE,
    CloseObjective: PlanNode.OBJECTIVE,
    AddIntervention: PlanNode.OBJECTIVE,
    ChangeIntervention: PlanNode.INTERVENTION,
    StartIntervention: PlanNode.INTERVENTION,
    CompleteIntervention: PlanNode.INTERVENTION,
    EndInterventionEarly: PlanNode.INTERVENTION,
    ChangeStep: PlanNode.STEP,
    RecordStepProgress: PlanNode.STEP,
    AcceptProposal: PlanNode.PROPOSAL,
    DeclineProposal: PlanNode.PROPOSAL,
}

# The kind of node that a command may bring into being.
CREATES: dict[type, PlanNode] = {
    CreatePlan: PlanNode.PLAN,
    AddObjective: PlanNode.OBJECTIVE,
    AddIntervention: PlanNode.INTERVENTION,
    AddStep: PlanNode.STEP,
    ProposeChange: PlanNode.PROPOSAL,
}


def named_by(command: PlanCommand) -> NodeKey:
    """The node that the command names: kind and id."""
    if isinstance(command, ProposeChange):
        return named_by(command.proposed)
    if isinstance(command, AddStep):
        return command.under, command.node_id
    return NAMES[type(command)], command.node_id


def fields_asked(command: PlanCommand | CreatePlan) -> list[str]:
    """The outside names of what the command sets, for the audit line: names only."""
    if isinstance(command, CreatePlan):
        return []
    if isinstance(command, ProposeChange):
        return fields_asked(command.proposed)
    if isinstance(command, AddObjective | AddIntervention | AddStep):
        return sorted(written(command.fields.sent()))
    return sorted(command.sent())


def _given(**values: object) -> dict[str, Any]:
    return written({name: value for name, value in values.items() if value is not None})
