"""What the world hears of a change of the plan: the whole node before and after, who, why, and how far the plan is.

The contract is hub/messaging/contracts/hub.plan.event.v1.json.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from hub.domain.access import Service
from hub.domain.plan.decision import Change, Decision
from hub.domain.plan.nodes import document
from hub.store.messages.outbox import OutgoingEvent

PAYLOAD_VERSION = 1

# Event type -> the sentence that the payload's `description` holds.
DESCRIPTIONS: dict[str, str] = {
    "PlanCreated": "A sentence plan was created for the case's span of sentences.",
    "PlanClosed": "The plan was closed: its span of sentences is over.",
    "PlanReopened": "The plan was opened again: its span of sentences is not over after all.",
    "PlanMoved": "The plan went with the person: two cases turned out to be one, or one to be two.",
    "PlanSetAside": "The person has another plan for the same sentences; somebody must choose or combine.",
    "PlanChosen": "The plan is the one that counts for its span of sentences.",
    "PlanReplaced": "Another plan of the same span was chosen, or took in what this one holds.",
    "ObjectiveAdded": "An objective was added to the plan.",
    "ObjectiveChanged": "An objective of the plan was changed.",
    "ObjectiveAchieved": "An objective of the plan was achieved.",
    "ObjectiveRemoved": "An objective of the plan was removed.",
    "InterventionAdded": "An intervention was added to an objective.",
    "InterventionChanged": "An intervention was changed.",
    "InterventionStarted": "An intervention was started.",
    "InterventionCompleted": "An intervention was completed.",
    "InterventionEndedEarly": "An intervention was ended early or withdrawn.",
    "StepAdded": "A step was added.",
    "StepChanged": "A step was changed.",
    "StepProgressRecorded": "Progress on a step was recorded.",
    "ChangeProposed": "The Offender Supervisor proposed a change to the Offender Manager.",
    "ProposalAccepted": "The Offender Manager accepted a proposal.",
    "ProposalDeclined": "The Offender Manager declined a proposal.",
}


@dataclass(frozen=True)
class Changer:
    """Who changed the plan, as the world hears it; without a staff code where it follows from records."""

    service: Service
    staff_code: str | None
    role: str


def plan_events(
    decision: Decision,
    by: Changer,
    *,
    cause: str,
    now: datetime,
    identifiers: Sequence[dict[str, str]],
) -> list[OutgoingEvent]:
    """One event for each change, in the order of the plan's versions; case id and sequence are added by `publish`."""
    shared = {
        "version": PAYLOAD_VERSION,
        "occurredAt": now.isoformat(),
        "personReference": {"identifiers": list(identifiers)},
        "planId": str(decision.state.plan.id),
        "service": by.service.value,
        "actor": {"staffCode": by.staff_code, "role": by.role},
    }
    return [
        OutgoingEvent("plan", change.event, {**shared, **_about(change), "cause": change.cause or cause})
        for change in decision.changes
    ]


def _about(change: Change) -> dict[str, Any]:
    return {
        "eventType": event_type(change.event),
        "description": DESCRIPTIONS[change.event],
        "planVersion": change.plan_version,
        "node": change.after.kind.value,
        "nodeId": str(change.after.id),
        "nodeVersion": change.after.version,
        "before": document(change.before) if change.before else None,
        "after": document(change.after),
    }


def event_type(name: str) -> str:
    """`InterventionCompleted` -> `hub.plan.intervention-completed`."""
    return "hub.plan." + re.sub(r"(?<=[a-z])(?=[A-Z])", "-", name).lower()
