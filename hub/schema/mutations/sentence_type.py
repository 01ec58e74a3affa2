"""The mutations that switch a type of sentence off and on: map the input, run one action. No rule stands here."""

from datetime import date
from typing import Annotated, Any

import strawberry

from hub.actions.deciding.sentence_type import Command, switch_type
from hub.domain.access import Capability, Service
from hub.domain.eligibility import switching as do
from hub.schema.context import Context
from hub.schema.mutations.plan_inputs import Repeatable
from hub.schema.outcomes import BrokenRules, VersionConflict, or_refusal
from hub.schema.types.sentence_type import SentenceTypeSwitch

Info = strawberry.Info[Context, None]
_NEEDS = f"Needs {Capability.CHANGE_SETTINGS}."
_TYPE = "The type, by a code or a description of that service, as `sentenceTypes` has it; case does not matter."


@strawberry.input(description="Switch a type of sentence off: its length gives no Offender Manager by itself.")
class SwitchOffSentenceTypeInput(Repeatable):
    """`SwitchOff`."""

    service: Service = strawberry.field(description="Whose records call the type so.")
    type: str = strawberry.field(description=_TYPE)
    reason: str = strawberry.field(description=f"Why; at most {do.LONGEST_TEXT} characters.")
    decided_by: str = strawberry.field(
        description=f"Whose decision it is, by name or office; at most {do.LONGEST_NAME} characters."
    )
    first_on: date | None = strawberry.field(default=None, description="The first day, London's; null: today.")
    last_on: date | None = strawberry.field(
        default=None, description="The last day, included; null: until it is switched on."
    )

    def command(self) -> do.SwitchOff:
        """The command in the domain's words."""
        return do.SwitchOff(self.service, self.type, self.reason, self.decided_by, self.first_on, self.last_on)


@strawberry.input(description="Switch a type of sentence on again.")
class SwitchOnSentenceTypeInput(Repeatable):
    """`SwitchOn`."""

    service: Service = strawberry.field(description="Whose records call the type so.")
    type: str = strawberry.field(description=_TYPE)
    reason: str = strawberry.field(description=f"Why; at most {do.LONGEST_TEXT} characters.")

    def command(self) -> do.SwitchOn:
        """The command in the domain's words."""
        return do.SwitchOn(self.service, self.type, self.reason)


@strawberry.type(description="The type is switched; the cases with such a sentence are asked anew within a minute.")
class SentenceTypeSwitched:
    """Success of both."""

    switch_number: strawberry.Private[int]

    @strawberry.field(graphql_type=SentenceTypeSwitch, description="The switch as it stands now.")
    async def switch(self, info: Info) -> Any:
        """Read with the mutation's own selection."""
        return await info.context.load(info, self.switch_number)


SentenceTypePayload = Annotated[
    SentenceTypeSwitched | VersionConflict | BrokenRules,
    strawberry.union("SentenceTypePayload", description="The switch, or why nothing was changed."),
]


async def _switch(info: Info, command: Command, key: str | None) -> SentenceTypeSwitched:
    context = info.context
    number = await switch_type(
        context.database,
        context.viewer,
        command,
        cause=context.cause,
        now=context.now(),
        idempotency_key=key,
    )
    return SentenceTypeSwitched(switch_number=number)


@strawberry.type
class SentenceTypeMutations:
    """The part of the root type Mutation about types of sentence."""

    @strawberry.mutation(
        description="Switch a type of sentence off, with a reason: 12 months or more of it give no Offender Manager by "
        f"themselves. Other rows of the table stay, and whoever has a manager keeps them. {_NEEDS}"
    )
    async def switch_off_sentence_type(self, info: Info, input: SwitchOffSentenceTypeInput) -> SentenceTypePayload:
        """Who decided it is kept."""
        return await or_refusal(info.context, _switch(info, input.command(), input.idempotency_key))

    @strawberry.mutation(
        description=f"Switch a type of sentence on again from now on, with a reason; the history keeps both. {_NEEDS}"
    )
    async def switch_on_sentence_type(self, info: Info, input: SwitchOnSentenceTypeInput) -> SentenceTypePayload:
        """The table says yes again."""
        return await or_refusal(info.context, _switch(info, input.command(), input.idempotency_key))
