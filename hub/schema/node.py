"""Whatever has a global id, and can be asked for by it."""

from typing import Any

import strawberry
from strawberry.types.lazy_type import LazyType

from hub.reads.declare import column, global_id

VERSION_ABOUT = "Its own version, the one to send as `expectedVersion`; grows with each change of it."
# The kinds of node of a plan, by the domain's words, and their types.
NODE_TYPES = {
    "PLAN": "SentencePlan",
    "OBJECTIVE": "Objective",
    "INTERVENTION": "Intervention",
    "STEP": "Step",
    "PROPOSAL": "Proposal",
}
ID_ABOUT = "The global id, unique over all types; nobody may build on its form."


@strawberry.interface(description="Whatever can be asked for by its global id.")
class Node:
    """The Relay interface."""

    id: strawberry.ID = strawberry.field(description=ID_ABOUT, metadata=global_id())


@strawberry.interface(description="A node of a sentence plan, with a version of its own.")
class VersionedNode(Node):
    """What a mutation changes, by id and expected version."""

    id: strawberry.ID = strawberry.field(description=ID_ABOUT, metadata=global_id())
    version: int = strawberry.field(description=VERSION_ABOUT, metadata=column("version"))


def later(type_name: str, module: str) -> Any:
    """A type of a file further up, by name: for an edge that leads back, like from a sentence to its case."""
    return LazyType[Any, Any](type_name, f"hub.schema.types.{module}")
