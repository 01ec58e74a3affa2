"""What the log says while messages wait: what the trouble is; the database is away only where it is."""

import asyncpg
import pytest
from aiokafka import TopicPartition

from hub.messaging.consumer import _tell


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        (ConnectionRefusedError(), "The database is away (ConnectionRefusedError); trying again."),
        (asyncpg.DiskFullError(), "The database's disk is full (DiskFullError); trying again."),
        (
            asyncpg.DeadlockDetectedError(),
            "Two transactions waited for each other (DeadlockDetectedError); trying again.",
        ),
        (
            asyncpg.SerializationError(),
            "Two transactions waited for each other (SerializationError); trying again.",
        ),
        (KeyError("Z9999ZZ"), "custody.domain-event.v1/3 is held by a KeyError."),
    ],
)
def test_why_a_message_waits(fault: Exception, said: str, caplog: pytest.LogCaptureFixture) -> None:
    _tell(fault, TopicPartition("custody.domain-event.v1", 3))
    assert [record.getMessage() for record in caplog.records] == [said]
