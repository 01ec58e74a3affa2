"""The shared case as it stands, told after its events on a compacted topic."""

import json

import pytest
from sqlalchemy import text

from hub.messaging.contracts import validator
from hub.store import case
from hub.store.database import Database
from tests.messaging.notes import make_cases, publish
from tests.messaging.test_relay import all_published, records, relaying
from tests.servers import AnyBroker
from tests.waiting import until

pytestmark = [pytest.mark.postgres, pytest.mark.kafka]
TOPIC = "hub.case.snapshot.v1"


async def last_values(broker: AnyBroker) -> dict[str, bytes | None]:
    """Case -> its last value, as a compacted topic keeps it."""
    return {record.key.decode(): record.value for record in await records(broker, TOPIC)}


async def test_a_case_is_told_as_it_stands_or_null(broker: AnyBroker, database: Database) -> None:
    stays, gone, erased = await make_cases(database, 3)
    async with database.transaction() as tx:
        for number, case_id in enumerate((stays, gone, erased)):
            await case.lock(tx, [case_id])
            await publish(tx, case_id, number)
        await tx.execute(text("update offender_case set merged_into = :to where id = :id"), {"to": stays, "id": gone})
        await tx.execute(text("update offender_case set erased_at = now() where id = :id"), {"id": erased})
        cases = [stays, gone, erased]
        await tx.record(actor="test", service="TEST", action="test", case_ids=cases, why="test", cause="test")
    async with relaying(broker, database):
        await until(lambda: all_published(database))
    told = await last_values(broker)
    assert (told[str(gone)], told[str(erased)]) == (None, None)
    value = told[str(stays)]
    assert value is not None
    body = json.loads(value)
    assert [fault.message for fault in validator(TOPIC).iter_errors(body)] == []
    assert (body["caseId"], body["sequence"]) == (str(stays), 1)
