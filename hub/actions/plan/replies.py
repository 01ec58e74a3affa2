"""What a service's own system hears of its plan command: done, refused by a rule, or in conflict.

The contract is hub/messaging/contracts/hub.plan.reply.v1.json. A reply belongs to no case's order of events: it goes
out under the command's own key, and names the case only to whom the plan was open.
"""

from dataclasses import asdict
from datetime import datetime
from typing import Any

from msgspec import to_builtins

from hub.actions.plan.outcome import PlanOutcome
from hub.connectors.plan_command import AskedPlanCommand
from hub.domain.plan.fields import outside_value
from hub.errors import BrokenRule, VersionConflict
from hub.store.messages.outbox import OutgoingEvent

REPLY_VERSION = 1

# How it ended -> the event's name and its type on the wire.
ENDS: dict[str, tuple[str, str]] = {
    "DONE": ("CommandDone", "hub.plan.command-done"),
    "BROKEN_RULE": ("CommandRefused", "hub.plan.command-refused"),
    "CONFLICT": ("CommandInConflict", "hub.plan.command-in-conflict"),
}


def done(outcome: PlanOutcome) -> dict[str, Any]:
    """The body of an answer to a command that was carried out."""
    return {
        "outcome": "DONE",
        "caseId": str(outcome.case_id),
        "planId": str(outcome.plan_id),
        "planVersion": outcome.plan_version,
        "node": outcome.node.value,
        "nodeId": str(outcome.node_id),
        "nodeVersion": outcome.node_version,
        "changed": outcome.changed,
        "warnings": [to_builtins(warning) for warning in outcome.warnings],
    }


def refused(rule: BrokenRule) -> dict[str, Any]:
    """The body of an answer to a command that a rule refuses."""
    return {"outcome": "BROKEN_RULE", "rules": [asdict(rule)]}


def in_conflict(conflict: VersionConflict) -> dict[str, Any]:
    """The body of an answer to a command that meets somebody else's change, with both values."""
    kind, _, node_id = conflict.node.partition(" ")
    return {
        "outcome": "CONFLICT",
        "node": kind,
        "nodeId": node_id,
        "expectedVersion": conflict.expected_version,
        "currentVersion": conflict.current_version,
        "fields": [
            {"field": both.field, "yours": outside_value(both.yours), "current": outside_value(both.current)}
            for both in conflict.fields
        ],
    }


def reply(asked: AskedPlanCommand, body: dict[str, Any], now: datetime) -> OutgoingEvent:
    """The answer under the command's key, with its correlation id."""
    name, wire_name = ENDS[body["outcome"]]
    payload = {
        "eventType": wire_name,
        "version": REPLY_VERSION,
        "occurredAt": now.isoformat(),
        "commandId": asked.command_id,
        "correlationId": asked.correlation_id,
        **body,
    }
    return OutgoingEvent("plan-reply", name, payload, key=asked.key)
