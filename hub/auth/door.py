"""The door: what the endpoint asks about tokens. Remembers what it checked, for as long as that may be remembered."""

import asyncio
import hashlib
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TypeVar

from hub.auth.claims import Holder, holder
from hub.auth.tokens import Verifier
from hub.domain.access import Actor, Service
from hub.domain.days import london_day
from hub.errors import DependencyUnavailable
from hub.store.database import Database
from hub.store.faults import passes
from hub.store.reach.reach import StaffReach, reach_of

# How long a staff record counts before it is read again, and a token's check before it is made again: a key that the
# issuer withdraws ends its tokens. How many of each are remembered.
STAFF_SECONDS = 5.0
CHECK_SECONDS = 600.0
MOST_TOKENS = 10_000
MOST_STAFF = 10_000

Name = TypeVar("Name")
Found = TypeVar("Found")


@dataclass(frozen=True)
class _Seen:
    """A token that was genuine until `checked_until`, and the actor it gives: see _Looked for `looked`."""

    holder: Holder
    checked_until: float
    actor: Actor
    looked: "_Looked"


@dataclass(frozen=True)
class _Looked:
    """A member of staff as last read; None where the hub knows none of that code.

    It counts until `until` (the door's clock) and on that day in London alone: cover begins and ends with a day.
    """

    reach: StaffReach | None
    until: float
    day: date


class TokenDoor:
    """Turns bearer tokens into actors. `now` is the wall clock (UTC), `clock` one in seconds that never goes back."""

    def __init__(
        self,
        verifier: Verifier,
        database: Database,
        *,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._verifier = verifier
        self._database = database
        self._now = now
        self._clock = clock
        self._seen: OrderedDict[bytes, _Seen] = OrderedDict()
        self._staff: OrderedDict[tuple[Service, str], _Looked] = OrderedDict()
        self._looking: dict[tuple[Service, str], asyncio.Lock] = {}

    def known(self, token: str) -> Actor | None:
        """The actor of a token that was checked a moment ago, without waiting; None: ask `actor`."""
        seen = self._seen.get(_digest(token))
        if seen is None or not self._counts(seen.looked) or self._now() >= seen.holder.expires_at:
            return None
        return seen.actor

    async def actor(self, token: str) -> Actor:
        """The actor of any token. Raises Unauthenticated, DependencyUnavailable."""
        digest = _digest(token)
        seen = self._seen.get(digest)
        if seen is None or self._clock() >= seen.checked_until or self._now() >= seen.holder.expires_at:
            self._seen.pop(digest, None)
            person = holder(await self._verifier.claims(token, self._now()))
            checked_until = self._clock() + CHECK_SECONDS
        else:
            person, checked_until = seen.holder, seen.checked_until
        looked = await self._look(person)
        actor = _actor(person, looked.reach)
        if self._now() < person.expires_at:  # within the leeway after its end a token is checked every time
            _remember(self._seen, digest, _Seen(person, checked_until, actor, looked), MOST_TOKENS)
        return actor

    async def unchanged(self, actor: Actor) -> bool:
        """Whether the actor's staff record still says what it said. Raises DependencyUnavailable."""
        if actor.staff_code is None:
            return True
        looked = await self._find(actor.service, actor.staff_code)
        said = (actor.staff_id, actor.team_code, actor.establishment_code, actor.covers, actor.contributes_to)
        return _place(looked.reach) == said

    async def _look(self, person: Holder) -> _Looked:
        if person.staff_code is None:
            return _Looked(None, self._clock() + STAFF_SECONDS, self._today())
        return await self._find(person.service, person.staff_code)

    async def _find(self, service: Service, code: str) -> _Looked:
        """The staff record, read at most once in STAFF_SECONDS, by one asker for all who wait."""
        name = (service, code)
        looked = self._staff.get(name)
        if looked is not None and self._counts(looked):
            return looked
        lock = self._looking.setdefault(name, asyncio.Lock())
        try:
            async with lock:
                looked = self._staff.get(name)
                if looked is None or not self._counts(looked):
                    today = self._today()
                    read = await self._read(service, code, today)
                    looked = _Looked(read, self._clock() + STAFF_SECONDS, today)
                    _remember(self._staff, name, looked, MOST_STAFF)
                return looked
        finally:
            if not lock.locked():
                self._looking.pop(name, None)

    def _today(self) -> date:
        return london_day(self._now())

    def _counts(self, looked: _Looked) -> bool:
        return self._clock() < looked.until and looked.day == self._today()

    async def _read(self, service: Service, code: str, today: date) -> StaffReach | None:
        try:
            async with self._database.transaction() as tx:
                return await reach_of(tx, service, code, today)
        except Exception as fault:
            if passes(fault):
                raise DependencyUnavailable(
                    "The database does not answer, so the staff record can't be read."
                ) from None
            raise


def _actor(person: Holder, reach: StaffReach | None) -> Actor:
    staff_id, team_code, establishment_code, covers, contributes_to = _place(reach)
    return Actor(
        subject=person.subject,
        service=person.service,
        roles=person.roles,
        staff_code=person.staff_code,
        staff_id=staff_id,
        team_code=team_code,
        establishment_code=establishment_code,
        email=person.email,
        expires_at=person.expires_at,
        covers=covers,
        contributes_to=contributes_to,
    )


Place = tuple[int | None, str | None, str | None, frozenset[int], frozenset[int]]


def _place(reach: StaffReach | None) -> Place:
    if reach is None:
        return (None, None, None, frozenset(), frozenset())
    return (reach.staff_id, reach.team_code, reach.establishment_code, reach.covers, reach.contributes_to)


def _remember(memory: OrderedDict[Name, Found], name: Name, found: Found, most: int) -> None:
    memory[name] = found
    memory.move_to_end(name)
    while len(memory) > most:
        memory.popitem(last=False)


def _digest(token: str) -> bytes:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).digest()
