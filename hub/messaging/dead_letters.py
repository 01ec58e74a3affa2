"""Messages that could not be taken: their copy for the dead-letter topic, and what a person can do about them.

The copy carries Spring's header names, which the partners' tools read, with an error code where Spring has the text of
the exception: a text could hold personal data.
"""

from dataclasses import dataclass
from datetime import UTC, datetime

from hub.connectors.connector import Message
from hub.domain.dead_letter import OPEN, behind, check_why, no_longer_open, not_found
from hub.messaging.broker import GROUP
from hub.messaging.dispatch import Dispatcher, Retake
from hub.messaging.outcome import End, Outcome
from hub.messaging.topics import BY_NAME, DEAD_LETTERS
from hub.store.database import Database
from hub.store.messages import dead_letters
from hub.store.messages.dead_letters import DeadLetter

Headers = list[tuple[str, bytes | None]]
LARGEST_NUMBER = 2**63 - 1  # of a row
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Taken:
    """A dead letter that was taken again, and how that ended."""

    letter: DeadLetter
    outcome: Outcome


def copy_topic(letter: DeadLetter) -> str:
    """The dead-letter topic of the message's topic."""
    return letter.topic + DEAD_LETTERS


def copy_headers(letter: DeadLetter) -> Headers:
    """The headers as received, then where the message stood and why it was rejected, under Spring's names."""
    milliseconds = int((letter.broker_time - EPOCH).total_seconds() * 1000)
    added: Headers = [
        ("kafka_dlt-original-topic", letter.topic.encode()),
        ("kafka_dlt-original-partition", letter.partition.to_bytes(4, "big", signed=True)),
        ("kafka_dlt-original-offset", letter.offset.to_bytes(8, "big", signed=True)),
        ("kafka_dlt-original-timestamp", milliseconds.to_bytes(8, "big", signed=True)),
        ("kafka_dlt-original-timestamp-type", b"CreateTime"),
        ("kafka_dlt-original-consumer-group", GROUP.encode()),
        ("kafka_dlt-exception-fqcn", b"hub.errors.Rejected"),
        ("kafka_dlt-exception-message", letter.code.encode()),
    ]
    return [*letter.headers, *added]


class Operations:
    """What a person can do about the dead letters of one database, for those who answer people."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._dispatcher = Dispatcher(database)

    async def replay(self, letter_id: int, *, by: str) -> list[Taken]:
        """See `replay`."""
        return await replay(self._database, self._dispatcher, letter_id, by=by)

    async def discard(self, letter_id: int, *, by: str, reason: str) -> list[Taken]:
        """See `discard`."""
        return await discard(self._database, self._dispatcher, letter_id, by=by, reason=reason)


async def waiting(database: Database, *, topic: str | None = None, limit: int = 100) -> list[DeadLetter]:
    """The messages that wait for a person and those parked behind them, oldest first."""
    async with database.transaction() as tx:
        return await dead_letters.waiting(tx, topic=topic, limit=limit)


async def count_waiting(database: Database, *, topic: str | None = None) -> int:
    """How many wait for a person or are parked behind one that does."""
    async with database.transaction() as tx:
        return await dead_letters.count_waiting(tx, topic=topic)


async def show(database: Database, letter_id: int) -> DeadLetter:
    """One message with its bytes. Raises BrokenRule DeadLetterNotFound."""
    if not 0 < letter_id <= LARGEST_NUMBER:
        raise not_found(letter_id)
    async with database.transaction() as tx:
        letter = await dead_letters.fetch(tx, letter_id)
    if letter is None:
        raise not_found(letter_id)
    return letter


async def replay(database: Database, dispatcher: Dispatcher, letter_id: int, *, by: str) -> list[Taken]:
    """Take the message again, and on an ordered topic then those parked behind it, in their order.

    Stops at the first that is rejected again: it waits, the others stay parked. Raises BrokenRule: DeadLetterNotFound,
    DeadLetterNoLongerWaits, DeadLetterBehindAnother.
    """
    letter = await _open(database, letter_id)
    queue = await _queue(database, letter)
    if queue[0].id != letter_id:
        raise behind(letter_id, queue[0].id)
    return await _take_all(database, dispatcher, letter, by)


async def discard(database: Database, dispatcher: Dispatcher, letter_id: int, *, by: str, reason: str) -> list[Taken]:
    """Give the message up; its bytes stay in the table. What was parked behind it is taken, in order.

    Raises BrokenRule: DeadLetterNotFound, DeadLetterNoLongerWaits, WhyNeeded.
    """
    why = check_why(reason)
    letter = await _open(database, letter_id)
    first = (await _queue(database, letter))[0].id == letter_id
    async with database.transaction() as tx:
        if _keeps_order(letter):
            await dead_letters.lock_key(tx, letter.topic, letter.key or b"")
        await dead_letters.resolve(tx, letter_id, "DISCARDED", by=by, how=why)
    return await _take_all(database, dispatcher, letter, by) if first and await _queue(database, letter) else []


async def _open(database: Database, letter_id: int) -> DeadLetter:
    letter = await show(database, letter_id)
    if letter.state not in OPEN:
        raise no_longer_open(letter_id, letter.state)
    return letter


async def _queue(database: Database, letter: DeadLetter) -> list[DeadLetter]:
    """What waits in front of whom: the open messages of the key on an ordered topic, else the message itself."""
    async with database.transaction() as tx:
        if _keeps_order(letter):
            return await dead_letters.open_of_key(tx, letter.topic, letter.key or b"")
        fresh = await dead_letters.fetch(tx, letter.id)
    return [fresh] if fresh and fresh.state in OPEN else []


def _keeps_order(letter: DeadLetter) -> bool:
    topic = BY_NAME.get(letter.topic)
    return topic is not None and topic.ordered and letter.key is not None


async def _take_all(database: Database, dispatcher: Dispatcher, letter: DeadLetter, by: str) -> list[Taken]:
    taken: list[Taken] = []
    while queue := await _queue(database, letter):
        outcome = await dispatcher.handle(message(queue[0]), Retake(queue[0].id, by))
        taken.append(Taken(queue[0], outcome))
        if outcome.end is End.REJECTED:
            break
    return taken


def message(letter: DeadLetter) -> Message:
    """The dead letter as the message that it was."""
    return Message(
        topic=letter.topic,
        partition=letter.partition,
        offset=letter.offset,
        key=letter.key,
        value=letter.value,
        headers=letter.headers,
        broker_time=letter.broker_time,
    )
