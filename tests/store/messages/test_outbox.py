"""What the relay takes from the outbox, in which order, and what it leaves."""

from datetime import timedelta

import pytest

from hub.store import case
from hub.store.database import Database
from hub.store.messages import outbox
from hub.store.messages.outbox import OutgoingEvent

pytestmark = pytest.mark.postgres


async def written(database: Database, *sizes: int) -> list[int]:
    """Events of one new case each, with payloads of about these sizes; the cases."""
    cases: list[int] = []
    async with database.transaction() as tx:
        for size in sizes:
            cases.append(await case.create(tx))
            await outbox.publish(tx, cases[-1], [OutgoingEvent("case", "CaseOpened", {"text": "x" * size})])
        await tx.record(actor="t", service="CUSTODY", action="t", case_ids=cases, why="t", cause="t")
    return cases


async def test_the_oldest_come_first_up_to_both_limits(database_url: str) -> None:
    database = Database(database_url)
    cases = await written(database, 10, 10, 5000, 10, 10)
    async with database.transaction() as tx:
        by_count = await outbox.unpublished(tx, limit=2, most_bytes=10**6)
        by_size = await outbox.unpublished(tx, limit=100, most_bytes=1000)
        one_at_least = await outbox.unpublished(tx, limit=100, most_bytes=1)
    await database.close()
    assert [event.aggregateid for event in by_count] == [str(case_id) for case_id in cases[:2]]
    assert [event.aggregateid for event in by_size] == [str(case_id) for case_id in cases[:3]]
    assert len(one_at_least) == 1


async def test_what_is_marked_or_left_out_is_not_taken(database_url: str) -> None:
    database = Database(database_url)
    cases = await written(database, 10, 10, 10)
    async with database.transaction() as tx:
        first = (await outbox.unpublished(tx, limit=1, most_bytes=1000))[0]
        await outbox.mark_published(tx, [first.seq])
        left = [("case", str(cases[1]))]
        taken = await outbox.unpublished(tx, limit=9, most_bytes=1000, leaving_out=left)
        pending = await outbox.pending(tx)
    await database.close()
    assert [event.aggregateid for event in taken] == [str(cases[2])]
    assert pending == 2


async def test_only_what_was_published_before_is_forgotten(database_url: str) -> None:
    database = Database(database_url)
    await written(database, 10, 10)
    async with database.transaction() as tx:
        first = (await outbox.unpublished(tx, limit=1, most_bytes=1000))[0]
        await outbox.mark_published(tx, [first.seq])
        assert await outbox.forget_published(tx, tx.now) == 0
        assert await outbox.forget_published(tx, tx.now + timedelta(seconds=1)) == 1
        assert await outbox.pending(tx) == 1
    await database.close()


async def test_an_event_of_no_case_carries_its_own_key_and_no_sequence(database_url: str) -> None:
    database = Database(database_url)
    async with database.transaction() as tx:
        await outbox.publish_of_no_case(tx, "X000001", OutgoingEvent("plan-reply", "PlanCommandAnswered", {"a": 1}))
        (event,) = await outbox.unpublished(tx, limit=9, most_bytes=1000)
    await database.close()
    assert (event.aggregateid, event.payload) == ("X000001", '{"a":1}')
