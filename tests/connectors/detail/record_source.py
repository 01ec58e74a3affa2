"""A source of records for tests: a real HTTP server on this machine that answers by a script, and hands out tokens."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from itertools import count
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

Answer = tuple[int, Any, dict[str, str]]
SLOW = "slow"  # a body that never ends
CLIENT, SECRET = "hub-client", "made-up-secret"


def answer(status: int = 200, body: Any = None, **headers: str) -> Answer:
    """What the source says: bytes and SLOW as they are, anything else as JSON."""
    return status, body, {name.replace("_", "-"): value for name, value in headers.items()}


@dataclass
class RecordSource:
    """The script: each path's answers in turn, the last of them again and again; and what was asked."""

    port: int = 0
    answers: dict[str, list[Answer]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    shown: list[str | None] = field(default_factory=list)
    tokens: int = 0
    token_answer: Answer | None = None
    expires_in: Any = 3600
    refused: set[str] = field(default_factory=set)
    ending: asyncio.Event = field(default_factory=asyncio.Event)
    _numbers: Any = field(default_factory=lambda: count(1))

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def says(self, path: str, *answers: Answer) -> None:
        """Script the answers of a path."""
        self.answers[path] = list(answers)

    async def record(self, request: Request) -> Response:
        path = request.url.path
        self.asked.append(path)
        self.shown.append(request.headers.get("authorization"))
        if request.headers.get("authorization") in self.refused:
            return JSONResponse({}, 401)
        script = self.answers.get(path, [answer(404)])
        status, body, headers = script.pop(0) if len(script) > 1 else script[0]
        if body is SLOW:
            return StreamingResponse(self._dripping(), status, headers)
        if isinstance(body, bytes):
            return Response(body, status, headers)
        return JSONResponse(body, status, headers)

    async def token(self, request: Request) -> Response:
        self.tokens += 1
        if self.token_answer:
            status, body, headers = self.token_answer
            return JSONResponse(body, status, headers)
        form = (await request.body()).decode()
        assert form == "grant_type=client_credentials"
        return JSONResponse({"access_token": f"token-{next(self._numbers)}", "expires_in": self.expires_in})

    async def _dripping(self) -> AsyncIterator[bytes]:
        yield b"{"
        await self.ending.wait()


@asynccontextmanager
async def record_source() -> AsyncIterator[RecordSource]:
    """A source that runs until the block ends."""
    source = RecordSource()
    routes = [Route("/oauth/token", source.token, methods=["POST"]), Route("/{path:path}", source.record)]
    config = uvicorn.Config(Starlette(routes=routes), host="127.0.0.1", port=0, log_level="critical", lifespan="off")
    config.load()
    server = uvicorn.Server(config)
    server.lifespan = config.lifespan_class(config)
    await server.startup()
    source.port = server.servers[0].sockets[0].getsockname()[1]
    try:
        yield source
    finally:
        source.ending.set()
        server.force_exit = True
        await server.shutdown()
