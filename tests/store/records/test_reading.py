"""What a record said comes back from the history as it went in, whatever kind of record it is."""

import msgspec
import pytest

from hub.connectors.connector import Message
from hub.errors import Ignored, Rejected
from hub.messaging.dispatch import CONNECTORS
from hub.store.records.reading import KINDS
from tests.actions.sources import NOW
from tests.fuzz.seeds import Seed, seeds

KEPT = {"PrisonerRecord", "PrisonerRemoved", "SentenceDates", "OffenderRecord", "AccessLimits", "SupervisionRecord"}


def decoded(seed: Seed) -> object:
    try:
        return CONNECTORS[seed.topic].decode(Message(seed.topic, 0, 0, seed.key, seed.value, (), NOW))[0]
    except (Ignored, Rejected, KeyError):
        return None


@pytest.mark.parametrize("seed", seeds(), ids=lambda seed: seed.name)
def test_what_was_said_comes_back_as_it_was(seed: Seed) -> None:
    said = decoded(seed)
    if type(said).__name__ in KINDS:
        stored = msgspec.json.decode(msgspec.json.encode(msgspec.to_builtins(said)))
        assert msgspec.convert(stored, KINDS[type(said).__name__]) == said


def test_every_kind_that_is_kept_is_among_the_samples() -> None:
    assert {type(decoded(seed)).__name__ for seed in seeds()} >= KEPT
