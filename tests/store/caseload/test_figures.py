"""The figures as the database computes them, held against the rule over random histories of made-up cases."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import asyncpg
import msgspec
import pytest

from hub.domain.access import Actor, Role, Service
from hub.domain.agreement import Fact, Rule, Standing
from hub.domain.principles.commitment import commitment
from hub.domain.principles.consistency import consistency
from hub.domain.principles.consolidation import consolidation
from hub.domain.principles.continuity import WITHOUT_A_SPAN, Continuity, continuity
from hub.domain.principles.measures import Measure, Measured, measured
from hub.domain.principles.records import agreement_of_records
from hub.domain.supervision import Supervision
from hub.domain.team import Holder, HolderCause, HolderFlag, Period
from hub.store.caseload.figures import summed
from hub.store.database import Database
from hub.store.reach.conditions import CONDITIONS

pytestmark = pytest.mark.postgres

STAFF = "insert into staff (service, code, told_at) values ('COMMUNITY', $1, now()) returning id"
CASE = "insert into offender_case (facts, om_team_code, phase) values ($1, $2, $3) returning id"
SPAN = "insert into span (case_id, during) values ($1, tstzrange($2, $3)) returning id"
HOLDER = """insert into offender_manager_holder (case_id, during, staff_id, cause, flags)
            values ($1, tstzrange($2, $3), $4, 'COMMUNITY_RECORD', $5)"""
SUPERVISOR = """insert into offender_supervisor_allocation (case_id, during, staff_id, case_version, cause)
                values ($1, tstzrange($2, $3), $4, 1, 'test')"""
FIGURES = "select span_id, subject, measure, state, value from principle_figure where case_id = $1 order by place, id"
TEAM = "T-FIGURES"


@dataclass
class History:
    """A case as it was put into the database."""

    case_id: int
    spans: list[tuple[int, Period]]
    holders: list[Holder]
    supervisions: list[Supervision]
    standings: dict[Fact, Standing]


def _moments(dice: random.Random, now: datetime, count: int) -> list[datetime]:
    """Moments in order, some to the microsecond, most before now."""
    seconds = sorted(dice.sample(range(-40, 1000), count), reverse=True)
    return [now - timedelta(days=one, microseconds=dice.choice((0, 1, 7_200_000_000))) for one in seconds]


async def _history(connection: asyncpg.Connection, dice: random.Random, staff: Sequence[int], now: datetime) -> History:
    standings = {
        fact: Standing("made up", Service.CUSTODY, Rule.WHO_HAS_THE_PERSON, dice.choice((True, False, None)))
        for fact in dice.sample(list(Fact), dice.randint(0, 5))
    }
    phase = dice.choice(("CUSTODY", "COMMUNITY", "TERMINATED", None))
    case_id = await connection.fetchval(
        CASE, msgspec.json.encode(standings).decode(), dice.choice((TEAM, "T-OTHER")), phase
    )
    found = History(case_id, [], [], [], standings)
    at = _moments(dice, now, dice.randint(1, 7))
    for place, start in enumerate(at):
        end = at[place + 1] if place + 1 < len(at) else None
        flags = (HolderFlag.UNPLANNED_HANDOVER,) if dice.random() < 0.4 else ()
        named = dice.choice((None, *staff))
        found.holders.append(Holder(start, end, named, HolderCause.COMMUNITY_RECORD, flags=flags))
        await connection.execute(HOLDER, case_id, start, end, named, list(flags))
    bounds = sorted(dice.sample(range(0, 2000), dice.choice((0, 1, 2, 3, 4))))
    edges = [at[0] + timedelta(hours=12 * one) for one in bounds]
    for place in range(0, len(edges), 2):
        period = Period(edges[place], edges[place + 1] if place + 1 < len(edges) else None)
        span_id = await connection.fetchval(SPAN, case_id, period.start, period.end)
        found.spans.append((span_id, period))
    turns = _moments(dice, now, dice.randint(1, 5))
    for place, start in enumerate(turns[:-1]):
        if dice.random() < 0.8:
            end = turns[place + 1] - timedelta(days=dice.choice((0, 0, 3)))
            if end > start:
                found.supervisions.append(Supervision(dice.choice(staff), start, end))
                await connection.execute(SUPERVISOR, case_id, start, end, found.supervisions[-1].staff_id)
    return found


def _of_span(history: History, period: Period, now: datetime) -> Continuity:
    return continuity(period, history.holders, history.supervisions, now)


def _told(found: Sequence[Measured], span_id: int | None = None) -> list[tuple[object, ...]]:
    return [(span_id, one.subject, one.measure, one.figure.state, one.figure.value) for one in found]


def _expected(history: History, now: datetime) -> set[tuple[object, ...]]:
    lines = [
        line for number, period in history.spans for line in _told(measured(_of_span(history, period, now)), number)
    ]
    if not history.spans:
        lines += _told(measured(WITHOUT_A_SPAN))
    others = (agreement_of_records(history.standings), consistency(), commitment(), consolidation())
    return {*lines, *(line for one in others for line in _told(measured(one)))}


async def _made(connection: asyncpg.Connection, seed: int, count: int) -> tuple[list[History], datetime]:
    dice = random.Random(seed)
    now = await connection.fetchval("select now()")
    staff = [await connection.fetchval(STAFF, f"F{seed}{number}") for number in range(4)]
    return [await _history(connection, dice, staff, now) for _ in range(count)], now


@pytest.mark.parametrize("seed", range(4))
async def test_the_database_says_what_the_rule_says(database_url: str, seed: int) -> None:
    connection = await asyncpg.connect(database_url)
    try:
        async with connection.transaction():  # one moment for what is made and what is read
            histories, now = await _made(connection, seed, 40)
            for history in histories:
                found = {tuple(row) for row in await connection.fetch(FIGURES, history.case_id)}
                assert found == _expected(history, now)
    finally:
        await connection.close()


async def test_continuity_counts_once_for_a_case_and_is_that_of_its_last_span(database_url: str) -> None:
    connection = await asyncpg.connect(database_url)
    counting = "select distinct span_id from principle_figure where case_id = $1 and subject = 'CONTINUITY' and counts"
    try:
        async with connection.transaction():
            histories, _ = await _made(connection, 9, 20)
            for history in histories:
                last = max(history.spans, key=lambda one: one[1].start)[0] if history.spans else None
                assert [row["span_id"] for row in await connection.fetch(counting, history.case_id)] == [last]
    finally:
        await connection.close()


async def test_a_team_sees_its_own_cases_summed_up_and_never_a_nought_for_what_nobody_knows(database_url: str) -> None:
    connection = await asyncpg.connect(database_url)
    async with connection.transaction():
        histories, now = await _made(connection, 5, 30)
    mine = "select id from offender_case where om_team_code = $1 and phase is distinct from 'TERMINATED'"
    running = {row["id"] for row in await connection.fetch(mine, TEAM)}
    await connection.close()
    actor = Actor("t", Service.COMMUNITY, frozenset({Role.TEAM_MANAGER}), "Z1", 1, TEAM)
    database = Database(database_url)
    try:
        async with database.transaction() as tx:
            found = {one.measure: one for one in await summed(tx, actor, CONDITIONS["own_team"])}
            elsewhere = Actor("t", Service.COMMUNITY, frozenset({Role.TEAM_MANAGER}), "Z1", 1, "T-NOBODY")
            assert await summed(tx, elsewhere, CONDITIONS["own_team"]) == []
    finally:
        await database.close()
    assert list(found) == list(Measure)
    handed = []
    for history in histories:
        if history.case_id in running:
            last = max((period for _, period in history.spans), key=lambda one: one.start, default=None)
            figures = _of_span(history, last, now) if last else WITHOUT_A_SPAN
            handed.append(figures.unplanned_handovers.value)
    known = sorted(one for one in handed if one is not None)
    unplanned = found[Measure.UNPLANNED_HANDOVERS]
    assert (unplanned.known, unplanned.nothing_to_measure) == (len(known), len(handed) - len(known))
    assert (unplanned.total, unplanned.lowest, unplanned.highest) == (sum(known), known[0], known[-1])
    assert unplanned.median == known[(len(known) - 1) // 2]
    contacts = found[Measure.SHARE_OF_CONTACTS_HELD]
    assert (contacts.known, contacts.not_yet_known, contacts.total, contacts.median) == (0, len(handed), None, None)


def test_every_figure_has_a_name_and_the_order_is_the_one_listed() -> None:
    subjects = (WITHOUT_A_SPAN, agreement_of_records({}), consistency(), commitment(), consolidation())
    assert [one.measure for each in subjects for one in measured(each)] == list(Measure)
