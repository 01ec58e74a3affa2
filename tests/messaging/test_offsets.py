"""Back to a time: where the topics stood then; what only Apache Kafka can tell is in tests/apache_kafka."""

from datetime import UTC, datetime

import pytest

from hub.embedded.kafka import EmbeddedKafka
from hub.errors import HubError
from hub.messaging.broker import Broker
from hub.messaging.offsets import Place, places_at, rewind
from tests.messaging.test_lag import send

TOPIC = "custody.domain-event.v1"
NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(("committed", "offset", "again"), [(10, 4, 6), (4, 4, 0), (2, 4, -2), (None, 4, -4)], ids=str)
def test_how_many_come_again_and_how_many_are_left_out(committed: int | None, offset: int, again: int) -> None:
    assert Place(TOPIC, 0, committed, offset, 10).again == again


@pytest.mark.kafka
@pytest.mark.embedded_kafka
async def test_a_broker_without_times_is_told_of(embedded_broker: EmbeddedKafka) -> None:
    await send(embedded_broker, TOPIC, range(3), partition=0)
    with pytest.raises(HubError, match="does not tell offsets by time: the embedded one can't"):
        await places_at(Broker(embedded_broker.bootstrap), "group", [TOPIC], NOON)


@pytest.mark.kafka
@pytest.mark.embedded_kafka
async def test_a_broker_that_does_not_tell_who_runs_changes_nothing(embedded_broker: EmbeddedKafka) -> None:
    with pytest.raises(HubError, match=r"does not tell whether the group group runs .*: nothing was changed"):
        await rewind(Broker(embedded_broker.bootstrap), "group", [Place(TOPIC, 0, 1, 0, 1)])
