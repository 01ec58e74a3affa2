"""How a GraphQL type says where its fields live: small functions whose result stands next to each field.

    @entity("sentence", order=("imposed_on", "id"))
    @strawberry.type
    class Sentence:
        id: strawberry.ID = strawberry.field(metadata=global_id())
        offence: str | None = strawberry.field(metadata=column("offence"))
        source: SourceRecord = strawberry.field(metadata=to_one(by="source_record_id"))

A declaration holds names only; what they mean is looked up when the hub starts (hub/reads/model.py), and a name that
does not exist stops it. SQL that is more than a column stands in the store under a name
(hub/store/shown, hub/store/reach/conditions.py).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from hub.domain.access import Capability

METADATA = "hub.reads"
ENTITY = "__reads_entity__"

Type = TypeVar("Type", bound=type)
Metadata = Mapping[Any, Any]


@dataclass(frozen=True)
class EntityDeclaration:
    """The table behind a type. `case` is the column that names the case, None for facts that belong to no case.

    `order` is the order of lists of it (its last column is unique), `lookup` the named lookup by number, `needs` what
    somebody must be able to do to see it.
    """

    table: str
    key: str
    case: str | None
    order: tuple[str, ...]
    descending: bool
    lookup: str
    needs: Capability | None


@dataclass(frozen=True)
class Column:
    """A column of the type's table."""

    name: str


@dataclass(frozen=True)
class Expression:
    """A named expression of hub/store/shown/expressions.py over the type's table."""

    name: str


@dataclass(frozen=True)
class GlobalId:
    """The id that is unique over all types."""


@dataclass(frozen=True)
class SameRow:
    """An object whose fields stand in the same row as the object that holds it."""


@dataclass(frozen=True)
class Link:
    """An edge to the entity behind the field's type.

    `by` is a column of this row that holds the other's key; `of` a column of the other that holds this row's key; one
    of them is given. `where` is a named condition on the other. `crosses` says that the other may be of another case:
    then the viewer's whole predicate stands on it; every other edge stays inside one case. `unproved` says that the
    edge is non-null in the contract though no foreign key proves it: then Python completes the answer.
    """

    by: str | None = None
    of: str | None = None
    where: str | None = None
    order: tuple[str, ...] | None = None
    descending: bool = False
    crosses: bool = False
    unproved: bool = False


@dataclass(frozen=True)
class ToOne(Link):
    """One of the other, or null; where several fit, the first in order."""


@dataclass(frozen=True)
class ToMany(Link):
    """All of the other, in order."""


@dataclass(frozen=True)
class Pages(Link):
    """A connection: the other in order, a page at a time."""


@dataclass(frozen=True)
class ToOneOf:
    """One of several entities: the column `kind` says which by the keys of `types`, the column `by` holds its key."""

    kind: str
    by: str
    types: Mapping[str, str]


@dataclass(frozen=True)
class Rows:
    """Objects made from this row by a named row source of hub/store/shown/rows.py."""

    name: str


@dataclass(frozen=True)
class Part:
    """A part of a connection: nodes, edges, node, cursor, page_info, total_count, ..."""

    name: str


@dataclass(frozen=True)
class FoundBy:
    """A root field: the one entity that the only argument given finds. `lookups` is argument -> named condition."""

    lookups: Mapping[str, str]


@dataclass(frozen=True)
class By:
    """An order of a root connection: columns, the last one unique."""

    columns: tuple[str, ...]
    descending: bool


@dataclass(frozen=True)
class ScopedPages:
    """A root connection.

    `scopes` is each value of the argument `scope` -> the named condition on the entity; without one, everything is
    listed. `filters` is each argument that may narrow the list -> the named lookup; where one of `instead` is given,
    no scope means all that the viewer sees, else it means the first. `orders` is each value of the argument `order` ->
    the order. `needs` is what somebody must be able to do to work through the list, where single entities show
    without it.
    """

    scopes: Mapping[str, str]
    filters: Mapping[str, str]
    instead: tuple[str, ...]
    orders: Mapping[str, By]
    needs: Capability | None


@dataclass(frozen=True)
class NodeById:
    """The root field `node`."""


@dataclass(frozen=True)
class NodesByIds:
    """The root field `nodes`."""


Root = FoundBy | ScopedPages | NodeById | NodesByIds


def entity(
    table: str,
    *,
    key: str = "id",
    case: str | None = "case_id",
    order: tuple[str, ...] = ("id",),
    descending: bool = False,
    lookup: str = "number",
    needs: Capability | None = None,
) -> Callable[[Type], Type]:
    """Declare the table behind a Strawberry type."""

    def declare(cls: Type) -> Type:
        setattr(cls, ENTITY, EntityDeclaration(table, key, case, order, descending, lookup, needs))
        return cls

    return declare


def column(name: str) -> Metadata:
    """The field is a column; a text array loses its nulls."""
    return {METADATA: Column(name)}


def expression(name: str) -> Metadata:
    """The field is a named expression."""
    return {METADATA: Expression(name)}


def global_id() -> Metadata:
    """The field is the global id."""
    return {METADATA: GlobalId()}


def same_row() -> Metadata:
    """The field is an object of this very row."""
    return {METADATA: SameRow()}


def to_one(
    *,
    by: str | None = None,
    of: str | None = None,
    where: str | None = None,
    order: tuple[str, ...] | None = None,
    descending: bool = False,
    crosses: bool = False,
    unproved: bool = False,
) -> Metadata:
    """The field is another entity, or null."""
    return {METADATA: ToOne(by, of, where, order, descending, crosses, unproved)}


def to_many(
    *,
    of: str,
    where: str | None = None,
    order: tuple[str, ...] | None = None,
    descending: bool = False,
) -> Metadata:
    """The field is a list of another entity."""
    return {METADATA: ToMany(None, of, where, order, descending)}


def pages(
    *, of: str, where: str | None = None, order: tuple[str, ...] | None = None, descending: bool = False
) -> Metadata:
    """The field is a connection to another entity."""
    return {METADATA: Pages(None, of, where, order, descending)}


def to_one_of(*, kind: str, by: str, types: Mapping[str, str]) -> Metadata:
    """The field is one of several entities, or null."""
    return {METADATA: ToOneOf(kind, by, types)}


def rows(name: str) -> Metadata:
    """The field is a list made from this row."""
    return {METADATA: Rows(name)}


def part(name: str) -> Metadata:
    """The field is a part of a connection."""
    return {METADATA: Part(name)}


def found_by(**lookups: str) -> Metadata:
    """The root field finds one entity; arguments by their GraphQL names."""
    return {METADATA: FoundBy(lookups)}


def by(*columns: str, descending: bool = False) -> By:
    """An order of a root connection."""
    return By(columns, descending)


def scoped_pages(
    *,
    filters: Mapping[str, str] | None = None,
    instead: tuple[str, ...] = (),
    orders: Mapping[str, By] | None = None,
    needs: Capability | None = None,
    **scopes: str,
) -> Metadata:
    """The root field is a connection; scopes by the names of the enum's values, filters by arguments' GraphQL names."""
    return {METADATA: ScopedPages(scopes, filters or {}, instead, orders or {}, needs)}


def node_by_id() -> Metadata:
    """The root field is `node`."""
    return {METADATA: NodeById()}


def nodes_by_ids() -> Metadata:
    """The root field is `nodes`."""
    return {METADATA: NodesByIds()}
