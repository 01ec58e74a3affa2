"""Plan commands by Kafka: the same rules as a mutation, always an answer, each command id once."""

import asyncio
import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from msgspec.structs import replace
from sqlalchemy import insert, select, update

from hub.actions.plan.change import change_plan
from hub.actions.plan.take_command import take_plan_command
from hub.connectors.connector import Message, Provenance
from hub.connectors.plan_command import COMMUNITY, CUSTODY, AskedPlanCommand
from hub.domain.plan.commands import ChangeObjective
from hub.domain.plan.fields import ObjectiveFields
from hub.messaging.contracts import validator
from hub.store.audit.audit import audit
from hub.store.database import Database
from hub.store.messages.outbox import outbox
from hub.store.plan.plan import plan_change
from hub.store.team.team import staff
from tests.actions.plan.made_up_case import NOW, MadeUpCase, MadeUpPlan, made_up_case

pytestmark = pytest.mark.postgres


class Sender:
    """A service's own system: sends commands as that side, reads the answers."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def send(self, **body: Any) -> dict[str, Any]:
        """The answer to one command, by the crn, prison number or case id in the body."""
        record, provenance = self.decoded(body)
        return await self.take(record, provenance)

    def decoded(self, body: dict[str, Any]) -> tuple[AskedPlanCommand, Provenance]:
        connector = CUSTODY if body["staffCode"].startswith("PRISON") else COMMUNITY
        key = str(body.get("crn") or body.get("prisonNumber") or body.get("caseId")).encode()
        value = json.dumps({"commandId": f"c-{body}"[:200].encode("ascii", "ignore").decode().strip(), **body}).encode()
        record, provenance = connector.decode(
            Message(connector.topic, 0, 7, key, value, (), datetime(2026, 3, 2, tzinfo=UTC))
        )
        assert isinstance(record, AskedPlanCommand)
        return record, provenance

    async def take(self, record: AskedPlanCommand, provenance: Provenance) -> dict[str, Any]:
        async with self._database.transaction(NOW) as tx:
            detail = await take_plan_command(tx, record, provenance)
            (row,) = await tx.rows(select(outbox).order_by(outbox.c.seq.desc()).limit(1))
        payload: dict[str, Any] = json.loads(row.payload)
        assert (row.aggregatetype, row.aggregateid, row.case_id) == ("plan-reply", record.key, None)
        assert payload["correlationId"] == record.correlation_id
        assert [fault.message for fault in validator("hub.plan.reply.v1").iter_errors(payload)] == []
        return {**payload, "detail": detail}


@pytest.fixture
def sender(database: Database) -> Sender:
    return Sender(database)


async def changes(database: Database) -> list[Any]:
    async with database.transaction(NOW) as tx:
        return list(await tx.rows(select(plan_change).order_by(plan_change.c.id)))


async def test_the_manager_changes_an_objective_from_their_own_system(
    database: Database, case: MadeUpCase, plan: MadeUpPlan, sender: Sender
) -> None:
    answer = await sender.send(
        commandId="c1",
        correlationId="order 7",
        command="ChangeObjective",
        crn=case.crn,
        planId=str(plan.id),
        nodeId=str(plan.objective),
        expectedVersion=1,
        staffCode=case.om.staff_code,
        fields={"title": "Keep the flat"},
    )
    assert (answer["outcome"], answer["nodeVersion"], answer["planVersion"]) == ("DONE", 2, 5)
    assert (answer["caseId"], answer["node"], answer["detail"]) == (str(case.id), "OBJECTIVE", "done")
    last = (await changes(database))[-1]
    assert (last.after["title"], last.service, last.actor_role) == ("Keep the flat", "COMMUNITY", "OFFENDER_MANAGER")
    assert last.cause == "community.plan.command.v1/0/7"
    async with database.transaction(NOW) as tx:
        (said,) = await tx.rows(select(audit).order_by(audit.c.id.desc()).limit(1))
    assert (said.actor, said.cause) == (f"COMMUNITY/{case.om.staff_code}", last.cause)


async def test_a_plan_is_created_by_command(database: Database, case: MadeUpCase, sender: Sender) -> None:
    create = {"commandId": "c1", "command": "CreatePlan", "crn": case.crn, "staffCode": case.om.staff_code}
    answer = await sender.send(**create)
    assert (answer["outcome"], answer["node"], answer["planVersion"]) == ("DONE", "PLAN", 1)
    again = await sender.send(**{**create, "commandId": "c2"})
    assert again["rules"][0]["code"] == "PlanAlreadyExists"


def complete(case: MadeUpCase, plan: MadeUpPlan, **other: Any) -> dict[str, Any]:
    whole = {
        "commandId": "c1",
        "command": "CompleteIntervention",
        "prisonNumber": case.prison_number,
        "planId": plan.id,
        "nodeId": plan.intervention,
        "expectedVersion": 1,
        "staffCode": case.os.staff_code,
        **other,
    }
    return {name: value for name, value in whole.items() if value is not None}


async def test_refusals_are_answers(database: Database, case: MadeUpCase, plan: MadeUpPlan, sender: Sender) -> None:
    other = await made_up_case(database, 2)
    rows: list[tuple[dict[str, Any], str]] = [
        # what is different about the command, the rule in the answer
        ({"staffCode": "PRISON99"}, "StaffUnknown"),
        ({"staffCode": other.os.staff_code}, "PlanNodeNotFound"),
        ({"prisonNumber": other.prison_number}, "PlanNodeNotFound"),
        ({"prisonNumber": "A9999ZZ"}, "PlanNodeNotFound"),
        ({"prisonNumber": None, "caseId": "987654"}, "PlanNodeNotFound"),
        ({"prisonNumber": None, "caseId": "9" * 19}, "PlanNodeNotFound"),
        ({"nodeId": 404}, "PlanNodeNotFound"),
        ({"nodeId": "9" * 19}, "PlanNodeNotFound"),
        ({"planId": 404}, "PlanNodeNotFound"),
        ({"expectedVersion": 2}, "VersionNotReached"),
        ({"fields": {"completedOn": "2031-01-01"}}, "DateInFuture"),
        ({"command": "EndInterventionEarly", "fields": {"reason": "Moved"}}, "InterventionNotStarted"),
        ({"command": "ChangeIntervention", "fields": {"name": "Other"}}, "OffenderManagerDecides"),
    ]
    before = await changes(database)
    for number, (different, rule) in enumerate(rows):
        answer = await sender.send(**complete(case, plan, commandId=f"c{number}", **different))
        assert (answer["outcome"], answer["rules"][0]["code"]) == ("BROKEN_RULE", rule), different
        assert answer["detail"] == f"refused: {rule}"
        assert "caseId" not in answer
    assert await changes(database) == before


async def test_someone_elses_case_and_an_unknown_one_answer_the_same(
    database: Database, case: MadeUpCase, plan: MadeUpPlan, sender: Sender
) -> None:
    stranger = (await made_up_case(database, 2)).os.staff_code
    theirs = await sender.send(**complete(case, plan, staffCode=stranger))
    unknown = await sender.send(**complete(case, plan, commandId="c2", staffCode=stranger, prisonNumber="A9999ZZ"))
    differing = {"commandId", "correlationId"}
    assert {k: v for k, v in theirs.items() if k not in differing} == {
        k: v for k, v in unknown.items() if k not in differing
    }


async def test_a_colleague_records_delivery_and_decides_nothing(
    database: Database, case: MadeUpCase, plan: MadeUpPlan, sender: Sender
) -> None:
    async with database.transaction(NOW) as tx:
        colleague = {"service": "CUSTODY", "code": "PRISON77", "establishment_code": case.os.establishment_code}
        await tx.execute(insert(staff), {**colleague, "told_at": NOW})
        await tx.record(actor="t", service="T", action="t", case_ids=[], why="t", cause="t")
    wish = {"reason": "Why", "proposed": {"command": "AddObjective", "fields": {"title": "x"}}}
    refused = await sender.send(
        **complete(
            case,
            plan,
            commandId="c1",
            staffCode="PRISON77",
            command="ProposeChange",
            fields=wish,
            nodeId=None,
            expectedVersion=None,
        )
    )
    assert refused["rules"][0]["code"] == "OffenderSupervisorProposes"
    answer = await sender.send(**complete(case, plan, commandId="c2", staffCode="PRISON77"))
    assert answer["outcome"] == "DONE"
    assert (await changes(database))[-1].actor_role == "KEY_WORKER"


WORKS = [
    # from, to, whether the member of staff can still send commands
    (None, None, True),
    (NOW.date(), NOW.date(), True),
    (None, NOW.date() - timedelta(days=1), False),
    (NOW.date() + timedelta(days=1), None, False),
]


@pytest.mark.parametrize(("start", "end", "works"), WORKS)
async def test_only_who_works_there_today(
    database: Database, case: MadeUpCase, plan: MadeUpPlan, sender: Sender, start: Any, end: Any, works: bool
) -> None:
    async with database.transaction(NOW) as tx:
        dates = {"active_from": start, "active_to": end}
        await tx.execute(update(staff).where(staff.c.code == case.os.staff_code).values(dates))
        await tx.record(actor="t", service="T", action="t", case_ids=[], why="t", cause="t")
    answer = await sender.send(**complete(case, plan))
    assert answer["outcome"] == ("DONE" if works else "BROKEN_RULE")


async def test_a_conflict_is_an_answer_with_both_values(
    database: Database, case: MadeUpCase, plan: MadeUpPlan, sender: Sender
) -> None:
    mine = ChangeObjective(plan.objective, 1, ObjectiveFields(title="Find a flat"))
    await change_plan(database, case.om, mine, cause="request/1", now=NOW)
    answer = await sender.send(
        **complete(
            case,
            plan,
            prisonNumber=None,
            crn=case.crn,
            staffCode=case.om.staff_code,
            command="ChangeObjective",
            nodeId=plan.objective,
            fields={"title": "Keep the flat", "serves": "PUBLIC_PROTECTION"},
        )
    )
    assert answer["outcome"] == "CONFLICT"
    assert (answer["node"], answer["nodeId"]) == ("OBJECTIVE", str(plan.objective))
    assert (answer["expectedVersion"], answer["currentVersion"]) == (1, 2)
    assert answer["fields"] == [{"field": "title", "yours": "Keep the flat", "current": "Find a flat"}]


async def test_a_command_id_has_its_effect_once_and_the_same_answer(
    database: Database, case: MadeUpCase, plan: MadeUpPlan, sender: Sender
) -> None:
    record, provenance = sender.decoded(complete(case, plan))
    answers = await asyncio.gather(
        *(sender_take(database, replace(record, correlation_id=f"order {n}"), provenance) for n in range(5))
    )
    assert sorted(answers) == ["done", *["done, answered again"] * 4]
    assert [line.event for line in await changes(database)].count("InterventionCompleted") == 1
    async with database.transaction(NOW) as tx:
        replies = await tx.rows(select(outbox.c.payload).where(outbox.c.aggregatetype == "plan-reply"))
    bodies = [json.loads(reply.payload) for reply in replies]
    assert {body["correlationId"] for body in bodies} == {f"order {n}" for n in range(5)}
    assert len({(body["outcome"], body["nodeVersion"], body["planVersion"]) for body in bodies}) == 1
    other = await sender.send(**complete(case, plan, fields={"outcome": "Other"}))
    assert other["rules"][0]["code"] == "CommandIdReused"


async def sender_take(database: Database, record: AskedPlanCommand, provenance: Provenance) -> str:
    async with database.transaction(NOW) as tx:
        return await take_plan_command(tx, record, provenance)


async def test_a_refused_command_is_refused_again(
    database: Database, case: MadeUpCase, plan: MadeUpPlan, sender: Sender
) -> None:
    early = complete(case, plan, command="StartIntervention", fields={"startedOn": "2031-01-01"})
    first, second = await sender.send(**early), await sender.send(**early)
    assert first["rules"] == second["rules"]
    assert second["detail"] == "refused: DateInFuture, answered again"


async def test_the_same_id_of_the_other_side_is_another_command(
    database: Database, case: MadeUpCase, plan: MadeUpPlan, sender: Sender
) -> None:
    custody = await sender.send(**complete(case, plan, command="StartIntervention"))
    community = await sender.send(
        **complete(case, plan, prisonNumber=None, crn=case.crn, staffCode=case.om.staff_code, expectedVersion=2)
    )
    assert (custody["outcome"], community["outcome"]) == ("DONE", "DONE")
