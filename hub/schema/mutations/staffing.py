"""The mutations about staff: map the input, run one action, answer with the member of staff. No rule stands here."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Any

import strawberry

from hub.actions.team.staffing import Command, decide_staffing
from hub.domain import staffing as do
from hub.domain.access import Capability, Service
from hub.domain.staffing import ReductionReason, broken, canonical_code
from hub.reads.faults import BadInput
from hub.reads.ids import number_of
from hub.schema.context import Context
from hub.schema.mutations.plan_inputs import Repeatable
from hub.schema.outcomes import BrokenRules, VersionConflict, or_refusal
from hub.schema.types.team import Staff

Info = strawberry.Info[Context, None]

_NEEDS = f"Needs {Capability.DECIDE_STAFFING}, for somebody of your team or prison."
_SERVICE, _CODE = "The service of the member of staff.", "Their staff code in that service."


@strawberry.input(description="The hours of somebody by contract, from a day on.")
class RecordContractedHoursInput(Repeatable):
    """`RecordContractedHours`."""

    service: Service = strawberry.field(description=_SERVICE)
    staff_code: str = strawberry.field(description=_CODE)
    hours: float = strawberry.field(description=f"Hours a week, up to {do.MOST_HOURS}.")
    starts_on: date = strawberry.field(description="From which day on; the same day again corrects it.")

    def command(self) -> do.RecordContractedHours:
        """The command in the domain's words."""
        return do.RecordContractedHours(
            self.service, canonical_code(self.staff_code), _decimal(self.hours), self.starts_on
        )


@strawberry.input(description="Fewer hours for cases than by contract.")
class RecordHoursReductionInput(Repeatable):
    """`RecordReduction`."""

    service: Service = strawberry.field(description=_SERVICE)
    staff_code: str = strawberry.field(description=_CODE)
    hours: float = strawberry.field(description="How many hours a week fewer.")
    reason: ReductionReason = strawberry.field(description="Why.")
    starts_on: date = strawberry.field(description="The first day.")
    ends_on: date | None = strawberry.field(default=None, description="The last day; null until somebody ends it.")

    def command(self) -> do.RecordReduction:
        """The command in the domain's words."""
        code, hours = canonical_code(self.staff_code), _decimal(self.hours)
        return do.RecordReduction(self.service, code, hours, self.reason, self.starts_on, self.ends_on)


@strawberry.input(description="Say which day is a reduction's last.")
class EndHoursReductionInput(Repeatable):
    """`EndReduction`."""

    id: strawberry.ID = strawberry.field(description="The reduction.")
    ends_on: date = strawberry.field(description="Its last day.")

    def command(self) -> do.EndReduction:
        """The command in the domain's words; raises BrokenRule."""
        try:
            return do.EndReduction(number_of("HoursReduction", self.id), self.ends_on)
        except BadInput:
            raise broken("ReductionNotFound", "id") from None


@strawberry.input(description="Take back hours that were wrong.")
class WithdrawContractedHoursInput(Repeatable):
    """`WithdrawHours`."""

    service: Service = strawberry.field(description=_SERVICE)
    staff_code: str = strawberry.field(description=_CODE)
    starts_on: date = strawberry.field(description="The day from which on they were recorded.")
    reason: str = strawberry.field(description=f"Why; at most {do.LONGEST_REASON} characters.")

    def command(self) -> do.WithdrawHours:
        """The command in the domain's words."""
        return do.WithdrawHours(self.service, canonical_code(self.staff_code), self.starts_on, self.reason)


@strawberry.input(description="Take back a reduction that was wrong.")
class WithdrawHoursReductionInput(Repeatable):
    """`WithdrawReduction`."""

    id: strawberry.ID = strawberry.field(description="The reduction.")
    reason: str = strawberry.field(description=f"Why; at most {do.LONGEST_REASON} characters.")

    def command(self) -> do.WithdrawReduction:
        """The command in the domain's words; raises BrokenRule."""
        try:
            return do.WithdrawReduction(number_of("HoursReduction", self.id), self.reason)
        except BadInput:
            raise broken("ReductionNotFound", "id") from None


@strawberry.input(description="Say that two codes are the same person.")
class LinkStaffInput(Repeatable):
    """`LinkStaff`."""

    community_code: str = strawberry.field(description="Their staff code in the probation service.")
    custody_code: str = strawberry.field(description="Their staff code in the prison service.")
    reason: str = strawberry.field(description=f"Why you know; at most {do.LONGEST_REASON} characters.")

    def command(self) -> do.LinkStaff:
        """The command in the domain's words."""
        return do.LinkStaff(canonical_code(self.community_code), canonical_code(self.custody_code), self.reason)


@strawberry.input(description="Say that a code and the one that it is linked with are not the same person.")
class UnlinkStaffInput(Repeatable):
    """`UnlinkStaff`."""

    service: Service = strawberry.field(description=_SERVICE)
    staff_code: str = strawberry.field(description=_CODE)
    reason: str = strawberry.field(description=f"Why; at most {do.LONGEST_REASON} characters.")

    def command(self) -> do.UnlinkStaff:
        """The command in the domain's words."""
        return do.UnlinkStaff(self.service, canonical_code(self.staff_code), self.reason)


@strawberry.type(description="What was decided about the member of staff is kept.")
class StaffDecided:
    """Success of the mutations about staff."""

    staff_number: strawberry.Private[int]

    @strawberry.field(graphql_type=Staff, description="The member of staff as they stand now.")
    async def staff(self, info: Info) -> Any:
        """Read with the mutation's own selection."""
        return await info.context.load(info, self.staff_number)


StaffPayload = Annotated[
    StaffDecided | VersionConflict | BrokenRules,
    strawberry.union("StaffPayload", description="The member of staff, or why nothing was changed."),
]
Asked = (
    RecordContractedHoursInput
    | RecordHoursReductionInput
    | EndHoursReductionInput
    | WithdrawContractedHoursInput
    | WithdrawHoursReductionInput
    | LinkStaffInput
    | UnlinkStaffInput
)


def _decimal(hours: float) -> Decimal:
    return Decimal(str(hours))


async def _decide(info: Info, asked: Asked) -> StaffDecided:
    context = info.context
    command: Command = asked.command()
    staff_id = await decide_staffing(
        context.database,
        context.viewer,
        command,
        cause=context.cause,
        now=context.now(),
        idempotency_key=asked.idempotency_key,
    )
    return StaffDecided(staff_number=staff_id)


@strawberry.type
class StaffingMutations:
    """The part of the root type Mutation about staff."""

    @strawberry.mutation(description=f"Record the hours of somebody by contract, from a day on. {_NEEDS}")
    async def record_contracted_hours(self, info: Info, input: RecordContractedHoursInput) -> StaffPayload:
        """Their capacity follows."""
        return await or_refusal(info.context, _decide(info, input))

    @strawberry.mutation(description=f"Record that somebody has fewer hours for cases for a time. {_NEEDS}")
    async def record_hours_reduction(self, info: Info, input: RecordHoursReductionInput) -> StaffPayload:
        """Several of one time add up."""
        return await or_refusal(info.context, _decide(info, input))

    @strawberry.mutation(description=f"Say which day is the last of a reduction. {_NEEDS}")
    async def end_hours_reduction(self, info: Info, input: EndHoursReductionInput) -> StaffPayload:
        """Also to correct a last day."""
        return await or_refusal(info.context, _decide(info, input))

    @strawberry.mutation(
        description="Take back hours by contract that were wrong, with a reason: those before them hold on. The "
        f"history keeps them. {_NEEDS}"
    )
    async def withdraw_contracted_hours(self, info: Info, input: WithdrawContractedHoursInput) -> StaffPayload:
        """Their capacity follows."""
        return await or_refusal(info.context, _decide(info, input))

    @strawberry.mutation(
        description="Take back a reduction that was wrong, with a reason: it counts on no day. The history keeps it. "
        f"{_NEEDS}"
    )
    async def withdraw_hours_reduction(self, info: Info, input: WithdrawHoursReductionInput) -> StaffPayload:
        """Their capacity follows."""
        return await or_refusal(info.context, _decide(info, input))

    @strawberry.mutation(
        description="Say that a code of the probation service and one of the prison service are the same person. The "
        f"same again changes nothing. {_NEEDS}"
    )
    async def link_staff(self, info: Info, input: LinkStaffInput) -> StaffPayload:
        """Decided by a person, never by names that are alike."""
        return await or_refusal(info.context, _decide(info, input))

    @strawberry.mutation(description=f"Take back that two codes are the same person. {_NEEDS}")
    async def unlink_staff(self, info: Info, input: UnlinkStaffInput) -> StaffPayload:
        """The history keeps both decisions."""
        return await or_refusal(info.context, _decide(info, input))
