"""Who contributes to a case of high risk without leading it, and by whose decision."""

from datetime import date, datetime

import strawberry

from hub.domain.access import Capability
from hub.domain.allocation.contributing import ContributionEnd, ContributionFlag
from hub.domain.allocation.duties import DecidedBy
from hub.domain.assessment import RiskLevel
from hub.reads.declare import column, entity, global_id, to_one
from hub.schema.node import ID_ABOUT, Node
from hub.schema.types.team import Staff


@entity("contribution", order=("started_at", "id"), needs=Capability.READ_ASSESSMENT)
@strawberry.type(
    description="Somebody of profile 54 contributes to aspects of a case of high or very high risk, as a team manager "
    "or MAPPA decided. While it lasts they read the case, and change nothing of it."
)
class Contribution(Node):
    """Ended, never changed, so that all of them can be read."""

    id: strawberry.ID = strawberry.field(description=ID_ABOUT, metadata=global_id())
    staff: Staff = strawberry.field(description="Who contributes.", metadata=to_one(by="staff_id"))
    aspects: str = strawberry.field(description="To which aspects of the case.", metadata=column("aspects"))
    reason: str = strawberry.field(description="Why.", metadata=column("reason"))
    decided_by: DecidedBy = strawberry.field(description="Who decided it.", metadata=column("decided_by"))
    decider: Staff | None = strawberry.field(
        description="The team manager who decided it; null where a MAPPA meeting did.", metadata=to_one(by="decider_id")
    )
    decided_on: date = strawberry.field(
        description="The day of the decision, for MAPPA that of the meeting.", metadata=column("decided_on")
    )
    harm: RiskLevel = strawberry.field(description="The risk of harm at that time.", metadata=column("harm"))
    flags: list[ContributionFlag] = strawberry.field(
        description="What about it needs a person's look.", metadata=column("flags")
    )
    started_at: datetime = strawberry.field(description="Since when.", metadata=column("started_at"))
    recorded_by: Staff = strawberry.field(description="Who recorded it.", metadata=to_one(by="recorded_by_id"))
    ended_at: datetime | None = strawberry.field(
        description="When it ended; null: they contribute.", metadata=column("ended_at")
    )
    ended_as: ContributionEnd | None = strawberry.field(description="How it ended.", metadata=column("ended_as"))
    ended_by: Staff | None = strawberry.field(
        description="Who ended it; null where the case did.", metadata=to_one(by="ended_by_id")
    )
    ending_reason: str | None = strawberry.field(description="Why they did.", metadata=column("ending_reason"))
