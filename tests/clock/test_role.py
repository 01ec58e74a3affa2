"""The role `clock`: one leader, at its start and at each London midnight."""

import asyncio
import logging
from datetime import UTC, datetime, timedelta

import pytest

from hub.actions.deciding.sentence_type import switch_type
from hub.clock.role import Now, clear, run_clock, strike
from hub.domain.access import Actor, Role, Service
from hub.domain.days import end_of
from hub.domain.eligibility.switching import SwitchOff
from hub.settings import Settings
from tests.actions.sources import NUMBER, PRISONER, Hub, prisoner
from tests.waiting import until

pytestmark = pytest.mark.postgres
BEFORE = datetime(2028, 8, 15, 22, 59, 59, 900_000, tzinfo=UTC)  # a tenth of a second before midnight in London


async def pre_release(hub: Hub) -> bool:
    """Whether the only case has come to that phase."""
    return await hub.rows("select phase from offender_case") == [("PRE_RELEASE",)]


class MovingTime:
    """A clock that goes on from a moment as real time does."""

    def __init__(self, start: datetime) -> None:
        self._offset = start - datetime.now(UTC)

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self._offset


async def test_at_midnight_in_london(hub: Hub) -> None:
    await hub.tell(PRISONER, NUMBER, prisoner(conditionalReleaseDate="2029-04-30"))
    stop = asyncio.Event()
    role = asyncio.create_task(run_clock(Settings(database_url=hub.url), stop, now=MovingTime(BEFORE), look=0.05))
    try:
        await until(lambda: pre_release(hub), what="pre-release")
    finally:
        stop.set()
        await role
    assert await hub.one("select at from audit order by id desc limit 1") >= end_of(BEFORE.date())


async def test_at_its_start(hub: Hub) -> None:
    await hub.tell(PRISONER, NUMBER, prisoner(conditionalReleaseDate="2029-04-30"))
    stop = asyncio.Event()
    noon = datetime(2028, 9, 1, 12, tzinfo=UTC)
    role = asyncio.create_task(run_clock(Settings(database_url=hub.url), stop, now=lambda: noon))
    try:
        await until(lambda: pre_release(hub), what="pre-release")
    finally:
        stop.set()
        await role


async def test_a_type_of_sentence_that_is_switched_is_asked_about_at_once(hub: Hub) -> None:
    await hub.tell(PRISONER, NUMBER, prisoner(imprisonmentStatus="ADIMP_ORA"))
    noon = datetime(2026, 11, 23, 12, tzinfo=UTC)
    stop = asyncio.Event()
    role = asyncio.create_task(run_clock(Settings(database_url=hub.url), stop, now=lambda: noon, look=0.05))
    counted = "select count(*) from term_frequency"

    async def struck() -> bool:
        return bool(await hub.one(counted))

    async def held() -> bool:
        found = await hub.rows("select answers->'ELIGIBILITY'->>'reason' from offender_case")
        return found == [("HELD_TO_TERMINATION",)]

    async def done() -> bool:
        return await hub.rows("select id from sentence_type_switch where asked_at is null") == []

    try:
        await until(struck, what="the clock's start")
        operator = Actor("op", Service.COMMUNITY, frozenset({Role.OPERATOR}))
        off = SwitchOff(Service.CUSTODY, "ADIMP_ORA", "Said why", "A. Name")
        await switch_type(hub.database, operator, off, cause="request r-1", now=noon)
        await until(held, what="the answer")
        await until(done, what="that all are asked")
    finally:
        stop.set()
        await role


async def test_one_leads_and_another_takes_over(hub: Hub) -> None:
    settings = Settings(database_url=hub.url)
    asked: list[str] = []  # who asked for the time: only a leader does

    def clock_of(name: str) -> Now:
        def now() -> datetime:
            asked.append(name)
            return datetime.now(UTC)

        return now

    stops = {name: asyncio.Event() for name in ("one", "two")}
    roles = {name: asyncio.create_task(run_clock(settings, stop, now=clock_of(name))) for name, stop in stops.items()}
    try:
        first = (await until(lambda: asked, what="a leader"))[0]
        other = "two" if first == "one" else "one"
        assert other not in asked
        stops[first].set()
        await roles[first]
        await until(lambda: other in asked, what="the other to take over")
    finally:
        for stop in stops.values():
            stop.set()
        await asyncio.gather(*roles.values())


async def test_what_is_kept_for_a_time_only(hub: Hub) -> None:
    await hub.tell(PRISONER, NUMBER, prisoner())
    now = datetime(2026, 11, 23, 12, tzinfo=UTC)
    await hub.rows(
        """insert into outbox (id, aggregatetype, aggregateid, type, payload, published_at) values
           (gen_random_uuid(), 'case', '1', 'Old', '{}', $1), (gen_random_uuid(), 'case', '1', 'Recent', '{}', $2),
           (gen_random_uuid(), 'case', '1', 'Waiting', '{}', null) returning seq""",
        now - timedelta(days=8),
        now - timedelta(days=6),
    )
    await hub.rows(
        "insert into inbox (topic, event_id, seen_at) values ('t', 'a', $1), ('t', 'b', $2) returning topic",
        now - timedelta(days=31),
        now - timedelta(days=29),
    )
    await hub.rows(
        """insert into idempotency_key (actor, key, action, input_hash, answer, at) values
           ('a', 'old', 'x', 'x', '{}', $1), ('a', 'recent', 'x', 'x', '{}', $2) returning key""",
        now - timedelta(days=31),
        now - timedelta(days=29),
    )
    await clear(hub.database, now)
    assert await hub.rows("select type from outbox order by seq") == [("CaseOpened",), ("Recent",), ("Waiting",)]
    assert await hub.rows("select event_id from inbox") == [(b"b",)]
    assert await hub.rows("select key from idempotency_key") == [("recent",)]


async def test_a_case_that_fails_does_not_stop_the_others(hub: Hub, caplog: pytest.LogCaptureFixture) -> None:
    for number in ("Z0001ZZ", "Z0002ZZ"):
        await hub.tell(PRISONER, number, prisoner(number, bookingId=number[1:5], conditionalReleaseDate="2029-04-30"))
    [(broken,), (sound,)] = await hub.rows("select id from offender_case order by id")
    # a stored place of a shape that the program does not know
    await hub.rows("update custody_record set told = '{\"state\": 1}' where case_id = $1 returning case_id", broken)
    decided = await strike(hub.database, datetime(2029, 1, 1, tzinfo=UTC), asyncio.Event())
    assert decided == 2
    assert await hub.rows("select id from offender_case where phase = 'PRE_RELEASE'") == [(sound,)]
    assert [record.message for record in caplog.records if record.levelno == logging.ERROR] == [
        f"Case {broken} could not be decided anew for AnswerMayChange (ValidationError)."
    ]
