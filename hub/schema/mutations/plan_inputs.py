"""The inputs of the plan's mutations: one object each, with an optional idempotency key."""

from datetime import date

import strawberry

from hub.domain.plan import PlanNode, StepOwner, StepStatus
from hub.domain.plan import commands as do
from hub.domain.plan.broken_rules import broken
from hub.domain.plan.fields import UNSET, StepFields
from hub.domain.plan.together import ChoosePlan, CombinePlans
from hub.reads.faults import BadInput
from hub.reads.ids import read_global_id
from hub.schema.mutations.plan_changes import (
    PARENT_VERSION,
    POSITION,
    VERSION,
    InterventionToAdd,
    InterventionToChange,
    InterventionToEndEarly,
    ObjectiveToAdd,
    ObjectiveToChange,
    ObjectiveToClose,
    ProposedChangeInput,
    number,
    sent,
)

# The types under which a step can be added, and what the domain calls them.
STEP_PARENTS = {"Objective": PlanNode.OBJECTIVE, "Intervention": PlanNode.INTERVENTION}


@strawberry.input(description="What every mutation takes besides.")
class Repeatable:
    """A mutation that can be sent again without doing it again."""

    idempotency_key: str | None = strawberry.field(
        default=None,
        description="A fresh key of your own, like a UUID. Sent again with the same input, it gets the same answer and "
        "the change is made once. Refusals are not kept.",
    )


@strawberry.input(description="Begin the plan of a case's present span of sentences.")
class CreateSentencePlanInput(Repeatable):
    """`CreatePlan`."""

    case_id: strawberry.ID = strawberry.field(description="The case.")

    def command(self) -> do.CreatePlan:
        """The command in the domain's words."""
        return do.CreatePlan(number("Case", self.case_id, "caseId"))


@strawberry.input(description="Add an objective to a plan.")
class AddObjectiveInput(ObjectiveToAdd, Repeatable):
    """`AddObjective`."""


@strawberry.input(description="Change an objective. What is left out stays; null empties.")
class ChangeObjectiveInput(ObjectiveToChange, Repeatable):
    """`ChangeObjective`."""


@strawberry.input(description="Close an objective: it is achieved, or removed with a reason.")
class CloseObjectiveInput(ObjectiveToClose, Repeatable):
    """`CloseObjective`."""


@strawberry.input(description="Add an intervention to an objective.")
class AddInterventionInput(InterventionToAdd, Repeatable):
    """`AddIntervention`."""


@strawberry.input(description="Change an intervention that has not ended. What is left out stays; null empties.")
class ChangeInterventionInput(InterventionToChange, Repeatable):
    """`ChangeIntervention`."""


@strawberry.input(description="Record that an intervention began.")
class StartInterventionInput(Repeatable):
    """`StartIntervention`."""

    intervention_id: strawberry.ID = strawberry.field(description="The intervention.")
    expected_version: int = strawberry.field(description=VERSION)
    started_on: date | None = strawberry.field(default=None, description="Since when; today unless given.")

    def command(self) -> do.StartIntervention:
        """The command in the domain's words."""
        intervention = number("Intervention", self.intervention_id, "interventionId")
        return do.StartIntervention(intervention, self.expected_version, self.started_on)


@strawberry.input(description="Record that an intervention was completed.")
class CompleteInterventionInput(Repeatable):
    """`CompleteIntervention`."""

    intervention_id: strawberry.ID = strawberry.field(description="The intervention.")
    expected_version: int = strawberry.field(description=VERSION)
    completed_on: date | None = strawberry.field(default=None, description="When; today unless given.")
    outcome: str | None = strawberry.field(default=None, description="What came of it; 8,000 characters at most.")

    def command(self) -> do.CompleteIntervention:
        """The command in the domain's words."""
        intervention = number("Intervention", self.intervention_id, "interventionId")
        return do.CompleteIntervention(intervention, self.expected_version, self.completed_on, self.outcome)


@strawberry.input(
    description="Record that an intervention broke off; the Offender Manager also withdraws a planned one."
)
class EndInterventionEarlyInput(InterventionToEndEarly, Repeatable):
    """`EndInterventionEarly`."""


@strawberry.input(description="Add a step: who does what by when.")
class AddStepInput(Repeatable):
    """`AddStep`."""

    parent_id: strawberry.ID = strawberry.field(description="The objective or intervention under which it is added.")
    expected_version: int | None = strawberry.field(default=None, description=PARENT_VERSION)
    description: str = strawberry.field(description="What is to be done; 2,000 characters at most.")
    owner: StepOwner = strawberry.field(description="Who does it.")
    due_on: date | None = strawberry.field(default=strawberry.UNSET, description="By when.")
    position: int | None = strawberry.field(default=strawberry.UNSET, description=POSITION)

    def command(self) -> do.AddStep:
        """The command in the domain's words."""
        try:
            parent, parent_number = read_global_id(self.parent_id)
        except BadInput:
            raise broken("PlanNodeNotFound", "parentId") from None
        if parent not in STEP_PARENTS:
            raise broken("PlanNodeNotFound", "parentId")
        return do.AddStep(parent_number, self.expected_version, sent(StepFields, self), STEP_PARENTS[parent])


@strawberry.input(description="Change a step that has not ended. What is left out stays; null empties.")
class ChangeStepInput(Repeatable):
    """`ChangeStep`."""

    step_id: strawberry.ID = strawberry.field(description="The step.")
    expected_version: int = strawberry.field(description=VERSION)
    description: str | None = strawberry.field(default=strawberry.UNSET, description="What is to be done.")
    owner: StepOwner | None = strawberry.field(default=strawberry.UNSET, description="Who does it.")
    due_on: date | None = strawberry.field(default=strawberry.UNSET, description="By when.")
    position: int | None = strawberry.field(default=strawberry.UNSET, description=POSITION)

    def command(self) -> do.ChangeStep:
        """The command in the domain's words."""
        return do.ChangeStep(number("Step", self.step_id, "stepId"), self.expected_version, sent(StepFields, self))


@strawberry.input(description="Record how a step stands.")
class RecordStepProgressInput(Repeatable):
    """`RecordStepProgress`."""

    step_id: strawberry.ID = strawberry.field(description="The step.")
    expected_version: int = strawberry.field(description=VERSION)
    status: StepStatus = strawberry.field(description="How it stands; a step ended by mistake is reopened by this.")
    progress: str | None = strawberry.field(
        default=strawberry.UNSET,
        description="A note, 8,000 characters at most; left out, the old one stays. Needed where it can't be done yet.",
    )

    def command(self) -> do.RecordStepProgress:
        """The command in the domain's words."""
        step = number("Step", self.step_id, "stepId")
        progress = UNSET if self.progress is strawberry.UNSET else self.progress
        return do.RecordStepProgress(step, self.expected_version, self.status, progress)


@strawberry.input(description="Ask the Offender Manager for a change.")
class ProposeChangeInput(Repeatable):
    """`ProposeChange`."""

    change: ProposedChangeInput = strawberry.field(description="What is asked for.")
    reason: str = strawberry.field(description="Why; 2,000 characters at most.")
    from_offender: bool = strawberry.field(default=False, description="Whether the idea is the offender's own.")

    def command(self) -> do.ProposeChange:
        """The command in the domain's words."""
        return do.ProposeChange(self.change.command(), self.reason, self.from_offender)


@strawberry.input(description="Make the change that a proposal asks for.")
class AcceptProposalInput(Repeatable):
    """`AcceptProposal`."""

    proposal_id: strawberry.ID = strawberry.field(description="The proposal.")
    expected_version: int = strawberry.field(description=VERSION)
    reason: str | None = strawberry.field(default=None, description="A word on it; 2,000 characters at most.")

    def command(self) -> do.AcceptProposal:
        """The command in the domain's words."""
        proposal = number("Proposal", self.proposal_id, "proposalId")
        return do.AcceptProposal(proposal, self.expected_version, self.reason)


@strawberry.input(description="Say no to a proposal.")
class DeclineProposalInput(Repeatable):
    """`DeclineProposal`."""

    proposal_id: strawberry.ID = strawberry.field(description="The proposal.")
    expected_version: int = strawberry.field(description=VERSION)
    reason: str = strawberry.field(description="Why; 2,000 characters at most.")

    def command(self) -> do.DeclineProposal:
        """The command in the domain's words."""
        proposal = number("Proposal", self.proposal_id, "proposalId")
        return do.DeclineProposal(proposal, self.expected_version, self.reason)


@strawberry.input(description="Let one of two plans of a person go on.")
class ChoosePlanInput(Repeatable):
    """`ChoosePlan`."""

    plan_id: strawberry.ID = strawberry.field(description="The plan that goes on.")
    expected_version: int = strawberry.field(description="The plan's version that you have read.")

    def command(self) -> ChoosePlan:
        """The command in the domain's words; raises BrokenRule."""
        return ChoosePlan(number("SentencePlan", self.plan_id, "planId"), self.expected_version)


@strawberry.input(description="Make one plan of two.")
class CombinePlansInput(Repeatable):
    """`CombinePlans`."""

    plan_id: strawberry.ID = strawberry.field(description="The plan that was set aside.")
    expected_version: int = strawberry.field(description="Its version that you have read.")

    def command(self) -> CombinePlans:
        """The command in the domain's words; raises BrokenRule."""
        return CombinePlans(number("SentencePlan", self.plan_id, "planId"), self.expected_version)
