"""What people record of a case goes with it and comes back; it is erased with the service that recorded it."""

import pytest
from sqlalchemy import func, insert, select

from hub.domain.access import Service
from hub.store.base import metadata
from hub.store.case import offender_case
from hub.store.database import Database
from hub.store.moving import recorded
from hub.store.transaction import Transaction
from tests.store.filling import filled

pytestmark = pytest.mark.postgres


async def _counts(tx: Transaction, case_id: int) -> dict[str, int]:
    return {
        one.name: (await tx.one(select(func.count().label("n")).select_from(one).where(one.c.case_id == case_id))).n
        for one in recorded.RECORDED
    }


async def _case(tx: Transaction) -> int:
    return int((await tx.execute(insert(offender_case).values().returning(offender_case.c.id))).scalar_one())


async def test_everything_moves_and_comes_back_and_is_erased_by_service(database_url: str) -> None:
    database = Database(database_url)
    every = {one.name for one in recorded.RECORDED}
    try:
        async with database.transaction() as tx:
            await tx.record(actor="t", service="HUB", action="t", case_ids=[], why="a test", cause="t")
            one, other = await _case(tx), await _case(tx)
            for table in recorded.RECORDED:
                for service in (*Service, Service.COMMUNITY):
                    await tx.execute(insert(table).values(await filled(tx, table, case_id=one, service=service)))
                await tx.execute(insert(table).values(await filled(tx, table, case_id=other, service=Service.CUSTODY)))
            moved = await recorded.move(tx, one, other)
            assert await _counts(tx, other) == dict.fromkeys(every, 4)
            await recorded.bring_back(tx, moved, other, one)
            assert (await _counts(tx, one), await _counts(tx, other)) == (
                dict.fromkeys(every, 3),
                dict.fromkeys(every, 1),
            )
            await recorded.erase(tx, one, Service.COMMUNITY)
            assert await _counts(tx, one) == dict.fromkeys(every, 1)
    finally:
        await database.close()


def test_no_table_of_this_kind_is_forgotten() -> None:
    """Whatever names who recorded it, for a case and a service, is in the list."""
    kind = {"case_id", "service", "recorded_by_id"}
    found = {name for name, table in metadata.tables.items() if kind <= set(table.c.keys())}
    assert found == {one.name for one in recorded.RECORDED}
