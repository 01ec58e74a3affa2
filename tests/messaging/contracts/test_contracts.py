"""The contracts hold: their examples, their order with the code, and that a release only grows."""

import copy
from collections.abc import Callable
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from hub.actions.telling.case_events import DESCRIPTIONS as CASE_DESCRIPTIONS
from hub.actions.telling.case_events import event_type as case_event_type
from hub.actions.telling.plan_events import DESCRIPTIONS, event_type
from hub.connectors.plan_command.messages import VALIDATOR
from hub.connectors.plan_command.translate import COMMANDS, CREATE_PLAN
from hub.domain.days import EARLIEST, LATEST
from hub.messaging.cloud_event import schema_id
from hub.messaging.contracts import CONTRACTS, FOLDER, examples, released, schema, validator
from hub.messaging.contracts.growth import faults
from hub.messaging.topics import BY_NAME

NAMES = [contract.name for contract in CONTRACTS]


def cases(kind: str) -> list[Any]:
    return [
        pytest.param(name, message, id=f"{name}/{file}")
        for name in NAMES
        for file, message in examples(name, kind).items()
    ]


@pytest.mark.parametrize("name", NAMES)
def test_a_contract_is_a_json_schema(name: str) -> None:
    Draft202012Validator.check_schema(schema(name))
    assert examples(name, "valid") and examples(name, "invalid")


@pytest.mark.parametrize(("name", "message"), cases("valid"))
def test_a_valid_example_is_valid(name: str, message: Any) -> None:
    assert [fault.message for fault in validator(name).iter_errors(message)] == []


@pytest.mark.parametrize(("name", "message"), cases("invalid"))
def test_an_invalid_example_is_invalid(name: str, message: Any) -> None:
    assert not validator(name).is_valid(message)


def test_every_contract_file_is_in_the_table_and_names_real_topics() -> None:
    assert {file.stem for file in FOLDER.glob("*.json")} == set(NAMES)
    assert {file.stem for file in (FOLDER / "released").glob("*.json")} == set(NAMES)
    assert {topic for contract in CONTRACTS for topic in contract.topics} <= set(BY_NAME)


def test_every_event_has_the_schema_that_its_header_names() -> None:
    ids = {part["$id"] for part in schema("hub.plan.event.v1")["$defs"].values()}
    assert {schema_id(event_type(name)) for name in DESCRIPTIONS} <= ids
    replies = {part["$id"] for part in schema("hub.plan.reply.v1")["$defs"].values()}
    assert {schema_id(f"hub.plan.command-{end}") for end in ("done", "refused", "in-conflict")} <= replies


PUBLISHED = [("hub.case.event.v1", CASE_DESCRIPTIONS, case_event_type), ("hub.plan.event.v1", DESCRIPTIONS, event_type)]


@pytest.mark.parametrize(("name", "descriptions", "type_of"), PUBLISHED)
def test_every_published_event_has_an_example_of_its_own(
    name: str, descriptions: dict[str, str], type_of: Callable[[str], str]
) -> None:
    """With the sentence that the code gives it: an example is what is published."""
    shown = [(message["eventType"], message["description"]) for message in examples(name, "valid").values()]
    assert set(shown) == {(type_of(event), sentence) for event, sentence in descriptions.items()}
    named = [part["$ref"].removesuffix(":v1").rpartition(":")[2] for part in schema(name)["oneOf"]]
    assert sorted(named) == sorted({kind for kind, _ in shown})


def test_every_command_has_a_valid_example() -> None:
    wanted = set(schema("plan.command.v1")["properties"]["command"]["enum"])
    assert wanted == {*COMMANDS, CREATE_PLAN}
    assert {message["command"] for message in examples("plan.command.v1", "valid").values()} == wanted


def test_the_contract_of_commands_says_which_days_are_taken() -> None:
    command = schema("plan.command.v1")
    told = (command["$defs"]["date"]["description"], command["properties"]["occurredAt"]["description"])
    assert all(f"from {EARLIEST} to {LATEST}" in words for words in told)
    valid = examples("plan.command.v1", "valid").values()
    asked = next(one for one in valid if one["command"] == "StartIntervention")
    for day, taken in ((EARLIEST, True), (LATEST, True), ("1899-12-31", False), ("2200-01-01", False)):
        assert VALIDATOR.is_valid({**asked, "fields": {"startedOn": str(day)}}) is taken


@pytest.mark.parametrize("contract", CONTRACTS, ids=lambda contract: contract.name)
def test_a_contract_only_grows(contract: Any) -> None:
    assert faults(released(contract.name), schema(contract.name), incoming=contract.incoming) == []


Change = Callable[[dict[str, Any]], object]


def of_command(*path: str) -> Callable[[dict[str, Any]], Any]:
    def walk(contract: dict[str, Any]) -> Any:
        found: Any = contract
        for step in path:
            found = found[step]
        return found

    return walk


TITLE = of_command("$defs", "ObjectiveFields", "properties")
AFTER = of_command("$defs", "Intervention")

TAKEN_AWAY: list[tuple[str, str, Change]] = [
    # the contract, what is changed in it, how
    ("plan.command.v1", "a property goes", lambda c: c["properties"].pop("correlationId")),
    ("plan.command.v1", "a property is asked for", lambda c: c["required"].append("occurredAt")),
    ("plan.command.v1", "a command goes", lambda c: c["properties"]["command"]["enum"].pop()),
    ("plan.command.v1", "null is no longer taken", lambda c: TITLE(c)["title"].update(type="string")),
    ("plan.command.v1", "a field is renamed", lambda c: TITLE(c).update(heading=TITLE(c).pop("title"))),
    ("plan.command.v1", "a limit appears", lambda c: TITLE(c)["title"].update(maxLength=10)),
    ("plan.command.v1", "a condition appears", lambda c: c["allOf"].append({"required": ["planId"]})),
    ("plan.command.v1", "a way to name the case goes", lambda c: c["oneOf"].pop()),
    ("hub.plan.event.v1", "a promise goes", lambda c: AFTER(c)["required"].remove("outcome")),
    ("hub.plan.event.v1", "a property goes", lambda c: AFTER(c)["properties"].pop("outcome")),
    ("hub.plan.event.v1", "a type widens", lambda c: AFTER(c)["properties"]["name"].update(type=["string", "null"])),
    ("hub.plan.event.v1", "an event goes", lambda c: c["oneOf"].pop()),
    ("hub.plan.reply.v1", "an outcome goes", lambda c: c["$defs"]["Common"]["properties"]["outcome"]["enum"].pop()),
]

ADDED: list[tuple[str, str, Change]] = [
    ("plan.command.v1", "a property", lambda c: c["properties"].update(channel={"type": "string"})),
    ("plan.command.v1", "a command", lambda c: c["properties"]["command"]["enum"].append("ReopenObjective")),
    (
        "plan.command.v1",
        "its condition",
        lambda c: c["allOf"].append({"if": {"const": 1}, "then": {"required": ["x"]}}),
    ),
    ("plan.command.v1", "less is asked for", lambda c: c["required"].remove("staffCode")),
    ("plan.command.v1", "other words", lambda c: c.update(description="Other words.")),
    ("hub.plan.event.v1", "a property", lambda c: AFTER(c)["properties"].update(cost={"type": "number"})),
    ("hub.plan.event.v1", "a promise", lambda c: AFTER(c)["required"].append("cost")),
    ("hub.plan.event.v1", "a value", lambda c: AFTER(c)["properties"]["status"]["enum"].append("SUSPENDED")),
    ("hub.plan.event.v1", "an event", lambda c: c["oneOf"].append({"$ref": "urn:new"})),
]


@pytest.mark.parametrize(("name", "what", "change"), TAKEN_AWAY, ids=[" ".join(row[:2]) for row in TAKEN_AWAY])
def test_what_is_taken_away_is_found(name: str, what: str, change: Change) -> None:
    today = copy.deepcopy(schema(name))
    change(today)
    assert faults(schema(name), today, incoming=name.startswith("plan.command")), what


@pytest.mark.parametrize(("name", "what", "change"), ADDED, ids=[" ".join(row[:2]) for row in ADDED])
def test_what_is_added_is_no_fault(name: str, what: str, change: Change) -> None:
    today = copy.deepcopy(schema(name))
    change(today)
    assert faults(schema(name), today, incoming=name.startswith("plan.command")) == [], what
