"""Detail calls from end to end: a thin event, the queue, a real source on this machine, the record."""

import asyncio
import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from prometheus_client import REGISTRY
from sqlalchemy import text

from hub.connectors.connector import Message
from hub.connectors.detail import client as calls
from hub.connectors.detail.breaker import FAILURES, SHORTEST
from hub.connectors.detail.client import DetailClient, http_client
from hub.domain.access import Service
from hub.domain.detail import DetailAnswer
from hub.errors import SettingInvalid
from hub.messaging.detail import DetailCaller, DetailCalls
from hub.messaging.dispatch import Dispatcher
from hub.settings import Settings
from hub.store.database import Database
from hub.store.fetching import Wanted, fetch
from hub.store.messages import dead_letters, detail
from hub.store.messages.detail import DueDetail
from tests.actions.sources import NUMBER, prisoner
from tests.connectors.assessment.bodies import CRN, event, summary
from tests.connectors.detail.record_source import CLIENT, SECRET, SLOW, RecordSource, answer, record_source
from tests.waiting import until

pytestmark = pytest.mark.postgres

HAPPENED = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)
NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
PATH = f"/prisoner/{NUMBER}"
RECORD = json.dumps(prisoner()).encode()


class Scene:
    """A hub that hears of a changed record, and the source that has it."""

    def __init__(self, database: Database, source: RecordSource, client: Any, *, of: str = "prisoner-search") -> None:
        self.database, self.source, self.dispatcher = database, source, Dispatcher(database)
        self.called = DetailClient(client, source.address, None)
        self.caller = DetailCaller(of, source.address, self.called, database, self.dispatcher)
        self._offset = 0

    async def hear(self, address: str | None = None, at: datetime = HAPPENED, number: str = NUMBER) -> str:
        """A thin event about the record; how it ended."""
        self._offset += 1
        changed = {
            "eventType": "prisoner-offender-search.prisoner.updated",
            "occurredAt": at.isoformat(),
            "additionalInformation": {"nomsNumber": number},
            "detailUrl": address or f"{self.source.address}/prisoner/{number}",
        }
        value = json.dumps(changed).encode()
        told = Message("custody.domain-event.v1", 0, self._offset, number.encode(), value, (), NOW)
        return str(await self.dispatcher.handle(told))

    async def rows(self, query: str) -> list[tuple[Any, ...]]:
        async with self.database.transaction() as tx:
            return [tuple(row) for row in await tx.rows(text(query))]

    async def waits(self) -> list[tuple[Any, ...]]:
        """Of each record that waits: the last answer, the tries, whether another follows."""
        return await self.rows("select answer, tries, next_try_at is not null from detail_due order by id")

    async def surnames(self) -> list[str]:
        return [name for (name,) in await self.rows("select surname from person_record")]

    async def due_now(self) -> None:
        """The next try is due: as if its pause were over."""
        async with self.database.transaction(NOW) as tx:
            await tx.execute(text("update detail_due set next_try_at = :at where next_try_at is not null"), {"at": NOW})


@pytest.fixture
async def scene(database: Database) -> AsyncIterator[Scene]:
    async with record_source() as source, http_client() as client:
        yield Scene(database, source, client)


async def test_a_thin_event_brings_the_record(scene: Scene) -> None:
    scene.source.says(PATH, answer(200, RECORD))
    assert await scene.hear() == "Applied(CaseOpened; awaiting prisoner record)"
    assert await scene.waits() == [(None, 0, True)]
    assert await scene.rows("select awaiting_snapshot from offender_case") == [(True,)]

    assert await scene.caller.work(datetime.now(UTC)) == 1

    assert await scene.surnames() == ["TESTERBY"]
    assert await scene.waits() == []
    assert await scene.rows("select awaiting_snapshot from offender_case") == [(False,)]
    [(topic, time)] = await scene.rows("select topic, source_time from source_version")
    assert topic == "custody.prisoner.snapshot.v1"
    assert time > HAPPENED


async def test_not_yet_and_then_there(scene: Scene) -> None:
    scene.source.says(PATH, answer(404), answer(404), answer(200, RECORD))
    await scene.hear()
    for tries in (1, 2):
        await scene.due_now()
        await scene.caller.work(NOW)
        assert await scene.waits() == [("NOT_FOUND", tries, True)]
        assert await scene.caller.work(NOW) == 0  # its pause is not over
    await scene.due_now()
    await scene.caller.work(NOW)
    assert (await scene.surnames(), await scene.waits()) == (["TESTERBY"], [])


async def test_never_there_is_given_up_and_said_until_an_event_names_it_again(scene: Scene) -> None:
    await scene.hear()
    async with scene.database.transaction() as tx:
        await tx.execute(text("update detail_due set tries = 32, next_try_at = now()"))
    await scene.caller.work(datetime.now(UTC))
    assert await scene.waits() == [("NOT_FOUND", 33, False)]
    assert await scene.caller.work(datetime.now(UTC) + timedelta(days=400)) == 0

    scene.source.says(PATH, answer(200, RECORD))
    await scene.hear(at=HAPPENED + timedelta(hours=1))
    assert await scene.caller.work(datetime.now(UTC)) == 1
    assert await scene.waits() == []


async def test_a_failing_source_is_left_alone_and_tried_again(scene: Scene) -> None:
    scene.source.says(PATH, answer(500))
    await scene.hear()
    for _ in range(FAILURES):
        await scene.due_now()
        assert await scene.caller.work(NOW) == 1
    await scene.due_now()
    assert await scene.caller.work(NOW + SHORTEST / 2) == 0  # open: nobody calls
    assert len(scene.source.asked) == FAILURES
    assert REGISTRY.get_sample_value("hub_detail_breaker_open", {"source": "prisoner-search"}) == 1

    scene.source.says(PATH, answer(200, RECORD))
    assert await scene.caller.work(NOW + SHORTEST) == 1
    assert (await scene.waits(), await scene.surnames()) == ([], ["TESTERBY"])
    assert REGISTRY.get_sample_value("hub_detail_breaker_open", {"source": "prisoner-search"}) == 0


async def test_an_open_breaker_lets_one_call_try(scene: Scene) -> None:
    numbers = [f"Z123{n}ZY" for n in range(4)]
    for number in numbers:
        scene.source.says(f"/prisoner/{number}", answer(503))
        await scene.hear(number=number)
    for _ in range(2):
        await scene.due_now()
        assert await scene.caller.work(NOW) == 4
    await scene.due_now()
    assert await scene.caller.work(NOW + SHORTEST) == 1


async def test_a_slow_source_ends_in_its_time(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(calls, "LONGEST_CALL", 0.2)
    scene.source.says(PATH, answer(200, SLOW))
    await scene.hear()
    await scene.due_now()
    await scene.caller.work(NOW)
    assert await scene.waits() == [("UNAVAILABLE", 1, True)]


async def test_another_host_is_never_called(scene: Scene) -> None:
    async with record_source() as foreign:
        foreign.says(PATH, answer(200, RECORD))
        await scene.hear(f"{foreign.address}{PATH}")
        await scene.due_now()
        await scene.caller.work(NOW)
        assert (foreign.asked, scene.source.asked) == ([], [])
    assert await scene.waits() == [("FOREIGN_ADDRESS", 1, False)]
    # until it is the configured one: a `hub sync` that starts with another base address asks for what was refused
    scene.source.says(PATH, answer(200, RECORD))
    query = text("update detail_due set origin = :origin")
    async with scene.database.transaction() as tx:
        await tx.execute(query, {"origin": scene.source.address})
    assert await scene.caller.work(NOW) == 0
    restarted = DetailCaller("prisoner-search", scene.source.address, scene.called, scene.database, scene.dispatcher)
    assert await restarted.work(NOW) == 1
    assert await scene.surnames() == ["TESTERBY"]


async def test_a_name_of_the_source_behind_a_gateway_is_asked_for_at_the_base_address(scene: Scene) -> None:
    scene.source.says(PATH, answer(200, RECORD))
    names = frozenset({"https://gateway.example"})
    await scene.hear(f"https://Gateway.Example:443{PATH}")
    await scene.due_now()
    await scene.caller.work(NOW)
    assert await scene.waits() == [("FOREIGN_ADDRESS", 1, False)]
    renamed = DetailCaller(
        "prisoner-search", scene.source.address, scene.called, scene.database, scene.dispatcher, names=names
    )
    assert await renamed.work(NOW) == 1  # what was refused before is asked for now
    assert await scene.surnames() == ["TESTERBY"]
    await scene.hear(f"https://gateway.example.evil.example{PATH}", at=NOW + timedelta(hours=1))
    await scene.due_now()
    await renamed.work(NOW)
    assert await scene.waits() == [("FOREIGN_ADDRESS", 1, False)]


async def test_a_body_that_cant_be_read_lies_among_the_dead_letters(scene: Scene) -> None:
    scene.source.says(PATH, answer(200, b'{"prisonerNumber":,}'))
    await scene.hear()
    await scene.due_now()
    await scene.caller.work(NOW)
    assert await scene.waits() == [("UNREADABLE", 1, False)]
    async with scene.database.transaction() as tx:
        [letter] = await dead_letters.waiting(tx)
    assert (letter.topic, letter.code) == ("custody.prisoner.snapshot.v1", "UnreadableJson")
    assert (letter.value, letter.key) == (b'{"prisonerNumber":,}', NUMBER.encode())
    again = Message(letter.topic, letter.partition, letter.offset, letter.key, RECORD, letter.headers, NOW)
    assert str(await scene.dispatcher.handle(again)).startswith("Applied")


async def test_a_record_of_somebody_else_is_not_taken(scene: Scene) -> None:
    scene.source.says(PATH, answer(200, prisoner("Z7777ZY")))
    await scene.hear()
    await scene.due_now()
    await scene.caller.work(NOW)
    assert (await scene.waits(), await scene.surnames()) == ([("UNREADABLE", 1, False)], [])


async def test_a_huge_body_is_refused(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(calls, "LARGEST_BODY", 100)
    scene.source.says(PATH, answer(200, RECORD))
    await scene.hear()
    await scene.due_now()
    await scene.caller.work(NOW)
    assert await scene.waits() == [("TOO_LARGE", 1, False)]


async def test_many_events_are_one_call_and_one_that_comes_meanwhile_is_not_lost(scene: Scene) -> None:
    scene.source.says(PATH, answer(200, RECORD))
    for minute in range(3):
        await scene.hear(at=HAPPENED + timedelta(minutes=minute))
    await scene.due_now()
    async with scene.database.transaction(NOW) as tx:
        [due] = await detail.take_due(tx, "prisoner-search", 4)
        assert await detail.take_due(tx, "prisoner-search", 4) == []  # taken
    await scene.hear(at=HAPPENED + timedelta(hours=1))
    async with scene.database.transaction(NOW) as tx:
        await detail.stop_waiting(tx, due)
    assert await scene.caller.work(datetime.now(UTC)) == 1
    assert (await scene.waits(), len(scene.source.asked)) == ([], 1)


async def test_an_event_from_before_the_reading_asks_for_nothing(scene: Scene) -> None:
    scene.source.says(PATH, answer(200, RECORD))
    await scene.hear()
    await scene.caller.work(datetime.now(UTC))
    assert (await scene.hear(at=HAPPENED + timedelta(seconds=1))).startswith("Ignored(OlderThanHeld")


async def test_a_process_that_dies_gives_the_call_back(scene: Scene) -> None:
    await scene.hear()
    await scene.due_now()
    async with scene.database.transaction(NOW) as tx:
        assert len(await detail.take_due(tx, "prisoner-search", 4)) == 1
    scene.source.says(PATH, answer(200, RECORD))
    assert await scene.caller.work(NOW + detail.LEASE - timedelta(seconds=1)) == 0
    assert await scene.caller.work(NOW + detail.LEASE) == 1


async def test_the_whole_of_it_runs_beside_the_consumer(database: Database) -> None:
    async with record_source() as source, http_client() as client:
        scene = Scene(database, source, client)
        source.says(PATH, answer(200, RECORD))
        await scene.hear()
        settings = Settings(
            detail_addresses=f"prisoner-search={source.address}",
            detail_token_url=f"{source.address}/oauth/token",
            detail_client_id=CLIENT,
            detail_client_secret=SECRET,
        )
        running = asyncio.create_task(DetailCalls(settings, database, scene.dispatcher).run())
        try:
            await until(scene.surnames, what="the record")
        finally:
            running.cancel()
            await asyncio.wait({running})
        assert source.shown == ["Bearer token-1"]


async def test_without_a_base_address_the_record_waits_for_its_snapshot(scene: Scene) -> None:
    await scene.hear()
    running = asyncio.create_task(DetailCalls(Settings(), scene.database, scene.dispatcher).run())
    try:

        async def said() -> bool:
            return await scene.waits() == [("NO_ADDRESS", 0, True)]

        await until(said, what="why nobody asks")
        headers = (("hub_source_time", NOW.isoformat().encode()),)
        snapshot = Message("custody.prisoner.snapshot.v1", 0, 9, NUMBER.encode(), RECORD, headers, NOW)
        await scene.dispatcher.handle(snapshot)

        async def over() -> bool:
            return await scene.waits() == []

        await until(over, what="the end of the wait")
    finally:
        running.cancel()
        await asyncio.wait({running})
    assert scene.source.asked == []


@pytest.mark.parametrize(
    "settings",
    [
        Settings(detail_addresses="nobody=https://a.example"),
        Settings(detail_token_url="http://tokens.example"),
    ],
)
async def test_settings_that_cant_be_used_are_refused(database: Database, settings: Settings) -> None:
    with pytest.raises(SettingInvalid):
        DetailCalls(settings, database, Dispatcher(database))


async def test_a_message_that_says_it_is_an_unknown_detail_is_rejected(scene: Scene) -> None:
    headers = (("hub_detail", b"nothing known"),)
    told = Message("custody.prisoner.snapshot.v1", 0, 1, NUMBER.encode(), RECORD, headers, NOW)
    assert str(await scene.dispatcher.handle(told)).startswith("Rejected(UnknownDetail")


async def test_calls_are_counted_without_a_person(scene: Scene) -> None:
    labels = {"source": "prisoner-search", "answer": str(DetailAnswer.NOT_FOUND)}
    before = REGISTRY.get_sample_value("hub_detail_calls_total", labels) or 0
    await scene.hear()
    await scene.due_now()
    await scene.caller.work(NOW)
    assert REGISTRY.get_sample_value("hub_detail_calls_total", labels) == before + 1


async def test_a_thin_event_brings_an_assessment(database: Database) -> None:
    path = f"/eor/oasys/ass/asssumm/{CRN}/ALLOW/40/COMPLETE"
    async with record_source() as source, http_client() as client:
        source.says(path, answer(200, summary()))
        scene = Scene(database, source, client, of="oasys")
        told = event("assessment.summary.produced", detailUrl=f"{source.address}{path}")
        value = json.dumps(told).encode()
        ended = await scene.dispatcher.handle(Message("community.domain-event.v1", 0, 1, CRN.encode(), value, (), NOW))
        assert str(ended) == "Applied(CaseOpened; awaiting assessment summary)"
        await scene.caller.work(datetime.now(UTC))
        assert await scene.rows("select reference, current from assessment") == [("40", True)]
        assert await scene.waits() == []


async def test_an_allocation_learns_who_it_is(database: Database) -> None:
    path = "/allocation/person/6abd8aa1"
    async with record_source() as source, http_client() as client:
        source.says(path, answer(200, {"staffCode": "Z01T011", "teamCode": "Z01T01", "createdDate": "2026-10-01"}))
        scene = Scene(database, source, client, of="workload")
        told = event("person.community.manager.allocated", {"allocationId": "a1"}, detailUrl=f"{source.address}{path}")
        value = json.dumps(told).encode()
        await scene.dispatcher.handle(Message("community.domain-event.v1", 0, 1, CRN.encode(), value, (), NOW))
        kept = "select reference, awaiting_detail, staff_id is not null from reported_allocation"
        assert await scene.rows(kept) == [("a1", True, False)]
        await scene.caller.work(datetime.now(UTC))
        assert await scene.rows(kept) == [("a1", False, True)]
        assert await scene.waits() == []


async def test_where_nobody_asks_only_the_newest_event_waits(scene: Scene) -> None:
    for number in range(3):
        told = event("tier.calculation.complete", {"calculationId": f"c{number}"}, version=2)
        told |= {"detailUrl": f"https://tier.example/crn/{CRN}/tier/c{number}"}
        value = json.dumps(told).encode()
        await scene.dispatcher.handle(Message("community.domain-event.v1", 0, number, CRN.encode(), value, (), NOW))
        async with scene.database.transaction() as tx:
            await detail.note_no_address(tx, ())
    assert await scene.rows("select reference, answer from detail_due") == [("c2", "NO_ADDRESS")]


async def test_nobody_waits_for_the_waits_that_a_batch_has_in_hand(scene: Scene) -> None:
    await scene.hear()
    async with scene.database.transaction() as taking, asyncio.timeout(20):
        await fetch(taking, Wanted(records=frozenset({(Service.CUSTODY, NUMBER)})))
        await detail.fetch_waits(taking, [(Service.CUSTODY, NUMBER)])
        async with scene.database.transaction() as tidying:
            await detail.note_no_address(tidying, [])
            assert await detail.end_waits(tidying) == 0
            assert await detail.take_due(tidying, "prisoner-search", 5) == []
            await detail.look_again(tidying, "prisoner-search", ["https://search.example"])
        assert await scene.waits() == [(None, 0, True)]


async def test_an_event_that_comes_while_its_call_ends_has_it_asked_again(scene: Scene) -> None:
    await scene.hear()
    async with scene.database.transaction() as tx:
        [due] = await detail.take_due(tx, "prisoner-search", 1)
    async with scene.database.transaction() as taking:
        await fetch(taking, Wanted(records=frozenset({(Service.CUSTODY, NUMBER)})))
        await detail.fetch_waits(taking, [(Service.CUSTODY, NUMBER)])
        ending = asyncio.create_task(_stop_waiting(scene.database, due))
        row = taking.working.of(detail.detail_due).get(due.id)
        assert row is not None
        taking.working.of(detail.detail_due).change(due.id, asks=row["asks"] + 1)
    await ending
    assert await scene.rows("select asks, next_try_at <= now() from detail_due") == [(2, True)]


async def _stop_waiting(database: Database, due: DueDetail) -> None:
    async with database.transaction() as tx:
        await detail.stop_waiting(tx, due)
