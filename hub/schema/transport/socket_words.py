"""The words of graphql-transport-ws: what a client may say, how we say it, and the codes that close a socket."""

from typing import Any

import orjson
from starlette.types import Message

from hub.errors import Unauthenticated
from hub.schema.refusal import Refused
from hub.schema.transport import parameters
from hub.schema.transport.bearer import token_in
from hub.schema.transport.parameters import MOST_BYTES

PROTOCOL = "graphql-transport-ws"
LONGEST_ID = 256
LONGEST_REASON = 123

GOING_AWAY = 1001
NOT_READING = 1008
TOO_BIG = 1009
BROKEN = 1011
TRY_AGAIN = 1013
BAD_MESSAGE = 4400
NOT_YET_IN = 4401
FORBIDDEN = 4403  # not final for the client graphql-ws: it connects again, and asks its page for a token
OTHER_PROTOCOL = 4406
TOO_LATE = 4408
ID_TAKEN = 4409
TOO_MANY = 4429


class Gone(Exception):
    """The client is not there any more, or does not read."""


class Close(Exception):
    """The socket is to be closed: a code, and a reason, cut to what a close frame holds."""

    def __init__(self, code: int, reason: str) -> None:
        super().__init__(reason)
        self.code = code
        self.reason = reason.encode()[:LONGEST_REASON].decode(errors="ignore")


def heard(event: Message) -> dict[str, Any]:
    """The client's message in a received event. Raises Gone when it left, Close for what is no message."""
    if event["type"] == "websocket.disconnect":
        raise Gone
    text = event.get("text")
    if text is None:
        raise Close(BAD_MESSAGE, "Invalid message: binary frames are not taken.")
    if len(text) > MOST_BYTES:
        raise Close(TOO_BIG, f"Message too big: at most {MOST_BYTES} bytes.")
    try:
        message = parameters.decoded(text)
    except Refused:
        raise Close(BAD_MESSAGE, "Invalid message: no JSON.") from None
    if not isinstance(message, dict) or not isinstance(message.get("type"), str):
        raise Close(BAD_MESSAGE, "Invalid message: no object with a type.")
    return message


def said(kind: str, identity: str | None = None, payload: bytes | None = None) -> Message:
    """A message of ours as an event to send; `payload` is JSON already."""
    text = f'{{"type":"{kind}"'
    if identity is not None:
        text += f',"id":{orjson.dumps(identity).decode()}'
    if payload is not None:
        text += f',"payload":{payload.decode()}'
    return {"type": "websocket.send", "text": text + "}"}


def token_of(message: dict[str, Any]) -> str:
    """The bearer token of a connection_init. Raises Close."""
    payload = message.get("payload")
    if payload is not None and not isinstance(payload, dict):
        raise Close(BAD_MESSAGE, "Invalid message: the payload of connection_init is an object.")
    found = {str(name).lower(): value for name, value in (payload or {}).items()}.get("authorization")
    if not isinstance(found, str):
        raise Close(FORBIDDEN, 'Sign in: connection_init must hold {"authorization": "Bearer <token>"}.')
    try:
        return token_in(found)
    except Unauthenticated as fault:
        raise Close(FORBIDDEN, str(fault)) from None


def id_of(message: dict[str, Any]) -> str:
    """The operation's id of a subscribe or complete. Raises Close."""
    identity = message.get("id")
    if not isinstance(identity, str) or not 0 < len(identity) <= LONGEST_ID:
        raise Close(BAD_MESSAGE, f"Invalid message: its id must be a text of 1 to {LONGEST_ID} characters.")
    return identity


def parameters_of(message: dict[str, Any]) -> parameters.Parameters:
    """What a subscribe asks for. Raises Close."""
    try:
        return parameters.of(message.get("payload"))
    except Refused as refused:
        raise Close(BAD_MESSAGE, refused.message) from None


def pong_to(message: dict[str, Any]) -> Message | None:
    """The answer to a ping, with its payload; None for a pong. Raises Close."""
    payload = message.get("payload")
    if payload is not None and not isinstance(payload, dict):
        raise Close(BAD_MESSAGE, "Invalid message: the payload of a ping or pong is an object.")
    if message["type"] == "pong":
        return None
    return said("pong", payload=None if payload is None else orjson.dumps(payload))
