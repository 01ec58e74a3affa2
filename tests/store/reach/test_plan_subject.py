"""Who sees a case, by the rule over what `reach_of` loads and by SQL: the same rows through both; and who is named."""

import itertools
from collections.abc import AsyncIterator
from typing import Any

import pytest
from msgspec.structs import replace
from sqlalchemy import insert, select, update

from hub.domain.access import Actor, may_see
from hub.domain.identifiers import IdentifierKind
from hub.domain.records import LimitSource
from hub.store.case import offender_case
from hub.store.database import Database
from hub.store.reach.access import access_limit
from hub.store.reach.plan_subject import case_with, event_identifiers, reach_of, surviving
from hub.store.reach.visibility import viewer, visible
from hub.store.records.identity import identifier, source_record
from tests.actions.plan.made_up_case import NOW, MadeUpCase, made_up_case

pytestmark = pytest.mark.postgres


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    opened = Database(database_url)
    yield opened
    await opened.close()


MINE, OTHERS = "n01om1@example.org", "somebody@example.org"
LIMITS = [
    # limited, the rows of limits, whether the Offender Manager sees the case
    (False, [], True),
    (False, [("EXCLUSION", MINE)], True),
    (True, [], True),
    (True, [("EXCLUSION", MINE)], False),
    (True, [("EXCLUSION", MINE.upper())], False),
    (True, [("EXCLUSION", OTHERS)], True),
    (True, [("EXCLUSION", None)], True),
    (True, [("RESTRICTION", MINE)], True),
    (True, [("RESTRICTION", OTHERS)], False),
    (True, [("RESTRICTION", OTHERS), ("RESTRICTION", MINE.upper())], True),
    (True, [("RESTRICTION", None)], False),
    (True, [("RESTRICTION", None), ("RESTRICTION", MINE)], True),
    (True, [("RESTRICTION", MINE), ("EXCLUSION", MINE)], False),
]


@pytest.mark.parametrize(("limited", "limits", "sees"), LIMITS)
async def test_limited_access_by_rule_and_by_sql(database: Database, limited: bool, limits: Any, sees: bool) -> None:
    case = await made_up_case(database)
    async with database.transaction(NOW) as tx:
        (record,) = await tx.rows(select(source_record.c.id).limit(1))
        for kind, email in limits:
            row = {"case_id": case.id, "source_record_id": record.id, "kind": kind, "email": email}
            await tx.execute(insert(access_limit), {**row, "told_by": next(iter(LimitSource))})
        await tx.execute(update(offender_case).values(limited=limited))
        await tx.record(actor="t", service="T", action="t", case_ids=[case.id], why="t", cause="t")
        assert may_see(case.om, await reach_of(tx, case.id)) is sees
        assert await seen(tx, case.om) is sees


async def seen(tx: Any, actor: Actor) -> bool:
    return bool(await tx.rows(select(offender_case.c.id).where(visible(offender_case)), viewer(actor)))


@pytest.mark.parametrize(
    ("change", "sees"),
    [
        ({}, True),
        ({"staff_id": 999}, True),
        ({"staff_id": 999, "team_code": None}, False),
        ({"staff_id": 999, "team_code": "ELSEWHERE"}, False),
        ({"staff_id": 999, "team_code": None, "establishment_code": "MD1"}, True),
        ({"staff_id": None}, False),
    ],
)
async def test_reach_by_rule_and_by_sql(database: Database, change: dict[str, Any], sees: bool) -> None:
    case = await made_up_case(database)
    actor = replace(case.om, **change)
    async with database.transaction(NOW) as tx:
        assert may_see(actor, await reach_of(tx, case.id)) is sees
        assert await seen(tx, actor) is sees


async def add_identifier(database: Database, case: MadeUpCase, kind: str, value: str, valid: bool = True) -> None:
    async with database.transaction(NOW) as tx:
        (record,) = await tx.rows(select(source_record.c.id).where(source_record.c.case_id == case.id).limit(1))
        line = {"case_id": case.id, "source_record_id": record.id, "kind": kind, "value": value, "raw": value}
        await tx.execute(insert(identifier), {**line, "valid": valid})
        await tx.record(actor="t", service="T", action="t", case_ids=[case.id], why="t", cause="t")


async def test_an_event_names_every_valid_number_of_both_services(database: Database) -> None:
    case = await made_up_case(database)
    await add_identifier(database, case, "PRISON_NUMBER", "A9999ZZ")
    await add_identifier(database, case, "CRN", "NOT A CRN", valid=False)
    await add_identifier(database, case, "PNC", "2012/0000001A")
    async with database.transaction(NOW) as tx:
        found = await event_identifiers(tx, case.id)
    assert found == [
        {"type": "CRN", "value": case.crn},
        {"type": "NOMS", "value": case.prison_number},
        {"type": "NOMS", "value": "A9999ZZ"},
    ]


async def test_a_number_names_one_case_or_none(database: Database) -> None:
    first, second = await made_up_case(database, 1), await made_up_case(database, 2)
    await add_identifier(database, second, "CRN", "X777777")
    async with database.transaction(NOW) as tx:
        assert await case_with(tx, IdentifierKind.CRN, first.crn) == first.id
        assert await case_with(tx, IdentifierKind.CRN, "X777777") == second.id
        assert await case_with(tx, IdentifierKind.PRISON_NUMBER, first.crn) is None
    await add_identifier(database, first, "CRN", "X777777")
    async with database.transaction(NOW) as tx:
        assert await case_with(tx, IdentifierKind.CRN, "X777777") is None


async def test_a_merged_case_is_the_one_that_stayed(database: Database) -> None:
    cases = [await made_up_case(database, number) for number in (1, 2, 3)]
    async with database.transaction(NOW) as tx:
        for gone, into in itertools.pairwise(cases):
            await tx.execute(update(offender_case).where(offender_case.c.id == gone.id).values(merged_into=into.id))
        await tx.record(actor="t", service="T", action="t", case_ids=[], why="t", cause="t")
        assert await surviving(tx, cases[0].id) == cases[2].id
        assert await surviving(tx, 987654) is None
