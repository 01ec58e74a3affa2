"""The embedded PostgreSQL 18 server: one data folder, one server on 127.0.0.1, started and stopped by us.

with EmbeddedPostgres(home) as server:
    connect(server.database_url)
"""

import os
import shutil
import socket
import sys
import time
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import Self

import psutil

from hub.embedded import postgres_data
from hub.embedded.postgres_programs import Programs, find_programs
from hub.errors import DependencyUnavailable, HubError

if sys.platform != "win32":  # no wheel there: find_programs says so
    import fcntl

PATIENCE = 60  # seconds for a start or a stop; recovery after a crash is part of a start


class PostgresAlreadyRunning(DependencyUnavailable):
    """Another process has started a server on this data folder and still holds it."""


class EmbeddedPostgres:
    """A PostgreSQL server on a data folder that is kept between starts.

    home: folder of the project's data, made if need be (`<project>/.hub`). port: the port to listen on; None takes
    any free one, another at each start. durable=False gives up safety against a crash of the machine, for tests.
    Every method raises a HubError whose sentence says what to do.
    """

    def __init__(self, home: Path, port: int | None = None, durable: bool = True) -> None:
        self._home = home.expanduser().resolve()
        self._port = port
        self._durable = durable
        self._lock: int | None = None

    def start(self) -> str:
        """Start the server, on a new data folder where there is none; returns the database URL.

        A server left over by a process that was killed is stopped first. Raises PostgresAlreadyRunning if
        another process holds the folder, DependencyUnavailable if the port is taken, the platform has no embedded
        server or the start fails (the sentence ends with the last lines of the server's log).
        """
        self._take_lock()
        try:
            programs = self._programs
            self._stop_server()
            postgres_data.make(self.data_folder, programs, durable=self._durable)
            self._launch()
        except BaseException:
            self.stop()
            raise
        return self.database_url

    def stop(self) -> None:
        """Stop the server, whoever started it; nothing happens if none runs."""
        try:
            self._stop_server()
        finally:
            self._release_lock()

    def stop_left_over(self) -> bool:
        """Stop a server whose starter is gone without having stopped it; whether there was one.

        Raises PostgresAlreadyRunning where its starter lives.
        """
        if not self.is_running():
            return False
        self._take_lock()
        self.stop()
        return True

    def delete(self) -> None:
        """Stop the server and delete its data; raises PostgresAlreadyRunning if another process holds the folder."""
        if self._lock is None:
            self._take_lock()
        try:
            self._stop_server()
            if self.data_folder.exists():
                shutil.rmtree(self.data_folder)
        finally:
            self._release_lock()

    def is_running(self) -> bool:
        """Whether a server runs on this data folder, whoever started it."""
        return self._server() is not None

    @property
    def database_url(self) -> str:
        """postgresql://hub:PASSWORD@127.0.0.1:PORT/hub of the running server; DependencyUnavailable if none runs."""
        if not self.is_running():
            raise DependencyUnavailable(f"No PostgreSQL runs on {self.data_folder}: start it with `hub up`.")
        password = (self.data_folder / "password").read_text().strip()
        place = f"127.0.0.1:{self._note()[3]}"
        return f"postgresql://{postgres_data.USER}:{password}@{place}/{postgres_data.DATABASE}"

    @property
    def data_folder(self) -> Path:
        """Where everything of this server lies: delete it and the data are gone."""
        return postgres_data.place(self._home)

    @property
    def log(self) -> Path:
        """The server's log since its last start; the one before is `server.log.1`."""
        return self.data_folder / "server.log"

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    @cached_property
    def _programs(self) -> Programs:
        return find_programs()

    @property
    def _data(self) -> Path:
        return self.data_folder / "data"

    # -- who holds the folder

    def _take_lock(self) -> None:
        """Hold the folder until the lock is released or this process ends, however it ends."""
        _ = self._programs  # says so where there is no embedded server
        try:
            self._home.mkdir(parents=True, exist_ok=True)
            handle = os.open(self._home / f"{postgres_data.FOLDER}.lock", os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as error:
            raise HubError(
                f"{self._home} can't be written ({error.strerror}): set HUB_DATA to another folder."
            ) from error
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = os.read(handle, 20).decode() or "unknown"
            os.close(handle)
            raise PostgresAlreadyRunning(
                f"PostgreSQL is already running on {self.data_folder}, for process {holder}: stop that one first."
            ) from None
        os.truncate(handle, 0)
        os.write(handle, str(os.getpid()).encode())
        self._lock = handle

    def _release_lock(self) -> None:
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None

    # -- the running server

    def _note(self) -> list[str]:
        """PostgreSQL's own note: process id, data folder, start, port, socket folder, address, memory, state."""
        try:
            return (self._data / "postmaster.pid").read_text().splitlines()
        except OSError:
            return []

    def _server(self) -> psutil.Process | None:
        """The server's process, or None; a process that only took over the number of a dead server is not it."""
        try:
            process = psutil.Process(int(self._note()[0]))
            alive = process.status() != psutil.STATUS_ZOMBIE and str(self._data) in process.cmdline()
        except (IndexError, ValueError, psutil.Error):
            return None
        return process if alive else None

    def _stop_server(self) -> None:
        for mode in ("fast", "immediate"):
            if self._server():
                self._programs.run("pg_ctl", "stop", "-D", str(self._data), "-m", mode, "-t", str(PATIENCE))
        if self._server():
            raise HubError(f"PostgreSQL on {self.data_folder} does not stop: see {self.log}.")

    def _forget_dead_server(self) -> None:
        """Remove the note of a server that is no more, but whose number a zombie or another program holds.

        PostgreSQL would take that process for the server, and not start.
        """
        note = self._note()
        if note and not self._server() and psutil.pid_exists(int(note[0])):
            (self._data / "postmaster.pid").unlink(missing_ok=True)

    # -- starting

    def _launch(self) -> None:
        if self.log.exists():
            self.log.replace(self.log.with_name("server.log.1"))
        deadline = time.monotonic() + PATIENCE
        said = self._try_start()
        while said is not None:
            if not self._passes(said) or time.monotonic() > deadline:
                raise self._failure(said)
            time.sleep(0.1)
            said = self._try_start()

    def _try_start(self) -> str | None:
        """Start the server and wait until it takes connections; what its log said if it did not start, else None."""
        self._forget_dead_server()
        port = self._port or free_port()
        postgres_data.write_settings(self.data_folder, self._programs, port=port, durable=self._durable)
        seen = self.log.stat().st_size if self.log.exists() else 0
        options = ("-D", str(self._data), "-l", str(self.log), "-w", "-t", str(PATIENCE))
        started = self._programs.run("pg_ctl", "start", *options)
        if started.returncode == 0:
            return None
        return self.log.read_bytes()[seen:].decode(errors="replace") if self.log.exists() else started.stderr

    def _passes(self, said: str) -> bool:
        """Whether to try again: processes of a killed server are still ending, or our free port is taken since."""
        taken = "Address already in use" in said and self._port is None
        return taken or "pre-existing shared memory block" in said

    def _failure(self, said: str) -> DependencyUnavailable:
        if "Address already in use" in said:
            return DependencyUnavailable(
                f"Port {self._port} is taken by another program: set HUB_POSTGRES_PORT to a free port, "
                "or leave it unset."
            )
        last = "\n".join(said.strip().splitlines()[-10:])
        return DependencyUnavailable(f"PostgreSQL did not start. Its log, {self.log}, ends with:\n{last}")


def free_port() -> int:
    """A port of 127.0.0.1 that nobody listens on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
