"""Who leads, how to reach them, who is to be told, as the database says it: the rule's word in every combination."""

import json
from collections.abc import AsyncIterator
from datetime import date, timedelta
from itertools import product

import asyncpg
import pytest

from hub.domain.access import Service
from hub.domain.because import because
from hub.domain.custody import CustodyState
from hub.domain.eligibility import Eligibility, EligibilityDecision, EligibilityReason, NoticeChannel, SupervisorDue
from hub.domain.eligibility.notice import NoticeTold, notice_due
from hub.domain.handover import Responsibility
from hub.domain.lead.day_to_day import NamedTeam, leadership, place_of
from hub.domain.lead.reach import how_to_reach
from hub.domain.lead.supervisor_kind import supervisor_as
from hub.domain.phase import Phase

pytestmark = pytest.mark.postgres

STAFF = """insert into staff (service, code, establishment_code, told_at) values ($1, $2, $3, now()) returning id"""
CASE = """insert into offender_case (om_staff_id, os_staff_id, phase, answers) values ($1, $2, $3, $4) returning id"""
SOURCE = (
    """insert into source_record (case_id, service, key, linked_by) values ($1, 'CUSTODY', $2, 'TEST') returning id"""
)
CUSTODY = """insert into custody_record (source_record_id, case_id, state, source_time, time_assumed)
             values ($1, $2, $3, now(), false)"""
SCOTLAND = """insert into decision_made
              (case_id, kind, reason, decided_by_id, decided_by, role, decided_at, withdrawn_at)
              values ($1, 'IN_SCOTLAND', 'made up', $2, 'Z', 'TEAM_MANAGER', now(), case when $3 then now() end)"""
NOTICE = """insert into offender_notice
            (case_id, service, manager, manager_id, told_on, channel, recorded_by_id, recorded_at)
            values ($1, 'COMMUNITY', $2, $3, $4, 'IN_PERSON', $5, now())"""


@pytest.fixture
async def connection(database_url: str) -> AsyncIterator[asyncpg.Connection]:
    found = await asyncpg.connect(database_url)
    yield found
    await found.close()


async def held(
    connection: asyncpg.Connection,
    manager: int | None,
    supervisor: int | None,
    *,
    state: CustodyState | None = None,
    phase: Phase | None = None,
    answers: object = None,
) -> int:
    case_id = await connection.fetchval(CASE, manager, supervisor, phase, json.dumps(answers or {}))
    if state is not None:
        record = await connection.fetchval(SOURCE, case_id, f"A{case_id}")
        await connection.execute(CUSTODY, record, case_id, state)
    return int(case_id)


async def test_who_leads_day_to_day(connection: asyncpg.Connection) -> None:
    officer = await connection.fetchval(STAFF, Service.CUSTODY, "P1", "LEI")
    seconded = await connection.fetchval(STAFF, Service.COMMUNITY, "C1", "LEI")
    separate = await connection.fetchval(STAFF, Service.COMMUNITY, "C2", None)
    manager = await connection.fetchval(STAFF, Service.COMMUNITY, "C3", None)
    sides = {
        None: None,
        officer: supervisor_as(Service.CUSTODY, None).acts_for,
        seconded: supervisor_as(Service.COMMUNITY, None, seconded_to_prison=True).acts_for,
        separate: supervisor_as(Service.COMMUNITY, None).acts_for,
        manager: supervisor_as(Service.COMMUNITY, None).acts_for,
    }
    said = Responsibility.COMMUNITY
    answers = {"RESPONSIBILITY": {"outcome": said}}
    for state, named, supervisor in product((None, *CustodyState), (None, manager), sides):
        case_id = await held(connection, named, supervisor, state=state, answers=answers)
        row = await connection.fetchrow("select * from case_leadership where case_id = $1", case_id)
        place = place_of(state)
        expected = leadership(place, NamedTeam(named, supervisor, sides[supervisor]), said)
        assert (row["place"], row["accountable_id"], row["day_to_day_id"], row["role"]) == (
            *(place, expected.accountable_id, expected.day_to_day_id, expected.day_to_day_role),
        )
        assert (row["reason"], row["responsibility"]) == (expected.because.reason, expected.responsibility)
        assert tuple(row["flags"]) == expected.flags


async def test_how_the_offender_reaches_the_manager(connection: asyncpg.Connection) -> None:
    staff = await connection.fetchval(STAFF, Service.COMMUNITY, "C3", None)
    combinations = product((None, *Phase), (None, *CustodyState), (None, staff), (None, staff), (None, False, True))
    for phase, state, manager, supervisor, withdrawn in combinations:
        case_id = await held(connection, manager, supervisor, state=state, phase=phase)
        if withdrawn is not None:
            await connection.execute(SCOTLAND, case_id, staff, withdrawn)
        row = await connection.fetchrow("select * from case_reach where case_id = $1", case_id)
        expected = how_to_reach(
            phase,
            state,
            manager_named=manager is not None,
            supervisor_named=supervisor is not None,
            scotland=withdrawn is False,
        )
        assert (row["way"], row["through"], row["reason"]) == (expected.way, expected.through, expected.because.reason)
        named = expected.through in ("OFFENDER_MANAGER", "OFFENDER_SUPERVISOR")
        assert row["through_id"] == (staff if named else None)


async def test_who_is_to_be_told(connection: asyncpg.Connection) -> None:
    one, two = [await connection.fetchval(STAFF, Service.COMMUNITY, code, None) for code in ("C1", "C2")]
    day = date(2026, 11, 23)
    lasts = [None, *product((Eligibility.YES, Eligibility.NO), (None, one, two))]
    for answer, manager, last in product((None, *Eligibility), (None, one, two), lasts):
        answers = {"ELIGIBILITY": {"outcome": answer}} if answer else {}
        case_id = await held(connection, manager, None, answers=answers)
        told = None
        if last is not None:
            # an earlier notice of something else, recorded later, does not count
            await connection.execute(NOTICE, case_id, last[0], last[1], day, one)
            await connection.execute(NOTICE, case_id, Eligibility.YES, two, day - timedelta(days=1), one)
            told = NoticeTold(last[0], last[1], day, NoticeChannel.IN_PERSON)
        why = because(EligibilityReason.LENGTH_NOT_KNOWN, "made up")
        decided = EligibilityDecision(answer or Eligibility.NOT_KNOWN, SupervisorDue.NONE, why)
        found = await connection.fetchval("select reason from case_notice_due where case_id = $1", case_id)
        assert found == notice_due(decided, manager, told)
