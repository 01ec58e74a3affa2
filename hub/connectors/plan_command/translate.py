"""From the wire shape of a plan command to the commands of hub/domain/plan/commands.py."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from hub.connectors.connector import Message, Provenance
from hub.connectors.envelope import provenance
from hub.connectors.plan_command.messages import AskedPlanCommand, read_body, subject_of
from hub.domain.access import Service
from hub.domain.plan import ObjectiveStatus, PlanNode, StepStatus
from hub.domain.plan.commands import (
    AcceptProposal,
    AddIntervention,
    AddObjective,
    AddStep,
    ChangeIntervention,
    ChangeObjective,
    ChangeStep,
    CloseObjective,
    CompleteIntervention,
    DeclineProposal,
    EndInterventionEarly,
    PlanCommand,
    ProposeChange,
    RecordStepProgress,
    StartIntervention,
)
from hub.domain.plan.fields import UNSET, InterventionFields, ObjectiveFields, StepFields, read
from hub.domain.staffing import canonical_code

CREATE_PLAN = "CreatePlan"


def decode(service: Service, message: Message) -> tuple[AskedPlanCommand, Provenance]:
    """The command that a service's own system asks for; raises Rejected."""
    body = read_body(message)
    kind, identifier = subject_of(body)
    create = body["command"] == CREATE_PLAN
    record = AskedPlanCommand(
        service=service,
        key=(message.key or b"").decode(),
        command_id=body["commandId"],
        correlation_id=body.get("correlationId", body["commandId"]),
        staff_code=canonical_code(body["staffCode"]),
        kind=kind,
        identifier=identifier,
        plan_id=None if create else int(body["planId"]),
        command=None if create else _command(body, int(body["planId"])),
    )
    return record, provenance(message, body.get("occurredAt"))


def _command(body: Mapping[str, Any], plan_id: int) -> PlanCommand:
    node_id = int(body.get("nodeId", plan_id))
    build = COMMANDS[body["command"]]
    command: PlanCommand = build(node_id, body.get("expectedVersion"), body.get("fields", {}), body)
    return command


def _day(fields: Mapping[str, Any], name: str) -> date | None:
    return date.fromisoformat(fields[name]) if fields.get(name) else None


Build = Callable[[int, Any, Mapping[str, Any], Mapping[str, Any]], Any]

_PROPOSABLE: dict[str, Build] = {
    "AddObjective": lambda node, version, f, _: AddObjective(node, version, read(ObjectiveFields, f)),
    "ChangeObjective": lambda node, version, f, _: ChangeObjective(node, version, read(ObjectiveFields, f)),
    "CloseObjective": lambda node, version, f, _: CloseObjective(
        node, version, ObjectiveStatus(f["status"]), f.get("reason")
    ),
    "AddIntervention": lambda node, version, f, _: AddIntervention(node, version, read(InterventionFields, f)),
    "ChangeIntervention": lambda node, version, f, _: ChangeIntervention(node, version, read(InterventionFields, f)),
    "EndInterventionEarly": lambda node, version, f, _: EndInterventionEarly(
        node, version, _day(f, "endedEarlyOn"), f.get("reason")
    ),
}


def _proposal(plan_id: int, _version: Any, fields: Mapping[str, Any], _body: Mapping[str, Any]) -> ProposeChange:
    wish = fields["proposed"]
    build = _PROPOSABLE[wish["command"]]
    proposed = build(int(wish.get("nodeId", plan_id)), wish.get("expectedVersion"), wish["fields"], wish)
    return ProposeChange(proposed, fields.get("reason"), fields.get("fromOffender", False))


COMMANDS: dict[str, Build] = {
    **_PROPOSABLE,
    "StartIntervention": lambda node, version, f, _: StartIntervention(node, version, _day(f, "startedOn")),
    "CompleteIntervention": lambda node, version, f, _: CompleteIntervention(
        node, version, _day(f, "completedOn"), f.get("outcome")
    ),
    "AddStep": lambda node, version, f, body: AddStep(node, version, read(StepFields, f), PlanNode(body["parent"])),
    "ChangeStep": lambda node, version, f, _: ChangeStep(node, version, read(StepFields, f)),
    "RecordStepProgress": lambda node, version, f, _: RecordStepProgress(
        node, version, StepStatus(f["status"]), f.get("progress", UNSET)
    ),
    "ProposeChange": _proposal,
    "AcceptProposal": lambda node, version, f, _: AcceptProposal(node, version, f.get("reason")),
    "DeclineProposal": lambda node, version, f, _: DeclineProposal(node, version, f.get("reason")),
}
