"""Whatever has a global id, and can be asked for by it."""

from typing import Any

import strawberry
from strawberry.types.lazy_type import LazyType

from hub.reads.declare import global_id

ID_ABOUT = "The global id, unique over all types; nobody may build on its form."


@strawberry.interface(description="Whatever can be asked for by its global id.")
class Node:
    """The Relay interface."""

    id: strawberry.ID = strawberry.field(description=ID_ABOUT, metadata=global_id())


def later(type_name: str, module: str) -> Any:
    """A type of a file further up, by name: for an edge that leads back, like from a sentence to its case."""
    return LazyType[Any, Any](type_name, f"hub.schema.{module}")
