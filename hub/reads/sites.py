"""What the arguments of a read field mean: the shape of the SQL that they ask for, and the values that it is run with.

A shape is whatever changes the SQL text: which lookup, which way a page goes, which types of node.
"""

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from hub.domain.access import Capability
from hub.reads.arguments import Arguments
from hub.reads.cursors import read_cursor
from hub.reads.faults import BadInput
from hub.reads.ids import number_of, read_global_id
from hub.reads.model import AnyNode, Entity, Field, Found, Order, Paged, Scoped
from hub.store.reach.conditions import Lookup

DEFAULT_PAGE = 25
LARGEST_PAGE = 100
MOST_NODES = 100

NOTHING: frozenset[Capability] = frozenset()


class Reading(NamedTuple):
    """The shape, the values by bind name (without the site's prefix), and the capabilities that this shape needs."""

    shape: Hashable
    values: Mapping[str, Any]
    needs: frozenset[Capability] = NOTHING


class PageShape(NamedTuple):
    """Which way a page goes, which cursors bound it, which scope it is of (None: none), what narrows it, its order."""

    forward: bool
    after: bool
    before: bool
    scope: str | None = None
    filters: tuple[str, ...] = ()
    order: str | None = None


@dataclass(eq=False)
class Site:
    """One field of a document whose arguments matter; `prefix` keeps its bind names apart from other sites'."""

    prefix: str
    arguments: Arguments
    read: Callable[[Mapping[str, Any]], Reading]

    def reading(self, variables: Mapping[str, Any]) -> Reading:
        """What this request asks for here. Raises BadInput."""
        return self.read(self.arguments.values(variables))


def reader_of(field: Field) -> Callable[[Mapping[str, Any]], Reading] | None:
    """How the arguments of a field are read; None for a field without arguments."""
    match field:
        case Found():
            return lambda arguments: _found(field, arguments)
        case Scoped():
            return lambda arguments: _scoped(field, arguments)
        case Paged():
            return lambda arguments: _page(field.order, arguments, None)
        case AnyNode(many=True):
            return lambda arguments: _nodes(field, arguments)
        case AnyNode():
            return lambda arguments: _node(field, arguments)
    return None


def _found(field: Found, arguments: Mapping[str, Any]) -> Reading:
    given = [name for name in field.lookups if arguments.get(name) is not None]
    if len(given) != 1:
        *others, last = field.lookups
        names = f"{', '.join(others)} and {last}" if others else last
        raise BadInput(f"Give exactly one of {names}." if others else f"Give {names}.")
    name = given[0]
    value = arguments[name]
    return Reading(
        name, {"value": number_of(field.target.name, value) if name == "id" else value}, needs_of(field.target)
    )


def needs_of(target: Entity) -> frozenset[Capability]:
    """What somebody must be able to do to see the entity, as a set."""
    return frozenset({target.needs}) if target.needs is not None else NOTHING


def _node(field: AnyNode, arguments: Mapping[str, Any]) -> Reading:
    name, number = read_global_id(arguments["id"])
    return Reading((name,), {"number": number}, _needs_of(field, {name}))


def _nodes(field: AnyNode, arguments: Mapping[str, Any]) -> Reading:
    if len(arguments["ids"]) > MOST_NODES:
        raise BadInput(f"At most {MOST_NODES} ids can be asked for at once; {len(arguments['ids'])} are given.")
    found = [read_global_id(text) for text in arguments["ids"]]
    names = {name for name, _ in found}
    values = {"types": [name for name, _ in found], "numbers": [number for _, number in found]}
    return Reading(tuple(sorted(names)), values, _needs_of(field, names))


def _needs_of(field: AnyNode, names: set[str]) -> frozenset[Capability]:
    needs: frozenset[Capability] = NOTHING
    for name in names:
        target = field.targets.get(name)
        if target is None:
            raise BadInput("The id is of a type that can't be asked for by id: send an id of a Node.")
        needs |= needs_of(target)
    return needs


def _scoped(field: Scoped, arguments: Mapping[str, Any]) -> Reading:
    scope = scope_of(field, arguments)
    given = tuple(name for name in field.filters if arguments.get(name) is not None)
    named = _word(arguments.get("order", next(iter(field.orders)))) if field.orders else None
    order = field.orders[named] if named is not None else field.target.order
    shape, values, needs = _page(order, arguments, scope, field.needs)
    assert isinstance(shape, PageShape)
    narrowed = {f"by_{name}": _value(field.filters[name], arguments[name]) for name in given}
    return Reading(shape._replace(filters=given, order=named), {**values, **narrowed}, needs)


def scope_of(field: Scoped, arguments: Mapping[str, Any]) -> str | None:
    """The scope asked for; where none is, the first, or None where a filter stands in its place or there are none."""
    if not field.scopes:
        return None
    if (given := arguments.get("scope")) is not None:
        return _word(given)
    return None if any(arguments.get(name) is not None for name in field.instead) else next(iter(field.scopes))


def _value(lookup: Lookup, value: Any) -> str | int:
    """What a filter compares with: a number behind a global id, yes or no, a number, or a text."""
    if lookup.id_of is not None:
        return number_of(lookup.id_of, value)
    return value if isinstance(value, int) else _word(value)


def _word(value: Any) -> str:
    """The value of an enum or a text as a text."""
    return str(getattr(value, "value", value))


def _page(
    order: Order, arguments: Mapping[str, Any], scope: str | None, needs: frozenset[Capability] = NOTHING
) -> Reading:
    first, last = arguments.get("first"), arguments.get("last")
    if first is not None and last is not None:
        raise BadInput("Give first or last, not both.")
    limit = first if first is not None else last if last is not None else DEFAULT_PAGE
    if not 1 <= limit <= LARGEST_PAGE:
        name = "last" if last is not None else "first"
        raise BadInput(f"{name} is {limit}; a page has 1 to {LARGEST_PAGE}. Ask for the next page with a cursor.")
    values: dict[str, Any] = {"limit": limit}
    for bound in ("after", "before"):
        if (text := arguments.get(bound)) is not None:
            held = read_cursor(text, order.types)
            values |= {f"{bound}_{place}": value for place, value in enumerate(held)}
    shape = PageShape(last is None, arguments.get("after") is not None, arguments.get("before") is not None, scope)
    return Reading(shape, values, needs)
