"""The rules of the plan as a table: who asks for what, and which rule says no. Every rule has a row."""

from collections.abc import Callable
from typing import Any

import pytest
from msgspec.structs import replace

from hub.domain.plan.broken_rules import BEFORE, RULES, broken
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
from hub.domain.plan.decision import decide, decide_creation
from hub.domain.plan.fields import InterventionFields, ObjectiveFields, StepFields, read
from hub.domain.plan.words import (
    NeedArea,
    ObjectiveStatus,
    PlanNode,
    PlanStatus,
    ProposalStatus,
    Serves,
    StepStatus,
)
from hub.errors import BrokenRule
from tests.domain.plan.made_up import (
    COLLEAGUE,
    KEY_WORKER,
    OM,
    OS,
    READER,
    TODAY,
    TOMORROW,
    YESTERDAY,
    a_plan,
    a_proposal,
    a_step,
    an_intervention,
    an_objective,
    asked,
    intervention_fields,
    objective_fields,
    step_fields,
)

ACHIEVED, REMOVED, ACTIVE = ObjectiveStatus.ACHIEVED, ObjectiveStatus.REMOVED, ObjectiveStatus.ACTIVE
OBJECTIVE, INTERVENTION = PlanNode.OBJECTIVE, PlanNode.INTERVENTION
LONG = "x" * 201


def objective(**values: Any) -> AddObjective:
    return AddObjective(1, None, objective_fields(**values))


def changed_objective(**values: Any) -> ChangeObjective:
    return ChangeObjective(10, 1, ObjectiveFields(**values))


def intervention(**values: Any) -> AddIntervention:
    return AddIntervention(10, None, intervention_fields(**values))


def changed_intervention(node_id: int = 20, **values: Any) -> ChangeIntervention:
    return ChangeIntervention(node_id, 1, InterventionFields(**values))


def step(**values: Any) -> AddStep:
    return AddStep(10, None, step_fields(**values), OBJECTIVE)


def changed_step(node_id: int = 30, **values: Any) -> ChangeStep:
    return ChangeStep(node_id, 1, StepFields(**values))


WHO = [
    # who, asks for, the rule that says no
    (OS, objective(), "OffenderManagerDecides"),
    (OS, changed_objective(title="Drink less"), "OffenderManagerDecides"),
    (OS, CloseObjective(10, 1, ACHIEVED), "OffenderManagerDecides"),
    (OS, intervention(), "OffenderManagerDecides"),
    (OS, changed_intervention(name="Another course"), "OffenderManagerDecides"),
    (OS, AcceptProposal(40, 1), "OffenderManagerDecides"),
    (OS, DeclineProposal(40, 1, "No"), "OffenderManagerDecides"),
    (COLLEAGUE, objective(), "OffenderManagerDecides"),
    (KEY_WORKER, changed_objective(title="Drink less"), "OffenderManagerDecides"),
    (OM, ProposeChange(objective(), "Why not"), "OffenderSupervisorProposes"),
    (KEY_WORKER, ProposeChange(objective(), "Why not"), "OffenderSupervisorProposes"),
    (READER, StartIntervention(20, 1), "DeliveryIsTheTeams"),
    (READER, step(), "DeliveryIsTheTeams"),
    (READER, RecordStepProgress(30, 1, StepStatus.COMPLETED), "DeliveryIsTheTeams"),
    (OS, EndInterventionEarly(20, 1, None, "Not wanted"), "InterventionNotStarted"),
]

OBJECTIVES = [
    (objective(title="  "), "ObjectiveNeedsTitle"),
    (objective(title=LONG), "TextTooLong"),
    (objective(title="bell \x07"), "TextNotPlain"),
    (objective(title="half \ud800"), "TextNotPlain"),
    (objective(serves=None), "ObjectiveServesNothing"),
    (objective(serves=Serves.CRIMINOGENIC_NEED), "ObjectiveNeedsNeedArea"),
    (objective(serves=Serves.REQUIREMENT), "ObjectiveNeedsRequirement"),
    (objective(target_date=TODAY), "TargetDateNotInFuture"),
    (objective(target_date=YESTERDAY), "TargetDateNotInFuture"),
    (objective(position=9), "PositionNotValid"),
    (objective(position=0), "PositionNotValid"),
    (AddObjective(1, 13, objective_fields()), "VersionNotReached"),
    (AddObjective(2, None, objective_fields()), "PlanNodeNotFound"),
    (changed_objective(), "NothingToChange"),
    (changed_objective(title=None), "ObjectiveNeedsTitle"),
    (changed_objective(need_area=None), "ObjectiveNeedsNeedArea"),
    (changed_objective(target_date=TODAY), "TargetDateNotInFuture"),
    (changed_objective(position=None), "PositionNotValid"),
    (ChangeObjective(10, 2, ObjectiveFields(title="Drink less")), "VersionNotReached"),
    (ChangeObjective(10, 0, ObjectiveFields(title="Drink less")), "VersionNotReached"),
    (ChangeObjective(11, 1, ObjectiveFields(title="Find a job")), "ObjectiveClosed"),
    (ChangeObjective(404, 1, ObjectiveFields(title="Find a job")), "PlanNodeNotFound"),
    (CloseObjective(10, 1, ACTIVE), "ClosingStatusNotValid"),
    (CloseObjective(10, 1, REMOVED), "ReasonMissing"),
    (CloseObjective(10, 1, REMOVED, " "), "ReasonMissing"),
    (CloseObjective(10, 1, ACHIEVED), "InterventionsStillRunning"),
    (CloseObjective(11, 1, ACHIEVED), "ObjectiveClosed"),
]

INTERVENTIONS = [
    (intervention(name=""), "InterventionNeedsName"),
    (intervention(nature=None), "InterventionNeedsNature"),
    (intervention(mandatory_for_manager=None), "InterventionNeedsObligation"),
    (intervention(mandatory_for_offender=None), "InterventionNeedsObligation"),
    (intervention(starts_on=TOMORROW, ends_on=TODAY), "EndsBeforeItStarts"),
    (intervention(ends_on=YESTERDAY), "WindowOver"),
    (AddIntervention(11, None, intervention_fields()), "ObjectiveClosed"),
    (AddIntervention(404, None, intervention_fields()), "PlanNodeNotFound"),
    (changed_intervention(), "NothingToChange"),
    (changed_intervention(22, name="Another"), "InterventionAlreadyEnded"),
    (StartIntervention(20, 1, TOMORROW), "DateInFuture"),
    (StartIntervention(21, 1), "InterventionAlreadyStarted"),
    (StartIntervention(22, 1), "InterventionAlreadyEnded"),
    (CompleteIntervention(22, 1), "InterventionAlreadyEnded"),
    (CompleteIntervention(21, 1, TOMORROW), "DateInFuture"),
    (CompleteIntervention(21, 1, YESTERDAY.replace(year=2025)), "EndsBeforeItStarts"),
    (EndInterventionEarly(21, 1), "ReasonMissing"),
    (EndInterventionEarly(21, 1, YESTERDAY.replace(year=2025), "Moved"), "EndsBeforeItStarts"),
    (EndInterventionEarly(22, 1, None, "Moved"), "InterventionAlreadyEnded"),
]

STEPS = [
    (step(description=None), "StepNeedsDescription"),
    (step(owner=None), "StepNeedsOwner"),
    (step(due_on=YESTERDAY), "DueDatePassed"),
    (AddStep(11, None, step_fields(), OBJECTIVE), "ObjectiveClosed"),
    (AddStep(22, None, step_fields(), INTERVENTION), "InterventionAlreadyEnded"),
    (AddStep(1, None, step_fields(), PlanNode.PLAN), "PlanNodeNotFound"),
    (AddStep(30, None, step_fields(), PlanNode.STEP), "PlanNodeNotFound"),
    (changed_step(), "NothingToChange"),
    (changed_step(description=""), "StepNeedsDescription"),
    (changed_step(31, description="Again"), "StepAlreadyEnded"),
    (RecordStepProgress(30, 1, StepStatus.CANNOT_BE_DONE_YET), "ProgressNeedsNote"),
    (RecordStepProgress(30, 1, StepStatus.CANNOT_BE_DONE_YET, " "), "ProgressNeedsNote"),
]

PROPOSALS = [
    (OS, ProposeChange(objective(), " "), "ReasonMissing"),
    (OS, ProposeChange(objective(title=""), "Why not"), "ObjectiveNeedsTitle"),
    (OS, ProposeChange(changed_objective(title=LONG), "Why not"), "TextTooLong"),
    (OS, ProposeChange(ChangeObjective(10, 5, ObjectiveFields(title="New")), "Why"), "VersionNotReached"),
    (OS, ProposeChange(CloseObjective(11, 1, ACHIEVED), "Done"), "ObjectiveClosed"),
    (OM, DeclineProposal(40, 1), "ReasonMissing"),
    (OM, DeclineProposal(40, 2, "No"), "VersionNotReached"),
    (OM, AcceptProposal(404, 1), "PlanNodeNotFound"),
]


@pytest.mark.parametrize(("by", "command", "rule"), WHO + PROPOSALS)
def test_who_may_not(by: Any, command: Any, rule: str) -> None:
    with pytest.raises(BrokenRule) as refused:
        decide(a_plan(), command, asked(by), {})
    assert refused.value.code == rule


@pytest.mark.parametrize(("command", "rule"), OBJECTIVES + INTERVENTIONS + STEPS)
def test_not_even_the_offender_manager_may(command: Any, rule: str) -> None:
    with pytest.raises(BrokenRule) as refused:
        decide(a_plan(), command, asked(OM), {})
    assert refused.value.code == rule


def full_plan(kind: Callable[..., Any], at: int) -> Any:
    return a_plan(*(kind(1000 + n, position=n + at) for n in range(100)))


WHOLE_PLAN = [
    (a_plan(span_over=True), objective(), "PlanClosed"),
    (replace(a_plan(), plan=replace(a_plan().plan, status=PlanStatus.CLOSED)), objective(), "PlanClosed"),
    (replace(a_plan(), plan=replace(a_plan().plan, status=PlanStatus.SET_ASIDE)), objective(), "PlanNotInUse"),
    (replace(a_plan(), plan=replace(a_plan().plan, status=PlanStatus.REPLACED)), objective(), "PlanNotInUse"),
    (full_plan(an_objective, 3), objective(), "PlanFull"),
    (full_plan(an_intervention, 4), intervention(), "PlanFull"),
    (full_plan(a_step, 3), step(), "PlanFull"),
    (a_plan(a_proposal(41, status=ProposalStatus.DECLINED)), AcceptProposal(41, 1), "ProposalAlreadyDecided"),
    (a_plan(a_proposal(41, status=ProposalStatus.ACCEPTED)), DeclineProposal(41, 1, "No"), "ProposalAlreadyDecided"),
    (a_plan(a_proposal(41, node_id=11)), AcceptProposal(41, 1), "ObjectiveClosed"),
    (a_plan(a_proposal(41, changes={"wish": "?"})), AcceptProposal(41, 1), "FieldNotReadable"),
]


@pytest.mark.parametrize(("state", "command", "rule"), WHOLE_PLAN)
def test_the_plan_as_it_stands_says_no(state: Any, command: Any, rule: str) -> None:
    with pytest.raises(BrokenRule) as refused:
        decide(state, command, asked(OM), {})
    assert refused.value.code == rule


def test_no_more_than_a_hundred_proposals_wait() -> None:
    waiting = a_plan(*(a_proposal(1000 + n) for n in range(100)))
    with pytest.raises(BrokenRule, match="PlanFull"):
        decide(waiting, ProposeChange(objective(), "One more"), asked(OS), {})


CREATION = [
    # who, the present span, its plan, the rule that says no
    (OS, 6, None, "OffenderManagerDecides"),
    (COLLEAGUE, 6, None, "OffenderManagerDecides"),
    (OM, None, None, "CaseHasNoSpan"),
    (OM, 6, 1, "PlanAlreadyExists"),
]


@pytest.mark.parametrize(("by", "span", "plan", "rule"), CREATION)
def test_no_plan_is_created(by: Any, span: int | None, plan: int | None, rule: str) -> None:
    with pytest.raises(BrokenRule) as refused:
        decide_creation(CreatePlan(5), asked(by), span, plan)
    assert refused.value.code == rule


READING = [
    (ObjectiveFields, {"colour": "red"}),
    (ObjectiveFields, {"title": 7}),
    (ObjectiveFields, {"serves": "NOBODY"}),
    (ObjectiveFields, {"targetDate": "2026-02-30"}),
    (ObjectiveFields, {"targetDate": 20260101}),
    (ObjectiveFields, {"position": "1"}),
    (ObjectiveFields, {"position": True}),
    (InterventionFields, {"mandatoryForManager": "yes"}),
    (StepFields, {"owner": ["OFFENDER"]}),
]


@pytest.mark.parametrize(("shape", "values"), READING)
def test_a_field_that_is_not_ours_is_refused(shape: Any, values: dict[str, object]) -> None:
    with pytest.raises(BrokenRule, match="FieldNotReadable"):
        read(shape, values)


def test_fields_are_read_back_as_they_were_written() -> None:
    values = {"title": "Stay", "serves": "REQUIREMENT", "needArea": None, "targetDate": "2026-05-01", "position": 2}
    fields = read(ObjectiveFields, values)
    assert (fields.serves, fields.need_area, fields.title) == (Serves.REQUIREMENT, None, "Stay")
    assert set(fields.sent()) == {"title", "serves", "need_area", "target_date", "position"}
    assert read(ObjectiveFields, {"needArea": "DRUG_USE"}).need_area is NeedArea.DRUG_USE


def test_every_rule_has_a_row_and_a_remedy() -> None:
    rows = [
        row[-1] for table in (WHO, OBJECTIVES, INTERVENTIONS, STEPS, PROPOSALS, WHOLE_PLAN, CREATION) for row in table
    ]
    assert set(RULES) == {*rows, *BEFORE}  # those said before are tested with the actions
    for code in RULES:
        rule = broken(code, limit=3)
        assert rule.message.endswith(".") and rule.remedy.endswith(".")
        assert "{" not in rule.message


def test_the_remedy_for_a_supervisor_names_the_proposal() -> None:
    with pytest.raises(BrokenRule) as refused:
        decide(a_plan(), objective(), asked(OS), {})
    assert "proposeChange" in refused.value.remedy
