"""Values that GraphQL fields show and that are more than a column, each under the name that a declaration uses."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Boolean, ColumnElement, DateTime, FromClause, Text, func, select
from sqlalchemy import literal_column as sql
from sqlalchemy.types import TypeEngine

from hub.domain.identifiers import IdentifierKind
from hub.store.base import word
from hub.store.identity import identifier


@dataclass(frozen=True)
class NamedExpression:
    """SQL over one row of a table or its alias; `never_null` is a promise that the SQL itself keeps."""

    make: Callable[[FromClause], ColumnElement[Any]]
    type: TypeEngine[Any]
    never_null: bool


def _identifier(kind: IdentifierKind) -> NamedExpression:
    """The case's valid identifier of that kind; of several, the one seen last."""

    def make(case: FromClause) -> ColumnElement[Any]:
        held = identifier.alias()
        mine = (held.c.case_id == case.c.id, held.c.kind == word(kind), held.c.valid)
        found = select(held.c.value).select_from(held).where(*mine)
        return found.order_by(held.c.seen_at.desc(), held.c.id.desc()).limit(sql("1")).correlate(case).scalar_subquery()

    return NamedExpression(make, Text(), never_null=False)


_INSTANT = DateTime(timezone=True)

EXPRESSIONS: dict[str, NamedExpression] = {
    "crn": _identifier(IdentifierKind.CRN),
    "prison_number": _identifier(IdentifierKind.PRISON_NUMBER),
    "pnc": _identifier(IdentifierKind.PNC),
    "cro": _identifier(IdentifierKind.CRO),
    "started_at": NamedExpression(lambda row: func.lower(row.c.during), _INSTANT, never_null=False),
    "ended_at": NamedExpression(lambda row: func.upper(row.c.during), _INSTANT, never_null=False),
    "open_ended": NamedExpression(lambda row: func.upper_inf(row.c.during), Boolean(), never_null=True),
    "unallocated": NamedExpression(lambda row: row.c.staff_id.is_(None), Boolean(), never_null=True),
}
