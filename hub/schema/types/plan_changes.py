"""Every change ever made of a plan: who, when, which node, both values of each field."""

from datetime import datetime

import strawberry

from hub.domain.access import Capability, Service
from hub.domain.plan import PlanNode
from hub.reads.declare import column, entity, global_id, rows, to_one, to_one_of
from hub.schema.node import ID_ABOUT, NODE_TYPES, Node, VersionedNode
from hub.schema.types.team import Staff


@strawberry.type(description="A field that a change changed.")
class ChangedField:
    """Name and values as a GraphQL input would write them, without quotes."""

    field: str = strawberry.field(description="The field's name.", metadata=column("field"))
    before: str | None = strawberry.field(description="The value before; null: none.", metadata=column("before"))
    after: str | None = strawberry.field(description="The value after; null: none.", metadata=column("after"))


@entity("plan_change", order=("plan_version", "id"), descending=True, needs=Capability.READ_PLAN)
@strawberry.type(description="One change of the plan, kept for ever.")
class PlanChange(Node):
    """A line of the plan's history."""

    id: strawberry.ID = strawberry.field(description=ID_ABOUT, metadata=global_id())
    plan_version: int = strawberry.field(
        description="The plan's version that the change made.", metadata=column("plan_version")
    )
    event: str = strawberry.field(
        description="What happened, by name, like `InterventionCompleted`.", metadata=column("event")
    )
    node_kind: PlanNode = strawberry.field(description="The kind of node that changed.", metadata=column("node"))
    node: VersionedNode | None = strawberry.field(
        description="The node as it is now.",
        metadata=to_one_of(
            kind="node",
            by="node_id",
            types=NODE_TYPES,
        ),
    )
    node_version: int = strawberry.field(
        description="The node's version that the change made.", metadata=column("node_version")
    )
    fields: list[ChangedField] = strawberry.field(
        description="The fields that changed, with both values.", metadata=rows("changed_fields")
    )
    service: Service = strawberry.field(description="The service that it came from.", metadata=column("service"))
    actor: Staff | None = strawberry.field(
        description="Who made it; null where no member of staff did.", metadata=to_one(by="actor_id")
    )
    actor_role: str = strawberry.field(
        description="As what they stood to the case, by name.", metadata=column("actor_role")
    )
    cause: str = strawberry.field(description="The request or message that caused it.", metadata=column("cause"))
    at: datetime = strawberry.field(description="When.", metadata=column("at"))
