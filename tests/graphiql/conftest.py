"""A fake hub for the page, on a free port: GraphQL by Strawberry's own ASGI app, a development issuer, examples."""

import asyncio
import base64
import json
import threading
import time
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import strawberry
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route, WebSocketRoute
from starlette.types import Receive, Scope, Send
from strawberry.asgi import GraphQL
from strawberry.exceptions import ConnectionRejectionError
from strawberry.types import Info
from strawberry.types.unset import UNSET

from hub.graphiql.build import build
from hub.graphiql.manifest import STATIC
from hub.graphiql.page import routes
from tests.browsing import browser, page  # noqa: F401 - fixtures

PEOPLE = [
    {"id": "os-1", "label": "Ada Example, HMP Testwick", "role": "Offender Supervisor"},
    {"id": "om-1", "label": "Bel Example, Testshire", "role": "Offender Manager"},
    {"id": "tm-1", "label": "Cy Example, Testshire", "role": "Team manager"},
]
EXAMPLES = [
    {
        "name": "Who am I",
        "description": "The person that the token speaks for.",
        "query": "query WhoAmI {\n  me {\n    name\n  }\n}\n",
        "variables": {},
    },
    {
        "name": "The shared plan",
        "description": "One case, its plan, the objectives and who does what by when.",
        "query": (
            "query SharedPlan($crn: String!) {\n  case(crn: $crn) {\n    crn\n"
            "    plan {\n      version\n      objectives {\n        title\n      }\n    }\n  }\n}\n"
        ),
        "variables": {"crn": "X000001"},
    },
    {
        "name": "Watch a plan",
        "description": "Every change of the plan, as it happens.",
        "query": ("subscription WatchPlan($crn: String!) {\n  planChanged(crn: $crn) {\n    crn\n    seenBy\n  }\n}\n"),
        "variables": {"crn": "X000001"},
    },
]


def made_up_token(name: str, seconds: float) -> str:
    """A token in the shape of a JWT; its signature is nothing, and the fake hub asks for none."""
    claims = json.dumps({"name": name, "exp": time.time() + seconds}).encode()
    return f"e30.{base64.urlsafe_b64encode(claims).decode().rstrip('=')}.none"


def name_in(authorization: object) -> str | None:
    """Whose token it is; None without a token or after its end."""
    if not isinstance(authorization, str) or not authorization.startswith("Bearer "):
        return None
    body = authorization.split(".")[1]
    claims = json.loads(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)))
    return str(claims["name"]) if claims["exp"] > time.time() else None


def who(info: Info[dict[str, Any], None]) -> str:
    params = info.context.get("connection_params")
    found = name_in(params.get("authorization") if params else info.context["request"].headers.get("authorization"))
    if found is None:
        raise PermissionError("Sign in first.")
    return found


@strawberry.type
class Me:
    name: str


@strawberry.type
class Objective:
    title: str


@strawberry.type
class SentencePlan:
    version: int
    objectives: list[Objective]


@strawberry.type
class Case:
    """One offender, for ever."""

    crn: str
    plan: SentencePlan


@strawberry.type
class PlanChange:
    crn: str
    seen_by: str


@strawberry.type
class Query:
    @strawberry.field
    def me(self, info: Info[dict[str, Any], None]) -> Me:
        return Me(name=who(info))

    @strawberry.field
    def case(self, info: Info[dict[str, Any], None], crn: str) -> Case:
        who(info)
        return Case(crn=crn, plan=SentencePlan(version=7, objectives=[Objective(title="Find settled accommodation")]))


@strawberry.type
class Subscription:
    @strawberry.subscription
    async def plan_changed(self, info: Info[dict[str, Any], None], crn: str) -> AsyncIterator[PlanChange]:
        yield PlanChange(crn=crn, seen_by=who(info))
        await asyncio.Event().wait()


class FakeEndpoint(GraphQL[dict[str, Any], None]):
    def __init__(self, hub: "FakeHub") -> None:
        super().__init__(strawberry.Schema(Query, subscription=Subscription), graphql_ide=None)
        self.hub = hub

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and self.hub.refusals:
            self.hub.refusals -= 1
            await JSONResponse({"errors": []}, 401)(scope, receive, send)
        else:
            await super().__call__(scope, receive, send)

    async def on_ws_connect(self, context: dict[str, Any]) -> Any:
        if name_in((context.get("connection_params") or {}).get("authorization")) is None:
            raise ConnectionRejectionError
        return UNSET


@dataclass
class FakeHub:
    """Where it listens, and what it was asked. `lifetime` is that of the next token, in seconds;
    so many of the next operations as `refusals` says are answered with 401."""

    address: str = ""
    lifetime: float = 3600.0
    refusals: int = 0
    issued: list[str] = field(default_factory=list)

    def app(self, static: Path, *, development: bool) -> Starlette:
        graphql = FakeEndpoint(self)
        return Starlette(
            routes=[
                *routes(development=development, static=static),
                Route("/dev/people", lambda _: JSONResponse(PEOPLE)),
                Route("/dev/examples", lambda _: JSONResponse(EXAMPLES)),
                Route("/dev/token", self._token, methods=["POST"]),
                Route("/graphql", graphql),
                WebSocketRoute("/graphql", graphql),
            ]
        )

    async def _token(self, request: Request) -> Response:
        person = (await request.json())["person"]
        label = next(entry["label"] for entry in PEOPLE if entry["id"] == person)
        self.issued.append(person)
        end = datetime.fromtimestamp(time.time() + self.lifetime, UTC).isoformat()
        return JSONResponse({"token": made_up_token(label, self.lifetime), "expiresAt": end})


def serve(hub: FakeHub, static: Path, *, development: bool) -> Iterator[FakeHub]:
    config = uvicorn.Config(hub.app(static, development=development), port=0, log_level="critical")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    deadline = time.monotonic() + 20
    while not server.started and time.monotonic() < deadline:
        thread.join(0.02)
    hub.address = f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    yield hub
    server.should_exit = True
    server.force_exit = True
    thread.join(20)


@pytest.fixture(scope="session")
def built() -> Path:
    """The real page, built when its sources changed."""
    build()
    return STATIC


@pytest.fixture
def fake_hub(built: Path) -> Iterator[FakeHub]:
    yield from serve(FakeHub(), built, development=True)


@pytest.fixture
def fake_hub_with_real_issuer(built: Path) -> Iterator[FakeHub]:
    yield from serve(FakeHub(), built, development=False)
