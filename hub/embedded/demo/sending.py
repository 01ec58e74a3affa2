"""Sending a feed's messages through Kafka and reading back, from the hub's own reports, how each of them ended."""

import asyncio
import time
import uuid
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date, datetime
from types import TracebackType
from typing import Self

from sqlalchemy import func, select

from hub.connectors.envelope import SOURCE_TIME_HEADER
from hub.embedded.demo.messages import Item
from hub.errors import HubError
from hub.messaging.broker import Broker, connect, producer
from hub.messaging.outcome import REPLAY_ID_HEADER, REPLAY_ITEM_HEADER, End
from hub.store.database import Database
from hub.store.messages.inbox import replay_outcome

START = "demo-"
AT_ONCE = 500  # messages not taken yet: some hundred KiB, far below what the embedded broker keeps of a partition
PATIENCE = 60.0  # seconds without any new outcome
LOOK = 0.1  # seconds between two looks at the reports

Shown = Callable[[int], None]  # hears how many are taken so far
Bars = Callable[[str, int], Shown]  # begins a bar: title and total

COMMANDS = "%.plan.command.v1"


class Sending:
    """One feed: everything it sends carries its replay id. Open it with `async with`."""

    def __init__(self, database: Database, broker: Broker, day: date) -> None:
        self._database = database
        self._broker = broker
        self._producer = producer(broker)
        self._sent = 0
        self.replay_id = f"{START}{day}-{uuid.uuid4().hex[:8]}"

    async def __aenter__(self) -> Self:
        try:
            await connect(self._producer, self._broker)
        except BaseException:
            await self._producer.stop()
            raise
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._producer.stop()

    async def send(self, items: Sequence[Item], taken: Shown) -> None:
        """Send the items and wait until the hub has taken them all; `taken` hears how many of them so far.

        Raises HubError where no outcome comes for a minute.
        """
        before = self._sent
        for start in range(0, len(items), AT_ONCE):
            some = items[start : start + AT_ONCE]
            waiting = [await self._send(item) for item in some]
            await asyncio.gather(*waiting)
            self._sent += len(some)
            await self._all_taken(lambda count: taken(count - before))

    async def ended(self) -> Counter[str]:
        """How the messages ended, plan commands aside: `Applied`, `Ignored(code)`, `Rejected(code)` -> how many."""
        columns = replay_outcome.c
        statement = select(columns.outcome, columns.code, func.count()).where(columns.topic.not_like(COMMANDS))
        mine = statement.where(columns.replay_id == self.replay_id).group_by(columns.outcome, columns.code)
        async with self._database.transaction() as tx:
            rows = await tx.rows(mine)
        return Counter({f"{outcome}({code})" if code else outcome: count for outcome, code, count in rows})

    async def answered(self) -> Counter[str]:
        """How the plan commands were answered: `done`, `done, answered again`, `refused: rule` -> how many."""
        columns = replay_outcome.c
        how = func.coalesce(columns.detail, columns.outcome)
        statement = select(how, func.count()).where(columns.replay_id == self.replay_id, columns.topic.like(COMMANDS))
        async with self._database.transaction() as tx:
            rows = await tx.rows(statement.group_by(how))
        return Counter({row[0]: row[1] for row in rows})

    async def unanswered(self) -> frozenset[str]:
        """The plan commands that have no answer, by their names: rejected, or parked behind one that was."""
        columns = replay_outcome.c
        mine = (columns.replay_id == self.replay_id, columns.topic.like(COMMANDS), columns.outcome == End.REJECTED)
        async with self._database.transaction() as tx:
            return frozenset(row.item for row in await tx.rows(select(columns.item).where(*mine)))

    async def _taken(self) -> int:
        statement = select(func.count()).where(replay_outcome.c.replay_id == self.replay_id)
        async with self._database.transaction() as tx:
            return int((await tx.execute(statement)).scalar_one())

    async def _send(self, item: Item) -> asyncio.Future[object]:
        headers = [
            (SOURCE_TIME_HEADER, item.source_time.isoformat().encode()),
            (REPLAY_ID_HEADER, self.replay_id.encode()),
            (REPLAY_ITEM_HEADER, item.name.encode()),
        ]
        future: asyncio.Future[object] = await self._producer.send(
            item.topic, item.value, key=item.key.encode(), headers=headers
        )
        return future

    async def _all_taken(self, taken: Shown) -> None:
        before, deadline = -1, 0.0
        while True:
            count = await self._taken()
            taken(count)
            if count >= self._sent:
                return
            if count > before:
                before, deadline = count, time.monotonic() + PATIENCE
            elif time.monotonic() > deadline:
                raise HubError(
                    f"The hub has taken {count} of {self._sent} messages and no more for {PATIENCE:.0f} s: is the role "
                    "sync running? `hub status` says where its log lies."
                )
            await asyncio.sleep(LOOK)


async def first_day(database: Database) -> date | None:
    """The day that the first feed into this database counted its dates from, None before the first.

    Later feeds keep to it, so that they send the same bytes and change nothing.
    """
    statement = select(func.min(replay_outcome.c.replay_id)).where(replay_outcome.c.replay_id.like(START + "%"))
    async with database.transaction() as tx:
        found = (await tx.execute(statement)).scalar_one_or_none()
    return datetime.fromisoformat(found.removeprefix(START)[:10]).date() if found else None
