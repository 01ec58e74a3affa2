"""Errors outside a payload: each with a code of the closed list and the request's id, and never with internals."""

import logging
import traceback
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from graphql import GraphQLError

from hub.errors import BrokenRule, DependencyUnavailable
from hub.reads.faults import BadInput, CapabilityMissing, TooManyEdges
from hub.schema.refusal import Code, Refused
from hub.store.faults import passes

log = logging.getLogger(__name__)

# Faults of ours that leave a line in the log, and how loud.
_NOTED = {Code.INTERNAL: logging.ERROR, Code.UNAVAILABLE: logging.WARNING, Code.TIMEOUT: logging.WARNING}

_INTERNAL = "The hub could not answer this. Quote the request id when you report it."
_UNAVAILABLE = "The hub's database does not answer. Try again in a moment."
_TOO_SLOW = "The read took too long. Ask for less at once."


def formatted(errors: Sequence[GraphQLError], request_id: str, otherwise: Code) -> list[dict[str, Any]]:
    """The errors as the answer shows them. `otherwise` is the code of those that GraphQL itself found."""
    return [_formatted(error, request_id, otherwise) for error in errors]


def _formatted(error: GraphQLError, request_id: str, otherwise: Code) -> dict[str, Any]:
    code, message, more = _read(error, otherwise)
    if code in _NOTED:
        _note(_NOTED[code], error, request_id)
    shown: dict[str, Any] = {"message": message}
    if error.locations:
        shown["locations"] = [location.formatted for location in error.locations]
    if error.path is not None:
        shown["path"] = error.path
    shown["extensions"] = {"code": code, "requestId": request_id, **more}
    return shown


def _read(error: GraphQLError, otherwise: Code) -> tuple[Code, str, dict[str, Any]]:
    """The code, the sentence, and what else the caller may know."""
    cause = _cause(error)
    own = _extensions(error)
    if "code" in own:
        return Code(own.pop("code")), error.message, own
    match cause:
        case None:
            return otherwise, error.message, {}
        case BadInput():
            return Code.BAD_USER_INPUT, str(cause), {}
        case TooManyEdges():
            return Code.COST_LIMIT, str(cause), {}
        case CapabilityMissing():
            return Code.FORBIDDEN, str(cause), {}
        case Refused():
            return cause.code, cause.message, dict(cause.extensions)
        case BrokenRule():
            return Code.CONFLICT, cause.message, {"rule": cause.code, "remedy": cause.remedy}
        case DependencyUnavailable() | ConnectionError():
            return Code.UNAVAILABLE, _UNAVAILABLE, {}
        case TimeoutError():
            return Code.TIMEOUT, _TOO_SLOW, {}
        case _ if passes(cause):
            return Code.UNAVAILABLE, _UNAVAILABLE, {}
    return Code.INTERNAL, _INTERNAL, {}


def _extensions(error: GraphQLError) -> dict[str, Any]:
    """The extensions that our own code gave the error, or the one that it wraps."""
    found: BaseException | None = error
    while isinstance(found, GraphQLError):
        if found.extensions and "code" in found.extensions:
            return dict(found.extensions)
        found = found.original_error
    return {}


def _cause(error: GraphQLError) -> BaseException | None:
    """What was raised, below the errors that GraphQL wraps around it; None where GraphQL itself found the fault."""
    found: BaseException | None = error
    while isinstance(found, GraphQLError):
        found = found.original_error
    return found


def _note(level: int, error: GraphQLError, request_id: str) -> None:
    """Never the error's text, the document or the variables: they may say something about a person."""
    cause = _cause(error) or error
    log.log(level, "Request %s failed: %s at %s.", request_id, type(cause).__name__, _place(cause))


def _place(error: BaseException) -> str:
    frames = traceback.extract_tb(error.__traceback__)
    return " < ".join(f"{Path(frame.filename).name}:{frame.lineno}" for frame in reversed(frames[-4:]))
