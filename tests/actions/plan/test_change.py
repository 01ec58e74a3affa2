"""Changes of a plan on PostgreSQL: what is written, who may, what conflicts, and that nothing else is touched."""

import asyncio
import itertools
import json
import logging
from datetime import timedelta
from typing import Any

import pytest
from msgspec.structs import replace
from sqlalchemy import select, text, update

from hub.actions.plan.change import change_plan
from hub.actions.plan.create import create_plan
from hub.domain.access import Role
from hub.domain.plan import ObjectiveStatus, PlanNode, StepStatus
from hub.domain.plan.commands import (
    AcceptProposal,
    AddObjective,
    AddStep,
    ChangeObjective,
    CloseObjective,
    CompleteIntervention,
    CreatePlan,
    DeclineProposal,
    PlanCommand,
    ProposeChange,
    RecordStepProgress,
    StartIntervention,
)
from hub.domain.plan.fields import ObjectiveFields, StepFields
from hub.domain.records import LimitSource
from hub.errors import BrokenRule, VersionConflict
from hub.store.audit.audit import audit
from hub.store.case import offender_case
from hub.store.custody.sentence import span
from hub.store.database import Database
from hub.store.messages.outbox import outbox
from hub.store.plan.plan import plan_change, sentence_plan
from hub.store.plan.plan_state import load
from hub.store.reach.access import access_limit
from tests.actions.plan.made_up_case import NOW, MadeUpCase, MadeUpPlan, made_up_case, made_up_plan
from tests.domain.plan.made_up import objective_fields, step_fields

pytestmark = pytest.mark.postgres
TODAY = NOW.date()


async def rows(database: Database, statement: Any) -> Any:
    async with database.transaction(NOW) as tx:
        return await tx.rows(statement)


async def counts(database: Database) -> tuple[int, ...]:
    names = ("plan_change", "outbox", "audit", "objective", "step", "proposal", "idempotency_key")
    statement = text("select " + ", ".join(f"(select count(*) from {name})" for name in names))
    return tuple((await rows(database, statement))[0])


async def test_a_completion_writes_state_history_event_and_audit(
    database: Database, case: MadeUpCase, plan: MadeUpPlan
) -> None:
    command = CompleteIntervention(plan.intervention, 1, TODAY, "Went well")
    outcome = await change_plan(database, case.os, command, cause="request/7", now=NOW)
    assert (outcome.node, outcome.node_id, outcome.node_version) == (PlanNode.INTERVENTION, plan.intervention, 2)
    assert (outcome.plan_version, outcome.case_id, outcome.changed) == (5, case.id, True)
    assert [w.code for w in outcome.warnings] == ["VictimAwarenessMissing", "StartNotRecorded"]

    (held,) = await rows(database, text("select * from intervention"))
    assert (held.status, held.completed_on, held.outcome, held.version) == ("COMPLETED", TODAY, "Went well", 2)
    history = await rows(database, select(plan_change).order_by(plan_change.c.plan_version.desc()).limit(1))
    line = history[0]
    assert (line.event, line.before["status"], line.after["status"]) == (
        "InterventionCompleted",
        "PLANNED",
        "COMPLETED",
    )
    assert (line.actor_role, line.service, line.cause) == ("OFFENDER_SUPERVISOR", "CUSTODY", "request/7")

    event = (await rows(database, select(outbox).order_by(outbox.c.seq.desc()).limit(1)))[0]
    payload = json.loads(event.payload)
    assert (event.aggregatetype, event.aggregateid, event.type) == ("plan", str(case.id), "InterventionCompleted")
    assert payload["after"] == line.after and payload["before"] == line.before
    assert payload["actor"] == {"staffCode": case.os.staff_code, "role": "OFFENDER_SUPERVISOR"}
    assert payload["personReference"]["identifiers"] == [
        {"type": "CRN", "value": case.crn},
        {"type": "NOMS", "value": case.prison_number},
    ]
    assert payload["eventType"] == "hub.plan.intervention-completed"
    assert (payload["planVersion"], payload["nodeVersion"], payload["sequence"]) == (5, 2, 5)

    said = (await rows(database, select(audit).order_by(audit.c.id.desc()).limit(1)))[0]
    assert (said.actor, said.action, said.case_ids) == (case.os.subject, "complete_intervention", [case.id])
    assert said.fields == ["completedOn", "outcome", "status"]
    assert "Went well" not in str(said)


async def test_what_is_loaded_is_what_was_saved(database: Database, case: MadeUpCase, plan: MadeUpPlan) -> None:
    async with database.transaction(NOW) as tx:
        state = await load(tx, plan.id)
    assert state.plan.version == 4
    assert state.objective(plan.objective).title == "Keep a home"
    assert state.step(plan.step).intervention_id == plan.intervention
    assert state.open


async def refused(database: Database, actor: Any, command: PlanCommand | CreatePlan, **options: Any) -> BrokenRule:
    before = await counts(database)
    with pytest.raises(BrokenRule) as rule:
        if isinstance(command, CreatePlan):
            await create_plan(database, actor, command, cause="request/1", now=NOW, **options)
        else:
            await change_plan(database, actor, command, cause="request/1", now=NOW, **options)
    assert await counts(database) == before
    return rule.value


async def test_someone_elses_case_and_an_unknown_id_answer_the_same(
    database: Database, case: MadeUpCase, plan: MadeUpPlan
) -> None:
    other = await made_up_case(database, 2)
    commands: list[PlanCommand | CreatePlan] = [
        StartIntervention(plan.intervention, 1),
        StartIntervention(987654, 1),
        StartIntervention(10**30, 1),
        StartIntervention(-1, 1),
        AddObjective(plan.id, None, objective_fields()),
        AddStep(plan.step, None, step_fields(), PlanNode.STEP),
        CreatePlan(case.id),
        CreatePlan(987654),
    ]
    answers = [await refused(database, other.om, command) for command in commands]
    assert {(a.code, a.message, a.remedy, a.field) for a in answers} == {
        (answers[0].code, answers[0].message, answers[0].remedy, None)
    }
    assert answers[0].code == "PlanNodeNotFound"


async def test_limited_access_hides_the_plan(database: Database, case: MadeUpCase, plan: MadeUpPlan) -> None:
    async with database.transaction(NOW) as tx:
        (record,) = await tx.rows(text("select min(id) as id from source_record"))
        limit = {"case_id": case.id, "source_record_id": record.id, "kind": "EXCLUSION", "email": case.os.email}
        await tx.execute(access_limit.insert().values({**limit, "told_by": next(iter(LimitSource))}))
        await tx.execute(update(offender_case).where(offender_case.c.id == case.id).values(limited=True))
        await tx.record(actor="t", service="T", action="t", case_ids=[case.id], why="t", cause="t")
    assert (await refused(database, case.os, StartIntervention(plan.intervention, 1))).code == "PlanNodeNotFound"
    outcome = await change_plan(database, case.om, StartIntervention(plan.intervention, 1), cause="request/2", now=NOW)
    assert outcome.node_version == 2


async def test_a_case_administrator_reaches_no_plan(database: Database, case: MadeUpCase, plan: MadeUpPlan) -> None:
    administrator = replace(case.om, roles=frozenset({Role.CASE_ADMINISTRATOR}))
    assert (await refused(database, administrator, StartIntervention(plan.intervention, 1))).code == "PlanNodeNotFound"


async def test_the_supervisor_asks_and_the_manager_decides(
    database: Database, case: MadeUpCase, plan: MadeUpPlan
) -> None:
    change = ChangeObjective(plan.objective, 1, ObjectiveFields(title="Keep the flat"))
    assert (await refused(database, case.os, change)).code == "OffenderManagerDecides"
    proposed = await change_plan(database, case.os, ProposeChange(change, "He has one"), cause="request/1", now=NOW)
    accepted = await change_plan(database, case.om, AcceptProposal(proposed.node_id, 1), cause="request/2", now=NOW)
    assert (accepted.node, accepted.plan_version) == (PlanNode.PROPOSAL, 7)
    lines = await rows(database, select(plan_change).order_by(plan_change.c.plan_version.desc()).limit(2))
    assert [line.event for line in lines] == ["ProposalAccepted", "ObjectiveChanged"]
    assert [line.cause for line in lines] == ["request/2", f"proposal {proposed.node_id}"]
    events = await rows(database, select(outbox).order_by(outbox.c.seq.desc()).limit(2))
    assert [json.loads(event.payload)["cause"] for event in events] == ["request/2", f"proposal {proposed.node_id}"]
    assert (
        await refused(database, case.om, DeclineProposal(proposed.node_id, 2, "No"))
    ).code == "ProposalAlreadyDecided"


async def test_a_proposed_addition_is_made_when_accepted(
    database: Database, case: MadeUpCase, plan: MadeUpPlan
) -> None:
    addition = AddObjective(plan.id, None, objective_fields(target_date=TODAY + timedelta(days=90)))
    proposed = await change_plan(database, case.os, ProposeChange(addition, "Needed"), cause="request/1", now=NOW)
    await change_plan(database, case.om, AcceptProposal(proposed.node_id, 1), cause="request/2", now=NOW)
    async with database.transaction(NOW) as tx:
        state = await load(tx, plan.id)
    assert sorted(objective.title for objective in state.objectives) == ["Keep a home", "Keep a home"]
    assert state.proposal(proposed.node_id).decided_by_id == case.om.staff_id


async def test_a_proposal_meets_a_change_of_the_same_field(
    database: Database, case: MadeUpCase, plan: MadeUpPlan
) -> None:
    wish = ProposeChange(ChangeObjective(plan.objective, 1, ObjectiveFields(title="Keep the flat")), "He has one")
    proposed = await change_plan(database, case.os, wish, cause="request/1", now=NOW)
    other = ChangeObjective(plan.objective, 1, ObjectiveFields(title="Find a flat"))
    await change_plan(database, case.om, other, cause="request/2", now=NOW)
    before = await counts(database)
    with pytest.raises(VersionConflict) as conflict:
        await change_plan(database, case.om, AcceptProposal(proposed.node_id, 1), cause="request/3", now=NOW)
    assert [(f.field, f.yours, f.current) for f in conflict.value.fields] == [("title", "Keep the flat", "Find a flat")]
    assert await counts(database) == before
    declined = await change_plan(
        database, case.om, DeclineProposal(proposed.node_id, 1, "Has none"), cause="request/4", now=NOW
    )
    assert declined.node_version == 2


async def test_changes_of_different_fields_merge(database: Database, case: MadeUpCase, plan: MadeUpPlan) -> None:
    first = ChangeObjective(plan.objective, 1, ObjectiveFields(title="Keep the flat"))
    second = ChangeObjective(plan.objective, 1, ObjectiveFields(target="Rent paid for six months"))
    third = ChangeObjective(plan.objective, 1, ObjectiveFields(target="Rent paid", title="Keep the flat"))
    await change_plan(database, case.om, first, cause="request/1", now=NOW)
    outcome = await change_plan(database, case.om, second, cause="request/2", now=NOW)
    assert outcome.node_version == 3
    with pytest.raises(VersionConflict) as conflict:
        await change_plan(database, case.om, third, cause="request/3", now=NOW)
    assert [f.field for f in conflict.value.fields] == ["target"]


async def test_nothing_is_written_where_all_was_so_already(
    database: Database, case: MadeUpCase, plan: MadeUpPlan
) -> None:
    before = await counts(database)
    same = ChangeObjective(plan.objective, 1, ObjectiveFields(title=" Keep a home "))
    outcome = await change_plan(database, case.om, same, cause="request/1", now=NOW)
    assert (outcome.changed, outcome.node_version, outcome.plan_version) == (False, 1, 4)
    assert await counts(database) == before


async def test_a_plan_ends_with_its_span(database: Database, case: MadeUpCase, plan: MadeUpPlan) -> None:
    async with database.transaction(NOW) as tx:
        await tx.execute(text("update span set during = tstzrange(lower(during), :end)"), {"end": NOW})
    assert (await refused(database, case.om, CreatePlan(case.id))).code == "CaseHasNoSpan"
    assert (await refused(database, case.os, StartIntervention(plan.intervention, 1))).code == "PlanClosed"


async def test_one_plan_for_each_span(database: Database, case: MadeUpCase, plan: MadeUpPlan) -> None:
    assert (await refused(database, case.om, CreatePlan(case.id))).code == "PlanAlreadyExists"
    without = await made_up_case(database, 2, with_span=False)
    assert (await refused(database, without.om, CreatePlan(without.id))).code == "CaseHasNoSpan"
    assert len(await rows(database, select(span))) == len(await rows(database, select(sentence_plan))) == 1


async def test_an_old_case_id_finds_the_case_that_it_was_merged_into(database: Database, case: MadeUpCase) -> None:
    old = await made_up_case(database, 2)
    async with database.transaction(NOW) as tx:
        await tx.execute(update(offender_case).where(offender_case.c.id == old.id).values(merged_into=case.id))
        await tx.record(actor="t", service="T", action="t", case_ids=[old.id], why="t", cause="t")
    outcome = await create_plan(database, case.om, CreatePlan(old.id), cause="request/1", now=NOW)
    assert outcome.case_id == case.id


async def test_the_same_idempotency_key_changes_once(database: Database, case: MadeUpCase, plan: MadeUpPlan) -> None:
    command = AddObjective(plan.id, None, objective_fields())
    answers = await asyncio.gather(
        *(
            change_plan(database, case.om, command, cause=f"request/{n}", now=NOW, idempotency_key="k1")
            for n in range(8)
        )
    )
    assert len({answer.node_id for answer in answers}) == 1
    assert len(set(answers)) == 1
    async with database.transaction(NOW) as tx:
        assert len((await load(tx, plan.id)).objectives) == 2
    other = AddObjective(plan.id, None, objective_fields(title="Another"))
    assert (await refused(database, case.om, other, idempotency_key="k1")).code == "IdempotencyKeyReused"
    for bad in ("", "x" * 201, "nul\0"):
        assert (await refused(database, case.om, other, idempotency_key=bad)).code == "IdempotencyKeyNotValid"


async def test_a_refusal_is_not_kept_under_the_key(database: Database, case: MadeUpCase, plan: MadeUpPlan) -> None:
    late = RecordStepProgress(plan.step, 2, StepStatus.COMPLETED)
    assert (await refused(database, case.os, late, idempotency_key="k1")).code == "VersionNotReached"
    first = RecordStepProgress(plan.step, 1, StepStatus.IN_PROGRESS)
    await change_plan(database, case.os, first, cause="request/1", now=NOW)
    outcome = await change_plan(database, case.os, late, cause="request/2", now=NOW, idempotency_key="k1")
    assert outcome.node_version == 3


async def test_fifty_writers_lose_nothing(database: Database, case: MadeUpCase, plan: MadeUpPlan) -> None:
    """Each writes its own note of one step and a step of its own; versions stand in one line, nobody is overwritten."""

    async def writer(number: int) -> None:
        fields = StepFields(description=f"Step {number}", owner=step_fields().owner)
        await change_plan(
            database,
            case.os,
            AddStep(plan.objective, 1, fields, PlanNode.OBJECTIVE),
            cause=f"request/{number}",
            now=NOW,
        )
        version = 1
        while True:
            note = RecordStepProgress(plan.step, version, StepStatus.IN_PROGRESS, f"Note {number}")
            try:
                await change_plan(database, case.os, note, cause=f"request/{number}", now=NOW)
                return
            except VersionConflict as conflict:
                version = conflict.current_version

    await asyncio.gather(*(writer(number) for number in range(50)))
    lines = await rows(database, select(plan_change).order_by(plan_change.c.plan_version))
    assert [line.plan_version for line in lines] == list(range(1, 4 + 100 + 1))
    notes = [line for line in lines if line.node == "STEP" and line.node_id == plan.step]
    assert [line.node_version for line in notes] == list(range(1, 52))
    assert {line.after["progress"] for line in notes[1:]} == {f"Note {number}" for number in range(50)}
    assert all(late.before == early.after for early, late in itertools.pairwise(notes))
    events = await rows(database, select(outbox).order_by(outbox.c.sequence))
    assert [event.sequence for event in events] == list(range(1, len(lines) + 1))
    assert [json.loads(event.payload)["planVersion"] for event in events] == [line.plan_version for line in lines]
    async with database.transaction(NOW) as tx:
        state = await load(tx, plan.id)
    steps = [step for step in state.steps if step.intervention_id is None]
    assert sorted(step.position for step in steps) == list(range(1, 51))


async def test_two_enders_of_one_objective(database: Database, case: MadeUpCase, plan: MadeUpPlan) -> None:
    achieved = CloseObjective(plan.objective, 1, ObjectiveStatus.ACHIEVED)
    removed = CloseObjective(plan.objective, 1, ObjectiveStatus.REMOVED, "Moved away")
    answers = await asyncio.gather(
        *(change_plan(database, case.om, c, cause="request/1", now=NOW) for c in (achieved, removed)),
        return_exceptions=True,
    )
    (conflict,) = [answer for answer in answers if isinstance(answer, VersionConflict)]
    assert {f.field for f in conflict.fields} >= {"status"}


async def test_the_free_text_of_a_plan_is_in_no_log_and_no_error(
    database: Database, case: MadeUpCase, plan: MadeUpPlan, caplog: pytest.LogCaptureFixture
) -> None:
    secret = "Uncle Bertram"
    with caplog.at_level(logging.DEBUG):
        fields = ObjectiveFields(title=secret, target=secret)
        await change_plan(database, case.om, ChangeObjective(plan.objective, 1, fields), cause="request/1", now=NOW)
        stale = ChangeObjective(plan.objective, 1, ObjectiveFields(title=f"{secret} again"))
        with pytest.raises(VersionConflict) as conflict:
            await change_plan(database, case.om, stale, cause="request/2", now=NOW)
        long = ChangeObjective(plan.objective, 2, ObjectiveFields(title=secret * 100))
        rule = await refused(database, case.om, long)
    ours = [record for record in caplog.records if record.name.startswith("hub")]
    assert not [record for record in ours if secret in record.getMessage()]
    assert secret not in f"{conflict.value} {rule} {rule.remedy}"


async def test_two_plans_stay_apart(database: Database, case: MadeUpCase, plan: MadeUpPlan) -> None:
    other = await made_up_case(database, 2)
    theirs = await made_up_plan(database, other)
    await change_plan(database, other.os, StartIntervention(theirs.intervention, 1), cause="request/1", now=NOW)
    async with database.transaction(NOW) as tx:
        assert (await load(tx, plan.id)).plan.version == 4
        assert (await load(tx, theirs.id)).plan.version == 5
