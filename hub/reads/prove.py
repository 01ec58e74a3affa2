"""What the database guarantees about a field, held against what the GraphQL contract promises.

A promise that can't be kept stops the start; one that only the rows themselves can keep (an edge whose foreign key does
not include the case) makes Python complete the answer, which turns a broken promise into an error at its place.
"""

from enum import Enum

from graphql import (
    GraphQLEnumType,
    GraphQLList,
    GraphQLOutputType,
    GraphQLScalarType,
    get_named_type,
    get_nullable_type,
    is_list_type,
    is_non_null_type,
)
from sqlalchemy import (
    ARRAY,
    BigInteger,
    Boolean,
    Column,
    Date,
    DateTime,
    Double,
    Integer,
    Table,
    Text,
    UniqueConstraint,
)
from sqlalchemy.types import TypeEngine

from hub.reads.model import Entity
from hub.store.base import CLOSED_LIST
from hub.store.reach.conditions import CONDITIONS

TEXTS = frozenset({"String", "Crn", "PrisonNumber", "Pnc", "Cro"})


def value_fault(graphql: GraphQLOutputType, kind: TypeEngine[object], never_null: bool) -> str | None:
    """Why a column or expression of that type can't be shown as that GraphQL type; None where it can."""
    if is_non_null_type(graphql) and not never_null:
        return "is non-null in the contract, and nothing in the database forbids a null: let the field be nullable"
    inner = get_nullable_type(graphql)
    if is_list_type(inner):
        if not isinstance(kind, ARRAY):
            return "is a list in the contract, and no array in the database"
        assert isinstance(inner, GraphQLList)
        return _scalar_fault(get_named_type(inner), kind.item_type)
    return _scalar_fault(get_named_type(inner), kind)


def _scalar_fault(graphql: object, kind: TypeEngine[object]) -> str | None:
    if isinstance(graphql, GraphQLEnumType):
        return None if isinstance(kind, Text) else "is an enum in the contract, and no text in the database"
    name = graphql.name if isinstance(graphql, GraphQLScalarType) else str(graphql)
    fits = {
        "Int": isinstance(kind, Integer) and not isinstance(kind, BigInteger),
        "Float": isinstance(kind, Double),
        "Boolean": isinstance(kind, Boolean),
        "Date": isinstance(kind, Date),
        "DateTime": isinstance(kind, DateTime) and bool(kind.timezone),
    }
    if name in TEXTS:
        return None if isinstance(kind, Text) else f"is {name} in the contract, and no text in the database"
    return None if fits.get(name) else f"is {name} in the contract, which does not fit {kind!r}"


def enum_fault(graphql: GraphQLOutputType, column: Column[object]) -> str | None:
    """Why a column may hold what the field's enum does not know; None where a check forbids it, or it is no enum."""
    enum = get_named_type(graphql)
    if not isinstance(enum, GraphQLEnumType):
        return None
    held = allowed_values(column)
    if held is None:
        return f"is the enum {enum.name}, and no closed_list stands on the column"
    known = {
        name: value.value.value if isinstance(value.value, Enum) else value.value for name, value in enum.values.items()
    }
    if any(name != value for name, value in known.items()):
        return f"is the enum {enum.name}, whose names and values differ"
    unknown = sorted(held - known.keys())
    return f"is the enum {enum.name}, which does not know {', '.join(unknown)}" if unknown else None


def allowed_values(column: Column[object]) -> frozenset[str] | None:
    """The values that a closed_list allows in the column; None where there is none."""
    for constraint in column.table.constraints:
        name, values = constraint.info.get(CLOSED_LIST, (None, ()))
        if name == column.name:
            return frozenset(values)
    return None


def unproved_edge(parent: Entity, target: Entity, by: str | None, *, crosses: bool) -> str | None:
    """Why an edge may lead nowhere; None where a foreign key on a column that is never null leads to the row.

    Inside one case the edge is followed by key and case together: then the foreign key must cover both, unless the edge
    leads to the case itself.
    """
    if by is None or crosses:
        return "the other side may be missing, or hidden from the viewer"
    column = parent.table.c[by]
    if column.nullable:
        return f"{by} may be null"
    pairs = {by: target.key}
    if target.case is not None and parent.case is not None and target.case != target.key:
        pairs[parent.case] = target.case
    if not _foreign_key(parent.table, target.table, pairs):
        return f"no foreign key covers {', '.join(pairs)}"
    return None


def at_most_one(table: Table, of: str | None, where: str | None) -> bool:
    """Whether a unique index forbids two rows of the table with the same value in `of`, under that named condition."""
    for constraint in table.constraints:
        if isinstance(constraint, UniqueConstraint) and [column.name for column in constraint.columns] == [of]:
            return True
    for index in table.indexes:
        if index.unique and [getattr(one, "name", None) for one in index.expressions] == [of]:
            only = index.dialect_options["postgresql"]["where"]
            if only is None or (where and str(CONDITIONS[where](table)).removeprefix(f"{table.name}.") == str(only)):
                return True
    return False


def _foreign_key(table: Table, target: Table, pairs: dict[str, str]) -> bool:
    return any(
        {element.parent.name: element.column.name for element in constraint.elements} == pairs
        for constraint in table.foreign_key_constraints
        if constraint.referred_table is target
    )
