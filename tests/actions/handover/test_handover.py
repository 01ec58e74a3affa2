"""Handovers in two hands: each step, who may do it, what stands in the way, and the chain of holders after it."""

import asyncio
import json
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import pytest_asyncio
from msgspec.structs import replace

from hub.actions.handover.handover import Command, hand_over
from hub.actions.redeciding.phase import next_due, redecide_due
from hub.actions.team.offender_manager import decide_manager
from hub.actions.team.team import allocate_offender_supervisor
from hub.domain.access import Actor, Role, Service
from hub.domain.allocation.offender_manager_allocation import AllocateOffenderManager, EndCause, EndOffenderManager
from hub.domain.allocation.offender_supervisor import AllocateOffenderSupervisor
from hub.domain.handover import HandoverTask
from hub.domain.handover.asked import (
    AcceptHandover,
    CompleteHandover,
    FollowUp,
    GiveSnapshot,
    PlanHandover,
    RefuseHandover,
    TickTask,
    WithdrawHandover,
)
from hub.domain.handover.in_two_hands import HandoverKind
from hub.errors import BrokenRule, BrokenRules
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
COMMUNITY_STAFF, CUSTODY_STAFF = "community.staff.snapshot.v1", "custody.staff.snapshot.v1"
LATER, DAY = NOW + timedelta(hours=3), date(2026, 12, 7)
CHAIN = (
    "select s.code, h.cause, h.flags from offender_manager_holder h left join staff s on s.id = h.staff_id "
    "order by h.during"
)
HANDOVERS = (
    "select h.kind, h.state, f.code, t.code, h.unplanned, h.flags, h.late from handover h "
    "left join staff f on f.id = h.from_staff_id left join staff t on t.id = h.to_staff_id order by h.id"
)
Answer = int | str | list[str]


class Case:
    """A case in prison with an Offender Manager, two others of their team, a supervisor, and a team manager."""

    def __init__(self, hub: Hub, case_id: int, ids: dict[str, int]) -> None:
        self.hub, self.id, self.ids = hub, case_id, ids

    def person(self, code: str, role: Role = Role.OFFENDER_MANAGER, **changes: Any) -> Actor:
        service = Service.CUSTODY if code.startswith("ZS") else Service.COMMUNITY
        team, prison = (None, "STI") if service is Service.CUSTODY else ("Z01T01", None)
        actor = Actor(code, service, frozenset({role}), code, self.ids[code], team, prison)
        return replace(actor, **changes)

    @property
    def chief(self) -> Actor:
        return self.person("Z01T019", Role.TEAM_MANAGER)

    async def ask(self, actor: Actor, command: Command, *, key: str | None = None, at: datetime = LATER) -> Answer:
        """The case's id, or the names of what stood in the way."""
        try:
            return await hand_over(self.hub.database, actor, command, cause="request r-1", now=at, idempotency_key=key)
        except BrokenRule as broken:
            return broken.code
        except BrokenRules as several:
            return [rule.code for rule in several.rules]

    async def plan(self, to: str | None = "Z01T012", *, actor: Actor | None = None, **given: Any) -> Answer:
        kind, on = given.pop("kind", HandoverKind.MANAGER), given.pop("on", DAY)
        reason = given.pop("reason", "Moves to another team")
        service = Service.CUSTODY if to and to.startswith("ZS") else None
        asked = PlanHandover(self.id, kind, on, reason, service, to, given.pop("override", None))
        return await self.ask(actor or self.chief, asked, **given)

    async def number(self) -> int:
        return int(await self.hub.one("select max(id) from handover"))

    async def accepted(self) -> int:
        """The number of a handover to Z01T012 that they have accepted."""
        assert await self.plan() == self.id
        number = await self.number()
        assert await self.ask(self.person("Z01T011"), GiveSnapshot(number, "Two calls are open")) == self.id
        assert await self.ask(self.person("Z01T012"), AcceptHandover(number)) == self.id
        return number

    async def state(self) -> str:
        return str(await self.hub.one("select state from handover order by id desc limit 1"))

    async def version(self) -> int:
        return int(await self.hub.one("select version from offender_case where id = $1", self.id))

    async def told(self) -> list[str]:
        found = await self.hub.rows("select type from outbox where type like 'Handover%' order by seq")
        return [name.removeprefix("Handover") for (name,) in found]


@pytest_asyncio.fixture
async def case(hub: Hub) -> Case:
    for code, grade in (("Z01T011", "PO"), ("Z01T012", "PO"), ("Z01T013", "PSO"), ("Z01T019", "SPO")):
        await hub.tell(COMMUNITY_STAFF, code, {"code": code, "team": {"code": "Z01T01"}, "grade": grade})
    await hub.tell(COMMUNITY_STAFF, "Z01T015", {"code": "Z01T015", "team": {"code": "Z01T01"}, "to": "2026-12-01"})
    for code, prison in (("ZSTI1", "STI"), ("ZSTI2", "STI"), ("ZSLNI", "LNI")):
        await hub.tell(CUSTODY_STAFF, code, {"code": code, "establishment": {"code": prison}})
    await hub.tell(PRISONER, NUMBER, prisoner())
    await hub.tell(SUPERVISION, CRN, supervision("Z01T011"))
    await hub.tell(OFFENDER, CRN, offender())
    case_id = await hub.one("select id from offender_case where merged_into is null")
    found = Case(hub, case_id, dict(await hub.rows("select code, id from staff")))
    asked = AllocateOffenderSupervisor(case_id, Service.CUSTODY, "ZSTI1", await found.version())
    await allocate_offender_supervisor(hub.database, found.chief, asked, cause="request r-0", now=NOW)
    return found


async def test_a_handover_from_plan_to_completion(case: Case) -> None:
    number = await case.accepted()
    day = datetime(2026, 12, 7, 9, tzinfo=UTC)
    assert await case.ask(case.person("Z01T012"), CompleteHandover(number), at=day) == case.id
    assert await case.hub.rows(CHAIN) == [
        ("Z01T011", "COMMUNITY_RECORD", []),
        ("Z01T012", "HANDED_OVER", ["NOT_CONFIRMED"]),
    ]
    begun = await case.hub.one("select lower(during) from offender_manager_holder where upper_inf(during)")
    assert begun == day
    assert await case.told() == ["Planned", "SnapshotGiven", "Accepted", "Completed"]
    told = await case.hub.rows("select payload from outbox where type = 'HandoverCompleted'")
    event = json.loads(told[0][0])
    assert (event["before"]["state"], event["after"]["state"]) == ("ACCEPTED", "COMPLETED")
    assert (event["after"]["from"], event["after"]["to"]) == ("Z01T011", "Z01T012")
    audit = await case.hub.rows("select actor, action, fields from audit order by id desc limit 1")
    assert audit == [("Z01T012", "complete_handover", ["handover"])]
    snapshot = "select open_steps, risks, note, given_by_id from handover_snapshot"
    assert await case.hub.rows(snapshot) == [(0, "[]", "Two calls are open", case.ids["Z01T011"])]


@pytest.mark.parametrize(
    ("given", "refused"),
    [
        ({"to": "Z01T011"}, ["ManagerAlready"]),
        ({"to": "Z01T015"}, ["ManagerHasLeft"]),
        ({"to": "ZSTI1"}, ["ManagerNotOfTheCommunity"]),
        ({"to": "NOBODY"}, "StaffNotFound"),
        ({"to": None}, "StaffCodeNeeded"),
        ({"on": date(2025, 2, 1)}, ["BeforeTheSentence"]),
        ({"on": date(2026, 11, 22)}, "HandoverDayBehind"),
        ({"reason": " "}, "HandoverNeedsReason"),
        ({"reason": "x" * 1001}, "HandoverReasonTooLong"),
        ({"kind": HandoverKind.SUPERVISOR, "to": "ZSTI1"}, "AlreadyOffenderSupervisor"),
        ({"key": ""}, "IdempotencyKeyNotValid"),
    ],
)
async def test_what_stands_in_the_way_of_a_plan_leaves_all_as_it_was(
    case: Case, given: dict[str, Any], refused: Answer
) -> None:
    version = await case.version()
    assert await case.plan(**{"to": "Z01T012", **given}) == refused
    assert (await case.hub.one("select count(*) from handover"), await case.version()) == (0, version)


async def test_a_terminated_case_is_handed_over_to_nobody(case: Case) -> None:
    await case.hub.tell(PRISONER, NUMBER, None, minutes=5)
    ended = supervision("Z01T011", order(active=False, terminationDate="2026-01-01"))
    await case.hub.tell(SUPERVISION, CRN, ended, minutes=6)
    assert await case.plan() == ["CaseTerminated"]


async def test_who_may_plan_and_who_answers(case: Case) -> None:
    elsewhere = case.person("Z01T012", team_code="N09T09")
    assert await case.plan(actor=case.person("Z01T013")) == "AllocationNotOfTheGrade"
    assert await case.plan(actor=case.person("ZSTI1", Role.OFFENDER_SUPERVISOR)) == "AllocationNotYours"
    assert await case.plan(actor=elsewhere) == "CaseNotFound"
    assert await case.plan() == case.id
    assert await case.plan("Z01T013") == "HandoverOpenAlready"
    number = await case.number()
    assert await case.ask(case.chief, GiveSnapshot(number)) == "SnapshotNotYours"
    assert await case.ask(elsewhere, AcceptHandover(number)) == "SnapshotMissing"  # who is to take it over sees it
    assert await case.ask(replace(case.chief, team_code="N09T09"), AcceptHandover(number)) == "HandoverNotFound"
    assert await case.ask(case.chief, AcceptHandover(999_999)) == "HandoverNotFound"
    assert await case.ask(case.person("Z01T011"), GiveSnapshot(number)) == case.id
    assert await case.ask(case.chief, AcceptHandover(number)) == "AnswerNotYours"
    assert await case.ask(case.chief, CompleteHandover(number)) == "HandoverNotAccepted"
    assert await case.ask(elsewhere, RefuseHandover(number, " ")) == "HandoverNeedsReason"
    assert await case.ask(elsewhere, RefuseHandover(number, "Too many cases")) == case.id
    assert await case.ask(elsewhere, AcceptHandover(number)) == "HandoverAnswered"
    assert await case.ask(case.chief, WithdrawHandover(number, "Not needed")) == "HandoverOver"
    assert await case.plan() == case.id  # another one may be planned then
    assert await case.ask(
        case.person("ZSTI1", Role.OFFENDER_SUPERVISOR), WithdrawHandover(await case.number(), "No")
    ) == ("HandoverNotYours")
    assert await case.ask(case.chief, WithdrawHandover(await case.number(), "Not needed")) == case.id
    assert [code for code, *_ in await case.hub.rows(CHAIN)] == ["Z01T011"]


async def test_twice_at_once_is_once(case: Case) -> None:
    assert await case.plan() == case.id
    number, mine = await case.number(), case.person("Z01T012")
    assert await case.ask(case.person("Z01T011"), GiveSnapshot(number)) == case.id
    answers = await asyncio.gather(*(case.ask(mine, AcceptHandover(number)) for _ in range(20)))
    assert sorted(map(str, answers)) == sorted([str(case.id), *["HandoverAnswered"] * 19])
    done = await asyncio.gather(*(case.ask(mine, CompleteHandover(number)) for _ in range(20)))
    assert sorted(map(str, done)) == sorted([str(case.id), *["HandoverOver"] * 19])
    assert [code for code, *_ in await case.hub.rows(CHAIN)] == ["Z01T011", "Z01T012"]


async def test_a_handover_is_completed_when_it_has_happened(case: Case) -> None:
    number = await case.accepted()
    assert await case.ask(case.chief, CompleteHandover(number, LATER + timedelta(days=1))) == "CompletionAhead"
    assert await case.ask(case.chief, CompleteHandover(number, NOW)) == "CompletionBeforeAcceptance"
    await case.hub.tell(COMMUNITY_STAFF, "Z01T012", None, minutes=-2000)
    assert await case.ask(case.chief, CompleteHandover(number)) == ["ManagerHasLeft"]
    assert (await case.state(), len(await case.hub.rows(CHAIN))) == ("ACCEPTED", 1)


async def test_the_record_that_names_who_accepted_completes_it(case: Case) -> None:
    await case.accepted()
    await case.hub.tell(SUPERVISION, CRN, supervision("Z01T012"), minutes=300)
    assert await case.hub.rows(CHAIN) == [("Z01T011", "COMMUNITY_RECORD", []), ("Z01T012", "HANDED_OVER", [])]
    assert await case.hub.rows(HANDOVERS) == [("MANAGER", "COMPLETED", "Z01T011", "Z01T012", None, [], None)]
    assert (await case.told())[-1] == "Completed"


async def test_the_record_that_names_who_has_not_answered_completes_it_with_a_follow_up(case: Case) -> None:
    assert await case.plan() == case.id
    await case.hub.tell(SUPERVISION, CRN, supervision("Z01T012"), minutes=300)
    flagged = ["HandoverNotAccepted"]
    assert await case.hub.rows(HANDOVERS) == [("MANAGER", "COMPLETED", "Z01T011", "Z01T012", None, flagged, None)]
    number = await case.number()
    assert await case.ask(case.chief, FollowUp(number, " ")) == "FollowUpNeedsWords"
    assert await case.ask(case.chief, FollowUp(number, "Spoke to both")) == case.id
    assert await case.ask(case.chief, FollowUp(number, "Again")) == "NothingToFollowUp"
    assert await case.hub.rows("select follow_up, late_from from handover") == [("Spoke to both", None)]


async def test_the_record_that_names_another_overtakes_it_and_nobody_planned_that(case: Case) -> None:
    await case.hub.tell(
        HAPPENED, CRN, happened("probation-case.registration.added", registerTypeCode="RVHR", registrationId="1")
    )
    await case.accepted()
    await case.hub.tell(SUPERVISION, CRN, supervision("Z01T013"), minutes=300)
    assert await case.hub.rows(HANDOVERS) == [
        ("MANAGER", "WITHDRAWN", "Z01T011", "Z01T012", None, [], None),
        ("MANAGER", "COMPLETED", "Z01T011", "Z01T013", "COMMUNITY_RECORD", ["HighRiskNeedsHigherLevel"], None),
    ]
    assert sorted((await case.told())[-2:]) == ["Unplanned", "Withdrawn"]
    await case.hub.tell(SUPERVISION, CRN, supervision("Z01T013"), minutes=301)  # said again: recorded once
    assert len(await case.hub.rows(HANDOVERS)) == 2


async def test_an_allocation_beside_a_handover_overtakes_it_or_completes_it(case: Case) -> None:
    for code, state in (("Z01T013", "WITHDRAWN"), ("Z01T012", "COMPLETED")):
        assert await case.plan() == case.id
        asked = AllocateOffenderManager(case.id, code, await case.version())
        await decide_manager(case.hub.database, case.chief, asked, cause="request r-2", now=LATER)
        assert await case.state() == state
    planned = [one[4] for one in await case.hub.rows(HANDOVERS)]
    assert planned == [None, None]


async def test_a_manager_who_dies_is_an_unplanned_handover_that_is_followed_up_in_time(case: Case) -> None:
    gone = EndOffenderManager(case.id, EndCause.DEATH, await case.version(), "Told by the team")
    await decide_manager(case.hub.database, case.chief, gone, cause="request r-2", now=LATER)
    assert await case.hub.rows(HANDOVERS) == [("MANAGER", "COMPLETED", "Z01T011", None, "DEATH", [], None)]
    due = datetime(2026, 12, 1, tzinfo=UTC)  # from Monday 23 November
    assert await case.hub.one("select late_from from handover") == due
    assert await escalated(case, due - timedelta(seconds=1)) == []
    assert await escalated(case, due) == ["NOT_FOLLOWED_UP"]
    assert await escalated(case, due + timedelta(days=1)) == []  # told once
    assert await case.ask(case.chief, FollowUp(await case.number(), "Shared out")) == case.id
    assert (await case.hub.rows(HANDOVERS))[0][-1] is None


async def escalated(case: Case, at: datetime) -> list[str]:
    """What the clock tells at that moment of handovers that are late."""
    before = await case.hub.one("select coalesce(max(seq), 0) from outbox")
    for due in await next_due(case.hub.database, at, 0):
        await redecide_due(case.hub.database, due, at)
    found = await case.hub.rows("select payload from outbox where type = 'HandoverLate' and seq > $1", before)
    return [json.loads(payload)["after"]["late"] for (payload,) in found]


async def test_nobody_answers_then_nobody_completes(case: Case) -> None:
    assert await case.plan() == case.id
    number = await case.number()
    assert await escalated(case, datetime(2026, 12, 1, tzinfo=UTC)) == ["NOT_ANSWERED"]
    assert await case.ask(case.person("Z01T011"), GiveSnapshot(number)) == case.id
    assert await case.ask(case.person("Z01T012"), AcceptHandover(number)) == case.id
    assert await case.hub.one("select late from handover") is None
    assert await escalated(case, datetime(2026, 12, 7, 23, tzinfo=UTC)) == []
    assert await escalated(case, datetime(2026, 12, 8, tzinfo=UTC)) == ["NOT_COMPLETED"]


async def test_a_supervisor_changes_at_a_transfer(case: Case) -> None:
    assert await case.plan("ZSLNI", kind=HandoverKind.SUPERVISOR, reason="Transfer to Low Newton") == case.id
    number, new = await case.number(), case.person("ZSLNI", Role.OFFENDER_SUPERVISOR, establishment_code="LNI")
    assert await case.ask(case.person("ZSTI1", Role.OFFENDER_SUPERVISOR), GiveSnapshot(number)) == case.id
    assert await case.ask(new, AcceptHandover(number)) == case.id
    assert await case.ask(new, CompleteHandover(number)) == "NotOfTheEstablishment"  # not there yet
    await case.hub.tell(PRISONER, NUMBER, prisoner(prisonId="LNI", prisonName="Low Newton (HMP)"), minutes=300)
    moved = NOW + timedelta(hours=6)
    assert await case.ask(new, CompleteHandover(number), at=moved) == case.id
    supervisors = (
        "select s.code, a.reason, upper_inf(a.during) from offender_supervisor_allocation a "
        "join staff s on s.id = a.staff_id order by a.during"
    )
    assert await case.hub.rows(supervisors) == [("ZSTI1", None, False), ("ZSLNI", "Transfer to Low Newton", True)]
    assert await case.state() == "COMPLETED"


async def test_custody_to_community_with_a_checklist_that_both_sides_tick(case: Case) -> None:
    supervisor, manager = case.person("ZSTI1", Role.OFFENDER_SUPERVISOR), case.person("Z01T011")
    assert await case.plan(None, kind=HandoverKind.CUSTODY_TO_COMMUNITY, actor=supervisor) == case.id
    number = await case.number()
    contacted = TickTask(number, HandoverTask.CONTACTED_OFFENDER_MANAGER, "Call of today")
    assert await case.ask(supervisor, TickTask(number, HandoverTask.SENT_HANDOVER_REPORT)) == "TaskNotOnTheList"
    assert await case.ask(supervisor, contacted) == case.id
    assert await case.ask(supervisor, contacted) == "TaskTickedAlready"
    assert await case.ask(manager, replace(contacted, evidence=None)) == case.id
    ticks = "select side, evidence, ticked_by_id from handover_tick order by id"
    assert await case.hub.rows(ticks) == [
        ("CUSTODY", "Call of today", case.ids["ZSTI1"]),
        ("COMMUNITY", None, case.ids["Z01T011"]),
    ]
    assert await case.ask(supervisor, GiveSnapshot(number)) == case.id
    assert await case.ask(manager, AcceptHandover(number)) == case.id
    assert await case.ask(manager, CompleteHandover(number)) == case.id
    assert await case.ask(manager, contacted) == "HandoverOver"
    assert [code for code, *_ in await case.hub.rows(CHAIN)] == ["Z01T011"]


async def test_the_same_key_plans_once(case: Case) -> None:
    assert await case.plan(key="k-1") == await case.plan(key="k-1") == case.id
    assert await case.plan("Z01T013", key="k-1") == "IdempotencyKeyReused"
    assert await case.hub.one("select count(*) from handover") == 1


async def test_somebody_follows_a_manager_who_resigned_at_the_same_instant(case: Case) -> None:
    gone = EndOffenderManager(
        case.id, EndCause.RESIGNATION, await case.version(), "Left the service", follower_code="Z01T012"
    )
    await decide_manager(case.hub.database, case.chief, gone, cause="request r-2", now=LATER)
    assert [(code, why) for code, why, _ in await case.hub.rows(CHAIN)] == [
        ("Z01T011", "COMMUNITY_RECORD"),
        ("Z01T012", "RESIGNATION"),
    ]
    assert (await case.hub.rows(HANDOVERS))[0][2:5] == ("Z01T011", "Z01T012", "RESIGNATION")
    nobody = replace(gone, follower_code="Z01T015", expected_version=await case.version(), at=NOW + timedelta(days=30))
    with pytest.raises(BrokenRules):
        await decide_manager(case.hub.database, case.chief, nobody, cause="request r-3", now=LATER)


HIGH = happened("probation-case.registration.added", registerTypeCode="RVHR", registrationId="1")
OVERRIDE = "Known to the person for years"


async def test_a_grade_that_does_not_cover_the_risk_is_refused_as_in_an_allocation(case: Case) -> None:
    await case.hub.tell(HAPPENED, CRN, HIGH)
    other = case.person("Z01T011")  # of the higher level, and no team manager
    assert await case.plan("Z01T013") == ["HighRiskNeedsHigherLevel"]
    assert await case.plan("Z01T013", override=" ") == ["HighRiskNeedsHigherLevel"]
    assert await case.plan("Z01T013", override=OVERRIDE, actor=other) == ["HighRiskNeedsHigherLevel"]
    assert await case.plan("Z01T013", override="x" * 1001) == ["ReasonTooLong"]
    assert await case.plan("Z01T019", override=OVERRIDE) == ["TeamManagerLeadsNoCase"]
    assert await case.plan("ZSLNI", kind=HandoverKind.SUPERVISOR, override=OVERRIDE) == "OverrideOnlyForManagers"
    assert await case.hub.one("select count(*) from handover") == 0


async def test_a_grade_that_was_overridden_when_planned_stands_to_the_completion(case: Case) -> None:
    await case.hub.tell(HAPPENED, CRN, HIGH)
    assert await case.plan("Z01T013", override=f" {OVERRIDE} ") == case.id
    number, new = await case.number(), case.person("Z01T013")
    kept = "select flags, override, p.code from handover h join staff p on p.id = h.planned_by_id"
    assert await case.hub.rows(kept) == [(["HighRiskNeedsHigherLevel"], OVERRIDE, "Z01T019")]
    told = json.loads(await case.hub.one("select payload from outbox where type = 'HandoverPlanned'"))
    assert told["after"]["flags"] == ["HighRiskNeedsHigherLevel"] and OVERRIDE not in str(told)
    assert await case.ask(case.person("Z01T011"), GiveSnapshot(number)) == case.id
    assert await case.ask(new, AcceptHandover(number)) == case.id
    assert await case.ask(new, CompleteHandover(number)) == case.id
    held = "select reason, flags from offender_manager_holder where upper_inf(during)"
    reason = f"Moves to another team {OVERRIDE}"
    assert await case.hub.rows(held) == [(reason, ["GRADE_OVERRIDDEN", "NOT_CONFIRMED"])]


async def test_the_record_that_completes_a_handover_with_an_override_keeps_it(case: Case) -> None:
    await case.hub.tell(HAPPENED, CRN, HIGH)
    assert await case.plan("Z01T013", override=OVERRIDE) == case.id
    await case.hub.tell(SUPERVISION, CRN, supervision("Z01T013"), minutes=300)
    assert (await case.hub.rows(CHAIN))[-1] == ("Z01T013", "HANDED_OVER", ["GRADE_OVERRIDDEN"])


async def test_an_override_that_sets_nothing_aside_is_not_kept(case: Case) -> None:
    assert await case.plan("Z01T012", override=OVERRIDE) == case.id
    assert await case.hub.rows("select flags, override from handover") == [([], None)]


async def asked(case: Case) -> list[tuple[Any, ...]]:
    """Who is asked to manage the case, and who to supervise it, as its row says."""
    query = """select m.code, s.code from offender_case c left join staff m on m.id = c.next_om_staff_id
      left join staff s on s.id = c.next_os_staff_id where c.merged_into is null"""
    return await case.hub.rows(query)


async def test_who_is_asked_stands_on_the_case_until_the_handover_ends(case: Case) -> None:
    assert await asked(case) == [(None, None)]
    assert await case.plan() == await case.plan("ZSLNI", kind=HandoverKind.SUPERVISOR) == case.id
    assert await asked(case) == [("Z01T012", "ZSLNI")]
    version = await case.version()
    number = await case.number()
    new = case.person("ZSLNI", Role.OFFENDER_SUPERVISOR, establishment_code="LNI")
    assert await case.ask(new, RefuseHandover(number, "Full")) == case.id
    assert (await asked(case), await case.version()) == ([("Z01T012", None)], version + 1)
    await case.hub.tell(SUPERVISION, CRN, supervision("Z01T013"), minutes=300)  # overtaken
    assert await asked(case) == [(None, None)]


@pytest.mark.parametrize(
    ("email", "answer"), [("else@example.test", "SnapshotMissing"), ("z01t012@example.test", "HandoverNotFound")]
)
async def test_limited_access_wins_over_being_asked(case: Case, email: str, answer: str) -> None:
    assert await case.plan() == case.id
    record = "select id from source_record where key = $1"
    add = (
        "insert into access_limit (case_id, source_record_id, kind, email, told_by) "
        "values ($1, $2, 'EXCLUSION', $3, 'LIST') returning id"
    )
    await case.hub.one(add, case.id, await case.hub.one(record, CRN), email)
    await case.hub.rows("update offender_case set limited = true returning id")
    elsewhere = case.person("Z01T012", team_code="N09T09", email="Z01T012@Example.Test")
    assert await case.ask(elsewhere, AcceptHandover(await case.number())) == answer
