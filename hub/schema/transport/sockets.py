"""Subscriptions on a WebSocket: the protocol graphql-transport-ws, as the npm package graphql-ws speaks it.

connection_init carries the token: {"authorization": "Bearer ..."}. Queries and mutations may come over the socket too.
A reader that is slow holds up its own subscriptions only: nothing is queued for it, the next event is read when the one
before is on its way.
"""

import asyncio
import logging
from collections.abc import Sequence
from contextlib import suppress
from typing import Any

import orjson
from graphql import OperationType
from starlette.types import Message, Receive, Scope, Send

from hub.domain.access import Actor
from hub.errors import DependencyUnavailable, Unauthenticated
from hub.schema.refusal import Code, Refused
from hub.schema.request import Answer, Request
from hub.schema.transport import parameters
from hub.schema.transport import socket_words as words
from hub.schema.transport.bearer import Door
from hub.schema.transport.lasting import Lasting, end, seconds_left, until_set
from hub.schema.transport.parameters import Parameters
from hub.schema.transport.reception import Reception, new_request_id, operation_type
from hub.schema.transport.socket_words import Close, Gone

INIT_SECONDS = 5.0
SEND_SECONDS = 30.0
# Subscriptions and running queries of one socket; what one client may have is in hub/schema/transport/clients.py.
MOST_OPERATIONS = 150

log = logging.getLogger(__name__)


class GraphQLSockets:
    """The sockets at one path. `origins` are pages of other hosts that may open one, besides our own."""

    def __init__(
        self,
        reception: Reception,
        door: Door,
        lasting: Lasting,
        *,
        origins: Sequence[str] = (),
        init_seconds: float = INIT_SECONDS,
    ) -> None:
        self.reception = reception
        self.door = door
        self.lasting = lasting
        self.init_seconds = init_seconds
        self._origins = frozenset(origins)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one socket until it closes."""
        await receive()  # websocket.connect
        if not self._allowed(scope):
            await send({"type": "websocket.close", "code": words.FORBIDDEN, "reason": "Forbidden"})
            return
        if words.PROTOCOL not in scope.get("subprotocols", ()):
            await send({"type": "websocket.accept"})
            reason = f"Subprotocol not acceptable: ask for {words.PROTOCOL}"
            await send({"type": "websocket.close", "code": words.OTHER_PROTOCOL, "reason": reason})
            return
        await send({"type": "websocket.accept", "subprotocol": words.PROTOCOL})
        with self.lasting.held():
            await Socket(self, receive, send).serve()

    def _allowed(self, scope: Scope) -> bool:
        """A browser names the page's origin: ours, or one of the settings. Other clients name none."""
        headers = dict(scope["headers"])
        origin = headers.get(b"origin")
        if origin is None:
            return True
        text = origin.decode("latin-1")
        return text in self._origins or text.partition("://")[2].encode("latin-1") == headers.get(b"host")


class Socket:
    """One socket: who opened it, and its operations by their ids."""

    def __init__(self, sockets: GraphQLSockets, receive: Receive, send: Send) -> None:
        self._reception = sockets.reception
        self._door = sockets.door
        self._closing = sockets.lasting.closing
        self._init_seconds = sockets.init_seconds
        self._receive = receive
        self._send_message = send
        self._operations: dict[str, asyncio.Task[None]] = {}  # those whose ids are in use
        self._tasks: set[asyncio.Task[None]] = set()  # these, and those that still say their last word
        self._stuck = asyncio.Event()

    async def serve(self) -> None:
        """Read until the client goes, breaks the protocol or stops reading, its token ends, or the process ends."""
        reader = asyncio.create_task(self._converse())
        closing = asyncio.create_task(until_set(self._closing))
        stuck = asyncio.create_task(until_set(self._stuck))
        try:
            await asyncio.wait({reader, closing, stuck}, return_when=asyncio.FIRST_COMPLETED)
            close = self._why(reader, closing)
        finally:
            await end(reader, closing, stuck, *self._tasks)
        if close:
            with suppress(Gone):
                await self._send({"type": "websocket.close", "code": close.code, "reason": close.reason})

    def _why(self, reader: asyncio.Task[Close | None], closing: asyncio.Task[None]) -> Close | None:
        if not reader.done():
            if closing.done():
                return Close(words.GOING_AWAY, "The hub is going away: connect again.")
            return Close(words.NOT_READING, "The socket was not read.")
        if fault := reader.exception():
            log.error("A socket failed: %s.", type(fault).__name__)
            return Close(words.BROKEN, "The hub could not go on with this socket.")
        return reader.result()

    async def _converse(self) -> Close | None:
        """The whole conversation; how to close the socket, or None if the client has gone."""
        try:
            actor, token = await self._initialised()
            with self._reception.clients.socket(actor.subject):
                await self._send(words.said("connection_ack"))
                async with asyncio.timeout(seconds_left(actor)):
                    while True:
                        await self._take(words.heard(await self._receive()), token)
        except Gone:
            return None
        except Close as close:
            return close
        except Refused as refused:
            return Close(words.TOO_MANY, refused.message)
        except TimeoutError:
            return Close(words.FORBIDDEN, "The token expired: connect again with a new one.")

    async def _initialised(self) -> tuple[Actor, str]:
        try:
            async with asyncio.timeout(self._init_seconds):
                message = words.heard(await self._receive())
                while message["type"] in ("ping", "pong"):
                    await self._pong(message)
                    message = words.heard(await self._receive())
        except TimeoutError:
            raise Close(words.TOO_LATE, "Connection initialisation timeout") from None
        if message["type"] != "connection_init":
            raise Close(words.NOT_YET_IN, "Unauthorized: send connection_init first.")
        token = words.token_of(message)
        return await self._recognised(token), token

    async def _recognised(self, token: str) -> Actor:
        try:
            return self._door.known(token) or await self._door.actor(token)
        except Unauthenticated as fault:
            raise Close(words.FORBIDDEN, str(fault)) from None
        except DependencyUnavailable:
            raise Close(words.TRY_AGAIN, "Tokens can't be checked at the moment: try again.") from None

    async def _take(self, message: dict[str, Any], token: str) -> None:
        match message["type"]:
            case "subscribe":
                await self._subscribe(message, token)
            case "complete":
                task = self._operations.pop(words.id_of(message), None)
                if task:
                    task.cancel()
            case "ping" | "pong":
                await self._pong(message)
            case "connection_init":
                raise Close(words.TOO_MANY, "Too many initialisation requests")
            case _:
                raise Close(words.BAD_MESSAGE, "Invalid message: its type is not one that a client sends.")

    async def _subscribe(self, message: dict[str, Any], token: str) -> None:
        identity = words.id_of(message)
        if identity in self._operations:
            raise Close(words.ID_TAKEN, f"Subscriber for {identity} already exists")
        if len(self._tasks) >= MOST_OPERATIONS:
            raise Close(words.TOO_MANY, f"Too many operations on one socket: at most {MOST_OPERATIONS}.")
        asked = words.parameters_of(message)
        actor = await self._recognised(token)
        task = asyncio.create_task(self._operate(identity, asked, actor))
        self._operations[identity] = task
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _operate(self, identity: str, asked: Parameters, actor: Actor) -> None:
        """Run one operation to its end and tell it: `complete`, or `error` where nothing was executed."""
        request = Request(asked.document, asked.operation_name, asked.variables, new_request_id(), actor)
        try:
            errors = await self._answer(identity, request, asked)
        except Refused as refused:
            errors = [refused.error(request.request_id)]
        except Gone:
            return
        except Exception as fault:
            log.error("Request %s failed on its socket: %s.", request.request_id, type(fault).__name__)
            errors = [Refused(Code.INTERNAL, "The hub could not answer this.").error(request.request_id)]
        # free before it is told, so that the client may use the id again at once
        self._operations.pop(identity, None)
        with suppress(Gone):
            if errors:
                await self._send(words.said("error", identity, orjson.dumps(errors)))
            else:
                await self._send(words.said("complete", identity))

    async def _answer(self, identity: str, request: Request, asked: Parameters) -> list[Any]:
        parameters.refuse_nul(asked)
        actor = request.actor
        client = actor.subject if actor else ""
        if operation_type(request.document, request.operation_name) is not OperationType.SUBSCRIPTION:
            answer = await self._reception.answer(request, client, report_cost=asked.report_cost)
            return await self._hand_on(identity, answer)
        async with self._reception.subscribed(request, client) as answers:
            async for answer in answers:
                if errors := await self._hand_on(identity, answer):
                    return errors
        return []

    async def _hand_on(self, identity: str, answer: Answer) -> list[Any]:
        """Send one answer as `next`; one that was not executed is not sent, its errors come back instead."""
        if answer.request_error:
            return list(orjson.loads(answer.body)["errors"])
        await self._send(words.said("next", identity, answer.body))
        return []

    async def _pong(self, message: dict[str, Any]) -> None:
        if pong := words.pong_to(message):
            await self._send(pong)

    async def _send(self, message: Message) -> None:
        try:
            async with asyncio.timeout(SEND_SECONDS):
                await self._send_message(message)
        except TimeoutError:
            self._stuck.set()
            raise Gone from None
        except (OSError, RuntimeError):  # the server's ways to say that the socket has closed under us
            raise Gone from None
