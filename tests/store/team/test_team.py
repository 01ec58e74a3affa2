"""Never two, never none: held by the database, whatever a program does."""

from collections.abc import AsyncIterator

import asyncpg
import pytest
import pytest_asyncio

pytestmark = pytest.mark.postgres

HOLDER = """insert into offender_manager_holder (case_id, during, cause)
            values ($1, tstzrange($2::text::timestamptz, $3::text::timestamptz), 'NOT_KNOWN')"""
SUPERVISOR = """insert into offender_supervisor_allocation (case_id, during, staff_id, case_version, cause)
                values ($1, tstzrange($2::text::timestamptz, $3::text::timestamptz), $4, 1, 'test')"""
SPAN = "insert into span (case_id, during) values ($1, tstzrange($2::text::timestamptz, $3::text::timestamptz))"
JANUARY, MARCH, MAY, JULY = "2026-01-01", "2026-03-01", "2026-05-01", "2026-07-01"


@pytest_asyncio.fixture
async def database(database_url: str) -> AsyncIterator[asyncpg.Connection]:
    connection = await asyncpg.connect(database_url)
    yield connection
    await connection.close()


@pytest_asyncio.fixture
async def case_id(database: asyncpg.Connection) -> int:
    return int(await database.fetchval("insert into offender_case default values returning id"))


async def test_the_constraints_stand(database: asyncpg.Connection) -> None:
    rows = await database.fetch(
        """select conname, pg_get_constraintdef(oid) as definition, condeferrable, condeferred from pg_constraint
           where conname = any($1) order by conname""",
        [
            "fk_span_holder",
            "pk_offender_manager_holder",
            "pk_offender_supervisor_allocation",
            "uq_span_case_key_during",
        ],
    )
    assert [(row["conname"], row["definition"]) for row in rows] == [
        (
            "fk_span_holder",
            "FOREIGN KEY (case_key, PERIOD during) REFERENCES offender_manager_holder(case_key, PERIOD during) "
            "DEFERRABLE INITIALLY DEFERRED",
        ),
        ("pk_offender_manager_holder", "PRIMARY KEY (case_key, during WITHOUT OVERLAPS)"),
        ("pk_offender_supervisor_allocation", "PRIMARY KEY (case_key, during WITHOUT OVERLAPS)"),
        ("uq_span_case_key_during", "UNIQUE (case_key, during WITHOUT OVERLAPS)"),
    ]
    assert [row["condeferred"] for row in rows] == [True, False, False, False]


async def test_never_two_holders(database: asyncpg.Connection, case_id: int) -> None:
    await database.execute(HOLDER, case_id, JANUARY, None)
    with pytest.raises(asyncpg.ExclusionViolationError):
        await database.execute(HOLDER, case_id, MARCH, None)


async def test_never_two_supervisors(database: asyncpg.Connection, case_id: int) -> None:
    staff = "insert into staff (service, code, told_at) values ('CUSTODY', 'ZZ1', now()) returning id"
    staff_id = await database.fetchval(staff)
    await database.execute(SUPERVISOR, case_id, JANUARY, MAY, staff_id)
    with pytest.raises(asyncpg.ExclusionViolationError):
        await database.execute(SUPERVISOR, case_id, MARCH, None, staff_id)
    await database.execute(SUPERVISOR, case_id, MAY, None, staff_id)


async def test_holders_of_two_cases_do_not_meet(database: asyncpg.Connection, case_id: int) -> None:
    other = await database.fetchval("insert into offender_case default values returning id")
    await database.execute(HOLDER, case_id, JANUARY, None)
    await database.execute(HOLDER, other, JANUARY, None)
    assert await database.fetchval("select count(*) from offender_manager_holder") == 2


@pytest.mark.parametrize(
    "holders",
    [
        [],
        [(MARCH, None)],  # begins too late
        [(JANUARY, MAY)],  # ends while the span runs
        [(JANUARY, MARCH), (MAY, None)],  # a gap
    ],
)
async def test_never_none(database: asyncpg.Connection, case_id: int, holders: list[tuple[str, str | None]]) -> None:
    async def write() -> None:
        async with database.transaction():
            for start, end in holders:
                await database.execute(HOLDER, case_id, start, end)
            await database.execute(SPAN, case_id, JANUARY, None)

    with pytest.raises(asyncpg.ForeignKeyViolationError):
        await write()


async def test_close_and_open_in_one_transaction(database: asyncpg.Connection, case_id: int) -> None:
    async with database.transaction():
        await database.execute(SPAN, case_id, JANUARY, None)
        await database.execute(HOLDER, case_id, JANUARY, None)
    async with database.transaction():
        await database.execute(
            "update offender_manager_holder set during = tstzrange(lower(during), $1::text::timestamptz)", MAY
        )
        await database.execute(HOLDER, case_id, MAY, None)
    assert await database.fetchval("select count(*) from offender_manager_holder where current") == 1


@pytest.mark.parametrize(
    "harm",
    [
        "delete from offender_manager_holder",
        "update offender_manager_holder set during = tstzrange('2026-02-01', null)",
        "update offender_manager_holder set during = tstzrange(lower(during), '2026-07-01')",
    ],
)
async def test_no_hole_can_be_made_later(database: asyncpg.Connection, case_id: int, harm: str) -> None:
    async with database.transaction():
        await database.execute(SPAN, case_id, JANUARY, None)
        await database.execute(HOLDER, case_id, JANUARY, None)
    with pytest.raises(asyncpg.ForeignKeyViolationError):
        await database.execute(harm)


async def test_spans_of_a_case_do_not_overlap(database: asyncpg.Connection, case_id: int) -> None:
    async with database.transaction():
        await database.execute(HOLDER, case_id, JANUARY, None)
        await database.execute(SPAN, case_id, JANUARY, MAY)
    with pytest.raises(asyncpg.ExclusionViolationError):
        await database.execute(SPAN, case_id, MARCH, JULY)
