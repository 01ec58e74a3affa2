"""The web server's own parts: pieces of one turn leave in one write; one path goes past the application."""

import asyncio
from typing import Any, cast

from starlette.types import Message, Receive, Scope, Send

from hub.serving import Gathered, straight_to


class Recording:
    """A transport that remembers what it was told."""

    def __init__(self) -> None:
        self.told: list[Any] = []

    def write(self, data: bytes) -> None:
        self.told.append(bytes(data))

    def close(self) -> None:
        self.told.append("closed")

    def is_closing(self) -> bool:
        return "closed" in self.told


def gathered() -> tuple[Gathered, Recording]:
    recording = Recording()
    return Gathered(cast(asyncio.Transport, recording), asyncio.get_running_loop()), recording


async def next_turn() -> None:
    await asyncio.sleep(0)
    await asyncio.sleep(0)


async def test_what_is_written_in_one_turn_leaves_as_one_piece() -> None:
    transport, recording = gathered()
    transport.write(b"head ")
    transport.write(b"body")
    assert recording.told == []
    await next_turn()
    assert recording.told == [b"head body"]


async def test_what_is_written_in_another_turn_is_another_piece() -> None:
    transport, recording = gathered()
    for piece in (b"one", b"two"):
        transport.write(piece)
        await next_turn()
    assert recording.told == [b"one", b"two"]


async def test_what_was_written_leaves_before_the_end() -> None:
    transport, recording = gathered()
    transport.write(b"last words")
    transport.close()
    await next_turn()
    assert recording.told == [b"last words", "closed"]
    assert transport.is_closing()


async def asked(kind: str, path: str) -> str:
    """Which of two applications a request reaches."""
    reached: list[str] = []

    def named(name: str) -> Any:
        async def app(scope: Scope, receive: Receive, send: Send) -> None:
            reached.append(name)

        return app

    async def receive() -> Message:
        return {}

    async def send(message: Message) -> None:
        return None

    front = straight_to("/graphql", named("endpoint"), named("application"))
    await front({"type": kind, "path": path}, receive, send)
    return reached[0]


async def test_only_requests_at_the_path_go_straight() -> None:
    ends = [await asked(*one) for one in (("http", "/graphql"), ("http", "/graphiql"), ("websocket", "/graphql"))]
    assert ends == ["endpoint", "application", "application"]
