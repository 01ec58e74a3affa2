"""Cover: who stands in for whom, and who acts today for the manager and the supervisor of a case."""

from datetime import date, datetime

import strawberry

from hub.domain.access import Capability
from hub.domain.lead.cover import ActingReason
from hub.domain.lead.covering import CoverFlag
from hub.domain.team import TeamRole
from hub.reads.declare import column, entity, expression, global_id, to_one
from hub.schema.node import ID_ABOUT, Node
from hub.schema.types.team import Staff


@entity("cover", case=None, order=("first_on", "id"), needs=Capability.DECIDE_STAFFING)
@strawberry.type(description="Somebody stands in for somebody else, from a day to a day, as a team manager arranged.")
class Cover(Node):
    """No change of manager or supervisor."""

    id: strawberry.ID = strawberry.field(description=ID_ABOUT, metadata=global_id())
    staff: Staff = strawberry.field(description="Who is away.", metadata=to_one(by="staff_id"))
    covering: Staff = strawberry.field(description="Who stands in.", metadata=to_one(by="covering_id"))
    first_on: date = strawberry.field(description="The first day, London's.", metadata=column("first_on"))
    last_on: date = strawberry.field(description="The last day, included.", metadata=column("last_on"))
    reason: str = strawberry.field(description="The reason given.", metadata=column("reason"))
    flags: list[CoverFlag] = strawberry.field(
        description="What the team manager should look at about it, as it was when it was arranged.",
        metadata=column("flags"),
    )
    arranged_by: Staff = strawberry.field(description="Who arranged it.", metadata=to_one(by="arranged_by_id"))
    arranged_at: datetime = strawberry.field(description="When.", metadata=column("arranged_at"))
    ended_at: datetime | None = strawberry.field(
        description="When somebody ended it early; null: it stands to its last day.", metadata=column("ended_at")
    )
    ended_by: Staff | None = strawberry.field(description="Who ended it.", metadata=to_one(by="ended_by_id"))
    ending_reason: str | None = strawberry.field(description="Why they did.", metadata=column("ending_reason"))


@entity("case_acting", order=("role", "id"))
@strawberry.type(description="Who acts today in one role of the team, and why; who is named does not change by it.")
class Acting:
    """Computed when it is read: cover begins and ends with a day in London."""

    role: TeamRole = strawberry.field(description="In which role.", metadata=column("role"))
    named: Staff | None = strawberry.field(description="Who is named; null: nobody.", metadata=to_one(by="named_id"))
    acting: Staff | None = strawberry.field(
        description="Who acts: the one named, or who covers for them; null: nobody.", metadata=to_one(by="acting_id")
    )
    until: date | None = strawberry.field(
        description="The last day of the cover; null where nobody covers.", metadata=column("until")
    )
    reason: ActingReason = strawberry.field(description="Why.", metadata=column("reason"))
    sentence: str = strawberry.field(description="The reason as a sentence.", metadata=expression("acting_sentence"))
