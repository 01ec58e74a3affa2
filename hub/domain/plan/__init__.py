"""The shared sentence plan: its words, its nodes, and the rules by which it changes.

words       the closed lists (PlanNode, ObjectiveStatus, ...)
nodes       the plan, objectives, interventions, steps, proposals, as they stand
fields      what can be set on a node, and how it is written outside
commands    what somebody may ask for
authority   who may ask for it
decision    state + command + who + today -> new state and changes, or a broken rule
versions    when a change meets somebody else's
warnings    what is worth saying all the same
together    two plans of one person: moved, set aside, chosen, combined, parted again

broken_rules names every rule that says no; objectives, interventions, steps and proposals hold the rules of each,
node_rules says which answers which command, checks what they share.
"""

from hub.domain.plan.words import (
    COUNTING,
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
    "COUNTING",
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
