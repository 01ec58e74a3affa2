"""What the plan's mutations answer: the node and the plan as they are now, or why nothing was changed.

Node and plan are read anew, with the viewer's own rights, exactly as far as the mutation selects them.
"""

from typing import Annotated, Any

import strawberry

from hub.actions.plan.outcome import PlanOutcome
from hub.domain.plan import warnings
from hub.schema.context import Context
from hub.schema.outcomes import BrokenRules, VersionConflict
from hub.schema.types.plan import Intervention, Objective, Proposal, SentencePlan, Step

Info = strawberry.Info[Context, None]

NOW = "as it is now."


@strawberry.type(description="Something that is so and should perhaps not be; the change was made all the same.")
class PlanWarning:
    """The GraphQL face of `hub.domain.plan.warnings.PlanWarning`."""

    code: str = strawberry.field(description="What is so, by name, like `VictimAwarenessMissing`; stable.")
    message: str = strawberry.field(description="The same as a sentence.")

    @classmethod
    def of(cls, warning: warnings.PlanWarning) -> "PlanWarning":
        """The domain's warning in the contract's words."""
        return cls(code=warning.code, message=warning.message)


@strawberry.type(description="A change of the plan that was made.")
class Changed:
    """What every success holds."""

    outcome: strawberry.Private[PlanOutcome]

    @strawberry.field(graphql_type=SentencePlan, description=f"The plan {NOW}")
    async def plan(self, info: Info) -> Any:
        """Read with the mutation's own selection."""
        return await info.context.load(info, self.outcome.plan_id)

    @strawberry.field(description="What is worth a second look.")
    def warnings(self) -> list[PlanWarning]:
        """From the action."""
        return [PlanWarning.of(warning) for warning in self.outcome.warnings]


@strawberry.type(description="A plan was created.")
class SentencePlanCreated(Changed):
    """Success of createSentencePlan."""


@strawberry.type(description="Of two plans of one person one goes on, by choice or with all that the other held.")
class PlanChosen(Changed):
    """Success of choosePlan and combinePlans: `plan` is the one that goes on."""


@strawberry.type(description="An objective was added, changed or closed; or it was so already.")
class ObjectiveChanged(Changed):
    """Success of the mutations on objectives."""

    @strawberry.field(graphql_type=Objective, description=f"The objective {NOW}")
    async def objective(self, info: Info) -> Any:
        """Read with the mutation's own selection."""
        return await info.context.load(info, self.outcome.node_id)


@strawberry.type(description="An intervention was added, changed, started, completed or ended; or it was so already.")
class InterventionChanged(Changed):
    """Success of the mutations on interventions."""

    @strawberry.field(graphql_type=Intervention, description=f"The intervention {NOW}")
    async def intervention(self, info: Info) -> Any:
        """Read with the mutation's own selection."""
        return await info.context.load(info, self.outcome.node_id)


@strawberry.type(description="A step was added or changed, or its progress recorded; or it was so already.")
class StepChanged(Changed):
    """Success of the mutations on steps."""

    @strawberry.field(graphql_type=Step, description=f"The step {NOW}")
    async def step(self, info: Info) -> Any:
        """Read with the mutation's own selection."""
        return await info.context.load(info, self.outcome.node_id)


@strawberry.type(description="A proposal was made, accepted (and its change with it) or declined.")
class ProposalChanged(Changed):
    """Success of the mutations on proposals."""

    @strawberry.field(graphql_type=Proposal, description=f"The proposal {NOW}")
    async def proposal(self, info: Info) -> Any:
        """Read with the mutation's own selection."""
        return await info.context.load(info, self.outcome.node_id)


SentencePlanPayload = Annotated[
    SentencePlanCreated | VersionConflict | BrokenRules,
    strawberry.union("SentencePlanPayload", description="A new plan, or why there is none."),
]
PlanChoicePayload = Annotated[
    PlanChosen | VersionConflict | BrokenRules,
    strawberry.union("PlanChoicePayload", description="The plan that goes on, or why nothing was changed."),
]
ObjectivePayload = Annotated[
    ObjectiveChanged | VersionConflict | BrokenRules,
    strawberry.union("ObjectivePayload", description="The objective, or why nothing was changed."),
]
InterventionPayload = Annotated[
    InterventionChanged | VersionConflict | BrokenRules,
    strawberry.union("InterventionPayload", description="The intervention, or why nothing was changed."),
]
StepPayload = Annotated[
    StepChanged | VersionConflict | BrokenRules,
    strawberry.union("StepPayload", description="The step, or why nothing was changed."),
]
ProposalPayload = Annotated[
    ProposalChanged | VersionConflict | BrokenRules,
    strawberry.union("ProposalPayload", description="The proposal, or why nothing was changed."),
]
