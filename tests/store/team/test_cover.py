"""Cover as the database holds it and as it says who acts, held against the rule over random arrangements."""

import random
from collections.abc import AsyncIterator
from datetime import date, timedelta

import asyncpg
import pytest

from hub.domain.days import london_day
from hub.domain.lead.cover import Cover, acting, covered_by
from hub.store.database import Database
from hub.store.team.cover import stood_in_for

pytestmark = pytest.mark.postgres

STAFF = "insert into staff (service, code, told_at) values ('COMMUNITY', $1, now()) returning id"
COVER = """insert into cover (staff_id, covering_id, first_on, last_on, reason, arranged_by_id, arranged_at, ended_at)
           values ($1, $2, $3, $4, 'made up', $1, now(), case when $5 then now() end)"""
CASE = "insert into offender_case (om_staff_id, os_staff_id) values ($1, $2) returning id"
DAY = date(2026, 11, 23)


@pytest.fixture
async def connection(database_url: str) -> AsyncIterator[asyncpg.Connection]:
    found = await asyncpg.connect(database_url)
    yield found
    await found.close()


async def people(connection: asyncpg.Connection, count: int) -> list[int]:
    return [await connection.fetchval(STAFF, f"C{number}") for number in range(count)]


async def test_no_cover_without_an_end_none_longer_than_four_weeks_none_for_oneself(
    connection: asyncpg.Connection,
) -> None:
    one, two = await people(connection, 2)
    with pytest.raises(asyncpg.NotNullViolationError):
        await connection.execute(COVER, one, two, DAY, None, False)
    with pytest.raises(asyncpg.DataError):
        await connection.execute(COVER, one, two, DAY, DAY - timedelta(days=1), False)
    for by, last in ((two, DAY + timedelta(days=28)), (one, DAY)):
        with pytest.raises(asyncpg.CheckViolationError):
            await connection.execute(COVER, one, by, DAY, last, False)
    await connection.execute(COVER, one, two, DAY, DAY + timedelta(days=27), False)


async def test_one_person_covers_for_somebody_at_a_time(connection: asyncpg.Connection) -> None:
    one, two, three = await people(connection, 3)
    await connection.execute(COVER, one, two, DAY, DAY + timedelta(days=4), False)
    with pytest.raises(asyncpg.ExclusionViolationError):
        await connection.execute(COVER, one, three, DAY + timedelta(days=4), DAY + timedelta(days=5), False)
    await connection.execute(COVER, one, three, DAY + timedelta(days=5), DAY + timedelta(days=5), False)
    await connection.execute(COVER, one, three, DAY, DAY, True)  # one that was ended stands in nobody's way
    await connection.execute(COVER, two, three, DAY, DAY, False)


async def arranged(connection: asyncpg.Connection, dice: random.Random, staff: list[int], day: date) -> list[Cover]:
    """Covers around the day, as many as fit; ended ones stand nowhere."""
    standing = []
    for _ in range(dice.randint(3, 25)):
        away, by = dice.sample(staff, 2)
        first = day + timedelta(days=dice.randint(-6, 2))
        last = first + timedelta(days=dice.randint(0, 6))
        ended = dice.random() < 0.2
        try:
            async with connection.transaction():
                await connection.execute(COVER, away, by, first, last, ended)
        except asyncpg.ExclusionViolationError:
            continue
        if not ended:
            standing.append(Cover(away, by, first, last, "made up"))
    return standing


@pytest.mark.parametrize("seed", range(6))
async def test_who_stands_in_for_whom_as_the_rule_says(
    connection: asyncpg.Connection, database_url: str, seed: int
) -> None:
    staff = await people(connection, 6)
    standing = await arranged(connection, random.Random(seed), staff, DAY)
    database = Database(database_url)
    try:
        async with database.transaction() as tx:
            for day in (DAY + timedelta(days=one) for one in range(-3, 4)):
                for one in staff:
                    assert await stood_in_for(tx, one, day) == covered_by(one, standing, day)
    finally:
        await database.close()


@pytest.mark.parametrize("seed", range(6))
async def test_who_acts_on_a_case_today_as_the_rule_says(connection: asyncpg.Connection, seed: int) -> None:
    async with connection.transaction():
        today = london_day(await connection.fetchval("select now()"))
        staff = await people(connection, 6)
        standing = await arranged(connection, random.Random(100 + seed), staff, today)
        for named in (None, *staff):
            case_id = await connection.fetchval(CASE, named, staff[0])
            found = await connection.fetchrow(
                "select * from case_acting where case_id = $1 and role = 'OFFENDER_MANAGER'", case_id
            )
            said = acting(named, standing, today)
            assert (found["named_id"], found["acting_id"]) == (named, said.staff_id)
            assert found["reason"] == said.because.reason
            covers = [one for one in standing if one.for_id == named and one.first <= today <= (one.last or today)]
            assert (found["until"] is not None) is (said.staff_id != named)
            assert found["until"] is None or found["until"] <= (covers[0].last or today)
