"""Made-up cases in a database: an Offender Manager, an Offender Supervisor, a span; and a plan by the actions."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import msgspec
from sqlalchemy import insert, select, update
from sqlalchemy.dialects.postgresql import Range

from hub.actions.plan.change import change_plan
from hub.actions.plan.create import create_plan
from hub.actions.settling.joining import join_cases, take_back
from hub.actions.telling.case_events import Cause
from hub.domain.access import Actor, Role, Service
from hub.domain.custody import CustodyState, Place
from hub.domain.days import london_day
from hub.domain.merge import ChangeKind
from hub.domain.plan import Nature, PlanNode, Serves, StepOwner
from hub.domain.plan.commands import AddIntervention, AddObjective, AddStep, CreatePlan
from hub.domain.plan.fields import InterventionFields, ObjectiveFields, StepFields
from hub.store.case import create, lock, offender_case
from hub.store.custody.custody import custody_record
from hub.store.custody.sentence import sentence, span
from hub.store.database import Database
from hub.store.identity.identity_change import find, identity_change
from hub.store.records.identity import identifier, source_record
from hub.store.team.team import offender_manager_holder, offender_supervisor_allocation, staff, supervision_record
from hub.store.transaction import Transaction

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
BEGAN = NOW - timedelta(days=30)


@dataclass(frozen=True)
class MadeUpCase:
    """A case and the people around it."""

    id: int
    om: Actor
    os: Actor
    prison_number: str
    crn: str


@dataclass(frozen=True)
class MadeUpPlan:
    """A plan with one objective, one intervention and one step, all of version 1."""

    id: int
    objective: int
    intervention: int
    step: int


async def made_up_case(database: Database, number: int = 1, *, with_span: bool = True) -> MadeUpCase:
    """A case of Offender Manager `N01OM<number>` and Offender Supervisor `PRISON<number>` in their own teams."""
    async with database.transaction(NOW) as tx:
        om = await _staff(tx, Service.COMMUNITY, f"N01OM{number}", team_code=f"N01TEAM{number}")
        os = await _staff(tx, Service.CUSTODY, f"PRISON{number}", establishment_code=f"MD{number}")
        case_id = await create(tx)
        reach = {"om_staff_id": om.staff_id, "om_team_code": om.team_code}
        reach |= {"os_staff_id": os.staff_id, "prison_code": os.establishment_code}
        await tx.execute(update(offender_case).where(offender_case.c.id == case_id).values(reach))
        if with_span:
            during = Range(BEGAN, None, bounds="[)")
            holder = {"case_id": case_id, "during": during, "staff_id": om.staff_id, "cause": "COMMUNITY_RECORD"}
            await tx.execute(insert(offender_manager_holder), holder)
            await tx.execute(insert(span), {"case_id": case_id, "during": during})
        prison_number, crn = f"A{number:04}BC", f"X{number:06}"
        in_prison = await _identify(tx, case_id, Service.CUSTODY, "PRISON_NUMBER", prison_number)
        supervised = await _identify(tx, case_id, Service.COMMUNITY, "CRN", crn)
        if with_span:
            await _backed_by_records(tx, case_id, om, os, in_prison, supervised)
        await tx.record(actor="test", service="TEST", action="made_up", case_ids=[case_id], why="test", cause="test")
    return MadeUpCase(case_id, om, os, prison_number, crn)


async def made_up_plan(database: Database, case: MadeUpCase) -> MadeUpPlan:
    """The plan of the case, by its Offender Manager."""
    made = await create_plan(database, case.om, CreatePlan(case.id), cause="request/made-up", now=NOW)
    title = ObjectiveFields(title="Keep a home", serves=Serves.PUBLIC_PROTECTION)
    objective = await _change(database, case.om, AddObjective(made.plan_id, None, title))
    course = InterventionFields(
        name="Tenancy course", nature=Nature.REHABILITATIVE, mandatory_for_manager=True, mandatory_for_offender=False
    )
    intervention = await _change(database, case.om, AddIntervention(objective, None, course))
    call = StepFields(description="Ring the provider", owner=StepOwner.OFFENDER_SUPERVISOR)
    step = await _change(database, case.os, AddStep(intervention, None, call, PlanNode.INTERVENTION))
    return MadeUpPlan(made.plan_id, objective, intervention, step)


CAUSE = Cause("test", Service.COMMUNITY, "test/0/1")


async def join(database: Database, gone: int, stays: int) -> None:
    """The two cases turn out to be one person."""
    async with database.transaction(NOW) as tx:
        await lock(tx, [gone, stays])
        await join_cases(tx, gone, stays, CAUSE, "test")
        await tx.record(actor="test", service="TEST", action="join", case_ids=[gone], why="test", cause="test")


async def part_again(database: Database) -> None:
    """The last join was wrong: the cases are two people."""
    async with database.transaction(NOW) as tx:
        newest = select(identity_change.c.id).where(identity_change.c.kind == ChangeKind.JOINED)
        change_id = (await tx.rows(newest.order_by(identity_change.c.id.desc()).limit(1)))[0].id
        change = await find(tx, change_id)
        assert change and change.other_case_id
        await lock(tx, [change.case_id, change.other_case_id])
        await take_back(tx, change, change.case_id, CAUSE, "test")
        await tx.record(actor="test", service="TEST", action="part", case_ids=[1], why="test", cause="test")


async def _change(database: Database, actor: Actor, command: AddObjective | AddIntervention | AddStep) -> int:
    outcome = await change_plan(database, actor, command, cause="request/made-up", now=NOW)
    return outcome.node_id


async def _staff(
    tx: Transaction, service: Service, code: str, team_code: str | None = None, establishment_code: str | None = None
) -> Actor:
    row = {
        "service": service,
        "code": code,
        "team_code": team_code,
        "establishment_code": establishment_code,
        "told_at": NOW,
    }
    staff_id = (await tx.execute(insert(staff).values(row).returning(staff.c.id))).scalar_one()
    role = Role.OFFENDER_MANAGER if service is Service.COMMUNITY else Role.OFFENDER_SUPERVISOR
    return Actor(
        subject=f"subject-{code}",
        service=service,
        roles=frozenset({role}),
        staff_code=code,
        staff_id=staff_id,
        team_code=team_code,
        establishment_code=establishment_code,
        email=f"{code.lower()}@example.org",
    )


async def _backed_by_records(
    tx: Transaction, case_id: int, om: Actor, os: Actor, in_prison: int, supervised: int
) -> None:
    """The records and the allocation that the reach follows from, for whatever decides the case anew."""
    at = {"source_time": BEGAN, "time_assumed": False}
    place = Place(CustodyState.IN_PRISON, BEGAN, prison_code=os.establishment_code)
    own = {"case_id": case_id, "source_record_id": in_prison}
    told = {"state": place.state, "prison_code": place.prison_code, "told": msgspec.to_builtins(place)}
    await tx.execute(insert(custody_record), {**own, **at, **told, "current": True})
    own = {"case_id": case_id, "source_record_id": supervised}
    named = {"names_manager": True, "staff_id": om.staff_id, "team_code": om.team_code}
    await tx.execute(insert(supervision_record), {**own, **at, **named})
    order = {"service": Service.COMMUNITY, "source_reference": "1", "description": "Community Order"}
    running = {"custodial": False, "active": True, "imposed_on": london_day(BEGAN), "source_time": BEGAN}
    await tx.execute(insert(sentence), {**own, **order, **running})
    during = {"during": Range(BEGAN, None, bounds="[)"), "staff_id": os.staff_id}
    await tx.execute(
        insert(offender_supervisor_allocation), {"case_id": case_id, **during, "case_version": 1, "cause": "test"}
    )


async def _identify(tx: Transaction, case_id: int, service: Service, kind: str, value: str) -> int:
    record = {"case_id": case_id, "service": service, "key": value, "linked_by": "test"}
    key = (await tx.execute(insert(source_record).values(record).returning(source_record.c.id))).scalar_one()
    line = {"case_id": case_id, "source_record_id": key, "kind": kind, "value": value, "raw": value, "valid": True}
    await tx.execute(insert(identifier), line)
    return int(key)
