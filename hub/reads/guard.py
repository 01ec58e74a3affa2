"""The last look at a compiled statement: every table of a person stands under a predicate of its own, or it is refused.

A table of a person, or an alias of one, may stand in the FROM of an inner select only if the WHERE beside it says one
of

    the viewer's whole predicate, on offender_case
    EXISTS (offender_case with the whole predicate and that case)
    the same case as a row that stands under one of these: child.case_id = parent.case_id

or if the select gives nothing but the number of the case that a case was merged into. And each FROM of the SQL text is
one that a select names, once: SQLAlchemy correlates one level only, and where an outer table is not named it silently
takes it into the inner FROM, which returns other people's rows.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import Alias, BooleanClauseList, ColumnElement, FromClause, Join, Select, Subquery, Table
from sqlalchemy.sql import operators, visitors
from sqlalchemy.sql.elements import BinaryExpression, ColumnClause, Grouping
from sqlalchemy.sql.selectable import Exists, ScalarSelect, SelectBase

from hub.reads.faults import UnguardedStatement
from hub.store.case import offender_case
from hub.store.reach.visibility import visible

# A name after a dot is a column's, though a table may be called the same.
_NAMED = re.compile(r"(?<![.\w])(\w+) AS (\w+)\b")


def refuse_unguarded(statement: Select[Any], sql: str) -> None:
    """Raises UnguardedStatement if the statement, whose text is `sql`, reads a person's table without a predicate."""
    places = [(row, select) for select in _selects(statement) for row in _rows(select)]
    _refuse_misplaced([row for row, _ in places], sql)
    personal = [(row, select) for row, select in places if _is_of_a_person(row)]
    guarded = [row for row, select in personal if _guarded_by_itself(row, select)]
    waiting = [(row, select) for row, select in personal if not _among(row, guarded)]
    while waiting:
        vouched = [row for row, select in waiting if any(_among(other, guarded) for other in _same_case(row, select))]
        if not vouched:
            raise UnguardedStatement(f"{_name(waiting[0][0])} stands in a FROM without a predicate of its own.")
        guarded += vouched
        waiting = [(row, select) for row, select in waiting if not _among(row, guarded)]


def _refuse_misplaced(rows: list[FromClause], sql: str) -> None:
    """Every FROM of the text must be one that a select names by select_from(), and each alias stands in one only."""
    named: set[str] = set()
    for table, alias in _NAMED.findall(sql):
        if table in offender_case.metadata.tables:
            if alias in named:
                raise UnguardedStatement(f"{alias} stands in two FROMs: an inner select lost its correlation.")
            named.add(alias)
    tables = {id(row) for row in rows if _table(row) is not None}
    bare = [row.name for row in rows if isinstance(row, Table)]
    if bare or len(named) != len(tables):
        what = ", ".join(bare) or ", ".join(sorted(named))
        raise UnguardedStatement(f"Of {what} one stands in a FROM without an alias, or in one that no select names.")


def _selects(statement: Select[Any]) -> Iterator[Select[Any]]:
    for element in visitors.iterate(statement):
        if isinstance(element, Select):
            yield element


def _rows(select: Select[Any]) -> Iterator[FromClause]:
    """What the select itself reads, by select_from()."""
    for found in select._from_obj:
        yield from _leaves(found)


def _leaves(found: FromClause) -> Iterator[FromClause]:
    if isinstance(found, Join):
        yield from _leaves(found.left)
        yield from _leaves(found.right)
    elif not isinstance(found, Subquery | SelectBase):
        yield found


def _table(row: object) -> Table | None:
    inner = row.element if isinstance(row, Alias) else row
    return inner if isinstance(inner, Table) else None


def _is_of_a_person(row: FromClause) -> bool:
    table = _table(row)
    return table is not None and (table is offender_case or "case_id" in table.c)


def _name(row: FromClause) -> str:
    table = _table(row)
    return table.name if table is not None else str(row)


def _among(row: FromClause, rows: Iterable[FromClause]) -> bool:
    return any(row is one for one in rows)


def _guarded_by_itself(row: FromClause, select: Select[Any]) -> bool:
    conditions = list(_conjuncts(select.whereclause))
    if _table(row) is offender_case and (_sees(row, conditions) or _gives_number_only(row, select)):
        return True
    return any(_case_is_seen(row, one) for one in conditions)


def _conjuncts(where: Any) -> Iterator[ColumnElement[Any]]:
    """The conditions that must all hold."""
    if isinstance(where, Grouping):
        yield from _conjuncts(where.element)
    elif isinstance(where, BooleanClauseList) and where.operator is operators.and_:
        for clause in where.clauses:
            yield from _conjuncts(clause)
    elif where is not None:
        yield where


def _sees(case: FromClause, conditions: list[ColumnElement[Any]]) -> bool:
    """Whether the viewer's whole predicate on the case is among the conditions."""
    return all(any(_same(one, needed, case) for one in conditions) for needed in _PREDICATE)


def _same(one: ColumnElement[Any], needed: ColumnElement[Any], case: FromClause) -> bool:
    """Whether a condition says of this case what is needed; comparing takes one alias of a table for another."""
    if type(one) is not type(needed) or not one.compare(needed):
        return False
    columns = (element for element in visitors.iterate(one) if isinstance(element, ColumnClause))
    return all(column.table is case for column in columns if _table(column.table) is offender_case)


_PREDICATE = tuple(_conjuncts(visible(offender_case.alias())))


def _gives_number_only(case: FromClause, select: Select[Any]) -> bool:
    return [column is case.c.merged_into for column in select.selected_columns] == [True]


def _same_case(row: FromClause, select: Select[Any]) -> list[FromClause]:
    """The rows that the WHERE ties the row's case to; a page stands for the row that it is of."""
    tied = []
    for condition in _conjuncts(select.whereclause):
        for mine, other in _both_ways(condition):
            if mine.table is row and _is_case(mine) and _is_case(other):
                tied.append(_row_behind(other.table))
    return [other for other in tied if other is not None and other is not row]


def _both_ways(condition: ColumnElement[Any]) -> list[tuple[ColumnClause[Any], ColumnClause[Any]]]:
    if not isinstance(condition, BinaryExpression) or condition.operator is not operators.eq:
        return []
    left, right = condition.left, condition.right
    if not isinstance(left, ColumnClause) or not isinstance(right, ColumnClause):
        return []
    return [(left, right), (right, left)]


def _is_case(column: ColumnClause[Any]) -> bool:
    """Whether the column says which case its row is of; a page of rows keeps the names."""
    row = _row_behind(column.table)
    table = _table(row) if row is not None else None
    return table is not None and column.name == ("id" if table is offender_case else "case_id")


def _row_behind(row: Any) -> FromClause | None:
    """The table or alias itself; for a page, a subquery, the one that it is a page of."""
    if isinstance(row, Subquery):
        element = row.element
        return next(_rows(element), None) if isinstance(element, Select) else None
    return row if isinstance(row, FromClause) else None


def _case_is_seen(row: FromClause, condition: ColumnElement[Any]) -> bool:
    """Whether the condition is EXISTS (the row's case, with the viewer's whole predicate)."""
    if not isinstance(condition, Exists) or not isinstance(condition.element, ScalarSelect):
        return False
    select: Any = condition.element.element
    conditions = list(_conjuncts(select.whereclause))
    return any(
        _table(case) is offender_case and _among(row, _same_case(case, select)) and _sees(case, conditions)
        for case in _rows(select)
    )
