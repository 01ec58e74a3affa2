"""What comes to the GraphQL contract and what goes back, whichever transport carried it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from hub.domain.access import Actor


@dataclass(frozen=True)
class Request:
    """One GraphQL operation asked for; `actor` is None where no token came. `request_id` is ours, for the audit."""

    document: str
    operation_name: str | None
    variables: Mapping[str, Any]
    request_id: str
    actor: Actor | None


@dataclass(frozen=True)
class Answer:
    """The whole answer as JSON bytes, and what the audit line says about it.

    `request_error` is true where nothing was executed: malformed, invalid, or variables that don't fit (HTTP 400).
    `outcome` is `OK` or the first error's `extensions.code`. `case_ids` are the cases whose facts are in the answer.
    `document_hash` is the SHA-256 of the document, hexadecimal.
    """

    body: bytes
    request_error: bool
    outcome: str
    document_hash: str
    operation: str | None = None
    case_ids: Sequence[int] = field(default_factory=tuple)
