"""The mutations by which people decide beside the rules: map the input, run one action. No rule stands here."""

from collections.abc import Callable
from datetime import date
from typing import Annotated, Any

import strawberry

from hub.actions.deciding.deciding_on_case import Command, decide_on_case
from hub.domain import deciding as do
from hub.domain.access import Capability
from hub.domain.answers import DecisionKind
from hub.domain.handover import EarlyAllocationFacts, OverrideReason, ParoleOutcome, Responsibility
from hub.domain.tier import Tier
from hub.errors import BrokenRule
from hub.schema.case_named import case_number
from hub.schema.context import Context
from hub.schema.mutations.plan_inputs import Repeatable
from hub.schema.outcomes import BrokenRules, VersionConflict, or_refusal
from hub.schema.types.case import Case

Info = strawberry.Info[Context, None]
_NEEDS = f"Needs {Capability.DECIDE_ON_CASE} and reach of the case."
_MANAGER = f"A team manager decides. {_NEEDS}"


@strawberry.input(description="What every decision on a case takes.")
class DecisionInput(Repeatable):
    """Which case, and why."""

    case_id: strawberry.ID = strawberry.field(description="The case.")
    reason: str = strawberry.field(description=f"Why; at most {do.LONGEST_REASON} characters.")


@strawberry.input(description="Put the case in another tier than computed.")
class MoveTierInput(DecisionInput):
    """`MoveTier`."""

    tier: int = strawberry.field(description="From 1 to 4.")
    review_on: date | None = strawberry.field(
        default=None,
        description="When it is looked at again, within 12 months; needed outside the overlap of the guide's bands.",
    )


@strawberry.input(description="Make another side responsible than the rules say.")
class OverrideResponsibilityInput(DecisionInput):
    """`OverrideResponsibility`."""

    responsibility: Responsibility = strawberry.field(description="Which side is responsible.")
    why: OverrideReason = strawberry.field(description="Why, by name; `reason` says it in words.")


@strawberry.input(description="The answers of an assessment for early allocation.")
class EarlyAllocationInput:
    """`EarlyAllocationFacts`: the first five decide by themselves, the others leave it to the community."""

    terrorism_conviction: bool = strawberry.field(default=False, description="A conviction of terrorism.")
    high_profile: bool = strawberry.field(default=False, description="A high profile.")
    serious_crime_prevention_order: bool = strawberry.field(
        default=False, description="A serious crime prevention order."
    )
    mappa_3: bool = strawberry.field(default=False, name="mappa3", description="MAPPA level 3.")
    cppc: bool = strawberry.field(default=False, description="A critical public protection case.")
    extremism_separation: bool = strawberry.field(default=False, description="Held apart for extremism.")
    release_within_24_months: bool | None = strawberry.field(
        default=None,
        name="releaseWithin24Months",
        description="Asked where held apart for extremism; null: nobody answered.",
    )
    high_harm: bool = strawberry.field(default=False, description="A high risk of harm.")
    mappa_2: bool = strawberry.field(default=False, name="mappa2", description="MAPPA level 2.")
    pathfinder: bool = strawberry.field(default=False, description="Identified by Pathfinder.")
    other_reason: bool = strawberry.field(default=False, description="Another reason.")


@strawberry.input(description="Hand the case over early, 15 months before release.")
class HandOverEarlyInput(DecisionInput):
    """`HandOverEarly`."""

    assessed: EarlyAllocationInput = strawberry.field(description="The answers of the assessment.")
    assessed_on: date = strawberry.field(description="When the assessment was made.")
    community_agrees: bool | None = strawberry.field(
        default=None, description="What the community said, where it decides; null: not asked."
    )


@strawberry.input(description="Make spans one although their sentences are not consecutive.")
class JoinSpansInput(DecisionInput):
    """`JoinSpans`."""

    sentences: list[str] = strawberry.field(description="A sentence of each span, by `sourceReference`; two at least.")
    is_complex: bool = strawberry.field(description="Whether the case is complex.")
    is_risky: bool = strawberry.field(description="Whether the case is risky.")


@strawberry.input(description="Say that the person is Scotland's, and what Integrated Case Management rests on.")
class RecordScotlandInput(DecisionInput):
    """`RecordScotland`."""

    statutory_supervision: bool = strawberry.field(
        default=False, description="Whether social work supervises by statute after release: the enhanced route."
    )
    conferences: bool = strawberry.field(
        default=False, description="Whether there are case conferences on the standard route, too."
    )


@strawberry.input(description="Write down how a parole review stands.")
class RecordParoleInput(DecisionInput):
    """`RecordParole`."""

    opened_on: date = strawberry.field(description="When the review began.")
    hearing_on: date | None = strawberry.field(default=None, description="The hearing that it aims at; null: none yet.")
    outcome: ParoleOutcome | None = strawberry.field(
        default=None, description="What was decided; null: the review is not completed."
    )


@strawberry.input(description="Take a decision back.")
class WithdrawDecisionInput(DecisionInput):
    """`WithdrawDecision`."""

    kind: DecisionKind = strawberry.field(description="Which decision.")


@strawberry.type(description="The decision is kept, or taken back, and the case decided anew by it.")
class CaseDecided:
    """Success of every decision on a case."""

    case_number: strawberry.Private[int]

    @strawberry.field(graphql_type=Case, description="The case as it is now.")
    async def case(self, info: Info) -> Any:
        """Read with the mutation's own selection."""
        return await info.context.load(info, self.case_number)


DecideOnCasePayload = Annotated[
    CaseDecided | VersionConflict | BrokenRules,
    strawberry.union("DecideOnCasePayload", description="The case as decided, or why nothing was changed."),
]
Made = Callable[[int], Command]  # the command, given the case's number


async def _answer(info: Info, asked: DecisionInput, made: Made) -> CaseDecided | BrokenRules | VersionConflict:
    return await or_refusal(info.context, _decide(info, asked, made))


async def _decide(info: Info, asked: DecisionInput, made: Made) -> CaseDecided:
    context = info.context
    case_id = await decide_on_case(
        context.database,
        context.viewer,
        made(case_number(asked.case_id)),
        cause=context.cause,
        now=context.now(),
        idempotency_key=asked.idempotency_key,
    )
    return CaseDecided(case_number=case_id)


def _tier(given: int) -> Tier:
    try:
        return Tier(given)
    except ValueError:
        raise BrokenRule("NoSuchTier", "Tiers go from 1 to 4.", "Send one of them.", "tier") from None


@strawberry.type
class DecidingMutations:
    """The part of the root type Mutation by which people decide beside the rules."""

    @strawberry.mutation(
        description="Put a case in another tier than computed: inside an overlap of the guide's bands anybody who may "
        f"decide, else a team manager with a review date. {_NEEDS}"
    )
    async def move_tier(self, info: Info, input: MoveTierInput) -> DecideOnCasePayload:
        """It gives way when the risk rises above it."""
        return await _answer(
            info, input, lambda number: do.MoveTier(number, _tier(input.tier), input.reason, input.review_on)
        )

    @strawberry.mutation(description=f"Make another side responsible than the rules say. {_MANAGER}")
    async def override_responsibility(self, info: Info, input: OverrideResponsibilityInput) -> DecideOnCasePayload:
        """It beats every rule until it is withdrawn."""
        return await _answer(
            info,
            input,
            lambda number: do.OverrideResponsibility(number, input.responsibility, input.why, input.reason),
        )

    @strawberry.mutation(description=f"Hand a case over early, 15 months before release. {_MANAGER}")
    async def hand_over_early(self, info: Info, input: HandOverEarlyInput) -> DecideOnCasePayload:
        """On an assessment of the present sentence."""
        facts = EarlyAllocationFacts(**vars(input.assessed))
        return await _answer(
            info,
            input,
            lambda number: do.HandOverEarly(number, facts, input.assessed_on, input.community_agrees, input.reason),
        )

    @strawberry.mutation(description=f"Give an Offender Manager where the table gives none. {_MANAGER}")
    async def give_offender_manager(self, info: Info, input: DecisionInput) -> DecideOnCasePayload:
        """Who it is, is another decision."""
        return await _answer(info, input, lambda number: do.GiveOffenderManager(number, input.reason))

    @strawberry.mutation(
        description="Confirm that the Offender Manager has the skills for the risk, so that the case stays where a "
        f"decision on a transfer is due. {_MANAGER}"
    )
    async def confirm_skills(self, info: Info, input: DecisionInput) -> DecideOnCasePayload:
        """For this manager and this risk."""
        return await _answer(info, input, lambda number: do.ConfirmSkills(number, input.reason))

    @strawberry.mutation(
        description=f"Mark a case as prolific, or of high local or national priority: tier 4. {_MANAGER}"
    )
    async def mark_priority(self, info: Info, input: DecisionInput) -> DecideOnCasePayload:
        """Until it is withdrawn."""
        return await _answer(info, input, lambda number: do.MarkPriority(number, input.reason))

    @strawberry.mutation(
        description=f"Make the spans of a complex and risky case one, though they are not consecutive. {_MANAGER}"
    )
    async def join_spans(self, info: Info, input: JoinSpansInput) -> DecideOnCasePayload:
        """With whatever lies between."""
        named = frozenset(one.strip() for one in input.sentences)
        return await _answer(
            info, input, lambda number: do.JoinSpans(number, named, input.is_complex, input.is_risky, input.reason)
        )

    @strawberry.mutation(description=f"Record that the person is Scotland's, where no source says so. {_MANAGER}")
    async def record_scotland(self, info: Info, input: RecordScotlandInput) -> DecideOnCasePayload:
        """Integrated Case Management applies then."""
        return await _answer(
            info,
            input,
            lambda number: do.RecordScotland(number, input.reason, input.statutory_supervision, input.conferences),
        )

    @strawberry.mutation(
        description="Write down how a parole review stands: its hearing and its outcome, by which the responsible side "
        f"and the handover follow; no feed tells of them. {_NEEDS}"
    )
    async def record_parole(self, info: Info, input: RecordParoleInput) -> DecideOnCasePayload:
        """The review of the sentence that is served; the next one takes its place."""
        return await _answer(
            info,
            input,
            lambda number: do.RecordParole(number, input.opened_on, input.hearing_on, input.outcome, input.reason),
        )

    @strawberry.mutation(description=f"Take the decision of a kind back that stands. {_NEEDS}")
    async def withdraw_decision(self, info: Info, input: WithdrawDecisionInput) -> DecideOnCasePayload:
        """It stays in the case's history."""
        return await _answer(info, input, lambda number: do.WithdrawDecision(number, input.kind, input.reason))
