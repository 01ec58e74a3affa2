"""Following a case: nothing lost, nothing twice, in order, whatever happens to the announcements or the database."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing
from typing import Any

import pytest

from hub.schema import live as live_module
from hub.schema.live import MOST_AT_ONCE, Live
from hub.schema.refusal import Refused
from hub.store.database import Database
from hub.store.messages.outbox import outbox
from hub.store.watching import happenings
from hub.store.watching.happenings import Happening
from tests.store.watching.test_happenings import MANAGER, STRANGER, Cases
from tests.waiting import until
from tests.wire import Wire, wire_to

pytestmark = pytest.mark.postgres


class Serving:
    """One serving process's live part on a wire to the database, and cases changed by somebody else."""

    def __init__(self, wire: Wire, cases: Cases) -> None:
        self.wire = wire
        self.cases = cases
        self.database = Database(wire.url)
        self.live = Live(self.database)

    def follow(self, case_id: int, after: int | None = None) -> "Following":
        return Following(self.live.follow(MANAGER, case_id, after))

    def followers(self) -> int:
        return sum(len(followers) for followers in self.live._followers.values())


class Following:
    """A task that takes events as they come."""

    def __init__(self, events: AsyncGenerator[Happening, None]) -> None:
        self.sequences: list[int] = []
        self.words: list[str] = []
        self.refused: Refused | None = None
        self.task = asyncio.create_task(self._take(events))

    async def _take(self, events: AsyncGenerator[Happening, None]) -> None:
        try:
            async with aclosing(events):
                async for event in events:
                    self.sequences.append(event.sequence)
                    self.words.append(event.payload["word"])
        except Refused as refused:
            self.refused = refused

    async def stop(self) -> None:
        self.task.cancel()
        await asyncio.gather(self.task, return_exceptions=True)


@pytest.fixture
async def serving(database_url: str) -> AsyncIterator[Serving]:
    writing = Database(database_url)
    async with wire_to(database_url) as wire:
        found = Serving(wire, Cases(writing))
        await found.live.start()
        yield found
        await found.live.close()
        await found.database.close()
    await writing.close()


async def test_changes_reach_those_who_follow_the_case_and_nobody_else(serving: Serving) -> None:
    one, other = await serving.cases.make(), await serving.cases.make()
    of_one, of_other = serving.follow(one), serving.follow(other)
    await until(lambda: serving.followers() == 2)
    await serving.cases.change(one, "a", "b")
    await until(lambda: of_one.words == ["a", "b"])
    await serving.cases.change(other, "c")
    await until(lambda: of_other.words == ["c"])
    assert of_one.sequences == [1, 2]
    await of_one.stop()
    await of_other.stop()
    assert serving.followers() == 0


async def test_one_starts_now_or_after_an_id(serving: Serving) -> None:
    case_id = await serving.cases.make()
    await serving.cases.change(case_id, "a", "b", "c")
    now, resumed, whole = serving.follow(case_id), serving.follow(case_id, after=1), serving.follow(case_id, after=0)
    await until(lambda: resumed.words == ["b", "c"] and whole.words == ["a", "b", "c"])
    await until(lambda: serving.followers() == 3)
    await serving.cases.change(case_id, "d")
    await until(lambda: now.words == ["d"] and resumed.words == ["b", "c", "d"])
    for following in (now, resumed, whole):
        await following.stop()


async def test_a_burst_by_many_writers_arrives_whole_and_in_order(serving: Serving) -> None:
    case_id = await serving.cases.make()
    following = serving.follow(case_id)
    await until(lambda: serving.followers() == 1)
    batches = [[f"{batch}-{number}" for number in range(7)] for batch in range(40)]
    await asyncio.gather(*(serving.cases.change(case_id, *batch) for batch in batches))
    await until(lambda: len(following.words) == 280)
    assert following.sequences == list(range(1, 281))
    assert sorted(following.words) == sorted(word for batch in batches for word in batch)
    await following.stop()


async def test_a_change_between_the_look_and_the_wait_is_not_lost(
    serving: Serving, monkeypatch: pytest.MonkeyPatch
) -> None:
    case_id = await serving.cases.make()
    read = happenings.since
    changed = False

    async def change_after_reading(*given: Any, **named: Any) -> Any:
        nonlocal changed
        found = await read(*given, **named)
        if not changed:
            changed = True
            await serving.cases.change(case_id, "in between")
        return found

    monkeypatch.setattr(happenings, "since", change_after_reading)
    following = serving.follow(case_id)
    await until(lambda: following.words == ["in between"])
    await following.stop()


async def test_announcements_that_are_lost_with_the_connection_are_made_up_for(serving: Serving) -> None:
    case_id = await serving.cases.make()
    following = serving.follow(case_id)
    await until(lambda: serving.followers() == 1)
    await serving.wire.cut()
    await until(lambda: not serving.live.connected)
    await serving.cases.change(case_id, "while away", "and again")
    await serving.wire.mend()
    await until(lambda: following.words == ["while away", "and again"])
    await serving.cases.change(case_id, "after")
    await until(lambda: following.sequences == [1, 2, 3])
    assert following.refused is None
    await following.stop()


async def test_an_announcement_of_many_makes_everybody_look(serving: Serving) -> None:
    case_id = await serving.cases.make()
    following = serving.follow(case_id)
    await until(lambda: serving.followers() == 1)
    async with serving.cases.database.transaction() as tx:
        await serving.cases._note(tx)
        for other in range(1_000_000, 1_000_300):
            tx.changed(other, 1)
        await happenings.kept(tx, MANAGER, case_id)
    await serving.cases.change(case_id, "a")
    await until(lambda: following.words == ["a"])
    await following.stop()


async def test_a_case_that_one_may_not_see_is_not_followed(serving: Serving) -> None:
    case_id = await serving.cases.make()
    for actor, wanted in ((STRANGER, case_id), (MANAGER, 999_999)):
        with pytest.raises(Refused) as refused:
            await anext(serving.live.follow(actor, wanted, None))
        assert refused.value.code == "NOT_FOUND"
        assert refused.value.message == live_module.no_such_case().message
    assert serving.followers() == 0


async def test_access_that_is_lost_ends_the_following(serving: Serving) -> None:
    case_id = await serving.cases.make()
    following = serving.follow(case_id)
    await until(lambda: serving.followers() == 1)
    await serving.cases.change(case_id, "mine")
    await until(lambda: following.words == ["mine"])
    await serving.cases.reassign(case_id, 2)
    await serving.cases.change(case_id, "not mine any more")
    await following.task
    assert following.words == ["mine"]
    assert following.refused and following.refused.code == "NOT_FOUND"
    assert serving.followers() == 0


@pytest.mark.parametrize("after", [0, 1, 7])
async def test_an_id_that_is_too_old_or_was_never_given_needs_a_new_start(serving: Serving, after: int) -> None:
    case_id = await serving.cases.make()
    await serving.cases.change(case_id, "a", "b", "c", "d")
    async with serving.cases.database.transaction() as tx:
        await tx.execute(outbox.delete().where(outbox.c.sequence <= 2))
    with pytest.raises(Refused) as refused:
        await anext(serving.live.follow(MANAGER, case_id, after))
    assert refused.value.code == "RESYNC_NEEDED"
    following = serving.follow(case_id, after=2)
    await until(lambda: following.words == ["c", "d"])
    await following.stop()


async def test_events_that_go_while_a_follower_lags_need_a_new_start(serving: Serving) -> None:
    case_id = await serving.cases.make()
    events = serving.live.follow(MANAGER, case_id, 0)
    await serving.cases.change(case_id, *(str(number) for number in range(MOST_AT_ONCE + 5)))
    assert (await anext(events)).sequence == 1
    async with serving.cases.database.transaction() as tx:
        await tx.execute(outbox.delete().where(outbox.c.sequence <= MOST_AT_ONCE + 2))
    with pytest.raises(Refused) as refused:
        async for event in events:
            assert event.sequence <= MOST_AT_ONCE
    assert refused.value.code == "RESYNC_NEEDED"
    assert serving.followers() == 0


async def test_a_follower_that_does_not_take_its_events_holds_no_more_than_one_look(serving: Serving) -> None:
    case_id = await serving.cases.make()
    events = serving.live.follow(MANAGER, case_id, None)
    waiting = asyncio.ensure_future(anext(events))
    await until(lambda: serving.followers() == 1)
    for number in range(30):
        await serving.cases.change(case_id, *(f"{number}-{word}" for word in range(10)))
    assert (await waiting).sequence == 1
    (follower,) = serving.live._followers[case_id]
    assert set(vars(follower)) == {"seen", "news"}
    seen = [1]
    async with aclosing(events):
        while len(seen) < 300:
            seen.append((await anext(events)).sequence)
    assert seen == list(range(1, 301))
