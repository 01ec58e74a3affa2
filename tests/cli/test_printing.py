"""Tables keep their names whole where no person's terminal asks for less."""

import pytest
from rich.table import Table

from hub.cli.printing import console

NAME = "community.supervision.snapshot.v1"


@pytest.mark.parametrize(("terminal", "whole"), [(False, True), (True, False)])
def test_names_are_cut_for_a_terminal_only(
    terminal: bool, whole: bool, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    monkeypatch.setattr("sys.stdout.isatty", lambda: terminal)
    table = Table(*"abc", box=None)
    table.add_row(NAME, NAME, NAME)
    console().print(table)
    assert (capsys.readouterr().out.count(NAME) == 3) is whole
