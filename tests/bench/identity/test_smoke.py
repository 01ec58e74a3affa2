"""The measuring of identity in small: both matchers run, the table and the plot come out, and twins stay apart."""

import subprocess
import sys

from bench.database import ROOT
from bench.identity.__main__ import RESULTS
from bench.identity.measure import ESTIMATED, SHIPPED, SPLINK


def test_both_matchers_are_measured() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "bench.identity", "--smoke"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=400,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    table = [
        [cell.strip() for cell in line.split("|")[1:-1]] for line in done.stdout.splitlines() if line.startswith("| ")
    ]
    found = {(row[0], row[1]): row for row in table[1:]}
    tasks = ("FEBRL 1", "prison and probation")
    assert found.keys() == {(task, matcher) for task in tasks for matcher in (ESTIMATED, SPLINK, SHIPPED)}
    assert all(float(row[4]) > 0.5 for row in found.values())
    assert found["prison and probation", SHIPPED][6] == "0"
    assert "No twins joined by the hub: reached" in done.stdout
    assert (RESULTS / "smoke" / "identity.png").stat().st_size > 0
