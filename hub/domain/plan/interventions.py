"""Rules of interventions: what one must say, and how it goes from planned to its end."""

from typing import Any

from msgspec.structs import asdict, replace

from hub.domain.plan.authority import Standing
from hub.domain.plan.broken_rules import broken
from hub.domain.plan.checks import LINE, PAGE, Asked, Made, happened, in_place, kept, moved, reason
from hub.domain.plan.commands import (
    AddIntervention,
    ChangeIntervention,
    CompleteIntervention,
    EndInterventionEarly,
    StartIntervention,
)
from hub.domain.plan.fields import outside_name
from hub.domain.plan.nodes import Intervention, PlanState
from hub.domain.plan.objectives import active
from hub.domain.plan.words import InterventionStatus

# The most interventions under one objective [hub].
MOST = 100

_ENDED = (InterventionStatus.COMPLETED, InterventionStatus.ENDED_EARLY)


def add(state: PlanState, command: AddIntervention, asked: Asked) -> list[Made]:
    """A new intervention under an active objective, last or at the place sent."""
    objective = active(state, command.node_id)
    siblings = _under(state, objective.id)
    if len(siblings) >= MOST:
        raise broken("PlanFull", limit=MOST)
    values = _checked({"position": len(siblings) + 1, **command.fields.sent()}, None, asked)
    node = Intervention(id=asked.new_id, version=0, objective_id=objective.id, **values)
    return in_place(node, siblings, "InterventionAdded")


def change(state: PlanState, command: ChangeIntervention, asked: Asked) -> list[Made]:
    """The intervention with the fields sent, and those that move over for it."""
    held = running(state, command.node_id)
    values = command.fields.sent()
    if not values:
        raise broken("NothingToChange")
    node = Intervention(**_checked({**asdict(held), **values}, held, asked))
    return moved(held, node, _under(state, held.objective_id), "InterventionChanged")


def start(state: PlanState, command: StartIntervention, asked: Asked) -> list[Made]:
    """Delivery begins."""
    held = running(state, command.node_id)
    if held.status is InterventionStatus.IN_PROGRESS:
        raise broken("InterventionAlreadyStarted")
    day = happened(command.started_on, asked.today, "started_on")
    return [Made("InterventionStarted", replace(held, status=InterventionStatus.IN_PROGRESS, started_on=day))]


def complete(state: PlanState, command: CompleteIntervention, asked: Asked) -> list[Made]:
    """Delivery is complete; a start that nobody recorded stays unknown and is warned about, not refused."""
    held = running(state, command.node_id)
    day = happened(command.completed_on, asked.today, "completed_on")
    if held.started_on is not None and day < held.started_on:
        raise broken("EndsBeforeItStarts", "completedOn")
    outcome = kept(command.outcome, "outcome", PAGE)
    done = replace(held, status=InterventionStatus.COMPLETED, completed_on=day, outcome=outcome)
    return [Made("InterventionCompleted", done)]


def end_early(state: PlanState, command: EndInterventionEarly, asked: Asked) -> list[Made]:
    """Delivery broke off. One that never started is withdrawn: that is for the Offender Manager."""
    held = running(state, command.node_id)
    if held.status is InterventionStatus.PLANNED and asked.by is not Standing.OFFENDER_MANAGER:
        raise broken("InterventionNotStarted")
    day = happened(command.ended_early_on, asked.today, "ended_early_on")
    if held.started_on is not None and day < held.started_on:
        raise broken("EndsBeforeItStarts", "endedEarlyOn")
    why = reason(command.reason)
    ended = replace(held, status=InterventionStatus.ENDED_EARLY, ended_early_on=day, ending_reason=why)
    return [Made("InterventionEndedEarly", ended)]


def running(state: PlanState, intervention_id: int) -> Intervention:
    """The intervention, planned or in progress, under an active objective.

    Raises InterventionAlreadyEnded, ObjectiveClosed.
    """
    held = state.intervention(intervention_id)
    if held.status in _ENDED:
        raise broken("InterventionAlreadyEnded")
    active(state, held.objective_id)
    return held


def _under(state: PlanState, objective_id: int) -> list[Intervention]:
    return [i for i in state.interventions if i.objective_id == objective_id]


def _checked(values: dict[str, Any], held: Intervention | None, asked: Asked) -> dict[str, Any]:
    values = {
        **values,
        "name": kept(values.get("name"), "name", LINE),
        "provider": kept(values.get("provider"), "provider", LINE),
    }
    if not values["name"]:
        raise broken("InterventionNeedsName", "name")
    if values.get("nature") is None:
        raise broken("InterventionNeedsNature", "nature")
    for field in ("mandatory_for_manager", "mandatory_for_offender"):
        if values.get(field) is None:
            raise broken("InterventionNeedsObligation", outside_name(field))
    starts, ends = values.get("starts_on"), values.get("ends_on")
    if starts is not None and ends is not None and ends < starts:
        raise broken("EndsBeforeItStarts", "endsOn")
    kept_as_it_was = held is not None and ends == held.ends_on
    if ends is not None and not kept_as_it_was and ends < asked.today:
        raise broken("WindowOver", "endsOn")
    return values
