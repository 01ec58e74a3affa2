"""The wire shape of a plan command: what the JSON Schema allows, and the record that comes of it."""

import json
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator, FormatChecker
from jsonschema.exceptions import ValidationError, best_match

from hub.connectors.connector import Message
from hub.connectors.json_reader import read_object
from hub.connectors.times import read_day
from hub.domain.access import Service
from hub.domain.identifiers import IdentifierKind
from hub.domain.plan.commands import PlanCommand
from hub.domain.value import Value
from hub.errors import Rejected

# The published contract is the check itself, so that the two can't drift apart.
CONTRACT = Path(__file__).parents[2] / "messaging" / "contracts" / "plan.command.v1.json"
STANDARD = Draft202012Validator.FORMAT_CHECKER
# A `date` is also one that a record can mean.
FORMATS = FormatChecker(formats=())
FORMATS.checkers = dict(STANDARD.checkers)
FORMATS.checks("date")(
    lambda value: STANDARD.conforms(value, "date") and (not isinstance(value, str) or read_day(value) is not None)
)
VALIDATOR = Draft202012Validator(json.loads(CONTRACT.read_text(encoding="utf-8")), format_checker=FORMATS)

# Where a body names the case: the field, and the kind of identifier that it holds (None: the hub's own case id).
SUBJECTS: dict[str, IdentifierKind | None] = {
    "caseId": None,
    "crn": IdentifierKind.CRN,
    "prisonNumber": IdentifierKind.PRISON_NUMBER,
}


class AskedPlanCommand(Value):
    """A plan command in the hub's words, from a service's own system; not yet checked against any rule.

    `key` is the Kafka key, `identifier` the prison number or CRN that names the case (`kind` None: the case id).
    `command` is None where a plan is to be created: its case is found first. `plan_id` is the plan that the sender
    means, None with it.
    """

    service: Service
    key: str
    command_id: str
    correlation_id: str
    staff_code: str
    kind: IdentifierKind | None
    identifier: str
    plan_id: int | None
    command: PlanCommand | None


def read_body(message: Message) -> dict[str, Any]:
    """The command's body, once it fits the contract and its key.

    Raises Rejected: NoKey, NoBody, KeyMismatch, InvalidCommand (with the place, never the value), and what
    `json_reader.read_object` raises.
    """
    if message.key is None:
        raise Rejected("NoKey", "a plan command's key is the CRN, prison number or case id that its body names")
    if message.value is None:
        raise Rejected("NoBody", "a plan command with a null value asks for nothing")
    body = read_object(message.value)
    fault = best_match(VALIDATOR.iter_errors(body))
    if fault is not None:
        raise Rejected("InvalidCommand", _what_is_wrong(fault))
    if message.key.decode("utf-8", "replace").strip() != subject_of(body)[1]:
        raise Rejected("KeyMismatch", "the key names another case than the body")
    return body


def subject_of(body: dict[str, Any]) -> tuple[IdentifierKind | None, str]:
    """How the body names its case."""
    field = next(name for name in SUBJECTS if name in body)
    return SUBJECTS[field], str(body[field])


def _what_is_wrong(fault: ValidationError) -> str:
    """Where and which keyword of the contract; what stands there may be personal and is left out."""
    place = "/".join(str(part) for part in fault.absolute_path) or "the message"
    wanted = fault.validator_value
    if fault.validator == "required" and isinstance(wanted, list) and isinstance(fault.instance, dict):
        missing = [name for name in wanted if name not in fault.instance]
        return f"{place}: {', '.join(missing)} is missing"
    return f"{place}: does not fit `{fault.validator}` of the contract plan.command.v1"
