"""Cursors: the values of the order's columns in one row, so that a page goes on from there whatever was inserted.

A cursor may hold a name (the order of a caseload): it goes only to those who see the row, and is never logged.
"""

from base64 import b64decode
from binascii import Error
from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any

import orjson
from sqlalchemy import BigInteger, ColumnElement, Date, DateTime, Integer, Text, func
from sqlalchemy import literal_column as sql
from sqlalchemy.types import TypeEngine

from hub.domain.days import moment_may_be_meant
from hub.reads.faults import BadInput
from hub.reads.ids import LARGEST

NOT_OURS = "The cursor is none of this list: send one as the hub gave it, whole, to the same field."


def place_sql(columns: Sequence[ColumnElement[Any]]) -> ColumnElement[Any]:
    """What a cursor says, as JSON: the row's values of the order's columns."""
    return func.json_build_array(*columns)


def cursor_sql(place: ColumnElement[Any]) -> ColumnElement[Any]:
    """The cursor that says this, written by the database in one line."""
    text = func.convert_to(place.cast(Text), sql("'UTF8'"))
    return func.translate(func.encode(text, sql("'base64'")), sql(r"E'\n'"), sql("''"))


def read_cursor(text: str, types: Sequence[TypeEngine[Any]]) -> list[Any]:
    """The values of a cursor, checked against the types of the order's columns. Raises BadInput."""
    try:
        values = orjson.loads(b64decode(text, validate=True))
    except (Error, ValueError):
        raise BadInput(NOT_OURS) from None
    if not isinstance(values, list) or len(values) != len(types):
        raise BadInput(NOT_OURS)
    return [_value(value, kind) for value, kind in zip(values, types, strict=True)]


def _value(value: object, kind: TypeEngine[Any]) -> Any:
    try:
        if isinstance(kind, Text) and isinstance(value, str) and "\x00" not in value:
            return value
        if isinstance(kind, Integer) and type(value) is int:
            most = LARGEST if isinstance(kind, BigInteger) else 2**31 - 1
            if -most <= value <= most:
                return value
        if isinstance(kind, DateTime) and isinstance(value, str):
            return _moment(value, kind)
        if isinstance(kind, Date) and isinstance(value, str):
            return date.fromisoformat(value)
    except ValueError:
        pass
    raise BadInput(NOT_OURS)


def _moment(value: str, kind: DateTime) -> datetime:
    found = datetime.fromisoformat(value)
    if (found.tzinfo is not None) is not bool(kind.timezone):
        raise ValueError("a moment with its zone, where the column has one")
    if not moment_may_be_meant(found if found.tzinfo else found.replace(tzinfo=UTC)):
        raise ValueError("a moment that the hub can't hold")
    return found
