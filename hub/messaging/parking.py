"""Order behind a rejected message: on an ordered topic the later ones of its key wait among the dead letters."""

import logging
from collections import Counter
from collections.abc import Iterable

from hub.connectors.connector import Message, Provenance
from hub.errors import Ignored
from hub.messaging.outcome import End, Outcome
from hub.messaging.topics import BY_NAME
from hub.store.messages import dead_letters, inbox
from hub.store.messages.dead_letters import DeadLetter
from hub.store.transaction import Transaction

PARKED = "Parked"
ALREADY_SEEN = "AlreadySeen"

log = logging.getLogger(__name__)


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
    if not _keeps_order(message):
        return None
    first = await dead_letters.first_open(tx, message.topic, message.key or b"")
    if first is None:
        return None
    held = await dead_letters.holds(tx, message.topic, message.partition, message.offset, message.broker_time)
    if held or await inbox.seen(tx, message.topic, provenance.event_id):
        raise Ignored(ALREADY_SEEN)
    await dead_letters.add(tx, letter(message, PARKED, "an earlier message of its key waits", state="PARKED"))
    return Outcome(End.REJECTED, PARKED, f"waits behind dead letter {first}")


class Parkings:
    """How many messages of one partition were parked, by the words of their outcome; told in one line for each."""

    def __init__(self) -> None:
        self._words: Counter[str] = Counter()

    def add(self, outcomes: Iterable[Outcome]) -> None:
        """Count those among the outcomes that are parked."""
        self._words.update(outcome.detail for outcome in outcomes if outcome.code == PARKED)

    def tell(self, topic: str, partition: int) -> None:
        """Write the lines: the topic, the partition, how many, and behind which dead letter."""
        for words, number in self._words.items():
            log.warning("%s/%d: %d parked, %s: see `hub dead-letters list`.", topic, partition, number, words)
