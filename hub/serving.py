"""The web server of one process: its port, its connections, its end. Uvicorn, with three changes of ours.

An answer leaves in one write: each write to a socket wakes its reader, which costs more than making the answer.
GraphQL requests go straight to their endpoint, past what a page or a health check needs on the way. And before
connections are closed, sockets and streams are told.
"""

import asyncio
import os
import signal
import socket
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from typing import Any

import uvicorn
from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from hub.errors import DependencyUnavailable

# Seconds that requests in hand get to finish when the process is told to end, and that an idle connection is kept.
GRACE_SECONDS = 10
KEEP_ALIVE_SECONDS = 30
# A frame larger than this closes its socket; hub/schema/transport/parameters.py is stricter about what is in it.
LARGEST_FRAME = 128 * 1024


class Gathered:
    """A transport that sends what was written in one turn of the event loop as one piece; else as it was."""

    def __init__(self, transport: asyncio.Transport, loop: asyncio.AbstractEventLoop) -> None:
        self._transport = transport
        self._loop = loop
        self._pieces: list[bytes] = []

    def __getattr__(self, name: str) -> Any:
        return getattr(self._transport, name)

    def write(self, data: bytes) -> None:
        """Keep it until the turn ends."""
        if not self._pieces:
            self._loop.call_soon(self._send)
        self._pieces.append(data)

    def close(self) -> None:
        """Send what is kept, then close."""
        self._send()
        self._transport.close()

    def _send(self) -> None:
        pieces, self._pieces = self._pieces, []
        if pieces:
            self._transport.write(pieces[0] if len(pieces) == 1 else b"".join(pieces))


class Protocol(HttpToolsProtocol):
    """Uvicorn's HTTP, on a transport that gathers."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """A client connected."""
        super().connection_made(Gathered(transport, self.loop))  # type: ignore[arg-type]

    def handle_websocket_upgrade(self) -> None:
        """The connection becomes a socket, whose protocol writes whole frames by itself."""
        if isinstance(self.transport, Gathered):
            self.transport._send()
            self.transport = self.transport._transport
        super().handle_websocket_upgrade()


def straight_to(path: str, endpoint: ASGIApp, otherwise: ASGIApp) -> ASGIApp:
    """An application whose HTTP requests at the path go to the endpoint itself, all else to the other application."""

    async def front(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["path"] == path:
            await endpoint(scope, receive, send)
        else:
            await otherwise(scope, receive, send)

    return front


class Server(uvicorn.Server):
    """Uvicorn's server for one application; `goodbye` is awaited before connections are closed."""

    def __init__(self, app: ASGIApp, goodbye: Callable[[], Awaitable[None]]) -> None:
        super().__init__(
            uvicorn.Config(
                app,
                http=Protocol,
                lifespan="off",  # ours runs around the server, so that its errors reach the caller as sentences
                log_config=None,
                access_log=False,
                server_header=False,
                timeout_graceful_shutdown=GRACE_SECONDS,
                timeout_keep_alive=KEEP_ALIVE_SECONDS,
                ws_max_size=LARGEST_FRAME,
                ws_per_message_deflate=False,
            )
        )
        self._goodbye = goodbye

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Say goodbye, then end as uvicorn does."""
        await self._goodbye()
        await super().shutdown(sockets)

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Take signals without raising them again at the end: the rest of the process closes in order."""
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, self.handle_exit, number, None)
        try:
            yield
        finally:
            for number in (signal.SIGINT, signal.SIGTERM):
                loop.remove_signal_handler(number)


def listen(host: str, port: int) -> socket.socket:
    """Take the port. Raises DependencyUnavailable with what to do where that can't be."""
    try:
        return socket.create_server(
            (host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET, backlog=2048
        )
    except OSError as error:
        raise DependencyUnavailable(
            f"Port {port} on {host} can't be listened on ({os.strerror(error.errno or 0)}): "
            "set HUB_PORT to a free one, or HUB_HOST."
        ) from None


def new_loop() -> asyncio.AbstractEventLoop:
    """An event loop of the quickest kind that is installed."""
    made: asyncio.AbstractEventLoop = (
        uvicorn.Config("", loop="auto", log_config=None).get_loop_factory() or asyncio.new_event_loop
    )()
    return made
