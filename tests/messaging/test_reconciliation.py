"""A fresh full set held against the hub's: what agrees, what is lacking, what is mended, what is only told."""

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from aiokafka import AIOKafkaProducer

from hub.cli.main import main
from hub.connectors.connector import Message
from hub.domain.reconciliation import Standing
from hub.embedded.kafka import EmbeddedKafka
from hub.errors import HubError
from hub.messaging.broker import Broker
from hub.messaging.dispatch import CONNECTORS
from hub.messaging.reconciliation import Comparison, Set, compare, of_folder, of_topic
from tests.actions.sources import NOW, OFFENDER, PRISONER, SENTENCE, Hub, offender, prisoner, released

pytestmark = pytest.mark.postgres

FIRST, SECOND, THIRD = "Z0001ZZ", "Z0002ZZ", "Z0003ZZ"


@pytest.fixture
async def hub(database_url: str) -> AsyncIterator[Hub]:
    """A hub that holds two prisoners, read at noon."""
    told = Hub(database_url)
    await told.tell(PRISONER, FIRST, prisoner(FIRST, bookingId="9000001"))
    await told.tell(PRISONER, SECOND, prisoner(SECOND, bookingId="9000002"))
    yield told
    await told.database.close()


def record(number: str, body: Any, *, minutes: float, topic: str = PRISONER, offset: int = 0) -> Message:
    value = None if body is None else json.dumps(body).encode()
    read = (NOW + timedelta(minutes=minutes)).isoformat().encode()
    return Message(topic, 0, offset, number.encode(), value, (("hub_source_time", read),), NOW + timedelta(hours=9))


async def set_of(*messages: Message) -> Set:
    """The set in pieces of two, as a topic hands it over."""
    for at in range(0, len(messages), 2):
        yield list(messages[at : at + 2]), at, len(messages)


async def told(hub: Hub, *messages: Message, mend: bool = False, topic: str = PRISONER) -> Comparison:
    return await compare(hub.database, topic, set_of(*messages), mend=mend)


def fresh(number: str, *, minutes: float = 60, **changes: Any) -> Message:
    return record(number, prisoner(number, bookingId=f"900000{number[4]}", **changes), minutes=minutes)


async def test_the_same_facts_read_later_agree(hub: Hub) -> None:
    found = await told(hub, fresh(FIRST), fresh(SECOND))
    assert found.standings == {Standing.AGREES: 2}
    assert found.agrees


async def test_what_differs_is_told_with_its_case_and_nothing_is_changed(hub: Hub) -> None:
    found = await told(
        hub, fresh(FIRST, lastName="OTHERWISE"), fresh(SECOND, minutes=-60, lastName="EARLIER"), fresh(THIRD)
    )
    assert found.standings == {Standing.BEHIND: 1, Standing.AHEAD: 1, Standing.MISSING: 1}
    assert [one.case_id is None for one in found.differences] == [False, False, True]
    assert not found.agrees
    assert await hub.one("select count(*) from source_record") == 2


@pytest.mark.parametrize("time", [b"0001-01-01T00:00:00Z", b"9999-12-31T23:59:59Z"])
async def test_a_time_that_no_clock_has_shown_is_compared_by_the_brokers(hub: Hub, time: bytes) -> None:
    odd = replace(fresh(FIRST, lastName="OTHERWISE"), headers=(("hub_source_time", time),))
    found = await told(hub, odd, fresh(SECOND), fresh(THIRD))
    assert found.standings == {Standing.BEHIND: 1, Standing.AGREES: 1, Standing.MISSING: 1}


async def test_a_message_on_which_the_hub_fails_is_counted_by_name_and_the_rest_goes_on(
    hub: Hub, monkeypatch: pytest.MonkeyPatch
) -> None:
    connector = CONNECTORS[PRISONER]

    def failing(message: Message) -> Any:
        if message.key == FIRST.encode():
            raise OverflowError("the made-up fault")
        return connector.decode(message)

    monkeypatch.setitem(CONNECTORS, PRISONER, replace(connector, decode=failing))
    found = await told(hub, fresh(FIRST), fresh(SECOND))
    assert found.unread == {"InternalFault": 1}
    assert found.standings == {Standing.AGREES: 1}
    assert not found.agrees


async def test_mending_takes_what_is_lacking(hub: Hub) -> None:
    found = await told(hub, fresh(FIRST, lastName="OTHERWISE"), fresh(SECOND), fresh(THIRD), mend=True)
    assert found.mended == {"Applied": 2}
    assert [one.mended for one in found.differences] == [True, True]
    assert found.agrees
    names = await hub.rows(
        "select key, surname from source_record join person_record on source_record_id = id order by 1"
    )
    assert names == [(FIRST, "OTHERWISE"), (SECOND, "TESTERBY"), (THIRD, "TESTERBY")]
    assert (await told(hub, fresh(FIRST, lastName="OTHERWISE"), fresh(SECOND), fresh(THIRD))).agrees


async def test_mending_never_puts_an_older_fact_back(hub: Hub) -> None:
    found = await told(hub, fresh(FIRST, minutes=-60, lastName="EARLIER"), fresh(SECOND), mend=True)
    assert found.standings[Standing.AHEAD] == 1
    assert not found.mended
    assert await hub.one("select count(*) from person_record where surname = 'EARLIER'") == 0


async def test_the_last_word_of_a_set_that_is_not_compacted_counts(hub: Hub) -> None:
    earlier = record(FIRST, released(FIRST, bookingId="9000001"), minutes=30)
    found = await told(hub, earlier, fresh(SECOND), fresh(FIRST))
    assert found.standings == {Standing.AGREES: 2}


async def test_what_the_set_has_not_is_told_by_its_case(hub: Hub) -> None:
    found = await told(hub, fresh(FIRST), mend=True)
    case_id = await hub.one("select case_id from source_record where key = $1", SECOND)
    assert found.not_in_set == [case_id]
    assert not found.agrees


async def test_a_removal_that_both_know_agrees(hub: Hub) -> None:
    await hub.tell(PRISONER, SECOND, None, minutes=10)
    assert (await told(hub, fresh(FIRST), record(SECOND, None, minutes=60))).agrees
    assert (await told(hub, fresh(FIRST))).agrees


async def test_what_can_not_be_read_is_counted_by_name(hub: Hub) -> None:
    broken = Message(PRISONER, 0, 7, FIRST.encode(), b"{", (), NOW)
    found = await told(hub, broken, fresh(FIRST), fresh(SECOND))
    assert found.unread == {"UnreadableJson": 1}
    assert not found.agrees


async def test_two_bodies_and_two_bookings_of_one_key_are_told_apart(hub: Hub) -> None:
    details = offender(number=None)
    limits = {"crn": "Z123456", "excludedFrom": [{"email": "one@example.test"}], "restrictedTo": []}
    for body in (details, limits):
        await hub.tell(OFFENDER, "Z123456", body)
    both = [record("Z123456", body, minutes=60, topic=OFFENDER) for body in (limits, details)]
    assert (await told(hub, *both, topic=OFFENDER)).standings == {Standing.AGREES: 2}
    dates = [
        {"bookingId": booking, "offenderNo": FIRST, "sentenceExpiryDate": day}
        for booking, day in ((9000001, "2031-01-01"), (9000009, "2027-01-01"))
    ]
    for body in dates:
        await hub.tell(SENTENCE, FIRST, body)
    found = await told(hub, *(record(FIRST, body, minutes=60, topic=SENTENCE) for body in dates), topic=SENTENCE)
    assert found.standings == {Standing.AGREES: 2}


async def test_a_topic_without_a_full_set_is_refused(hub: Hub) -> None:
    with pytest.raises(HubError, match="no full set to compare"):
        await told(hub, topic="custody.domain-event.v1")


def test_a_folder_by_command(database_url: str, tmp_path: Path, monkeypatch: Any, capsys: Any) -> None:
    monkeypatch.setenv("HUB_DATABASE_URL", database_url)
    (tmp_path / "one.json").write_text(json.dumps(prisoner(FIRST)))
    (tmp_path / "no-prisoner.json").write_text(json.dumps(offender()))
    assert main(["reconcile", PRISONER, "--folder", str(tmp_path)]) == 1
    assert main(["reconcile", PRISONER, "--folder", str(tmp_path), "--mend"]) == 0
    assert main(["reconcile", PRISONER, "--folder", str(tmp_path)]) == 0
    printed = capsys.readouterr().out
    assert "no case: missing; nothing is held" in printed
    assert "Mended: 1 Applied" in printed
    assert FIRST not in printed


@pytest.mark.kafka
async def test_the_topic_is_read_from_its_beginning_to_its_end(hub: Hub, embedded_broker: EmbeddedKafka) -> None:
    producer = AIOKafkaProducer(bootstrap_servers=embedded_broker.bootstrap)
    await producer.start()
    for message in (fresh(FIRST, lastName="FORMER"), fresh(FIRST), fresh(SECOND)):
        await producer.send_and_wait(message.topic, message.value, message.key, headers=list(message.headers))
    await producer.stop()
    seen: list[tuple[int, int]] = []
    async with asyncio.timeout(60):
        found = await compare(
            hub.database,
            PRISONER,
            of_topic(Broker(embedded_broker.bootstrap), PRISONER),
            progress=lambda done, of: seen.append((done, of)),
        )
    assert found.standings == {Standing.AGREES: 2}
    assert seen[-1] == (3, 3)


async def test_a_topic_that_is_empty_ends(hub: Hub, embedded_broker: EmbeddedKafka) -> None:
    async with asyncio.timeout(60):
        found = await compare(hub.database, PRISONER, of_topic(Broker(embedded_broker.bootstrap), PRISONER))
    assert len(found.not_in_set) == 2


async def test_a_folder_that_is_none_is_named(hub: Hub, tmp_path: Path) -> None:
    with pytest.raises(HubError, match="is no folder"):
        await compare(hub.database, PRISONER, of_folder(tmp_path / "nowhere", PRISONER))
