"""What those who operate the hub do about dead letters: take one again, or give it up with a reason."""

from typing import Annotated, Any

import strawberry

from hub.domain.access import Capability
from hub.domain.dead_letter import not_found
from hub.reads.faults import BadInput, CapabilityMissing
from hub.reads.ids import number_of
from hub.schema.context import Context
from hub.schema.outcomes import BrokenRules, or_refusal
from hub.schema.queries.dead_letters import DeadLetter
from hub.schema.refusal import Code, Refused

Info = strawberry.Info[Context, None]


@strawberry.input(description="Take a message again that could not be taken.")
class ReplayDeadLetterInput:
    """Which."""

    id: strawberry.ID = strawberry.field(description="The dead letter.")


@strawberry.input(description="Give a message up. Its bytes stay in the table.")
class DiscardDeadLetterInput:
    """Which, and why."""

    id: strawberry.ID = strawberry.field(description="The dead letter.")
    why: str = strawberry.field(description="Why nothing is lost by giving it up; kept with it.")


@strawberry.type(description="A message that was taken, and how that ended.")
class DeadLetterTaken:
    """One of those that a replay, or a discard in front of it, let go."""

    number: strawberry.Private[int]
    outcome: str = strawberry.field(description="`Applied`, `Ignored(why)` or `Rejected(why)`: then it waits again.")

    @strawberry.field(graphql_type=DeadLetter, description="The message as it stands now.")
    async def dead_letter(self, info: Info) -> Any:
        """Read with the mutation's own selection."""
        return await info.context.load(info, self.number)


@strawberry.type(description="What was done, and every message that was taken by it, in order.")
class DeadLetterResolved:
    """Success, the rejection of a replayed message included: its outcome says so."""

    number: strawberry.Private[int]
    taken: list[DeadLetterTaken] = strawberry.field(
        description="The message itself where it was replayed, then those that were parked behind it."
    )

    @strawberry.field(graphql_type=DeadLetter, description="The message as it stands now.")
    async def dead_letter(self, info: Info) -> Any:
        """Read with the mutation's own selection."""
        return await info.context.load(info, self.number)


DeadLetterPayload = Annotated[
    DeadLetterResolved | BrokenRules,
    strawberry.union("DeadLetterPayload", description="What became of the message, or why nothing was done."),
]


def _number(given: strawberry.ID) -> int:
    try:
        return number_of("DeadLetter", given)
    except BadInput:
        raise not_found(0) from None


async def _resolved(context: Context, given: strawberry.ID, why: str | None) -> DeadLetterResolved:
    if not context.viewer.may(Capability.OPERATE):
        raise CapabilityMissing(f"This needs {Capability.OPERATE}, which you do not have.")
    if context.operations is None:
        raise Refused(Code.UNAVAILABLE, "This process takes no messages: use `hub dead-letters` where `hub sync` runs.")
    number, by = _number(given), context.viewer.subject
    if why is None:
        taken = await context.operations.replay(number, by=by)
    else:
        taken = await context.operations.discard(number, by=by, reason=why)
    ends = [DeadLetterTaken(number=one.letter.id, outcome=str(one.outcome)) for one in taken]
    return DeadLetterResolved(number=number, taken=ends)


@strawberry.type
class DeadLetterMutations:
    """The part of the root type Mutation for those who operate the hub."""

    @strawberry.mutation(
        description="Take the message again, and on an ordered topic then those parked behind it, in their order, up "
        f"to the first that is rejected again. Needs {Capability.OPERATE}."
    )
    async def replay_dead_letter(self, info: Info, input: ReplayDeadLetterInput) -> DeadLetterPayload:
        """It has its effect as if it had just arrived."""
        return await or_refusal(info.context, _resolved(info.context, input.id, None))  # type: ignore[return-value]

    @strawberry.mutation(
        description="Give the message up; those parked behind it are taken, in their order. "
        f"Needs {Capability.OPERATE}."
    )
    async def discard_dead_letter(self, info: Info, input: DiscardDeadLetterInput) -> DeadLetterPayload:
        """Never without a reason."""
        return await or_refusal(info.context, _resolved(info.context, input.id, input.why))  # type: ignore[return-value]
