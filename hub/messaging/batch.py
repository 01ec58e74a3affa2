"""Many messages in one transaction: read everything that they touch, decide on each in order, write what differs.

Each message ends exactly as it would alone: a later one sees what the earlier ones did, one that is ignored leaves
nothing behind. What can't share a transaction (a rejection, a join of cases, a plan that follows its span, a topic that
parks, a replay) is taken alone by the dispatcher between two batches. On a fault the batch is rolled back and taken
message by message.
"""

import logging
from collections import Counter
from collections.abc import AsyncGenerator, Sequence
from dataclasses import dataclass

from hub.actions.taking.touching import alike, assesses, awaits, describes, happened, touched
from hub.connectors.connector import Message, Provenance
from hub.errors import BrokenRule, Ignored, Rejected, VersionConflict
from hub.messaging.dispatch import LOOK_AGAIN, Dispatcher
from hub.messaging.outcome import End, Outcome, replay_of
from hub.messaging.parking import ALREADY_SEEN
from hub.messaging.topics import BY_NAME
from hub.store.assessment.assessment_fetching import fetch_assessments
from hub.store.community.reported_fetching import fetch_reported
from hub.store.database import Database
from hub.store.erasure import erased_keys
from hub.store.faults import passes
from hub.store.fetching import MOST_IDENTIFIERS, Wanted, fetch
from hub.store.identity.candidates import fetch_candidates
from hub.store.identity.likeness import held_keys
from hub.store.messages import detail, inbox
from hub.store.records import reading
from hub.store.records.identity import unknown
from hub.store.records.reading import Told
from hub.store.transaction import AlonePlease, Transaction
from hub.telemetry import MESSAGES

log = logging.getLogger(__name__)

TOGETHER = 500  # messages in one transaction, at most
NOTHING = Wanted()
ALONE = (AlonePlease, Rejected, BrokenRule, VersionConflict)


@dataclass(frozen=True)
class _Read:
    """A message with what it says, or with the reason why its connector ignores it."""

    message: Message
    record: object = None
    provenance: Provenance | None = None
    ignored: Ignored | None = None
    touches: Wanted = NOTHING


class Batches:
    """Takes the messages of a partition in order, as many at once as may be."""

    def __init__(self, database: Database, dispatcher: Dispatcher, most: int = TOGETHER) -> None:
        self._database = database
        self._dispatcher = dispatcher
        self._most = most
        self._size = most  # grows while all goes well, shrinks where messages ask to be alone

    async def take(self, messages: Sequence[Message]) -> AsyncGenerator[list[Outcome]]:
        """Take the messages; yields their outcomes in order, after each commit.

        Raises only faults of the database (`hub.store.faults.passes`): what was yielded has happened, nothing else.
        """
        place, alone_before = 0, 0
        while place < len(messages):
            batch = [] if place < alone_before else self._next(messages, place)
            outcomes = await self._together(batch) if len(batch) > 1 else []
            if outcomes is None:
                alone_before = place + len(batch)
            elif outcomes:
                place += len(outcomes)
                yield outcomes
            self._adapt(len(batch), len(outcomes or ()))
            if len(outcomes or ()) < max(1, len(batch)):
                yield [await self._dispatcher.handle(messages[place])]
                place += 1

    def _adapt(self, wanted: int, taken: int) -> None:
        """Ask for more after success, for less after a message that asked to be alone."""
        self._size = min(self._most, self._size * 2) if taken == wanted or wanted < 2 else max(2, taken)

    def _next(self, messages: Sequence[Message], place: int) -> list[_Read]:
        """The next messages that may share a transaction."""
        batch: list[_Read] = []
        named = 0
        for message in messages[place : place + self._size]:
            read = self._read(message)
            named += len(read.touches.identifiers) if read else 0
            if read is None or named > MOST_IDENTIFIERS:
                break
            batch.append(read)
        return batch

    def _read(self, message: Message) -> _Read | None:
        """What the message says; None where it must be taken alone."""
        topic = BY_NAME.get(message.topic)
        if topic is None or topic.ordered or replay_of(message):
            return None
        try:
            record, provenance = self._dispatcher.decode(message)
        except Ignored as ignored:
            return _Read(message, ignored=ignored)
        except Exception:  # whatever it is, the dispatcher gives it its name
            return None
        if not self._dispatcher.may_share(record):
            return None
        return _Read(message, record, provenance, touches=touched(record))

    async def _together(self, batch: Sequence[_Read]) -> list[Outcome] | None:
        """The outcomes of the first messages, up to one that asks to be alone; None where all must be."""
        outcomes: list[Outcome] = []
        try:
            async with self._database.transaction(messages=len(batch)) as tx:
                await self._fetch(tx, batch)
                for read in batch:
                    tx.begin_message()
                    try:
                        outcomes.append(await self._one(tx, read))
                    except ALONE:
                        tx.take_back()
                        break
        except Exception as fault:
            self._size = max(2, len(batch) // 4)
            if passes(fault):
                raise
            log.warning("%d messages are taken one by one after a %s.", len(batch), type(fault).__name__)
            return None
        ends = Counter((read.message.topic, one.end, one.code) for read, one in zip(batch, outcomes, strict=False))
        for (topic, end, code), number in ends.items():
            MESSAGES.labels(topic, str(end), code).inc(number)
        return outcomes

    async def _fetch(self, tx: Transaction, batch: Sequence[_Read]) -> None:
        everything = Wanted.all_of(read.touches for read in batch)
        await fetch(tx, everything)
        new = set(unknown(tx, everything.records))
        await erased_keys.fetch(tx, new, everything.records - new)
        described = Wanted.all_of(read.touches for read in batch if describes(read.record))
        touched_alone = held_keys(tx, described.records)
        await fetch_candidates(tx, touched_alone.union(*(alike(read.record) for read in batch)))
        came = [(read.message.topic, read.provenance) for read in batch if read.provenance]
        await inbox.fetch(tx, [(topic, provenance.event_id) for topic, provenance in came])
        told = [
            Told(*record, read.provenance.source_time, read.provenance.source_version, read.provenance.content_hash)
            for read in batch
            for record in read.touches.records
            if read.provenance and not happened(read.record)
        ]
        await reading.fetch(tx, told)
        assessed = Wanted.all_of(read.touches for read in batch if assesses(read.record))
        await fetch_assessments(tx, assessed.records)
        await fetch_reported(tx, [(read.record, read.touches.records) for read in batch])
        await detail.fetch_waits(tx, Wanted.all_of(read.touches for read in batch if awaits(read.record)).records)

    async def _one(self, tx: Transaction, read: _Read) -> Outcome:
        if read.provenance is None:
            return Outcome.of(read.ignored or Ignored(ALREADY_SEEN))
        topic, event_id = read.message.topic, read.provenance.event_id
        try:
            if not await inbox.first_time(tx, topic, event_id):
                raise Ignored(ALREADY_SEEN)
            done = await self._dispatcher.act(tx, read.record, read.provenance)
            tx.end_message()
            return Outcome(End.APPLIED, detail=done)
        except Ignored as ignored:
            if ignored.kept:
                tx.end_message()
                return Outcome.of(ignored)
            tx.take_back()
            if ignored.code not in (ALREADY_SEEN, *LOOK_AGAIN):
                await inbox.first_time(tx, topic, event_id)
            return Outcome.of(ignored)
