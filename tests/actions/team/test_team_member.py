"""Administrators, key workers and interested parties: who may add them, what is kept, how they follow the case."""

import asyncio
from datetime import date
from typing import Any

import pytest
from msgspec.structs import replace
from sqlalchemy import text

from hub.actions.team.team_member import Command, change_team
from hub.domain.access import Actor, Role, Service
from hub.domain.team_member import AddTeamMember, EndTeamMember, MemberRole
from hub.errors import BrokenRule
from hub.store.database import Database
from tests.actions.plan.made_up_case import NOW, MadeUpCase, MadeUpPlan, join, made_up_case, part_again

pytestmark = pytest.mark.postgres
STANDING = "select role, staff_id is not null, name, ended_at is null, case_id from team_member order by id"


async def rows(database: Database, query: str) -> list[tuple[Any, ...]]:
    async with database.transaction(NOW) as tx:
        return [tuple(row) for row in await tx.rows(text(query))]


async def change(database: Database, actor: Actor, command: Command, key: str | None = None) -> int | str:
    """The case, or the name of the rule that said no."""
    try:
        return await change_team(database, actor, command, cause="request r-1", now=NOW, idempotency_key=key)
    except BrokenRule as broken:
        return broken.code


def administrator(case: MadeUpCase) -> AddTeamMember:
    return AddTeamMember(case.id, MemberRole.CASE_ADMINISTRATOR, Service.COMMUNITY, case.om.staff_code)


async def test_a_key_worker_of_a_partner_delivers_an_intervention(
    database: Database, case: MadeUpCase, plan: MadeUpPlan
) -> None:
    kit = AddTeamMember(
        case.id, MemberRole.KEY_WORKER, name="Kit", belongs_to="Charity", intervention_ids=(plan.intervention,)
    )
    assert await change(database, case.os, kit) == case.id
    assert await rows(database, STANDING) == [("KEY_WORKER", False, "Kit", True, case.id)]
    assert await rows(database, "select intervention_id, plan_id from delivery") == [(plan.intervention, plan.id)]
    for wrong in (plan.intervention + 1, 2**62):
        assert await change(database, case.om, replace(kit, intervention_ids=(wrong,))) == "InterventionNotFound"
    [(line,)] = await rows(database, "select action from audit where 'team_member' = any(fields)")
    assert line == "add_team_member"


async def test_the_history_keeps_who_left(database: Database, case: MadeUpCase) -> None:
    assert await change(database, case.om, administrator(case)) == case.id
    assert await change(database, case.om, administrator(case)) == "MemberAlready"
    [(number,)] = await rows(database, "select id from team_member")
    assert await change(database, case.om, EndTeamMember(number, "Another team")) == case.id
    assert await change(database, case.om, EndTeamMember(number, "Another team")) == "MemberHasLeft"
    assert await change(database, case.om, administrator(case)) == case.id
    assert [one[3] for one in await rows(database, STANDING)] == [False, True]
    told = await rows(database, "select type from outbox where type like 'TeamMember%' order by seq")
    assert [name for (name,) in told] == ["TeamMemberAdded", "TeamMemberEnded", "TeamMemberAdded"]


async def test_who_does_not_see_the_case_learns_nothing(database: Database, case: MadeUpCase) -> None:
    stranger = (await made_up_case(database, 2)).om
    await change(database, case.om, administrator(case))
    [(number,)] = await rows(database, "select id from team_member")
    assert await change(database, stranger, administrator(case)) == "CaseNotFound"
    for wrong in (number, number + 1, 0, 2**63):
        assert await change(database, stranger, EndTeamMember(wrong, "No")) == "MemberNotFound"


async def test_an_interested_party_is_added_by_who_leads_the_team(database: Database, case: MadeUpCase) -> None:
    aunt = AddTeamMember(
        case.id,
        MemberRole.INTERESTED_PARTY,
        name="Aunt Testerby",
        belongs_to="aunt",
        consents_to="The dates of visits",
        consented_on=date(2026, 3, 1),
    )
    assert await change(database, case.os, aunt) == "InterestedPartyNotYours"
    assert await change(database, case.om, aunt) == case.id
    assert await rows(database, "select consents_to, consented_on::text from team_member") == [
        ("The dates of visits", "2026-03-01")
    ]
    manager = replace(case.om, roles=frozenset({Role.TEAM_MANAGER}))
    less = replace(aunt, name=" aunt TESTERBY ", consents_to=None, consented_on=None)
    assert await change(database, manager, less) == "NamedAlready"
    [(number,)] = await rows(database, "select id from team_member")
    assert await change(database, manager, EndTeamMember(number, "Entered twice")) == case.id
    assert await change(database, manager, less) == case.id
    ended = "select ending_reason, ended_by_id from team_member where ended_at is not null"
    assert await rows(database, ended) == [("Entered twice", manager.staff_id)]


async def test_the_same_key_adds_once(database: Database, case: MadeUpCase) -> None:
    aunt = AddTeamMember(case.id, MemberRole.INTERESTED_PARTY, name="Aunt Testerby")
    assert [await change(database, case.om, aunt, "k-1") for _ in range(2)] == [case.id] * 2
    assert len(await rows(database, STANDING)) == 1


async def test_twenty_at_once_leave_one_administrator(database: Database, case: MadeUpCase) -> None:
    ended = await asyncio.gather(*(change(database, case.om, administrator(case)) for _ in range(20)))
    assert sorted(map(str, ended)) == sorted([str(case.id), *["MemberAlready"] * 19])


WHERE = "select role, case_id from team_member order by id"


async def test_who_delivers_follows_the_plan(database: Database, case: MadeUpCase, plan: MadeUpPlan) -> None:
    other = await made_up_case(database, 2, with_span=False)
    kit = AddTeamMember(case.id, MemberRole.KEY_WORKER, name="Kit", intervention_ids=(plan.intervention,))
    await change(database, case.om, kit)
    await join(database, case.id, other.id)
    assert await rows(database, WHERE) == [("KEY_WORKER", other.id)]
    assert await rows(database, "select case_id from delivery") == [(other.id,)]


async def test_the_team_follows_the_person_and_comes_back(database: Database, case: MadeUpCase) -> None:
    other = await made_up_case(database, 2)
    await change(database, case.om, administrator(case))
    await change(database, case.om, AddTeamMember(case.id, MemberRole.INTERESTED_PARTY, name="Aunt Testerby"))
    await change(database, other.om, replace(administrator(case), case_id=other.id))
    await join(database, case.id, other.id)
    assert await rows(database, WHERE) == [
        ("CASE_ADMINISTRATOR", case.id),  # is in the team there already
        ("INTERESTED_PARTY", other.id),
        ("CASE_ADMINISTRATOR", other.id),
    ]
    await part_again(database)
    assert [case_id for _, case_id in await rows(database, WHERE)] == [case.id, case.id, other.id]
