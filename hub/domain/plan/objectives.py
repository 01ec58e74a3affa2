"""Rules of objectives: what one must say, when it closes."""

from typing import Any

from msgspec.structs import asdict, replace

from hub.domain.plan.broken_rules import broken
from hub.domain.plan.checks import LINE, PARAGRAPH, Asked, Made, in_place, kept, moved, reason
from hub.domain.plan.commands import AddObjective, ChangeObjective, CloseObjective
from hub.domain.plan.nodes import Objective, PlanState
from hub.domain.plan.words import InterventionStatus, ObjectiveStatus, Serves

# The most objectives that a plan holds [hub]: far above any real plan, low enough to read one whole.
MOST = 100

_TEXTS = {"title": LINE, "target": PARAGRAPH, "requirement": LINE}
_CLOSING = {ObjectiveStatus.ACHIEVED: "ObjectiveAchieved", ObjectiveStatus.REMOVED: "ObjectiveRemoved"}


def add(state: PlanState, command: AddObjective, asked: Asked) -> list[Made]:
    """A new objective at the end of the plan, or at the place sent."""
    if len(state.objectives) >= MOST:
        raise broken("PlanFull", limit=MOST)
    last = len(state.objectives) + 1
    values = _checked({"position": last, **command.fields.sent()}, None, asked)
    node = Objective(id=asked.new_id, version=0, **values)
    return in_place(node, state.objectives, "ObjectiveAdded")


def change(state: PlanState, command: ChangeObjective, asked: Asked) -> list[Made]:
    """The objective with the fields sent, and those that move over for it."""
    held = active(state, command.node_id)
    values = command.fields.sent()
    if not values:
        raise broken("NothingToChange")
    node = Objective(**_checked({**asdict(held), **values}, held, asked))
    return moved(held, node, state.objectives, "ObjectiveChanged")


def close(state: PlanState, command: CloseObjective, asked: Asked) -> list[Made]:
    """The objective achieved, or removed with a reason; nothing under it may be running."""
    held = active(state, command.node_id)
    if command.status not in _CLOSING:
        raise broken("ClosingStatusNotValid", "status")
    why = kept(command.reason, "reason", PARAGRAPH)
    if command.status is ObjectiveStatus.REMOVED:
        why = reason(command.reason)
    below = [i for i in state.interventions if i.objective_id == held.id]
    if any(i.status is InterventionStatus.IN_PROGRESS for i in below):
        raise broken("InterventionsStillRunning")
    closed = replace(held, status=command.status, closed_on=asked.today, closing_reason=why)
    return [Made(_CLOSING[command.status], closed)]


def active(state: PlanState, objective_id: int) -> Objective:
    """The objective, if it can still change; raises ObjectiveClosed."""
    held = state.objective(objective_id)
    if held.status is not ObjectiveStatus.ACTIVE:
        raise broken("ObjectiveClosed")
    return held


def _checked(values: dict[str, Any], held: Objective | None, asked: Asked) -> dict[str, Any]:
    texts = {name: kept(values.get(name), name, limit) for name, limit in _TEXTS.items()}
    values = {**values, **texts}
    if not values["title"]:
        raise broken("ObjectiveNeedsTitle", "title")
    if values.get("serves") is None:
        raise broken("ObjectiveServesNothing", "serves")
    if values["serves"] is Serves.CRIMINOGENIC_NEED and values.get("need_area") is None:
        raise broken("ObjectiveNeedsNeedArea", "needArea")
    if values["serves"] is Serves.REQUIREMENT and values["requirement"] is None:
        raise broken("ObjectiveNeedsRequirement", "requirement")
    target_date = values.get("target_date")
    kept_as_it_was = held is not None and target_date == held.target_date
    if target_date is not None and not kept_as_it_was and target_date <= asked.today:
        raise broken("TargetDateNotInFuture", "targetDate")
    return values
