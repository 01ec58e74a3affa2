"""The mutations about Integrated Case Management: map the input, run one action. No rule stands here."""

from datetime import date

import strawberry

from hub.actions.lead.icm import record_icm
from hub.domain.access import Capability
from hub.domain.icm import Attendee, CoreScreenNeed, ParticipationAnswer
from hub.domain.icm.recording import IcmCommand, RecordConference, RecordCoreScreen, RecordParticipation
from hub.domain.recording import LONGEST_TEXT
from hub.schema.case_named import case_number
from hub.schema.context import Context
from hub.schema.mutations.lead import (
    RecordedOnCase,
    RecordOnCasePayload,
    circumstances,
    recorded,
)
from hub.schema.mutations.plan_inputs import Repeatable
from hub.schema.outcomes import or_refusal

Info = strawberry.Info[Context, None]
_NEEDS = f"Needs {Capability.RECORD_CONTACT} and reach of the case, which a decision must say is Scotland's."


@strawberry.input(description="A core screen interview, held or declined.")
class RecordCoreScreenInput(Repeatable):
    """`RecordCoreScreen`."""

    case_id: strawberry.ID = strawberry.field(description="The case.")
    on: date = strawberry.field(description="On which day.")
    held: bool = strawberry.field(default=True, description="Whether it was held; else it was declined.")
    needs: list[CoreScreenNeed] = strawberry.field(default_factory=list, description="What came up.")

    def command(self) -> RecordCoreScreen:
        """The command in the domain's words; raises BrokenRule."""
        return RecordCoreScreen(case_number(self.case_id), self.on, self.held, frozenset(self.needs))


@strawberry.input(description="What the offender says about taking part; declining is no breach.")
class RecordParticipationInput(Repeatable):
    """`RecordParticipation`."""

    case_id: strawberry.ID = strawberry.field(description="The case.")
    answer: ParticipationAnswer = strawberry.field(description="Whether they take part.")
    on: date = strawberry.field(description="On which day they said so.")
    told_route_on: date | None = strawberry.field(
        default=None, description="When they were told the route; null: not yet."
    )
    family_consent: bool = strawberry.field(
        default=False, description="Whether they consent that the family sees the invitation to a conference."
    )

    def command(self) -> RecordParticipation:
        """The command in the domain's words; raises BrokenRule."""
        return RecordParticipation(
            case_number(self.case_id), self.answer, self.on, self.told_route_on, self.family_consent
        )


@strawberry.input(description="A case conference that was held.")
class RecordConferenceInput(Repeatable):
    """`RecordConference`."""

    case_id: strawberry.ID = strawberry.field(description="The case.")
    on: date = strawberry.field(description="On which day.")
    attended: list[Attendee] = strawberry.field(description="Who attended.")
    plan: str = strawberry.field(
        description=f"The plan for the year, and how support is given; at most {LONGEST_TEXT} characters."
    )

    def command(self) -> RecordConference:
        """The command in the domain's words; raises BrokenRule."""
        return RecordConference(case_number(self.case_id), self.on, frozenset(self.attended), self.plan)


Asked = RecordCoreScreenInput | RecordParticipationInput | RecordConferenceInput


async def _record(info: Info, asked: Asked) -> RecordedOnCase:
    command: IcmCommand = asked.command()
    context = info.context
    return await recorded(record_icm(context.database, context.viewer, command, **circumstances(info, asked)))


@strawberry.type
class IcmMutations:
    """The part of the root type Mutation about Integrated Case Management."""

    @strawberry.mutation(description=f"Record a core screen interview. {_NEEDS}")
    async def record_core_screen(self, info: Info, input: RecordCoreScreenInput) -> RecordOnCasePayload:
        """Of this reception."""
        return await or_refusal(info.context, _record(info, input))

    @strawberry.mutation(description=f"Record what the offender says about taking part. {_NEEDS}")
    async def record_participation(self, info: Info, input: RecordParticipationInput) -> RecordOnCasePayload:
        """Voluntary."""
        return await or_refusal(info.context, _record(info, input))

    @strawberry.mutation(description=f"Record a case conference. {_NEEDS}")
    async def record_conference(self, info: Info, input: RecordConferenceInput) -> RecordOnCasePayload:
        """The next one follows."""
        return await or_refusal(info.context, _record(info, input))
