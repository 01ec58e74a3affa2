"""What team managers decide about staff: hours, what reduces them, and that two codes are one person."""

from datetime import date, datetime
from typing import Any

import strawberry

from hub.domain.access import Capability
from hub.domain.staffing import ReductionReason
from hub.reads.declare import column, entity, global_id, to_one
from hub.schema.node import ID_ABOUT, later

STAFF = later("Staff", "team")


@entity("staff_hours", case=None, order=("starts_on", "id"), needs=Capability.DECIDE_STAFFING)
@strawberry.type(description="Hours a week by contract, from a day until the next that were decided.")
class ContractedHours:
    """One decision about the hours of somebody."""

    hours: float = strawberry.field(description="Hours a week.", metadata=column("hours"))
    starts_on: date = strawberry.field(description="From which day on.", metadata=column("starts_on"))
    decided_by: Any = strawberry.field(
        graphql_type=STAFF, description="Who decided.", metadata=to_one(by="decided_by_id")
    )
    decided_at: datetime = strawberry.field(description="When.", metadata=column("decided_at"))
    withdrawn_at: datetime | None = strawberry.field(
        description="When it was taken back, and counts for nothing since; null: it stands.",
        metadata=column("withdrawn_at"),
    )
    withdrawn_by: Any = strawberry.field(
        graphql_type=STAFF | None, description="Who took it back.", metadata=to_one(by="withdrawn_by_id")
    )
    withdrawal_reason: str | None = strawberry.field(description="Why it was.", metadata=column("withdrawal_reason"))


@entity("staff_reduction", case=None, order=("starts_on", "id"), needs=Capability.DECIDE_STAFFING)
@strawberry.type(description="Fewer hours a week for cases than by contract, from a day to a last one.")
class HoursReduction:
    """Several of one time add up."""

    id: strawberry.ID = strawberry.field(description=ID_ABOUT, metadata=global_id())
    hours: float = strawberry.field(description="Hours a week.", metadata=column("hours"))
    reason: ReductionReason = strawberry.field(description="Why.", metadata=column("reason"))
    starts_on: date = strawberry.field(description="The first day.", metadata=column("starts_on"))
    ends_on: date | None = strawberry.field(
        description="The last day; null until somebody ends it.", metadata=column("ends_on")
    )
    decided_by: Any = strawberry.field(
        graphql_type=STAFF, description="Who decided last.", metadata=to_one(by="decided_by_id")
    )
    decided_at: datetime = strawberry.field(description="When.", metadata=column("decided_at"))
    withdrawn_at: datetime | None = strawberry.field(
        description="When it was taken back, and counts for nothing since; null: it stands.",
        metadata=column("withdrawn_at"),
    )
    withdrawn_by: Any = strawberry.field(
        graphql_type=STAFF | None, description="Who took it back.", metadata=to_one(by="withdrawn_by_id")
    )
    withdrawal_reason: str | None = strawberry.field(description="Why it was.", metadata=column("withdrawal_reason"))


@entity("same_staff", case=None, order=("decided_at", "id"))
@strawberry.type(description="That two codes, one in each service, are the same person: decided by somebody.")
class SameStaff:
    """As seen from one of the two."""

    staff: Any = strawberry.field(
        graphql_type=STAFF, description="The same person under their other code.", metadata=to_one(by="other_id")
    )
    reason: str = strawberry.field(description="Why they are one.", metadata=column("reason"))
    decided_by: Any = strawberry.field(
        graphql_type=STAFF, description="Who decided.", metadata=to_one(by="decided_by_id")
    )
    decided_at: datetime = strawberry.field(description="When.", metadata=column("decided_at"))
    ended_at: datetime | None = strawberry.field(
        description="When that was taken back; null: it stands.", metadata=column("ended_at")
    )
    ended_by: Any = strawberry.field(
        graphql_type=STAFF | None,
        description="Who took it back.",
        metadata=to_one(by="ended_by_id"),
    )
    ending_reason: str | None = strawberry.field(description="Why it was.", metadata=column("ending_reason"))
