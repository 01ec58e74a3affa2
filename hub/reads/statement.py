"""An outline becomes one SQL statement that returns the JSON of the answer, and the cases whose facts are in it.

Each object is a correlated scalar subselect in the select list of its parent, never a joined LATERAL: the planner can't
move it past the LIMIT of the root, so that only what is shown is read (docs/decisions.md, "Reads and tests").
Every inner select names all outer rows with correlate(); hub/reads/guard.py takes a last look at the whole.
"""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    ARRAY,
    BigInteger,
    ColumnElement,
    FromClause,
    Select,
    Text,
    bindparam,
    case,
    func,
    select,
    true,
)
from sqlalchemy import literal_column as sql
from sqlalchemy.dialects.postgresql import aggregate_order_by, asyncpg

from hub.domain.access import Capability
from hub.reads.edges import ONE, At, alias_of, seen
from hub.reads.guard import refuse_unguarded
from hub.reads.json_sql import EMPTY_LIST, JsonObject
from hub.reads.model import AnyNode, Entity, Found, Loaded, Scoped
from hub.reads.objects import COMMA, ObjectWriter, concat, joined, own_number, shown_picks
from hub.reads.outline import Outline, Pick
from hub.reads.paging import Page, type_name
from hub.reads.sites import PageShape, Site
from hub.store.reach.conditions import Lookup

_DIALECT = asyncpg.dialect()  # type: ignore[no-untyped-call]


@dataclass(frozen=True)
class Compiled:
    """One statement, and the names of its bind parameters in the order of $1, $2, ..."""

    sql: str
    names: tuple[str, ...]

    def arguments(self, values: Mapping[str, Any]) -> list[Any]:
        """The values in the statement's order."""
        return [values[name] for name in self.names]


def compile_outline(
    outline: Outline,
    shapes: Mapping[Site, Hashable],
    *,
    without: frozenset[Capability] = frozenset(),
    for_python: bool = False,
) -> Compiled:
    """The statement of an outline; its columns are the JSON object of `outline.picks` and the case ids (bigint[]).

    What needs a capability in `without` is left out, and so is a field that has no shape because its arguments are
    wrong: Python puts the error there. `for_python` adds the type's name where Python must find it.
    Raises UnguardedStatement if a table of a person would be read without a predicate of its own.
    """
    statement = _RootWriter(shapes, without, for_python).whole(outline.picks)
    compiled = statement.compile(dialect=_DIALECT, compile_kwargs={"render_postcompile": True})
    text = str(compiled)
    refuse_unguarded(statement, text)
    return Compiled(text, tuple(compiled.positiontup or ()))


class _RootWriter:
    """Writes the root fields of one outline."""

    def __init__(self, shapes: Mapping[Site, Hashable], without: frozenset[Capability], for_python: bool) -> None:
        self._shapes = shapes
        self._without = without
        self._objects = ObjectWriter(shapes, without, for_python)

    def whole(self, picks: Sequence[Pick]) -> Select[Any]:
        """The statement: one row, with the answer and the cases."""
        source: Any = select(ONE.label("one")).subquery()
        pairs: list[tuple[str, ColumnElement[Any]]] = []
        numbers: list[ColumnElement[Any]] = []
        for pick in picks:
            if pick.field is None:
                pairs.append((pick.key, type_name(pick)))
            elif (root := self._root(pick)) is not None:
                found = root.subquery()
                source = source.outerjoin(found, true())
                pairs.append((pick.key, found.c.value))
                numbers.append(found.c.numbers)
        cases: ColumnElement[Any] = sql("'{}'::bigint[]")
        if numbers:
            cases = func.string_to_array(func.concat_ws(COMMA, *numbers), COMMA).cast(ARRAY(BigInteger))
        return select(JsonObject(pairs).label("data"), cases.label("case_ids")).select_from(source)

    def _root(self, pick: Pick) -> Select[Any] | None:
        """A select of `value` (JSON) and `numbers` (the cases, as text); None where there is nothing to ask."""
        field, site = pick.field, pick.site
        if isinstance(field, Loaded):
            return self._found(pick.only_children, field.target, _by_key(field.target), "number")
        if site is None or site not in self._shapes:
            return None
        shape: Any = self._shapes[site]
        match field:
            case Found():
                return self._found(pick.only_children, field.target, field.lookups[shape], f"{site.prefix}value")
            case AnyNode(many=True):
                return self._nodes(pick, field, site.prefix, shape)
            case AnyNode():
                target = field.targets[shape[0]]
                if target.needs in self._without:
                    return None
                return self._found(pick.children[target.name], target, target.lookup, f"{site.prefix}number")
            case Scoped():
                return self._scoped(pick, field, site.prefix, shape)
        raise AssertionError(f"{pick.key} is no root field")

    def _found(self, picks: Sequence[Pick], target: Entity, lookup: Lookup, bind: str) -> Select[Any]:
        value = bindparam(bind, type_=lookup.type)
        at = At(alias_of(target), target)
        return self._one(at, lookup, value, self._objects.object(picks, at, target.name), self._numbers(picks, at))

    def _one(self, at: At, lookup: Lookup, value: ColumnElement[Any], *columns: ColumnElement[Any]) -> Select[Any]:
        """A select of the one row that the lookup finds and the viewer sees."""
        assert at.entity is not None
        names = [column.label(name) for column, name in zip(columns, ("value", "numbers"), strict=False)]
        found = select(*names).select_from(at.row).where(lookup.make(at.row, value), *seen(at.row, at.entity))
        return found.order_by(at.row.c[at.entity.key]).limit(ONE).correlate(*at.outer)

    def _numbers(self, picks: Sequence[Pick], at: At) -> ColumnElement[Any]:
        assert at.entity is not None
        return concat([*own_number(at.entity, at.row), *self._objects.numbers(picks, at)])

    def _nodes(self, pick: Pick, field: AnyNode, prefix: str, names: Sequence[str]) -> Select[Any]:
        lists = (bindparam(f"{prefix}types", type_=ARRAY(Text)), bindparam(f"{prefix}numbers", type_=ARRAY(BigInteger)))
        asked = func.unnest(*lists).table_valued("type", "number", with_ordinality="place").render_derived()
        values: list[Any] = []
        numbers: list[Any] = []
        for target in (field.targets[name] for name in names if field.targets[name].needs not in self._without):
            picks = pick.children[target.name]
            is_it = asked.c.type == sql(f"'{target.name}'")
            for write, arms in ((self._object_of, values), (self._numbers, numbers)):
                at = At(alias_of(target), target, (asked,))
                found = self._one(at, target.lookup, asked.c.number.cast(BigInteger), write(picks, at))
                arms.append((is_it, found.scalar_subquery()))
        value = case(*values) if values else sql("null::json")
        listed = func.json_agg(aggregate_order_by(value, asked.c.place))
        cases = joined(case(*numbers) if numbers else sql("null::text"))
        columns = (func.coalesce(listed, EMPTY_LIST).label("value"), cases.label("numbers"))
        return select(*columns).select_from(asked)

    def _object_of(self, picks: Sequence[Pick], at: At) -> ColumnElement[Any]:
        assert at.entity is not None
        return self._objects.object(picks, at, at.entity.name)

    def _scoped(self, pick: Pick, field: Scoped, prefix: str, shape: PageShape) -> Select[Any]:
        target = field.target

        def conditions(row: FromClause) -> list[ColumnElement[bool]]:
            scope = [field.scopes[shape.scope](row)] if shape.scope is not None else []
            by = {name: field.filters[name] for name in shape.filters}
            narrowed = [one.make(row, bindparam(f"{prefix}by_{name}", type_=one.type)) for name, one in by.items()]
            return [*scope, *narrowed, *seen(row, target)]

        order = field.orders[shape.order] if shape.order is not None else target.order
        page = Page(target, order, shape, prefix, conditions, ())
        value = page.connection(pick.only_children, self._objects.object).label("value")
        shown = shown_picks(pick.only_children)
        return page.select(pick.only_children, value, page.joined(self._numbers(shown, page.at)).label("numbers"))


def _by_key(target: Entity) -> Lookup:
    return Lookup(BigInteger(), lambda row, value: row.c[target.key] == value)
