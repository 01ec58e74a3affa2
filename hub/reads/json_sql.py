"""JSON built by the database: objects in the order of the selection, lists, and values as GraphQL writes them."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ARRAY, ColumnElement, DateTime, UnaryExpression, func
from sqlalchemy import literal_column as sql
from sqlalchemy.dialects.postgresql import JSON, aggregate_order_by
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import TypeEngine

EMPTY_LIST: ColumnElement[Any] = sql("'[]'::json")
_RFC_3339: ColumnElement[Any] = sql("""'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'""")


class JsonObject(FunctionElement[Any]):
    """`JSON_OBJECT('key' VALUE value, ...)`: keeps the order, has no limit of 100 arguments, writes nulls.

    Keys are GraphQL names, letters, digits and underscores only: safe inside quotes, and never bind parameters.
    """

    type = JSON()
    inherit_cache = False

    def __init__(self, pairs: Sequence[tuple[str, ColumnElement[Any]]]) -> None:
        self.keys = [key for key, _ in pairs]
        super().__init__(*(value for _, value in pairs))


@compiles(JsonObject)
def _json_object(element: JsonObject, compiler: SQLCompiler, **options: Any) -> str:
    values = [compiler.process(value, **options) for value in element.clauses]
    pairs = ", ".join(f"'{key}' VALUE {value}" for key, value in zip(element.keys, values, strict=True))
    return f"JSON_OBJECT({pairs} RETURNING json)"


def json_list(value: ColumnElement[Any], order: Sequence[ColumnElement[Any]]) -> ColumnElement[Any]:
    """An aggregate: the values of all rows in that order, `[]` where there is none."""
    return func.coalesce(func.json_agg(aggregate_order_by(value, *order)), EMPTY_LIST)


def in_order(columns: Sequence[ColumnElement[Any]], *, descending: bool) -> list[ColumnElement[Any]]:
    """The columns as a list for ORDER BY, all in one direction."""
    directed: list[UnaryExpression[Any]] = [column.desc() if descending else column.asc() for column in columns]
    return list(directed)


def as_json(value: ColumnElement[Any], kind: TypeEngine[Any]) -> ColumnElement[Any]:
    """The value in a form that becomes the JSON that GraphQL clients see.

    Times are RFC 3339 in UTC with six decimals and `Z`; a list loses its nulls; the rest is what PostgreSQL writes.
    """
    if isinstance(kind, DateTime):
        return func.to_char(func.timezone(sql("'UTC'"), value), _RFC_3339)
    if isinstance(kind, ARRAY):
        return func.array_remove(value, sql("NULL"))
    return value
