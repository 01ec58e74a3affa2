"""Plan commands from Kafka: what is read from them, and how one ends that can't be read."""

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from hub.connectors.connector import Message
from hub.connectors.plan_command import COMMUNITY, CUSTODY, AskedPlanCommand
from hub.connectors.plan_command.messages import CONTRACT
from hub.domain.access import Service
from hub.domain.identifiers import IdentifierKind
from hub.domain.plan import ObjectiveStatus, PlanNode, StepStatus
from hub.domain.plan.commands import (
    AcceptProposal,
    AddObjective,
    AddStep,
    ChangeObjective,
    CloseObjective,
    CompleteIntervention,
    EndInterventionEarly,
    ProposeChange,
    RecordStepProgress,
    StartIntervention,
)
from hub.domain.plan.fields import UNSET, ObjectiveFields
from hub.errors import Rejected

BROKER_TIME = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
EXAMPLES = CONTRACT.parent / "examples" / "plan.command.v1"
VALID, INVALID = sorted((EXAMPLES / "valid").glob("*.json")), sorted((EXAMPLES / "invalid").glob("*.json"))


def message(value: bytes | None, key: bytes | None = b"X000001", topic: str = "community.plan.command.v1") -> Message:
    return Message(topic, 0, 7, key, value, (), BROKER_TIME)


def body(**values: Any) -> dict[str, Any]:
    whole = {"commandId": "c1", "command": "CreatePlan", "crn": "X000001", "staffCode": "N01OM01", **values}
    return {name: value for name, value in whole.items() if value is not None}


def decoded(**values: Any) -> AskedPlanCommand:
    record, _ = COMMUNITY.decode(message(json.dumps(body(**values)).encode()))
    assert isinstance(record, AskedPlanCommand)
    return record


READ = [
    # the body's command, the command in the hub's words
    (
        {"command": "AddObjective", "fields": {"title": "Keep a home"}},
        AddObjective(12, None, ObjectiveFields(title="Keep a home")),
    ),
    (
        {
            "command": "ChangeObjective",
            "nodeId": "31",
            "expectedVersion": 2,
            "fields": {"targetDate": "2031-06-30", "target": None},
        },
        ChangeObjective(31, 2, ObjectiveFields(target_date=date(2031, 6, 30), target=None)),
    ),
    (
        {"command": "CloseObjective", "nodeId": 31, "expectedVersion": 2, "fields": {"status": "ACHIEVED"}},
        CloseObjective(31, 2, ObjectiveStatus.ACHIEVED, None),
    ),
    ({"command": "StartIntervention", "nodeId": "41", "expectedVersion": 1}, StartIntervention(41, 1, None)),
    (
        {
            "command": "CompleteIntervention",
            "nodeId": "41",
            "expectedVersion": 1,
            "fields": {"completedOn": "2026-03-01"},
        },
        CompleteIntervention(41, 1, date(2026, 3, 1), None),
    ),
    (
        {"command": "EndInterventionEarly", "nodeId": "41", "expectedVersion": 1, "fields": {"reason": "Moved"}},
        EndInterventionEarly(41, 1, None, "Moved"),
    ),
    (
        {"command": "RecordStepProgress", "nodeId": "51", "expectedVersion": 1, "fields": {"status": "COMPLETED"}},
        RecordStepProgress(51, 1, StepStatus.COMPLETED, UNSET),
    ),
    ({"command": "AcceptProposal", "nodeId": "61", "expectedVersion": 1}, AcceptProposal(61, 1, None)),
    (
        {
            "command": "ProposeChange",
            "fields": {"reason": "Why not", "proposed": {"command": "AddObjective", "fields": {"title": "Work"}}},
        },
        ProposeChange(AddObjective(12, None, ObjectiveFields(title="Work")), "Why not", False),
    ),
]


@pytest.mark.parametrize(("asked", "command"), READ)
def test_a_command_in_the_hubs_words(asked: dict[str, Any], command: Any) -> None:
    assert decoded(planId="12", **asked).command == command


def test_a_step_says_what_it_is_added_to() -> None:
    fields = {"description": "Ring", "owner": "OFFENDER"}
    step = decoded(command="AddStep", planId="12", nodeId="41", parent="INTERVENTION", fields=fields).command
    assert isinstance(step, AddStep)
    assert (step.node_id, step.under, step.expected_version) == (41, PlanNode.INTERVENTION, None)


def test_who_asks_for_whom() -> None:
    asked = decoded()
    assert (asked.service, asked.kind, asked.identifier) == (Service.COMMUNITY, IdentifierKind.CRN, "X000001")
    assert (asked.command_id, asked.correlation_id, asked.plan_id, asked.command) == ("c1", "c1", None, None)
    assert decoded(correlationId="order 7").correlation_id == "order 7"


@pytest.mark.parametrize(
    ("named", "kind", "key"),
    [
        ({"prisonNumber": "A0001BC"}, IdentifierKind.PRISON_NUMBER, b"A0001BC"),
        ({"caseId": "5"}, None, b"5"),
        ({"caseId": 5}, None, b"5"),
    ],
)
def test_the_ways_to_name_a_case(named: dict[str, Any], kind: IdentifierKind | None, key: bytes) -> None:
    text = json.dumps(body(crn=None, **named)).encode()
    record, _ = CUSTODY.decode(message(text, key, "custody.plan.command.v1"))
    assert isinstance(record, AskedPlanCommand)
    assert (record.service, record.kind, record.identifier) == (Service.CUSTODY, kind, key.decode())


def test_the_senders_time_is_the_source_time() -> None:
    _, provenance = COMMUNITY.decode(message(json.dumps(body(occurredAt="2026-03-02T08:00:00Z")).encode()))
    assert (provenance.source_time, provenance.time_assumed) == (datetime(2026, 3, 2, 8, tzinfo=UTC), False)
    _, provenance = COMMUNITY.decode(message(json.dumps(body(occurredAt="yesterday")).encode()))
    assert (provenance.source_time, provenance.time_assumed) == (BROKER_TIME, True)


ENDS = [
    # the value, the key, the code
    (b"{", b"X000001", "UnreadableJson"),
    (b"\xff\xfe", b"X000001", "UnreadableJson"),
    (b"[]", b"X000001", "NotAnObject"),
    (b'{"commandId": "\\u0000"}', b"X000001", "UnstorableText"),
    (None, b"X000001", "NoBody"),
    (b"{}", None, "NoKey"),
    (b"{}", b"X000001", "InvalidCommand"),
    (json.dumps(body()).encode(), b"X000002", "KeyMismatch"),
    (json.dumps(body()).encode(), b"\xff", "KeyMismatch"),
]


@pytest.mark.parametrize(("value", "key", "code"), ENDS)
def test_what_cannot_be_taken_has_a_name(value: bytes | None, key: bytes | None, code: str) -> None:
    with pytest.raises(Rejected) as rejected:
        COMMUNITY.decode(message(value, key))
    assert rejected.value.code == code


@pytest.mark.parametrize("day", ["0001-01-01", "1899-12-31", "2200-01-01", "9999-12-31", "2026-01-31T00:00:00Z"])
def test_what_is_no_day_that_a_record_can_mean_does_not_fit_the_contract(day: str) -> None:
    with pytest.raises(Rejected, match="InvalidCommand: fields/targetDate: does not fit `format`"):
        decoded(command="AddObjective", planId="12", fields={"title": "Find work", "targetDate": day})


def key_of(example: Any) -> bytes:
    names = ("crn", "prisonNumber", "caseId")
    found = next((example[name] for name in names if name in example), "") if isinstance(example, dict) else ""
    return str(found).encode()


@pytest.mark.parametrize("file", VALID, ids=lambda file: file.stem)
def test_a_valid_example_is_a_command(file: Path) -> None:
    value = file.read_bytes()
    record, _ = COMMUNITY.decode(message(value, key_of(json.loads(value))))
    assert isinstance(record, AskedPlanCommand)
    assert type(record.command).__name__ in (json.loads(value)["command"], "NoneType")
    assert hash(replace(record)) == hash(record)


@pytest.mark.parametrize("file", INVALID, ids=lambda file: file.stem)
def test_an_invalid_example_is_rejected(file: Path) -> None:
    value = file.read_bytes()
    with pytest.raises(Rejected) as rejected:
        COMMUNITY.decode(message(value, key_of(json.loads(value)) or b"X000001"))
    assert rejected.value.code in ("InvalidCommand", "NotAnObject")


def test_a_rejection_quotes_no_value() -> None:
    secret = {"title": ["Uncle Bertram"], "Uncle Bertram": 1}
    with pytest.raises(Rejected) as rejected:
        decoded(command="ChangeObjective", planId="12", nodeId="31", expectedVersion=2, fields=secret)
    assert "Bertram" not in str(rejected.value)
    assert rejected.value.detail.startswith("fields")


def test_the_topics_are_ordered() -> None:
    assert {(connector.topic, connector.ordered) for connector in (CUSTODY, COMMUNITY)} == {
        ("custody.plan.command.v1", True),
        ("community.plan.command.v1", True),
    }
