"""What staff may do in a case: who writes which report, leads, allocates, each with the reason. No rule stands here."""

from datetime import date
from typing import Annotated, Any

import strawberry
from strawberry.types.info import Info

from hub.actions.team.case_duties import MOST_CODES, CaseDuties, StaffDuties, duties_of_case
from hub.domain.access import Capability
from hub.domain.allocation.duties import Act, DutyAnswer, DutyFlag, DutyReason
from hub.domain.assessment import RiskLevel
from hub.domain.because import Fact
from hub.domain.lead.role_duties import TeamPart
from hub.domain.staffing import canonical_code
from hub.reads.faults import CapabilityMissing
from hub.schema.case_named import case_number
from hub.schema.context import Context
from hub.schema.outcomes import BrokenRule, BrokenRules, VersionConflict, or_refusal, shown_rule
from hub.schema.types.team import Staff

Asking = Info[Context, None]


def _about(description: str) -> object:
    return strawberry.argument(description=description)


@strawberry.type(description="A fact that an answer on a duty rests on.")
class DutyFact:
    """Which fact, and what it was."""

    name: str = strawberry.field(description="Which fact.")
    value: str | None = strawberry.field(description="What it was, as text; null where nobody knew, or there is none.")


@strawberry.type(
    name="DutyAnswer", description="Whether somebody may do something in a case, why, and what would help."
)
class ShownAnswer:
    """One act."""

    act: strawberry.Private[Act]
    found: strawberry.Private[DutyAnswer]

    @strawberry.field(name="act", description="What is to be done.")
    def what(self) -> Act:
        """As asked."""
        return self.act

    @strawberry.field(description="Whether they may.")
    def allowed(self) -> bool:
        """By the rule."""
        return self.found.allowed

    @strawberry.field(description="Why, by name.")
    def reason(self) -> DutyReason:
        """Of an allowance or a refusal."""
        return self.found.because.reason

    @strawberry.field(description="The reason as a sentence.")
    def sentence(self) -> str:
        """It names no person."""
        return self.found.because.sentence

    @strawberry.field(description="The facts used.")
    def facts(self) -> list[DutyFact]:
        """By name."""
        return [DutyFact(name=name, value=_text(value)) for name, value in self.found.because.facts]

    @strawberry.field(description="What would make it allowed; null where it is.")
    def remedy(self) -> str | None:
        """For whoever asks."""
        return self.found.remedy

    @strawberry.field(description="What a person should look at though it is allowed.")
    def flags(self) -> list[DutyFlag]:
        """By name."""
        return list(self.found.flags)


def _text(value: Fact) -> str | None:
    if value is None:
        return None
    return value.isoformat() if isinstance(value, date) else str(value)


@strawberry.type(name="StaffDuties", description="What a member of staff may do in a case.")
class ShownStaffDuties:
    """One person."""

    found: strawberry.Private[StaffDuties]

    @strawberry.field(graphql_type=Staff, description="Who.")
    async def staff(self, info: Asking) -> Any:
        """Read like any other entity."""
        return await info.context.load(info, self.found.staff_id)

    @strawberry.field(description="What they are in the team of the case; empty for somebody outside it.")
    def parts(self) -> list[TeamPart]:
        """In the order of the list."""
        return [part for part in TeamPart if part in self.found.asked.parts]

    @strawberry.field(description="Whether they contribute to the case by a decision that stands.")
    def contributes(self) -> bool:
        """As `contributors` on the case has it."""
        return self.found.asked.contribution is not None

    @strawberry.field(description="The answers, one for each act asked for.")
    def answers(self) -> list[ShownAnswer]:
        """In the order of the list."""
        return [ShownAnswer(act=act, found=found) for act, found in self.found.answers.items()]


@strawberry.type(
    name="CaseDuties",
    description="Who may do what in a case by grade and risk of harm. What roles allow beside that stands in a token, "
    "and the hub sees only that of whoever asks.",
)
class ShownCaseDuties:
    """Asked anew each time."""

    found: strawberry.Private[CaseDuties]

    @strawberry.field(description="The risk of harm that the answers rest on; null: not assessed.")
    def harm(self) -> RiskLevel | None:
        """The higher of the assessed and the registered."""
        return self.found.harm

    @strawberry.field(description="The staff asked about, by code.")
    def people(self) -> list[ShownStaffDuties]:
        """Each once."""
        return [ShownStaffDuties(found=one) for one in sorted(self.found.people, key=lambda one: one.code)]

    @strawberry.field(
        description="Why you, by your roles and grade, may not allocate an Offender Manager; null: you may."
    )
    def allocation_refused(self) -> BrokenRule | None:
        """The rule of an allocation."""
        return shown_rule(self.found.refused) if self.found.refused else None


CaseDutiesPayload = Annotated[
    ShownCaseDuties | VersionConflict | BrokenRules,
    strawberry.union("CaseDutiesPayload", description="The answers, or why there are none."),
]


@strawberry.type
class CaseDutiesQuery:
    """Who may do what."""

    @strawberry.field(
        description="Who may write which report in a case, lead it, assess, contribute, allocate work: every member of "
        f"its team, or those named. Nothing is changed. Needs {Capability.READ_ASSESSMENT} and reach of the case."
    )
    async def case_duties(
        self,
        info: Asking,
        case_id: Annotated[strawberry.ID, _about("The case's global id.")],
        acts: Annotated[list[Act] | None, _about("What is to be done; null: everything.")] = None,
        staff_codes: Annotated[
            list[str] | None,
            _about(f"Of these members of staff, at most {MOST_CODES}; null: the team and those who contribute."),
        ] = None,
    ) -> CaseDutiesPayload:
        """Each with the reason, the facts used, and what would make it allowed."""
        context = info.context
        if not context.viewer.may(Capability.READ_ASSESSMENT):
            raise CapabilityMissing(f"This needs {Capability.READ_ASSESSMENT}, which you do not have.")
        return await or_refusal(context, _duties(context, case_id, acts, staff_codes))


async def _duties(
    context: Context, case_id: strawberry.ID, acts: list[Act] | None, codes: list[str] | None
) -> ShownCaseDuties:
    found = await duties_of_case(
        context.database,
        context.viewer,
        case_number(case_id),
        acts=[act for act in Act if acts is None or act in acts],
        codes=None if codes is None else [canonical_code(code) for code in codes],
        now=context.now(),
    )
    context.case_ids.add(found.case_id)
    return ShownCaseDuties(found=found)
