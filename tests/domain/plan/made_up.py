"""A small plan of a made-up case, and short ways to write commands, so that the tables of rules read as sentences.

Objective 10 is active with intervention 20 (planned), 21 (in progress), 22 (completed) and step 30; objective 11 is
achieved. Proposal 40 waits: it asks for another title of objective 10. Today is 2 March 2026.
"""

from datetime import UTC, date, datetime
from typing import Any

from msgspec.structs import replace

from hub.domain.plan.authority import Standing
from hub.domain.plan.checks import Asked
from hub.domain.plan.fields import InterventionFields, ObjectiveFields, StepFields
from hub.domain.plan.nodes import Intervention, Node, Objective, Plan, PlanState, Proposal, Step, key_of
from hub.domain.plan.words import (
    InterventionStatus,
    Nature,
    NeedArea,
    ObjectiveStatus,
    PlanNode,
    ProposedChange,
    Serves,
    StepOwner,
    StepStatus,
)

OM, OS = Standing.OFFENDER_MANAGER, Standing.OFFENDER_SUPERVISOR
KEY_WORKER, COLLEAGUE, READER = Standing.KEY_WORKER, Standing.COLLEAGUE, Standing.READER

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
TODAY = date(2026, 3, 2)
YESTERDAY, TOMORROW = date(2026, 3, 1), date(2026, 3, 3)
NEW_ID = 99


def asked(by: Standing = OM, **other: Any) -> Asked:
    return replace(Asked(by=by, staff_id=7, today=TODAY, now=NOW, new_id=NEW_ID), **other)


def an_objective(node_id: int = 10, **values: Any) -> Objective:
    drinking = {"title": "Stop drinking", "serves": Serves.CRIMINOGENIC_NEED, "need_area": NeedArea.ALCOHOL_USE}
    return Objective(**{"id": node_id, "version": 1, "position": 1, **drinking, **values})


def an_intervention(node_id: int = 20, **values: Any) -> Intervention:
    course = {"name": "Alcohol course", "nature": Nature.REHABILITATIVE}
    mandatory = {"mandatory_for_manager": True, "mandatory_for_offender": False}
    return Intervention(
        **{"id": node_id, "version": 1, "position": 1, "objective_id": 10, **course, **mandatory, **values}
    )


def a_step(node_id: int = 30, **values: Any) -> Step:
    call = {"description": "Book the first meeting", "owner": StepOwner.OFFENDER_SUPERVISOR}
    return Step(
        **{"id": node_id, "version": 1, "position": 1, "objective_id": 10, "intervention_id": None, **call, **values}
    )


def a_proposal(node_id: int = 40, /, **values: Any) -> Proposal:
    what = {"change": ProposedChange.CHANGE, "node": PlanNode.OBJECTIVE, "node_id": 10, "parent_id": None}
    title = {"node_version": 1, "changes": {"title": "Drink less"}, "reason": "Closer to what works"}
    who = {"from_offender": False, "proposed_by_id": 8, "proposed_at": NOW}
    return Proposal(**{"id": node_id, "version": 1, **what, **title, **who, **values})


def a_plan(*others: Node, version: int = 12, span_over: bool = False) -> PlanState:
    nodes = (
        an_objective(),
        an_objective(11, position=2, title="Find work", status=ObjectiveStatus.ACHIEVED, closed_on=YESTERDAY),
        an_intervention(),
        an_intervention(21, position=2, status=InterventionStatus.IN_PROGRESS, started_on=YESTERDAY),
        an_intervention(22, position=3, status=InterventionStatus.COMPLETED, completed_on=YESTERDAY),
        a_step(),
        a_step(31, position=2, status=StepStatus.COMPLETED),
        a_proposal(),
        *others,
    )
    plan = Plan(id=1, version=version, case_id=5, span_id=6)
    return PlanState(plan, {key_of(node): node for node in nodes}, span_over)


def objective_fields(**values: Any) -> ObjectiveFields:
    return ObjectiveFields(**{"title": "Keep a home", "serves": Serves.PUBLIC_PROTECTION, **values})


def intervention_fields(**values: Any) -> InterventionFields:
    must = {"mandatory_for_manager": True, "mandatory_for_offender": True}
    return InterventionFields(**{"name": "Community service", "nature": Nature.RESTORATIVE, **must, **values})


def step_fields(**values: Any) -> StepFields:
    return StepFields(**{"description": "Ring the provider", "owner": StepOwner.KEY_WORKER, **values})
