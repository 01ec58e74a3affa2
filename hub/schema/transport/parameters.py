"""The parameters of one GraphQL request, read strictly from what a client sent."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

import orjson

from hub.schema.refusal import Code, Refused

MOST_BYTES = 100_000

_NUL = "\x00"


@dataclass(frozen=True)
class Parameters:
    """What is asked for. `report_cost` is true where the request's `extensions` hold `{"cost": true}`."""

    document: str
    operation_name: str | None
    variables: Mapping[str, Any]
    report_cost: bool = False


def from_json(body: bytes | bytearray) -> Parameters:
    """Read a JSON body. Raises Refused(BAD_REQUEST) with what is wrong with it."""
    parameters = of(decoded(body))
    if rb"\u0000" in body:
        refuse_nul(parameters)
    return parameters


def decoded(body: bytes | bytearray | str) -> Any:
    """The JSON value of a body or frame. Raises Refused(BAD_REQUEST): not UTF-8, no JSON, nested too deep."""
    if not body:
        raise Refused(Code.BAD_REQUEST, 'The body is empty: send {"query": "..."} as JSON.')
    try:
        return orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise Refused(
            Code.BAD_REQUEST,
            f"The body is no JSON text in UTF-8, at line {error.lineno}, column {error.colno}.",
        ) from None


def of(value: Any) -> Parameters:
    """Check a decoded value. Raises Refused(BAD_REQUEST) naming the parameter that is wrong."""
    if not isinstance(value, dict):
        raise Refused(Code.BAD_REQUEST, f"The body is {_kind(value)}: it must be a JSON object with a query.")
    get = value.get
    document, name, variables, extensions = get("query"), get("operationName"), get("variables"), get("extensions")
    if not isinstance(document, str):
        raise _wrong("query", "a string with a GraphQL document", document)
    if name is not None and not isinstance(name, str):
        raise _wrong("operationName", "a string or null", name)
    if variables is None:
        variables = {}
    elif not isinstance(variables, dict):
        raise _wrong("variables", "an object or null", variables)
    if extensions is None:
        return Parameters(document, name, variables)
    if not isinstance(extensions, dict):
        raise _wrong("extensions", "an object or null", extensions)
    return Parameters(document, name, variables, extensions.get("cost") is True)


def from_query_string(query_string: bytes) -> Parameters | None:
    """Read a GET request's parameters; None without a `query`. Raises Refused(BAD_REQUEST)."""
    try:
        pairs = parse_qsl(query_string.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=20)
    except ValueError:
        raise Refused(Code.BAD_REQUEST, "The address's query string is not URL-encoded UTF-8.") from None
    found: dict[str, Any] = dict(pairs)
    if "query" not in found:
        return None
    for name in ("variables", "extensions"):
        if name in found:
            found[name] = _json_parameter(name, found[name])
    parameters = of({**found, "operationName": found.get("operationName") or None})
    refuse_nul(parameters)
    return parameters


def _json_parameter(name: str, text: str) -> Any:
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError:
        raise _wrong(name, "JSON text", text) from None


def _wrong(name: str, expected: str, value: Any) -> Refused:
    found = "missing" if value is None else _kind(value)
    return Refused(Code.BAD_REQUEST, f"The parameter {name} is {found}: it must be {expected}.")


def _kind(value: Any) -> str:
    match value:
        case None:
            return "null"
        case bool():
            return "a boolean"
        case int() | float():
            return "a number"
        case str():
            return "a string"
        case list():
            return "an array"
    return "an object"


def refuse_nul(parameters: Parameters) -> None:
    """PostgreSQL's text holds no U+0000; said here, it is the caller's error and not ours."""
    if _NUL in parameters.document or _holds_nul(parameters.variables):
        raise Refused(Code.BAD_REQUEST, "The request holds the character U+0000, which no text of the hub may hold.")


def _holds_nul(value: Any) -> bool:
    waiting = [value]
    while waiting:
        found = waiting.pop()
        if isinstance(found, str) and _NUL in found:
            return True
        if isinstance(found, dict):
            waiting.extend(found)
            waiting.extend(found.values())
        elif isinstance(found, list):
            waiting.extend(found)
    return False
