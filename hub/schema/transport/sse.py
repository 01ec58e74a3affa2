"""Events over plain HTTP: the distinct-connections mode of graphql-sse, for clients behind proxies that stop sockets.

Each answer is an event `next`; the event `complete` ends the stream. What is wrong with a document comes as `next` too,
so that clients can read it; who may not come in gets a status and no stream.
"""

import asyncio
import logging
from collections.abc import AsyncIterator

from graphql import OperationType
from starlette.types import Receive, Send

from hub.schema.refusal import Code, Refused, unauthenticated
from hub.schema.request import Answer, Request
from hub.schema.transport.lasting import Lasting, end, seconds_left, until_set
from hub.schema.transport.reception import Reception

# A comment after so many quiet seconds keeps proxies from closing the stream.
HEARTBEAT_SECONDS = 15.0
# How long a client may take for the last event, before the connection is dropped.
LAST_EVENT_SECONDS = 5.0

EXPIRED = "The token expired while the subscription ran. Get a new one and subscribe again with `after`."

log = logging.getLogger(__name__)

_COMPLETE = b"event: complete\ndata:\n\n"


async def answer(
    reception: Reception,
    lasting: Lasting,
    request: Request,
    client: str,
    kind: OperationType | None,
    receive: Receive,
    send: Send,
) -> None:
    """Answer one request as a stream. Raises Refused as long as nothing has been sent."""
    if kind is not OperationType.SUBSCRIPTION:
        only = await reception.answer(request, client)
        await _start(send, request)
        await _send(send, _next(only.body) + _COMPLETE, more=False)
        return
    async with reception.subscribed(request, client) as answers:
        with lasting.held():
            await _start(send, request)
            await _stream(lasting, request, answers, receive, send)


async def _stream(
    lasting: Lasting, request: Request, answers: AsyncIterator[Answer], receive: Receive, send: Send
) -> None:
    pump = asyncio.create_task(_pump(answers, send))
    gone = asyncio.create_task(_until_gone(receive))
    closing = asyncio.create_task(until_set(lasting.closing))
    last = b""
    try:
        async with asyncio.timeout(seconds_left(request.actor)):
            while not await _first_of(pump, gone, closing):
                await _send(send, b":\n\n")
        if pump.done():
            pump.result()
    except TimeoutError:
        last = _next(unauthenticated(EXPIRED).body(request.request_id))
    except Refused as refused:
        last = _next(refused.body(request.request_id))
    except OSError:
        return  # the client went while we sent
    except Exception as fault:
        log.error("Request %s failed in its stream: %s.", request.request_id, type(fault).__name__)
        last = _next(Refused(Code.INTERNAL, "The hub could not go on with this.").body(request.request_id))
    finally:
        went = gone.done()
        await end(pump, gone, closing)
    if not went:
        # a client that reads nothing is dropped by the timeout, unfinished
        async with asyncio.timeout(LAST_EVENT_SECONDS):
            await _send(send, last + _COMPLETE, more=False)


async def _pump(answers: AsyncIterator[Answer], send: Send) -> None:
    """Hand on answer by answer: the next is not asked for before this one is on its way."""
    async for found in answers:
        await _send(send, _next(found.body))


async def _first_of(*tasks: asyncio.Task[None]) -> bool:
    """Wait until one of them is done; False after a heartbeat's time."""
    done, _ = await asyncio.wait(tasks, timeout=HEARTBEAT_SECONDS, return_when=asyncio.FIRST_COMPLETED)
    return bool(done)


async def _until_gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _start(send: Send, request: Request) -> None:
    head = [
        (b"content-type", b"text/event-stream; charset=utf-8"),
        (b"cache-control", b"no-store"),
        (b"x-accel-buffering", b"no"),
        (b"x-request-id", request.request_id.encode()),
    ]
    await send({"type": "http.response.start", "status": 200, "headers": head})
    await _send(send, b":\n\n")


async def _send(send: Send, body: bytes, *, more: bool = True) -> None:
    await send({"type": "http.response.body", "body": body, "more_body": more})


def _next(body: bytes) -> bytes:
    # JSON text holds a raw line break only between tokens, where a space does as well
    return b"event: next\ndata: " + body.replace(b"\r", b" ").replace(b"\n", b" ") + b"\n\n"
