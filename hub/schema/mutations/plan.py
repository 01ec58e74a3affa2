"""The plan's mutations: map the input, run one action, answer its outcome. No rule stands here."""

from typing import Protocol, TypeVar

import strawberry

from hub.actions.plan.change import change_plan
from hub.actions.plan.choose import choose_plan
from hub.actions.plan.create import create_plan
from hub.domain.plan.commands import PlanCommand
from hub.schema.mutations import plan_inputs as given
from hub.schema.mutations.plan_payloads import (
    Changed,
    Info,
    InterventionChanged,
    InterventionPayload,
    ObjectiveChanged,
    ObjectivePayload,
    PlanChoicePayload,
    PlanChosen,
    ProposalChanged,
    ProposalPayload,
    SentencePlanCreated,
    SentencePlanPayload,
    StepChanged,
    StepPayload,
)
from hub.schema.outcomes import BrokenRules, VersionConflict, or_refusal

Success = TypeVar("Success", bound=Changed)


class CommandInput(Protocol):
    """An input that is a command of the plan."""

    idempotency_key: str | None

    def command(self) -> PlanCommand:
        """The command in the domain's words; raises BrokenRule."""


async def _answer(info: Info, asked: CommandInput, success: type[Success]) -> Success | BrokenRules | VersionConflict:
    return await or_refusal(info.context, _carry_out(info, asked, success))


async def _carry_out(info: Info, asked: CommandInput, success: type[Success]) -> Success:
    context = info.context
    outcome = await change_plan(
        context.database,
        context.viewer,
        asked.command(),
        cause=context.cause,
        now=context.now(),
        idempotency_key=asked.idempotency_key,
    )
    return success(outcome=outcome)


async def _create(info: Info, asked: given.CreateSentencePlanInput) -> SentencePlanCreated:
    context = info.context
    outcome = await create_plan(
        context.database,
        context.viewer,
        asked.command(),
        cause=context.cause,
        now=context.now(),
        idempotency_key=asked.idempotency_key,
    )
    return SentencePlanCreated(outcome=outcome)


async def _choose(info: Info, asked: given.ChoosePlanInput | given.CombinePlansInput) -> PlanChosen:
    context = info.context
    outcome = await choose_plan(
        context.database,
        context.viewer,
        asked.command(),
        cause=context.cause,
        now=context.now(),
        idempotency_key=asked.idempotency_key,
    )
    return PlanChosen(outcome=outcome)


DECIDES = "The Offender Manager of the case decides it; an Offender Supervisor asks for it with `proposeChange`."
DELIVERS = "The Offender Manager, the Offender Supervisor, key workers and their colleagues record it."


@strawberry.type
class PlanMutations:
    """The part of the root type Mutation that changes plans."""

    @strawberry.field(description="Begin the plan of a case's present span. The Offender Manager of the case decides.")
    async def create_sentence_plan(self, info: Info, input: given.CreateSentencePlanInput) -> SentencePlanPayload:
        """One plan for each span."""
        return await or_refusal(info.context, _create(info, input))

    @strawberry.field(
        description="Two cases turned out to be one person, each with a plan: this plan goes on, the other is replaced "
        "and stays readable. The Offender Manager of the case decides."
    )
    async def choose_plan(self, info: Info, input: given.ChoosePlanInput) -> PlanChoicePayload:
        """Nothing of either is dropped."""
        return await or_refusal(info.context, _choose(info, input))

    @strawberry.field(
        description="Two cases turned out to be one person, each with a plan: all that this plan, which was set aside, "
        "holds is added to the one that goes on. The Offender Manager of the case decides."
    )
    async def combine_plans(self, info: Info, input: given.CombinePlansInput) -> PlanChoicePayload:
        """Each node is a new one, which says what it is a copy of."""
        return await or_refusal(info.context, _choose(info, input))

    @strawberry.field(description=f"Add an objective. {DECIDES}")
    async def add_objective(self, info: Info, input: given.AddObjectiveInput) -> ObjectivePayload:
        """What is to change or be achieved."""
        return await _answer(info, input, ObjectiveChanged)

    @strawberry.field(description=f"Change an objective, its place in the order included. {DECIDES}")
    async def change_objective(self, info: Info, input: given.ChangeObjectiveInput) -> ObjectivePayload:
        """Only the fields sent."""
        return await _answer(info, input, ObjectiveChanged)

    @strawberry.field(description=f"Close an objective: achieved, or removed with a reason. {DECIDES}")
    async def close_objective(self, info: Info, input: given.CloseObjectiveInput) -> ObjectivePayload:
        """Nothing under it may be running."""
        return await _answer(info, input, ObjectiveChanged)

    @strawberry.field(description=f"Add an intervention to an objective. {DECIDES}")
    async def add_intervention(self, info: Info, input: given.AddInterventionInput) -> InterventionPayload:
        """Any activity or resource, in a time window."""
        return await _answer(info, input, InterventionChanged)

    @strawberry.field(description=f"Change an intervention, its place in the order included. {DECIDES}")
    async def change_intervention(self, info: Info, input: given.ChangeInterventionInput) -> InterventionPayload:
        """Only the fields sent."""
        return await _answer(info, input, InterventionChanged)

    @strawberry.field(description=f"Record that an intervention began. {DELIVERS}")
    async def start_intervention(self, info: Info, input: given.StartInterventionInput) -> InterventionPayload:
        """Today, unless a day is given."""
        return await _answer(info, input, InterventionChanged)

    @strawberry.field(description=f"Record that an intervention was completed. {DELIVERS}")
    async def complete_intervention(self, info: Info, input: given.CompleteInterventionInput) -> InterventionPayload:
        """Today, unless a day is given."""
        return await _answer(info, input, InterventionChanged)

    @strawberry.field(
        description=f"Record that an intervention broke off. {DELIVERS} Withdrawing one that never began is for the "
        "Offender Manager."
    )
    async def end_intervention_early(self, info: Info, input: given.EndInterventionEarlyInput) -> InterventionPayload:
        """With the reason."""
        return await _answer(info, input, InterventionChanged)

    @strawberry.field(description=f"Add a step to an objective or intervention. {DELIVERS}")
    async def add_step(self, info: Info, input: given.AddStepInput) -> StepPayload:
        """Who does what by when."""
        return await _answer(info, input, StepChanged)

    @strawberry.field(description=f"Change a step. {DELIVERS}")
    async def change_step(self, info: Info, input: given.ChangeStepInput) -> StepPayload:
        """Only the fields sent."""
        return await _answer(info, input, StepChanged)

    @strawberry.field(description=f"Record how a step stands. {DELIVERS}")
    async def record_step_progress(self, info: Info, input: given.RecordStepProgressInput) -> StepPayload:
        """With a note, if one is sent."""
        return await _answer(info, input, StepChanged)

    @strawberry.field(
        description="Ask the Offender Manager for a change; both sides see it until it is accepted or declined. The "
        "Offender Supervisor proposes, for the offender too."
    )
    async def propose_change(self, info: Info, input: given.ProposeChangeInput) -> ProposalPayload:
        """Refused at once where the change itself breaks a rule."""
        return await _answer(info, input, ProposalChanged)

    @strawberry.field(
        description="Make the change that a proposal asks for. The Offender Manager of the case decides. Where its "
        "node changed in the same fields since, the answer is a conflict."
    )
    async def accept_proposal(self, info: Info, input: given.AcceptProposalInput) -> ProposalPayload:
        """The change and the answer in one transaction."""
        return await _answer(info, input, ProposalChanged)

    @strawberry.field(description="Say no to a proposal, with the reason. The Offender Manager of the case decides.")
    async def decline_proposal(self, info: Info, input: given.DeclineProposalInput) -> ProposalPayload:
        """The proposal stays, with its answer."""
        return await _answer(info, input, ProposalChanged)
