"""Who holds a case as decided in the hub: who may, whom, never two, never none, and the record beside it."""

import asyncio
import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import pytest_asyncio
from msgspec.structs import replace

from hub.actions.deciding.deciding_on_case import decide_on_case
from hub.actions.team.offender_manager import decide_manager
from hub.domain.access import Actor, Role, Service
from hub.domain.allocation.offender_manager_allocation import AllocateOffenderManager, EndCause, EndOffenderManager
from hub.domain.deciding import RecordScotland
from hub.errors import BrokenRule, BrokenRules, VersionConflict
from tests.actions.sources import (
    CRN,
    HAPPENED,
    NOW,
    NUMBER,
    OFFENDER,
    PRISONER,
    SUPERVISION,
    Hub,
    happened,
    offender,
    order,
    prisoner,
    supervision,
)

pytestmark = pytest.mark.postgres
STAFF = "community.staff.snapshot.v1"
CHAIN = (
    "select s.code, h.cause, h.flags, h.reason, upper_inf(h.during) from offender_manager_holder h "
    "left join staff s on s.id = h.staff_id order by h.during"
)
LATER = NOW + timedelta(hours=3)


class Case:
    """A case of one Offender Manager in prison, with a team manager and others to choose from."""

    def __init__(self, hub: Hub, case_id: int, chief: Actor) -> None:
        self.hub, self.id, self.chief = hub, case_id, chief

    async def version(self) -> int:
        return int(await self.hub.one("select version from offender_case where id = $1", self.id))

    async def ask(self, command: Any, *, actor: Actor | None = None, key: str | None = None) -> int | list[str] | str:
        """The case's id, or the names of what stood in the way."""
        try:
            return await decide_manager(
                self.hub.database, actor or self.chief, command, cause="request r-1", now=LATER, idempotency_key=key
            )
        except BrokenRule as broken:
            return broken.code
        except BrokenRules as several:
            assert all(rule.message.endswith(".") and rule.remedy.endswith(".") for rule in several.rules)
            return [rule.code for rule in several.rules]
        except VersionConflict as conflict:
            return f"VersionConflict {conflict.fields[0].current}"

    async def allocate(self, code: str = "Z01T012", **given: Any) -> int | list[str] | str:
        actor, key = given.pop("actor", None), given.pop("key", None)
        version = given.pop("expected_version", None) or await self.version()
        return await self.ask(AllocateOffenderManager(self.id, code, version, **given), actor=actor, key=key)

    async def chain(self) -> list[tuple[Any, ...]]:
        return await self.hub.rows(CHAIN)


@pytest_asyncio.fixture
async def case(hub: Hub) -> Case:
    for code, grade in (("Z01T012", "PO"), ("Z01T013", "PSO"), ("Z01T014", None), ("Z01T019", "SPO")):
        staff = {"code": code, "team": {"code": "Z01T01"}, "grade": grade}
        await hub.tell(STAFF, code, {name: value for name, value in staff.items() if value})
    await hub.tell(STAFF, "Z01T015", {"code": "Z01T015", "team": {"code": "Z01T01"}, "to": "2026-10-01"})
    await hub.tell("custody.staff.snapshot.v1", "ZSTI1", {"code": "ZSTI1", "establishment": {"code": "STI"}})
    await hub.tell(PRISONER, NUMBER, prisoner())
    await hub.tell(SUPERVISION, CRN, supervision("Z01T011"))
    await hub.tell(OFFENDER, CRN, offender())
    case_id = await hub.one("select id from offender_case where merged_into is null")
    chief_id = await hub.one("select id from staff where code = 'Z01T019'")
    return Case(
        hub, case_id, Actor("tamsin", Service.COMMUNITY, frozenset({Role.TEAM_MANAGER}), "Z01T019", chief_id, "Z01T01")
    )


async def test_the_manager_changes_at_an_instant_and_waits_for_the_record(case: Case) -> None:
    assert await case.allocate(reason="Nearer to home") == case.id
    assert await case.chain() == [
        ("Z01T011", "COMMUNITY_RECORD", [], None, False),
        ("Z01T012", "ALLOCATED", ["NOT_CONFIRMED"], "Nearer to home", True),
    ]
    held = "select om_staff_id from offender_case where merged_into is null"
    assert await case.hub.one(held) == await case.hub.one("select id from staff where code = 'Z01T012'")
    told = await case.hub.rows("select payload from outbox where type = 'OffenderManagerChanged' order by seq")
    after = json.loads(told[-1][0])["after"]
    assert (after["staffCode"], after["flags"]) == ("Z01T012", ["NOT_CONFIRMED"])
    audit = await case.hub.rows("select actor, action, fields from audit order by id desc limit 1")
    assert audit == [("Z01T019", "decide_manager", ["offender_manager"])]
    # the record repeats what it said before: that is no change, and no confirmation
    await case.hub.tell(SUPERVISION, CRN, supervision("Z01T011"), minutes=300)
    assert [(code, flags) for code, _, flags, *_ in await case.chain()][-1] == ("Z01T012", ["NOT_CONFIRMED"])
    await case.hub.tell(SUPERVISION, CRN, supervision("Z01T012"), minutes=301)
    assert [(code, flags) for code, _, flags, *_ in await case.chain()] == [("Z01T011", []), ("Z01T012", [])]
    await case.hub.tell(SUPERVISION, CRN, supervision("Z01T011"), minutes=302)
    assert [(code, flags) for code, _, flags, *_ in await case.chain()][-1] == ("Z01T011", ["UNPLANNED_HANDOVER"])


LONG_AGO = ["BackdatedTooFar", "BeforeTheSentence", "BeforeTheOneNow"]


@pytest.mark.parametrize(
    ("code", "given", "refused"),
    [
        ("Z01T015", {}, ["ManagerHasLeft"]),
        ("Z01T011", {}, ["ManagerAlready"]),
        ("ZSTI1", {}, ["ManagerNotOfTheCommunity"]),
        ("Z01T019", {}, ["TeamManagerLeadsNoCase"]),
        ("NOBODY", {}, "StaffNotFound"),
        ("Z01T012", {"at": datetime(2025, 2, 28, tzinfo=UTC), "reason": "Told late"}, LONG_AGO),
        ("Z01T012", {"at": LATER + timedelta(days=1)}, ["AllocationAhead"]),
        ("Z01T012", {"at": datetime(2025, 2, 28, 23, 59, tzinfo=UTC), "reason": "Told late"}, LONG_AGO),
        ("Z01T012", {"reason": "x" * 1001}, ["ReasonTooLong"]),
        ("Z01T015", {"at": LATER + timedelta(days=1)}, ["AllocationAhead", "ManagerHasLeft"]),
        ("Z01T012", {"expected_version": 999}, "VersionNotReached"),
    ],
)
async def test_a_refusal_names_every_rule_and_leaves_all_as_it_was(
    case: Case, code: str, given: dict[str, Any], refused: list[str] | str
) -> None:
    before = await case.chain(), await case.version()
    assert await case.allocate(code, **given) == refused
    assert (await case.chain(), await case.version()) == before


async def test_high_risk_needs_the_higher_level_or_an_override_that_is_kept(case: Case) -> None:
    registered = happened("probation-case.registration.added", registerTypeCode="RVHR", registrationId="1")
    await case.hub.tell(HAPPENED, CRN, registered)
    assert await case.allocate("Z01T013") == ["HighRiskNeedsHigherLevel"]
    assert await case.allocate("Z01T013", override="Long known to them") == case.id
    assert (await case.chain())[-1][2:4] == (["GRADE_OVERRIDDEN", "NOT_CONFIRMED"], "Long known to them")
    assert await case.allocate("Z01T014") == case.id  # a grade that nobody knows is allowed and flagged
    assert (await case.chain())[-1][2] == ["GRADE_NOT_KNOWN", "NOT_CONFIRMED"]


async def test_who_may_allocate(case: Case) -> None:
    ids = dict(await case.hub.rows("select code, id from staff"))
    manager = frozenset({Role.OFFENDER_MANAGER})
    higher = replace(case.chief, roles=manager, staff_code="Z01T012", staff_id=ids["Z01T012"])
    lower = replace(case.chief, roles=manager, staff_code="Z01T013", staff_id=ids["Z01T013"])
    administrator = replace(case.chief, roles=frozenset({Role.CASE_ADMINISTRATOR}))
    elsewhere = replace(case.chief, team_code="N09T09")
    assert await case.allocate(actor=lower) == "AllocationNotOfTheGrade"
    assert await case.allocate(actor=administrator) == "AllocationNotYours"
    assert await case.allocate(actor=elsewhere) == "CaseNotFound"
    assert await case.allocate(actor=higher) == case.id


async def test_a_manager_who_is_gone_leaves_a_case_that_is_due(case: Case) -> None:
    version = await case.version()
    gone = EndOffenderManager(case.id, EndCause.DEATH, version, "Told by the team")
    assert await case.ask(replace(gone, reason=" ")) == ["ReasonNeeded"]
    assert await case.ask(replace(gone, at=datetime(2025, 1, 1, tzinfo=UTC))) == [
        "BackdatedTooFar",
        "EndsBeforeItBegan",
    ]
    assert await case.ask(gone) == case.id
    [_, last] = await case.hub.rows("select staff_id, cause, due_at from offender_manager_holder order by during")
    assert last == (None, "DEATH", datetime(2026, 11, 27, tzinfo=UTC))  # from Monday 23 November
    assert await case.ask(replace(gone, expected_version=await case.version())) == ["NobodyManages"]


async def test_a_case_that_is_over_gets_nobody(hub: Hub, case: Case) -> None:
    ended = supervision("Z01T011", order(active=False, terminationDate="2026-01-01"))
    await hub.tell(PRISONER, NUMBER, None, minutes=5)
    await hub.tell(SUPERVISION, CRN, ended, minutes=6)
    assert await hub.one("select phase from offender_case where merged_into is null") == "TERMINATED"
    assert await case.allocate() == ["CaseTerminated"]


async def test_the_same_key_allocates_once(case: Case) -> None:
    version = await case.version()
    for _ in range(2):
        assert await case.allocate(key="k-1", expected_version=version) == case.id
    assert await case.hub.one("select count(*) from holder_decision") == 1
    assert await case.allocate("Z01T013", key="k-1", expected_version=version) == "IdempotencyKeyReused"


async def test_fifty_at_once_leave_one_chain_and_tell_the_others(case: Case) -> None:
    """The database holds the chain: never two at once, never none; who came later reads that somebody was faster."""
    version = await case.version()
    codes = ["Z01T012", "Z01T013", "Z01T014"]
    asked = [case.allocate(codes[place % 3], expected_version=version) for place in range(50)]
    answers = await asyncio.gather(*asked)
    assert answers.count(case.id) == 1
    winner = (await case.chain())[-1][0]
    assert {str(answer) for answer in answers if answer != case.id} == {f"VersionConflict {winner}"}
    gaps = """
      select count(*) from (
        select upper(during) as ends, lead(lower(during)) over (order by during) as begins from offender_manager_holder
      ) links where begins is not null and begins <> ends"""
    assert await case.hub.one(gaps) == 0
    assert await case.hub.one("select count(*) from offender_manager_holder where upper_inf(during)") == 1


async def test_one_after_the_other_in_a_race_is_one_chain(case: Case) -> None:
    """Fifty who each read the newest version: whoever gets through stands in the chain, in order, without a gap."""

    async def insist(place: int) -> int:
        for _ in range(200):
            if await case.allocate(["Z01T012", "Z01T013"][place % 2]) == case.id:
                return 1
        return 0

    done = sum(await asyncio.gather(*(insist(place) for place in range(6))))
    chain = await case.chain()
    assert done >= 1
    assert chain[0][0] == "Z01T011"
    assert len(chain) - 1 <= done


async def test_what_was_before_is_not_rewritten_and_every_decision_counts(case: Case) -> None:
    gone = EndOffenderManager(case.id, EndCause.LONG_ILLNESS, await case.version(), "Told by the team")
    assert await case.ask(gone) == case.id
    assert await case.allocate("Z01T011", at=NOW) == ["BeforeTheOneNow"]
    version = await case.version()
    assert await case.allocate("Z01T012", expected_version=version) == case.id
    assert await case.version() > version
    assert await case.allocate("Z01T013") == case.id  # nobody is locked out by a decision that was kept
    long = replace(gone, expected_version=await case.version(), reason="x" * 1001, at=None)
    refused = await case.ask(long)
    assert isinstance(refused, list) and "ReasonTooLong" in refused


async def test_a_manager_of_another_team_takes_the_case_out_of_reach(case: Case) -> None:
    await case.hub.tell(STAFF, "Z09T091", {"code": "Z09T091", "team": {"code": "Z09T09"}, "grade": "PO"})
    assert await case.allocate("Z09T091", key="k-1", expected_version=await case.version()) == case.id
    assert await case.allocate() == "CaseNotFound"
    assert await case.hub.one("select om_team_code from offender_case where merged_into is null") == "Z09T09"


async def test_whom_only_the_record_names_gives_way_to_another_and_the_case_stays_eligible(case: Case) -> None:
    there = RecordScotland(case.id, "Told by the sheriff", statutory_supervision=False, conferences=False)
    await decide_on_case(case.hub.database, case.chief, there, cause="request r-2", now=LATER)
    answer = """select answers->'ELIGIBILITY'->>'outcome', answers->'ELIGIBILITY'->>'reason'
                from offender_case where merged_into is null"""
    named = [("YES", "NAMED_BY_COMMUNITY_RECORD")]
    assert await case.hub.rows(answer) == named
    assert await case.allocate() == case.id
    assert (await case.chain())[-1][:2] == ("Z01T012", "ALLOCATED")
    assert await case.hub.rows(answer) == named
    assert await case.allocate("Z01T013") == case.id
