"""Which rows an edge leads to, and which rows a viewer may start from: the predicates of every FROM, in one place."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, FromClause, exists, select
from sqlalchemy import literal_column as sql

from hub.reads.model import Edge, Entity, OneOf
from hub.store.case import offender_case
from hub.store.reach.visibility import visible

ONE: ColumnElement[int] = sql("1")


@dataclass(frozen=True)
class At:
    """A row whose fields are being written. `outer` are the rows around it, which every select inside it names."""

    row: FromClause
    entity: Entity | None
    outer: tuple[FromClause, ...] = ()

    @property
    def rows(self) -> tuple[FromClause, ...]:
        """The row and those around it: what a select inside correlates."""
        return (*self.outer, self.row)


def alias_of(entity: Entity) -> FromClause:
    """The entity's table under a name of its own, for one use."""
    return entity.table.alias()


def seen(row: FromClause, entity: Entity) -> list[ColumnElement[bool]]:
    """The viewer's whole predicate, on the row or on the case that it is of; nothing for what is of no case."""
    if entity.case is None:
        return []
    if entity.table is offender_case:
        return [visible(row)]
    case = offender_case.alias()
    same = case.c.id == row.c[entity.case]
    return [exists(select(ONE).select_from(case).where(same, visible(case)).correlate(row))]


def reached(edge: Edge, at: At, target: FromClause) -> list[ColumnElement[bool]]:
    """The other side of an edge: by its key, and inside the same case, or else under the viewer's whole predicate."""
    assert at.entity is not None
    other = edge.target
    if edge.by is not None:
        columns = (target.c[other.key], at.row.c[edge.by])
    else:
        assert edge.of is not None
        columns = (target.c[edge.of], at.row.c[at.entity.key])
    conditions: list[ColumnElement[bool]] = [columns[0] == columns[1]]
    if edge.crosses:
        conditions += seen(target, other)
    else:
        conditions += _same_case(at, target, other, columns)
    if edge.where is not None:
        conditions.append(edge.where(target))
    return conditions


def reached_as(one: OneOf, at: At, entity: Entity, target: FromClause) -> list[ColumnElement[bool]]:
    """One of the other sides that an edge may have."""
    columns = (target.c[entity.key], at.row.c[one.by])
    return [columns[0] == columns[1], *_same_case(at, target, entity, columns)]


def _same_case(
    at: At, target: FromClause, other: Entity, tied: tuple[ColumnElement[Any], ColumnElement[Any]]
) -> list[ColumnElement[bool]]:
    assert at.entity is not None
    if other.case is None or at.entity.case is None:
        return []
    columns = (target.c[other.case], at.row.c[at.entity.case])
    return [] if columns[0] is tied[0] and columns[1] is tied[1] else [columns[0] == columns[1]]
