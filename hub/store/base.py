"""The conventions of every table: names of constraints, keys, times, closed lists."""

import re
from collections.abc import Iterable
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    ColumnElement,
    DateTime,
    ForeignKey,
    Identity,
    MetaData,
    Text,
    literal_column,
)

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
    }
)


# Where a check keeps its column and values: reads prove from it that a column fits an enum of the GraphQL contract.
CLOSED_LIST = "closed_list"
# On a table that is a view of others: nobody writes to it, and migrations make it in SQL.
VIEW = {"view": True}


def key() -> Column[int]:
    """The surrogate key of a table, drawn by the database."""
    return Column("id", BigInteger, Identity(always=False), primary_key=True)


def of(table: str, name: str | None = None, *, nullable: bool = False, index: bool = True) -> Column[int]:
    """A reference to another table's key, `case_id` for `of("offender_case", "case_id")`."""
    return Column(name or f"{table}_id", BigInteger, ForeignKey(f"{table}.id"), nullable=nullable, index=index)


def of_case() -> Column[int]:
    """The case that a row of a person belongs to; every such table has it, and visibility hangs on it."""
    return of("offender_case", "case_id")


def instant(name: str, *, nullable: bool = False, **options: Any) -> Column[Any]:
    """A moment, with its zone."""
    return Column(name, DateTime(timezone=True), nullable=nullable, **options)


def text(name: str, *, nullable: bool = False, **options: Any) -> Column[str]:
    """A text column; not null unless said."""
    return Column(name, Text, nullable=nullable, **options)


def word(value: str) -> ColumnElement[str]:
    """A word of the program's own (a value of an enum) inside SQL; it stands in the text, where the planner sees it."""
    if not re.fullmatch(r"\w+", value):
        raise ValueError("Only letters, digits and underscores stand in SQL as they are: bind anything else.")
    return literal_column(f"'{value}'", Text)


def closed_list(column: str, values: type[StrEnum] | Iterable[str]) -> CheckConstraint:
    """A check that the column holds one of the enum's values."""
    allowed = tuple(str(value) for value in values)
    listed = ", ".join(f"'{value}'" for value in allowed)
    return CheckConstraint(f"{column} in ({listed})", name=f"{column}_known", info={CLOSED_LIST: (column, allowed)})


def closed_lists(column: str, values: type[StrEnum] | Iterable[str]) -> CheckConstraint:
    """A check that a text array holds only the enum's values."""
    allowed = tuple(str(value) for value in values)
    listed = ", ".join(f"'{value}'" for value in allowed)
    check = f"{column} <@ array[{listed}]::text[]"
    return CheckConstraint(check, name=f"{column}_known", info={CLOSED_LIST: (column, allowed)})
