"""The shared sentence plan: its words, its nodes, and the rules by which it changes.

words       the closed lists (PlanNode, ObjectiveStatus, ...)
nodes       the plan, objectives, interventions, steps, proposals, as they stand
commands    what somebody may ask for
authority   who may ask for it
decision    state + command + who + today -> new state and changes, or a broken rule
versions    when a change meets somebody else's
"""

from hub.domain.plan.words import (
    InterventionStatus,
    Nature,
    NeedArea,
    ObjectiveStatus,
    PlanNode,
    PlanStatus,
    ProposalStatus,
    ProposedChange,
    Serves,
    StepOwner,
    StepStatus,
)

__all__ = [
    "InterventionStatus",
    "Nature",
    "NeedArea",
    "ObjectiveStatus",
    "PlanNode",
    "PlanStatus",
    "ProposalStatus",
    "ProposedChange",
    "Serves",
    "StepOwner",
    "StepStatus",
]
