"""What every request passes, whichever transport brought it: allowance, time limit, audit line, count.

Nothing leaves before its audit line is committed. A request that names nobody (no token) can read no person's record
and leaves no line; whoever has a token leaves one for each answer, refusals and events of subscriptions included.
"""

import asyncio
import hashlib
import logging
import secrets
import traceback
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing, asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache, lru_cache
from pathlib import Path
from typing import Protocol

import orjson
from graphql import GraphQLError, GraphQLSchema, OperationDefinitionNode, OperationType

from hub.errors import DependencyUnavailable
from hub.schema.executing import limits
from hub.schema.refusal import Code, Refused
from hub.schema.request import Answer, Request
from hub.schema.transport.bearer import Door
from hub.schema.transport.clients import Clients
from hub.store.audit.read_audit import ReadLine
from hub.store.faults import passes
from hub.telemetry import REQUESTS, SUBSCRIPTIONS

EXECUTION_SECONDS = 15.0

log = logging.getLogger(__name__)


class Executes(Protocol):
    """The executor: an operation in, its answer out (hub/schema/executing/executor.py)."""

    async def execute(self, request: Request) -> Answer:
        """Answer a query or mutation."""

    def subscribe(self, request: Request) -> AsyncGenerator[Answer, None]:
        """Answer a subscription, once for each event; the first answer may be a request error, and then the last."""


class Audits(Protocol):
    """Who writes the audit lines of reads (hub/store/audit/read_audit.py)."""

    async def write(self, line: ReadLine) -> None:
        """Return when the line is committed."""


class Reception:
    """Takes requests of one process to its executor.

    `seconds` is how long one request may take. `schema` is weighed against for `extensions.cost`.
    """

    def __init__(
        self,
        executor: Executes,
        audit: Audits,
        clients: Clients,
        door: Door,
        schema: GraphQLSchema,
        *,
        seconds: float = EXECUTION_SECONDS,
    ) -> None:
        self.clients = clients
        self._executor = executor
        self._audit = audit
        self._door = door
        self._schema = schema
        self._seconds = seconds

    async def answer(self, request: Request, client: str, *, report_cost: bool = False) -> Answer:
        """Answer a query or mutation; its audit line is written. Raises Refused: RATE_LIMITED, UNAVAILABLE."""
        with self.clients.request(client):
            answer = await self._executed(request)
            await self._leave_line(request, answer)
        _count(request, answer)
        return self._with_cost(answer, request, client) if report_cost else answer

    @asynccontextmanager
    async def subscribed(self, request: Request, client: str) -> AsyncIterator[AsyncGenerator[Answer, None]]:
        """Answer a subscription: once for each event, the audit line of each written before it is handed on.

        Raises Refused on entering, like `answer`, and while answers are taken where one can't be audited.
        """
        with self.clients.request(client):
            pass
        with self.clients.subscription(client), SUBSCRIPTIONS.track_inprogress():
            async with aclosing(self._answers(request)) as answers:
                yield answers

    async def _answers(self, request: Request) -> AsyncGenerator[Answer, None]:
        async with aclosing(self._executor.subscribe(request)) as events:
            while (answer := await self._next(events, request)) is not None:
                await self._check_reach(request)
                await self._leave_line(request, answer)
                _count(request, answer)
                yield answer
                if answer.request_error:
                    return

    async def _check_reach(self, request: Request) -> None:
        """A long subscription must not outlive its viewer's place. Raises Refused."""
        try:
            if request.actor and not await self._door.unchanged(request.actor):
                raise Refused(Code.FORBIDDEN, "What you may reach has changed: subscribe again.")
        except DependencyUnavailable as fault:
            raise _as_refusal(request, fault) from None

    async def _executed(self, request: Request) -> Answer:
        try:
            async with asyncio.timeout(self._seconds):
                return await self._executor.execute(request)
        except TimeoutError:
            return _refused(request, _too_slow(self._seconds))
        except Exception as error:
            return _refused(request, _as_refusal(request, error))

    async def _next(self, events: AsyncGenerator[Answer, None], request: Request) -> Answer | None:
        try:
            return await anext(events, None)
        except Exception as error:
            return _refused(request, _as_refusal(request, error))

    async def _leave_line(self, request: Request, answer: Answer) -> None:
        actor = request.actor
        if actor is None:
            return
        line = ReadLine(
            datetime.now(UTC),
            actor.subject,
            actor.service,
            request.request_id,
            answer.document_hash,
            answer.operation,
            answer.outcome,
            answer.case_ids,
        )
        try:
            await self._audit.write(line)
        except DependencyUnavailable as fault:
            raise Refused(Code.UNAVAILABLE, str(fault), retryAfterSeconds=1) from None

    def _with_cost(self, answer: Answer, request: Request, client: str) -> Answer:
        """The answer with `extensions.cost`, for who asked for it."""
        try:
            document = limits.read_document(request.document)
        except GraphQLError:
            return answer
        weight = limits.weigh(document, self._schema, request.variables, request.operation_name)
        cost = {
            "requestedQueryCost": weight.load.cost,
            "maximumAvailable": limits.MOST_COST,
            "throttleStatus": self.clients.throttle_status(client),
        }
        extensions = orjson.dumps({"cost": cost})
        return replace(answer, body=answer.body.rstrip()[:-1] + b',"extensions":' + extensions + b"}")


def new_request_id() -> str:
    """A request id of ours: in the answer's header, in its errors, in the audit."""
    return secrets.token_hex(12)


def operation_type(document: str, operation_name: str | None) -> OperationType | None:
    """Query, mutation or subscription; None where the document does not tell, and the executor will say why."""
    if "mutation" not in document and "subscription" not in document:
        return OperationType.QUERY
    return _parsed_type(document, operation_name)


@lru_cache(maxsize=256)
def _parsed_type(document: str, operation_name: str | None) -> OperationType | None:
    try:
        definitions = limits.read_document(document).definitions
    except GraphQLError:
        return None
    operations = [found for found in definitions if isinstance(found, OperationDefinitionNode)]
    if operation_name is not None:
        operations = [found for found in operations if found.name and found.name.value == operation_name]
    return operations[0].operation if len(operations) == 1 else None


_counter = cache(REQUESTS.labels)  # few kinds and outcomes: looking one up costs more than counting


def _count(request: Request, answer: Answer) -> None:
    kind = operation_type(request.document, request.operation_name)
    _counter(kind.value if kind else "unknown", answer.outcome).inc()


def _refused(request: Request, refused: Refused) -> Answer:
    return Answer(
        body=refused.body(request.request_id),
        request_error=True,
        outcome=refused.code,
        document_hash=hashlib.sha256(request.document.encode("utf-8", "surrogatepass")).hexdigest(),
        operation=request.operation_name,
    )


def _too_slow(seconds: float) -> Refused:
    return Refused(
        Code.TIMEOUT,
        f"The request was stopped after {seconds:g} s. Ask for less at once. A mutation may have been carried out: "
        "look before you repeat it, or repeat it with the same idempotencyKey.",
    )


def _as_refusal(request: Request, error: Exception) -> Refused:
    if isinstance(error, Refused):
        return error
    if isinstance(error, DependencyUnavailable) or passes(error):
        log.warning("Request %s: the database does not answer (%s).", request.request_id, type(error).__name__)
        return Refused(Code.UNAVAILABLE, "The hub's database does not answer. Try again in a moment.")
    # never the error's text: it may quote what a person wrote
    log.error("Request %s failed: %s at %s.", request.request_id, type(error).__name__, _place(error))
    return Refused(
        Code.INTERNAL, f"The hub could not answer this. Quote the request id {request.request_id} when you report it."
    )


def _place(error: Exception) -> str:
    frames = traceback.extract_tb(error.__traceback__)
    return " < ".join(f"{Path(frame.filename).name}:{frame.lineno}" for frame in reversed(frames[-4:]))
