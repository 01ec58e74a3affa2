"""How far each topic has been heard: counts, the newest word, and how long it took."""

from datetime import timedelta

import pytest

from hub.store.database import Database
from hub.store.records.feed import feeds
from tests.actions.sources import CRN, NOW, NUMBER, OFFENDER, PRISONER, Hub, offender, prisoner

pytestmark = pytest.mark.postgres


async def test_each_topic_with_its_newest_word(database_url: str) -> None:
    hub = Hub(database_url)
    await hub.tell(PRISONER, NUMBER, prisoner(), minutes=-10)
    await hub.tell(PRISONER, "Z9999ZZ", prisoner("Z9999ZZ", bookingId="9"), minutes=-2)
    await hub.tell(OFFENDER, CRN, offender())
    await hub.tell(OFFENDER, CRN, {"excludedFrom": [], "restrictedTo": []}, minutes=-30)
    async with hub.database.transaction(NOW) as tx:
        found = {row.topic: row for row in await feeds(tx)}
    await hub.database.close()
    assert {topic: (row.service, row.records, row.times_assumed) for topic, row in found.items()} == {
        OFFENDER: ("COMMUNITY", 1, 0),
        PRISONER: ("CUSTODY", 2, 0),
    }
    newest = found[PRISONER]
    assert (newest.newest_source_time, newest.newest_received_at) == (NOW - timedelta(minutes=2), NOW)
    assert newest.lag_seconds == 120


async def test_nothing_has_come(database_url: str) -> None:
    database = Database(database_url)
    async with database.transaction(NOW) as tx:
        assert await feeds(tx) == []
    await database.close()
