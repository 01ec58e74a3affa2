"""What stands around the transports in their tests: an executor over a small schema, a door, an audit, a server."""

import asyncio
import hashlib
import inspect
from collections.abc import AsyncGenerator, AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import orjson
import uvicorn
from graphql import (
    ExecutionResult,
    GraphQLError,
    GraphQLSchema,
    build_schema,
    execute,
    get_operation_ast,
    subscribe,
    validate,
)
from starlette.applications import Starlette
from starlette.routing import Route, WebSocketRoute

from hub.domain.access import Actor, Role, Service
from hub.errors import DependencyUnavailable, Unauthenticated
from hub.schema.executing import limits
from hub.schema.refusal import Code
from hub.schema.request import Answer, Request
from hub.schema.transport.clients import Allowance, Clients
from hub.schema.transport.endpoint import GraphQLEndpoint
from hub.schema.transport.lasting import Lasting
from hub.schema.transport.reception import Reception
from hub.schema.transport.sockets import GraphQLSockets
from hub.store.audit.read_audit import ReadLine

SCHEMA = build_schema(
    """
    type Query { word: String! echo(text: String!, number: Int): String slow: String broken: String gone: String }
    type Mutation { say(text: String!): String }
    type Subscription { counted(to: Int!): Int! words: String! broken: String refused: String }
    """
)
TOKEN = "good-token"  # the only one that the fake door lets in, with its variants below
ACTOR = Actor("supervisor-1", Service.CUSTODY, frozenset({Role.OFFENDER_SUPERVISOR}), staff_code="Z1", staff_id=1)


@dataclass
class Hub:
    """The parts under test, and what the fakes saw."""

    schema: GraphQLSchema = SCHEMA
    allowance: Allowance = field(default_factory=Allowance)
    seconds: float = 5.0
    origins: tuple[str, ...] = ()
    init_seconds: float = 5.0
    lines: list[ReadLine] = field(default_factory=list)
    audit_broken: bool = False
    reach_changed: bool = False
    reach_unknown: bool = False
    said: list[str] = field(default_factory=list)
    words: asyncio.Queue[str] = field(default_factory=asyncio.Queue)
    running: int = 0
    address: str = ""

    def __post_init__(self) -> None:
        self.clients = Clients(self.allowance)
        self.lasting = Lasting()
        self.reception = Reception(self, self, self.clients, self, self.schema, seconds=self.seconds)
        self.endpoint = GraphQLEndpoint(self.reception, self, self.lasting)
        self.sockets = GraphQLSockets(
            self.reception, self, self.lasting, origins=self.origins, init_seconds=self.init_seconds
        )
        self.app = Starlette(routes=[Route("/graphql", self.endpoint), WebSocketRoute("/graphql", self.sockets)])

    # the door

    def known(self, token: str) -> Actor | None:
        return ACTOR if token == TOKEN else None

    async def actor(self, token: str) -> Actor:
        if token.startswith("short-"):
            return Actor("brief-1", Service.CUSTODY, frozenset(), expires_at=_in_seconds(float(token[6:])))
        if token == "keys-unreachable":
            raise DependencyUnavailable("The keys can't be fetched.")
        raise Unauthenticated("The token expired at 2026-01-01T00:00:00+00:00. Get a new one.")

    async def unchanged(self, actor: Actor) -> bool:
        if self.reach_unknown:
            raise DependencyUnavailable("The database does not answer.")
        return not self.reach_changed

    # the audit

    async def write(self, line: ReadLine) -> None:
        if self.audit_broken:
            raise DependencyUnavailable("The database of the read audit does not answer.")
        await asyncio.sleep(0)  # as a commit does: others have their turn
        self.lines.append(line)

    # the executor

    async def execute(self, request: Request) -> Answer:
        prepared = self._prepared(request)
        if isinstance(prepared, Answer):
            return prepared
        result = execute(self.schema, prepared, self._root(), request, dict(request.variables), request.operation_name)
        found: Any = await result if inspect.isawaitable(result) else result
        return answered(request, found)

    async def subscribe(self, request: Request) -> AsyncGenerator[Answer, None]:
        prepared = self._prepared(request)
        if isinstance(prepared, Answer):
            yield prepared
            return
        self.running += 1
        try:
            source = subscribe(
                self.schema,
                prepared,
                Streams(self),
                request,
                dict(request.variables),
                request.operation_name,
                subscribe_field_resolver=lambda root, info, **given: getattr(root, info.field_name)(**given),
            )
            found: Any = await source if inspect.isawaitable(source) else source
            if isinstance(found, ExecutionResult):
                yield answered(request, found)
                return
            async for result in found:
                yield answered(request, result)
        finally:
            self.running -= 1

    def _prepared(self, request: Request) -> Any:
        try:
            document = limits.read_document(request.document)
            errors = limits.check(document, self.schema, request.variables, request.operation_name)
            errors = errors or validate(self.schema, document)
        except GraphQLError as error:
            errors = [error]
        if errors:
            return answered(request, ExecutionResult(None, errors))
        if get_operation_ast(document, request.operation_name) is None:
            return answered(request, ExecutionResult(None, [GraphQLError("Name one operation.")]))
        return document

    def _root(self) -> Mapping[str, Any]:
        async def slow(info: object) -> str:
            await asyncio.sleep(60)
            return "late"

        def broken(info: object) -> str:
            raise GraphQLError("The field is broken.", extensions={"code": Code.INTERNAL})

        def gone(info: object) -> str:
            raise SystemError("secret text of Jane Madeup")

        def say(info: object, text: str) -> str:
            self.said.append(text)
            return text

        return {"word": "yes", "echo": lambda info, text, number=None: text, "slow": slow, "broken": broken, "say": say}


@dataclass
class Streams:
    """The source streams of the subscriptions."""

    hub: Hub

    async def counted(self, to: int) -> AsyncIterator[dict[str, int]]:
        for number in range(to):
            yield {"counted": number}

    async def words(self) -> AsyncIterator[dict[str, str]]:
        while True:
            yield {"words": await self.hub.words.get()}

    async def broken(self) -> AsyncIterator[dict[str, str]]:
        yield {"broken": "first"}
        raise SystemError("secret text of Jane Madeup")

    async def refused(self) -> AsyncIterator[dict[str, str]]:
        raise GraphQLError("There is no such case.", extensions={"code": Code.NOT_FOUND})
        yield {}


def answered(request: Request, result: ExecutionResult) -> Answer:
    errors = result.errors or []
    request_error = result.data is None and bool(errors) and all(error.path is None for error in errors)
    shown: dict[str, Any] = {} if request_error else {"data": result.data}
    if errors:
        shown["errors"] = [error.formatted for error in errors]
    codes = [str((error.extensions or {}).get("code", Code.GRAPHQL_VALIDATION_FAILED)) for error in errors]
    return Answer(
        body=orjson.dumps(shown),
        request_error=request_error,
        outcome=codes[0] if codes else "OK",
        document_hash=hashlib.sha256(request.document.encode()).hexdigest(),
        operation=request.operation_name,
        case_ids=(7,) if not request_error else (),
    )


def _in_seconds(seconds: float) -> datetime:
    return datetime.now(UTC) + timedelta(seconds=seconds)


@asynccontextmanager
async def served(app: Any, **options: Any) -> AsyncIterator[str]:
    """Serve the app on a free port of this machine; yields host:port. Ends as the process would."""
    config = uvicorn.Config(app, host="127.0.0.1", port=0, log_level="error", lifespan="off", **options)
    config.load()
    server = uvicorn.Server(config)
    server.lifespan = config.lifespan_class(config)
    await server.startup()
    try:
        yield f"127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    finally:
        server.force_exit = True
        await server.shutdown()
