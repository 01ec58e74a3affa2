"""How common names, dates and postcodes are, counted over what records say."""

from datetime import UTC, date, datetime

import pytest

from hub.domain.access import Service
from hub.domain.matching.comparisons import POSTCODE
from hub.domain.matching.description import describe
from hub.domain.person import PersonDetails
from hub.store import case
from hub.store.database import Database
from hub.store.identity import likeness, term_frequency
from hub.store.records import identity, person

pytestmark = pytest.mark.postgres
NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)
NAMES = ["Una Quill", "Una Quill", "Una Quill", "Una Testerby", "Abelard Testerby"]


async def test_values_are_counted_and_rare_ones_not_kept(database_url: str) -> None:
    database = Database(database_url, size=1)
    people = []
    for number, name in enumerate(NAMES):
        forename, surname = name.split()
        told = describe(forename=forename, surname=surname, born=date(1984, 3, 21), postcodes=["ZE1 9ZZ"])
        people.append(told)
        async with database.transaction(NOW) as tx:
            case_id = await case.create(tx)
            record_id = await identity.add(
                tx,
                case_id=case_id,
                service=Service.CUSTODY,
                record_key=f"Z{number:04d}ZZ",
                linked_by="OPENED",
                evidence={},
            )
            details = PersonDetails(forename, (), surname, date(1984, 3, 21))
            await person.save(tx, case_id=case_id, record_id=record_id, person=details, source_time=NOW)
            await likeness.save(tx, case_id=case_id, record_id=record_id, service=Service.CUSTODY, person=told)
            await tx.record(actor="t", service="CUSTODY", action="t", case_ids=[case_id], why="a test", cause="t")
    async with database.transaction(NOW) as tx:
        await term_frequency.refresh(tx)
    async with database.transaction(NOW) as tx:
        counted = await term_frequency.frequencies(tx, people)
    await database.close()
    assert counted.counts["full_name"] == {"UNA QUILL": 3}
    assert counted.counts["forename"] == {"UNA": 4}
    assert counted.counts[POSTCODE] == {"ZE19ZZ": 5}
    assert counted.totals["surname"] == 5
    assert counted.counts["surname"] == {"QUILL": 3}
