"""What would become of a message file, without Kafka and without a database."""

import json
from pathlib import Path
from typing import Any

import pytest

from hub.errors import HubError
from hub.messaging.check_message import check_message
from hub.messaging.contracts import examples

PRISONER = {"prisonerNumber": "Z0001ZZ", "firstName": "ANN", "lastName": "EXAMPLE", "status": "ACTIVE IN"}


def check(folder: Path, body: Any, **options: str) -> tuple[bool, str]:
    path = folder / "one.json"
    path.write_text(body if isinstance(body, str) else json.dumps(body))
    verdict = check_message(path, **options)
    return verdict.accepted, verdict.text


def test_a_message_that_would_be_acted_on(tmp_path: Path) -> None:
    accepted, text = check(tmp_path, PRISONER)
    assert accepted
    assert text.splitlines() == [
        "topic  custody.prisoner.snapshot.v1",
        "key    Z0001ZZ",
        "shape  prisoner record",
        "would be  acted on as PrisonerRecord",
    ]


def test_a_field_that_can_not_be_read_is_named_and_not_shown(tmp_path: Path) -> None:
    accepted, text = check(tmp_path, {**PRISONER, "dateOfBirth": "3rd of May"})
    assert accepted
    assert text.splitlines()[-1] == "would be  acted on as PrisonerRecord; unreadable: dateOfBirth"


@pytest.mark.parametrize(
    ("body", "options", "said"),
    [
        pytest.param({"anything": 1}, {}, "would not be sent: Ignored(NotAMessage", id="no message"),
        pytest.param({"excludedFrom": []}, {}, "would not be sent: Ignored(NoKey", id="no key"),
        pytest.param(PRISONER, {"key": "Z0009ZZ"}, "would be  Rejected(KeyMismatch", id="another key"),
        pytest.param('{"prisonerNumber": "Z0001ZZ",', {}, "would be  Rejected(UnreadableJson", id="unreadable"),
        pytest.param(
            {"eventType": "x.y", "crn": "X000001"}, {}, "would be  Ignored(UnknownEventType", id="unknown type"
        ),
        pytest.param(
            "x" * (8 * 2**20 + 1), {"topic": "custody.prisoner.snapshot.v1", "key": "Z"}, "TooLarge", id="large"
        ),
    ],
)
def test_a_message_that_would_not(tmp_path: Path, body: Any, options: dict[str, str], said: str) -> None:
    accepted, text = check(tmp_path, body, **options)
    assert not accepted
    assert said in text


@pytest.mark.parametrize("name", sorted(examples("plan.command.v1", "valid")))
def test_every_valid_command_of_the_contract_would_be_acted_on(tmp_path: Path, name: str) -> None:
    body = examples("plan.command.v1", "valid")[name]
    key = body.get("crn") or body.get("prisonNumber") or body["caseId"]
    accepted, text = check(tmp_path, body, topic="community.plan.command.v1", key=key)
    assert accepted, text


def test_every_fault_of_a_command_is_told_by_its_place_and_never_by_its_value(tmp_path: Path) -> None:
    body = {"commandId": "c", "command": "AddStep", "crn": "X000001", "planId": "ANN EXAMPLE", "fields": {"dueOn": 7}}
    accepted, text = check(tmp_path, body)
    assert not accepted
    faults = [line for line in text.splitlines() if line.startswith("  $")]
    assert "  $.fields.dueOn does not fit `type` of plan.command.v1" in faults
    assert len(faults) > 1
    assert "ANN" not in text


def test_what_can_not_be_checked(tmp_path: Path) -> None:
    with pytest.raises(HubError, match="is no file"):
        check_message(tmp_path / "missing.json")
    with pytest.raises(HubError, match="no incoming topic"):
        check(tmp_path, PRISONER, topic="hub.plan.event.v1")
