"""Who leads a case day to day, how its offender reaches the manager, what they asked and what they were told."""

from datetime import date, datetime
from typing import Any

import strawberry

from hub.domain.eligibility import Eligibility, NoticeChannel
from hub.domain.eligibility.notice import NoticeReason
from hub.domain.handover import Responsibility
from hub.domain.lead.day_to_day import LeadFlag, LeadReason, Place
from hub.domain.lead.reach import ContactThrough, ContactWay, ReachReason
from hub.domain.team import TeamRole
from hub.reads.declare import column, entity, expression, global_id, to_one
from hub.schema.node import ID_ABOUT, Node, later
from hub.schema.types.team import Staff

CASE = later("Case", "case")
_SENTENCE = "The reason as a sentence."


@entity("case_leadership", order=("id",))
@strawberry.type(
    description="Three facts that are kept apart: who is accountable, who leads day to day, which side is responsible."
)
class Leadership:
    """Accountable is always the Offender Manager."""

    accountable: Staff | None = strawberry.field(
        description="The accountable manager: the Offender Manager; null: nobody is named.",
        metadata=to_one(by="accountable_id"),
    )
    day_to_day: Staff | None = strawberry.field(
        description="Who leads day to day; null: nobody is named.", metadata=to_one(by="day_to_day_id")
    )
    role: TeamRole | None = strawberry.field(description="In which role they lead.", metadata=column("role"))
    place: Place = strawberry.field(description="Where the sentence is served now.", metadata=column("place"))
    responsibility: Responsibility | None = strawberry.field(
        description="Which side is responsible today; told in custody.", metadata=column("responsibility")
    )
    reason: LeadReason = strawberry.field(description="Why they lead.", metadata=column("reason"))
    sentence: str = strawberry.field(description=_SENTENCE, metadata=expression("lead_sentence"))
    flags: list[LeadFlag] = strawberry.field(description="What needs a person's look.", metadata=column("flags"))


@entity("case_reach", order=("id",))
@strawberry.type(description="How the offender reaches their manager now, from phase and place.")
class HowToReach:
    """What the offender is told."""

    way: ContactWay | None = strawberry.field(
        description="By what; null where there is no manager to reach.", metadata=column("way")
    )
    through: ContactThrough | None = strawberry.field(description="Through whom.", metadata=column("through"))
    staff: Staff | None = strawberry.field(
        description="Who that is, where somebody is named.", metadata=to_one(by="through_id")
    )
    reason: ReachReason = strawberry.field(description="Why that way.", metadata=column("reason"))
    sentence: str = strawberry.field(description=_SENTENCE, metadata=expression("reach_sentence"))


@entity("contact_request", order=("due_at", "id"))
@strawberry.type(description="A request of the offender to their manager, with its due date and its answer.")
class ContactRequest(Node):
    """To be answered by the end of the fifth working day after it."""

    id: strawberry.ID = strawberry.field(description=ID_ABOUT, metadata=global_id())
    asked_at: datetime = strawberry.field(description="When they asked.", metadata=column("asked_at"))
    way: ContactWay = strawberry.field(description="By what.", metadata=column("way"))
    about: str = strawberry.field(description="What they want.", metadata=column("about"))
    due_at: datetime = strawberry.field(description="By when it is answered.", metadata=column("due_at"))
    overdue: bool = strawberry.field(
        description="Whether it is not answered though it was due.", metadata=expression("contact_overdue")
    )
    recorded_by: Staff = strawberry.field(description="Who recorded it.", metadata=to_one(by="recorded_by_id"))
    answer: str | None = strawberry.field(description="What they were answered.", metadata=column("answer"))
    answered_at: datetime | None = strawberry.field(
        description="When the answer was recorded; null: not yet.", metadata=column("answered_at")
    )
    answered_by: Staff | None = strawberry.field(
        description="Who recorded the answer.", metadata=to_one(by="answered_by_id")
    )
    case: Any = strawberry.field(graphql_type=CASE, description="Whose.", metadata=to_one(by="case_id"))


@entity("offender_notice", order=("told_on", "id"))
@strawberry.type(description="That the offender was told whether they have an Offender Manager, and who it is.")
class OffenderNotice:
    """What they were told stays as it was then."""

    told_on: date = strawberry.field(description="On which day.", metadata=column("told_on"))
    channel: NoticeChannel = strawberry.field(description="How.", metadata=column("channel"))
    manager: Eligibility = strawberry.field(
        description="What they were told: whether they have one.", metadata=column("manager")
    )
    staff: Staff | None = strawberry.field(
        description="Who they were told it is; null: nobody yet, or none.", metadata=to_one(by="manager_id")
    )
    recorded_by: Staff = strawberry.field(description="Who recorded it.", metadata=to_one(by="recorded_by_id"))


@entity("case_notice_due", order=("id",))
@strawberry.type(description="That the offender is to be told now, and why.")
class NoticeDue:
    """Gone once it is recorded that they were."""

    reason: NoticeReason = strawberry.field(description="Why.", metadata=column("reason"))
    sentence: str = strawberry.field(description=_SENTENCE, metadata=expression("notice_sentence"))
    case: Any = strawberry.field(graphql_type=CASE, description="Whose.", metadata=to_one(by="case_id"))
