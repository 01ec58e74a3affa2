"""The mutation that ticks off an unknown movement: map the input, run one action. No rule stands here."""

from typing import Annotated, Any

import strawberry

from hub.actions.custody.unknown_movement import acknowledge_movement, reopen_movement
from hub.domain.access import Capability
from hub.domain.unknown_movement import LONGEST_COMMENT, AcknowledgeMovement, ReopenMovement, no_such_movement
from hub.reads.faults import BadInput
from hub.reads.ids import number_of
from hub.schema.context import Context
from hub.schema.mutations.plan_inputs import Repeatable
from hub.schema.outcomes import BrokenRules, VersionConflict, or_refusal
from hub.schema.types.case import Case

Info = strawberry.Info[Context, None]


@strawberry.input(description="Tick off an unknown movement.")
class AcknowledgeUnknownMovementInput(Repeatable):
    """`AcknowledgeMovement`."""

    id: strawberry.ID = strawberry.field(description="The unknown movement.")
    comment: str = strawberry.field(
        description=f"What you found, in a sentence; at most {LONGEST_COMMENT} characters. It stands in the case."
    )


@strawberry.type(description="The unknown movement is ticked off; the case shows who looked, when, and the comment.")
class UnknownMovementAcknowledged:
    """Success of acknowledgeUnknownMovement."""

    case_number: strawberry.Private[int]

    @strawberry.field(graphql_type=Case, description="The case as it is now.")
    async def case(self, info: Info) -> Any:
        """Read with the mutation's own selection."""
        return await info.context.load(info, self.case_number)


AcknowledgeUnknownMovementPayload = Annotated[
    UnknownMovementAcknowledged | VersionConflict | BrokenRules,
    strawberry.union("AcknowledgeUnknownMovementPayload", description="The case, or why nothing was changed."),
]


@strawberry.input(description="Take back that an unknown movement has been looked at.")
class ReopenUnknownMovementInput(Repeatable):
    """`ReopenMovement`."""

    id: strawberry.ID = strawberry.field(description="The unknown movement.")


@strawberry.type(description="The unknown movement waits again, without who had looked and the comment.")
class UnknownMovementReopened:
    """Success of reopenUnknownMovement."""

    case_number: strawberry.Private[int]

    @strawberry.field(graphql_type=Case, description="The case as it is now.")
    async def case(self, info: Info) -> Any:
        """Read with the mutation's own selection."""
        return await info.context.load(info, self.case_number)


ReopenUnknownMovementPayload = Annotated[
    UnknownMovementReopened | VersionConflict | BrokenRules,
    strawberry.union("ReopenUnknownMovementPayload", description="The case, or why nothing was changed."),
]


def _number(given: strawberry.ID) -> int:
    try:
        return number_of("UnknownMovement", given)
    except BadInput:
        raise no_such_movement() from None


async def _acknowledge(info: Info, asked: AcknowledgeUnknownMovementInput) -> UnknownMovementAcknowledged:
    context = info.context
    case_id = await acknowledge_movement(
        context.database,
        context.viewer,
        AcknowledgeMovement(_number(asked.id), asked.comment),
        cause=context.cause,
        now=context.now(),
        idempotency_key=asked.idempotency_key,
    )
    return UnknownMovementAcknowledged(case_number=case_id)


async def _reopen(info: Info, asked: ReopenUnknownMovementInput) -> UnknownMovementReopened:
    context = info.context
    case_id = await reopen_movement(
        context.database,
        context.viewer,
        ReopenMovement(_number(asked.id)),
        cause=context.cause,
        now=context.now(),
        idempotency_key=asked.idempotency_key,
    )
    return UnknownMovementReopened(case_number=case_id)


@strawberry.type
class UnknownMovementMutations:
    """The part of the root type Mutation about what the prison's records leave open."""

    @strawberry.mutation(
        description="Tick off a change of the prison record that no known movement explains: you have looked, and say "
        f"what you found. The same again changes nothing. Needs {Capability.ACKNOWLEDGE_MOVEMENT} and reach of the "
        "case."
    )
    async def acknowledge_unknown_movement(
        self, info: Info, input: AcknowledgeUnknownMovementInput
    ) -> AcknowledgeUnknownMovementPayload:
        """It leaves the list of those that wait."""
        return await or_refusal(info.context, _acknowledge(info, input))

    @strawberry.mutation(
        description="Take back that an unknown movement has been looked at: it waits again. For whoever ticked it off, "
        f"and team managers. Needs {Capability.ACKNOWLEDGE_MOVEMENT} and reach of the case."
    )
    async def reopen_unknown_movement(
        self, info: Info, input: ReopenUnknownMovementInput
    ) -> ReopenUnknownMovementPayload:
        """It is back on the list of those that wait."""
        return await or_refusal(info.context, _reopen(info, input))
