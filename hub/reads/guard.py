"""The last look at a compiled statement: every table of a person stands under a predicate of its own, or it is refused.

A table of a person, or an alias of one, may stand in the FROM of an inner select only if the WHERE beside it says one of

    the viewer's whole predicate, on offender_case
    the same case as a table that stands under one: child.case_id = parent.case_id
    EXISTS (offender_case with the whole predicate and that case)

or if the select gives nothing but the number of the case that a case was merged into. And each alias stands in exactly
one FROM of the SQL text: SQLAlchemy correlates one level only, and where an outer table is not named it silently takes
it into the inner FROM, which returns other people's rows.
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
from hub.store.visibility import visible

_NAMED = re.compile(r"\b(\w+) AS (\w+)\b")


def refuse_unguarded(statement: Select[Any]) -> None:
    """Raises UnguardedStatement for a table of a person without a predicate of its own."""
    for select in _selects(statement):
        for row in _own_rows(select):
            if not _guarded(row, select):
                raise UnguardedStatement(f"{_name(row)} stands in a FROM without a predicate of its own.")


def refuse_misplaced(sql: str) -> None:
    """Raises UnguardedStatement for an alias that stands in more than one FROM: a correlation that failed."""
    tables = {offender_case.metadata.tables[name].name for name in offender_case.metadata.tables}
    seen: set[str] = set()
    for table, alias in _NAMED.findall(sql):
        if table not in tables:
            continue
        if alias in seen:
            raise UnguardedStatement(f"{alias} stands in two FROMs: an inner select lost its correlation.")
        seen.add(alias)


def _selects(statement: Select[Any]) -> Iterator[Select[Any]]:
    for element in visitors.iterate(statement):
        if isinstance(element, Select):
            yield element


def _own_rows(select: Select[Any]) -> Iterator[FromClause]:
    """The tables of persons, and aliases of them, that the select itself reads."""
    for found in select.get_final_froms():
        for row in _leaves(found):
            if row not in select._correlate and _is_of_a_person(row):
                yield row


def _leaves(found: FromClause) -> Iterator[FromClause]:
    if isinstance(found, Join):
        yield from _leaves(found.left)
        yield from _leaves(found.right)
    elif not isinstance(found, Subquery | SelectBase):
        yield found


def _table(row: FromClause) -> Table | None:
    inner = row.element if isinstance(row, Alias) else row
    return inner if isinstance(inner, Table) else None


def _is_of_a_person(row: FromClause) -> bool:
    table = _table(row)
    return table is not None and (table is offender_case or "case_id" in table.c)


def _name(row: FromClause) -> str:
    return str(getattr(row, "name", row))


def _guarded(row: FromClause, select: Select[Any]) -> bool:
    conditions = list(_conjuncts(select.whereclause))
    if _table(row) is offender_case and (_sees(row, conditions) or _gives_number_only(row, select)):
        return True
    return any(_same_case(row, one) or _case_is_seen(row, one) for one in conditions)


def _conjuncts(where: ColumnElement[Any] | None) -> Iterator[ColumnElement[Any]]:
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
    return all(any(one.compare(needed) for one in conditions) for needed in _conjuncts(visible(case)))


def _gives_number_only(case: FromClause, select: Select[Any]) -> bool:
    return [column is case.c.merged_into for column in select.selected_columns] == [True]


def _same_case(row: FromClause, condition: ColumnElement[Any]) -> bool:
    """Whether the condition ties the row's case to the case of another row."""
    if not isinstance(condition, BinaryExpression) or condition.operator is not operators.eq:
        return False
    left, right = condition.left, condition.right
    if not isinstance(left, ColumnClause) or not isinstance(right, ColumnClause):
        return False
    return (_is_case_of(left, row) and _is_case(right)) or (_is_case_of(right, row) and _is_case(left))


def _is_case_of(column: ColumnClause[Any], row: FromClause) -> bool:
    return column.table is row and _is_case(column)


def _is_case(column: ColumnClause[Any]) -> bool:
    """Whether the column says which case its row is of; a page of rows is a subquery, whose columns keep their names."""
    table: Any = column.table
    inner = _table(table) if table is not None else None
    if inner is None and isinstance(table, Subquery):
        inner = next((_table(found) for found in _page_rows(table)), None)
    if inner is None:
        return False
    return column.name == ("id" if inner is offender_case else "case_id")


def _page_rows(page: Subquery) -> Iterable[FromClause]:
    element = page.element
    return _own_rows(element) if isinstance(element, Select) else ()


def _case_is_seen(row: FromClause, condition: ColumnElement[Any]) -> bool:
    """Whether the condition is EXISTS (the row's case, with the viewer's whole predicate)."""
    if not isinstance(condition, Exists) or not isinstance(condition.element, ScalarSelect):
        return False
    select: Any = condition.element.element
    conditions = list(_conjuncts(select.whereclause))
    for case in _own_rows(select):
        tied = any(_same_case(case, one) and _mentions(one, row) for one in conditions)
        if _table(case) is offender_case and tied and _sees(case, conditions):
            return True
    return False


def _mentions(condition: ColumnElement[Any], row: FromClause) -> bool:
    return any(getattr(side, "table", None) is row for side in (condition.left, condition.right))  # type: ignore[attr-defined]
