"""What the contract answers instead of data: a closed list of codes, and the JSON body that carries one."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

import orjson


class Code(StrEnum):
    """Every value that `extensions.code` can have."""

    # the request, before its document is looked at
    BAD_REQUEST = "BAD_REQUEST"
    METHOD_NOT_ALLOWED = "METHOD_NOT_ALLOWED"
    NOT_ACCEPTABLE = "NOT_ACCEPTABLE"
    BODY_TOO_LARGE = "BODY_TOO_LARGE"
    UNSUPPORTED_MEDIA_TYPE = "UNSUPPORTED_MEDIA_TYPE"
    # the document and its variables
    GRAPHQL_PARSE_FAILED = "GRAPHQL_PARSE_FAILED"
    GRAPHQL_VALIDATION_FAILED = "GRAPHQL_VALIDATION_FAILED"
    BAD_USER_INPUT = "BAD_USER_INPUT"
    COST_LIMIT = "COST_LIMIT"
    # who asks, and how much
    UNAUTHENTICATED = "UNAUTHENTICATED"
    FORBIDDEN = "FORBIDDEN"
    RATE_LIMITED = "RATE_LIMITED"
    # what is asked for
    NOT_FOUND = "NOT_FOUND"
    CONFLICT = "CONFLICT"
    RESYNC_NEEDED = "RESYNC_NEEDED"
    # us
    TIMEOUT = "TIMEOUT"
    UNAVAILABLE = "UNAVAILABLE"
    INTERNAL = "INTERNAL"


# The status of a refusal that is about the request as HTTP, whichever media type the answer has.
# What is wrong with a document is 400 or 200 by media type instead (hub/schema/transport/endpoint.py).
STATUS: Mapping[Code, int] = {
    Code.BAD_REQUEST: 400,
    Code.UNAUTHENTICATED: 401,
    Code.METHOD_NOT_ALLOWED: 405,
    Code.NOT_ACCEPTABLE: 406,
    Code.BODY_TOO_LARGE: 413,
    Code.UNSUPPORTED_MEDIA_TYPE: 415,
    Code.RATE_LIMITED: 429,
    Code.INTERNAL: 500,
    Code.UNAVAILABLE: 503,
    Code.TIMEOUT: 504,
}


class Refused(Exception):
    """The request gets no data. `message` is a sentence for the caller: what is wrong, which value, what to do."""

    def __init__(self, code: Code, message: str, **extensions: Any) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.extensions = extensions

    def error(self, request_id: str) -> dict[str, Any]:
        """The refusal as one entry of `errors`."""
        return {"message": self.message, "extensions": {"code": self.code, "requestId": request_id, **self.extensions}}

    def body(self, request_id: str) -> bytes:
        """The refusal as a whole answer, without `data`: nothing was executed."""
        return orjson.dumps({"errors": [self.error(request_id)]})


def unauthenticated(message: str) -> Refused:
    """No token, or one that can't be accepted; `message` says which of them and why."""
    return Refused(Code.UNAUTHENTICATED, message)
