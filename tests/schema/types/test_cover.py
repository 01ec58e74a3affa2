"""Cover as callers see it: arranged, seen on the cases, giving reach while it lasts, and ended."""

import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from hub.domain.access import Actor, Role, Service
from hub.domain.days import london_day
from hub.store.reach.reach import reach_of
from tests.actions.sources import (
    CRN,
    HAPPENED,
    NUMBER,
    OFFENDER,
    PRISONER,
    SUPERVISION,
    Hub,
    happened,
    offender,
    prisoner,
    supervision,
)
from tests.schema.asking import Asking, asking

pytestmark = pytest.mark.postgres

ARRANGE = """mutation($input: ArrangeCoverInput!) { arrangeCover(input: $input) {
  ... on CoverDecided { cover { id firstOn lastOn reason flags staff { code } covering { code } arrangedBy { code } } }
  ... on BrokenRules { rules { code field } } } }"""
END = """mutation($input: EndCoverInput!) { endCover(input: $input) {
  ... on CoverDecided { cover { endedAt endingReason endedBy { code } } }
  ... on BrokenRules { rules { code field } } } }"""
SEEN = """query($crn: Crn!) { case(crn: $crn) { acting { role reason sentence until named { code } acting { code } } }
  caseload(scope: COVERED) { nodes { crn } } }"""
LISTED = "{ covers(scope: TEAM) { nodes { staff { code } endedAt } } }"
# The database tells the day by its own clock: the cover stands today and tomorrow.
TODAY = london_day(datetime.now(UTC)).isoformat()
TOMORROW = (london_day(datetime.now(UTC)) + timedelta(days=1)).isoformat()
MANAGER_CODE, STAND_IN = "Z01T011", "Z09T001"


class World:
    """A case of Z01T011, who goes on leave; Z09T001 of another team stands in."""

    def __init__(self, hub: Asking, sources: Hub, boss: Actor) -> None:
        self.hub, self.sources, self.boss = hub, sources, boss

    async def arrange(self, actor: Actor | None = None, **changes: Any) -> Any:
        given = {
            "service": "COMMUNITY",
            "staffCode": MANAGER_CODE,
            "coveringCode": STAND_IN,
            "firstOn": TODAY,
            "lastOn": TOMORROW,
            "reason": "On leave.",
            **changes,
        }
        return (await self.hub.data(actor or self.boss, ARRANGE, input=given))["arrangeCover"]

    async def end(self, number: str, reason: str = "Back again.") -> Any:
        return (await self.hub.data(self.boss, END, input={"id": number, "reason": reason}))["endCover"]

    async def stand_in(self, day: str = TODAY) -> Actor:
        """The one who stands in, with the reach of that day."""
        async with self.sources.database.transaction() as tx:
            found = await reach_of(tx, Service.COMMUNITY, STAND_IN, datetime.fromisoformat(day).date())
        assert found is not None
        roles = frozenset({Role.OFFENDER_MANAGER})
        return Actor("s", Service.COMMUNITY, roles, STAND_IN, found.staff_id, "Z09T", covers=found.covers)


@pytest.fixture
async def world(database_url: str) -> AsyncIterator[World]:
    sources = Hub(database_url)
    for code, team in ((MANAGER_CODE, "Z01T01"), (STAND_IN, "Z09T"), ("Z01T019", "Z01T01")):
        await sources.tell("community.staff.snapshot.v1", code, {"code": code, "team": {"code": team}})
    await sources.tell(PRISONER, NUMBER, prisoner())
    await sources.tell(SUPERVISION, CRN, supervision(MANAGER_CODE))
    await sources.tell(OFFENDER, CRN, offender())
    staff_id = await sources.one("select id from staff where code = 'Z01T019'")
    boss = Actor("b", Service.COMMUNITY, frozenset({Role.TEAM_MANAGER}), "Z01T019", staff_id, "Z01T01")
    async with asking(database_url, datetime.now(UTC)) as hub:
        yield World(hub, sources, boss)
    await sources.database.close()


async def test_cover_is_arranged_seen_and_told_and_gives_reach(world: World) -> None:
    assert (await world.hub.data(await world.stand_in(), SEEN, crn=CRN))["case"] is None
    cover = (await world.arrange())["cover"]
    assert (cover["staff"]["code"], cover["covering"]["code"]) == (MANAGER_CODE, STAND_IN)
    assert cover["arrangedBy"] == {"code": "Z01T019"}
    found = await world.hub.data(await world.stand_in(), SEEN, crn=CRN)
    assert found["caseload"]["nodes"] == [{"crn": CRN}]
    assert found["case"]["acting"] == [
        {
            "role": "OFFENDER_MANAGER",
            "reason": "COVERED",
            "sentence": "Somebody covers for a short absence.",
            "until": TOMORROW,
            "named": {"code": MANAGER_CODE},
            "acting": {"code": STAND_IN},
        },
        {
            "role": "OFFENDER_SUPERVISOR",
            "reason": "NOBODY_NAMED",
            "sentence": "Nobody is named, so nobody can be covered.",
            "until": None,
            "named": None,
            "acting": None,
        },
    ]
    assert (await world.sources.events())[-1] == "CoverChanged"
    audited = "select case_ids from audit where action = 'arrange_cover'"
    case_id = await world.sources.one("select id from offender_case where merged_into is null")
    assert await world.sources.one(audited) == [case_id]


async def test_ended_cover_gives_nothing_any_more(world: World) -> None:
    cover = (await world.arrange())["cover"]
    ended = (await world.end(cover["id"]))["cover"]
    assert (ended["endingReason"], ended["endedBy"]) == ("Back again.", {"code": "Z01T019"})
    found = await world.hub.data(await world.stand_in(), SEEN, crn=CRN)
    assert found == {"case": None, "caseload": {"nodes": []}}
    assert (await world.end(cover["id"]))["rules"] == [{"code": "CoverNotFound", "field": "id"}]
    assert [one["endedAt"] is None for one in (await world.hub.data(world.boss, LISTED))["covers"]["nodes"]] == [False]
    assert [one["reason"] for one in (await world.hub.data(world.boss, SEEN, crn=CRN))["case"]["acting"]][:1] == [
        "PRESENT"
    ]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"coveringCode": "NOBODY"}, "StaffNotFound"),
        ({"staffCode": "NOBODY"}, "StaffNotFound"),
        ({"staffCode": STAND_IN, "coveringCode": MANAGER_CODE}, "StaffOfAnotherPlace"),
        ({"coveringCode": MANAGER_CODE}, "CoverByThemselves"),
        ({"firstOn": "2026-01-05", "lastOn": "2026-01-02"}, "CoverEndsBeforeItBegins"),
        ({"firstOn": "2026-01-05", "lastOn": "2026-01-06"}, "CoverInThePast"),
        ({"reason": " "}, "CoverNeedsReason"),
    ],
)
async def test_refusals_by_name_leave_everything_as_it_was(world: World, changes: dict[str, Any], code: str) -> None:
    told = len(await world.sources.events())
    assert [one["code"] for one in (await world.arrange(**changes))["rules"]] == [code]
    assert await world.sources.one("select count(*) from cover") == 0
    assert len(await world.sources.events()) == told


async def test_one_at_a_time_and_only_by_a_team_manager(world: World) -> None:
    await world.arrange()
    assert [one["code"] for one in (await world.arrange(coveringCode="Z01T019"))["rules"]] == ["CoverOverlaps"]
    assert [one["code"] for one in (await world.arrange())["rules"]] == ["CoverArrangedAlready"]
    practitioner = await world.stand_in()
    assert [one["code"] for one in (await world.arrange(practitioner))["rules"]] == ["CoverNotYours"]
    answer = await world.hub.answer(practitioner, LISTED)
    assert answer["errors"][0]["extensions"]["code"] == "FORBIDDEN"


async def test_covers_that_follow_each_other_are_one_absence(world: World) -> None:
    def day(after: int) -> str:
        return (london_day(datetime.now(UTC)) + timedelta(days=after)).isoformat()

    first = (await world.arrange(lastOn=day(27)))["cover"]
    following: dict[str, Any] = {"firstOn": day(28), "lastOn": day(28), "coveringCode": "Z01T019"}
    assert [one["code"] for one in (await world.arrange(**following))["rules"]] == ["CoverTooLong"]
    await world.end(first["id"])  # on its first day: it never stood
    assert "rules" not in await world.arrange(**following)


async def test_a_cover_of_high_risk_by_profile_54_is_flagged_and_stands(world: World) -> None:
    async def of_grade(code: str, grade: str) -> None:
        staff = {"code": code, "team": {"code": "Z09T"}, "grade": grade}
        await world.sources.tell("community.staff.snapshot.v1", code, staff, minutes=1)

    await of_grade(STAND_IN, "PSO")
    await of_grade("Z09T002", "PO")
    unflagged = (await world.arrange())["cover"]
    assert unflagged["flags"] == []  # nothing says that the risk is high
    await world.end(unflagged["id"])
    registered = happened("probation-case.registration.added", CRN, registerTypeCode="RVHR", registrationId="1")
    await world.sources.tell(HAPPENED, CRN, registered)
    flagged = (await world.arrange())["cover"]
    assert flagged["flags"] == ["GRADE_BELOW_RISK"]
    assert (await world.hub.data(await world.stand_in(), SEEN, crn=CRN))["case"] is not None
    await world.end(flagged["id"])
    assert (await world.arrange(coveringCode="Z09T002"))["cover"]["flags"] == []


async def test_the_same_key_arranges_once(world: World) -> None:
    first = await world.arrange(idempotencyKey="k-1")
    assert (await world.arrange(idempotencyKey="k-1"))["cover"]["id"] == first["cover"]["id"]
    assert await world.sources.one("select count(*) from cover") == 1


async def test_who_covers_decides_in_the_place_of_the_manager(world: World) -> None:
    create = """mutation($case: ID!) { createSentencePlan(input: {caseId: $case}) {
      ... on BrokenRules { rules { code } } ... on SentencePlanCreated { plan { id } } } }"""
    await world.arrange()
    case_id = (await world.hub.data(world.boss, "query($crn: Crn!) { case(crn: $crn) { id } }", crn=CRN))["case"]["id"]
    made = (await world.hub.data(await world.stand_in(), create, case=case_id))["createSentencePlan"]
    assert "rules" not in made and made["plan"]["id"]


async def test_a_case_that_comes_while_cover_lasts_is_told_who_stands_in(world: World) -> None:
    sources, later = world.sources, "Z333333"
    await world.arrange()
    told = len(await sources.events())
    await sources.tell(SUPERVISION, later, supervision("Z01T012"), now=datetime.now(UTC))
    assert "CoverChanged" not in (await sources.events())[told:]
    outcome = await sources.tell(SUPERVISION, later, supervision(MANAGER_CODE), minutes=5, now=datetime.now(UTC))
    assert "CoverChanged" in outcome.split(", ")
    newest = "select payload from outbox where type = 'CoverChanged' order by seq desc limit 1"
    event = json.loads(await sources.one(newest))
    days = {"firstOn": TODAY, "lastOn": TOMORROW}
    assert event["after"] == {"staffCode": MANAGER_CODE, "coveringCode": STAND_IN, **days}
    assert event["before"] is None
    again = await sources.tell(SUPERVISION, later, supervision(MANAGER_CODE), minutes=6, now=datetime.now(UTC))
    assert "CoverChanged" not in again  # told once
    found = await world.hub.data(await world.stand_in(), SEEN, crn=later)
    assert found["case"]["acting"][0]["acting"] == {"code": STAND_IN}


async def test_ended_cover_is_not_told_of_a_case_that_comes(world: World) -> None:
    cover = (await world.arrange())["cover"]
    await world.end(cover["id"])
    await world.sources.tell(SUPERVISION, "Z333333", supervision("Z01T012"), now=datetime.now(UTC))
    now = datetime.now(UTC)
    told = await world.sources.tell(SUPERVISION, "Z333333", supervision(MANAGER_CODE), minutes=5, now=now)
    assert "CoverChanged" not in told


async def test_codes_are_taken_in_either_case(world: World) -> None:
    cover = (await world.arrange(staffCode=f" {MANAGER_CODE.lower()} ", coveringCode=STAND_IN.lower()))["cover"]
    assert (cover["staff"]["code"], cover["covering"]["code"]) == (MANAGER_CODE, STAND_IN)
