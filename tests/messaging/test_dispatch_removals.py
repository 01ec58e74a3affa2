"""A removal of a record of which nobody had heard: an older reading that comes after it brings nobody."""

from typing import Any

import pytest
from sqlalchemy import text

from hub.messaging.batch import Batches
from hub.messaging.dispatch import Dispatcher
from hub.store.database import Database
from tests.actions.sources import CRN, NUMBER, OFFENDER, PRISONER, SUPERVISION, offender, prisoner, supervision
from tests.messaging.test_dispatch_unread_fields import sent

pytestmark = pytest.mark.postgres
ASSESSMENT = "community.assessment.snapshot.v1"
RECORDS = [(PRISONER, NUMBER, prisoner()), (OFFENDER, CRN, offender()), (SUPERVISION, CRN, supervision())]


async def cases(database: Database) -> int:
    async with database.transaction() as tx:
        [(found,)] = await tx.rows(text("select count(*) from offender_case"))
    return int(found)


@pytest.mark.parametrize(("topic", "key", "body"), RECORDS)
@pytest.mark.parametrize("together", [False, True])
async def test_an_older_reading_does_not_bring_back_what_was_removed(
    database: Database, topic: str, key: str, body: Any, together: bool
) -> None:
    gone, older = (sent(topic, key, None, 1, minutes=30), sent(topic, key, body, 2, minutes=10))
    newer = sent(topic, key, body, 3, minutes=31)
    dispatcher = Dispatcher(database)
    assert str(await dispatcher.handle(gone)).startswith("Ignored(NothingHeld")
    if together:
        batches = Batches(database, dispatcher)
        ended, _ = [one async for some in batches.take([older, newer]) for one in some]
    else:
        ended = await dispatcher.handle(older)
    assert str(ended) == "Ignored(OlderThanHeld: the service removed the record after this was read)"
    assert await cases(database) == int(together)
    assert "CaseOpened" in str(await dispatcher.handle(newer)) or together


async def test_a_removal_on_one_topic_says_nothing_of_another(database: Database) -> None:
    dispatcher = Dispatcher(database)
    for topic in (SUPERVISION, ASSESSMENT):
        await dispatcher.handle(sent(topic, CRN, None, 1, minutes=30))
    assert "CaseOpened" in str(await dispatcher.handle(sent(OFFENDER, CRN, offender(), 2, minutes=10)))


async def test_limits_of_access_count_though_the_details_were_removed(database: Database) -> None:
    """Who may not see a case must not be forgotten for the order in which two bodies arrive."""
    dispatcher = Dispatcher(database)
    await dispatcher.handle(sent(OFFENDER, CRN, None, 1, minutes=30))
    limits = {"excludedFrom": [{"email": "one@example.test"}], "restrictedTo": []}
    assert "CaseOpened" in str(await dispatcher.handle(sent(OFFENDER, CRN, limits, 2, minutes=10)))


async def test_the_newest_of_several_removals_counts(database: Database) -> None:
    dispatcher = Dispatcher(database)
    for offset, minutes in enumerate((30, 5)):
        await dispatcher.handle(sent(PRISONER, NUMBER, None, offset, minutes=minutes))
    assert "OlderThanHeld" in str(await dispatcher.handle(sent(PRISONER, NUMBER, prisoner(), 9, minutes=20)))
