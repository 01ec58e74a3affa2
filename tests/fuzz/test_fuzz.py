"""Bad input: whatever comes ends in a named outcome, nothing crashes or is stuck, what is refused is kept whole.

HUB_FUZZ_COUNT mutations (20,000) are decoded, a part of them goes through the dispatcher and the database.
HUB_FUZZ_SEED begins another series; `make fuzz` draws one. The seed stands in the head of every run.
"""

import time
import traceback
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from random import Random

import pytest

from hub.connectors.connector import Message
from hub.errors import Ignored, Rejected
from hub.messaging.batch import Batches
from hub.messaging.dispatch import CONNECTORS, Dispatcher
from hub.messaging.outcome import End, Outcome
from hub.messaging.recognise import recognise
from hub.store.database import Database
from hub.store.messages import dead_letters
from tests.fuzz.mutations import NOON, mutations
from tests.fuzz.seeds import Seed, seeds
from tests.fuzz.series import COUNT, SEED

THROUGH = max(1, COUNT // 50)  # of them go through the database

Taking = Callable[[Database, Sequence[Message]], Awaitable[list[Outcome]]]

# Outcomes that say that the hub itself is at fault.
FAULTS = frozenset({"InternalFault", ""})


def told(seed: Seed, message: Message) -> str:
    """Which mutation it is, without its content."""
    return f"HUB_FUZZ_SEED={SEED}, mutation {message.offset} of {seed.name} on {message.topic}"


def decoded(message: Message) -> str:
    """How decoding ends, by name. Whatever else is raised is the fault looked for."""
    try:
        record, _ = CONNECTORS[message.topic].decode(message)
    except (Ignored, Rejected) as ended:
        return ended.code
    return type(record).__name__


def _where(fault: BaseException) -> str:
    last = traceback.extract_tb(fault.__traceback__)[-1]
    return f"{last.filename.rpartition('/hub/')[2]}:{last.lineno}"


def test_every_file_and_every_mutation_is_decoded_or_refused_by_name() -> None:
    ends: Counter[str] = Counter()
    for seed, message in mutations(Random(SEED), COUNT):
        try:
            ends[decoded(message)] += 1
            if message.value is not None:
                recognise(message.value)
        except (Ignored, Rejected):
            pass
        except Exception as fault:
            # Neither the fault's text nor its frames' values: they may hold somebody's message.
            raise AssertionError(f"{told(seed, message)}: {type(fault).__name__} at {_where(fault)}") from None
    assert "" not in ends
    assert ends.total() == COUNT


@pytest.mark.parametrize("seed", seeds(), ids=lambda seed: seed.name)
def test_every_seed_is_decoded_or_refused_by_name(seed: Seed) -> None:
    if seed.topic in CONNECTORS:
        assert decoded(Message(seed.topic, 0, 0, seed.key, seed.value, (), NOON))


async def alone(database: Database, messages: Sequence[Message]) -> list[Outcome]:
    """Each message in a transaction of its own."""
    dispatcher = Dispatcher(database)
    return [await dispatcher.handle(message) for message in messages]


async def together(database: Database, messages: Sequence[Message]) -> list[Outcome]:
    """As many messages in one transaction as may be."""
    batches = Batches(database, Dispatcher(database))
    return [outcome async for some in batches.take(messages) for outcome in some]


@pytest.mark.postgres
@pytest.mark.parametrize("take", [alone, together])
async def test_mutations_through_the_database_end_by_name_and_are_kept_whole(database_url: str, take: Taking) -> None:
    database = Database(database_url, size=2)
    dispatcher = Dispatcher(database)
    rejected: dict[int, Message] = {}
    try:
        made = list(mutations(Random(f"{SEED} {take.__name__}"), THROUGH))
        outcomes = await take(database, [message for _, message in made])
        for (seed, message), outcome in zip(made, outcomes, strict=True):
            assert outcome.code not in FAULTS or outcome.end is End.APPLIED, f"{told(seed, message)}: {outcome}"
            if outcome.end is End.REJECTED:
                rejected[message.offset] = message
        async with database.transaction() as tx:
            kept = {letter.offset: letter for letter in await dead_letters.waiting(tx, limit=COUNT)}
        assert set(kept) == set(rejected)
        for offset, message in rejected.items():
            letter = kept[offset]
            assert (letter.key, letter.value, letter.headers) == (message.key, message.value, message.headers)
        for seed in (one for one in seeds() if one.topic.endswith("snapshot.v1") and one.topic in CONNECTORS):
            await _still_moves(dispatcher, seed)
    finally:
        await database.close()


async def _still_moves(dispatcher: Dispatcher, seed: Seed) -> None:
    """After everything that was bad, the unharmed message of the same key is still taken: no key is stuck."""
    whole = Message(seed.topic, 0, 10**6 + hash(seed.name) % 10**6, seed.key, seed.value, (), NOON)
    later = replace(whole, broker_time=NOON.replace(hour=13))
    outcome = await dispatcher.handle(later)
    assert outcome.code not in FAULTS | {"Parked"} or outcome.end is End.APPLIED, f"{seed.name}: {outcome}"


def test_the_same_seed_makes_the_same_mutations() -> None:
    one, other = (list(mutations(Random(SEED), 200)) for _ in range(2))
    assert one == other


def test_a_deep_message_is_refused_at_once() -> None:
    started = time.monotonic()
    for value in (b"[" * 1_000_000, b'{"a":' * 500_000):
        assert decoded(Message("custody.prisoner.snapshot.v1", 0, 0, b"Z1234ZY", value, (), NOON)) == "NestedTooDeeply"
    assert time.monotonic() - started < 60
