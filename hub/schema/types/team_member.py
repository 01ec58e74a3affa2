"""The team around an offender besides its two managers: administrators, key workers, other interested parties."""

from datetime import date, datetime
from typing import Any

import strawberry

from hub.domain.access import Capability
from hub.domain.team_member import MemberRole
from hub.reads.declare import column, entity, global_id, to_many, to_one
from hub.schema.node import ID_ABOUT, Node, later

STAFF = later("Staff", "team")


@entity("delivery", order=("id",), needs=Capability.READ_PLAN)
@strawberry.type(description="That a key worker delivers an intervention.")
class Delivery:
    """As seen from either side."""

    member: Any = strawberry.field(
        graphql_type=later("TeamMember", "team_member") | None,
        description="The key worker, also one who has left.",
        metadata=to_one(by="team_member_id"),
    )
    intervention: Any = strawberry.field(
        graphql_type=later("Intervention", "plan") | None,
        description="The intervention.",
        metadata=to_one(by="intervention_id"),
    )


@entity("team_member", order=("started_at", "id"))
@strawberry.type(
    description="A case administrator, a key worker or another interested party, for a time. Being in the team lets "
    "nobody see more than their role and place do."
)
class TeamMember(Node):
    """A member of staff, or somebody by name."""

    id: strawberry.ID = strawberry.field(description=ID_ABOUT, metadata=global_id())
    role: MemberRole = strawberry.field(description="What they do.", metadata=column("role"))
    staff: Any = strawberry.field(
        graphql_type=STAFF | None,
        description="The member of staff; null for somebody from outside the services.",
        metadata=to_one(by="staff_id"),
    )
    name: str | None = strawberry.field(
        description="The name of somebody from outside the services.", metadata=column("name")
    )
    belongs_to: str | None = strawberry.field(
        description="The organisation of a key worker; what an interested party is to the offender.",
        metadata=column("belongs_to"),
    )
    consents_to: str | None = strawberry.field(
        description="What the offender consents that an interested party is told; null: nothing.",
        metadata=column("consents_to"),
    )
    consented_on: date | None = strawberry.field(
        description="When the offender consented.", metadata=column("consented_on")
    )
    delivers: list[Delivery] | None = strawberry.field(
        description=f"What a key worker delivers. Needs {Capability.READ_PLAN}: without it, null and an error "
        "FORBIDDEN.",
        metadata=to_many(of="team_member_id"),
    )
    started_at: datetime = strawberry.field(description="Since when.", metadata=column("started_at"))
    added_by: Any = strawberry.field(
        graphql_type=STAFF, description="Who added them.", metadata=to_one(by="added_by_id")
    )
    ended_at: datetime | None = strawberry.field(
        description="When they left; null: they are in the team.", metadata=column("ended_at")
    )
    ended_by: Any = strawberry.field(
        graphql_type=STAFF | None, description="Who ended it.", metadata=to_one(by="ended_by_id")
    )
    ending_reason: str | None = strawberry.field(description="Why they left.", metadata=column("ending_reason"))
    case: Any = strawberry.field(
        graphql_type=later("Case", "case"), description="The case.", metadata=to_one(by="case_id")
    )
