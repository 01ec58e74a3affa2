"""The serving process: the only place where the rooms are joined. Settings in, a running hub out.

`hub serve` runs `serve`. A request to /graphql goes to endpoint.py of hub/schema/transport, a socket to sockets.py;
both hand what they read to reception.py, and that to hub/schema/executing/executor.py.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import asdict
from typing import Any

import httpx
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Route, WebSocketRoute

from hub import serving
from hub.actions.team.capacity import point_table
from hub.auth import development, development_pages
from hub.auth.development import Issuer, OwnKeys
from hub.auth.door import TokenDoor
from hub.auth.keys import PublishedKeys
from hub.auth.tokens import Keys, Verifier
from hub.collector import collect_seldom
from hub.graphiql import page
from hub.messaging.dead_letters import Operations
from hub.reads.reader import Reader
from hub.schema import examples, schema
from hub.schema.executing.executor import Executor
from hub.schema.live import Live
from hub.schema.transport.clients import Allowance, Clients
from hub.schema.transport.endpoint import GraphQLEndpoint
from hub.schema.transport.lasting import Lasting
from hub.schema.transport.reception import Reception
from hub.schema.transport.sockets import GraphQLSockets
from hub.settings import Settings
from hub.store.audit.read_audit import ReadAudit
from hub.store.database import Database, check

GRAPHQL = "/graphql"
# Objects made before the collector looks at the young ones: a request makes hundreds, and none of them in circles.
YOUNG = 20_000

log = logging.getLogger(__name__)


class Parts:
    """What one serving process holds, joined but not yet started."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.http = httpx.AsyncClient(timeout=5.0, follow_redirects=False)
        self.issuer = _development_issuer(settings)
        self.database = Database(settings.database_url)
        self.reader = Reader(settings.database_url)
        self.audit = ReadAudit(settings.database_url)
        self.live = Live(self.database)
        self.lasting = Lasting()
        self.door = TokenDoor(self._verifier(), self.database)
        contract = schema.build()
        executor = Executor(
            contract,
            self.reader,
            self.database,
            development=settings.development,
            live=self.live,
            operations=Operations(self.database),
            points=point_table(settings),
        )
        clients = Clients(Allowance(requests_per_second=settings.requests_per_second))
        self.reception = Reception(executor, self.audit, clients, self.door, contract.schema)
        self.endpoint = GraphQLEndpoint(self.reception, self.door, self.lasting)

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Connect everything, and let it go in the other order. Raises DependencyUnavailable."""
        async with AsyncExitStack() as ends:
            ends.push_async_callback(self.http.aclose)
            ends.push_async_callback(self.database.close)
            ends.push_async_callback(self.reader.close)
            await self.reader.open()
            ends.push_async_callback(self.audit.close)
            await self.audit.start()
            ends.push_async_callback(self.live.close)
            await self.live.start()
            ends.push_async_callback(self.lasting.close)
            yield

    def _verifier(self) -> Verifier:
        settings = self.settings
        if self.issuer:
            return Verifier(OwnKeys(self.issuer), development.ISSUER, settings.audience)
        keys: Keys = PublishedKeys(settings.issuer, self.http)
        return Verifier(keys, settings.issuer, settings.audience)


def _development_issuer(settings: Settings) -> Issuer | None:
    """The local issuer; None where a real one is configured."""
    if not settings.development:
        return None
    key = development.key_file(settings)
    if key is None:
        log.warning("No HUB_DEVELOPMENT_KEY: tokens of the development issuer are good for this process only.")
    return Issuer(key, settings.database_url, settings.audience)


def application(settings: Settings) -> Starlette:
    """The hub as an ASGI application; its lifespan connects and disconnects."""
    parts = Parts(settings)

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        async with parts.running():
            yield

    cors = Middleware(
        CORSMiddleware,
        allow_origins=settings.origins,
        allow_methods=("GET", "POST"),
        allow_headers=("authorization", "content-type"),
        expose_headers=("x-request-id", "www-authenticate", "retry-after"),
    )
    app = Starlette(routes=_routes(parts), middleware=[cors] if settings.origins else [], lifespan=lifespan)
    app.state.parts = parts
    return app


def _routes(parts: Parts) -> list[BaseRoute]:
    settings = parts.settings
    sockets = GraphQLSockets(parts.reception, parts.door, parts.lasting, origins=settings.origins)
    routes: list[BaseRoute] = [
        Route(GRAPHQL, parts.endpoint),
        WebSocketRoute(GRAPHQL, sockets),
        *page.routes(development=settings.development),
        Route("/health/live", _alive),
        Route("/health/ready", _ready(parts)),
        Route("/metrics", _metrics),
    ]
    if parts.issuer:
        routes += development_pages.routes(parts.issuer, _examples(settings.database_url))
    return routes


def _examples(database_url: str) -> development_pages.Examples:
    async def found() -> list[dict[str, Any]]:
        return [asdict(example) for example in await examples.find_examples(database_url)]

    return found


async def _alive(request: Request) -> Response:
    return PlainTextResponse("alive\n")


def _ready(parts: Parts) -> Callable[[Request], Awaitable[Response]]:
    async def ready(request: Request) -> Response:
        lacking = [] if parts.live.connected else ["the database does not answer"]
        if parts.lasting.closing.is_set():
            lacking.append("the process is ending")
        return JSONResponse({"ready": not lacking, "lacking": lacking}, 503 if lacking else 200)

    return ready


async def _metrics(request: Request) -> Response:
    return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)


def serve(settings: Settings) -> None:
    """Answer GraphQL until SIGTERM or Ctrl-C.

    Raises DependencyUnavailable with what to do where the database can't be reached, HubError for a key file that
    can't be used, DeclarationInvalid for a contract that does not fit the tables.
    """
    logging.getLogger("uvicorn").setLevel(logging.WARNING)  # its own words about sockets name addresses
    with asyncio.Runner(loop_factory=serving.new_loop) as runner:
        runner.run(_serve(settings))


async def _serve(settings: Settings) -> None:
    await check(settings.database_url)
    listener = serving.listen(settings.host, settings.port)
    app = application(settings)
    async with app.router.lifespan_context(app):
        collect_seldom(YOUNG)
        parts: Parts = app.state.parts
        # Where other origins may ask, every answer needs the words that allow them: then nothing goes straight.
        front = app if settings.origins else serving.straight_to(GRAPHQL, parts.endpoint, app)
        await serving.Server(front, parts.lasting.close).serve([listener])
