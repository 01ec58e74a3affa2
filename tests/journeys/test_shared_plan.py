"""One plan, two services, four processes: what one side does, the other sees, by query, subscription and Kafka."""

from typing import Any

import pytest

from tests.journeys.one_case import CASE, IN_A_YEAR, SUPERVISOR, OneCase, mutation
from tests.journeys.running import RunningHub
from tests.journeys.subscribing import Subscription, subscribed
from tests.journeys.traffic import Sent, listening, send

pytestmark = [pytest.mark.postgres, pytest.mark.kafka, pytest.mark.node, pytest.mark.xdist_group("journeys")]

Json = dict[str, Any]

WATCH = """
subscription Watch($caseId: ID!) {
  planChanged(caseId: $caseId) {
    id sequence type service actor node nodeId nodeVersion planVersion before after
    plan { objectives { title interventions { status outcome } } }
  }
}
"""
COMPLETE = mutation(
    "completeIntervention",
    "CompleteInterventionInput",
    "... on InterventionChanged { intervention { version status outcome } warnings { code } }",
)
CHANGE_STEP = mutation("changeStep", "ChangeStepInput", "... on StepChanged { step { version description } }")
CHANGE_OBJECTIVE = mutation(
    "changeObjective", "ChangeObjectiveInput", "... on ObjectiveChanged { objective { version title } }"
)
PROPOSE = mutation("proposeChange", "ProposeChangeInput", "... on ProposalChanged { proposal { id version status } }")
ACCEPT = mutation(
    "acceptProposal",
    "AcceptProposalInput",
    "... on ProposalChanged { proposal { status } plan { objectives { title version } } }",
)


def typed(name: str) -> Any:
    return lambda data: data["planChanged"]["type"] == name


async def heard(subscription: Subscription, name: str) -> Json:
    change: Json = (await subscription.change(typed(name), name))["planChanged"]
    return change


async def test_two_records_become_one_case_with_one_plan_that_both_sides_change(running_hub: RunningHub) -> None:
    case = OneCase(running_hub, 1)
    ends = await case.arrive()
    assert [ends[name] for name in ("prisoner", "offender", "supervision")] == ["Applied"] * 3

    by_crn = await case.read(case.manager)
    by_prison_number = (await running_hub.data(case.manager, CASE, {"prisonNumber": case.prison_number}))["case"]
    assert by_crn == by_prison_number
    assert {source["service"] for source in by_crn["sources"]} == {"CUSTODY", "COMMUNITY"}
    assert by_crn["custody"] == {"state": "IN_PRISON", "prisonCode": "LEI"}
    assert by_crn["phase"] == "CUSTODY"

    await case.share_a_plan()
    seen = await case.read(case.supervisor)
    assert seen["team"]["offenderSupervisor"]["staff"] == {"code": SUPERVISOR}
    (objective,) = seen["plan"]["objectives"]
    (intervention,) = objective["interventions"]

    async with (
        subscribed(running_hub.address, case.manager, WATCH, {"caseId": seen["id"]}) as here,
        subscribed(running_hub.second_address, case.manager, WATCH, {"caseId": seen["id"]}) as elsewhere,
        listening(running_hub.bootstrap, "hub.plan.event.v1") as everybody,
        listening(running_hub.bootstrap, "hub.plan.reply.v1") as probation,
    ):
        # The Offender Supervisor, in prison, completes the intervention.
        done = await case.change(
            case.supervisor,
            COMPLETE,
            interventionId=intervention["id"],
            expectedVersion=intervention["version"],
            outcome="Attended every session",
        )
        assert done["intervention"] == {
            "version": intervention["version"] + 1,
            "status": "COMPLETED",
            "outcome": "Attended every session",
        }

        # The Offender Manager hears of it with its content, whichever process the front end is connected to.
        for subscription in (here, elsewhere):
            change = await heard(subscription, "InterventionCompleted")
            assert (change["before"]["status"], change["after"]["status"]) == ("PLANNED", "COMPLETED")
            assert change["after"]["outcome"] == "Attended every session"
            assert change["service"] == "CUSTODY"
            assert SUPERVISOR in change["actor"]
            (told,) = change["plan"]["objectives"]
            assert told["interventions"] == [{"status": "COMPLETED", "outcome": "Attended every session"}]

        # So does everybody who listens on Kafka.
        event = await everybody.first(
            lambda it: it.body["eventType"] == "hub.plan.intervention-completed" and _about(it.body, case),
            "the completed intervention on hub.plan.event.v1",
        )
        assert event.headers["ce_type"] == "hub.plan.intervention-completed"
        assert event.key == event.body["caseId"]
        assert event.body["after"]["outcome"] == "Attended every session"
        assert event.body["actor"] == {"staffCode": SUPERVISOR, "role": "OFFENDER_SUPERVISOR"}

        # The probation side's own system changes the objective by a command, and gets its answer.
        command = {
            "commandId": "journey-1-title",
            "correlationId": "journey-1",
            "command": "ChangeObjective",
            "crn": case.crn,
            "planId": event.body["planId"],
            "nodeId": event.body["after"]["objectiveId"],
            "expectedVersion": objective["version"],
            "staffCode": "Z09T011",
            "fields": {"title": "Stays calm, inside and outside"},
        }
        ends = await send(running_hub, Sent("command", "community.plan.command.v1", case.crn, command))
        assert ends == {"command": "Applied"}
        answer = await probation.first(lambda it: it.body["correlationId"] == "journey-1", "the answer")
        assert (answer.key, answer.body["outcome"]) == (case.crn, "DONE")
        assert answer.body["nodeVersion"] == objective["version"] + 1
        await heard(elsewhere, "ObjectiveChanged")

    # The Offender Supervisor sees it.
    (after,) = (await case.read(case.supervisor))["plan"]["objectives"]
    assert after["title"] == "Stays calm, inside and outside"


async def test_what_the_offender_supervisor_proposes_the_offender_manager_accepts(running_hub: RunningHub) -> None:
    case = OneCase(running_hub, 2)
    await case.arrive()
    await case.share_a_plan()
    seen = await case.read(case.supervisor)
    (objective,) = seen["plan"]["objectives"]
    wish = {"objectiveId": objective["id"], "expectedVersion": objective["version"], "title": "Keeps calm at work"}

    refused = await case.change(case.supervisor, CHANGE_OBJECTIVE, **wish)
    assert [rule["code"] for rule in refused["rules"]] == ["OffenderManagerDecides"]

    async with subscribed(running_hub.second_address, case.manager, WATCH, {"caseId": seen["id"]}) as watching:
        proposed = await case.change(
            case.supervisor, PROPOSE, change={"changeObjective": wish}, reason="A job begins in March."
        )
        assert proposed["proposal"]["status"] == "PROPOSED"
        change = await heard(watching, "ChangeProposed")
        assert (change["node"], change["service"]) == ("PROPOSAL", "CUSTODY")

    (waiting,) = (await case.read(case.manager))["plan"]["proposals"]
    assert waiting["fields"] == [{"field": "title", "value": "Keeps calm at work"}]
    assert waiting["proposedBy"] == {"code": SUPERVISOR}
    accepted = await case.change(case.manager, ACCEPT, proposalId=waiting["id"], expectedVersion=waiting["version"])
    assert accepted["proposal"] == {"status": "ACCEPTED"}
    assert accepted["plan"]["objectives"] == [{"title": "Keeps calm at work", "version": objective["version"] + 1}]


async def test_who_changes_what_somebody_else_has_just_changed_sees_both_values(running_hub: RunningHub) -> None:
    case = OneCase(running_hub, 3)
    await case.arrive()
    await case.share_a_plan()
    (objective,) = (await case.read(case.manager))["plan"]["objectives"]
    (step,) = objective["interventions"][0]["steps"]
    read = {"stepId": step["id"], "expectedVersion": step["version"]}

    first = await case.change(case.manager, CHANGE_STEP, **read, description="Attend twice a week")
    assert first["step"] == {"version": step["version"] + 1, "description": "Attend twice a week"}
    second = await case.change(case.supervisor, CHANGE_STEP, **read, description="Attend on Mondays")
    assert second == {
        "__typename": "VersionConflict",
        "id": step["id"],
        "expectedVersion": step["version"],
        "currentVersion": step["version"] + 1,
        "fields": [{"field": "description", "yours": "Attend on Mondays", "current": "Attend twice a week"}],
    }
    # Another field of the same step is no conflict.
    third = await case.change(case.supervisor, CHANGE_STEP, **read, dueOn=IN_A_YEAR)
    assert third["step"] == {"version": step["version"] + 2, "description": "Attend twice a week"}


async def test_somebody_elses_case_answers_like_one_that_does_not_exist(running_hub: RunningHub) -> None:
    case = OneCase(running_hub, 4)
    await case.arrive()
    await case.share_a_plan()
    mine = await case.read(case.manager)
    (objective,) = mine["plan"]["objectives"]

    strange = await running_hub.ask(case.stranger, CASE, {"crn": case.crn})
    nobody = await running_hub.ask(case.stranger, CASE, {"crn": "Y199999"})
    assert strange == nobody == {"data": {"case": None}}

    wish = {"expectedVersion": objective["version"], "title": "Not theirs to change"}
    theirs = await case.change(case.stranger, CHANGE_OBJECTIVE, objectiveId=objective["id"], **wish)
    assert [rule["code"] for rule in theirs["rules"]] == ["PlanNodeNotFound"]

    async with subscribed(running_hub.address, case.stranger, WATCH, {"caseId": mine["id"]}) as watching:
        refused = await watching.until(lambda it: "error" in it or "next" in it, "a refusal")
        assert "error" in refused, "a stranger was told of a plan"


async def test_without_a_token_nothing_is_told(running_hub: RunningHub) -> None:
    case = OneCase(running_hub, 5)
    answer = await running_hub.ask(None, CASE, {"crn": case.crn})
    assert [error["extensions"]["code"] for error in answer["errors"]] == ["UNAUTHENTICATED"]
    assert not (answer.get("data") or {}).get("case")


def _about(body: Json, case: OneCase) -> bool:
    return {"type": "CRN", "value": case.crn} in body["personReference"]["identifiers"]
