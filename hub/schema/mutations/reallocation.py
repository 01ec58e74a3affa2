"""Many cases of one Offender Manager given to others: the preview, and the moves. No rule stands here."""

from typing import Annotated

import strawberry

from hub.actions.team.reallocation import Outcome, preview, reallocate
from hub.domain.access import Capability
from hub.domain.allocation.offender_manager_allocation import LONGEST_REASON, AllocateOffenderManager
from hub.domain.allocation.reallocation import MOST, ProposedMove, Taker
from hub.domain.staffing import canonical_code
from hub.errors import BrokenRule as DomainRule
from hub.reads.ids import global_id
from hub.schema.case_named import case_number
from hub.schema.context import Context
from hub.schema.mutations.plan_inputs import Repeatable
from hub.schema.outcomes import BrokenRule, BrokenRules, VersionConflict, or_refusal, shown_rule

Info = strawberry.Info[Context, None]
_NEEDS = f"Needs {Capability.ALLOCATE_OFFENDER_MANAGER}, and the higher level (profile 55) or to be a team manager."


@strawberry.type(description="Why somebody would not take a case.")
class TakerRefused:
    """The rules that speak against them."""

    staff_code: str = strawberry.field(description="Their staff code.")
    rules: list[BrokenRule] = strawberry.field(description="The rules, at least one.")


@strawberry.type(description="A case, and who would take it. Nothing is changed yet.")
class ReallocationMove:
    """One line of a preview: send it to `reallocateCases` as it is, or with another code."""

    found: strawberry.Private[ProposedMove]

    @strawberry.field(description="The case.")
    def case_id(self) -> strawberry.ID:
        """By its global id."""
        return strawberry.ID(global_id("Case", self.found.case.case_id))

    @strawberry.field(description="The case's version, to send as `expectedVersion`.")
    def expected_version(self) -> int:
        """As read for the preview."""
        return self.found.case.version

    @strawberry.field(description="The tier from 1 to 4; null while it awaits one.")
    def tier(self) -> int | None:
        """As on the case."""
        return self.found.case.tier.value if self.found.case.tier else None

    @strawberry.field(description="The points that it takes.")
    def points(self) -> int:
        """By the settings."""
        return self.found.case.points

    @strawberry.field(description="The staff code of who would take it; null where nobody named may.")
    def to_staff_code(self) -> str | None:
        """Of those whom no rule speaks against, the one with the most room."""
        return self.found.to

    @strawberry.field(description="Who may not, and why.")
    def refused(self) -> list[TakerRefused]:
        """By code."""
        return [
            TakerRefused(staff_code=code, rules=[shown_rule(rule) for rule in rules])
            for code, rules in self.found.refused.items()
        ]


@strawberry.type(description="What somebody has in use before and after.")
class TakerLoad:
    """In points of the settings."""

    staff_code: str = strawberry.field(description="Their staff code.")
    available: int | None = strawberry.field(description="The points that they have; null where nobody knows.")
    used: int = strawberry.field(description="The points in use now.")
    used_after: int = strawberry.field(description="The points in use after the moves.")


@strawberry.type(description="Who would take which case, and what each would have in use then.")
class ReallocationPreview:
    """Nothing is changed by it."""

    moves: list[ReallocationMove] = strawberry.field(description="The cases, the highest tier first.")
    loads: list[TakerLoad] = strawberry.field(description="Those who take cases.")


PreviewPayload = Annotated[
    ReallocationPreview | VersionConflict | BrokenRules,
    strawberry.union("ReallocationPreviewPayload", description="The preview, or why there is none."),
]


@strawberry.input(description="Give one case to one Offender Manager.")
class ReallocationMoveInput:
    """As the preview proposes it."""

    case_id: strawberry.ID = strawberry.field(description="The case.")
    expected_version: int = strawberry.field(description="The case's version that you have read.")
    staff_code: str = strawberry.field(description="Who takes it.")


@strawberry.input(description="Give cases to other Offender Managers, each by itself.")
class ReallocateCasesInput(Repeatable):
    """`AllocateOffenderManager`, many times."""

    moves: list[ReallocationMoveInput] = strawberry.field(description=f"The moves, at most {MOST}.")
    reason: str | None = strawberry.field(default=None, description=f"Why; at most {LONGEST_REASON} characters.")

    def commands(self) -> list[AllocateOffenderManager]:
        """The commands in the domain's words; an id that is none is the number 0, which no case has."""
        return [
            AllocateOffenderManager(
                _number_or_none(move.case_id), canonical_code(move.staff_code), move.expected_version, self.reason
            )
            for move in self.moves
        ]


def _number_or_none(case_id: strawberry.ID) -> int:
    try:
        return case_number(case_id)
    except DomainRule:
        return 0


@strawberry.type(description="What became of one move.")
class ReallocationOutcome:
    """Done, or as it was."""

    found: strawberry.Private[Outcome]
    case_id: strawberry.ID = strawberry.field(description="The case, by the id that was sent.")

    @strawberry.field(description="Whether the case has its new Offender Manager.")
    def done(self) -> bool:
        """Else it is as it was."""
        return self.found.done

    @strawberry.field(description="The rules that said no.")
    def rules(self) -> list[BrokenRule]:
        """Empty where it is done, or in conflict."""
        return [shown_rule(rule) for rule in self.found.rules]

    @strawberry.field(description="The case's version now, where somebody else was faster; read it again.")
    def current_version(self) -> int | None:
        """Null where there is no conflict."""
        return self.found.current_version


@strawberry.type(description="Every move was tried by itself.")
class CasesReallocated:
    """Success of reallocateCases: that each has its outcome."""

    outcomes: list[ReallocationOutcome] = strawberry.field(description="One for each move, in the order sent.")


ReallocateCasesPayload = Annotated[
    CasesReallocated | VersionConflict | BrokenRules,
    strawberry.union("ReallocateCasesPayload", description="The outcomes, or why nothing was tried."),
]


@strawberry.type
class ReallocationQuery:
    """What those look at who give many cases to others."""

    @strawberry.field(
        description="Who would take which of the cases that somebody holds and you see: by the rules of a single "
        f"allocation, spread by capacity. Nothing is changed. {_NEEDS}"
    )
    async def preview_reallocation(
        self,
        info: Info,
        from_staff_code: Annotated[str, strawberry.argument(description="Who gives cases away.")],
        to_staff_codes: Annotated[list[str], strawberry.argument(description="Who may take them.")],
        case_ids: Annotated[
            list[strawberry.ID] | None, strawberry.argument(description="Only these cases; null: all of them.")
        ] = None,
    ) -> PreviewPayload:
        """The cases, and who takes them."""
        return await or_refusal(info.context, _preview(info, from_staff_code, to_staff_codes, case_ids))


async def _preview(
    info: Info, from_code: str, to_codes: list[str], case_ids: list[strawberry.ID] | None
) -> ReallocationPreview:
    context = info.context
    found = await preview(
        context.database,
        context.viewer,
        context.points,
        from_code=canonical_code(from_code),
        to_codes=[canonical_code(code) for code in to_codes],
        case_ids=None if case_ids is None else [case_number(one) for one in case_ids],
        now=context.now(),
    )
    context.case_ids.update(move.case.case_id for move in found.proposal.moves)
    loads = [_load(taker, found.proposal.used_after[taker.code]) for taker in found.takers]
    return ReallocationPreview(moves=[ReallocationMove(found=move) for move in found.proposal.moves], loads=loads)


def _load(taker: Taker, after: int) -> TakerLoad:
    return TakerLoad(staff_code=taker.code, available=taker.available, used=taker.used, used_after=after)


@strawberry.type
class ReallocationMutations:
    """The part of the root type Mutation that moves many cases."""

    @strawberry.mutation(
        description="Give cases to other Offender Managers: each by itself, by the rules of a single allocation, so "
        f"that one that is refused stops nobody. {_NEEDS}"
    )
    async def reallocate_cases(self, info: Info, input: ReallocateCasesInput) -> ReallocateCasesPayload:
        """One outcome for each move."""
        return await or_refusal(info.context, _reallocate(info, input))


async def _reallocate(info: Info, asked: ReallocateCasesInput) -> CasesReallocated:
    context = info.context
    outcomes = await reallocate(
        context.database,
        context.viewer,
        asked.commands(),
        cause=context.cause,
        now=context.now(),
        idempotency_key=asked.idempotency_key,
    )
    return CasesReallocated(
        outcomes=[
            ReallocationOutcome(found=one, case_id=move.case_id)
            for one, move in zip(outcomes, asked.moves, strict=True)
        ]
    )
