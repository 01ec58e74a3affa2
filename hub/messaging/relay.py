"""The role `relay`: what stands in the outbox goes to Kafka, in order for each case, and is marked once acknowledged.

One process leads, the others wait. A crash between the broker's acknowledgement and the mark sends the event again,
with the same `ce_id`. Copies of rejected messages go to their dead-letter topics the same way.
"""

import asyncio
import logging
import time
from collections.abc import Coroutine

from aiokafka import AIOKafkaProducer
from aiokafka.errors import KafkaError

from hub.messaging import cloud_event, dead_letters, topics
from hub.messaging.broker import Broker, connect, producer
from hub.messaging.case_snapshots import snapshots
from hub.messaging.pauses import BackOff, ended, within
from hub.messaging.records import OutgoingRecord, Sent, send
from hub.settings import Settings
from hub.store.database import Database
from hub.store.faults import passes, trouble
from hub.store.leader import Leadership, leader
from hub.store.messages import dead_letters as letters
from hub.store.messages import outbox
from hub.store.messages.dead_letters import DeadLetter
from hub.store.messages.outbox import Unpublished
from hub.telemetry import OUTBOX_PENDING, OUTBOX_PUBLISHED

log = logging.getLogger(__name__)

ROLE = "relay"
EVENTS = 500  # taken at once
BYTES = 16 * topics.MEBIBYTE  # of them, at most
COPIES = 10  # dead letters taken at once: each may be large
POLL = 1.0  # seconds: what nobody announced is found so
SIGN_OF_LIFE = 5.0  # seconds between two looks at the lock while the broker keeps us waiting
LEFT_OUT = 60.0  # seconds that a refused key rests, so that it does not hold up the others
LAST_WORDS = 5.0  # seconds that the end waits for the broker
COUNT = 10.0  # seconds between two counts of what is pending

Key = tuple[str, str]


async def run_relay(settings: Settings, stop: asyncio.Event) -> None:
    """Publish until `stop`, if no other process does; else wait to take over.

    Raises DependencyUnavailable where Kafka does not answer at the start.
    """
    broker = Broker.of(settings)
    for sentence in (await topics.verify(broker)).sentences:
        log.warning(sentence)
    database = Database(settings.database_url, size=1)
    back_off = BackOff(stop)
    try:
        while not stop.is_set():
            try:
                async with leader(settings.database_url, ROLE, stop) as leadership:
                    if leadership:
                        log.info("This process publishes.")
                        await Relay(database, broker, leadership).run(stop, back_off)
            except Exception as fault:
                if not passes(fault) and not isinstance(fault, KafkaError):
                    raise
                why = "Kafka does not answer" if isinstance(fault, KafkaError) else trouble(fault)
                log.warning("Publishing waits. %s (%s); trying again.", why, type(fault).__name__)
                await back_off.pause()
    finally:
        await database.close()


class Relay:
    """The leading process's work."""

    def __init__(self, database: Database, broker: Broker, leadership: Leadership) -> None:
        self._database = database
        self._broker = broker
        self._leadership = leadership
        self._resting: dict[Key, float] = {}  # refused keys, and until when they rest
        self._one_by_one = False  # after a refusal, to find out what was refused
        self._counted = 0.0

    async def run(self, stop: asyncio.Event, back_off: BackOff) -> None:
        """Publish until `stop`, or until the lead is lost; with a new producer after each refusal."""
        while not stop.is_set() and await self._leadership.still_leads():
            client = producer(self._broker, max_batch_size=topics.MEBIBYTE // 2, linger_ms=0)
            try:
                await connect(client, self._broker)
                await self._with(client, stop, back_off)
            finally:
                await _close(client)

    async def _with(self, client: AIOKafkaProducer, stop: asyncio.Event, back_off: BackOff) -> None:
        while not stop.is_set() and await self._leadership.still_leads():
            sent = await self._unless_ended(self.publish(client), stop)
            if sent is None or sent.failed:
                return
            back_off.reset()
            await self._count()
            if not sent.acknowledged:
                await self._leadership.wait_for_change(POLL)

    async def publish(self, client: AIOKafkaProducer) -> Sent:
        """Send the oldest events and copies that wait; mark what the broker acknowledged."""
        now = time.monotonic()
        self._resting = {key: until for key, until in self._resting.items() if until > now}
        events, copies = await self._publish_events(client), await self._publish_copies(client)
        both = Sent(events.acknowledged + copies.acknowledged, [], events.failed or copies.failed)
        self._one_by_one = both.failed
        return both

    async def _publish_events(self, client: AIOKafkaProducer) -> Sent:
        async with self._database.transaction() as tx:
            events = await outbox.unpublished(tx, limit=EVENTS, most_bytes=BYTES, leaving_out=list(self._resting))
            standing = await snapshots(tx, events)
        keys = {event.seq: (event.aggregatetype, event.aggregateid) for event in events}
        routed = [_event_record(event) for event in events if event.aggregatetype in topics.ROUTES]
        sent = await send(client, routed, one_by_one=self._one_by_one)
        sent.refused.extend(event.seq for event in events if event.aggregatetype not in topics.ROUTES)
        if sent.acknowledged and not sent.failed:
            sent = await self._tell_standing(client, standing, sent)
        if sent.acknowledged:
            async with self._database.transaction() as tx:
                await outbox.mark_published(tx, sent.acknowledged)
        for seq in sent.acknowledged:
            OUTBOX_PUBLISHED.labels(topics.ROUTES[keys[seq][0]]).inc()
        self._rest(sent, keys)
        return sent

    async def _tell_standing(self, client: AIOKafkaProducer, standing: list[OutgoingRecord], sent: Sent) -> Sent:
        """Send how the cases stand after their events; a refusal has the events sent again, then one by one.

        A snapshot that is refused by itself is left out: the next event of its case brings a newer one.
        """
        told = await send(client, standing, one_by_one=self._one_by_one)
        if told.refused:
            log.error("Snapshots of %d cases were refused; their next events bring newer ones.", len(told.refused))
            return Sent(sent.acknowledged, sent.refused, failed=True)
        return Sent([], [], failed=True) if told.failed else sent

    async def _publish_copies(self, client: AIOKafkaProducer) -> Sent:
        resting = [int(number) for kind, number in self._resting if kind == topics.DEAD_LETTERS]
        async with self._database.transaction() as tx:
            waiting = await letters.uncopied(tx, COPIES, leaving_out=resting)
        sent = await send(client, [_copy_record(letter) for letter in waiting], one_by_one=self._one_by_one)
        if sent.acknowledged:
            async with self._database.transaction() as tx:
                await letters.mark_copied(tx, sent.acknowledged)
        self._rest(sent, {letter.id: (topics.DEAD_LETTERS, str(letter.id)) for letter in waiting})
        return sent

    def _rest(self, sent: Sent, keys: dict[int, Key]) -> None:
        """Later events of a refused key wait with it; other keys go on."""
        refused = {keys[mark] for mark in sent.refused}
        for kind in sorted({kind for kind, _ in refused}):
            log.error("Events of kind %s were refused: they wait and are tried again in %.0f s.", kind, LEFT_OUT)
        self._resting.update(dict.fromkeys(refused, time.monotonic() + LEFT_OUT))

    async def _unless_ended(self, work: Coroutine[None, None, Sent], stop: asyncio.Event) -> Sent | None:
        """The work's result; None where the lead is lost, or `stop` comes and the broker still does not answer."""
        working, stopping = asyncio.create_task(work), asyncio.create_task(stop.wait())
        try:
            while not working.done():
                await asyncio.wait({working, stopping}, timeout=SIGN_OF_LIFE, return_when=asyncio.FIRST_COMPLETED)
                if stop.is_set():
                    await asyncio.wait({working}, timeout=LAST_WORDS)
                    break
                if not working.done() and not await self._leadership.still_leads():
                    break
            return working.result() if working.done() else None
        finally:
            await ended(working)
            await ended(stopping)

    async def _count(self) -> None:
        if time.monotonic() - self._counted >= COUNT:
            self._counted = time.monotonic()
            async with self._database.transaction() as tx:
                OUTBOX_PENDING.set(await outbox.pending(tx))


def _event_record(event: Unpublished) -> OutgoingRecord:
    return OutgoingRecord(
        mark=event.seq,
        topic=topics.ROUTES[event.aggregatetype],
        key=event.aggregateid.encode(),
        value=event.payload.encode(),
        headers=cloud_event.headers(event),
        timestamp=int(event.occurred_at.timestamp() * 1000),
    )


def _copy_record(letter: DeadLetter) -> OutgoingRecord:
    return OutgoingRecord(
        mark=letter.id,
        topic=dead_letters.copy_topic(letter),
        key=letter.key,
        value=letter.value,
        headers=dead_letters.copy_headers(letter),
        timestamp=None,  # the topic keeps it for a time, which begins now, however old the message is
    )


async def _close(client: AIOKafkaProducer) -> None:
    """End the producer; what it still holds is given up, for the outbox holds it too."""
    if not await within(LAST_WORDS, client.stop()):
        await client._sender.close()  # stop() hangs while the broker is away and leaves this task running
        await client.client.close()
