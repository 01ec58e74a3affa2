"""Apache Kafka itself: its own server in one process, on free ports of 127.0.0.1, with a folder that goes with it."""

import shutil
import socket
import subprocess
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Self

from hub.messaging.topics import BY_NAME
from tests.apache_kafka import programs, topics
from tests.apache_kafka.configuration import PASSWORD, STORE_PASSWORD, USER, Ports, properties
from tests.waiting import until_sync

CLUSTER = (
    "aHViLXRlc3RzLWthZmthMQ"  # 16 bytes in URL-safe base64, as the storage tool asks; one that begins with - fails
)
# Small, and quick to start rather than quick in the long run.
JVM = ("-Xms256m", "-Xmx768m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto")
LOG = "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn"
# Ends the server when our end of its standard input is closed, so even if we are killed.
KEEPER = 'java "$@" </dev/null & server=$!; read -r _; kill -9 $server; wait $server'


class ApacheKafka:
    """A server with the folder's data. `encrypted`: it has a certificate and listens with it as well.

    Addresses: `bootstrap` asks nobody who they are; the others ask for USER and PASSWORD (SCRAM-SHA-512).
    """

    def __init__(self, folder: Path, *, encrypted: bool = False) -> None:
        self._folder = folder
        self._encrypted = encrypted
        self._process: subprocess.Popen[bytes] | None = None
        self._ports = Ports(*free_ports(4))

    @property
    def bootstrap(self) -> str:
        """The open address."""
        return f"127.0.0.1:{self._ports.open}"

    @property
    def with_password(self) -> str:
        """The address that asks for a password."""
        return f"127.0.0.1:{self._ports.password}"

    @property
    def with_encryption(self) -> str:
        """The address that asks for a password inside an encrypted connection."""
        return f"127.0.0.1:{self._ports.encrypted}"

    @property
    def certificate(self) -> Path:
        """PEM file of the server's certificate, which vouches for itself."""
        return self._folder / "server.pem"

    def start(self) -> None:
        """Format the folder and start; about six seconds."""
        self._folder.mkdir(parents=True)
        key_store = self._make_certificate() if self._encrypted else None
        configuration = self._folder / "server.properties"
        configuration.write_text(properties(self._folder, self._ports, key_store))
        login = f"SCRAM-SHA-512=[name={USER},password={PASSWORD}]"
        format_it = ("kafka.tools.StorageTool", "format", "-t", CLUSTER, "-c", str(configuration), "-S", login)
        self._run("java", *JVM, LOG, "-cp", programs.class_path(), *format_it)
        self.broker_up()

    def broker_up(self) -> None:
        """Start the server on what its folder holds, at the same addresses, and wait until it takes connections."""
        if self._process:
            return
        command = [*JVM, LOG, "-cp", programs.class_path(), "kafka.Kafka", str(self._folder / "server.properties")]
        with (self._folder / "server.log").open("ab") as log:
            self._process = subprocess.Popen(
                ["sh", "-c", KEEPER, "sh", *command],
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        until_sync(self._answers, within=60, what=f"Apache Kafka answers; {self._folder / 'server.log'} says why not")

    def broker_down(self) -> None:
        """End the server as a power cut would; its folder stays."""
        process, self._process = self._process, None
        if process:
            assert process.stdin
            process.stdin.close()
            process.wait(30)

    def stop(self) -> None:
        """End the server and delete its folder."""
        self.broker_down()
        shutil.rmtree(self._folder, ignore_errors=True)

    def create_topic(self, name: str, partitions: int) -> None:
        """Create a topic, with the settings of the hub's table where it is one of the hub's."""
        topics.create(self.bootstrap, {name: partitions}, BY_NAME[name].settings if name in BY_NAME else {})

    def _answers(self) -> bool:
        return topics.answers(self.bootstrap)

    def _make_certificate(self) -> Path:
        store = self._folder / "server.p12"
        common = ("-storetype", "PKCS12", "-keystore", str(store), "-storepass", STORE_PASSWORD, "-alias", "server")
        names = ("-dname", "CN=127.0.0.1", "-ext", "san=ip:127.0.0.1", "-ext", "bc:c", "-validity", "2")
        self._run("keytool", "-genkeypair", *common, *names, "-keyalg", "EC", "-groupname", "secp256r1")
        self._run("keytool", "-exportcert", "-rfc", *common, "-file", str(self.certificate))
        return store

    @staticmethod
    def _run(*command: str) -> None:
        run = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
        assert run.returncode == 0, f"{command[0]} failed:\n{run.stdout[-1000:]}{run.stderr[-1000:]}"

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()


def free_ports(count: int) -> list[int]:
    """Ports that nobody listens on just now."""
    with ExitStack() as stack:
        probes = [stack.enter_context(socket.socket()) for _ in range(count)]
        for probe in probes:
            probe.bind(("127.0.0.1", 0))
        return [int(probe.getsockname()[1]) for probe in probes]
