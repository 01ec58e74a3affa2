"""The mutations by which named persons rule on records that they name. No rule stands here."""

import strawberry

from hub.actions.identity.parting import part_record
from hub.actions.identity.ruling import rule_on_records, withdraw_ruling
from hub.domain.access import Capability
from hub.domain.override import OverrideScope, OverrideVerdict
from hub.domain.ruling import PartRecord, RuleOnRecords, WithdrawRuling
from hub.schema.mutations.plan_inputs import Repeatable
from hub.schema.mutations.review import (
    NEEDS,
    REASON,
    IdentityDecided,
    IdentityDecisionPayload,
    Info,
    decided,
    number_in,
)
from hub.schema.outcomes import or_refusal


@strawberry.input(description="A ruling on two records: of one person, or of different people.")
class RuleOnRecordsInput(Repeatable):
    """`RuleOnRecords`."""

    record_id: strawberry.ID = strawberry.field(description="One record, from the sources of its case.")
    other_record_id: strawberry.ID = strawberry.field(description="The other record.")
    verdict: OverrideVerdict = strawberry.field(description="One person, or two.")
    scope: OverrideScope = strawberry.field(
        default=OverrideScope.RECORDS,
        description="RECORDS: these two. CASES: all records of both cases, where they are on two.",
    )
    reason: str = strawberry.field(description=REASON)


@strawberry.input(description="Take a ruling back.")
class WithdrawRulingInput(Repeatable):
    """`WithdrawRuling`."""

    ruling_id: strawberry.ID = strawberry.field(description="The ruling, from a case's rulings.")
    reason: str = strawberry.field(description=REASON)


@strawberry.input(description="Bring a record to a case of its own.")
class PartRecordInput(Repeatable):
    """`PartRecord`."""

    record_id: strawberry.ID = strawberry.field(description="The record, from the sources of its case.")
    reason: str = strawberry.field(description=REASON)


async def _rule(info: Info, asked: RuleOnRecordsInput) -> IdentityDecided:
    one = number_in("SourceRecord", asked.record_id, "recordId")
    other = number_in("SourceRecord", asked.other_record_id, "otherRecordId")
    command = RuleOnRecords(one, other, asked.verdict, asked.scope, asked.reason)
    return await decided(info, rule_on_records, command, asked.idempotency_key)


async def _withdraw(info: Info, asked: WithdrawRulingInput) -> IdentityDecided:
    command = WithdrawRuling(number_in("IdentityRuling", asked.ruling_id, "rulingId"), asked.reason)
    return await decided(info, withdraw_ruling, command, asked.idempotency_key)


async def _part(info: Info, asked: PartRecordInput) -> IdentityDecided:
    command = PartRecord(number_in("SourceRecord", asked.record_id, "recordId"), asked.reason)
    return await decided(info, part_record, command, asked.idempotency_key)


@strawberry.type
class RulingMutations:
    """The part of the root type Mutation that rules on records."""

    @strawberry.mutation(
        description="Rule that two records are of one person, which joins their cases, or of different people: on one "
        f"case they stay where they are until a second person parts them. It wins over every score. {NEEDS}"
    )
    async def rule_on_records(self, info: Info, input: RuleOnRecordsInput) -> IdentityDecisionPayload:
        """An answer to nobody's question."""
        return await or_refusal(info.context, _rule(info, input))

    @strawberry.mutation(
        description=f"Take a ruling back. Nothing is joined or parted by that; the cases are looked at again. {NEEDS}"
    )
    async def withdraw_ruling(self, info: Info, input: WithdrawRulingInput) -> IdentityDecisionPayload:
        """What it joined is parted with partCase."""
        return await or_refusal(info.context, _withdraw(info, input))

    @strawberry.mutation(
        description="Bring a record to a case of its own, with what was merged into it. Somebody else must have ruled "
        "that it is of another person than a record of its case: two pairs of eyes. Team and plans stay. "
        f"Needs {Capability.DECIDE_IDENTITY} and reach of the case."
    )
    async def part_record(self, info: Info, input: PartRecordInput) -> IdentityDecisionPayload:
        """A second pair of eyes for a split."""
        return await or_refusal(info.context, _part(info, input))
