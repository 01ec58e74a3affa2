"""Rules of steps: who does what by when, and how it goes [guide]."""

from typing import Any

from msgspec.structs import asdict, replace

from hub.domain.plan.broken_rules import broken
from hub.domain.plan.checks import PAGE, PARAGRAPH, Asked, Made, in_place, kept, moved
from hub.domain.plan.commands import AddStep, ChangeStep, RecordStepProgress
from hub.domain.plan.fields import UNSET
from hub.domain.plan.interventions import running
from hub.domain.plan.nodes import PlanState, Step
from hub.domain.plan.objectives import active
from hub.domain.plan.words import PlanNode, StepStatus

# The most steps under one objective or one intervention [hub].
MOST = 100

_ENDED = (StepStatus.COMPLETED, StepStatus.NO_LONGER_NEEDED)


def add(state: PlanState, command: AddStep, asked: Asked) -> list[Made]:
    """A new step under an active objective or a running intervention, last or at the place sent."""
    objective_id, intervention_id = _parent(state, command)
    siblings = _under(state, objective_id, intervention_id)
    if len(siblings) >= MOST:
        raise broken("PlanFull", limit=MOST)
    values = _checked({"position": len(siblings) + 1, **command.fields.sent()}, None, asked)
    node = Step(id=asked.new_id, version=0, objective_id=objective_id, intervention_id=intervention_id, **values)
    return in_place(node, siblings, "StepAdded")


def change(state: PlanState, command: ChangeStep, asked: Asked) -> list[Made]:
    """The step with the fields sent, and those that move over for it."""
    held = _changeable(state, command.node_id)
    if held.status in _ENDED:
        raise broken("StepAlreadyEnded")
    values = command.fields.sent()
    if not values:
        raise broken("NothingToChange")
    node = Step(**_checked({**asdict(held), **values}, held, asked))
    return moved(held, node, _under(state, held.objective_id, held.intervention_id), "StepChanged")


def record_progress(state: PlanState, command: RecordStepProgress, asked: Asked) -> list[Made]:
    """How the step stands now; a step ended by mistake is reopened by this too."""
    held = _changeable(state, command.node_id)
    progress = held.progress if command.progress is UNSET else kept(command.progress, "progress", PAGE)
    if command.status is StepStatus.CANNOT_BE_DONE_YET and progress is None:
        raise broken("ProgressNeedsNote", "progress")
    return [Made("StepProgressRecorded", replace(held, status=command.status, progress=progress))]


def _parent(state: PlanState, command: AddStep) -> tuple[int, int | None]:
    if command.under is PlanNode.OBJECTIVE:
        return active(state, command.node_id).id, None
    if command.under is PlanNode.INTERVENTION:
        intervention = running(state, command.node_id)
        return intervention.objective_id, intervention.id
    raise broken("PlanNodeNotFound")


def _changeable(state: PlanState, step_id: int) -> Step:
    held = state.step(step_id)
    active(state, held.objective_id)
    return held


def _under(state: PlanState, objective_id: int, intervention_id: int | None) -> list[Step]:
    return [s for s in state.steps if (s.objective_id, s.intervention_id) == (objective_id, intervention_id)]


def _checked(values: dict[str, Any], held: Step | None, asked: Asked) -> dict[str, Any]:
    values = {**values, "description": kept(values.get("description"), "description", PARAGRAPH)}
    if not values["description"]:
        raise broken("StepNeedsDescription", "description")
    if values.get("owner") is None:
        raise broken("StepNeedsOwner", "owner")
    due = values.get("due_on")
    kept_as_it_was = held is not None and due == held.due_on
    if due is not None and not kept_as_it_was and due < asked.today:
        raise broken("DueDatePassed", "dueOn")
    return values
