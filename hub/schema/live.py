"""From NOTIFY to subscriptions: whoever follows a case is woken when it has new events, and reads them from the outbox.

A follower remembers the sequence that it has seen and asks for what comes after it. Announcements only say "look": one
that is late, doubled or lost changes nothing but the moment. Nothing is queued for a follower, so memory stays flat.
"""

import asyncio
import logging
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from typing import TypeVar

from hub.domain.access import Actor
from hub.schema.refusal import Code, Refused
from hub.store.database import Database
from hub.store.faults import passes, trouble
from hub.store.listening import Listening
from hub.store.transaction import Transaction
from hub.store.watching import happenings
from hub.store.watching.happenings import Happening

# Events read at once; a follower that lags reads on before it waits.
MOST_AT_ONCE = 50
# Seconds between two attempts while the database does not answer, and between two looks when nothing is announced.
AGAIN_SECONDS = 1.0
LOOK_ANYWAY_SECONDS = 60.0
# Seconds that a watcher of many cases waits after news, so that a flood of them is one look.
LOOK_AT_MOST_SECONDS = 1.0

Found = TypeVar("Found")

log = logging.getLogger(__name__)


class Follower:
    """One subscription's ear: `news` is set while there may be events after `seen`."""

    def __init__(self, seen: int) -> None:
        self.seen = seen
        self.news = asyncio.Event()

    async def wait(self) -> None:
        """Return when there may be something new; now and then without a reason, in case one was missed."""
        try:
            await asyncio.wait_for(self.news.wait(), LOOK_ANYWAY_SECONDS)
        except TimeoutError:
            return


class Live:
    """The followers of this process, and the connection that wakes them."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._followers: dict[int, set[Follower]] = {}
        self._watchers: set[Follower] = set()
        self._listening = Listening(database.url, self.tell)

    @property
    def connected(self) -> bool:
        """Whether announcements are heard at the moment."""
        return self._listening.connected

    async def start(self) -> None:
        """Begin to listen. Raises DependencyUnavailable."""
        await self._listening.start()

    async def close(self) -> None:
        """Stop listening."""
        await self._listening.close()

    def tell(self, changed: Mapping[int, int]) -> None:
        """Wake those who follow a case that has new events; all of them where {} says: look yourselves."""
        if not changed:
            for followers in self._followers.values():
                for follower in followers:
                    follower.news.set()
        for watcher in self._watchers:
            watcher.news.set()
        for case_id, sequence in changed.items():
            for follower in self._followers.get(case_id, ()):
                if sequence > follower.seen:
                    follower.news.set()

    async def follow(self, actor: Actor, case_id: int, after: int | None) -> AsyncGenerator[Happening, None]:
        """The case's events as they happen, in order, none lost and none twice; with `after`, those after it first.

        Access is decided by the database at each look. Raises Refused: NOT_FOUND where the case does not exist for the
        actor, now or later; RESYNC_NEEDED where events after `after` are not kept any more.
        """
        kept = await self._read(partial(happenings.kept, actor=actor, case_id=case_id))
        if kept is None:
            raise no_such_case()
        if after is not None and not kept.reaches_back_to(after):
            raise resync_needed()
        with self._following(case_id, kept.last if after is None else after) as follower:
            while True:
                follower.news.clear()
                look = partial(
                    happenings.since, actor=actor, case_id=case_id, sequence=follower.seen, most=MOST_AT_ONCE
                )
                found = await self._patiently(look)
                if found is None:
                    raise no_such_case()
                for happening in found:
                    if happening.sequence != follower.seen + 1:
                        raise resync_needed()
                    follower.seen = happening.sequence
                    yield happening
                if len(found) < MOST_AT_ONCE:
                    await follower.wait()

    async def watch(self, look: Callable[[Transaction], Awaitable[Found]]) -> AsyncGenerator[Found, None]:
        """How something stands now, and again whenever any case has news, at most once in `LOOK_AT_MOST_SECONDS`.

        Also now and then without news, for what a date changes.
        """
        watcher = Follower(0)
        self._watchers.add(watcher)
        try:
            while True:
                watcher.news.clear()
                yield await self._patiently(look)
                await watcher.wait()
                await asyncio.sleep(LOOK_AT_MOST_SECONDS)
        finally:
            self._watchers.discard(watcher)

    async def case_of_plan(self, actor: Actor, plan_id: int) -> int:
        """The case of a plan. Raises Refused(NOT_FOUND) where the plan does not exist for the actor."""
        found = await self._read(partial(happenings.case_of_plan, actor=actor, plan_id=plan_id))
        if found is None:
            raise Refused(Code.NOT_FOUND, "There is no such plan, or it is not one that you can see.")
        return found

    @contextmanager
    def _following(self, case_id: int, seen: int) -> Iterator[Follower]:
        follower = Follower(seen)
        self._followers.setdefault(case_id, set()).add(follower)
        try:
            yield follower
        finally:
            followers = self._followers[case_id]
            followers.discard(follower)
            if not followers:
                del self._followers[case_id]

    async def _read(self, query: Callable[[Transaction], Awaitable[Found]]) -> Found:
        async with self._database.transaction() as tx:
            return await query(tx)

    async def _patiently(self, query: Callable[[Transaction], Awaitable[Found]]) -> Found:
        """Read, again and again while the database does not answer: a restart of it ends no subscription."""
        while True:
            try:
                return await self._read(query)
            except Exception as fault:
                if not passes(fault):
                    raise
                log.warning("Events wait. %s (%s); trying again.", trouble(fault), type(fault).__name__)
            await asyncio.sleep(AGAIN_SECONDS)


def no_such_case() -> Refused:
    """The answer for a case that is not there, and for one that the actor may not see: they look the same."""
    return Refused(Code.NOT_FOUND, "There is no such case, or it is not one that you can see.")


def resync_needed() -> Refused:
    """The answer where events were missed for good."""
    return Refused(
        Code.RESYNC_NEEDED,
        "Events after that id are not kept any more: read the case again, then follow without `after`.",
    )
