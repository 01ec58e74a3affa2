"""The embedded Kafka: one mock broker in a process of its own, for `hub up` and for tests.

    with EmbeddedKafka() as kafka:
        kafka.create_topic("custody.domain-event.v1", partitions=12)
        connect(kafka.bootstrap)

Everything is in memory: a new start is empty. Per partition it keeps 5 MiB or 100,000 batches and then drops the
oldest without a word. It knows no transactions, compaction, access rules or topic administration, and a consumer
group of one member only; a topic that nobody created gets 4 partitions when a client first asks for it. A consumer
that joins its group again waits for about its session timeout, twice that if the one before was killed (measured:
10 s: 9 and 19 s; 3 s: 2 and 5 s); one that assigns itself its partitions waits for nothing.
"""

import json
import subprocess
import sys
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from hub.embedded.home import open_log
from hub.errors import DependencyUnavailable, HubError

PATIENCE = 10  # seconds for the process to end by itself


class EmbeddedKafka:
    """A Kafka broker on 127.0.0.1, in a process that ends with ours.

    port: where to listen; None takes any free port. log: the file that gets the broker's own messages (None: our
    standard error). Every method raises a HubError whose sentence says what to do.
    """

    def __init__(self, port: int | None = None, log: Path | None = None) -> None:
        self._port = port
        self._log = log
        self._process: subprocess.Popen[str] | None = None
        self._bootstrap = ""

    def start(self) -> str:
        """Start the broker; returns its address, like 127.0.0.1:40113.

        Raises DependencyUnavailable if the platform's wheel has no broker or the port is taken.
        """
        if self.is_running():
            return self._bootstrap
        command = [sys.executable, "-m", "hub.embedded.kafka_process", *([str(self._port)] if self._port else [])]
        errors = open_log(self._log) if self._log else None
        try:
            self._process = subprocess.Popen(  # noqa: S603 - our own module, no shell
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=errors,
                text=True,
                start_new_session=True,
            )
        finally:
            if errors:
                errors.close()
        try:
            first = self._read()
            if "error" in first:
                raise DependencyUnavailable(first["error"])
        except BaseException:
            self.stop()
            raise
        self._bootstrap = first["bootstrap"]
        return self._bootstrap

    def stop(self) -> None:
        """End the broker's process; nothing happens if none runs."""
        process, self._process = self._process, None
        if process is None:
            return
        assert process.stdin and process.stdout
        process.stdin.close()
        try:
            process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        finally:
            process.stdout.close()

    def is_running(self) -> bool:
        """Whether the broker's process is there."""
        return self._process is not None and self._process.poll() is None

    @property
    def bootstrap(self) -> str:
        """The address of the running broker; raises DependencyUnavailable if none runs."""
        if not self.is_running():
            raise DependencyUnavailable("The embedded Kafka is not running: start it with `hub up`.")
        return self._bootstrap

    @property
    def process_id(self) -> int:
        """The number of the broker's process; raises DependencyUnavailable if none runs."""
        _ = self.bootstrap
        assert self._process
        return self._process.pid

    def create_topic(self, name: str, partitions: int) -> None:
        """Create a topic; fine if it is there with as many partitions, a HubError if it has others."""
        self._ask(command="create_topic", name=name, partitions=partitions)

    def broker_down(self) -> None:
        """Close every connection and refuse new ones, as if the broker were gone; what was sent is kept."""
        self._ask(command="broker_down")

    def broker_up(self) -> None:
        """Take connections again, at the same address."""
        self._ask(command="broker_up")

    def delay_answers(self, milliseconds: int) -> None:
        """Hold back every answer by this time; 0 ends it."""
        self._ask(command="delay_answers", milliseconds=milliseconds)

    def fail_next(self, request: int, errors: list[int]) -> None:
        """Answer the next requests of a kind (Kafka API key: 0 produce, 1 fetch) with these error codes, in turn."""
        self._ask(command="fail_next", request=request, errors=errors)

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def _ask(self, **command: Any) -> None:
        _ = self.bootstrap
        assert self._process and self._process.stdin
        try:
            self._process.stdin.write(json.dumps(command) + "\n")
            self._process.stdin.flush()
        except BrokenPipeError:
            pass  # the process has just ended: _read says so
        answer = self._read()
        if "error" in answer:
            raise HubError(answer["error"])

    def _read(self) -> dict[str, Any]:
        assert self._process and self._process.stdout
        line = self._process.stdout.readline()
        if not line:
            code = self._process.wait()
            where = f"see {self._log}" if self._log else "see the messages above"
            raise DependencyUnavailable(f"The embedded Kafka's process ended (exit code {code}): {where}.")
        message: dict[str, Any] = json.loads(line)
        return message
