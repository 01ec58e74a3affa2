"""The embedded server's life: started, stopped, killed, found again."""

import os
import signal
import socket
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import psutil
import pytest

from hub.embedded.postgres import EmbeddedPostgres, PostgresAlreadyRunning
from hub.errors import DependencyUnavailable
from tests.embedded.conftest import AskDatabase
from tests.waiting import until_sync

pytestmark = pytest.mark.postgres


def postmaster(server: EmbeddedPostgres) -> psutil.Process:
    return psutil.Process(int((server.data_folder / "data" / "postmaster.pid").read_text().splitlines()[0]))


def gone(process: psutil.Process) -> bool:
    return not process.is_running() or process.status() == psutil.STATUS_ZOMBIE


def test_data_are_kept_over_a_restart(home: Path, ask: AskDatabase) -> None:
    with EmbeddedPostgres(home) as server:
        ask(server.database_url, "CREATE TABLE kept AS SELECT 42 AS answer")
        assert server.is_running()
    assert not server.is_running()
    with EmbeddedPostgres(home) as server:
        assert ask(server.database_url, "SELECT answer FROM kept") == 42
        assert ask(server.database_url, "SHOW fsync") == "on"


def test_data_are_kept_when_the_server_is_killed(home: Path, ask: AskDatabase) -> None:
    server = EmbeddedPostgres(home)
    ask(server.start(), "CREATE TABLE kept AS SELECT 42 AS answer")
    process = postmaster(server)
    process.kill()
    until_sync(lambda: gone(process), what="the end of the server")
    assert not server.is_running()
    with pytest.raises(DependencyUnavailable, match="No PostgreSQL runs on"):
        _ = server.database_url
    server.stop()
    with server:
        assert ask(server.database_url, "SELECT answer FROM kept") == 42


def test_the_number_of_a_dead_server_may_belong_to_another_program(home: Path, ask: AskDatabase) -> None:
    server = EmbeddedPostgres(home, durable=False)
    server.start()
    note = server.data_folder / "data" / "postmaster.pid"
    lines = note.read_text().splitlines()
    server.stop()
    note.write_text("\n".join([str(os.getpid()), *lines[1:], ""]))
    assert not server.is_running()
    with server:
        assert ask(server.database_url, "SELECT 1") == 1


def test_a_server_left_over_by_a_killed_process_is_stopped_first(home: Path, ask: AskDatabase) -> None:
    starter = (
        "import sys; from pathlib import Path; from hub.embedded.postgres import EmbeddedPostgres\n"
        "print(EmbeddedPostgres(Path(sys.argv[1]), durable=False).start(), flush=True)\n"
        "sys.stdin.read()"
    )
    command = [sys.executable, "-c", starter, str(home)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as first:
        assert first.stdout
        url = first.stdout.readline().strip()
        ask(url, "CREATE TABLE kept AS SELECT 42 AS answer")
        server = EmbeddedPostgres(home, durable=False)
        with pytest.raises(PostgresAlreadyRunning, match=f"for process {first.pid}"):
            server.start()
        first.send_signal(signal.SIGKILL)
    assert server.database_url == url
    left_over = postmaster(server)
    with server:
        assert gone(left_over)
        assert ask(server.database_url, "SELECT answer FROM kept") == 42


def test_a_server_left_over_is_found_and_stopped_and_one_in_use_is_not(home: Path) -> None:
    assert not EmbeddedPostgres(home).stop_left_over()
    starter = "import sys; from pathlib import Path; from hub.embedded.postgres import EmbeddedPostgres\n"
    starter += "EmbeddedPostgres(Path(sys.argv[1]), durable=False).start(); print(flush=True); sys.stdin.read()"
    command = [sys.executable, "-c", starter, str(home)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as first:
        assert first.stdout
        first.stdout.readline()
        with pytest.raises(PostgresAlreadyRunning, match=f"for process {first.pid}"):
            EmbeddedPostgres(home).stop_left_over()
        first.send_signal(signal.SIGKILL)
    left_over = postmaster(EmbeddedPostgres(home))
    assert EmbeddedPostgres(home).stop_left_over()
    assert gone(left_over)
    assert not EmbeddedPostgres(home).stop_left_over()


def test_a_second_start_is_refused_and_does_no_harm(home: Path, ask: AskDatabase) -> None:
    with EmbeddedPostgres(home, durable=False) as server:
        with pytest.raises(PostgresAlreadyRunning, match=f"already running .* for process {os.getpid()}"):
            EmbeddedPostgres(home, durable=False).start()
        with pytest.raises(PostgresAlreadyRunning):
            EmbeddedPostgres(home, durable=False).delete()
        assert ask(server.database_url, "SELECT 1") == 1
        assert EmbeddedPostgres(home).database_url == server.database_url


def test_two_homes_have_a_server_each(home: Path, ask: AskDatabase) -> None:
    with EmbeddedPostgres(home / "a", durable=False) as one, EmbeddedPostgres(home / "b", durable=False) as other:
        ask(one.database_url, "CREATE TABLE only_here ()")
        assert ask(other.database_url, "SELECT to_regclass('only_here')") is None
        other.stop()
        assert one.is_running()
        other.delete()
    one.delete()
    assert not one.data_folder.exists()


def test_the_chosen_port_is_used_or_named_as_taken(home: Path, ask: AskDatabase) -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as other_program:
        port: int = other_program.getsockname()[1]
        server = EmbeddedPostgres(home, port=port, durable=False)
        with pytest.raises(DependencyUnavailable, match=rf"^Port {port} is taken .* set HUB_POSTGRES_PORT"):
            server.start()
    with server:
        assert f"@127.0.0.1:{port}/hub" in server.database_url
        assert ask(server.database_url, "SHOW port") == str(port)


def test_a_failed_start_shows_the_log_and_where_it_lies(home: Path) -> None:
    server = EmbeddedPostgres(home, durable=False)
    server.start()
    server.stop()
    (server.data_folder / "data" / "PG_VERSION").write_text("17\n")
    with pytest.raises(DependencyUnavailable) as caught:
        server.start()
    assert str(server.log) in str(caught.value)
    assert "initialized by PostgreSQL version 17" in str(caught.value)


def test_a_ctrl_c_in_the_terminal_does_not_reach_the_server(home: Path) -> None:
    with EmbeddedPostgres(home, durable=False) as server:
        process = postmaster(server)
        assert os.getsid(process.pid) != os.getsid(0)
        assert os.getpgid(process.pid) != os.getpgid(0)


def test_delete_leaves_nothing(home: Path) -> None:
    server = EmbeddedPostgres(home, durable=False)
    server.start()
    folder, process = server.data_folder, postmaster(server)
    server.delete()
    assert not folder.exists()
    assert gone(process)
    server.delete()
    assert not server.is_running()
