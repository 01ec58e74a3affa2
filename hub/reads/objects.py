"""Writes the objects below the root: each edge a correlated scalar subselect, each object a JSON_OBJECT.

Beside them it writes the numbers of the cases that an edge crosses to, for the read audit: only such edges bring facts
of another case than the root's, so a selection without one costs nothing.
"""

from collections.abc import Hashable, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, FromClause, Select, Text, case, func, select
from sqlalchemy import literal_column as sql

from hub.domain.access import Capability
from hub.reads.edges import ONE, At, alias_of, reached, reached_as
from hub.reads.json_sql import JsonObject, in_order, json_list
from hub.reads.model import Edge, Embedded, Entity, Many, One, OneOf, Paged, RowList, Value
from hub.reads.outline import Pick
from hub.reads.paging import Page, type_name
from hub.reads.sites import PageShape, Site

COMMA: ColumnElement[str] = sql("','")
# The key that tells Python an object's type; no GraphQL name can be the same.
TYPE_KEY = "@type"


class ObjectWriter:
    """Writes objects of one statement."""

    def __init__(
        self,
        shapes: Mapping[Site, Hashable],
        without: frozenset[Capability],
        for_python: bool,
    ) -> None:
        self._shapes = shapes
        self._without = without
        self._for_python = for_python

    def object(self, picks: Sequence[Pick], at: At, abstract: str | None = None) -> ColumnElement[Any]:
        """The JSON object of a row; `abstract` is its type's name where Python can't know it from the schema."""
        pairs = [(pick.key, self._value(pick, at)) for pick in picks if not self._left_out(pick)]
        if abstract is not None and self._for_python:
            pairs.append((TYPE_KEY, sql(f"'{abstract}'::text")))
        return JsonObject(pairs)

    def _left_out(self, pick: Pick) -> bool:
        """Whether Python answers here: the viewer may not follow the edge, or its arguments are wrong."""
        forbidden = isinstance(pick.field, Edge) and pick.field.needs is not None and pick.field.needs in self._without
        return forbidden or (pick.site is not None and pick.site not in self._shapes)

    def _value(self, pick: Pick, at: At) -> ColumnElement[Any]:
        match pick.field:
            case Value(make=make):
                return make(at.row)
            case Embedded():
                return self.object(pick.only_children, at)
            case One() as edge:
                target, found = self._other(edge, at, lambda inner: self.object(pick.only_children, inner))
                return self._first(edge, target, found).correlate(*at.rows).scalar_subquery()
            case Many() as edge:
                return self._many(pick, edge, at)
            case Paged() as edge:
                page = self._page(pick, edge, at)
                value = page.connection(pick.only_children, self.object)
                return page.select(pick.only_children, value).scalar_subquery()
            case OneOf() as one:
                return self._one_of(one, at, lambda inner, to: self.object(pick.children[to.name], inner, to.name))
            case RowList() as rows:
                return self._row_list(pick, rows, at)
        return type_name(pick)

    def _other(self, edge: Edge, at: At, value: Any) -> tuple[FromClause, Select[Any]]:
        """An alias of the other side, and a select of `value` from it."""
        target = alias_of(edge.target)
        inner = At(target, edge.target, at.rows)
        return target, select(value(inner)).select_from(target).where(*reached(edge, at, target))

    def _first(self, edge: Edge, target: FromClause, found: Select[Any]) -> Select[Any]:
        """The first in order, where the edge may lead to several."""
        if edge.single:
            return found
        order = [target.c[name] for name in edge.order.columns]
        return found.order_by(*in_order(order, descending=edge.order.descending)).limit(ONE)

    def _many(self, pick: Pick, edge: Many, at: At) -> ColumnElement[Any]:
        def listed(inner: At) -> ColumnElement[Any]:
            order = [inner.row.c[name] for name in edge.order.columns]
            directed = in_order(order, descending=edge.order.descending)
            return json_list(self.object(pick.only_children, inner), directed)

        _, found = self._other(edge, at, listed)
        return found.correlate(*at.rows).scalar_subquery()

    def _page(self, pick: Pick, edge: Paged, at: At) -> Page:
        assert pick.site is not None
        shape = self._shapes[pick.site]
        assert isinstance(shape, PageShape)

        def conditions(row: FromClause) -> list[ColumnElement[bool]]:
            return reached(edge, at, row)

        return Page(edge.target, edge.order, shape, pick.site.prefix, conditions, at.rows)

    def _one_of(self, one: OneOf, at: At, value: Any) -> ColumnElement[Any]:
        arms = []
        for kind, entity in one.targets.items():
            target = alias_of(entity)
            inner = At(target, entity, at.rows)
            found = select(value(inner, entity)).select_from(target).where(*reached_as(one, at, entity, target))
            arms.append((at.row.c[one.kind] == sql(f"'{kind}'"), found.correlate(*at.rows).scalar_subquery()))
        return case(*arms)

    def _row_list(self, pick: Pick, rows: RowList, at: At) -> ColumnElement[Any]:
        made = rows.source.make(at.row).correlate(*at.rows).subquery()
        first = next(iter(rows.source.columns))
        place = made.c[first].collate("C") if isinstance(made.c[first].type, Text) else made.c[first]
        value = json_list(self.object(pick.only_children, At(made, None, at.rows)), [place.asc()])
        return select(value).select_from(made).correlate(*at.rows).scalar_subquery()

    def numbers(self, picks: Sequence[Pick], at: At) -> list[ColumnElement[Any]]:
        """The numbers of the cases that these picks cross to, as texts with commas between."""
        return [
            number for pick in picks if _crosses(pick) and not self._left_out(pick) for number in self._number(pick, at)
        ]

    def _number(self, pick: Pick, at: At) -> list[ColumnElement[Any]]:
        match pick.field:
            case Embedded():
                return self.numbers(pick.only_children, at)
            case One() as edge:
                target, found = self._other(edge, at, lambda inner: self._numbers_with(edge, pick.only_children, inner))
                return [self._first(edge, target, found).correlate(*at.rows).scalar_subquery()]
            case Many() as edge:
                _, found = self._other(
                    edge, at, lambda inner: joined(self._numbers_with(edge, pick.only_children, inner))
                )
                return [found.correlate(*at.rows).scalar_subquery()]
            case Paged() as edge:
                page = self._page(pick, edge, at)
                shown = shown_picks(pick.only_children)
                numbers = page.joined(self._numbers_with(edge, shown, page.at))
                return [page.select(pick.only_children, numbers).scalar_subquery()]
            case OneOf() as one:
                return [self._one_of(one, at, lambda inner, to: concat(self.numbers(pick.children[to.name], inner)))]
        return []

    def _numbers_with(self, edge: Edge, picks: Sequence[Pick], at: At) -> ColumnElement[Any]:
        own = own_number(edge.target, at.row) if edge.crosses else []
        return concat([*own, *self.numbers(picks, at)])


def own_number(entity: Entity, row: FromClause) -> list[ColumnElement[Any]]:
    """The number of the case that a row is of, as text; nothing for what is of no case."""
    return [row.c[entity.case].cast(Text)] if entity.case is not None else []


def concat(numbers: Sequence[ColumnElement[Any]]) -> ColumnElement[Any]:
    """Several texts of numbers as one; null where there are none."""
    return func.nullif(func.concat_ws(COMMA, *numbers), sql("''")) if numbers else sql("null::text")


def joined(numbers: ColumnElement[Any]) -> ColumnElement[Any]:
    """An aggregate: the texts of all rows as one."""
    return func.string_agg(numbers, COMMA)


def _crosses(pick: Pick) -> bool:
    crosses = isinstance(pick.field, Edge) and pick.field.crosses
    return crosses or any(_crosses(child) for children in pick.children.values() for child in children)


def shown_picks(picks: Sequence[Pick]) -> list[Pick]:
    """What a connection's picks show of its rows, through nodes and edges."""
    return [found for pick in picks for found in _shown(pick)]


def _shown(pick: Pick) -> list[Pick]:
    part = getattr(pick.field, "part", None)
    if part in ("nodes", "node"):
        return list(pick.only_children)
    return shown_picks(pick.only_children) if part == "edges" else []
