"""The whole benchmark in small: every contestant starts, all answer the same facts, a table and a plot come out."""

import os
import subprocess
import sys

import pytest

from bench.__main__ import CONTESTANTS, RESULTS
from bench.database import ROOT, VARIABLE
from bench.reads import Read


@pytest.mark.postgres
@pytest.mark.node
def test_all_contestants_start_and_agree(postgres_url: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "bench", "--smoke"],
        cwd=ROOT,
        env={**os.environ, VARIABLE: postgres_url},
        capture_output=True,
        text=True,
        timeout=400,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "All answer the same facts" in done.stdout
    table = [line.split("|")[1:4] for line in done.stdout.splitlines() if line.startswith("| ")]
    measured = {(read.strip(), label.strip()): rate.strip() for read, label, rate in table[1:]}
    assert measured.keys() == {(read, one.label) for read in Read for one in CONTESTANTS}
    assert all(int(rate.replace(",", "")) > 0 for rate in measured.values())
    assert (RESULTS / "smoke" / "latest.png").stat().st_size > 0
