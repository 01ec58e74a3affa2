"""What stops the hub at its start: declarations that name what does not exist, or promise what can't be proved."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from enum import Enum
from typing import Any

import pytest
import strawberry
from graphql import GraphQLSchema
from strawberry.schema.config import StrawberryConfig

from hub.domain.access import Capability
from hub.reads.declare import (
    column,
    entity,
    expression,
    found_by,
    global_id,
    pages,
    rows,
    same_row,
    scoped_pages,
    to_many,
    to_one,
    to_one_of,
)
from hub.reads.drawing import draw
from hub.reads.faults import DeclarationInvalid
from hub.reads.model import One, Value
from hub.schema.connections import Connection
from hub.schema.scalars import SCALARS
from hub.schema.schema import build
from hub.schema.types.case import Case
from hub.schema.types.plan import Objective, SentencePlan
from hub.schema.types.sentence import Sentence
from hub.schema.types.source import SourceRecord
from hub.schema.types.team import Staff, Team


@strawberry.enum
class Narrow(Enum):
    """Lacks a value that the column may hold."""

    CUSTODY = "CUSTODY"


@strawberry.enum
class Renamed(Enum):
    """Other names than values."""

    PRISON = "CUSTODY"
    PROBATION = "COMMUNITY"


def _schema(kind: type, root: Mapping[str, Any] | None = None) -> GraphQLSchema:
    query: Any = type("Query", (), {"__annotations__": {"it": kind}, "it": strawberry.field(metadata=root)})
    config = StrawberryConfig(scalar_map=SCALARS)
    return strawberry.Schema(strawberry.type(query), config=config)._schema


def _type(annotation: Any, metadata: Any, **of: Any) -> type:
    """A type over `sentence`, unless said otherwise, with one field."""
    declared = {"table": "sentence", **of}
    body = {"__annotations__": {"thing": annotation}, "thing": strawberry.field(metadata=metadata)}
    return entity(**declared)(strawberry.type(type("Faulty", (), body)))


# the field's type, its declaration, the entity where it is not `sentence`, and what the fault says
FAULTS: dict[str, tuple[Any, Any, dict[str, Any], str]] = {
    "no declaration": (str, None, {}, "has no declaration"),
    "a column that is not there": (str, column("mood"), {}, "names mood, which does not exist"),
    "an expression that is not there": (str, expression("mood"), {}, "names mood, which does not exist"),
    "a row source that is not there": (list[Team], rows("mood"), {}, "names mood, which does not exist"),
    "a condition that is not there": (
        Case | None,
        to_one(by="case_id", where="mood"),
        {},
        "names mood, which does not exist",
    ),
    "a nullable column as non-null": (str, column("offence"), {}, "nothing in the database forbids a null"),
    "a nullable expression as non-null": (datetime, expression("started_at"), {"table": "span"}, "forbids a null"),
    "text as a number": (int | None, column("offence"), {}, "is Int in the contract"),
    "a bigint as an Int": (int, column("case_id"), {}, "is Int in the contract"),
    "a number as text": (str | None, column("length"), {}, "is String in the contract, and no text"),
    "a time as a day": (date, column("source_time"), {}, "which does not fit"),
    "a local time as a DateTime": (datetime, column("local_minute"), {"table": "movement"}, "which does not fit"),
    "a scalar as a list": (list[str], column("description"), {}, "no array in the database"),
    "an enum on a column without a closed list": (Narrow, column("description"), {}, "no closed_list stands on"),
    "an enum that lacks a value": (Narrow, column("service"), {}, "does not know COMMUNITY"),
    "an enum whose names are not the values": (Renamed, column("service"), {}, "whose names and values differ"),
    "an edge with neither by nor of": (Case | None, to_one(), {}, "must give one of by and of"),
    "an edge with both": (Case | None, to_one(by="case_id", of="id"), {}, "must give one of by and of"),
    "an edge by a column that is not there": (Case | None, to_one(by="mood"), {}, "names mood"),
    "an edge of a column that is not there": (list[Sentence], to_many(of="mood"), {}, "names mood"),
    "an edge to a type without a table": (Team | None, to_one(by="case_id"), {}, "declares no table"),
    "a non-null edge over a nullable key": (Staff, to_one(by="span_id"), {}, "span_id may be null"),
    "a non-null edge whose key does not cover the case": (
        SourceRecord,
        to_one(by="source_record_id"),
        {},
        "no foreign key covers source_record_id, case_id",
    ),
    "a non-null edge that is looked for from the other side": (
        SourceRecord,
        to_one(of="case_id"),
        {"table": "offender_case", "case": "id"},
        "the other side may be missing",
    ),
    "a non-null edge that may cross to another case": (
        Case,
        to_one(by="other_case_id", crosses=True),
        {"table": "identity_review"},
        "hidden from the viewer",
    ),
    "a non-null edge that needs a capability": (
        list[SentencePlan],
        to_many(of="case_id"),
        {"table": "offender_case", "case": "id"},
        "needs READ_PLAN, so it must be nullable",
    ),
    "an edge from nobody's facts that does not say it crosses": (
        list[Sentence],
        to_many(of="source_record_id"),
        {"table": "source_version", "case": None},
        "so it must say crosses",
    ),
    "one of several that is non-null": (
        Objective,
        to_one_of(kind="node", by="node_id", types={"OBJECTIVE": "Objective"}),
        {"table": "proposal", "needs": Capability.READ_PLAN},
        "so it must be nullable",
    ),
    "one of several that is not there": (
        Objective | None,
        to_one_of(kind="node", by="node_id", types={"OBJECTIVE": "Mood"}),
        {"table": "proposal", "needs": Capability.READ_PLAN},
        "names Mood",
    ),
    "one of several that needs a capability": (
        Objective | None,
        to_one_of(kind="linked_by", by="id", types={"OBJECTIVE": "Objective"}),
        {"table": "source_record"},
        "needs READ_PLAN",
    ),
    "pages in an order that may be null": (
        Connection[Sentence],
        pages(of="case_id"),
        {"table": "offender_case", "case": "id"},
        "is paged by imposed_on, which may be null",
    ),
    "pages in an order that is not unique": (
        Connection[Sentence],
        pages(of="case_id", order=("id", "source_time")),
        {"table": "offender_case", "case": "id"},
        "is paged by source_time last, which is not unique",
    ),
    "a scalar as an object of the same row": (str, same_row(), {}, "is declared as an object of the same row"),
    "a table that is not there": (str, column("x"), {"table": "mood"}, "has the table mood, which does not exist"),
    "a key that is not there": (str, column("x"), {"key": "mood"}, "names the column sentence.mood"),
    "a key that may be null": (str, column("x"), {"key": "span_id"}, "needs the column sentence.span_id"),
    "a key that is not unique": (str, column("x"), {"key": "source_record_id"}, "to be unique"),
    "a table of a case that declares none": (str, column("x"), {"case": None}, "belongs to a case, and declares none"),
    "a lookup that is not there": (str, column("x"), {"lookup": "mood"}, "names the lookup mood"),
}


@pytest.mark.parametrize("what", FAULTS)
def test_a_declaration_that_can_not_be_kept_stops_the_start(what: str) -> None:
    annotation, metadata, declared, sentence = FAULTS[what]
    with pytest.raises(DeclarationInvalid) as raised:
        draw(_schema(_type(annotation, metadata, **declared)))
    assert sentence in str(raised.value)
    assert "Faulty" in str(raised.value)


ROOTS: dict[str, tuple[Any, Any, str]] = {
    "a lookup that is not there": (Sentence | None, found_by(id="mood"), "names the lookup mood"),
    "a scope that is not there": (Connection[Case] | None, scoped_pages(MINE="mood"), "names the condition mood"),
    "a type without a table": (Team | None, found_by(id="number"), "leads to Team, which declares no table"),
    "pages in an order that may be null": (Connection[Sentence], scoped_pages(MINE="current"), "which may be null"),
}


@pytest.mark.parametrize("what", ROOTS)
def test_a_root_field_that_can_not_be_read_stops_the_start(what: str) -> None:
    kind, metadata, sentence = ROOTS[what]
    with pytest.raises(DeclarationInvalid) as raised:
        draw(_schema(kind, metadata))
    assert f"Query.it {sentence}" in str(raised.value) or sentence in str(raised.value)


def test_every_fault_is_told_at_once() -> None:
    body: dict[str, Any] = {
        "__annotations__": {"one": str, "two": str, "id": strawberry.ID},
        "one": strawberry.field(metadata=column("mood")),
        "two": strawberry.field(metadata=expression("mood")),
        "id": strawberry.field(metadata=global_id()),
    }
    both = entity("sentence")(strawberry.type(type("Both", (), body)))
    with pytest.raises(DeclarationInvalid, match=r"(?s)Both\.one .*Both\.two "):
        draw(_schema(both))


def test_the_contract_can_be_kept() -> None:
    model = build().model
    assert model.entities["Case"].case == "id"
    assert isinstance(model.entities["Case"].fields["surname"], Value)
    proved: Callable[[str, str], bool] = lambda kind, name: model.entities[kind].fields[name].unproved is None  # noqa: E731
    assert proved("Sentence", "case")
    assert proved("OffenderSupervisorAllocation", "staff")
    source, custody, plan = (
        model.entities[kind].fields[name]
        for kind, name in (("Sentence", "source"), ("Case", "custody"), ("Case", "plan"))
    )
    assert isinstance(source, One) and isinstance(custody, One) and isinstance(plan, One)
    assert source.single and custody.single  # by a key; by an index of what is current
    assert not plan.single
    assert not proved("Sentence", "source")
