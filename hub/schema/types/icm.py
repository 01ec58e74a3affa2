"""Integrated Case Management, in Scotland: the route, the core screen, taking part, conferences."""

from datetime import date
from typing import Any

import strawberry

from hub.domain.icm import (
    Attendee,
    ConferenceKind,
    CoreScreenNeed,
    CoreScreenState,
    IcmRoute,
    IcmRouteReason,
    ParticipationAnswer,
)
from hub.reads.declare import column, entity, expression, to_one
from hub.schema.node import later
from hub.schema.types.team import Staff

_BY = "Who recorded it."


@entity("case_icm", order=("id",))
@strawberry.type(
    description="How a case that is Scotland's stands in Integrated Case Management. Taking part is voluntary: "
    "declining is no breach, and a conference goes ahead without the offender."
)
class IntegratedCase:
    """Computed when it is read: what is due depends on the day."""

    route: IcmRoute | None = strawberry.field(
        description="The route; null while nobody knows how long the custody is.", metadata=column("route")
    )
    reason: IcmRouteReason = strawberry.field(description="Why that route.", metadata=column("reason"))
    sentence: str = strawberry.field(description="The reason as a sentence.", metadata=column("sentence"))
    social_work_involved: bool = strawberry.field(
        description="Whether social work is involved on release and contacts the family: on the enhanced route.",
        metadata=column("enhanced"),
    )
    received_on: date | None = strawberry.field(
        description="The last reception; what is due is counted from it.", metadata=column("received_on")
    )
    core_screen: CoreScreenState | None = strawberry.field(
        description="How the core screen stands; null where no reception is known.", metadata=column("core_screen")
    )
    core_screen_due_on: date | None = strawberry.field(
        description="By when it is due.", metadata=column("core_screen_due_on")
    )
    participation: ParticipationAnswer = strawberry.field(
        description="Whether the offender takes part: a fact that a decision on home detention curfew may see.",
        metadata=column("participation"),
    )
    participation_on: date | None = strawberry.field(
        description="When they said so.", metadata=column("participation_on")
    )
    told_route_on: date | None = strawberry.field(
        description="When they were told the route, the newest since the last reception.",
        metadata=column("told_route_on"),
    )
    route_to_tell: bool = strawberry.field(
        description="Whether there is a route that they are still to be told.", metadata=column("route_to_tell")
    )
    family_consent: bool = strawberry.field(
        description="Whether they consent that the family sees the invitation.", metadata=column("family_consent")
    )
    conference: ConferenceKind | None = strawberry.field(
        description="Which conference is due next; null: none.", metadata=column("conference")
    )
    conference_due_on: date | None = strawberry.field(
        description="By when it is due.", metadata=column("conference_due_on")
    )
    conference_because: str | None = strawberry.field(
        description="Why then, as a sentence.", metadata=expression("conference_sentence")
    )
    conference_overdue: bool = strawberry.field(
        description="Whether it was due before today.", metadata=column("conference_overdue")
    )
    invited: list[Attendee] = strawberry.field(
        description="Who is invited to it: the family with the offender's consent; the offender and the family may "
        "stay away.",
        metadata=column("invited"),
    )
    case: Any = strawberry.field(
        graphql_type=later("Case", "case"), description="The case.", metadata=to_one(by="case_id")
    )


@entity("icm_core_screen", order=("on_day", "id"))
@strawberry.type(description="A core screen interview, held or declined.")
class CoreScreenInterview:
    """Soon after reception, by a prison officer."""

    on: date = strawberry.field(description="On which day.", metadata=column("on_day"))
    held: bool = strawberry.field(description="Whether it was held; else it was declined.", metadata=column("held"))
    needs: list[CoreScreenNeed] = strawberry.field(description="What came up.", metadata=column("needs"))
    recorded_by: Staff = strawberry.field(description=_BY, metadata=to_one(by="recorded_by_id"))


@entity("icm_conference", order=("on_day", "id"))
@strawberry.type(description="A case conference that was held.")
class CaseConference:
    """It makes the plan for the year."""

    on: date = strawberry.field(description="On which day.", metadata=column("on_day"))
    attended: list[Attendee] = strawberry.field(description="Who attended.", metadata=column("attended"))
    plan: str = strawberry.field(
        description="The plan for the year, and how support is given.", metadata=column("plan")
    )
    recorded_by: Staff = strawberry.field(description=_BY, metadata=to_one(by="recorded_by_id"))
