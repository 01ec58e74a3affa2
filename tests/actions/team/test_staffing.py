"""Hours, reductions and links of staff: who decides, what is kept, what the audit says."""

import asyncio
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
import pytest_asyncio
from msgspec.structs import replace

from hub.actions.team.staffing import Command, decide_staffing
from hub.domain.access import Actor, Role, Service
from hub.domain.days import london_day
from hub.domain.staffing import (
    EndReduction,
    LinkStaff,
    RecordContractedHours,
    RecordReduction,
    ReductionReason,
    UnlinkStaff,
    WithdrawHours,
    WithdrawReduction,
    hours_on,
    reduced_on,
)
from hub.errors import BrokenRule
from hub.store.team import staffing
from tests.actions.sources import NOW, Hub

pytestmark = pytest.mark.postgres
COMMUNITY, CUSTODY = "community.staff.snapshot.v1", "custody.staff.snapshot.v1"
HOURS = RecordContractedHours(Service.COMMUNITY, "Z01T011", Decimal("18.5"), date(2026, 11, 1))
LESS = RecordReduction(Service.COMMUNITY, "Z01T011", Decimal(5), ReductionReason.TRAINING, date(2026, 11, 1))
LINK = LinkStaff("Z01T011", "ZSTI1", "Seconded to Styal; I know both codes.")


class Team:
    """A team manager, somebody of their team, and two officers of a prison."""

    def __init__(self, hub: Hub, manager: Actor) -> None:
        self.hub, self.manager = hub, manager

    async def decide(self, command: Command, *, actor: Actor | None = None, key: str | None = None) -> int | str:
        """The member of staff, or the name of the rule that said no."""
        by = actor or self.manager
        try:
            return await decide_staffing(
                self.hub.database, by, command, cause="request r-1", now=NOW, idempotency_key=key
            )
        except BrokenRule as broken:
            return broken.code

    async def staff_id(self, code: str) -> int:
        return int(await self.hub.one("select id from staff where code = $1", code))


@pytest_asyncio.fixture
async def team(hub: Hub) -> Team:
    place = {"team": {"code": "Z01T01", "description": "Madeup North"}}
    for code in ("Z01T019", "Z01T011"):
        await hub.tell(COMMUNITY, code, {"code": code, **place})
    for code in ("ZSTI1", "ZSTI2"):
        await hub.tell(CUSTODY, code, {"code": code, "establishment": {"code": "STI"}})
    boss = await hub.one("select id from staff where code = 'Z01T019'")
    return Team(hub, Actor("tansy", Service.COMMUNITY, frozenset({Role.TEAM_MANAGER}), "Z01T019", boss, "Z01T01"))


async def test_hours_are_kept_with_who_decided_and_the_audit(team: Team) -> None:
    mine = await team.staff_id("Z01T011")
    assert await team.decide(HOURS) == mine
    assert await team.decide(replace(HOURS, hours=Decimal(37), starts_on=date(2026, 12, 1))) == mine
    assert await team.decide(replace(HOURS, hours=Decimal(20))) == mine
    held = "select hours, starts_on::text, decided_by_id from staff_hours order by starts_on"
    boss = team.manager.staff_id
    assert await team.hub.rows(held) == [(20.0, "2026-11-01", boss), (37.0, "2026-12-01", boss)]
    lines = await team.hub.rows("select actor, action, fields from audit where action = 'record_contracted_hours'")
    assert lines == [("Z01T019", "record_contracted_hours", ["contracted_hours"])] * 3


async def test_a_reduction_is_ended(team: Team) -> None:
    mine = await team.staff_id("Z01T011")
    assert await team.decide(LESS) == mine
    number = await team.hub.one("select id from staff_reduction")
    assert await team.decide(EndReduction(number, date(2026, 10, 31))) == "EndsBeforeItStarts"
    assert await team.decide(EndReduction(number, date(2026, 11, 30))) == mine
    assert await team.hub.one("select ends_on::text from staff_reduction") == "2026-11-30"
    elsewhere = replace(team.manager, team_code="Z01T02")
    for asked, actor in ((EndReduction(number + 1, date(2026, 12, 1)), team.manager), (LESS, elsewhere)):
        assert await team.decide(asked, actor=actor) in ("ReductionNotFound", "StaffOfAnotherPlace")
    assert await team.decide(EndReduction(number, date(2026, 12, 1)), actor=elsewhere) == "ReductionNotFound"
    assert await team.decide(EndReduction(2**63, date(2026, 12, 1))) == "ReductionNotFound"


WITHDRAWN = (
    "select hours, withdrawn_by_id, withdrawal_reason from {table} where withdrawn_at is not null order by starts_on"
)


async def capacity_of(team: Team, staff_id: int) -> tuple[Decimal | None, Decimal]:
    """The hours by contract and the reduction that the capacity is reckoned from, on the day of NOW."""
    async with team.hub.database.transaction(NOW) as tx:
        hours, less = await staffing.hours_of(tx, [staff_id]), await staffing.reductions_of(tx, [staff_id])
    today = london_day(NOW)
    return hours_on(today, hours[staff_id]), reduced_on(today, less[staff_id])


async def test_wrong_hours_are_taken_back_and_stay_in_the_history(team: Team) -> None:
    mine, boss = await team.staff_id("Z01T011"), team.manager.staff_id
    wrong = replace(HOURS, hours=Decimal(3), starts_on=date(2026, 11, 20))
    assert [await team.decide(one) for one in (HOURS, wrong)] == [mine, mine]
    assert await capacity_of(team, mine) == (Decimal(3), Decimal(0))
    asked = WithdrawHours(Service.COMMUNITY, "Z01T011", wrong.starts_on, "A slip of the hand.")
    assert await team.decide(replace(asked, reason=" ")) == "WithdrawalNeedsReason"
    assert await team.decide(replace(asked, starts_on=date(2026, 11, 21))) == "HoursNotFound"
    elsewhere = replace(team.manager, team_code="Z01T02")
    assert await team.decide(asked, actor=elsewhere) == "StaffOfAnotherPlace"
    assert await capacity_of(team, mine) == (Decimal(3), Decimal(0))
    assert await team.decide(asked) == mine
    assert await team.decide(asked) == "HoursNotFound"
    assert await capacity_of(team, mine) == (Decimal("18.5"), Decimal(0))
    kept = WITHDRAWN.format(table="staff_hours")
    assert await team.hub.rows(kept) == [(3.0, boss, "A slip of the hand.")]
    assert await team.decide(replace(wrong, hours=Decimal(30))) == mine  # the same day anew
    assert (await capacity_of(team, mine), len(await team.hub.rows(kept))) == ((Decimal(30), Decimal(0)), 1)
    audited = await team.hub.rows("select actor, fields from audit where action = 'withdraw_hours'")
    assert audited == [("Z01T019", ["contracted_hours", "reason"])]


async def test_a_wrong_reduction_is_taken_back_once(team: Team) -> None:
    mine, boss = await team.staff_id("Z01T011"), team.manager.staff_id
    assert await team.decide(LESS) == mine
    number = await team.hub.one("select id from staff_reduction")
    assert await capacity_of(team, mine) == (None, Decimal(5))
    asked = WithdrawReduction(number, "Meant for another.")
    elsewhere = replace(team.manager, team_code="Z01T02")
    assert await team.decide(asked, actor=elsewhere) == "ReductionNotFound"
    assert await team.decide(replace(asked, reason="")) == "WithdrawalNeedsReason"
    ended = await asyncio.gather(*(team.decide(asked) for _ in range(5)))
    assert sorted(map(str, ended)) == sorted([str(mine), *["ReductionWithdrawn"] * 4])
    assert await team.decide(EndReduction(number, date(2026, 12, 1))) == "ReductionWithdrawn"
    assert await capacity_of(team, mine) == (None, Decimal(0))
    kept = WITHDRAWN.format(table="staff_reduction")
    assert await team.hub.rows(kept) == [(5.0, boss, "Meant for another.")]


async def test_the_same_key_is_the_same_reduction(team: Team) -> None:
    mine = await team.staff_id("Z01T011")
    assert [await team.decide(LESS, key="k-1") for _ in range(2)] == [mine, mine]
    assert await team.decide(replace(LESS, hours=Decimal(6)), key="k-1") == "IdempotencyKeyReused"
    assert await team.hub.one("select count(*) from staff_reduction") == 1


async def test_the_same_reduction_again_and_more_than_the_contract_has_are_refused(team: Team) -> None:
    mine = await team.staff_id("Z01T011")
    assert [await team.decide(one) for one in (HOURS, LESS)] == [mine, mine]
    assert await team.decide(LESS) == "ReductionRecordedAlready"
    later = replace(LESS, starts_on=date(2026, 12, 1))
    assert await team.decide(replace(later, hours=Decimal("13.51"))) == "ReductionsExceedHours"
    assert await team.decide(replace(later, hours=Decimal("13.5"))) == mine
    number = await team.hub.one("select min(id) from staff_reduction")
    assert await team.decide(WithdrawReduction(number, "A slip of the hand.")) == mine
    assert await team.decide(LESS) == mine  # what was taken back stands in nobody's way


async def test_one_person_with_two_codes(team: Team) -> None:
    mine, other = await team.staff_id("Z01T011"), await team.staff_id("ZSTI1")
    assert [await team.decide(LINK) for _ in range(2)] == [mine, mine]
    held = "select staff_id, other_id from same_staff where current order by staff_id"
    assert await team.hub.rows(held) == [(mine, other), (other, mine)]
    assert await team.decide(replace(LINK, custody_code="ZSTI2")) == "LinkedWithAnother"
    assert await team.decide(UnlinkStaff(Service.COMMUNITY, "Z01T011", "A slip of the hand.")) == mine
    assert await team.hub.rows(held) == []
    assert await team.decide(UnlinkStaff(Service.COMMUNITY, "Z01T011", "Again.")) == "NotLinked"
    kept = "select distinct ended_by_id, ending_reason from same_staff"
    assert await team.hub.rows(kept) == [(team.manager.staff_id, "A slip of the hand.")]
    assert await team.decide(replace(LINK, custody_code="ZSTI2")) == mine


async def test_a_code_that_is_linked_twice_at_once_is_linked_once(team: Team) -> None:
    asked: list[Any] = [replace(LINK, custody_code=code) for code in ("ZSTI1", "ZSTI2")] * 5
    ended = await asyncio.gather(*(team.decide(one) for one in asked))
    mine = await team.staff_id("Z01T011")
    assert set(ended) == {mine, "LinkedWithAnother"}
    assert await team.hub.one("select count(*) from same_staff where current") == 2


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"community_code": "Z9"}, "StaffNotFound"),
        ({"custody_code": "Z9"}, "StaffNotFound"),
        ({"reason": " "}, "ReasonNeeded"),
    ],
)
async def test_no_link(team: Team, changes: dict[str, str], code: str) -> None:
    assert await team.decide(replace(LINK, **changes)) == code
    assert await team.hub.one("select count(*) from same_staff") == 0


async def test_only_a_team_manager_of_theirs_decides(team: Team) -> None:
    practitioner = replace(team.manager, roles=frozenset({Role.OFFENDER_MANAGER}))
    elsewhere = replace(team.manager, team_code="Z01T02")
    for command in (HOURS, LESS, LINK):
        assert await team.decide(command, actor=practitioner) == "StaffingNotYours"
        assert await team.decide(command, actor=elsewhere) == "StaffOfAnotherPlace"
    assert await team.hub.one("select count(*) from audit where why = 'decided by a team manager'") == 0
