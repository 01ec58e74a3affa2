"""Lists that are made from one row, like the fields in a JSON document, each under the name that a declaration uses."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ColumnElement,
    Date,
    DateTime,
    Double,
    FromClause,
    Select,
    Text,
    column,
    func,
    select,
)
from sqlalchemy import literal_column as sql
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.types import TypeEngine


@dataclass(frozen=True)
class RowSource:
    """`make` turns a row (a table or its alias) into a select of `columns`, in the order of its first column.

    A column declared not null is a promise that the SQL itself keeps.
    """

    make: Callable[[FromClause], Select[*tuple[Any, ...]]]
    columns: Mapping[str, Column[Any]]


def _changed_fields(change: FromClause) -> Select[*tuple[Any, ...]]:
    """The fields in which `before` and `after` differ; a field that one of them lacks is null there."""
    before = func.jsonb_each_text(change.c.before).table_valued("key", "value", name="was")
    after = func.jsonb_each_text(change.c.after).table_valued("key", "value", name="is_now")
    field = func.coalesce(after.c.key, before.c.key)
    return (
        select(
            field.cast(Text).label("field"),
            before.c.value.cast(Text).label("before"),
            after.c.value.cast(Text).label("after"),
        )
        .select_from(before.join(after, before.c.key == after.c.key, full=True))
        .where(before.c.value.is_distinct_from(after.c.value))
        .correlate(change)
    )


def _proposed_fields(proposal: FromClause) -> Select[*tuple[Any, ...]]:
    """The fields that a proposal asks for, with the values wanted; null empties the field."""
    wanted = func.jsonb_each_text(proposal.c.changes).table_valued("key", "value", name="wanted")
    columns = (wanted.c.key.cast(Text).label("field"), wanted.c.value.cast(Text).label("value"))
    return select(*columns).select_from(wanted).correlate(proposal)


def _movement_reports(movement: FromClause) -> Select[*tuple[Any, ...]]:
    """What was told of a movement, by whom and when, the earliest first."""
    return _listed(movement, movement.c.evidence, REPORT)


def _answer_facts(answer: FromClause) -> Select[*tuple[Any, ...]]:
    """The facts that an answer rests on, by name, as text."""
    return _named(answer, answer.c.facts)


def _decision_terms(decision: FromClause) -> Select[*tuple[Any, ...]]:
    """The terms of a decision, by name, as text."""
    return _named(decision, decision.c.terms)


def _named(row: FromClause, document: ColumnElement[Any]) -> Select[*tuple[Any, ...]]:
    """The fields of a JSON document of the row."""
    used = func.jsonb_each_text(document).table_valued("key", "value", name="used")
    columns = (used.c.key.cast(Text).label("name"), used.c.value.cast(Text).label("value"))
    return select(*columns).select_from(used).correlate(row)


def _findings(review: FromClause) -> Select[*tuple[Any, ...]]:
    """What was compared of two people who look alike, and what each comparison weighs, in the order of comparing."""
    return _listed(review, review.c.evidence.op("->")(sql("'comparisons'")), FINDING)


def _handover_actions(snapshot: FromClause) -> Select[*tuple[Any, ...]]:
    """The steps that were open when a handover's snapshot was given."""
    return _listed(snapshot, snapshot.c.actions, ACTION)


def _handover_risks(snapshot: FromClause) -> Select[*tuple[Any, ...]]:
    """The registrations that stood when a handover's snapshot was given."""
    return _listed(snapshot, snapshot.c.risks, RISK)


def _listed(row: FromClause, documents: Any, parts: Mapping[str, TypeEngine[Any]]) -> Select[*tuple[Any, ...]]:
    """The parts of each document of a JSON list of the row, with its place."""
    told = func.jsonb_array_elements(documents)
    lines = told.table_valued(column("line", JSONB), with_ordinality="place", name="told").render_derived()
    texts = [lines.c.line.op("->>")(sql(f"'{name}'")).cast(type_).label(name) for name, type_ in parts.items()]
    return select(lines.c.place.cast(BigInteger).label("place"), *texts).select_from(lines).correlate(row)


# The parts of a report (hub/domain/custody.py MovementReport) that are shown, and what each is.
REPORT: dict[str, TypeEngine[Any]] = {
    "publisher": Text(),
    "reason": Text(),
    "reason_code": Text(),
    "at": DateTime(timezone=True),
    "since": DateTime(timezone=True),
    "time_assumed": Boolean(),
}
# The parts of a comparison (hub/domain/likeness.py Likeness.evidence).
FINDING: dict[str, TypeEngine[Any]] = {"comparison": Text(), "level": Text(), "weight": Double()}


# The parts of an open step and of a registration (hub/store/handover/handover_parts.py).
ACTION: dict[str, TypeEngine[Any]] = {
    **dict.fromkeys(("objective", "description", "owner", "status"), Text()),
    "due_on": Date(),
}
RISK: dict[str, TypeEngine[Any]] = {"type": Text(), "description": Text(), "registered_on": Date()}


def _text(name: str, *, nullable: bool) -> Column[str]:
    return Column(name, Text, nullable=nullable)


ROWS: dict[str, RowSource] = {
    "answer_facts": RowSource(
        _answer_facts, {"name": _text("name", nullable=False), "value": _text("value", nullable=True)}
    ),
    "decision_terms": RowSource(
        _decision_terms, {"name": _text("name", nullable=False), "value": _text("value", nullable=True)}
    ),
    "changed_fields": RowSource(
        _changed_fields,
        {
            "field": _text("field", nullable=False),
            "before": _text("before", nullable=True),
            "after": _text("after", nullable=True),
        },
    ),
    "findings": RowSource(
        _findings,
        {
            "place": Column("place", BigInteger, nullable=False),
            **{name: Column(name, type_, nullable=False) for name, type_ in FINDING.items()},
        },
    ),
    "handover_actions": RowSource(
        _handover_actions,
        {
            "place": Column("place", BigInteger, nullable=False),
            **{name: Column(name, type_, nullable=name == "due_on") for name, type_ in ACTION.items()},
        },
    ),
    "handover_risks": RowSource(
        _handover_risks,
        {
            "place": Column("place", BigInteger, nullable=False),
            **{name: Column(name, type_, nullable=name != "type") for name, type_ in RISK.items()},
        },
    ),
    "movement_reports": RowSource(
        _movement_reports,
        {
            "place": Column("place", BigInteger, nullable=False),
            **{name: Column(name, type_, nullable=name in ("reason_code", "since")) for name, type_ in REPORT.items()},
        },
    ),
    "proposed_fields": RowSource(
        _proposed_fields, {"field": _text("field", nullable=False), "value": _text("value", nullable=True)}
    ),
}
