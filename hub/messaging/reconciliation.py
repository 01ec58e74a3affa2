"""A fresh full set of snapshots held against what the hub holds; what it lacks can be taken at once.

The set is the topic itself, read from its beginning without the group, or a folder of message files. Nothing is
changed unless asked: then missing records and later readings are taken like any message. What the hub holds and the set
does not is only told: absence is no word of the service's.
"""

import logging
from collections import Counter
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Any

import msgspec

from hub.connectors.connector import Message, Provenance
from hub.domain.access import Service
from hub.domain.reconciliation import MENDABLE, HeldReading, Standing, standing
from hub.errors import HubError, Ignored, Rejected
from hub.messaging.batch import Batches
from hub.messaging.broker import Broker, administration, connect, consumer
from hub.messaging.consumer import message_of
from hub.messaging.dispatch import CONNECTORS, Dispatcher
from hub.messaging.lag import partitions_of
from hub.messaging.message_file import Overrides, files_of, read_message_file
from hub.messaging.outcome import End
from hub.store.database import Database
from hub.store.records import reconciliation

# The topics whose readings are kept with what they said, and the service whose records they are.
RECONCILED = {
    "custody.prisoner.snapshot.v1": Service.CUSTODY,
    "custody.sentence.snapshot.v1": Service.CUSTODY,
    "community.offender.snapshot.v1": Service.COMMUNITY,
    "community.supervision.snapshot.v1": Service.COMMUNITY,
}
log = logging.getLogger(__name__)

AT_ONCE = 500
WAIT = 2_000  # milliseconds for the next records
SILENCES = 5  # fetches in a row that bring nothing, before the topic counts as read

Progress = Callable[[int, int], None]
Name = tuple[str, str]  # of one record of the set: its key, and which record of that key
Set = AsyncIterator[tuple[list[Message], int, int]]


@dataclass(frozen=True)
class Difference:
    """One record of the set that does not agree; the case is None where the hub holds nothing of it.

    `mended`: the record was taken, and had its effect.
    """

    standing: Standing
    case_id: int | None
    held_at: datetime | None
    read_at: datetime
    where: str
    mended: bool = False


@dataclass
class Comparison:
    """What came of it. `unread` counts messages that say nothing comparable, by the name of the reason."""

    standings: Counter[Standing] = field(default_factory=Counter)
    unread: Counter[str] = field(default_factory=Counter)
    differences: list[Difference] = field(default_factory=list)
    not_in_set: list[int] = field(default_factory=list)
    mended: Counter[str] = field(default_factory=Counter)

    @property
    def agrees(self) -> bool:
        """Whether nothing differs, or everything that did was mended."""
        return all(one.mended for one in self.differences) and not self.not_in_set and not self.unread


async def of_topic(broker: Broker, topic: str) -> Set:
    """Everything that the topic holds now, with how many records are read and how many there are."""
    admin, client = administration(broker), consumer(broker, None)
    try:
        await connect(admin, broker)
        await connect(client, broker)
        partitions = await partitions_of(admin, [topic])
        if not partitions:
            raise HubError(f"The broker has no topic {topic}: `hub topics --verify` compares.")
        client.assign(partitions)
        first, ends = await client.beginning_offsets(partitions), await client.end_offsets(partitions)
        places, total, silent = dict(first), sum(ends[at] - first[at] for at in partitions), 0
        while silent < SILENCES and any(places[at] < ends[at] for at in partitions):
            records = await client.getmany(timeout_ms=WAIT, max_records=AT_ONCE)
            silent = 0 if records else silent + 1
            now = datetime.now(UTC)
            for at, found in records.items():
                places[at] = found[-1].offset + 1
                yield [message_of(one, now) for one in found], sum(places[p] - first[p] for p in partitions), total
            for at in partitions:  # compaction leaves gaps, and nothing at all at the end
                places[at] = max(places[at], await client.position(at))
    finally:
        await client.stop()
        await admin.close()


async def of_folder(folder: Path, topic: str) -> Set:
    """The folder's files that are messages of the topic, each as if read now unless the file beside it says when."""
    paths, now = files_of(folder), datetime.now(UTC)
    found = iter(enumerate(paths))
    while batch := list(islice(found, AT_ONCE)):
        messages = [one for number, path in batch if (one := _message(path, topic, number, now)) is not None]
        yield messages, batch[-1][0] + 1, len(paths)


def _message(path: Path, topic: str, number: int, now: datetime) -> Message | None:
    try:
        file = read_message_file(path, path.name, Overrides())
    except (Ignored, OSError):
        return None
    return Message(topic, -1, number, file.key, file.value, file.headers, now) if file.topic == topic else None


async def compare(
    database: Database, topic: str, messages: Set, *, mend: bool = False, progress: Progress = lambda done, of: None
) -> Comparison:
    """Hold the set against what is held. Raises HubError for a topic that has no full set."""
    if topic not in RECONCILED:
        raise HubError(f"{topic!r} has no full set to compare: name one of {', '.join(RECONCILED)}.")
    work = _Work(database, topic, mend)
    async for batch, done, of in messages:
        await work.take(batch)
        progress(done, of)
    return await work.result()


class _Work:
    """One comparison on its way: the last word of the set on each record counts."""

    def __init__(self, database: Database, topic: str, mend: bool) -> None:
        self._database = database
        self._topic = topic
        self._service = RECONCILED[topic]
        self._batches = Batches(database, Dispatcher(database)) if mend else None
        self._last: dict[Name, Difference | None] = {}
        self._found = Comparison()

    async def take(self, messages: Sequence[Message]) -> None:
        read = [one for message in messages if (one := self._read(message)) is not None]
        async with self._database.transaction() as tx:
            keys = sorted({_key(said) for _, said, _ in read})
            held = await reconciliation.newest(tx, self._service, self._topic, keys)
        weighed = [(message, self._weigh(message, said, source, held)) for message, said, source in read]
        lacking = [(message, name) for message, name in weighed if self._lacks(name)]
        if self._batches is not None and lacking:
            await self._mend(self._batches, lacking)

    def _lacks(self, name: Name) -> bool:
        difference = self._last[name]
        return difference is not None and difference.standing in MENDABLE

    async def _mend(self, batches: Batches, lacking: Sequence[tuple[Message, Name]]) -> None:
        ends = [end async for outcomes in batches.take([message for message, _ in lacking]) for end in outcomes]
        self._found.mended.update(str(end.end) for end in ends)
        for (_, name), end in zip(lacking, ends, strict=True):
            difference = self._last[name]
            if difference is not None and end.end is End.APPLIED:
                self._last[name] = replace(difference, mended=True)

    def _read(self, message: Message) -> tuple[Message, Any, Provenance] | None:
        try:
            said, source = CONNECTORS[self._topic].decode(message)
        except (Ignored, Rejected) as reason:
            self._found.unread[reason.code] += 1
            return None
        except Exception as fault:  # of our own code, as the dispatcher names it; the rest of the set is compared
            log.error("%s/%d/%d: %s", message.topic, message.partition, message.offset, type(fault).__name__)
            self._found.unread["InternalFault"] += 1
            return None
        return message, said, source

    def _weigh(self, message: Message, said: Any, source: Provenance, held: dict[str, list[HeldReading]]) -> Name:
        told, kind = msgspec.to_builtins(said), type(said).__name__
        mine = _same_record(held.get(_key(said), ()), kind, told)
        found = standing(mine, kind, source.source_time, told)
        where = f"{message.topic}/{message.partition}/{message.offset}"
        case_id, held_at = (mine.case_id, mine.source_time) if mine else (None, None)
        name = (_key(said), str(told.get("booking_id") if kind == "SentenceDates" else kind.removesuffix("Removed")))
        self._last[name] = (
            None if found is Standing.AGREES else Difference(found, case_id, held_at, source.source_time, where)
        )
        return name

    async def result(self) -> Comparison:
        found = self._found
        found.differences = [one for one in self._last.values() if one is not None]
        found.standings.update(one.standing if one else Standing.AGREES for one in self._last.values())
        async with self._database.transaction() as tx:
            standing_now = await reconciliation.standing_records(tx, self._service, self._topic)
        told_of = {key for key, _ in self._last}
        found.not_in_set = sorted({case_id for key, case_id in standing_now.items() if key not in told_of})
        return found


def _key(said: Any) -> str:
    key: str = said.prison_number if hasattr(said, "prison_number") else said.crn
    return key


def _same_record(held: Sequence[HeldReading], kind: str, told: dict[str, Any]) -> HeldReading | None:
    """Of the readings under one key, the one of the same record: the same booking, the same body, or its removal."""
    if kind == "SentenceDates":
        return next((one for one in held if one.said.get("booking_id") == told["booking_id"]), None)
    limits = kind == "AccessLimits"
    return next((one for one in held if (one.kind == "AccessLimits") is limits), None)
