"""One message of a batch fails, in every way in which one can: the others are taken, in order and once."""

import json
from collections.abc import Awaitable, Callable
from contextlib import aclosing
from datetime import timedelta
from typing import Any

import asyncpg
import pytest
from sqlalchemy import text

from hub.connectors.connector import Message, Provenance
from hub.domain import records
from hub.errors import BrokenRule, Rejected
from hub.messaging.batch import Batches
from hub.messaging.dispatch import ACTIONS, Action, Dispatcher
from hub.store.audit.audit import audit
from hub.store.custody.custody import custody_record
from hub.store.database import Database
from hub.store.transaction import Transaction
from tests.actions.sources import NOW, PRISONER, prisoner
from tests.messaging.whole_database import everything
from tests.servers import fresh_database

pytestmark = pytest.mark.postgres
KEYS = ("Z1234ZY", "Z1235ZY", "Z1236ZY")
READINGS = 4
POISON = ("Z1235ZY", "READING 1")  # the second reading of the second person
Fault = Callable[[Transaction, records.PrisonerRecord], Awaitable[None]]


def sent(*, unreadable: bool = False) -> list[Message]:
    """Four readings of each of three people, one after another through the people."""
    told = [(key, place) for place in range(READINGS) for key in KEYS]
    return [
        _message(key, place, offset, unreadable=unreadable and (key, f"READING {place}") == POISON)
        for offset, (key, place) in enumerate(told)
    ]


def _message(key: str, place: int, offset: int, *, unreadable: bool) -> Message:
    body = prisoner(key, bookingId=f"9{key[1:5]}", lastName=f"READING {place}")
    value = json.dumps(body).encode()[: 40 if unreadable else None]
    at = (NOW + timedelta(minutes=place)).isoformat().encode()
    return Message(PRISONER, 0, offset, key.encode(), value, (("hub_source_time", at),), NOW + timedelta(hours=1))


class Faulty:
    """A dispatcher whose action on the poisoned message fails, and how often it was asked for each message."""

    def __init__(self, database: Database, fault: Fault | None) -> None:
        self.asked: list[tuple[str, str | None]] = []
        self._fault = fault
        actions: dict[type, Action] = {**ACTIONS, records.PrisonerRecord: self._act}
        self.dispatcher = Dispatcher(database, actions=actions)

    async def _act(self, tx: Transaction, record: records.PrisonerRecord, provenance: Provenance) -> str:
        named = record.prison_number, record.person.surname
        self.asked.append(named)
        done = await ACTIONS[records.PrisonerRecord](tx, record, provenance)
        if named == POISON and self._fault:
            await self._fault(tx, record)
        return done


async def a_check_of_the_database(tx: Transaction, record: records.PrisonerRecord) -> None:
    """Seen only when the whole batch is written."""
    rows = tx.working.of(custody_record)
    for row in [row for case in tx.working.cases for row in rows.of_case(case)]:
        if row["booking_id"] == f"9{record.prison_number[1:5]}":
            rows.change(row["source_record_id"], state="NO_SUCH_STATE")


async def a_row_that_the_database_refuses(tx: Transaction, record: records.PrisonerRecord) -> None:
    tx.add(audit, {"at": tx.now, "actor": None, "service": "CUSTODY", "action": "x", "why": "x", "cause": "x"})


async def a_statement_that_fails(tx: Transaction, record: records.PrisonerRecord) -> None:
    await tx.execute(text("select 1 / 0"))


async def a_fault_of_ours(tx: Transaction, record: records.PrisonerRecord) -> None:
    raise KeyError("no such thing")


async def a_broken_rule(tx: Transaction, record: records.PrisonerRecord) -> None:
    raise BrokenRule("MadeUpRule", "It is not so.", "Nothing.")


async def a_rejection(tx: Transaction, record: records.PrisonerRecord) -> None:
    raise Rejected("MadeUpCode", "made up")


FAULTS: list[tuple[Fault | None, str]] = [
    (a_check_of_the_database, "InternalFault"),
    (a_row_that_the_database_refuses, "InternalFault"),
    (a_statement_that_fails, "InternalFault"),
    (a_fault_of_ours, "InternalFault"),
    (a_broken_rule, "MadeUpRule"),
    (a_rejection, "MadeUpCode"),
    (None, "UnreadableJson"),
]


async def take(url: str, fault: Fault | None, messages: list[Message], most: int) -> list[str]:
    """The end of each message by its code, where so many at most are taken together."""
    database = Database(url)
    try:
        batches = Batches(database, Faulty(database, fault).dispatcher, most)
        return [one.code or str(one.end) async for some in batches.take(messages) for one in some]
    finally:
        await database.close()


async def rows(url: str, query: str) -> list[tuple[Any, ...]]:
    connection = await asyncpg.connect(url)
    try:
        return [tuple(row) for row in await connection.fetch(query)]
    finally:
        await connection.close()


SURNAMES = """
select r.key, array_agg(g.said -> 'person' ->> 'surname' order by g.id)
from reading g join source_record r on r.id = g.source_record_id group by 1 order by 1
"""
SEQUENCES = "select aggregateid, array_agg(sequence order by seq) from outbox where aggregatetype = 'case' group by 1"


@pytest.mark.parametrize(("fault", "code"), FAULTS, ids=[getattr(fault, "__name__", "json") for fault, _ in FAULTS])
async def test_one_message_fails_and_the_others_are_taken_as_if_alone(
    postgres_url: str, migrated_template: str, fault: Fault | None, code: str
) -> None:
    messages = sent(unreadable=fault is None)
    with (
        fresh_database(postgres_url, "alone", migrated_template) as alone,
        fresh_database(postgres_url, "together", migrated_template) as together,
    ):
        ends = await take(together, fault, messages, 500)
        assert ends == [code if place == 4 else "Applied" for place in range(len(messages))]
        taken = [f"READING {place}" for place in range(READINGS)]
        left = [one for one in taken if one != POISON[1]]
        assert await rows(together, SURNAMES) == [(key, left if key == POISON[0] else taken) for key in KEYS]
        for _, sequences in await rows(together, SEQUENCES):
            assert sequences == list(range(1, len(sequences) + 1))  # in order, none twice
        assert await rows(together, 'select code, "offset" from dead_letter') == [(code, 4)]
        assert await take(alone, fault, messages, 1) == ends
        held, expected = await everything(together), await everything(alone)
    for table, found in expected.items():
        assert held[table] == found, table


async def test_a_fault_of_the_database_that_passes_leaves_nothing_half_done(database: Database) -> None:
    """The batch is raised whole; taken again, every message has its effect once."""
    tries = iter([asyncpg.SerializationError("made up"), asyncpg.DeadlockDetectedError("made up")])

    async def passing(tx: Transaction, record: records.PrisonerRecord) -> None:
        if fault := next(tries, None):
            raise fault

    faulty = Faulty(database, passing)
    batches, messages = Batches(database, faulty.dispatcher), sent()
    taken: list[str] = []
    for _ in range(3):
        try:
            async with aclosing(batches.take(messages[len(taken) :])) as ends:
                async for some in ends:
                    taken += [str(one.end) for one in some]
        except asyncpg.PostgresError:
            async with database.transaction() as tx:
                [(held,)] = await tx.rows(text("select count(*) from reading"))
            assert held == len(taken)
    assert taken == ["Applied"] * len(messages)
    assert next(tries, None) is None
    async with database.transaction() as tx:
        found = [tuple(row) for row in await tx.rows(text(SURNAMES))]
        [(letters,)] = await tx.rows(text("select count(*) from dead_letter"))
    assert found == [(key, [f"READING {place}" for place in range(READINGS)]) for key in KEYS]
    assert letters == 0
