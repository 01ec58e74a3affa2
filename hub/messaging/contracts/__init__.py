"""The published contracts of plan commands, replies, events and staff snapshots: JSON Schema 2020-12.

There is one file for each kind of topic that is the hub's own. `NAME.json` is the contract, `examples/NAME/valid` and
`invalid` show it, `released/NAME.json` is the last release, for a contract only grows (`growth.py`). An event's own
schema has the `$id` that its `ce_dataschema` header names.
"""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator

FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class Contract:
    """One contract: its file's name, the topics that hold it, whether others send it to the hub."""

    name: str
    topics: tuple[str, ...]
    incoming: bool


CONTRACTS: tuple[Contract, ...] = (
    Contract("plan.command.v1", ("custody.plan.command.v1", "community.plan.command.v1"), incoming=True),
    Contract("hub.plan.reply.v1", ("hub.plan.reply.v1",), incoming=False),
    Contract("hub.plan.event.v1", ("hub.plan.event.v1",), incoming=False),
    Contract("hub.case.event.v1", ("hub.case.event.v1",), incoming=False),
    Contract("hub.case.snapshot.v1", ("hub.case.snapshot.v1",), incoming=False),
    Contract("staff.snapshot.v1", ("custody.staff.snapshot.v1", "community.staff.snapshot.v1"), incoming=True),
)


def schema(name: str) -> dict[str, Any]:
    """The contract of that name as it stands."""
    return _read(FOLDER / f"{name}.json")


def released(name: str) -> dict[str, Any]:
    """The contract of that name as it was last released."""
    return _read(FOLDER / "released" / f"{name}.json")


@cache
def validator(name: str) -> Draft202012Validator:
    """Checks messages against the contract of that name, formats included."""
    return Draft202012Validator(schema(name), format_checker=Draft202012Validator.FORMAT_CHECKER)


def examples(name: str, kind: str) -> dict[str, Any]:
    """File name -> message, of the examples of a contract; `kind` is `valid` or `invalid`."""
    files = sorted((FOLDER / "examples" / name / kind).glob("*.json"))
    return {file.stem: json.loads(file.read_text(encoding="utf-8")) for file in files}


def _read(file: Path) -> dict[str, Any]:
    read: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return read
