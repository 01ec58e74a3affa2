"""Many messages in one transaction end as they would one by one: the same outcomes, facts, events and audit lines."""

import json
import random
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest

from hub.connectors.connector import Message
from hub.messaging.batch import Batches
from hub.messaging.dispatch import Dispatcher
from hub.store.database import Database
from tests.actions.sources import MOVED, NOW, OFFENDER, PRISONER, SUPERVISION, offender, order, prisoner, supervision
from tests.actions.test_redecide import STORY, of_person
from tests.messaging.whole_database import Rows, everything
from tests.servers import fresh_database

STAFF = "community.staff.snapshot.v1"
PEOPLE = (("Z1234ZY", "Z123456"), ("Z1235ZY", "Z123457"), ("Z1236ZY", "Z123458"))
# What is no part of anybody's story: poison, unknown bookings, removals, staff, a second CRN of the first person.
STRAYS: tuple[tuple[str, str | None, Any, float], ...] = (
    (PRISONER, "Z1234ZY", "no object", 1),
    (PRISONER, "Z1235ZY", {"prisonerNumber": "Z9999ZZ", "firstName": "SOMEBODY"}, 2),
    (MOVED, None, {"eventType": "BOOKING_NUMBER-CHANGED", "eventDatetime": "2026-11-20T10:00:00", "bookingId": "9"}, 3),
    (PRISONER, "Z1234ZY", None, 50),
    (SUPERVISION, "Z123457", None, 45),
    (OFFENDER, "Z123459", offender("Z123459", "Z1234ZY", otherIds={"previousCrn": "Z123456"}), 20),
    (OFFENDER, "Z123460", offender("Z123460", None, currentExclusion=True), 21),
    (SUPERVISION, "Z123460", supervision("Z01T033", order(7)), 22),
    (STAFF, "Z01T033", {"code": "Z01T033", "name": {"forename": "Made", "surname": "Up"}, "username": "MadeUp"}, 1),
    (PRISONER, "Z1239ZY", prisoner("Z1239ZY", bookingId="9", lastName="OTHERBY"), 10),
)


def messages() -> list[Message]:
    told: list[tuple[str, str | None, Any, float]] = list(STRAYS)
    for number, crn in PEOPLE:
        told += of_person(STORY, number, crn)
    return [_message(*one, offset=offset) for offset, one in enumerate(told)]


def _message(topic: str, key: str | None, body: Any, minutes: float, *, offset: int) -> Message:
    at = (NOW + timedelta(minutes=minutes)).isoformat().encode()
    value = None if body is None else json.dumps(body).encode()
    name = key.encode() if key else None
    return Message(topic, 0, offset, name, value, (("hub_source_time", at),), NOW + timedelta(hours=1))


def arrivals(seed: int) -> tuple[list[Message], list[int]]:
    """The messages in some order, some of them twice, and how many come at a time."""
    chance = random.Random(seed)
    sent = messages()
    sent += chance.sample(sent, 8)
    chance.shuffle(sent)
    return sent, [chance.choice((1, 2, 3, 5, 8, 20, 40)) for _ in range(6)]


async def taken(url: str, sent: Sequence[Message], sizes: Sequence[int]) -> tuple[list[str], Rows]:
    """The outcome of each message, and what the database holds, where so many at a time are taken."""
    database = Database(url)
    dispatcher = Dispatcher(database)
    ends: list[str] = []
    try:
        while len(ends) < len(sent):
            size = sizes[len(ends) % len(sizes)]
            async for outcomes in Batches(database, dispatcher).take(sent[len(ends) : len(ends) + size]):
                ends += map(str, outcomes)
        return ends, await everything(url)
    finally:
        await database.close()


@pytest.mark.postgres
@pytest.mark.parametrize("seed", range(8))
async def test_messages_end_together_as_they_end_one_by_one(
    postgres_url: str, migrated_template: str, seed: int
) -> None:
    sent, sizes = arrivals(seed)
    with (
        fresh_database(postgres_url, "alone", migrated_template) as alone,
        fresh_database(postgres_url, "together", migrated_template) as together,
    ):
        ends, held = await taken(alone, sent, [1])
        ends_together, held_together = await taken(together, sent, sizes)
    assert ends_together == ends
    for table, rows in held.items():
        assert held_together[table] == rows, table
