"""Erasure: nothing of what a service said of a person is left in any table, and what must stay stays."""

from datetime import timedelta
from typing import Any

import asyncpg
import pytest
from msgspec.structs import replace

from hub.actions.plan.change import change_plan
from hub.actions.plan.create import create_plan
from hub.actions.team.team_member import change_team
from hub.domain.access import Actor, Role, Service
from hub.domain.plan import Serves, StepOwner
from hub.domain.plan.commands import AddObjective, AddStep, CreatePlan
from hub.domain.plan.fields import ObjectiveFields, StepFields
from hub.domain.plan.words import PlanNode
from hub.domain.team_member import AddTeamMember, MemberRole
from hub.store.messages import dead_letters
from hub.store.messages.dead_letters import DeadLetter
from tests.actions.sources import (
    CRN,
    HAPPENED,
    MOVED,
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
# What only the community side says of the person; none of it is said by the prison.
SAID = (
    CRN,
    "Zephyrine",
    "Quillfeather",
    "2015/0123456U",
    "Made-up order of the court",
    "Made-up theft",
    "Made-up concerns",
    "Made-up programme",
    "2500000077",
    "excluded@hub.invalid",
    "Objective about Quillfeather",
)
GDPR = happened("probation-case.deleted.gdpr", minutes=60)


async def left_over(hub: Hub, values: tuple[str, ...]) -> list[tuple[str, str]]:
    """The tables with any of these values in any column, whatever its type: (table, value)."""
    found = []
    connection = await asyncpg.connect(hub.url)
    try:
        tables = await connection.fetch(
            "select table_name from information_schema.tables where table_schema = 'public'"
        )
        for (table,) in tables:
            for value in values:
                forms = [f"%{value}%", f"%{value.encode().hex()}%"]
                query = f'select count(*) from "{table}" t where t::text ilike any($1::text[])'
                if await connection.fetchval(query, forms):
                    found.append((table, value))
    finally:
        await connection.close()
    return sorted(found)


async def tell_community(hub: Hub, number: str | None) -> None:
    names: dict[str, Any] = {
        "firstName": "Zephyrine",
        "surname": "Quillfeather",
        "otherIds": {"pncNumber": "2015/123456U"},
    }
    await hub.tell(OFFENDER, CRN, offender(number=number, **names))
    body = {"excludedFrom": [{"email": "excluded@hub.invalid"}], "restrictedTo": []}
    await hub.tell(OFFENDER, CRN, body, minutes=1)
    line = {**order(description="Made-up order of the court"), "mainOffence": {"description": "Made-up theft"}}
    risks = [{"code": "RCCO", "description": "Made-up concerns", "startDate": "2024-01-01"}]
    await hub.tell(SUPERVISION, CRN, {**supervision("Z01T011", line), "dynamicRisks": risks})
    told: dict[str, dict[str, Any]] = {
        "probation-case.registration.added": {"registerTypeCode": "RVHR", "registrationId": "2500000077"},
        "probation-case.requirement.created": {
            "requirementId": "2500000077",
            "requirementSubType": "Made-up programme",
        },
        "enforcement.breach.raised": {"eventId": "2500000077"},
        "prison-recall.recommendation.started": {"referralId": "2500000077"},
        "create-and-vary-a-licence.licence.activated": {"licenceId": "2500000077"},
        "tier.calculation.complete": {"calculationId": "2500000077", "tierScore": "B2"},
        "event.manager.allocated": {"allocationId": "2500000077"},
        "probation-case.sentence.moved": {},
    }
    for name, information in told.items():
        await hub.tell(HAPPENED, CRN, happened(name, minutes=2, **information))


async def staff(hub: Hub, service: Service, code: str) -> Actor:
    role = Role.OFFENDER_MANAGER if service is Service.COMMUNITY else Role.OFFENDER_SUPERVISOR
    number = await hub.one("select id from staff where code = $1", code)
    return Actor(f"subject {code}", service, frozenset({role}), code, number, "Z01T01", "STI", f"{code}@hub.invalid")


async def write_plan(hub: Hub, *, prison_too: bool) -> None:
    manager = await staff(hub, Service.COMMUNITY, "Z01T011")
    case_id = await hub.one("select id from offender_case where merged_into is null")
    made = await create_plan(hub.database, manager, CreatePlan(case_id), cause="request 1", now=NOW)
    fields = ObjectiveFields(title="Objective about Quillfeather", serves=Serves.PUBLIC_PROTECTION)
    aim = await change_plan(hub.database, manager, AddObjective(made.plan_id, None, fields), cause="request 2", now=NOW)
    if prison_too:
        await hub.tell("custody.staff.snapshot.v1", "ZSTI1", {"code": "ZSTI1", "establishment": {"code": "STI"}})
        officer = await staff(hub, Service.CUSTODY, "ZSTI1")
        call = StepFields(description="Ring the provider", owner=StepOwner.OFFENDER_SUPERVISOR)
        step = AddStep(aim.node_id, None, call, PlanNode.OBJECTIVE)
        await change_plan(hub.database, officer, step, cause="request 3", now=NOW)


async def test_where_nobody_else_holds_the_person_nothing_is_left(hub: Hub) -> None:
    await tell_community(hub, None)
    await write_plan(hub, prison_too=False)
    assert {value for _, value in await left_over(hub, SAID)} == set(SAID)  # the test sees what is there
    audited = await hub.one("select count(*) from audit")
    assert await hub.tell(HAPPENED, CRN, GDPR) == "RecordErased: the whole case"
    assert await left_over(hub, SAID) == []
    assert await hub.one("select count(*) from audit") == audited + 1
    assert await hub.one("select erased_at from offender_case") == NOW
    [(payload,)] = await hub.rows("select payload::jsonb -> 'personReference' from outbox")
    assert payload == '{"identifiers": []}'
    reach = "select om_staff_id, om_team_code, os_staff_id, prison_code, phase from offender_case"
    assert await hub.rows(reach) == [(None, None, None, None, None)]


async def test_what_the_prison_says_stays(hub: Hub) -> None:
    await hub.tell(PRISONER, NUMBER, prisoner())
    await tell_community(hub, NUMBER)
    await write_plan(hub, prison_too=False)
    done = await hub.tell(HAPPENED, CRN, GDPR)
    assert done.startswith("RecordErased")
    assert await left_over(hub, SAID) == []
    kept = (
        "select surname, prison_code, om_staff_id, registered_risk, phase from offender_case where merged_into is null"
    )
    assert await hub.rows(kept) == [("TESTERBY", "STI", None, None, "CUSTODY")]
    assert await hub.rows("select staff_id, cause from offender_manager_holder") == [(None, "NOT_KNOWN")]
    assert await hub.one("select count(*) from sentence_plan") == 0  # only the community's people wrote in it


async def test_a_plan_that_the_prisons_people_wrote_in_stays(hub: Hub) -> None:
    await hub.tell(PRISONER, NUMBER, prisoner())
    await tell_community(hub, NUMBER)
    await write_plan(hub, prison_too=True)
    await hub.tell(HAPPENED, CRN, GDPR)
    told = tuple(value for value in SAID if "Quillfeather" not in value)
    assert await left_over(hub, told) == []
    assert {table for table, _ in await left_over(hub, ("Quillfeather",))} == {"objective", "plan_change"}
    assert await hub.one("select count(*) from step") == 1


@pytest.mark.parametrize(("erases", "left"), [("community", ["Custody's aunt"]), ("custody", ["Community's aunt"])])
async def test_a_member_of_the_team_goes_with_the_side_that_added_them(hub: Hub, erases: str, left: list[str]) -> None:
    await tell_community(hub, NUMBER)
    await hub.tell(PRISONER, NUMBER, prisoner())
    await hub.tell("custody.staff.snapshot.v1", "ZSTI1", {"code": "ZSTI1", "establishment": {"code": "STI"}})
    case_id = await hub.one("select id from offender_case where merged_into is null")
    for service, code in ((Service.COMMUNITY, "Z01T011"), (Service.CUSTODY, "ZSTI1")):
        actor = replace(await staff(hub, service, code), roles=frozenset({Role.TEAM_MANAGER}))
        aunt = AddTeamMember(case_id, MemberRole.INTERESTED_PARTY, name=f"{service.capitalize()}'s aunt")
        await change_team(hub.database, actor, aunt, cause="request 4", now=NOW)
    if erases == "community":
        await hub.tell(HAPPENED, CRN, GDPR)
    else:
        event = {"eventType": "DATA_COMPLIANCE_DELETE-OFFENDER", "eventDatetime": "2026-11-23T13:00:00.000000"}
        await hub.tell(MOVED, NUMBER, {**event, "offenderIdDisplay": NUMBER})
    assert [name for (name,) in await hub.rows("select name from team_member")] == left


async def test_the_prison_erases_too(hub: Hub) -> None:
    await tell_community(hub, NUMBER)
    await hub.tell(PRISONER, NUMBER, prisoner())
    event = {
        "eventType": "DATA_COMPLIANCE_DELETE-OFFENDER",
        "eventDatetime": "2026-11-23T13:00:00.000000",
        "offenderIdDisplay": NUMBER,
    }
    await hub.tell(MOVED, NUMBER, event)
    assert await left_over(hub, ("TESTERBY", "SIDONY", "9000123", "Styal")) == []
    # that the community record names the prison number is its own word, and so it stands in the case and its events
    named = {table for table, _ in await left_over(hub, (NUMBER,))}
    assert named <= {"identifier", "outbox", "reading", "offender_case", "case_fact", "fact_source"}
    kept = "select surname, prison_code, registered_risk from offender_case where merged_into is null"
    assert await hub.rows(kept) == [("Quillfeather", None, "VERY_HIGH")]


async def test_an_old_message_brings_nobody_back(hub: Hub) -> None:
    await tell_community(hub, None)
    await hub.tell(HAPPENED, CRN, GDPR)
    assert await hub.tell(SUPERVISION, CRN, supervision(), minutes=59) == "Erased"
    assert await hub.tell(HAPPENED, CRN, happened("probation-case.sentence.moved", minutes=9)) == "Erased"
    assert await left_over(hub, SAID) == []
    assert await hub.tell(SUPERVISION, CRN, supervision(), minutes=61) == "CaseOpened"  # somebody new


async def test_who_is_unknown_is_remembered(hub: Hub) -> None:
    assert await hub.tell(HAPPENED, CRN, GDPR) == "NothingHeld; remembered"
    assert await hub.tell(OFFENDER, CRN, offender(), minutes=5) == "Erased"
    assert await left_over(hub, (CRN,)) == []


async def test_dead_letters_keep_nothing_of_the_person(hub: Hub) -> None:
    await tell_community(hub, None)
    async with hub.database.transaction(NOW) as tx:
        for offset, (key, value) in enumerate(
            [(CRN, "{broken"), ("Z999999", f'{{"crn": "{CRN.lower()}"}}'), ("Z1", "{}")]
        ):
            moment = NOW + timedelta(seconds=offset)
            letter = DeadLetter(OFFENDER, 0, offset, key.encode(), value.encode(), (), moment, "WrongShape", "at 1")
            await dead_letters.add(tx, letter)
    await hub.tell(HAPPENED, CRN, GDPR)
    assert await left_over(hub, (CRN,)) == []
    letters = "select state, value, copied_at is not null from dead_letter order by id"
    assert await hub.rows(letters) == [("DISCARDED", None, True), ("DISCARDED", None, True), ("WAITING", b"{}", False)]


async def test_changes_of_a_plan_stay_append_only(hub: Hub) -> None:
    await tell_community(hub, None)
    await write_plan(hub, prison_too=False)
    connection = await asyncpg.connect(hub.url)
    try:
        for statement in ("delete from plan_change", "update plan_change set cause = 'other'"):
            with pytest.raises(asyncpg.exceptions.RestrictViolationError):
                await connection.execute(statement)
    finally:
        await connection.close()
