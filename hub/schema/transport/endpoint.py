"""GraphQL over HTTP at one path: a raw ASGI callable, for it answers thousands of requests a second.

A request passes top to bottom: method, media types, size, token, parameters, then the reception. Whatever is wrong ends
in one place: a JSON body with `errors`, never a bare text. Events (Accept: text/event-stream) go on in sse.py.

Statuses are those of the graphql-http audit: what is wrong with a document is 400 where the client takes
application/graphql-response+json, and 200 where it takes application/json only.
"""

import asyncio
import logging
from collections.abc import Iterable
from dataclasses import dataclass

from graphql import OperationType
from starlette.types import Receive, Scope, Send

from hub.domain.access import Actor
from hub.errors import DependencyUnavailable, Unauthenticated
from hub.schema.refusal import STATUS, Code, Refused, unauthenticated
from hub.schema.request import Answer, Request
from hub.schema.transport import parameters, sse
from hub.schema.transport.bearer import Door, challenge, token_in
from hub.schema.transport.lasting import Lasting
from hub.schema.transport.negotiation import GRAPHQL, JSON, Acceptable, acceptable, is_json
from hub.schema.transport.parameters import MOST_BYTES, Parameters
from hub.schema.transport.reception import Reception, new_request_id, operation_type

BODY_SECONDS = 10.0

Header = tuple[bytes, bytes]

# Answers are about people: nobody on the way keeps them.
_ALWAYS: tuple[Header, ...] = (
    (b"cache-control", b"no-store"),
    (b"vary", b"accept, authorization"),
    (b"x-content-type-options", b"nosniff"),
)
_TYPES: dict[str, Header] = {
    media_type: (b"content-type", f"{media_type}; charset=utf-8".encode()) for media_type in (JSON, GRAPHQL)
}


log = logging.getLogger(__name__)


class Disconnected(Exception):
    """The client went before its request was whole."""


@dataclass
class Call:
    """One HTTP request on its way: what its headers say, who asks, and what must go into the answer's head."""

    method: str
    client: str
    request_id: str
    acceptable: Acceptable
    content_type: bytes | None
    content_length: bytes | None
    encoded: bool
    authorization: bytes | None
    actor: Actor | None = None
    fault: Unauthenticated | None = None

    @property
    def client_name(self) -> str:
        """Whose allowance the request uses: the actor's; without one, that of the address that it comes from."""
        return self.actor.subject if self.actor else self.client


class GraphQLEndpoint:
    """POST (and GET, for queries) at one path. `ide` is where a browser that opens the path is sent."""

    def __init__(self, reception: Reception, door: Door, lasting: Lasting, *, ide: str = "/graphiql") -> None:
        self._reception = reception
        self._door = door
        self._lasting = lasting
        self._ide = ide.encode()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one HTTP request."""
        call = _call(scope)
        try:
            await self._answer(call, scope, receive, send)
        except Disconnected:
            return
        except Refused as refused:
            await _send_refusal(send, call, refused)
        except OSError:
            return  # the client went while we answered
        except Exception as fault:
            log.error("Request %s failed: %s.", call.request_id, type(fault).__name__)
            await _send_refusal(send, call, Refused(Code.INTERNAL, "The hub could not answer this."))

    async def _answer(self, call: Call, scope: Scope, receive: Receive, send: Send) -> None:
        if call.method == "POST":
            _check_post(call)
            body = await _body(call, receive)
            await self._recognise(call)
            asked = parameters.from_json(body)
        elif call.method == "GET":
            found = parameters.from_query_string(scope["query_string"])
            if found is None:
                return await self._without_query(call, send)
            await self._recognise(call)
            asked = found
        else:
            raise _not_allowed(call.method, "GET, POST")
        request = Request(asked.document, asked.operation_name, asked.variables, call.request_id, call.actor)
        if call.acceptable.stream or call.method == "GET" or "subscription" in asked.document:
            kind = operation_type(asked.document, asked.operation_name)
            if call.method == "GET" and kind is OperationType.MUTATION:
                raise _not_allowed("A mutation by GET", "POST")
            if _as_stream(call, kind):
                return await sse.answer(self._reception, self._lasting, request, call.client_name, kind, receive, send)
        await self._answer_once(call, request, asked, send)

    async def _answer_once(self, call: Call, request: Request, asked: Parameters, send: Send) -> None:
        if call.acceptable.json is None:
            raise Refused(Code.NOT_ACCEPTABLE, f"The hub answers as {GRAPHQL} or {JSON}; Accept takes neither.")
        answer = await self._reception.answer(request, call.client_name, report_cost=asked.report_cost)
        status = _status(answer, call.acceptable.json)
        extra: list[Header] = []
        if status == STATUS[Code.UNAUTHENTICATED]:
            extra.append((b"www-authenticate", challenge(None).encode()))
        await _send_json(send, call, status, answer.body, extra)

    async def _recognise(self, call: Call) -> None:
        """Who asks; a request without a token goes on without an actor. Raises Refused(UNAUTHENTICATED)."""
        if call.authorization is None:
            return
        try:
            token = token_in(call.authorization.decode("latin-1"))
            call.actor = self._door.known(token) or await self._door.actor(token)
        except Unauthenticated as fault:
            call.fault = fault
            raise unauthenticated(str(fault)) from None
        except DependencyUnavailable:
            raise Refused(
                Code.UNAVAILABLE, "Tokens can't be checked at the moment. Try again soon.", retryAfterSeconds=5
            ) from None

    async def _without_query(self, call: Call, send: Send) -> None:
        """A browser is sent to GraphiQL; anything else is told what is missing."""
        if not call.acceptable.html:
            raise Refused(Code.BAD_REQUEST, "The parameter query is missing: POST JSON, or put it into the address.")
        head = [(b"location", self._ide), (b"content-length", b"0"), *_ALWAYS]
        await send({"type": "http.response.start", "status": 303, "headers": head})
        await send({"type": "http.response.body", "body": b""})


def _call(scope: Scope) -> Call:
    found: dict[bytes, bytes] = {}
    accepted: list[bytes] = []
    for name, value in scope["headers"]:
        if name == b"accept":
            accepted.append(value)
        elif name == b"authorization" and name in found:
            found[name] = b""  # two of them: neither counts, and the refusal says what one must look like
        else:
            found[name] = value
    client = scope.get("client")
    return Call(
        method=scope["method"],
        client=f"address {client[0]}" if client else "address unknown",
        request_id=new_request_id(),
        acceptable=acceptable(b",".join(accepted) if accepted else None),
        content_type=found.get(b"content-type"),
        content_length=found.get(b"content-length"),
        encoded=found.get(b"content-encoding", b"identity").lower() != b"identity",
        authorization=found.get(b"authorization"),
    )


def _check_post(call: Call) -> None:
    if not is_json(call.content_type):
        raise Refused(Code.UNSUPPORTED_MEDIA_TYPE, f"The body must be sent with Content-Type {JSON}, in UTF-8.")
    if call.encoded:
        raise Refused(Code.UNSUPPORTED_MEDIA_TYPE, "The body must be sent without a Content-Encoding.")
    length = call.content_length
    if length is not None and length.isdigit() and int(length[:18]) > MOST_BYTES:
        raise _too_large()


async def _body(call: Call, receive: Receive) -> bytes | bytearray:
    message = await receive()
    if message["type"] == "http.disconnect":
        raise Disconnected
    body: bytes = message.get("body", b"")
    if message.get("more_body"):
        return await _rest_of_body(bytearray(body), receive)
    if len(body) > MOST_BYTES:
        raise _too_large()
    return body


async def _rest_of_body(body: bytearray, receive: Receive) -> bytearray:
    try:
        async with asyncio.timeout(BODY_SECONDS):
            more = True
            while more:
                if len(body) > MOST_BYTES:
                    raise _too_large()
                message = await receive()
                if message["type"] == "http.disconnect":
                    raise Disconnected
                body += message.get("body", b"")
                more = message.get("more_body", False)
    except TimeoutError:
        raise Refused(Code.BAD_REQUEST, f"The body did not arrive within {BODY_SECONDS:g} s.") from None
    if len(body) > MOST_BYTES:
        raise _too_large()
    return body


def _as_stream(call: Call, kind: OperationType | None) -> bool:
    """Whether events answer the request: where only they are taken, or it subscribes."""
    subscribes = kind is OperationType.SUBSCRIPTION
    if subscribes and not call.acceptable.stream:
        raise Refused(
            Code.NOT_ACCEPTABLE,
            "A subscription is answered as a stream: send Accept: text/event-stream, "
            "or subscribe on a WebSocket with the protocol graphql-transport-ws.",
        )
    return subscribes or (call.acceptable.stream and call.acceptable.json is None)


def _status(answer: Answer, media_type: str) -> int:
    if not answer.request_error:
        return 200
    named = STATUS.get(Code(answer.outcome)) if answer.outcome in Code.__members__ else None
    return named or (400 if media_type == GRAPHQL else 200)


def _not_allowed(method: str, allow: str) -> Refused:
    return Refused(Code.METHOD_NOT_ALLOWED, f"{method} is not allowed here; allowed: {allow}.", allow=allow)


def _too_large() -> Refused:
    return Refused(Code.BODY_TOO_LARGE, f"The body is larger than {MOST_BYTES:,} bytes, the most that is taken.")


async def _send_refusal(send: Send, call: Call, refused: Refused) -> None:
    extra: list[Header] = []
    if refused.code is Code.UNAUTHENTICATED:
        extra.append((b"www-authenticate", challenge(call.fault).encode()))
    if "allow" in refused.extensions:
        extra.append((b"allow", refused.extensions["allow"].encode()))
    if "retryAfterSeconds" in refused.extensions:
        extra.append((b"retry-after", str(refused.extensions["retryAfterSeconds"]).encode()))
    if refused.code is Code.BODY_TOO_LARGE:
        extra.append((b"connection", b"close"))  # rather than read on and on what nobody wants
    await _send_json(send, call, STATUS[refused.code], refused.body(call.request_id), extra)


async def _send_json(send: Send, call: Call, status: int, body: bytes, extra: Iterable[Header] = ()) -> None:
    head = [
        _TYPES[call.acceptable.json or JSON],
        (b"content-length", str(len(body)).encode()),
        (b"x-request-id", call.request_id.encode()),
        *_ALWAYS,
        *extra,
    ]
    await send({"type": "http.response.start", "status": status, "headers": head})
    await send({"type": "http.response.body", "body": body})
