"""The embedded Kafka's process: its lines in and out, and what it says where it can't run."""

import importlib.util
import json
import signal
import subprocess
import sys
from collections.abc import Iterator

import pytest

from hub.embedded import kafka_process
from hub.errors import DependencyUnavailable

pytestmark = [pytest.mark.kafka, pytest.mark.embedded_kafka]


@pytest.fixture(scope="module")
def process() -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-m", "hub.embedded.kafka_process"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as running:
        assert running.stdout
        assert json.loads(running.stdout.readline())["bootstrap"].startswith("127.0.0.1:")
        yield running
        running.communicate()
        assert running.returncode == 0


@pytest.mark.parametrize(
    ("line", "answer"),
    [
        ('{"command": "create_topic", "name": "t", "partitions": 2}', {"done": True}),
        ('{"command": "broker_down"}', {"done": True}),
        ('{"command": "broker_up"}', {"done": True}),
        ('{"command": "create_topic", "name": "t", "partitions": 0}', "at least one partition"),
        ('{"command": "create_topic"}', "can't read the command"),
        ('{"command": "no such thing"}', "can't read the command"),
        ("[]", "can't read the command"),
        ("{", "can't read the command"),
    ],
)
def test_every_line_gets_one_answer(process: subprocess.Popen[str], line: str, answer: dict[str, bool] | str) -> None:
    assert process.stdin
    assert process.stdout
    process.stdin.write(f"{line}\n")
    process.stdin.flush()
    said = json.loads(process.stdout.readline())
    if isinstance(answer, str):
        assert answer in said["error"]
    else:
        assert said == answer


def test_a_ctrl_c_does_not_end_it(process: subprocess.Popen[str]) -> None:
    assert process.stdin
    assert process.stdout
    process.send_signal(signal.SIGINT)
    process.stdin.write('{"command": "delay_answers", "milliseconds": 0}\n')
    process.stdin.flush()
    assert json.loads(process.stdout.readline()) == {"done": True}


def test_a_wheel_without_the_library_gets_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    with pytest.raises(DependencyUnavailable, match=r"no embedded Kafka for this platform .* set HUB_KAFKA_BOOTSTRAP"):
        kafka_process.load_library()


def test_a_library_without_a_mock_cluster_gets_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(kafka_process.FUNCTIONS, "rd_kafka_mock_nothing", (None, ()))
    with pytest.raises(DependencyUnavailable, match=r"rd_kafka_mock_nothing.* set HUB_KAFKA_BOOTSTRAP"):
        kafka_process.load_library()
