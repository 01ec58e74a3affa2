"""Which rule answers which command on an objective, an intervention or a step."""

from collections.abc import Callable
from typing import Any

from hub.domain.plan import interventions, objectives, steps
from hub.domain.plan.checks import Asked, Made
from hub.domain.plan.commands import (
    AddIntervention,
    AddObjective,
    AddStep,
    ChangeIntervention,
    ChangeObjective,
    ChangeStep,
    CloseObjective,
    CompleteIntervention,
    EndInterventionEarly,
    NodeCommand,
    RecordStepProgress,
    StartIntervention,
)
from hub.domain.plan.nodes import PlanState

_RULE: dict[type, Callable[[PlanState, Any, Asked], list[Made]]] = {
    AddObjective: objectives.add,
    ChangeObjective: objectives.change,
    CloseObjective: objectives.close,
    AddIntervention: interventions.add,
    ChangeIntervention: interventions.change,
    StartIntervention: interventions.start,
    CompleteIntervention: interventions.complete,
    EndInterventionEarly: interventions.end_early,
    AddStep: steps.add,
    ChangeStep: steps.change,
    RecordStepProgress: steps.record_progress,
}


def work_out(state: PlanState, command: NodeCommand, asked: Asked) -> list[Made]:
    """The nodes as the command's rule wants them, the node it is about first; raises BrokenRule."""
    return _RULE[type(command)](state, command, asked)
