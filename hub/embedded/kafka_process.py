"""The embedded Kafka's own process: `python -m hub.embedded.kafka_process [PORT]`.

It runs librdkafka's mock cluster (one broker on 127.0.0.1, everything in memory). The first line on standard output
is the broker's address, or why there is none; then each line on standard input is a command, answered by a line:

    {"bootstrap": "127.0.0.1:40113"}
    {"command": "create_topic", "name": "t", "partitions": 12}   ->  {"done": true}
    {"command": "create_topic", "name": "t", "partitions": 3}    ->  {"error": "Topic t already has ..."}

It ends when standard input closes, so it never outlives the process that started it, even one killed with -9.
"""

import ctypes
import importlib.util
import json
import os
import platform
import signal
import socket
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from hub.errors import DependencyUnavailable, HubError

REBALANCE_DELAY = 300  # milliseconds that a new consumer group waits for more members
ALL_BROKERS = -1
BROKER = 1
ALREADY_EXISTS = 36  # Kafka's error code
NO_BROKER = (
    "There is no embedded Kafka for this platform ({system} {machine}: {why}): set HUB_KAFKA_BOOTSTRAP to "
    "a Kafka broker, like 127.0.0.1:9092."
)

POINTER, INT, TEXT = ctypes.c_void_p, ctypes.c_int, ctypes.c_char_p
# Function of the library -> what it returns and takes. Undeclared, pointers would be cut to 32 bits.
FUNCTIONS: dict[str, tuple[Any, tuple[Any, ...]]] = {
    "rd_kafka_conf_new": (POINTER, ()),
    "rd_kafka_conf_set": (INT, (POINTER, TEXT, TEXT, TEXT, ctypes.c_size_t)),
    "rd_kafka_new": (POINTER, (INT, POINTER, TEXT, ctypes.c_size_t)),
    "rd_kafka_err2str": (TEXT, (INT,)),
    "rd_kafka_mock_cluster_new": (POINTER, (POINTER, INT)),
    "rd_kafka_mock_cluster_bootstraps": (TEXT, (POINTER,)),
    "rd_kafka_mock_group_initial_rebalance_delay_ms": (None, (POINTER, ctypes.c_int32)),
    "rd_kafka_mock_broker_set_host_port": (None, (POINTER, ctypes.c_int32, TEXT, INT)),
    "rd_kafka_mock_broker_set_down": (INT, (POINTER, ctypes.c_int32)),
    "rd_kafka_mock_broker_set_up": (INT, (POINTER, ctypes.c_int32)),
    "rd_kafka_mock_broker_set_rtt": (INT, (POINTER, ctypes.c_int32, INT)),
    "rd_kafka_mock_topic_create": (INT, (POINTER, TEXT, INT, INT)),
    "rd_kafka_mock_push_request_errors_array": (None, (POINTER, ctypes.c_int16, ctypes.c_size_t, POINTER)),
}


def load_library() -> ctypes.CDLL:
    """Load librdkafka as bundled in the confluent-kafka wheel; DependencyUnavailable where it can't be had."""
    found = importlib.util.find_spec("confluent_kafka")
    package = Path(found.origin).parent if found and found.origin else Path()
    files = (
        *sorted((package.parent / "confluent_kafka.libs").glob("librdkafka*")),
        *sorted((package / ".dylibs").glob("librdkafka*")),
    )
    where = {"system": platform.system(), "machine": platform.machine()}
    if not files:
        raise DependencyUnavailable(NO_BROKER.format(**where, why="confluent-kafka brings no librdkafka"))
    try:
        library = ctypes.CDLL(str(files[0]))
        for name, (result, arguments) in FUNCTIONS.items():
            function = getattr(library, name)
            function.restype, function.argtypes = result, arguments
    except (OSError, AttributeError) as error:
        raise DependencyUnavailable(NO_BROKER.format(**where, why=error)) from error
    return library


class MockCluster:
    """One mock broker. `commands` are what the parent process may ask for."""

    def __init__(self, port: int | None) -> None:
        self._library = load_library()
        reason = ctypes.create_string_buffer(512)
        settings = self._library.rd_kafka_conf_new()
        self._library.rd_kafka_conf_set(settings, b"log_level", b"3", reason, len(reason))  # errors only
        handle = self._library.rd_kafka_new(0, settings, reason, len(reason))
        cluster = self._library.rd_kafka_mock_cluster_new(handle, 1) if handle else None
        if not cluster:
            raise DependencyUnavailable(f"The embedded Kafka did not start: {reason.value.decode() or 'no broker'}.")
        self._cluster = cluster
        self._library.rd_kafka_mock_group_initial_rebalance_delay_ms(cluster, REBALANCE_DELAY)
        self.bootstrap: str = self._library.rd_kafka_mock_cluster_bootstraps(cluster).decode()
        self._partitions: dict[str, int] = {}
        self._given_port = int(self.bootstrap.rpartition(":")[2])
        self._port = port
        self._kept: int | None = None
        if port:
            self._move_to_port(port)
        self.commands: dict[str, Callable[..., None]] = {
            "create_topic": self.create_topic,
            "broker_down": self.broker_down,
            "broker_up": self.broker_up,
            "delay_answers": self.delay_answers,
            "fail_next": self.fail_next,
        }

    def create_topic(self, name: str, partitions: int) -> None:
        """Create a topic; asking for the same one again is fine."""
        if self._partitions.get(name) == partitions:
            return
        if not name or partitions < 1:
            raise HubError(f"Topic {name!r} with {partitions} partitions: it needs a name and at least one partition.")
        code = self._library.rd_kafka_mock_topic_create(self._cluster, name.encode(), partitions, 1)
        if code == ALREADY_EXISTS:
            known = self._partitions.get(name, "4 (made when a client first asked for it)")
            raise HubError(f"Topic {name} already has {known} partitions, not {partitions}: create topics first.")
        self._check(code)
        self._partitions[name] = partitions

    def broker_down(self) -> None:
        """Close every connection and refuse new ones; what was sent is kept."""
        if self._kept is not None:  # the broker takes its first port again while it is down
            os.close(self._kept)
            self._kept = None
        self._check(self._library.rd_kafka_mock_broker_set_down(self._cluster, ALL_BROKERS))

    def broker_up(self) -> None:
        """Take connections again, at the same address."""
        self._check(self._library.rd_kafka_mock_broker_set_up(self._cluster, ALL_BROKERS))
        if self._port and self._kept is None:
            self._move_to_port(self._port)

    def delay_answers(self, milliseconds: int) -> None:
        """Hold back every answer by this time; 0 ends it."""
        self._check(self._library.rd_kafka_mock_broker_set_rtt(self._cluster, ALL_BROKERS, milliseconds))

    def fail_next(self, request: int, errors: list[int]) -> None:
        """Answer the next requests of a kind (Kafka API key: 0 produce, 1 fetch) with these error codes, in turn."""
        codes = (INT * len(errors))(*errors)
        self._library.rd_kafka_mock_push_request_errors_array(self._cluster, request, len(errors), codes)

    def _check(self, code: int) -> None:
        if code:
            raise HubError(f"The embedded Kafka answers: {self._library.rd_kafka_err2str(code).decode()}.")

    def _move_to_port(self, port: int) -> None:
        """Listen on a port of our choice. The library can't be told one, so its listening socket is swapped.

        Its descriptor keeps its number and gets a socket of ours (dup2). The first socket is kept open beside it,
        so that no other program takes that port: the library binds to it again in broker_down.
        """
        with socket.socket() as ours:
            ours.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                ours.bind(("127.0.0.1", port))
            except OSError as error:
                raise DependencyUnavailable(
                    f"Port {port} is taken by another program: set HUB_KAFKA_PORT to a free port, or leave it unset."
                ) from error
            ours.listen(64)
            ours.setblocking(True)
            theirs = listening_descriptor(self._given_port)
            self._kept = os.dup(theirs)
            os.dup2(ours.fileno(), theirs)
        self._library.rd_kafka_mock_broker_set_host_port(self._cluster, BROKER, b"127.0.0.1", port)
        self.bootstrap = f"127.0.0.1:{port}"
        self.delay_answers(0)  # any command wakes the cluster's thread, which then waits on the new socket


def listening_descriptor(port: int) -> int:
    """Which of this process's descriptors listens on 127.0.0.1:port."""
    for entry in Path("/dev/fd").iterdir():
        try:
            with socket.fromfd(int(entry.name), socket.AF_INET, socket.SOCK_STREAM) as copy:
                if copy.getsockname() == ("127.0.0.1", port):
                    return int(entry.name)
        except OSError:  # not a socket, or closed since
            continue
    raise HubError(f"The embedded Kafka does not listen on port {port}.")


def answer(cluster: MockCluster, line: str) -> dict[str, Any]:
    """What one command line comes to."""
    try:
        command = json.loads(line)
        cluster.commands[command.pop("command")](**command)
    except HubError as error:
        return {"error": str(error)}
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        return {"error": f"The embedded Kafka can't read the command {line.strip()}: {error!r}."}
    return {"done": True}


def say(message: dict[str, Any]) -> None:
    """Write one line for the parent process."""
    sys.stdout.write(json.dumps(message) + "\n")
    sys.stdout.flush()


def main(arguments: list[str]) -> int:
    """Run until standard input closes; the exit code is 1 if there is no broker."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # a Ctrl-C is the parent's to answer
    try:
        cluster = MockCluster(int(arguments[0]) if arguments else None)
    except HubError as error:
        say({"error": str(error)})
        return 1
    say({"bootstrap": cluster.bootstrap})
    for line in sys.stdin:
        say(answer(cluster, line))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
