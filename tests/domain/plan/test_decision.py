"""What happens when the rules agree: which events, which versions, who moves over, what is worth a warning."""

from typing import Any

import pytest
from msgspec.structs import replace

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
    ProposeChange,
    RecordStepProgress,
    StartIntervention,
)
from hub.domain.plan.decision import creates, decide, decide_creation
from hub.domain.plan.fields import InterventionFields, ObjectiveFields, StepFields
from hub.domain.plan.nodes import document
from hub.domain.plan.proposals import proposed_by
from hub.domain.plan.words import (
    InterventionStatus,
    NeedArea,
    ObjectiveStatus,
    PlanNode,
    ProposalStatus,
    ProposedChange,
    StepOwner,
    StepStatus,
)
from hub.errors import BrokenRule
from tests.domain.plan.made_up import (
    COLLEAGUE,
    KEY_WORKER,
    NEW_ID,
    NOW,
    OM,
    OS,
    TODAY,
    TOMORROW,
    YESTERDAY,
    a_plan,
    a_proposal,
    an_intervention,
    an_objective,
    asked,
    intervention_fields,
    objective_fields,
    step_fields,
)

ALLOWED = [
    # who, command, the event, the fields that it leaves in the node
    (
        OM,
        AddObjective(1, None, objective_fields(target_date=TOMORROW)),
        "ObjectiveAdded",
        {"position": 3, "version": 1},
    ),
    (OM, AddObjective(1, 3, objective_fields(title=" Keep a home ")), "ObjectiveAdded", {"title": "Keep a home"}),
    (OM, ChangeObjective(10, 1, ObjectiveFields(title="Less")), "ObjectiveChanged", {"title": "Less", "version": 2}),
    (OM, ChangeObjective(10, 1, ObjectiveFields(target="")), "ObjectiveChanged", None),
    (OM, AddIntervention(10, None, intervention_fields(ends_on=TODAY)), "InterventionAdded", {"position": 4}),
    (
        OM,
        ChangeIntervention(21, 1, InterventionFields(ends_on=TOMORROW)),
        "InterventionChanged",
        {"endsOn": "2026-03-03"},
    ),
    (OS, StartIntervention(20, 1), "InterventionStarted", {"status": "IN_PROGRESS", "startedOn": "2026-03-02"}),
    (OS, CompleteIntervention(21, 1, None, "Well"), "InterventionCompleted", {"completedOn": "2026-03-02"}),
    (OS, CompleteIntervention(20, 1, YESTERDAY), "InterventionCompleted", {"startedOn": None}),
    (KEY_WORKER, CompleteIntervention(21, 1), "InterventionCompleted", {"status": "COMPLETED", "outcome": None}),
    (COLLEAGUE, StartIntervention(20, 1, YESTERDAY), "InterventionStarted", {"startedOn": "2026-03-01"}),
    (OS, EndInterventionEarly(21, 1, None, "Moved"), "InterventionEndedEarly", {"endingReason": "Moved"}),
    (OM, EndInterventionEarly(20, 1, None, "No place"), "InterventionEndedEarly", {"status": "ENDED_EARLY"}),
    (OS, AddStep(10, None, step_fields(due_on=TODAY), PlanNode.OBJECTIVE), "StepAdded", {"interventionId": None}),
    (OS, AddStep(21, None, step_fields(), PlanNode.INTERVENTION), "StepAdded", {"interventionId": "21"}),
    (OS, ChangeStep(30, 1, StepFields(owner=StepOwner.OFFENDER)), "StepChanged", {"owner": "OFFENDER"}),
    (OS, RecordStepProgress(30, 1, StepStatus.IN_PROGRESS, "Rang"), "StepProgressRecorded", {"progress": "Rang"}),
    (OS, RecordStepProgress(31, 1, StepStatus.IN_PROGRESS), "StepProgressRecorded", {"status": "IN_PROGRESS"}),
    (OM, DeclineProposal(40, 1, "Too soon"), "ProposalDeclined", {"decisionReason": "Too soon", "status": "DECLINED"}),
]


@pytest.mark.parametrize(("by", "command", "event", "left"), ALLOWED)
def test_a_command_has_its_event(by: Any, command: Any, event: str, left: dict[str, Any] | None) -> None:
    decision = decide(a_plan(), command, asked(by), {})
    if left is None:
        assert decision.changes == ()
        assert decision.state.plan.version == 12
        return
    (change,) = decision.changes
    assert (change.event, change.plan_version, decision.state.plan.version) == (event, 13, 13)
    assert change.after == decision.node
    assert {field: document(decision.node)[field] for field in left} == left


def test_a_plan_begins_at_version_one() -> None:
    decision = decide_creation(CreatePlan(5), asked(), 6, None)
    (change,) = decision.changes
    assert (change.event, change.before, change.plan_version) == ("PlanCreated", None, 1)
    assert document(change.after) == {
        "id": "99",
        "version": 1,
        "caseId": "5",
        "spanId": "6",
        "status": "ACTIVE",
        "besideId": None,
    }
    assert [warning.code for warning in decision.warnings] == ["VictimAwarenessMissing"]


def test_an_objective_closes_when_nothing_under_it_runs() -> None:
    state = a_plan().with_node(an_intervention(21, position=2, status=InterventionStatus.ENDED_EARLY))
    achieved = decide(state, CloseObjective(10, 1, ObjectiveStatus.ACHIEVED), asked(), {})
    assert [change.event for change in achieved.changes] == ["ObjectiveAchieved"]
    removed = decide(state, CloseObjective(10, 1, ObjectiveStatus.REMOVED, "Moved away"), asked(), {})
    assert document(removed.node)["closingReason"] == "Moved away"
    assert document(removed.node)["closedOn"] == "2026-03-02"


ORDER = [
    # the place asked for, the order of objectives 10, 11, 12, 13 after that
    (1, [12, 10, 11, 13]),
    (2, [10, 12, 11, 13]),
    (3, [10, 11, 12, 13]),
    (4, [10, 11, 13, 12]),
]


@pytest.mark.parametrize(("place", "order"), ORDER)
def test_objectives_move_over_for_one_another(place: int, order: list[int]) -> None:
    state = a_plan(an_objective(12, position=3), an_objective(13, position=4))
    decision = decide(state, ChangeObjective(12, 1, ObjectiveFields(position=place)), asked(), {})
    after = sorted(decision.state.objectives, key=lambda objective: objective.position)
    assert [objective.id for objective in after] == order
    assert [objective.position for objective in after] == [1, 2, 3, 4]
    moved = [o.id for o in after if o.position != state.objective(o.id).position]
    assert sorted(change.after.id for change in decision.changes) == sorted(moved)
    assert decision.state.plan.version == 12 + len(moved)


def test_a_new_intervention_can_take_a_place() -> None:
    decision = decide(a_plan(), AddIntervention(10, None, intervention_fields(position=2)), asked(), {})
    after = sorted(decision.state.interventions, key=lambda intervention: intervention.position)
    assert [(i.id, i.position) for i in after] == [(20, 1), (NEW_ID, 2), (21, 3), (22, 4)]


def test_trying_a_proposal_out_confuses_no_ids() -> None:
    same_number = asked(OS, new_id=10)  # ids are drawn per kind: a new proposal can have an objective's number
    proposal = ProposeChange(AddObjective(1, None, objective_fields()), "Needed")
    assert decide(a_plan(), proposal, same_number, {}).state.proposal(10).change is ProposedChange.ADD


WARNINGS = [
    # the area of need of a further objective, its status, the warnings
    (NeedArea.VICTIM_AWARENESS, ObjectiveStatus.ACTIVE, []),
    (NeedArea.VICTIM_AWARENESS, ObjectiveStatus.ACHIEVED, []),
    (NeedArea.VICTIM_AWARENESS, ObjectiveStatus.REMOVED, ["VictimAwarenessMissing"]),
    (NeedArea.FINANCES, ObjectiveStatus.ACTIVE, ["VictimAwarenessMissing"]),
]


@pytest.mark.parametrize(("area", "status", "warnings"), WARNINGS)
def test_a_plan_without_victim_awareness_is_warned_about(area: Any, status: Any, warnings: list[str]) -> None:
    state = a_plan(an_objective(12, position=3, need_area=area, status=status))
    decision = decide(state, RecordStepProgress(30, 1, StepStatus.IN_PROGRESS), asked(OS), {})
    assert [warning.code for warning in decision.warnings] == warnings


def test_a_completion_without_a_start_is_warned_about() -> None:
    decision = decide(a_plan(), CompleteIntervention(20, 1), asked(OS), {})
    assert "StartNotRecorded" in [warning.code for warning in decision.warnings]


PROPOSABLE = [
    # what is proposed, the kind of proposal, the event when it is accepted
    (AddObjective(1, None, objective_fields(target_date=TOMORROW)), ProposedChange.ADD, "ObjectiveAdded"),
    (ChangeObjective(10, 1, ObjectiveFields(target="By summer")), ProposedChange.CHANGE, "ObjectiveChanged"),
    (AddIntervention(10, None, intervention_fields()), ProposedChange.ADD, "InterventionAdded"),
    (
        ChangeIntervention(20, 1, InterventionFields(provider=None, name="X")),
        ProposedChange.CHANGE,
        "InterventionChanged",
    ),
    (EndInterventionEarly(20, 1, None, "No place"), ProposedChange.CLOSE, "InterventionEndedEarly"),
    (CloseObjective(12, 1, ObjectiveStatus.REMOVED, "Not now"), ProposedChange.CLOSE, "ObjectiveRemoved"),
]


@pytest.mark.parametrize(("proposed", "kind", "event"), PROPOSABLE)
def test_a_proposal_is_made_and_accepted(proposed: Any, kind: ProposedChange, event: str) -> None:
    state = a_plan(an_objective(12, position=3))
    made = decide(state, ProposeChange(proposed, "It would help", True), asked(OS), {})
    (change,) = made.changes
    proposal = made.state.proposal(NEW_ID)
    assert (change.event, proposal.change, proposal.from_offender) == ("ChangeProposed", kind, True)
    assert replace(proposed_by(proposal), expected_version=None) == replace(proposed, expected_version=None)

    accepted = decide(made.state, AcceptProposal(NEW_ID, 1), asked(OM, new_id=100), {})
    assert [change.event for change in accepted.changes] == [event, "ProposalAccepted"]
    assert [change.cause for change in accepted.changes] == [f"proposal {NEW_ID}", None]
    assert accepted.state.plan.version == made.state.plan.version + 2
    answered = accepted.state.proposal(NEW_ID)
    assert (answered.status, answered.decided_by_id, answered.decided_at) == (ProposalStatus.ACCEPTED, 7, NOW)
    assert accepted.node == answered


def test_a_proposal_whose_day_has_passed_is_refused_and_stays() -> None:
    late = a_proposal(41, changes={"targetDate": "2026-03-02"})
    with pytest.raises(BrokenRule, match="TargetDateNotInFuture"):
        decide(a_plan(late), AcceptProposal(41, 1), asked(), {})


CREATES = [
    (AddObjective(1, None, objective_fields()), PlanNode.OBJECTIVE),
    (AddIntervention(10, None, intervention_fields()), PlanNode.INTERVENTION),
    (AddStep(10, None, step_fields(), PlanNode.OBJECTIVE), PlanNode.STEP),
    (ProposeChange(CloseObjective(10, 1, ObjectiveStatus.ACHIEVED), "Done"), PlanNode.PROPOSAL),
    (AcceptProposal(40, 1), None),
    (AcceptProposal(41, 1), PlanNode.INTERVENTION),
    (CompleteIntervention(20, 1), None),
]


@pytest.mark.parametrize(("command", "kind"), CREATES)
def test_which_node_a_command_creates(command: Any, kind: PlanNode | None) -> None:
    new = a_proposal(41, change=ProposedChange.ADD, node=PlanNode.INTERVENTION, node_id=None, parent_id=10)
    assert creates(a_plan(new), command) == kind
