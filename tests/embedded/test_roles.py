"""Role processes: watched, started again when they die, given up when they keep dying."""

import sys
from pathlib import Path

import pytest

from hub.embedded import roles
from hub.errors import HubError
from tests.waiting import until_sync


@pytest.fixture
def sleeper(monkeypatch: pytest.MonkeyPatch) -> None:
    """A stand-in for the interpreter that runs a role: it only waits to be ended."""
    monkeypatch.setattr(sys, "executable", "/bin/sh")
    monkeypatch.setattr(roles, "COMMAND", ("-c", "exec sleep 600 #"))


@pytest.fixture
def dying(monkeypatch: pytest.MonkeyPatch) -> None:
    """A stand-in that says why it ends."""
    monkeypatch.setattr(sys, "executable", "/bin/sh")
    monkeypatch.setattr(roles, "COMMAND", ("-c", "echo the made-up reason; exit 7 #"))


@pytest.mark.usefixtures("sleeper")
def test_a_role_that_died_is_started_again(tmp_path: Path) -> None:
    running = roles.Roles({}, tmp_path)
    running.start("relay")
    assert running.alive("relay")
    running.kill()
    until_sync(lambda: not running.alive("relay"))
    assert running.revive() == ["relay"]
    assert running.alive("relay")
    running.stop()
    assert not running.alive("relay")


@pytest.mark.usefixtures("sleeper")
def test_only_this_user_reads_the_logs_also_one_that_was_there(tmp_path: Path) -> None:
    running = roles.Roles({}, tmp_path)
    running.log("relay").write_text("before\n")
    running.log("relay").chmod(0o644)
    for name in ("relay", "clock"):
        running.start(name)
    running.stop()
    assert [running.log(name).stat().st_mode & 0o777 for name in ("relay", "clock")] == [0o600, 0o600]
    assert running.log("relay").read_text() == "before\n"


@pytest.mark.usefixtures("dying")
def test_a_role_that_keeps_dying_is_named_with_the_end_of_its_log(tmp_path: Path) -> None:
    running = roles.Roles({}, tmp_path)
    running.start("clock")
    with pytest.raises(HubError, match=r"The role clock keeps ending \(exit code 7\)(.|\n)*the made-up reason"):
        until_sync(lambda: running.revive() == ["never"], within=20)
