"""What is worth saying about a change that was made all the same."""

from hub.domain.plan.nodes import Intervention, Node, PlanState
from hub.domain.plan.words import InterventionStatus, NeedArea, ObjectiveStatus
from hub.domain.value import Value


class PlanWarning(Value):
    """Something that is so and should perhaps not be: a name and a sentence."""

    code: str
    message: str


VICTIM_AWARENESS_MISSING = PlanWarning(
    "VictimAwarenessMissing",
    "Most plans should hold some form of victim awareness; this one has no objective for it.",
)
START_NOT_RECORDED = PlanWarning(
    "StartNotRecorded", "The intervention was completed and nobody had recorded that it started."
)


def warnings(state: PlanState, changed: Node) -> tuple[PlanWarning, ...]:
    """The warnings of the plan as it stands [planning], and of the node that just changed [hub]."""
    found = []
    if not any(
        objective.need_area is NeedArea.VICTIM_AWARENESS and objective.status is not ObjectiveStatus.REMOVED
        for objective in state.objectives
    ):
        found.append(VICTIM_AWARENESS_MISSING)
    if (
        isinstance(changed, Intervention)
        and changed.status is InterventionStatus.COMPLETED
        and changed.started_on is None
    ):
        found.append(START_NOT_RECORDED)
    return tuple(found)
