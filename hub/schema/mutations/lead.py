"""The mutations about what offenders ask and are told: map the input, run one action. No rule stands here."""

from collections.abc import Awaitable
from datetime import date, datetime
from typing import Annotated, Any

import strawberry

from hub.actions.lead.contact import change_contact
from hub.actions.lead.notice import record_notice
from hub.domain.access import Capability
from hub.domain.eligibility import NoticeChannel
from hub.domain.eligibility.notice import RecordNotice
from hub.domain.lead.contact import AnswerContactRequest, RecordContactRequest, no_such_request
from hub.domain.lead.reach import ContactWay
from hub.domain.recording import LONGEST_TEXT
from hub.reads.faults import BadInput
from hub.reads.ids import number_of
from hub.schema.case_named import case_number
from hub.schema.context import Context
from hub.schema.mutations.plan_inputs import Repeatable
from hub.schema.outcomes import BrokenRules, VersionConflict, or_refusal
from hub.schema.types.case import Case

Info = strawberry.Info[Context, None]
_NEEDS = f"Needs {Capability.RECORD_CONTACT} and reach of the case."


@strawberry.input(description="The offender asked for their manager.")
class RecordContactRequestInput(Repeatable):
    """`RecordContactRequest`."""

    case_id: strawberry.ID = strawberry.field(description="The case.")
    asked_at: datetime = strawberry.field(description="When they asked.")
    way: ContactWay = strawberry.field(description="By what; `howToReach` says which is theirs.")
    about: str = strawberry.field(description=f"What they want; at most {LONGEST_TEXT} characters.")


@strawberry.input(description="A request of an offender was answered.")
class AnswerContactRequestInput(Repeatable):
    """`AnswerContactRequest`."""

    id: strawberry.ID = strawberry.field(description="The request.")
    answer: str = strawberry.field(description=f"What they were answered; at most {LONGEST_TEXT} characters.")


@strawberry.input(description="The offender was told whether they have an Offender Manager, and who it is.")
class RecordNoticeInput(Repeatable):
    """`RecordNotice`."""

    case_id: strawberry.ID = strawberry.field(description="The case.")
    on: date = strawberry.field(description="On which day.")
    channel: NoticeChannel = strawberry.field(description="How.")


@strawberry.type(description="It is kept on the case.")
class RecordedOnCase:
    """Success of every mutation that records something on a case."""

    case_number: strawberry.Private[int]

    @strawberry.field(graphql_type=Case, description="The case as it is now.")
    async def case(self, info: Info) -> Any:
        """Read with the mutation's own selection."""
        return await info.context.load(info, self.case_number)


RecordOnCasePayload = Annotated[
    RecordedOnCase | VersionConflict | BrokenRules,
    strawberry.union("RecordOnCasePayload", description="The case, or why nothing was recorded."),
]


async def recorded(work: Awaitable[int]) -> RecordedOnCase:
    """The payload of an action that answers with the case's number."""
    return RecordedOnCase(case_number=await work)


def circumstances(info: Info, asked: Repeatable) -> dict[str, Any]:
    """What every action takes beside its command."""
    return {"cause": info.context.cause, "now": info.context.now(), "idempotency_key": asked.idempotency_key}


async def _ask(info: Info, asked: RecordContactRequestInput) -> RecordedOnCase:
    command = RecordContactRequest(case_number(asked.case_id), asked.asked_at, asked.way, asked.about)
    context = info.context
    return await recorded(change_contact(context.database, context.viewer, command, **circumstances(info, asked)))


async def _answer(info: Info, asked: AnswerContactRequestInput) -> RecordedOnCase:
    try:
        command = AnswerContactRequest(number_of("ContactRequest", asked.id), asked.answer)
    except BadInput:
        raise no_such_request() from None
    context = info.context
    return await recorded(change_contact(context.database, context.viewer, command, **circumstances(info, asked)))


async def _tell(info: Info, asked: RecordNoticeInput) -> RecordedOnCase:
    command = RecordNotice(case_number(asked.case_id), asked.on, asked.channel)
    context = info.context
    return await recorded(record_notice(context.database, context.viewer, command, **circumstances(info, asked)))


@strawberry.type
class LeadMutations:
    """The part of the root type Mutation about what offenders ask and are told."""

    @strawberry.mutation(description=f"Record that the offender asked for their manager. {_NEEDS}")
    async def record_contact_request(self, info: Info, input: RecordContactRequestInput) -> RecordOnCasePayload:
        """Its due date follows."""
        return await or_refusal(info.context, _ask(info, input))

    @strawberry.mutation(description=f"Record what the offender was answered. {_NEEDS}")
    async def answer_contact_request(self, info: Info, input: AnswerContactRequestInput) -> RecordOnCasePayload:
        """Once for each request."""
        return await or_refusal(info.context, _answer(info, input))

    @strawberry.mutation(
        description="Record that the offender was told what stands now: whether they have an Offender Manager, and who "
        f"it is. {_NEEDS}"
    )
    async def record_notice(self, info: Info, input: RecordNoticeInput) -> RecordOnCasePayload:
        """Due again when it changes."""
        return await or_refusal(info.context, _tell(info, input))
