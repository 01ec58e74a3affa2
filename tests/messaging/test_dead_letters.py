"""What a person can do about messages that could not be taken, and that the order of a key survives it."""

import asyncio

import pytest
from sqlalchemy import text

from hub.errors import BrokenRule
from hub.messaging import dead_letters
from hub.messaging.dispatch import Dispatcher
from hub.store.database import Database
from tests.messaging import notes
from tests.messaging.notes import ORDERED, PLAIN, Note, Notes, effects, message

pytestmark = pytest.mark.postgres


class Stage:
    """A dispatcher, its notes, and the ids of what waits."""

    def __init__(self, database: Database, acting: Notes | None = None) -> None:
        self.database = database
        self.acting = acting or Notes()
        self.dispatcher = Dispatcher(database, notes.CONNECTORS, self.acting.actions)

    async def take(self, *numbers: int, then: str = "", topic: str = ORDERED) -> None:
        for number in numbers:
            await self.dispatcher.handle(message(number, then=then, topic=topic))

    async def waiting(self) -> dict[int, tuple[int, str]]:
        """Offset -> id and state."""
        return {row.offset: (row.id, row.state) for row in await dead_letters.waiting(self.database)}

    async def replay(self, offset: int) -> list[str]:
        letter_id = (await self.waiting())[offset][0]
        taken = await dead_letters.replay(self.database, self.dispatcher, letter_id, by="operator")
        return [f"{one.letter.offset} {one.outcome}" for one in taken]

    async def discard(self, offset: int) -> list[str]:
        letter_id = (await self.waiting())[offset][0]
        taken = await dead_letters.discard(
            self.database, self.dispatcher, letter_id, by="operator", reason="sent by mistake"
        )
        return [f"{one.letter.offset} {one.outcome}" for one in taken]


async def test_a_replay_takes_the_rejected_one_and_then_its_parked_ones(database: Database) -> None:
    stage = Stage(database)
    await stage.take(1, then="reject")
    await stage.take(2, 3)
    stage.acting.forgiven = True
    assert await stage.replay(1) == ["1 Applied(wrote 1)", "2 Applied(wrote 2)", "3 Applied(wrote 3)"]
    assert await effects(database) == [("A", 1), ("A", 2), ("A", 3)]
    assert await stage.waiting() == {}
    await stage.take(4)
    assert (await effects(database))[-1] == ("A", 4)


async def test_a_replay_stops_where_a_message_is_rejected_again(database: Database) -> None:
    stage = Stage(database)
    await stage.take(1, then="reject")
    await stage.take(2)
    assert await stage.replay(1) == ["1 Rejected(KeyMismatch: the body names another)"]
    assert {offset: state for offset, (_, state) in (await stage.waiting()).items()} == {1: "WAITING", 2: "PARKED"}


async def test_a_parked_message_that_is_rejected_waits_itself_and_is_copied(database: Database) -> None:
    stage = Stage(database)
    await stage.take(1, then="await")
    await stage.take(2, then="reject")
    await stage.take(3, then="crash")
    await stage.take(4)
    assert await notes.count(database, "dead_letter where rejected") == 1
    assert await stage.discard(2) == ["3 Rejected(InternalFault: KeyError)"]
    assert {offset: state for offset, (_, state) in (await stage.waiting()).items()} == {3: "WAITING", 4: "PARKED"}
    assert await notes.count(database, "dead_letter where rejected") == 2


async def test_who_is_parked_can_not_be_replayed_first(database: Database) -> None:
    stage = Stage(database)
    await stage.take(1, then="reject")
    await stage.take(2)
    with pytest.raises(BrokenRule, match="waits behind"):
        await stage.replay(2)


async def test_a_discarded_message_lets_the_parked_ones_go(database: Database) -> None:
    stage = Stage(database)
    await stage.take(1, then="reject")
    await stage.take(2, 3)
    assert await stage.discard(2) == []
    assert await stage.discard(1) == ["3 Applied(wrote 3)"]
    assert await effects(database) == [("A", 3)]


async def test_what_no_longer_waits_is_refused(database: Database) -> None:
    stage = Stage(database)
    await stage.take(1, then="reject", topic=PLAIN)
    letter_id = (await stage.waiting())[1][0]
    await stage.discard(1)
    with pytest.raises(BrokenRule, match="no longer waits: it is discarded"):
        await dead_letters.replay(database, stage.dispatcher, letter_id, by="operator")
    for number in (999, 0, -1, 2**63, 10**30):
        with pytest.raises(BrokenRule, match=f"no dead letter {number}"):
            await dead_letters.show(database, number)


async def test_on_an_unordered_topic_each_is_replayed_by_itself(database: Database) -> None:
    stage = Stage(database)
    await stage.take(1, 2, then="reject", topic=PLAIN)
    stage.acting.forgiven = True
    assert await stage.replay(2) == ["2 Applied(wrote 2)"]
    assert list(await stage.waiting()) == [1]


async def test_a_message_that_comes_during_a_replay_neither_overtakes_nor_is_left_behind(database: Database) -> None:
    begun, go_on = asyncio.Event(), asyncio.Event()

    async def trouble(note: Note) -> None:
        if note.number == 1 and stage.acting.forgiven:
            begun.set()
            await go_on.wait()

    stage = Stage(database, Notes(trouble))
    await stage.take(1, then="reject")
    stage.acting.forgiven = True
    replaying = asyncio.create_task(stage.replay(1))
    await begun.wait()
    coming = asyncio.create_task(stage.take(2))
    go_on.set()
    await asyncio.gather(replaying, coming)
    assert await effects(database) == [("A", 1), ("A", 2)]
    assert await stage.waiting() == {}


async def test_who_resolved_it_and_how_is_kept(database: Database) -> None:
    stage = Stage(database)
    await stage.take(1, then="reject")
    stage.acting.forgiven = True
    await stage.replay(1)
    async with database.transaction() as tx:
        row = await tx.one(text("select state, resolved_by, resolution, value from dead_letter"))
    assert row == ("REPLAYED", "operator", "Applied(wrote 1)", message(1, then="reject").value)
