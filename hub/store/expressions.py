"""Values that GraphQL fields show and that are more than a column, each under the name that a declaration uses."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Boolean, ColumnElement, DateTime, FromClause, Integer, Text, case, func, select
from sqlalchemy import literal_column as sql
from sqlalchemy.types import TypeEngine

from hub.domain.agreement import REASONS
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
    """The case's identifier of that kind, as decided; where nothing is decided yet, the valid one seen last."""

    def make(case: FromClause) -> ColumnElement[Any]:
        held = identifier.alias()
        mine = (held.c.case_id == case.c.id, held.c.kind == word(kind), held.c.valid)
        found = select(held.c.value).select_from(held).where(*mine)
        last = found.order_by(held.c.seen_at.desc(), held.c.id.desc()).limit(sql("1")).correlate(case)
        decided = case.c.facts.op("->")(word(kind)).op("->>")(word("value"))
        return func.coalesce(decided, last.scalar_subquery())

    return NamedExpression(make, Text(), never_null=False)


def _base64(value: ColumnElement[Any]) -> ColumnElement[Any]:
    """In one line, where PostgreSQL breaks it after 76 letters."""
    return func.replace(func.encode(value, word("base64")), sql("e'\\n'"), sql("''"))


_INSTANT = DateTime(timezone=True)


def _awaiting_since(record: FromClause) -> ColumnElement[Any]:
    """When the record's first identifier was seen, while its first full reading has not come."""
    held = identifier.alias()
    mine = (held.c.source_record_id == record.c.id, record.c.awaiting_snapshot)
    found = select(func.min(held.c.seen_at)).select_from(held).where(held.c.case_id == record.c.case_id, *mine)
    return found.correlate(record).scalar_subquery()


def _rule_reason(row: FromClause) -> ColumnElement[Any]:
    """The rule's sentence; the texts are the program's own, none has a quote in it."""
    return case(*((row.c.rule == word(rule), sql(f"'{reason}'", Text)) for rule, reason in REASONS.items()))


EXPRESSIONS: dict[str, NamedExpression] = {
    "crn": _identifier(IdentifierKind.CRN),
    "prison_number": _identifier(IdentifierKind.PRISON_NUMBER),
    "pnc": _identifier(IdentifierKind.PNC),
    "cro": _identifier(IdentifierKind.CRO),
    "awaiting_since": NamedExpression(_awaiting_since, _INSTANT, never_null=False),
    "version_text": NamedExpression(lambda row: func.text(row.c.source_version), Text(), never_null=False),
    "rule_reason": NamedExpression(_rule_reason, Text(), never_null=True),
    "number_as_text": NamedExpression(lambda row: row.c.id.cast(Text), Text(), never_null=True),
    "offset_as_text": NamedExpression(lambda row: row.c.offset.cast(Text), Text(), never_null=True),
    "key_base64": NamedExpression(lambda row: _base64(row.c.message_key), Text(), never_null=False),
    "body_base64": NamedExpression(lambda row: _base64(row.c.value), Text(), never_null=False),
    "body_size": NamedExpression(
        lambda row: func.coalesce(func.octet_length(row.c.value), sql("0")), Integer(), never_null=True
    ),
    "started_at": NamedExpression(lambda row: func.lower(row.c.during), _INSTANT, never_null=False),
    "ended_at": NamedExpression(lambda row: func.upper(row.c.during), _INSTANT, never_null=False),
    "open_ended": NamedExpression(lambda row: func.upper_inf(row.c.during), Boolean(), never_null=True),
    "unallocated": NamedExpression(lambda row: row.c.staff_id.is_(None), Boolean(), never_null=True),
}
