"""What the declarations mean: every name resolved to its table, column or SQL, ready for the compiler.

Built once, when the hub starts (hub/reads/drawing.py).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, FromClause, Table
from sqlalchemy.types import TypeEngine

from hub.domain.access import Capability
from hub.reads.declare import Column, Expression, GlobalId
from hub.store.reach.conditions import Condition, Lookup
from hub.store.shown.rows import RowSource


def is_unique(table: Table, name: str) -> bool:
    """Whether no two rows of a table have the same value in the column."""
    return bool(table.c[name].unique) or [column.name for column in table.primary_key] == [name]


@dataclass(eq=False)
class Entity:
    """A type with a table. `case` names the column that says whose facts a row holds; None: nobody's."""

    name: str
    table: Table
    key: str
    case: str | None
    order: "Order"
    lookup: Lookup
    needs: Capability | None
    fields: dict[str, "Field"] = field(default_factory=dict)


@dataclass(frozen=True)
class Order:
    """The order of a list: columns, the last one unique; all in one direction, so that rows compare as a whole."""

    columns: tuple[str, ...]
    types: tuple[TypeEngine[Any], ...]
    descending: bool

    @classmethod
    def of(cls, table: Table, names: tuple[str, ...], *, descending: bool) -> "Order":
        """The order by these columns of the table."""
        return cls(names, tuple(table.c[name].type for name in names), descending)

    def page_fault(self, table: Table) -> str | None:
        """Why no page can go on from a row of this order; None where one can."""
        nullable = [name for name in self.columns if table.c[name].nullable]
        if nullable:
            return f"is paged by {', '.join(nullable)}, which may be null"
        if not is_unique(table, self.columns[-1]):
            return f"is paged by {self.columns[-1]} last, which is not unique"
        return None


@dataclass(eq=False, kw_only=True)
class Field:
    """A field of an object. `unproved` says why its non-null can't be relied on: then Python completes the answer."""

    name: str
    unproved: str | None = None


@dataclass(eq=False, kw_only=True)
class Value(Field):
    """A scalar, an enum or a list of them; `make` gives the SQL of its JSON."""

    make: Callable[[FromClause], ColumnElement[Any]]
    declared: Column | Expression | GlobalId


@dataclass(eq=False, kw_only=True)
class Embedded(Field):
    """An object in the same row."""

    fields: dict[str, Field]


@dataclass(eq=False, kw_only=True)
class Edge(Field):
    """An edge to another entity; see hub.reads.declare.Link. `single`: an index forbids that it leads to two."""

    target: Entity
    single: bool
    by: str | None
    of: str | None
    where: Condition | None
    order: Order
    crosses: bool

    @property
    def needs(self) -> Capability | None:
        """What somebody must be able to do to follow it."""
        return self.target.needs


@dataclass(eq=False, kw_only=True)
class One(Edge):
    """At most one."""


@dataclass(eq=False, kw_only=True)
class Many(Edge):
    """A list."""


@dataclass(eq=False, kw_only=True)
class Paged(Edge):
    """A connection."""


@dataclass(eq=False, kw_only=True)
class OneOf(Field):
    """At most one of several entities, by a column that says which."""

    kind: str
    by: str
    targets: dict[str, Entity]


@dataclass(eq=False, kw_only=True)
class RowList(Field):
    """Objects made from this row; `made_by` is the name of their source."""

    made_by: str
    source: RowSource
    fields: dict[str, Field]


@dataclass(eq=False, kw_only=True)
class PagePart(Field):
    """A part of a connection, an edge of it, or its page info."""

    part: str


@dataclass(eq=False, kw_only=True)
class Found(Field):
    """A root field that finds one entity by one of its arguments."""

    target: Entity
    lookups: dict[str, Lookup]


@dataclass(eq=False, kw_only=True)
class Scoped(Field):
    """A root connection; `needs` is what somebody must be able to do to list.

    `instead`: the filters that take the place of a scope. `orders` is empty where the entity's own is the only one.
    """

    target: Entity
    scopes: dict[str, Condition]
    filters: dict[str, Lookup]
    instead: tuple[str, ...]
    orders: dict[str, Order]
    needs: frozenset[Capability]


@dataclass(eq=False, kw_only=True)
class AnyNode(Field):
    """The root fields `node` and, where `many`, `nodes`."""

    targets: dict[str, Entity]
    many: bool


@dataclass(eq=False, kw_only=True)
class Loaded(Field):
    """One entity by its number, for a mutation's payload or a subscription's event."""

    target: Entity


@dataclass(eq=False)
class Model:
    """All that is declared: entities by type, root fields by name, the parts of connections by type and field."""

    entities: dict[str, Entity] = field(default_factory=dict)
    roots: dict[str, Field] = field(default_factory=dict)
    parts: dict[str, dict[str, Field]] = field(default_factory=dict)

    def fields_of(self, owner: Field | None, type_name: str) -> Mapping[str, Field]:
        """The fields of an object type, as seen from the field that led to it; None: from the root."""
        if owner is None:
            return self.roots
        if isinstance(owner, Embedded | RowList):
            return owner.fields
        if type_name in self.parts:
            return self.parts[type_name]
        entity = self.entities.get(type_name)
        return entity.fields if entity else {}
