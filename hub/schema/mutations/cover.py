"""The mutations about cover: map the input, run one action, answer with the cover. No rule stands here."""

from datetime import date
from typing import Annotated, Any

import strawberry

from hub.actions.team.covering import Command, change_cover
from hub.domain.access import Capability, Service
from hub.domain.lead import covering as do
from hub.domain.staffing import canonical_code
from hub.reads.faults import BadInput
from hub.reads.ids import number_of
from hub.schema.context import Context
from hub.schema.mutations.plan_inputs import Repeatable
from hub.schema.outcomes import BrokenRules, VersionConflict, or_refusal
from hub.schema.types.cover import Cover

Info = strawberry.Info[Context, None]
_NEEDS = f"Needs {Capability.DECIDE_STAFFING}, for somebody of your team or prison."


@strawberry.input(description="Let somebody stand in for somebody who is away for a short time.")
class ArrangeCoverInput(Repeatable):
    """`ArrangeCover`."""

    service: Service = strawberry.field(description="The service of both.")
    staff_code: str = strawberry.field(description="Who is away.")
    covering_code: str = strawberry.field(description="Who stands in.")
    first_on: date = strawberry.field(description="The first day, London's.")
    last_on: date = strawberry.field(
        description="The last day, included; at most four weeks from the first, covers of the same absence together."
    )
    reason: str = strawberry.field(
        description=f"Why; at most {do.LONGEST_REASON} characters. Nothing about anybody's health is needed."
    )

    def command(self) -> do.ArrangeCover:
        """The command in the domain's words."""
        codes = (canonical_code(self.staff_code), canonical_code(self.covering_code))
        return do.ArrangeCover(self.service, *codes, self.first_on, self.last_on, self.reason)


@strawberry.input(description="End a cover at once, or take back one that has not begun.")
class EndCoverInput(Repeatable):
    """`EndCover`."""

    id: strawberry.ID = strawberry.field(description="The cover.")
    reason: str = strawberry.field(description=f"Why; at most {do.LONGEST_REASON} characters.")

    def command(self) -> do.EndCover:
        """The command in the domain's words; raises BrokenRule."""
        try:
            return do.EndCover(number_of("Cover", self.id), self.reason)
        except BadInput:
            raise do.broken("CoverNotFound", "id") from None


@strawberry.type(description="The cover is arranged, or ended; the cases of the one who is away are told.")
class CoverDecided:
    """Success of the mutations about cover."""

    cover_number: strawberry.Private[int]

    @strawberry.field(graphql_type=Cover, description="The cover as it stands now.")
    async def cover(self, info: Info) -> Any:
        """Read with the mutation's own selection."""
        return await info.context.load(info, self.cover_number)


CoverPayload = Annotated[
    CoverDecided | VersionConflict | BrokenRules,
    strawberry.union("CoverPayload", description="The cover, or why nothing was changed."),
]


async def _change(info: Info, asked: ArrangeCoverInput | EndCoverInput) -> CoverDecided:
    context = info.context
    command: Command = asked.command()
    number = await change_cover(
        context.database,
        context.viewer,
        command,
        cause=context.cause,
        now=context.now(),
        idempotency_key=asked.idempotency_key,
    )
    return CoverDecided(cover_number=number)


@strawberry.type
class CoverMutations:
    """The part of the root type Mutation about cover."""

    @strawberry.mutation(
        description="Arrange that somebody stands in for somebody who is away for a short time: from the first to the "
        f"last day they reach the cases of the other and act in their place. {_NEEDS}"
    )
    async def arrange_cover(self, info: Info, input: ArrangeCoverInput) -> CoverPayload:
        """No change of manager."""
        return await or_refusal(info.context, _change(info, input))

    @strawberry.mutation(description=f"End a cover at once, or take back one that has not begun. {_NEEDS}")
    async def end_cover(self, info: Info, input: EndCoverInput) -> CoverPayload:
        """What it gave ends with it."""
        return await or_refusal(info.context, _change(info, input))
