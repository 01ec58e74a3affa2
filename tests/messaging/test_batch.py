"""Many messages in one transaction end as they would one by one: the same outcomes, facts, events and audit lines."""

import json
import random
from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from itertools import chain
from typing import Any

import pytest

from hub.actions.assessment.assessment import take_predictors
from hub.connectors.connector import Message, Provenance
from hub.domain.records import PredictorsTold
from hub.errors import Rejected
from hub.messaging.batch import Batches
from hub.messaging.dispatch import ACTIONS, Action, Dispatcher
from hub.store.database import Database
from hub.store.transaction import Transaction
from tests.actions.redeciding.test_redecide import STORY, Told, of_person
from tests.actions.sources import (
    HAPPENED,
    MOVED,
    NOW,
    OFFENDER,
    PRISONER,
    SUPERVISION,
    happened,
    offender,
    order,
    prisoner,
    supervision,
)
from tests.connectors.assessment.bodies import (
    OGRS,
    RSR,
    TOPIC,
    assessment,
    event,
    management_plans,
    needs,
    risks,
    scores,
    summary,
    timeline,
)
from tests.messaging.whole_database import Rows, everything
from tests.servers import fresh_database

STAFF = "community.staff.snapshot.v1"
DETERMINED, BY_HAND = "risk-assessment.scores.rsr.determined", "probation-case.risk-scores.ogrs.manual-calculation"
PEOPLE = (("Z1234ZY", "Z123456"), ("Z1235ZY", "Z123457"), ("Z1236ZY", "Z123458"))
# What is no part of anybody's story: poison, unknown bookings, removals, staff, a second CRN of the first person.
STRAYS: tuple[tuple[str, str | None, Any, float], ...] = (
    (PRISONER, "Z1234ZY", "no object", 1),
    (PRISONER, "Z1235ZY", {"prisonerNumber": "Z9999ZZ", "firstName": "SOMEBODY"}, 2),
    (MOVED, None, {"eventType": "BOOKING_NUMBER-CHANGED", "eventDatetime": "2026-11-20T10:00:00", "bookingId": "9"}, 3),
    (PRISONER, "Z1234ZY", None, 50),
    (SUPERVISION, "Z123457", None, 45),
    (OFFENDER, "Z123459", offender("Z123459", "Z1234ZY", otherIds={"previousCrn": "Z123456"}), 20),
    (OFFENDER, "Z123460", offender("Z123460", None, currentExclusion=True), 21),
    (SUPERVISION, "Z123460", supervision("Z01T033", order(7)), 22),
    (STAFF, "Z01T033", {"code": "Z01T033", "name": {"forename": "Made", "surname": "Up"}, "username": "MadeUp"}, 1),
    (PRISONER, "Z1239ZY", prisoner("Z1239ZY", bookingId="9", lastName="OTHERBY"), 10),
    (TOPIC, "Z123457", summary(assessment(None)), 23),
    (TOPIC, "Z123459", summary(crn="Z123459"), 24),
    (TOPIC, "Z123461", None, 25),
)

# Versions, bodies of the same assessment, scores late and early; withdrawn once, and told again before and after.
ASSESSED: tuple[tuple[str, bool, Any, float], ...] = (
    (TOPIC, False, summary(), 12),
    (TOPIC, False, summary(assessment(40), assessment(41, dateCompleted="2026-10-16T10:00:00")), 22),
    (TOPIC, False, summary(assessment(40, offender={"riskToOthers": "V"}, weightedScores={})), 32),
    (TOPIC, False, summary(), 52),
    (TOPIC, False, timeline(), 13),
    (TOPIC, False, needs(), 14),
    (TOPIC, False, risks(), 16),
    (TOPIC, False, {**management_plans(), "crn": "Z123456"}, 17),
    (TOPIC, False, scores(), 18),
    (HAPPENED, False, event(DETERMINED, RSR), 0),
    (HAPPENED, False, event(DETERMINED, {**RSR, "RSRScore": 2.5, "AssessmentDate": "2026-11-01T09:00:00Z"}), 0),
    (HAPPENED, False, event(BY_HAND, {**OGRS, "AssessmentDate": "2026-10-20"}), 0),
)
# What the community side reports of a sentence, each also out of its order and more than once.
LICENCE, REQUIREMENT = "create-and-vary-a-licence.licence", "probation-case.requirement"
TERMS = {"requirementMainType": "Unpaid Work", "restrictiveRequirement": "false", "eventNumber": "1"}
REPORTED: tuple[Told, ...] = tuple(
    (HAPPENED, False, happened(name, minutes=minutes, **told), 0)
    for name, minutes, told in (
        (f"{REQUIREMENT}.created", 1, {**TERMS, "requirementId": "25"}),
        (f"{REQUIREMENT}.terminated", 5, {"requirementId": "25"}),
        (f"{REQUIREMENT}.unterminated", 6, {"requirementId": "25"}),
        (f"{REQUIREMENT}.created", 2, {**TERMS, "requirementId": "26"}),
        ("probation-case.licence-condition.created", 3, {"licconditionId": "25", "licconditionMainType": "Curfew"}),
        ("enforcement.breach.raised", 2, {"eventId": "1"}),
        ("enforcement.breach.concluded", 9, {"eventId": "1", "outcome": "BRE01"}),
        ("enforcement.breach.raised", 12, {"eventId": "1"}),
        ("enforcement.recall.raised", 3, {"eventId": "1"}),
        ("prison-recall.recommendation.started", 1, {}),
        ("prison-recall.recommendation.started", 1, {"again": True}),
        ("prison-recall.recommendation.managementOversight", 5, {"contactOutcome": "DECISION_NOT_TO_RECALL"}),
        (f"{LICENCE}.activated", 2, {"licenceId": "1"}),
        (f"{LICENCE}.inactivated", 9, {"licenceId": "1"}),
        (f"{LICENCE}.activated", 12, {"licenceId": "1"}),
    )
)
WITHDRAWN = [(TOPIC, crn, None, 42.0) for _, crn in PEOPLE]


def thin(number: str, crn: str) -> list[tuple[str, str, Any, float]]:
    """Events that point at a detail, again and again, and what their details then say."""
    changed = {
        "eventType": "prisoner-offender-search.prisoner.updated",
        "additionalInformation": {"nomsNumber": number},
    }
    at_record = {**changed, "detailUrl": f"https://search.example/prisoner/{number}"}
    records = [{**at_record, "occurredAt": (NOW + timedelta(minutes=minutes)).isoformat()} for minutes in (8, 15, 60)]
    named = happened("tier.calculation.complete", crn, minutes=4, calculationId="t1")
    at_tier = {**named, "version": 3, "detailUrl": f"https://tier.example/crn/{crn}/tier/t1"}
    tier = {**happened("tier.calculation.changed", crn, minutes=5, calculationId="t1", tierScore="B2"), "version": 3}
    given = happened("person.community.manager.allocated", crn, minutes=6, allocationId="a1")
    at_manager = {**given, "detailUrl": "https://workload.example/allocation/person/a1"}
    manager = happened(given["eventType"], crn, minutes=7, allocationId="a1", staffCode="Z01T033")
    reports = (at_tier, tier, at_manager, manager, {**at_manager, "occurredAt": NOW.isoformat()})
    return [(MOVED, number, one, 0) for one in records] + [(HAPPENED, crn, one, 0) for one in reports]


def messages() -> list[Message]:
    told: list[tuple[str, str | None, Any, float]] = [*STRAYS, *WITHDRAWN]
    for number, crn in PEOPLE:
        told += of_person((*STORY, *ASSESSED, *REPORTED), number, crn)
        told += thin(number, crn)
    return [_message(*one, offset=offset) for offset, one in enumerate(told)]


def _message(topic: str, key: str | None, body: Any, minutes: float, *, offset: int) -> Message:
    at = (NOW + timedelta(minutes=minutes)).isoformat().encode()
    value = None if body is None else json.dumps(body).encode()
    name = key.encode() if key else None
    return Message(topic, 0, offset, name, value, (("hub_source_time", at),), NOW + timedelta(hours=1))


def arrivals(seed: int) -> tuple[list[Message], list[int]]:
    """The messages in some order, some of them twice, and how many come at a time."""
    chance = random.Random(seed)
    sent = messages()
    sent += chance.sample(sent, 16)
    chance.shuffle(sent)
    return sent, [chance.choice((1, 2, 3, 5, 8, 20, 40)) for _ in range(6)]


async def taken(
    url: str, sent: Sequence[Message], sizes: Sequence[int], actions: Mapping[type, Action] = ACTIONS
) -> tuple[list[list[str]], Rows]:
    """The outcomes by commit, and what the database holds, where so many messages at a time are taken."""
    database = Database(url)
    dispatcher = Dispatcher(database, actions=actions)
    commits: list[list[str]] = []
    place = 0
    try:
        while place < len(sent):
            size = sizes[place % len(sizes)]
            async for outcomes in Batches(database, dispatcher).take(sent[place : place + size]):
                commits.append([str(outcome) for outcome in outcomes])
            place = sum(map(len, commits))
        return commits, await everything(url)
    finally:
        await database.close()


async def refuse_the_second(tx: Transaction, record: PredictorsTold, provenance: Provenance) -> str:
    """Take scores; those of the second person are refused when all is done."""
    done = await take_predictors(tx, record, provenance)
    if record.crn == PEOPLE[1][1]:
        raise Rejected("RefusedLate", "for the test")
    return done


@pytest.fixture
def two_databases(postgres_url: str, migrated_template: str) -> Iterator[tuple[str, str]]:
    """One for messages taken alone, one for messages taken together."""
    with (
        fresh_database(postgres_url, "alone", migrated_template) as alone,
        fresh_database(postgres_url, "together", migrated_template) as together,
    ):
        yield alone, together


@pytest.mark.postgres
@pytest.mark.parametrize("seed", range(8))
async def test_messages_end_together_as_they_end_one_by_one(two_databases: tuple[str, str], seed: int) -> None:
    sent, sizes = arrivals(seed)
    alone, together = two_databases
    ends, held = await taken(alone, sent, [1])
    ends_together, held_together = await taken(together, sent, sizes)
    assert [*chain(*ends_together)] == [*chain(*ends)]
    for table, rows in held.items():
        assert held_together[table] == rows, table


@pytest.mark.postgres
async def test_events_that_point_at_a_detail_share_a_transaction(two_databases: tuple[str, str]) -> None:
    told = [one for number, crn in PEOPLE for one in thin(number, crn)]
    sent = [_message(*one, offset=offset) for offset, one in enumerate(told)]
    commits, held = await taken(two_databases[0], sent, [len(sent)])
    assert [len(commit) for commit in commits] == [len(sent)]
    assert sum("awaiting prisoner record" in end for end in commits[0]) == 9
    assert [row["asks"] for row in held["detail_due"] if row["detail"] == "prisoner record"] == [3, 3, 3]
    assert [row["value"] for row in held["published_tier"]] == ["B2"] * 3


@pytest.mark.postgres
async def test_one_that_is_rejected_after_its_work_leaves_nothing_and_stops_nobody(
    two_databases: tuple[str, str],
) -> None:
    told = [_message(SUPERVISION, crn, supervision(), 0, offset=place) for place, (_, crn) in enumerate(PEOPLE)]
    for part in range(len(ASSESSED)):
        for number, crn in PEOPLE:
            [one] = of_person(ASSESSED[part : part + 1], number, crn)
            told.append(_message(*one, offset=len(told)))
    actions = {**ACTIONS, PredictorsTold: refuse_the_second}
    alone, together = two_databases
    ends, held = await taken(alone, told, [1], actions)
    commits, held_together = await taken(together, told, [len(told)], actions)
    assert [*chain(*commits)] == [*chain(*ends)]
    assert held_together == held
    refused = [place for place, end in enumerate(chain(*ends)) if end.startswith("Rejected(RefusedLate")]
    assert len(refused) == len(held["dead_letter"]) == 4
    assert [len(commit) for commit in commits[:2]] == [refused[0], 1]  # all before it share a transaction
