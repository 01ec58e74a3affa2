"""How messages end, and what stays in the database when they have ended."""

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import text

from hub.connectors.connector import Connector
from hub.messaging.dispatch import ACTIONS, CONNECTORS, Dispatcher
from hub.messaging.outcome import REPLAY_ID_HEADER, REPLAY_ITEM_HEADER
from hub.messaging.parking import letter
from hub.messaging.topics import BY_NAME, Direction
from hub.store.database import Database
from hub.store.messages import dead_letters, inbox
from tests.messaging import notes
from tests.messaging.notes import ORDERED, PLAIN, Note, Notes, effects, message

pytestmark = pytest.mark.postgres


def dispatcher(database: Database, acting: Notes | None = None) -> Dispatcher:
    return Dispatcher(database, notes.CONNECTORS, (acting or Notes()).actions)


async def waiting(database: Database) -> list[dead_letters.DeadLetter]:
    async with database.transaction() as tx:
        return await dead_letters.waiting(tx)


@pytest.mark.parametrize(
    ("then", "outcome", "written", "seen", "letters"),
    [
        pytest.param("", "Applied(wrote 1)", 1, 1, 0, id="applied"),
        pytest.param("ignore at once", "Ignored(NotOurs)", 0, 0, 0, id="ignored by the connector"),
        pytest.param("ignore", "Ignored(OlderThanHeld)", 0, 1, 0, id="ignored by the action: remembered"),
        pytest.param("keep", "Ignored(OlderThanHeld)", 1, 1, 0, id="ignored with what it wrote to be kept"),
        pytest.param("await", "Ignored(UnknownBooking: awaiting snapshot)", 0, 0, 0, id="may count later: forgotten"),
        pytest.param("reject", "Rejected(KeyMismatch: the body names another)", 0, 0, 1, id="rejected"),
        pytest.param("rule", "Rejected(InterventionAlreadyEnded: It has ended.)", 0, 0, 1, id="broken rule"),
        pytest.param("conflict", "Rejected(VersionConflict: Step:1)", 0, 0, 1, id="version conflict"),
        pytest.param("crash", "Rejected(InternalFault: KeyError)", 0, 0, 1, id="a fault of ours, told by its type"),
    ],
)
async def test_every_message_ends_by_name(
    database: Database, then: str, outcome: str, written: int, seen: int, letters: int
) -> None:
    ended = await dispatcher(database).handle(message(1, then=then))
    assert str(ended) == outcome
    assert len(await effects(database)) == written
    assert await notes.count(database, "inbox") == seen
    assert await notes.count(database, "dead_letter") == letters


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        pytest.param({"value": b'{"number": '}, "UnreadableJson", id="cut off"),
        pytest.param({"value": b"\xff\xfe\x00"}, "UnreadableJson", id="no text"),
        pytest.param({"value": b"[" * 100_000}, "NestedTooDeeply", id="deep"),
        pytest.param({"value": b"[]"}, "NotAnObject", id="a list"),
        pytest.param({"value": b"x" * (8 * 2**20 + 1)}, "TooLarge", id="beyond 8 MiB"),
        pytest.param({"topic": "nobody.reads.this.v1"}, "UnknownTopic", id="a topic without connector"),
        pytest.param({"value": b"{", "key": None}, "UnreadableJson", id="without key"),
        pytest.param({"value": b"{", "key": b"\x00\xff"}, "UnreadableJson", id="a key of any bytes"),
        pytest.param(
            {"value": b"{", "headers": (("n\x00", b"\x00\xff"), ("n\x00", None))}, "UnreadableJson", id="headers"
        ),
    ],
)
async def test_a_rejected_message_is_kept_byte_for_byte(database: Database, changes: dict[str, Any], code: str) -> None:
    poison = replace(message(1), **changes)
    assert (await dispatcher(database).handle(poison)).code == code
    (kept,) = await waiting(database)
    expected = replace(letter(poison, code, kept.detail), id=kept.id, received_at=kept.received_at)
    assert kept == expected


async def test_a_message_has_its_effect_once(database: Database) -> None:
    taking = dispatcher(database)
    assert str(await taking.handle(message(1))) == "Applied(wrote 1)"
    for again in (message(1), replace(message(1), offset=7, partition=3)):
        assert str(await taking.handle(again)) == "Ignored(AlreadySeen)"
    assert await effects(database) == [("A", 1)]


async def test_a_rejected_message_delivered_again_is_kept_once(database: Database) -> None:
    taking = dispatcher(database)
    for _ in range(3):
        assert (await taking.handle(message(1, then="reject"))).code == "KeyMismatch"
    assert await notes.count(database, "dead_letter") == 1


async def test_a_message_that_waited_for_its_person_counts_when_sent_again(database: Database) -> None:
    acting = Notes()
    taking = dispatcher(database, acting)
    assert (await taking.handle(message(1, then="await"))).code == "UnknownBooking"
    acting.forgiven = True
    assert str(await taking.handle(message(1, then="await"))) == "Applied(wrote 1)"


async def test_a_tombstone_has_its_record(database: Database) -> None:
    assert str(await dispatcher(database).handle(message(1, value=None))) == "Applied(removed)"
    assert await effects(database) == [("A", -1)]


async def test_a_value_of_four_megabytes_is_taken(database: Database) -> None:
    large = message(1, value=b'{"number": 5, "text": "' + b"x" * 4_000_000 + b'"}')
    assert str(await dispatcher(database).handle(large)) == "Applied(wrote 5)"


async def test_a_fault_of_ours_that_passes_is_tried_again(database: Database) -> None:
    tries: list[Note] = []

    def trouble(note: Note) -> None:
        tries.append(note)
        if len(tries) < 3:
            raise RuntimeError("a race between two transactions")

    assert str(await dispatcher(database, Notes(trouble)).handle(message(1))) == "Applied(wrote 1)"
    assert (len(tries), await effects(database)) == (3, [("A", 1)])


async def test_a_fault_of_the_database_is_no_outcome(database: Database) -> None:
    def trouble(note: Note) -> None:
        raise ConnectionResetError

    with pytest.raises(ConnectionResetError):
        await dispatcher(database, Notes(trouble)).handle(message(1))
    assert await effects(database) == []
    assert await notes.count(database, "inbox") == 0
    assert await notes.count(database, "dead_letter") == 0


async def test_a_deadlock_is_a_fault_of_the_database(database: Database) -> None:
    async with database.transaction() as tx:
        await tx.execute(
            text("create function deadlock() returns int as $$ begin raise sqlstate '40P01'; end $$ language plpgsql")
        )

    class Deadlocked(Notes):
        async def write(self, tx: Any, note: Note, provenance: Any) -> str:
            await tx.execute(text("select deadlock()"))
            return ""

    with pytest.raises(Exception, match="40P01"):
        await dispatcher(database, Deadlocked()).handle(message(1))
    assert await notes.count(database, "dead_letter") == 0


async def test_on_an_ordered_topic_later_messages_of_the_key_are_parked(database: Database) -> None:
    taking = dispatcher(database)
    outcomes = [
        str((await taking.handle(m)).code)
        for m in (
            message(1, topic=ORDERED),
            message(2, topic=ORDERED, then="reject"),
            message(3, topic=ORDERED),
            message(4, topic=ORDERED, key="B"),
            message(5, topic=ORDERED),
        )
    ]
    assert outcomes == ["", "KeyMismatch", "Parked", "", "Parked"]
    rejected = (await waiting(database))[0].id
    behind = await taking.handle(message(6, topic=ORDERED))
    assert behind.detail == f"waits behind dead letter {rejected}"
    assert await effects(database) == [("A", 1), ("B", 4)]
    assert [(row.state, row.offset) for row in await waiting(database)] == [
        ("WAITING", 2),
        ("PARKED", 3),
        ("PARKED", 5),
        ("PARKED", 6),
    ]


async def test_a_redelivery_is_not_parked_behind_itself(database: Database) -> None:
    taking = dispatcher(database)
    sent = [message(1, topic=ORDERED), message(2, topic=ORDERED, then="reject"), message(3, topic=ORDERED)]
    for one in sent:
        await taking.handle(one)
    assert [(await taking.handle(one)).code for one in sent] == ["AlreadySeen", "AlreadySeen", "AlreadySeen"]
    assert len(await waiting(database)) == 2


@pytest.mark.parametrize(
    ("topic", "key"), [pytest.param(PLAIN, "A", id="a snapshot"), pytest.param(ORDERED, None, id="a null key")]
)
async def test_what_is_never_parked(database: Database, topic: str, key: str | None) -> None:
    taking = dispatcher(database)
    await taking.handle(message(1, topic=topic, key=key, then="reject"))
    assert str(await taking.handle(message(2, topic=topic, key=key))) == "Applied(wrote 2)"


@pytest.mark.parametrize(
    ("then", "outcome", "code"),
    [
        ("", "Applied", None),
        ("ignore", "Ignored", "OlderThanHeld"),
        ("ignore at once", "Ignored", "NotOurs"),
        ("reject", "Rejected", "KeyMismatch"),
    ],
)
async def test_a_replay_is_told_the_first_end(database: Database, then: str, outcome: str, code: str | None) -> None:
    headers = ((REPLAY_ID_HEADER, b"r1"), (REPLAY_ITEM_HEADER, b"folder/one.json"))
    taking = dispatcher(database)
    for _ in range(2):
        await taking.handle(message(1, then=then, headers=headers))
    async with database.transaction() as tx:
        (told,) = await inbox.reported(tx, "r1")
    assert (told.item, told.outcome, told.code) == ("folder/one.json", outcome, code)


def test_connectors_and_registry_agree() -> None:
    for name, connector in CONNECTORS.items():
        assert isinstance(connector, Connector)
        assert connector.topic == name
        assert BY_NAME[name].direction is Direction.INCOMING
        assert BY_NAME[name].ordered == connector.ordered


def test_every_action_has_a_record() -> None:
    assert all(isinstance(record, type) and callable(action) for record, action in ACTIONS.items())
