"""One case for each person, whatever arrives first and however much at once."""

import asyncio
from itertools import permutations
from typing import Any

import pytest

from hub.actions.taking.taking import UNCHANGED
from hub.actions.telling.case_events import DESCRIPTIONS
from tests.actions.sources import (
    CRN,
    HAPPENED,
    LIVING_CASES,
    MOVED,
    NOW,
    NUMBER,
    OFFENDER,
    PNC,
    PRISONER,
    SUPERVISION,
    Hub,
    created,
    matched,
    moved,
    offender,
    prisoner,
    supervision,
)

pytestmark = pytest.mark.postgres

Told = tuple[str, str, dict[str, Any]]

PRISON: Told = (PRISONER, NUMBER, prisoner())
DETAILS: Told = (OFFENDER, CRN, offender())
MANAGED: Told = (SUPERVISION, CRN, supervision())
MATCHED: Told = (HAPPENED, CRN, matched())
CREATED: Told = (HAPPENED, CRN, created())
MOVEMENT: Told = (MOVED, NUMBER, moved("received", "ADMISSION", "I", NOW))


@pytest.mark.parametrize("told", list(permutations([PRISON, DETAILS, MANAGED])))
async def test_both_records_become_one_case_in_any_order(hub: Hub, told: tuple[Told, ...]) -> None:
    for message in told:
        await hub.tell(*message)
    assert await hub.one(LIVING_CASES) == 1
    assert await hub.rows("select count(distinct case_id), count(*) from source_record") == [(1, 2)]
    assert await hub.one("select count(*) from span") == 1
    reach = "select om_staff_id is not null, om_team_code, prison_code from offender_case where merged_into is null"
    assert await hub.rows(reach) == [(True, "Z01T01", "STI")]


@pytest.mark.parametrize("told", list(permutations([PRISON, MANAGED, MATCHED])))
async def test_an_event_links_the_records(hub: Hub, told: tuple[Told, ...]) -> None:
    for message in told:
        await hub.tell(*message)
    assert await hub.one(LIVING_CASES) == 1
    links = await hub.rows("select linked_by, link_evidence from source_record where linked_by <> 'OPENED'")
    assert [by for by, _ in links] == ["PRISON_NUMBER"]
    assert "topic" not in links[0][1]
    assert '"cause"' in links[0][1]


@pytest.mark.parametrize("kind", ["pncNumber", "croNumber"])
@pytest.mark.parametrize("prison_first", [True, False])
async def test_a_number_of_the_police_links_where_one_record_on_each_side_has_it(
    hub: Hub, kind: str, prison_first: bool
) -> None:
    value = {"pncNumber": ("15/123456U", PNC), "croNumber": ("1234/07L", "001234/07L")}[kind]
    told = [
        (PRISONER, NUMBER, prisoner(**{kind: value[0]})),
        (OFFENDER, CRN, offender(number=None, otherIds={kind: value[1]})),
    ]
    for message in told if prison_first else reversed(told):
        await hub.tell(*message)
    assert await hub.one(LIVING_CASES) == 1


@pytest.mark.parametrize(
    ("prison", "community", "reason"),
    [
        ({"pncNumber": "15/123456V"}, {"otherIds": {"pncNumber": "15/123456V"}}, "LOOKS_ALIKE"),  # a bad check letter
        (
            {"pncNumber": PNC},
            {"otherIds": {"pncNumber": PNC}, "surname": "Nosuchman", "dateOfBirth": "1950-01-01"},
            "PERSONS_DIFFER",
        ),
        ({"pncNumber": PNC}, {"otherIds": {"pncNumber": PNC, "nomsNumber": "Z9999ZZ"}}, "ANOTHER_PRISON_NUMBER_NAMED"),
    ],
)
async def test_nobody_is_joined_in_doubt(
    hub: Hub, prison: dict[str, Any], community: dict[str, Any], reason: str | None
) -> None:
    await hub.tell(PRISONER, NUMBER, prisoner(**prison))
    await hub.tell(OFFENDER, CRN, offender(number=None, **community))
    assert await hub.one(LIVING_CASES) == 2
    reviews = [why for (why,) in await hub.rows("select reason from identity_review")]
    assert reviews == ([reason, reason] if reason else [])  # seen from both cases


async def test_a_number_that_a_third_record_holds_links_nobody(hub: Hub) -> None:
    for crn in ("Z000001", "Z000002"):
        await hub.tell(OFFENDER, crn, offender(crn, None, otherIds={"pncNumber": PNC}))
    await hub.tell(PRISONER, NUMBER, prisoner(pncNumber=PNC))
    assert await hub.one(LIVING_CASES) == 3
    assert await hub.rows("select distinct reason from identity_review") == [("IDENTIFIER_NOT_UNIQUE",)]


async def test_two_prison_numbers_are_never_one_case(hub: Hub) -> None:
    await hub.tell(PRISONER, NUMBER, prisoner())
    await hub.tell(PRISONER, "Z9999ZZ", prisoner("Z9999ZZ", bookingId="9"))
    await hub.tell(OFFENDER, CRN, offender())
    await hub.tell(OFFENDER, CRN, offender(number="Z9999ZZ"), minutes=5)
    assert await hub.one(LIVING_CASES) == 2
    assert await hub.one("select count(*) from identity_review where reason = 'TWO_PRISON_NUMBERS'") == 2


@pytest.mark.parametrize("order", list(permutations(range(3))))
async def test_two_crns_with_the_same_prison_number_are_one_person(hub: Hub, order: tuple[int, ...]) -> None:
    told = [PRISON, (OFFENDER, "Z000001", offender("Z000001")), (OFFENDER, "Z000002", offender("Z000002"))]
    for place in order:
        await hub.tell(*told[place])
    assert await hub.one(LIVING_CASES) == 1
    assert await hub.one("select count(*) from source_record") == 3


async def test_names_that_differ_do_not_stand_in_the_way_of_a_prison_number_and_are_kept(hub: Hub) -> None:
    await hub.tell(*PRISON)
    await hub.tell(OFFENDER, CRN, offender(surname="Nosuchman", dateOfBirth="1950-01-01"))
    assert await hub.one(LIVING_CASES) == 1
    evidence = await hub.one("select link_evidence::text from source_record where linked_by = 'PRISON_NUMBER'")
    assert '"personsDiffer": true' in evidence


@pytest.mark.parametrize(
    ("told", "waits"),
    [
        ([CREATED], True),
        ([MOVEMENT], True),
        ([MANAGED], True),
        ([MOVEMENT, PRISON], False),
        ([CREATED, DETAILS], False),
    ],
)
async def test_a_case_waits_for_its_first_record(hub: Hub, told: list[Told], waits: bool) -> None:
    for message in told:
        await hub.tell(*message)
    assert await hub.rows("select awaiting_snapshot from offender_case") == [(waits,)]


async def test_raw_and_canonical_are_both_kept(hub: Hub) -> None:
    await hub.tell(PRISONER, NUMBER, prisoner(pncNumber="15/123456u", croNumber="NOT KNOWN"))
    kept = await hub.rows(
        "select kind, raw, value, valid from identifier where kind in ('PNC', 'CRO') order by kind desc"
    )
    assert kept == [("PNC", "15/123456u", PNC, True), ("CRO", "NOT KNOWN", "NOT KNOWN", False)]


async def test_a_joined_case_points_to_where_its_facts_are_and_nobody_reaches_it(hub: Hub) -> None:
    for message in (PRISON, MANAGED, DETAILS):
        await hub.tell(*message)
    [gone] = await hub.rows(
        "select merged_into, surname, om_staff_id, om_team_code, prison_code from offender_case "
        "where merged_into is not null"
    )
    [(stays,)] = await hub.rows("select id from offender_case where merged_into is null")
    assert gone == (stays, None, None, None, None)
    assert await hub.events() == ["CaseOpened", "CaseOpened", "CaseLinked", "CaseJoined", "CaseMergedAway"]


async def test_whoever_was_joined_before_points_on(hub: Hub) -> None:
    await hub.tell(SUPERVISION, "Z000001", supervision())
    await hub.tell(SUPERVISION, "Z000002", supervision("Z01T012"))
    await hub.tell(PRISONER, NUMBER, prisoner())
    await hub.tell(HAPPENED, "Z000002", matched("Z000002"))
    await hub.tell(HAPPENED, "Z000001", matched("Z000001"))
    assert await hub.one(LIVING_CASES) == 1
    assert await hub.one("select count(distinct merged_into) from offender_case") == 1
    first = (
        "select count(*) from offender_case o join offender_case n on n.id = o.merged_into where n.merged_into is null"
    )
    assert await hub.one(first) == 2


@pytest.mark.parametrize("repeat", range(3))
async def test_both_sides_at_the_same_moment_make_one_case(hub: Hub, repeat: int) -> None:
    people = range(8)
    told = []
    for n in people:
        number, crn = f"Z{n:04d}ZZ", f"Z{n:06d}"
        told += [
            hub.tell(PRISONER, number, prisoner(number, bookingId=str(n))),
            hub.tell(OFFENDER, crn, offender(crn, number)),
            hub.tell(SUPERVISION, crn, supervision()),
            hub.tell(HAPPENED, crn, matched(crn, number)),
        ]
    ended = await asyncio.gather(*told)
    assert {word for words in ended for word in words.split(", ")} <= {*DESCRIPTIONS, UNCHANGED}
    assert await hub.one(LIVING_CASES) == len(people)
    assert await hub.rows(
        "select count(distinct case_id), count(*) from source_record join offender_case c on c.id = case_id "
        "where c.merged_into is null"
    ) == [(len(people), 2 * len(people))]


async def test_two_planned_cases_are_not_joined_in_silence(hub: Hub) -> None:
    await hub.tell(*PRISON)
    await hub.tell(*MANAGED)
    for case_id, span_id in await hub.rows("select case_id, id from span"):
        query = "insert into sentence_plan (case_id, span_id) values ($1, $2) returning id"
        await hub.rows(query, case_id, span_id)
    await hub.tell(*DETAILS)
    assert await hub.one(LIVING_CASES) == 2
    assert await hub.rows("select distinct reason from identity_review") == [("BOTH_HAVE_PLANS",)]
    events = await hub.events()
    assert "IdentityReviewDue" in events
    assert "CaseJoined" not in events


@pytest.mark.parametrize("planned", [0, 1])
async def test_the_case_with_the_plan_stays(hub: Hub, planned: int) -> None:
    await hub.tell(*PRISON)
    await hub.tell(*MANAGED)
    spans = await hub.rows("select case_id, id from span order by case_id")
    await hub.rows("insert into sentence_plan (case_id, span_id) values ($1, $2) returning id", *spans[planned])
    await hub.tell(*DETAILS)
    assert await hub.rows("select id from offender_case where merged_into is null") == [(spans[planned][0],)]
    assert await hub.rows("select id from span") == [(spans[planned][1],)]
