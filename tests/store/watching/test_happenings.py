"""What happened to a case, as the outbox keeps it: in order, only for those who see the case, and how far back."""

from collections.abc import AsyncIterator, Sequence
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import delete, insert, update

from hub.domain.access import Actor, Role, Service
from hub.store.case import lock, offender_case
from hub.store.database import Database
from hub.store.messages.outbox import OutgoingEvent, forget_published, mark_published, outbox, publish
from hub.store.transaction import Transaction
from hub.store.watching import happenings
from hub.store.watching.happenings import Kept

pytestmark = pytest.mark.postgres

MANAGER = Actor(
    "om-1", Service.COMMUNITY, frozenset({Role.OFFENDER_MANAGER}), staff_id=1, email="one@hub.invalid", team_code="T1"
)
STRANGER = Actor("om-2", Service.COMMUNITY, frozenset({Role.OFFENDER_MANAGER}), staff_id=2)
AUDITOR = Actor("auditor", Service.COMMUNITY, frozenset({Role.AUDITOR}), staff_id=1)


class Cases:
    """Cases of one manager, on a real database."""

    def __init__(self, database: Database) -> None:
        self.database = database

    async def make(self, manager: int = 1) -> int:
        async with self.database.transaction() as tx:
            await self._note(tx)
            statement = insert(offender_case).values(om_staff_id=manager).returning(offender_case.c.id)
            return int((await tx.execute(statement)).scalar_one())

    async def change(self, case_id: int, *words: str, kind: str = "plan") -> list[int]:
        async with self.database.transaction() as tx:
            await self._note(tx)
            await lock(tx, [case_id])
            return await publish(tx, case_id, [OutgoingEvent(kind, "Changed", {"word": word}) for word in words])

    async def reassign(self, case_id: int, manager: int) -> None:
        async with self.database.transaction() as tx:
            await self._note(tx)
            await tx.execute(update(offender_case).where(offender_case.c.id == case_id).values(om_staff_id=manager))

    async def words_since(self, actor: Actor, case_id: int, sequence: int, most: int = 50) -> Sequence[Any] | None:
        async with self.database.transaction() as tx:
            found = await happenings.since(tx, actor, case_id, sequence, most)
        return None if found is None else [(event.sequence, event.payload["word"]) for event in found]

    async def kept(self, actor: Actor, case_id: int) -> Kept | None:
        async with self.database.transaction() as tx:
            return await happenings.kept(tx, actor, case_id)

    async def _note(self, tx: Transaction) -> None:
        await tx.record(actor="test", service="HUB", action="test", case_ids=[], why="test", cause="test")


@pytest.fixture
async def cases(database_url: str) -> AsyncIterator[Cases]:
    database = Database(database_url)
    yield Cases(database)
    await database.close()


async def test_events_come_in_order_from_where_one_was(cases: Cases) -> None:
    case_id, other = await cases.make(), await cases.make()
    await cases.change(case_id, "a", "b")
    await cases.change(other, "not mine")
    await cases.change(case_id, "c")
    assert await cases.words_since(MANAGER, case_id, 0) == [(1, "a"), (2, "b"), (3, "c")]
    assert await cases.words_since(MANAGER, case_id, 0, most=2) == [(1, "a"), (2, "b")]
    assert await cases.words_since(MANAGER, case_id, 2) == [(3, "c")]
    assert await cases.words_since(MANAGER, case_id, 3) == []


@pytest.mark.parametrize("actor", [STRANGER, AUDITOR], ids=["another's case", "no right to read cases"])
async def test_a_case_that_one_may_not_see_is_like_one_that_is_not_there(cases: Cases, actor: Actor) -> None:
    case_id = await cases.make()
    await cases.change(case_id, "a")
    assert await cases.words_since(actor, case_id, 0) is None
    assert await cases.kept(actor, case_id) is None
    assert await cases.words_since(MANAGER, 999_999, 0) is None
    assert await cases.kept(MANAGER, 999_999) is None


async def test_access_that_is_lost_is_lost_at_once(cases: Cases) -> None:
    case_id = await cases.make()
    await cases.change(case_id, "a")
    await cases.reassign(case_id, 2)
    assert await cases.words_since(MANAGER, case_id, 0) is None
    assert await cases.words_since(STRANGER, case_id, 0) == [(1, "a")]


async def test_how_far_back_events_are_kept(cases: Cases) -> None:
    case_id = await cases.make()
    assert await cases.kept(MANAGER, case_id) == Kept(0, None)
    await cases.change(case_id, "a", "b", "c")
    assert await cases.kept(MANAGER, case_id) == Kept(3, 1)
    async with cases.database.transaction() as tx:
        seqs = [row.seq for row in await tx.rows(outbox.select().order_by(outbox.c.seq).limit(2))]
        await mark_published(tx, seqs)
        await forget_published(tx, tx.now + timedelta(seconds=1))
    assert await cases.kept(MANAGER, case_id) == Kept(3, 3)
    async with cases.database.transaction() as tx:
        await tx.execute(delete(outbox))
    assert await cases.kept(MANAGER, case_id) == Kept(3, None)


@pytest.mark.parametrize(
    ("kept", "sequence", "reaches"),
    [
        (Kept(0, None), 0, True),
        (Kept(3, 1), 0, True),
        (Kept(3, 1), 3, True),
        (Kept(3, 2), 1, True),
        (Kept(3, 2), 0, False),
        (Kept(3, None), 3, True),
        (Kept(3, None), 2, False),
        (Kept(3, 1), 4, False),
        (Kept(0, None), 1, False),
    ],
)
def test_whether_one_can_resume(kept: Kept, sequence: int, reaches: bool) -> None:
    assert kept.reaches_back_to(sequence) is reaches
