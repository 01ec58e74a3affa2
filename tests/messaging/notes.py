"""A connector and actions for tests: notes that say what shall become of them, and a table of their effects."""

import asyncio
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import text

from hub.connectors.connector import Connector, Message, Provenance
from hub.connectors.envelope import provenance
from hub.connectors.json_reader import read_object
from hub.errors import BrokenRule, Ignored, Rejected, VersionConflict
from hub.messaging.dispatch import Action
from hub.store import case
from hub.store.database import Database
from hub.store.messages import outbox
from hub.store.messages.outbox import OutgoingEvent
from hub.store.transaction import Transaction

PLAIN, ORDERED = "custody.prisoner.snapshot.v1", "custody.plan.command.v1"
BROKER_TIME = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Note:
    """A number to be written down under a key; `then` is what happens after the writing."""

    key: str
    number: int
    then: str


@dataclass(frozen=True)
class NoteRemoved:
    """A tombstone."""

    key: str


def decode(message: Message) -> tuple[Note | NoteRemoved, Provenance]:
    """Lenient enough for tests."""
    key = (message.key or b"").decode("utf-8", "replace")
    if message.value is None:
        return NoteRemoved(key), provenance(message, message.broker_time.isoformat())
    body = read_object(message.value)
    if body.get("then") == "ignore at once":
        raise Ignored("NotOurs")
    return Note(key, body.get("number", 0), body.get("then", "")), provenance(message, message.broker_time.isoformat())


CONNECTORS = {
    name: Connector(f"notes of {name}", name, ordered=name == ORDERED, decode=decode) for name in (PLAIN, ORDERED)
}


class Notes:
    """What the notes do. `trouble` runs in each effect and may raise or wait; `forgiven` turns refusals off."""

    def __init__(self, trouble: Callable[[Note], Any] | None = None) -> None:
        self.forgiven = False
        self._trouble = trouble
        self.actions: dict[type, Action] = {Note: self.write, NoteRemoved: self.remove}

    async def write(self, tx: Transaction, note: Note, provenance: Provenance) -> str:
        await tx.execute(text("insert into note values (:key, :number)"), {"key": note.key, "number": note.number})
        if self._trouble:
            answer = self._trouble(note)
            if asyncio.iscoroutine(answer):
                await answer
        if note.then and not self.forgiven:
            self._refuse(note)
        return f"wrote {note.number}"

    async def remove(self, tx: Transaction, removed: NoteRemoved, provenance: Provenance) -> str:
        await tx.execute(text("insert into note values (:key, -1)"), {"key": removed.key})
        return "removed"

    def _refuse(self, note: Note) -> None:
        match note.then:
            case "ignore":
                raise Ignored("OlderThanHeld")
            case "keep":
                raise Ignored("OlderThanHeld", kept=True)
            case "await":
                raise Ignored("UnknownBooking", "awaiting snapshot")
            case "reject":
                raise Rejected("KeyMismatch", "the body names another")
            case "rule":
                raise BrokenRule("InterventionAlreadyEnded", "It has ended.", "Leave it.")
            case "conflict":
                raise VersionConflict("Step:1", 1, 2)
            case "crash":
                raise KeyError("a text that must not be told")


async def prepare(database: Database) -> None:
    """The table of effects, in the order of their transactions' writing."""
    async with database.transaction() as tx:
        await tx.execute(text("create table note (key text, number int, place int generated always as identity)"))


async def effects(database: Database) -> list[tuple[str, int]]:
    """Every effect so far, in order."""
    async with database.transaction() as tx:
        return [(row.key, row.number) for row in await tx.rows(text("select key, number from note order by place"))]


async def count(database: Database, table: str) -> int:
    """Rows of a table."""
    async with database.transaction() as tx:
        return int((await tx.execute(text(f"select count(*) from {table}"))).scalar_one())


async def make_cases(database: Database, number: int) -> list[int]:
    """Cases without any facts, to publish events about."""
    async with database.transaction() as tx:
        made = [await case.create(tx) for _ in range(number)]
        await tx.record(actor="test", service="CUSTODY", action="make", case_ids=made, why="test", cause="test")
    return made


async def publish(tx: Transaction, case_id: int, *numbers: int) -> None:
    """One event for each number, about the case."""
    await case.lock(tx, [case_id])
    events = [OutgoingEvent("plan", "StepAdded", {"eventType": "hub.plan.step-added", "number": n}) for n in numbers]
    await outbox.publish(tx, case_id, events)
    await tx.record(actor="test", service="CUSTODY", action="test", case_ids=[case_id], why="test", cause="test")


def message(number: int, *, then: str = "", topic: str = PLAIN, key: str | None = "A", **changes: Any) -> Message:
    """A note as a message; its offset is its number."""
    value = json.dumps({"number": number, "then": then}).encode()
    made = {
        "topic": topic,
        "partition": 0,
        "offset": number,
        "key": key.encode() if key is not None else None,
        "value": value,
        "headers": (),
        "broker_time": BROKER_TIME,
    }
    return Message(**{**made, **changes})
