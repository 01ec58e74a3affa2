"""Fields that can't be read: the outcome names them, an erasure without a time waits for a person."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import text

from hub.connectors.connector import Message
from hub.messaging import dead_letters
from hub.messaging.batch import Batches
from hub.messaging.dispatch import Dispatcher
from hub.store.database import Database
from tests.actions.sources import (
    CRN,
    HAPPENED,
    NUMBER,
    OFFENDER,
    PRISONER,
    SUPERVISION,
    happened,
    offender,
    prisoner,
    supervision,
)

pytestmark = pytest.mark.postgres
SENT = datetime(2026, 11, 23, 13, tzinfo=UTC)

# What many systems write where they have no time.
YEAR_1 = "0001-01-01T00:00:00Z"


def sent(topic: str, key: str, body: Any, offset: int, *, minutes: int | None = None) -> Message:
    read_at = SENT + timedelta(minutes=minutes or 0)
    headers = () if minutes is None else (("hub_source_time", read_at.isoformat().encode()),)
    value = None if body is None else json.dumps(body).encode()
    return Message(topic, 0, offset, key.encode(), value, headers, SENT + timedelta(hours=1))


async def rows(database: Database, query: str) -> list[tuple[Any, ...]]:
    async with database.transaction() as tx:
        return [tuple(row) for row in await tx.rows(text(query))]


UNREAD = [
    (sent(PRISONER, NUMBER, prisoner(dateOfBirth="3rd of May"), 1), "CaseOpened; unreadable: dateOfBirth"),
    (sent(OFFENDER, CRN, offender(dateOfBirth="1988-13-01"), 1), "CaseOpened; unreadable: dateOfBirth"),
    (sent(OFFENDER, CRN, offender(dateOfBirth=""), 1), "CaseOpened"),
    (sent(PRISONER, NUMBER, prisoner(dateOfBirth=YEAR_1), 1), "CaseOpened; unreadable: dateOfBirth"),
    (sent(OFFENDER, CRN, offender(dateOfBirth=YEAR_1), 1), "CaseOpened; unreadable: dateOfBirth"),
    (
        sent(HAPPENED, CRN, {**happened("probation-case.engagement.created"), "occurredAt": "{now}"}, 1),
        "CaseOpened; unreadable: occurredAt",
    ),
    (
        sent(HAPPENED, CRN, {**happened("probation-case.engagement.created"), "occurredAt": YEAR_1}, 1),
        "CaseOpened; unreadable: occurredAt",
    ),
]


@pytest.mark.parametrize(("message", "detail"), UNREAD)
async def test_the_outcome_names_what_could_not_be_read(database: Database, message: Message, detail: str) -> None:
    ended = await Dispatcher(database).handle(message)
    assert str(ended) == f"Applied({detail})"


@pytest.mark.parametrize("time", [YEAR_1, "9999-12-31T23:59:59Z"])
@pytest.mark.parametrize(("topic", "key", "body"), [(PRISONER, NUMBER, prisoner), (SUPERVISION, CRN, supervision)])
async def test_a_source_time_that_no_clock_has_shown_does_not_close_the_record_to_what_comes_later(
    database: Database, topic: str, key: str, body: Any, time: str
) -> None:
    first = replace(sent(topic, key, body(), 1), headers=(("hub_source_time", time.encode()),))
    ended = await Dispatcher(database).handle(first)
    assert (str(ended.end), ended.detail.partition("; ")[2]) == ("Applied", "unreadable: hub_source_time")
    assert await rows(database, "select distinct source_time from reading") == [(first.broker_time,)]
    later = replace(first, offset=2, broker_time=SENT + timedelta(hours=2))
    assert str((await Dispatcher(database).handle(later)).end) == "Applied"
    gone = replace(sent(topic, key, None, 3, minutes=180), broker_time=SENT + timedelta(hours=4))
    assert str((await Dispatcher(database).handle(gone)).end) == "Applied"


async def test_the_outcome_names_it_in_a_batch_too(database: Database) -> None:
    messages = [
        sent(PRISONER, f"Z123{place}ZY", prisoner(f"Z123{place}ZY", dateOfBirth="?"), place) for place in (1, 2)
    ]
    ended = [one async for some in Batches(database, Dispatcher(database)).take(messages) for one in some]
    assert [one.detail for one in ended] == ["CaseOpened; unreadable: dateOfBirth"] * 2


BORN = "select date_of_birth::text from person_record"


@pytest.mark.parametrize("order", [(0, 1, 2), (0, 2, 1), (1, 0, 2), (1, 2, 0), (2, 0, 1), (2, 1, 0)])
@pytest.mark.parametrize(
    ("topic", "key", "field", "body"), [(PRISONER, NUMBER, "lastName", prisoner), (OFFENDER, CRN, "surname", offender)]
)
async def test_a_birth_date_that_can_not_be_read_leaves_the_one_held_whatever_comes_first(
    database: Database, order: tuple[int, ...], topic: str, key: str, field: str, body: Any
) -> None:
    said: list[dict[str, Any]] = [
        {"dateOfBirth": "1988-02-03"},
        {"dateOfBirth": "1988-04-05", field: "Nextname"},
        {"dateOfBirth": "5 April 88", field: "Lastname"},
    ]
    for place in order:
        await Dispatcher(database).handle(sent(topic, key, body(**said[place]), place, minutes=place))
    assert await rows(database, BORN) == [("1988-04-05",)]
    assert await rows(database, "select surname, date_of_birth::text from offender_case") == [
        ("Lastname", "1988-04-05")
    ]


async def test_a_birth_date_that_is_no_longer_given_goes(database: Database) -> None:
    for place, born in enumerate(("1988-02-03", None)):
        await Dispatcher(database).handle(sent(PRISONER, NUMBER, prisoner(dateOfBirth=born), place, minutes=place))
    assert await rows(database, BORN) == [(None,)]


GDPR = {**happened("probation-case.deleted.gdpr"), "occurredAt": "not yet known"}
DELETED = {"eventType": "DATA_COMPLIANCE_DELETE-OFFENDER", "offenderIdDisplay": NUMBER}


@pytest.mark.parametrize(
    ("topic", "key", "erasure", "record"),
    [
        (HAPPENED, CRN, GDPR, sent(OFFENDER, CRN, offender(), 1, minutes=0)),
        ("custody.domain-event.v1", NUMBER, DELETED, sent(PRISONER, NUMBER, prisoner(), 1, minutes=0)),
    ],
)
async def test_an_erasure_that_does_not_say_when_waits_for_a_person(
    database: Database, topic: str, key: str, erasure: dict[str, Any], record: Message
) -> None:
    dispatcher = Dispatcher(database)
    await dispatcher.handle(record)
    ended = await dispatcher.handle(sent(topic, key, erasure, 2))
    assert (str(ended.end), ended.code) == ("Rejected", "NoTimeOfErasure")
    assert await rows(database, "select count(*) from person_record") == [(1,)]
    [letter] = await dead_letters.waiting(database)
    [taken] = await dead_letters.replay(database, dispatcher, letter.id, by="operator")
    assert taken.outcome.detail.startswith("RecordErased: the whole case")
    assert await rows(database, "select count(*) from person_record") == [(0,)]
    assert await rows(database, "select asked_at from erasure") == [(SENT + timedelta(hours=1),)]
