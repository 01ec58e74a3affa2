"""Integrated Case Management as the database says it, held against the rules over random cases."""

import json
import random
from datetime import date, datetime, time, timedelta

import asyncpg
import pytest

from hub.domain.days import LONDON, london_day
from hub.domain.icm import (
    ConferenceFacts,
    IcmRoute,
    Participant,
    ParticipationAnswer,
    asked,
    attends,
    conference_due,
    core_screen,
    told_route,
)

pytestmark = pytest.mark.postgres

STAFF = "insert into staff (service, code, told_at) values ('CUSTODY', $1, now()) returning id"
CASE = "insert into offender_case (answers) values ($1) returning id"
SOURCE = """insert into source_record (case_id, service, key, linked_by)
            values ($1, 'CUSTODY', $2, 'TEST') returning id"""
CUSTODY = """insert into custody_record
             (source_record_id, case_id, state, recall, release_on, source_time, time_assumed)
             values ($1, $2, 'IN_PRISON', $3, $4, now(), false)"""
MOVEMENT = """insert into movement (case_id, source_record_id, direction, kind, agency, local_minute, occurred_at)
              values ($1, $2, 'IN', 'ADMISSION', 'LEI', $3, $4)"""
SCREEN = """insert into icm_core_screen (case_id, service, on_day, held, recorded_by_id, recorded_at)
            values ($1, 'CUSTODY', $2, $3, $4, now())"""
WORD = """insert into icm_participation
          (case_id, service, answer, on_day, told_route_on, family_consent, recorded_by_id, recorded_at)
          values ($1, 'CUSTODY', $2, $3, $4, $5, $6, now())"""
HELD = """insert into icm_conference (case_id, service, on_day, attended, plan, recorded_by_id, recorded_at)
          values ($1, 'CUSTODY', $2, '{PRISONER}', 'made up', $3, now())"""
ICM = "select * from case_icm where case_id = $1"


def _answers(route: IcmRoute | None, by_decision: bool) -> str:
    facts = {"conferences_by_decision": by_decision}
    return json.dumps({"ICM_ROUTE": {"outcome": route, "reason": "R", "sentence": "S.", "facts": facts}})


@pytest.mark.parametrize("seed", range(4))
async def test_the_database_says_what_the_rules_say(database_url: str, seed: int) -> None:
    connection = await asyncpg.connect(database_url)
    dice = random.Random(seed)
    try:
        async with connection.transaction():
            today = london_day(await connection.fetchval("select now()"))
            staff = await connection.fetchval(STAFF, f"I{seed}")
            for number in range(60):
                await _one(connection, dice, today, staff, f"S{seed}{number}")
    finally:
        await connection.close()


async def _one(connection: asyncpg.Connection, dice: random.Random, today: date, staff: int, key: str) -> None:
    route, by_decision, recall = dice.choice((*IcmRoute, None)), dice.random() < 0.5, dice.random() < 0.3
    received_on = today - timedelta(days=dice.choice((0, 5, 7, 8, 40, 43, 200, 400, 900)))
    release_on = dice.choice((None, *(today + timedelta(days=one) for one in (-10, 20, 100, 130, 300, 3000))))
    case_id = await connection.fetchval(CASE, _answers(route, by_decision))
    record = await connection.fetchval(SOURCE, case_id, key)
    await connection.execute(CUSTODY, record, case_id, recall, release_on)
    for day in (received_on, received_on - timedelta(days=dice.randint(1, 500))):
        moment = datetime.combine(day, time(0, 30), LONDON)  # the day before in UTC, in summer
        await connection.execute(MOVEMENT, case_id, record, moment.replace(tzinfo=None), moment)
    around = [received_on + timedelta(days=one) for one in (-30, -1, 0, 3, 170, 500) if received_on <= today]
    screens = [(day, dice.random() < 0.5) for day in dice.sample(around, dice.randint(0, 3))]
    for day, held in screens:
        await connection.execute(SCREEN, case_id, day, held, staff)
    conferences = dice.sample(around, dice.randint(0, 3))
    for day in conferences:
        await connection.execute(HELD, case_id, day, staff)
    participant = Participant()
    if dice.random() < 0.7:
        answer = dice.choice((ParticipationAnswer.TAKES_PART, ParticipationAnswer.DECLINED))
        days = [dice.choice((None, today, received_on, received_on - timedelta(days=1))) for _ in range(2)]
        participant = Participant(answer, today, told_route(days, received_on), dice.random() < 0.5)
        earlier = (ParticipationAnswer.DECLINED, today - timedelta(days=1), days[0], not participant.family_consent)
        word = (answer, today, days[1], participant.family_consent)
        await connection.execute(WORD, case_id, *word, staff)
        await connection.execute(WORD, case_id, *earlier, staff)
    row = await connection.fetchrow(ICM, case_id)
    since = tuple(day for day in conferences if day >= received_on)
    facts = ConferenceFacts(route, received_on, release_on, since, received_on if recall else None, by_decision)
    due = conference_due(facts)
    assert (row["conference"], row["conference_due_on"]) == ((due.because.reason, due.due_on) if due else (None, None))
    assert row["conference_overdue"] is (due is not None and due.due_on < today)
    held_on = max((day for day, held in screens if held), default=None)
    declined_on = max((day for day, held in screens if not held), default=None)
    screen = core_screen(received_on, today, held_on=held_on, declined_on=declined_on)
    assert (row["core_screen"], row["core_screen_due_on"]) == (screen.state, screen.due_on)
    follows = asked(participant, route)
    assert (row["participation"], row["route_to_tell"]) == (participant.answer, follows.tell_route)
    assert row["told_route_on"] == participant.told_route_on
    assert row["family_consent"] is follows.family_sees_invitation
    invited = attends(family_consent=participant.family_consent, participation=participant.answer)
    assert row["invited"] == [one.attendee for one in invited if one.invited]


async def test_without_a_decision_there_is_no_case_of_scotland(database_url: str) -> None:
    connection = await asyncpg.connect(database_url)
    try:
        case_id = await connection.fetchval(CASE, "{}")
        assert await connection.fetchrow(ICM, case_id) is None
        unreceived = await connection.fetchval(CASE, _answers(IcmRoute.ENHANCED, by_decision=False))
        row = await connection.fetchrow(ICM, unreceived)
        assert (row["core_screen"], row["conference"], row["conference_overdue"]) == (None, None, False)
    finally:
        await connection.close()
