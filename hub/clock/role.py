"""The role `clock`: at its start and at each London midnight it decides anew what a date changes, clears, and counts.

One process leads, the others wait to take over. A case that fails does not stop the others.
"""

import asyncio
import logging
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from hub.actions.deciding.sentence_type import types_asked, types_to_ask
from hub.actions.redeciding.phase import next_due, redecide_due
from hub.domain.days import end_of, london_day
from hub.settings import Settings
from hub.store.database import Database
from hub.store.decided.due import Due
from hub.store.faults import passes, trouble
from hub.store.identity import term_frequency
from hub.store.leader import Leadership, leader
from hub.store.messages import idempotency, inbox, outbox

log = logging.getLogger(__name__)

ROLE = "clock"
EVENTS_KEPT = timedelta(days=7)  # for those who reconnect
MESSAGES_KEPT = timedelta(days=30)  # longer than any topic keeps a message that is no snapshot
KEYS_KEPT = timedelta(days=30)
LOOK = 30.0  # seconds between two looks at the time, and at the lock
PAUSE = 2.0  # seconds before another try, while the database does not answer
PROGRESS = 1000  # cases between two lines

Now = Callable[[], datetime]


def utc_now() -> datetime:
    """The present moment."""
    return datetime.now(UTC)


async def run_clock(settings: Settings, stop: asyncio.Event, *, now: Now = utc_now, look: float = LOOK) -> None:
    """Keep time until `stop`, if no other process does; else wait to take over. `look` is in seconds."""
    database = Database(settings.database_url, size=1)
    try:
        while not stop.is_set():
            try:
                async with leader(settings.database_url, ROLE, stop) as leadership:
                    if leadership:
                        log.info("This process keeps the time.")
                        await _lead(database, leadership, stop, now, look)
            except Exception as fault:
                if not passes(fault):
                    raise
                log.warning("The clock waits. %s (%s); trying again.", trouble(fault), type(fault).__name__)
                await _wait(stop, PAUSE)
    finally:
        await database.close()


async def _lead(database: Database, leadership: Leadership, stop: asyncio.Event, now: Now, look: float) -> None:
    """Work at once, then after each London midnight, for as long as the lock is held."""
    next_midnight = datetime.min.replace(tzinfo=UTC)
    tried: dict[int, datetime] = {}
    while not stop.is_set() and await leadership.still_leads():
        moment = now()
        if moment >= next_midnight:
            next_midnight = end_of(london_day(moment))
            await strike(database, moment, stop)
        switched = await types_to_ask(database, moment)
        if switched and switched != tried:  # what failed is left for the next midnight
            await decide_due(database, moment, stop)
            tried = switched
        await _wait(stop, min(look, max((next_midnight - now()).total_seconds(), 0.01)))


async def strike(database: Database, now: datetime, stop: asyncio.Event) -> int:
    """All that is due at `now`: the cases, then the clearing and the counting. How many cases were decided anew."""
    decided = await decide_due(database, now, stop)
    await clear(database, now)
    await count_terms(database, now)
    return decided


async def decide_due(database: Database, now: datetime, stop: asyncio.Event) -> int:
    """Decide the cases anew that are due at `now`, those with a sentence of a switched type too; how many."""
    switched = await types_to_ask(database, now)
    decided = changed = after = failed = 0
    while not stop.is_set() and (page := await next_due(database, now, after)):
        for due in page:
            if stop.is_set():
                break
            done = await _one(database, due, now)
            changed += done or 0
            failed += done is None
            decided += 1
            if decided % PROGRESS == 0:
                log.info("%d cases decided anew so far, %d changes.", decided, changed)
        after = page[-1].case_id
    if switched and not failed and not stop.is_set():
        await types_asked(database, now, switched)
    log.info("Decided anew what a date changes: %d cases, %d changes.", decided, changed)
    return decided


async def count_terms(database: Database, now: datetime) -> None:
    """Count anew how common each name, date and postcode is, for the matching of people."""
    async with database.transaction(now) as tx:
        await term_frequency.refresh(tx)
    log.info("Counted anew how common names, dates and postcodes are.")


async def clear(database: Database, now: datetime) -> None:
    """Delete what is kept for a time only: published events, messages taken, idempotency keys."""
    async with database.transaction(now) as tx:
        events = await outbox.forget_published(tx, now - EVENTS_KEPT)
        messages = await inbox.forget_before(tx, now - MESSAGES_KEPT)
        keys = await idempotency.forget_before(tx, now - KEYS_KEPT)
    log.info("Cleared %d published events, %d messages taken, %d idempotency keys.", events, messages, keys)


async def _one(database: Database, due: Due, now: datetime) -> int | None:
    """One case; a fault of ours is told (None) and left for the next midnight, one of the database's is raised."""
    try:
        return await redecide_due(database, due, now)
    except Exception as fault:
        if passes(fault):
            raise
        log.error("Case %d could not be decided anew for %s (%s).", due.case_id, due.rule, type(fault).__name__)
        return None


async def _wait(stop: asyncio.Event, seconds: float) -> None:
    try:
        async with asyncio.timeout(seconds):
            await stop.wait()
    except TimeoutError:
        pass
