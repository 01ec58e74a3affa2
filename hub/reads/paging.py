"""A page of a list: keyset paging, so that a page goes on from a row whatever is inserted before or after it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from sqlalchemy import (
    ColumnElement,
    FromClause,
    Integer,
    Select,
    Subquery,
    Text,
    bindparam,
    exists,
    false,
    func,
    or_,
    select,
    tuple_,
)
from sqlalchemy import literal_column as sql
from sqlalchemy.dialects.postgresql import aggregate_order_by

from hub.reads.cursors import cursor_sql, place_sql
from hub.reads.edges import ONE, At, alias_of
from hub.reads.json_sql import EMPTY_LIST, JsonObject, in_order
from hub.reads.model import Entity, Order, PagePart
from hub.reads.outline import Pick
from hub.reads.sites import PageShape

# How the name of a part begins that counts the list by a column: `counts_phase`.
COUNTS = "counts_"

Conditions = Callable[[FromClause], list[ColumnElement[bool]]]
WriteObject = Callable[[Sequence[Pick], At], ColumnElement[Any]]


@dataclass(eq=False)
class Page:
    """One page: which rows, in which order, from where to where. every select correlates `outer`."""

    entity: Entity
    order: Order
    shape: PageShape
    prefix: str
    conditions: Conditions
    outer: tuple[FromClause, ...]

    @cached_property
    def limit(self) -> ColumnElement[int]:
        """The page size, as a bind parameter."""
        return bindparam(f"{self.prefix}limit", type_=Integer)

    @cached_property
    def rows(self) -> Subquery:
        """The page's rows and one more, with their `place` from where the page starts; the rows are counted from 1."""
        row = alias_of(self.entity)
        order = in_order(self._columns(row), descending=self.order.descending is self.shape.forward)
        place = func.row_number().over(order_by=order).label("place")
        bounds = [self._beyond(row, bound) for bound in self._bounds]
        rows = (
            select(row, place)
            .select_from(row)
            .where(*self.conditions(row), *bounds)
            .order_by(*order)
            .limit(self.limit + ONE)
        )
        return rows.correlate(*self.outer).subquery()

    @property
    def on_page(self) -> ColumnElement[bool]:
        """Whether a row of `rows` is on the page, and not the one more."""
        return self.rows.c.place <= self.limit

    @property
    def at(self) -> At:
        """Where the fields of the page's rows are written."""
        return At(self.rows, self.entity, self.outer)

    @property
    def _bounds(self) -> list[str]:
        return [bound for bound in ("after", "before") if getattr(self.shape, bound)]

    def _columns(self, row: FromClause) -> list[ColumnElement[Any]]:
        return [row.c[name] for name in self.order.columns]

    def _beyond(self, row: FromClause, bound: str, *, not_: bool = False) -> ColumnElement[bool]:
        """Whether the row stands inside the bound: after the cursor `after`, before the cursor `before`."""
        cursor = [bindparam(f"{self.prefix}{bound}_{place}", type_=kind) for place, kind in enumerate(self.order.types)]
        held, given = tuple_(*self._columns(row)), tuple_(*cursor)
        larger = (bound == "after") is not self.order.descending
        if not_:
            return held <= given if larger else held >= given
        return held > given if larger else held < given

    def _more_beyond(self, bound: str) -> ColumnElement[bool]:
        """Whether the list has rows on the other side of a cursor; none is given, none is looked for."""
        if bound not in self._bounds:
            return false()
        row = alias_of(self.entity)
        there = (*self.conditions(row), self._beyond(row, bound, not_=True))
        return exists(select(ONE).select_from(row).where(*there).correlate(*self.outer))

    def _more_places(self) -> ColumnElement[bool]:
        return func.coalesce(func.bool_or(self.rows.c.place > self.limit), false())

    def _has(self, *, next_page: bool) -> ColumnElement[bool]:
        beyond = self._more_beyond("before" if next_page else "after")
        return or_(self._more_places(), beyond) if next_page is self.shape.forward else beyond

    def _end_cursor(self, *, last: bool) -> ColumnElement[Any]:
        """The cursor of the first or last row of the page; null on an empty page. Written once, not for every row."""
        places = self._list_of(place_sql(self._columns(self.rows)))
        return cursor_sql(places.op("->")(sql("-1") if last else sql("0")))

    def _list_of(self, value: ColumnElement[Any]) -> ColumnElement[Any]:
        """A JSON list of the rows on the page; null where there is none."""
        place = self.rows.c.place
        order = place.asc() if self.shape.forward else place.desc()
        return func.json_agg(aggregate_order_by(value, order)).filter(self.on_page)

    def _list(self, value: ColumnElement[Any]) -> ColumnElement[Any]:
        return func.coalesce(self._list_of(value), EMPTY_LIST)

    def _total(self) -> ColumnElement[Any]:
        row = alias_of(self.entity)
        total = select(func.count().cast(Integer)).select_from(row).where(*self.conditions(row))
        return total.correlate(*self.outer).scalar_subquery()

    def joined(self, numbers: ColumnElement[Any]) -> ColumnElement[Any]:
        """The texts of the rows on the page as one, commas between."""
        return func.string_agg(numbers, sql("','")).filter(self.on_page)

    def select(self, picks: Sequence[Pick], value: ColumnElement[Any], *more: ColumnElement[Any]) -> Select[Any]:
        """A select of aggregates over `rows`; of `value` alone, and from nothing, where the picks show no row."""
        if any(pick.field is not None and not _counts(pick) for pick in picks):
            return select(value, *more).select_from(self.rows).correlate(*self.outer)
        nothing: list[ColumnElement[Any]] = [sql("null::text").label(getattr(one, "name", None)) for one in more]
        return select(value, *nothing).correlate(*self.outer)

    def connection(self, picks: Sequence[Pick], write: WriteObject) -> ColumnElement[Any]:
        """The connection object, an aggregate over `rows`."""
        return JsonObject([(pick.key, self._part(pick, write)) for pick in picks])

    def _part(self, pick: Pick, write: WriteObject) -> ColumnElement[Any]:
        if pick.field is None:
            return type_name(pick)
        assert isinstance(pick.field, PagePart)
        match pick.field.part:
            case "nodes":
                return self._list(write(pick.only_children, self.at))
            case "edges":
                return self._list(JsonObject([(one.key, self._edge(one, write)) for one in pick.only_children]))
            case "page_info":
                return JsonObject([(one.key, self._info(one)) for one in pick.only_children])
            case "total_count":
                return self._total()
        return self._counts(pick, pick.field.part.removeprefix(COUNTS))

    def _counts(self, pick: Pick, column: str) -> ColumnElement[Any]:
        """How many of the whole list have each value of the column, in the order of the values; those without last."""
        row = alias_of(self.entity)
        held = row.c[column]
        by_value = select(held.label("counted"), func.count().cast(Integer).label("count")).select_from(row)
        found = by_value.where(*self.conditions(row)).group_by(held).correlate(*self.outer).subquery()
        parts = [
            (one.key, found.c[one.field.part] if isinstance(one.field, PagePart) else type_name(one))
            for one in pick.only_children
        ]
        place = found.c.counted.collate("C") if isinstance(held.type, Text) else found.c.counted
        listed = func.json_agg(aggregate_order_by(JsonObject(parts), place.asc()))
        return select(func.coalesce(listed, EMPTY_LIST)).select_from(found).scalar_subquery()

    def _edge(self, pick: Pick, write: WriteObject) -> ColumnElement[Any]:
        if pick.field is None:
            return type_name(pick)
        assert isinstance(pick.field, PagePart)
        if pick.field.part == "cursor":
            return cursor_sql(place_sql(self._columns(self.rows)))
        return write(pick.only_children, self.at)

    def _info(self, pick: Pick) -> ColumnElement[Any]:
        if pick.field is None:
            return type_name(pick)
        assert isinstance(pick.field, PagePart)
        match pick.field.part:
            case "has_next":
                return self._has(next_page=True)
            case "has_previous":
                return self._has(next_page=False)
        return self._end_cursor(last=pick.field.part == "end_cursor")


def _counts(pick: Pick) -> bool:
    """Whether it shows no row of the list, only how many there are."""
    part = getattr(pick.field, "part", "")
    return part == "total_count" or part.startswith(COUNTS)


def type_name(pick: Pick) -> ColumnElement[Any]:
    """The value of `__typename`."""
    return sql(f"'{pick.type_name}'::text")
