"""The role `sync`: messages from Kafka, many taken in one database transaction before their offsets are committed.

Order holds for each partition. Partitions are worked on side by side and none waits for another: one that has been
taken is fetched again while the others go on. While the database is away the consumer stays in its group and tries
again. A message may come twice, its effect once (hub/messaging/dispatch.py).
"""

import asyncio
import logging
import time
from collections.abc import Sequence
from contextlib import aclosing
from datetime import UTC, datetime, timedelta
from typing import Any

from aiokafka import AIOKafkaConsumer, ConsumerRebalanceListener, ConsumerRecord, TopicPartition
from aiokafka.errors import KafkaError

from hub.collector import collect_seldom
from hub.connectors.connector import Message
from hub.messaging import topics, unreadable
from hub.messaging.batch import Batches
from hub.messaging.broker import GROUP, Broker, connect, consumer
from hub.messaging.detail import DetailCalls
from hub.messaging.dispatch import CONNECTORS, Dispatcher
from hub.messaging.parking import Parkings
from hub.messaging.pauses import BackOff, ended, within
from hub.messaging.progress import Progress
from hub.settings import Settings
from hub.store.database import Database
from hub.store.faults import passes, trouble
from hub.telemetry import LAG, LAG_SECONDS, PROCESSING, REBALANCES

log = logging.getLogger(__name__)

# Partitions worked on at a time, each on one database connection: with fewer Python waits for PostgreSQL now and then.
SIDE_BY_SIDE = 6
MOST = 1_000  # messages fetched at once; while SIDE_BY_SIDE partitions are in hand nothing more is
WAIT, WAIT_LONG = 500, 2_000  # milliseconds that a fetch waits: for anything, for a partition that is behind
LOOK = 0.1  # seconds between two looks at the other partitions while some are in hand; also a sign of life to the group
LAST_COMMIT = 5.0  # seconds that the end waits for the broker
IN_HAND = 30.0  # seconds that a rebalance waits for messages in hand before they are rolled back
TRIES = 6  # on a fault, before the partition lets others go on and comes back: about 5 seconds
# Objects made before the collector looks at the young ones: the batches in hand hold some hundred thousand, and only
# three of a message are in circles.
COLLECTING = (1_000_000, 20, 100)
NOTHING = TopicPartition("", 0)  # asking for it fetches nothing, and counts as a poll


async def run_sync(settings: Settings, stop: asyncio.Event) -> None:
    """Take messages until `stop`; then finish those in hand, commit, and leave the group. Detail calls go on beside.

    Raises DependencyUnavailable where Kafka does not answer at the start, SettingInvalid for detail calls' settings.
    """
    collect_seldom(*COLLECTING)
    broker = Broker.of(settings)
    for sentence in (await topics.verify(broker)).sentences:
        log.warning(sentence)
    database = Database(settings.database_url, size=SIDE_BY_SIDE)
    dispatcher = Dispatcher(database)
    calls = asyncio.create_task(DetailCalls(settings, database, dispatcher).run())
    try:
        await Sync(broker, Batches(database, dispatcher), tuple(CONNECTORS)).run(stop)
    finally:
        await ended(calls)
        await database.close()


class Sync(ConsumerRebalanceListener):  # type: ignore[misc]  # the library has no types
    """One member of the consumer group."""

    def __init__(
        self,
        broker: Broker,
        batches: Batches,
        topic_names: tuple[str, ...],
        group: str = GROUP,
        **options: Any,
    ) -> None:
        """`options` are the library's, over those of `hub.messaging.broker.consumer`."""
        self._broker = broker
        self._options = options
        self._batches = batches
        self._topics = topic_names
        self._group = group
        self._consumer: AIOKafkaConsumer = None
        self._stop = asyncio.Event()
        self._halt = asyncio.Event()  # set: finish the messages in hand, begin no other
        self._in_hand: dict[TopicPartition, asyncio.Task[None]] = {}  # partitions with messages that are worked on
        self._places = asyncio.Semaphore(SIDE_BY_SIDE)
        self._done: dict[TopicPartition, int] = {}  # the next offset to take, and to commit
        self._committed: dict[TopicPartition, int] = {}
        self._progress = Progress()

    async def run(self, stop: asyncio.Event) -> None:
        """Fetch, take, commit, until `stop`. Raises DependencyUnavailable where Kafka does not answer."""
        self._stop = stop
        self._consumer = consumer(self._broker, self._group, **self._options)
        try:
            await connect(self._consumer, self._broker)
            self._consumer.subscribe(self._topics, listener=self)
            log.info("Taking messages of %d topics.", len(self._topics))
            await self._until_stopped()
        finally:
            for work in tuple(self._in_hand.values()):
                await ended(work)
            await within(LAST_COMMIT, self._commit())
            await within(LAST_COMMIT, self._consumer.stop())
            log.info("Stopped. Taken: %s.", self._progress)

    async def _until_stopped(self) -> None:
        """Returns when the messages in hand are finished after `stop`."""
        feeding = asyncio.create_task(self._feed())
        stopping = asyncio.create_task(self._stop.wait())
        await asyncio.wait({feeding, stopping}, return_when=asyncio.FIRST_COMPLETED)
        self._halt.set()
        stopping.cancel()
        if feeding.done():
            feeding.result()
        await ended(feeding)
        await self._finish()

    async def _feed(self) -> None:
        """Fetch for the partitions that have nothing in hand, commit what is done, again and again."""
        back_off = BackOff(self._stop)
        while True:
            try:
                await self._fetch_some()
                back_off.reset()
            except KafkaError as fault:
                log.warning("Kafka: %s; trying again.", type(fault).__name__)
                await back_off.pause()
            except unreadable.UnreadableRecord:
                await self._finish()
                await self._commit()
                await unreadable.hold(self._consumer, self._take_some, MOST)
            self._put_away()
            await self._commit()
            if self._progress.due and self._in_hand:
                self._progress.tell(await self._to_come())

    async def _fetch_some(self) -> None:
        """Whatever there is; while messages are in hand, what is there for other partitions, or wait for one to end."""
        if not self._in_hand:
            await self._fetch(wait=WAIT)
            return
        free = self._consumer.assignment() - self._in_hand.keys() if len(self._in_hand) < SIDE_BY_SIDE else ()
        if not await self._fetch(NOTHING, *free, wait=0):
            await asyncio.wait(self._in_hand.values(), timeout=LOOK, return_when=asyncio.FIRST_COMPLETED)

    async def _fetch(self, *partitions: TopicPartition, wait: int, most: int = MOST) -> bool:
        """Fetch and begin to work; whether there was anything. From this moment a rebalance waits for the work."""
        try:
            records = await self._consumer.getmany(*partitions, timeout_ms=wait, max_records=most)
        except UnicodeDecodeError:
            raise unreadable.UnreadableRecord from None
        if records and not self._stop.is_set():
            self._halt.clear()
        for partition, some in records.items():
            self._in_hand[partition] = asyncio.create_task(self._work(partition, some))
        return bool(records)

    async def _take_some(self, partition: TopicPartition, most: int) -> bool:
        some = await self._fetch(partition, wait=WAIT_LONG, most=most)
        await self._finish()
        await self._commit()
        return some

    async def _finish(self) -> None:
        """Wait until nothing is in hand."""
        if self._in_hand:
            await asyncio.wait(self._in_hand.values())
        self._put_away()

    def _put_away(self) -> None:
        """Partitions whose messages have been worked on are free for the next; a fault of our own ends the role."""
        for partition, work in tuple(self._in_hand.items()):
            if work.done():
                del self._in_hand[partition]
                if not work.cancelled():
                    work.result()

    async def _work(self, partition: TopicPartition, records: list[ConsumerRecord]) -> None:
        started = time.monotonic()
        try:
            async with self._places:
                await self._take_partition(partition, records)
        finally:
            self._go_back(partition, records)
            PROCESSING.labels(partition.topic).observe(time.monotonic() - started)

    async def _take_partition(self, partition: TopicPartition, records: list[ConsumerRecord]) -> None:
        """One partition's messages in order, up to the first that can't be taken now."""
        back_off = BackOff(self._halt)
        self._done[partition] = records[0].offset
        now = datetime.now(UTC)
        messages = [message_of(record, now) for record in records]
        taken, parkings = 0, Parkings()
        while taken < len(messages) and not self._halt.is_set() and back_off.tries < TRIES:
            try:
                async with aclosing(self._batches.take(messages[taken:])) as ends:
                    async for outcomes in ends:
                        taken += len(outcomes)
                        self._progress.add(outcomes)
                        parkings.add(outcomes)
                        self._done[partition] = messages[taken - 1].offset + 1
                        back_off.reset()
                        if self._halt.is_set():
                            break
            except Exception as fault:
                _tell(fault, partition)
                await back_off.pause()
        parkings.tell(partition.topic, partition.partition)

    def _go_back(self, partition: TopicPartition, fetched: Sequence[ConsumerRecord]) -> None:
        """What was fetched and not taken is fetched again."""
        held = self._done.get(partition, fetched[0].offset)
        self._measure(partition, held, fetched)
        if held <= fetched[-1].offset and partition in self._consumer.assignment():
            self._consumer.seek(partition, held)

    async def on_partitions_revoked(self, revoked: set[TopicPartition]) -> None:
        """Before partitions go to another member: finish the messages in hand and commit them."""
        REBALANCES.labels(self._group).inc()
        self._halt.set()
        if self._in_hand:
            _, late = await asyncio.wait(self._in_hand.values(), timeout=IN_HAND)
            for work in late:
                work.cancel()  # rolls back: the next member takes the message
            if late:
                await asyncio.wait(late, timeout=IN_HAND)
        await within(LAST_COMMIT, self._commit())
        self._forget()

    async def on_partitions_assigned(self, assigned: set[TopicPartition]) -> None:
        """After a rebalance: nothing of the time before counts."""
        self._forget()
        log.info("Assigned %d partitions.", len(assigned))

    def _forget(self) -> None:
        self._done, self._committed = {}, {}  # a commit on its way still writes into those of before
        LAG.clear()
        LAG_SECONDS.clear()

    async def _commit(self) -> None:
        """Commit what is done, never backwards. Where the group has moved on, the messages come again."""
        ahead = {at: offset for at, offset in self._done.items() if offset > self._committed.get(at, -1)}
        if not ahead:
            return
        try:
            committed = self._committed
            await self._consumer.commit(ahead)
            committed.update(ahead)
        except (KafkaError, ValueError) as fault:
            log.warning("Offsets not committed (%s): the messages will be recognised.", type(fault).__name__)

    def _measure(self, partition: TopicPartition, held: int, fetched: Sequence[ConsumerRecord]) -> None:
        """The oldest that waits is one of those fetched, or at most as old as the last of them."""
        end = self._consumer.highwater(partition) if partition in self._consumer.assignment() else None
        if end is None:
            return
        oldest = next((record for record in fetched if record.offset >= held), fetched[-1])
        age = max(0.0, time.time() - oldest.timestamp / 1000) if held < end else 0.0
        LAG.labels(self._group, partition.topic, partition.partition).set(end - held)
        LAG_SECONDS.labels(self._group, partition.topic, partition.partition).set(age)

    async def _to_come(self) -> int:
        """What the partitions of this process still hold, as of their last fetch."""
        ends = {one: end for one in self._consumer.assignment() if (end := self._consumer.highwater(one)) is not None}
        done = {one: self._done.get(one) or await self._consumer.position(one) for one in ends}
        return sum(max(0, end - done[one]) for one, end in ends.items())


def _tell(fault: Exception, partition: TopicPartition) -> None:
    if passes(fault):
        log.warning("%s (%s); trying again.", trouble(fault), type(fault).__name__)
    else:
        log.error("%s/%d is held by a %s.", partition.topic, partition.partition, type(fault).__name__)


def message_of(record: ConsumerRecord, now: datetime) -> Message:
    """A record as the connectors see it. A broker time that can't be true is replaced by the present."""
    try:
        broker_time = datetime.fromtimestamp(record.timestamp / 1000, UTC)
    except (ValueError, OverflowError, OSError, TypeError):
        broker_time = now
    if record.timestamp is None or record.timestamp < 0 or broker_time > now + timedelta(days=1):
        broker_time = now
    return Message(
        topic=record.topic,
        partition=record.partition,
        offset=record.offset,
        key=record.key,
        value=record.value,
        headers=tuple(record.headers),
        broker_time=broker_time,
    )
