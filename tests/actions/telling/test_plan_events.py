"""Real events and replies against their published contracts; and the history in the database against the plan."""

import asyncio
import json
from itertools import count
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from sqlalchemy import select, text

from hub.actions.plan.change import change_plan
from hub.actions.plan.choose import choose_plan
from hub.actions.plan.create import create_plan
from hub.actions.redeciding.follow_spans import follow_spans
from hub.actions.telling.plan_events import DESCRIPTIONS, event_type
from hub.domain.access import Service
from hub.domain.plan import ObjectiveStatus, PlanNode, StepStatus
from hub.domain.plan.commands import (
    AcceptProposal,
    AddIntervention,
    AddObjective,
    AddStep,
    ChangeIntervention,
    ChangeObjective,
    ChangeStep,
    CloseObjective,
    CompleteIntervention,
    CreatePlan,
    DeclineProposal,
    EndInterventionEarly,
    PlanCommand,
    ProposeChange,
    RecordStepProgress,
    StartIntervention,
)
from hub.domain.plan.fields import InterventionFields, ObjectiveFields, StepFields
from hub.domain.plan.nodes import PlanState, document, key_of
from hub.domain.plan.together import ChoosePlan
from hub.errors import BrokenRule, VersionConflict
from hub.messaging.cloud_event import schema_id
from hub.messaging.contracts import schema, validator
from hub.store.database import Database
from hub.store.messages.outbox import outbox
from hub.store.plan.plan import plan_change
from hub.store.plan.plan_state import load
from tests.actions.plan.made_up_case import (
    NOW,
    MadeUpCase,
    MadeUpPlan,
    join,
    made_up_case,
    made_up_plan,
    part_again,
)
from tests.domain.plan.made_up import intervention_fields, objective_fields, step_fields
from tests.domain.plan.random_commands import commands

pytestmark = pytest.mark.postgres
NUMBERS = count(1)


async def events_of(database: Database) -> list[dict[str, Any]]:
    async with database.transaction(NOW) as tx:
        rows = await tx.rows(select(outbox).where(outbox.c.aggregatetype == "plan").order_by(outbox.c.seq))
    payloads = [json.loads(row.payload) for row in rows]
    assert [payload["eventType"] for payload in payloads] == [event_type(row.type) for row in rows]
    return payloads


def undescribed(payload: dict[str, Any]) -> set[str]:
    """The properties of an event that its contract does not describe."""
    parts = schema("hub.plan.event.v1")["$defs"]
    node = parts[payload["node"].capitalize()]["properties"]
    outer = set(payload) - set(parts["Common"]["properties"])
    return outer | (set(payload["after"]) | set(payload["before"] or ())) - set(node)


def own_schema(event: dict[str, Any]) -> Draft202012Validator:
    """The schema that the event's `ce_dataschema` header names, out of the whole contract."""
    return Draft202012Validator({"$ref": schema_id(event["eventType"]), "$defs": schema("hub.plan.event.v1")["$defs"]})


async def meet_another_plan(database: Database, case: MadeUpCase, plan: MadeUpPlan) -> None:
    """Two cases with plans turn out to be one person; a choice is made; one case was two people after all."""
    other = await made_up_case(database, 2)
    second = await made_up_plan(database, other)
    await join(database, other.id, case.id)
    await choose_plan(database, case.om, ChoosePlan(second.id, 1), cause="request/1", now=NOW)
    await part_again(database)


async def test_every_kind_of_event_fits_its_contract(database: Database, case: MadeUpCase, plan: MadeUpPlan) -> None:
    async def do(actor: Any, command: PlanCommand) -> int:
        return (await change_plan(database, actor, command, cause="request/1", now=NOW)).node_id

    om, os = case.om, case.os
    await do(om, ChangeObjective(plan.objective, 1, ObjectiveFields(target="Rent paid")))
    await do(om, ChangeIntervention(plan.intervention, 1, InterventionFields(provider="Made-up Trust")))
    await do(os, StartIntervention(plan.intervention, 2))
    await do(os, CompleteIntervention(plan.intervention, 3))
    step = await do(os, AddStep(plan.objective, 1, step_fields(), PlanNode.OBJECTIVE))
    await do(os, ChangeStep(step, 1, StepFields(description="Ring again")))
    await do(os, RecordStepProgress(step, 2, StepStatus.COMPLETED, "Rang"))
    wish = AddIntervention(plan.objective, 2, intervention_fields())
    await do(om, AcceptProposal(await do(os, ProposeChange(wish, "Needed")), 1))
    await do(om, DeclineProposal(await do(os, ProposeChange(wish, "Needed again")), 1, "Once is enough"))
    async with database.transaction(NOW) as tx:
        second = max(intervention.id for intervention in (await load(tx, plan.id)).interventions)
    await do(om, EndInterventionEarly(second, 1, None, "No place"))
    await do(om, CloseObjective(plan.objective, 2, ObjectiveStatus.ACHIEVED))
    other = await do(om, AddObjective(plan.id, None, objective_fields()))
    await do(om, CloseObjective(other, 1, ObjectiveStatus.REMOVED, "Not needed"))
    for end in (NOW, None):
        async with database.transaction(NOW) as tx:
            await tx.execute(text("update span set during = tstzrange(lower(during), :end)"), {"end": end})
            await follow_spans(tx, case.id, service=Service.COMMUNITY, cause="topic/0/1")
            await tx.record(actor="t", service="T", action="t", case_ids=[case.id], why="t", cause="t")

    await meet_another_plan(database, case, plan)

    events = await events_of(database)
    assert {event["eventType"] for event in events} == {event_type(name) for name in DESCRIPTIONS}
    for event in events:
        assert [fault.message for fault in validator("hub.plan.event.v1").iter_errors(event)] == []
        assert own_schema(event).is_valid(event) and not own_schema(event).is_valid({**event, "after": None})
        assert undescribed(event) == set()
    versions = [event["planVersion"] for event in events if event["planId"] == str(plan.id)]
    assert versions == list(range(1, len(versions) + 1))
    sequences = [event["sequence"] for event in events if event["caseId"] == str(case.id)]
    assert sequences == list(range(1, len(sequences) + 1))


async def replayed(database: Database, plan_id: int) -> tuple[PlanState, dict[Any, Any]]:
    """The plan as its tables have it, and as its history alone tells it."""
    async with database.transaction(NOW) as tx:
        state = await load(tx, plan_id)
        lines = await tx.rows(
            select(plan_change).where(plan_change.c.plan_id == plan_id).order_by(plan_change.c.plan_version)
        )
    assert [line.plan_version for line in lines] == list(range(1, state.plan.version + 1))
    told: dict[Any, Any] = {}
    for line in lines:
        key = (PlanNode(line.node), line.node_id)
        assert line.before == told.get(key)
        assert line.node_version == (line.before["version"] if line.before else 0) + 1
        told[key] = line.after
    return state, told


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_the_history_in_the_database_replays_to_the_plan(database_url: str, data: st.DataObject) -> None:
    async def sequence() -> None:
        database = Database(database_url)
        try:
            case = await made_up_case(database, next(NUMBERS))
            plan_id = (await create_plan(database, case.om, CreatePlan(case.id), cause="request/0", now=NOW)).plan_id
            for turn in range(data.draw(st.integers(5, 15))):
                state, told = await replayed(database, plan_id)
                assert {key: told[key] for key in told if key[0] is not PlanNode.PLAN} == {
                    key_of(node): document(node) for node in state.nodes.values()
                }
                command = data.draw(commands(state))
                actor = case.os if isinstance(command, ProposeChange) else case.om
                try:
                    await change_plan(database, actor, command, cause=f"request/{turn}", now=NOW)
                except (BrokenRule, VersionConflict):
                    continue
        finally:
            await database.close()

    asyncio.run(sequence())
