"""The plan's mutations as a caller sees them: success with the node and the plan, broken rules, conflicts."""

import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from functools import cache
from typing import Any

import pytest

from hub.domain.access import Actor
from hub.domain.plan import Nature, ObjectiveStatus, Serves, StepStatus
from hub.reads.ids import global_id
from hub.reads.reader import Reader
from hub.schema.executing.executor import Executor
from hub.schema.request import Request
from hub.schema.schema import build
from hub.store.database import Database
from tests.actions.plan.made_up_case import NOW, MadeUpCase, MadeUpPlan, join, made_up_case, made_up_plan

pytestmark = pytest.mark.postgres

REFUSALS = """
fragment Refusals on %s {
  __typename
  ... on BrokenRules { rules { code message remedy field } }
  ... on VersionConflict { id expectedVersion currentVersion fields { field yours current } }
}
"""
OBJECTIVE = "objective { id version title target status closedOn position } plan { id version } warnings { code }"
INTERVENTION = "intervention { id version name status completedOn outcome objective { title } } plan { version status }"
STEP = "step { id version description owner status progress dueOn } plan { version }"
PROPOSAL = """
proposal { id version status change fields { field value } node { id } parent { id } } plan { objectives { title } }
"""
SUCCESS = {
    "ObjectivePayload": f"... on ObjectiveChanged {{ {OBJECTIVE} }}",
    "InterventionPayload": f"... on InterventionChanged {{ {INTERVENTION} warnings {{ code message }} }}",
    "StepPayload": f"... on StepChanged {{ {STEP} }}",
    "ProposalPayload": f"... on ProposalChanged {{ {PROPOSAL} }}",
    "PlanChoicePayload": "... on PlanChosen { plan { id status objectives { title combinedFrom { id } } } }",
    "SentencePlanPayload": "... on SentencePlanCreated { plan { id version status case { id } } warnings { code } }",
}


contract = cache(build)


@dataclass
class Caller:
    """Somebody with a token."""

    executor: Executor
    actor: Actor | None

    async def call(self, mutation: str, payload: str, **given: Any) -> dict[str, Any]:
        """The payload of one mutation; no error stands beside it."""
        answer = await self.ask(mutation, payload, given)
        assert "errors" not in answer, answer["errors"]
        found: dict[str, Any] = answer["data"][mutation]
        return found

    async def ask(self, mutation: str, payload: str, given: dict[str, Any]) -> dict[str, Any]:
        """The whole answer to one mutation."""
        kind = f"{mutation[0].upper()}{mutation[1:]}Input"
        document = (
            f"mutation M($input: {kind}!) {{ {mutation}(input: $input) {{ ...Refusals {SUCCESS[payload]} }} }}"
            + REFUSALS % payload
        )
        request = Request(document, None, {"input": given}, "r1", self.actor)
        whole: dict[str, Any] = json.loads((await self.executor.execute(request)).body)
        return whole


@dataclass
class People:
    """The two sides of one made-up case."""

    om: Caller
    os: Caller
    stranger: Caller
    nobody: Caller
    case: MadeUpCase


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    opened = Database(database_url)
    yield opened
    await opened.close()


@pytest.fixture
async def people(database: Database, database_url: str) -> AsyncIterator[People]:
    reader = Reader(database_url)
    executor = Executor(contract(), reader, database, development=True, now=lambda: NOW)
    case, other = await made_up_case(database), await made_up_case(database, 2)
    yield People(
        Caller(executor, case.om), Caller(executor, case.os), Caller(executor, other.om), Caller(executor, None), case
    )
    await reader.close()


@pytest.fixture
async def plan(database: Database, people: People) -> MadeUpPlan:
    return await made_up_plan(database, people.case)


async def test_a_plan_from_its_beginning(people: People) -> None:
    om, os = people.om, people.os
    case_id = global_id("Case", people.case.id)
    made = await om.call("createSentencePlan", "SentencePlanPayload", caseId=case_id)
    assert made["plan"]["case"] == {"id": case_id}
    assert (made["plan"]["version"], made["plan"]["status"]) == (1, "ACTIVE")
    assert made["warnings"] == [{"code": "VictimAwarenessMissing"}]
    objective = (
        await om.call(
            "addObjective",
            "ObjectivePayload",
            planId=made["plan"]["id"],
            expectedVersion=1,
            title="See what it did to others",
            serves=Serves.CRIMINOGENIC_NEED,
            needArea="VICTIM_AWARENESS",
            targetDate="2026-09-01",
        )
    )["objective"]
    assert (objective["version"], objective["position"], objective["status"]) == (1, 1, "ACTIVE")
    intervention = await om.call(
        "addIntervention",
        "InterventionPayload",
        objectiveId=objective["id"],
        name="Made-up course",
        nature=Nature.REHABILITATIVE,
        mandatoryForManager=True,
        mandatoryForOffender=False,
    )
    assert intervention["intervention"]["objective"] == {"title": "See what it did to others"}
    assert intervention["warnings"] == []
    step = await os.call(
        "addStep",
        "StepPayload",
        parentId=intervention["intervention"]["id"],
        description="Book a place",
        owner="OFFENDER_SUPERVISOR",
        dueOn="2026-03-10",
    )
    assert (step["step"]["dueOn"], step["plan"]["version"]) == ("2026-03-10", 4)


async def test_the_supervisor_completes_an_intervention(people: People, plan: MadeUpPlan) -> None:
    given = {"interventionId": global_id("Intervention", plan.intervention), "expectedVersion": 1}
    started = await people.os.call("startIntervention", "InterventionPayload", **given)
    assert (started["__typename"], started["intervention"]["status"]) == ("InterventionChanged", "IN_PROGRESS")
    completed = await people.os.call(
        "completeIntervention", "InterventionPayload", **{**given, "expectedVersion": 2}, outcome="Went well"
    )
    assert completed["intervention"] == {
        "id": given["interventionId"],
        "version": 3,
        "name": "Tenancy course",
        "status": "COMPLETED",
        "completedOn": "2026-03-02",
        "outcome": "Went well",
        "objective": {"title": "Keep a home"},
    }
    assert completed["plan"] == {"version": 6, "status": "ACTIVE"}
    again = await people.os.call("completeIntervention", "InterventionPayload", **{**given, "expectedVersion": 3})
    assert again["__typename"] == "BrokenRules"
    assert again["rules"][0]["code"] == "InterventionAlreadyEnded"


async def test_a_stale_version_answers_both_values(people: People, plan: MadeUpPlan) -> None:
    objective = global_id("Objective", plan.objective)
    change = {"objectiveId": objective, "expectedVersion": 1}
    await people.om.call("changeObjective", "ObjectivePayload", **change, title="Find a flat", targetDate="2026-09-01")
    conflict = await people.om.call(
        "changeObjective", "ObjectivePayload", **change, title="Keep the flat", targetDate=None
    )
    assert conflict == {
        "__typename": "VersionConflict",
        "id": objective,
        "expectedVersion": 1,
        "currentVersion": 2,
        "fields": [
            {"field": "title", "yours": "Keep the flat", "current": "Find a flat"},
            {"field": "targetDate", "yours": None, "current": "2026-09-01"},
        ],
    }
    merged = await people.om.call("changeObjective", "ObjectivePayload", **change, target="Rent paid")
    assert (merged["objective"]["version"], merged["objective"]["title"]) == (3, "Find a flat")


async def test_left_out_stays_and_null_empties(people: People, plan: MadeUpPlan) -> None:
    objective = global_id("Objective", plan.objective)
    given = await people.om.call(
        "changeObjective", "ObjectivePayload", objectiveId=objective, expectedVersion=1, target="Rent paid"
    )
    assert (given["objective"]["title"], given["objective"]["target"]) == ("Keep a home", "Rent paid")
    emptied = await people.om.call(
        "changeObjective", "ObjectivePayload", objectiveId=objective, expectedVersion=2, target=None
    )
    assert (emptied["objective"]["title"], emptied["objective"]["target"]) == ("Keep a home", None)
    title = await people.om.call(
        "changeObjective", "ObjectivePayload", objectiveId=objective, expectedVersion=3, title=None
    )
    assert title["rules"][0]["code"] == "ObjectiveNeedsTitle"
    assert title["rules"][0]["field"] == "title"


async def test_the_supervisor_proposes_and_the_manager_accepts(people: People, plan: MadeUpPlan) -> None:
    objective = global_id("Objective", plan.objective)
    change = {"objectiveId": objective, "expectedVersion": 1, "title": "Keep the flat"}
    refused = await people.os.call("changeObjective", "ObjectivePayload", **change)
    assert refused["rules"][0]["code"] == "OffenderManagerDecides"
    assert "proposeChange" in refused["rules"][0]["remedy"]
    proposed = await people.os.call(
        "proposeChange", "ProposalPayload", change={"changeObjective": change}, reason="He has one", fromOffender=True
    )
    assert proposed["proposal"] == {
        "id": proposed["proposal"]["id"],
        "version": 1,
        "status": "PROPOSED",
        "change": "CHANGE",
        "fields": [{"field": "title", "value": "Keep the flat"}],
        "node": {"id": objective},
        "parent": None,
    }
    answer = {"proposalId": proposed["proposal"]["id"], "expectedVersion": 1}
    assert (await people.os.call("acceptProposal", "ProposalPayload", **answer))["__typename"] == "BrokenRules"
    accepted = await people.om.call("acceptProposal", "ProposalPayload", **answer)
    assert accepted["proposal"]["status"] == "ACCEPTED"
    assert accepted["plan"]["objectives"] == [{"title": "Keep the flat"}]


PROPOSALS = [
    ("addObjective", {"planId": "plan", "title": "Work", "serves": Serves.PUBLIC_PROTECTION}),
    ("closeObjective", {"objectiveId": "objective", "expectedVersion": 1, "status": ObjectiveStatus.ACHIEVED}),
    (
        "addIntervention",
        {
            "objectiveId": "objective",
            "name": "Gardening",
            "nature": Nature.RESTORATIVE,
            "mandatoryForManager": False,
            "mandatoryForOffender": False,
        },
    ),
    ("changeIntervention", {"interventionId": "intervention", "expectedVersion": 1, "provider": "Made-up Trust"}),
    ("endInterventionEarly", {"interventionId": "intervention", "expectedVersion": 1, "reason": "No place"}),
]


@pytest.mark.parametrize(("change", "fields"), PROPOSALS)
async def test_everything_decided_can_be_proposed(
    people: People, plan: MadeUpPlan, change: str, fields: dict[str, Any]
) -> None:
    ids = {
        "plan": global_id("SentencePlan", plan.id),
        "objective": global_id("Objective", plan.objective),
        "intervention": global_id("Intervention", plan.intervention),
    }
    given = {name: ids.get(str(value), value) for name, value in fields.items()}
    proposed = await people.os.call("proposeChange", "ProposalPayload", change={change: given}, reason="Needed")
    parent = {"addObjective": {"id": ids["plan"]}, "addIntervention": {"id": ids["objective"]}}
    assert proposed["proposal"]["parent"] == parent.get(change)
    declined = await people.om.call(
        "declineProposal",
        "ProposalPayload",
        proposalId=proposed["proposal"]["id"],
        expectedVersion=1,
        reason="Not now",
    )
    assert declined["proposal"]["status"] == "DECLINED"


async def test_exactly_one_change_is_proposed(people: People, plan: MadeUpPlan) -> None:
    objective = {"planId": global_id("SentencePlan", plan.id), "title": "Work", "serves": "PUBLIC_PROTECTION"}
    close = {"objectiveId": global_id("Objective", plan.objective), "expectedVersion": 1, "status": "ACHIEVED"}
    for change in ({}, {"addObjective": objective, "closeObjective": close}, {"addObjective": None}):
        answer = await people.os.ask("proposeChange", "ProposalPayload", {"change": change, "reason": "Needed"})
        assert answer["errors"][0]["extensions"]["code"] == "BAD_USER_INPUT"


@pytest.mark.parametrize("change", ["{}", "{addObjective: null}", "{addObjective: {}, closeObjective: {}}", "$missing"])
async def test_a_change_in_the_document_itself_is_checked_as_well(people: People, change: str) -> None:
    flag = "($missing: ProposedChangeInput!)" if change == "$missing" else ""
    document = f'mutation M{flag} {{ proposeChange(input: {{reason: "Needed", change: {change}}}) {{ __typename }} }}'
    answer = await people.os.executor.execute(Request(document, None, {}, "r1", people.os.actor))
    errors = json.loads(answer.body)["errors"]
    assert errors[0]["extensions"]["code"] in ("BAD_USER_INPUT", "GRAPHQL_VALIDATION_FAILED")


async def test_steps_and_ends(people: People, plan: MadeUpPlan) -> None:
    step = global_id("Step", plan.step)
    changed = await people.os.call("changeStep", "StepPayload", stepId=step, expectedVersion=1, owner="OFFENDER")
    assert changed["step"]["owner"] == "OFFENDER"
    noted = await people.os.call(
        "recordStepProgress",
        "StepPayload",
        stepId=step,
        expectedVersion=2,
        status=StepStatus.IN_PROGRESS,
        progress="Rang",
    )
    kept = await people.os.call("recordStepProgress", "StepPayload", stepId=step, expectedVersion=3, status="COMPLETED")
    assert (noted["step"]["progress"], kept["step"]["progress"], kept["step"]["status"]) == (
        "Rang",
        "Rang",
        "COMPLETED",
    )
    intervention = {"interventionId": global_id("Intervention", plan.intervention), "expectedVersion": 1}
    changed = await people.om.call(
        "changeIntervention", "InterventionPayload", **intervention, provider="Made-up Trust"
    )
    assert changed["intervention"]["version"] == 2
    ended = await people.om.call(
        "endInterventionEarly", "InterventionPayload", **{**intervention, "expectedVersion": 2}, reason="No place"
    )
    assert ended["intervention"]["status"] == "ENDED_EARLY"
    closed = await people.om.call(
        "closeObjective",
        "ObjectivePayload",
        objectiveId=global_id("Objective", plan.objective),
        expectedVersion=1,
        status="REMOVED",
        reason="Moved away",
    )
    assert (closed["objective"]["status"], closed["objective"]["closedOn"]) == ("REMOVED", "2026-03-02")


async def test_what_is_not_theirs_and_what_is_not_there_answer_the_same(people: People, plan: MadeUpPlan) -> None:
    asked = {"expectedVersion": 1}
    rows = [
        await people.stranger.call(
            "startIntervention",
            "InterventionPayload",
            interventionId=global_id("Intervention", plan.intervention),
            **asked,
        ),
        await people.om.call(
            "startIntervention", "InterventionPayload", interventionId=global_id("Intervention", 987654), **asked
        ),
    ]
    assert rows[0] == rows[1]
    assert rows[0]["rules"][0]["code"] == "PlanNodeNotFound"
    for wrong in (global_id("Step", plan.step), "rubbish", "", "Ã¶", global_id("Intervention", 0)):
        answer = await people.om.call("startIntervention", "InterventionPayload", interventionId=wrong, **asked)
        assert (answer["rules"][0]["code"], answer["rules"][0]["field"]) == ("PlanNodeNotFound", "interventionId")
    step = {"description": "Ring", "owner": "OFFENDER"}
    for wrong in (global_id("Case", people.case.id), "rubbish"):
        answer = await people.os.call("addStep", "StepPayload", parentId=wrong, **step)
        assert answer["rules"][0] == {**rows[0]["rules"][0], "field": "parentId"}


async def test_the_same_key_changes_once(people: People, plan: MadeUpPlan) -> None:
    given = {"planId": global_id("SentencePlan", plan.id), "title": "Work", "serves": "PUBLIC_PROTECTION"}
    first = await people.om.call("addObjective", "ObjectivePayload", **given, idempotencyKey="k1")
    second = await people.om.call("addObjective", "ObjectivePayload", **given, idempotencyKey="k1")
    assert first == second
    other = await people.om.call("addObjective", "ObjectivePayload", **{**given, "title": "Rest"}, idempotencyKey="k1")
    assert other["rules"][0]["code"] == "IdempotencyKeyReused"
    assert other["rules"][0]["field"] == "idempotencyKey"


async def test_two_plans_of_one_person(database: Database, people: People, plan: MadeUpPlan) -> None:
    other = await made_up_case(database, 3)
    second = await made_up_plan(database, other)
    await join(database, other.id, people.case.id)
    aside = {"planId": global_id("SentencePlan", second.id), "expectedVersion": 5}
    refused = await people.os.call("combinePlans", "PlanChoicePayload", **aside)
    assert refused["rules"][0]["code"] == "OffenderManagerDecides"
    both = (await people.om.call("combinePlans", "PlanChoicePayload", **aside))["plan"]
    assert (both["id"], both["status"]) == (global_id("SentencePlan", plan.id), "ACTIVE")
    origins = [objective["combinedFrom"] for objective in both["objectives"]]
    assert origins == [None, {"id": global_id("Objective", second.objective)}]
    again = await people.om.call("choosePlan", "PlanChoicePayload", **aside)
    assert again["rules"][0]["code"] == "NoPlanSetAside"


async def test_without_a_token_nothing_is_changed(people: People, plan: MadeUpPlan) -> None:
    given = {"interventionId": global_id("Intervention", plan.intervention), "expectedVersion": 1}
    answer = await people.nobody.ask("startIntervention", "InterventionPayload", given)
    assert answer["errors"][0]["extensions"]["code"] == "UNAUTHENTICATED"


async def test_a_wrong_shaped_input_is_a_request_error(people: People, plan: MadeUpPlan) -> None:
    step = global_id("Step", plan.step)
    for wrong in ({"expectedVersion": "two"}, {"expectedVersion": 1, "dueOn": "tomorrow"}, {"expectedVersion": 2**40}):
        answer = await people.os.ask("changeStep", "StepPayload", {"stepId": step, **wrong})
        assert answer["errors"][0]["extensions"]["code"] == "BAD_USER_INPUT"


async def test_text_that_the_database_cannot_hold_is_refused_by_name(people: People, plan: MadeUpPlan) -> None:
    objective = {"objectiveId": global_id("Objective", plan.objective), "expectedVersion": 1}
    for text in ("nul \0", "half \ud800", "bell \x07"):
        answer = await people.om.call("changeObjective", "ObjectivePayload", **objective, title=text)
        assert answer["rules"][0]["code"] == "TextNotPlain"
