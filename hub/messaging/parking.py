"""Order behind a rejected message: on an ordered topic the later ones of its key wait among the dead letters."""

from hub.connectors.connector import Message, Provenance
from hub.errors import Ignored
from hub.messaging.outcome import End, Outcome
from hub.messaging.topics import BY_NAME
from hub.store.messages import dead_letters, inbox
from hub.store.messages.dead_letters import DeadLetter
from hub.store.transaction import Transaction

PARKED = "Parked"
ALREADY_SEEN = "AlreadySeen"


def letter(message: Message, code: str, detail: str, *, state: str = "WAITING") -> DeadLetter:
    """The message as a dead letter, byte for byte."""
    return DeadLetter(
        topic=message.topic,
        partition=message.partition,
        offset=message.offset,
        key=message.key,
        value=message.value,
        headers=message.headers,
        broker_time=message.broker_time,
        code=code,
        detail=detail,
        state=state,
    )


def _keeps_order(message: Message) -> bool:
    topic = BY_NAME.get(message.topic)
    return topic is not None and topic.ordered and message.key is not None


async def hold_key(tx: Transaction, message: Message) -> None:
    """On an ordered topic: one transaction at a time for each key, so that a replay and a new message can't cross."""
    if _keeps_order(message):
        await dead_letters.lock_key(tx, message.topic, message.key or b"")


async def parked_behind(tx: Transaction, message: Message, provenance: Provenance) -> Outcome | None:
    """On an ordered topic: keep the message behind the rejected one of its key, if one waits there."""
    if not _keeps_order(message) or not await dead_letters.is_open(tx, message.topic, message.key or b""):
        return None
    held = await dead_letters.holds(tx, message.topic, message.partition, message.offset, message.broker_time)
    if held or await inbox.seen(tx, message.topic, provenance.event_id):
        raise Ignored(ALREADY_SEEN)
    await dead_letters.add(tx, letter(message, PARKED, "an earlier message of its key waits", state="PARKED"))
    return Outcome(End.REJECTED, PARKED, "an earlier message of its key waits among the dead letters")
