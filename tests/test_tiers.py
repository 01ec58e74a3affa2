"""A tier that a machine should have fails the run when it is skipped."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

CASE = """
import pytest

@pytest.mark.kafka
def test_that_needs_a_broker():
    pytest.skip("no broker here")

def test_that_needs_nothing():
    assert True
"""


@pytest.mark.parametrize(
    ("tiers", "workers", "code"), [("", "0", 0), ("node", "0", 0), ("kafka", "0", 1), ("node,kafka", "1", 1)]
)
def test_a_wanted_tier_that_is_skipped_fails_the_run(tmp_path: Path, tiers: str, workers: str, code: int) -> None:
    (tmp_path / "test_case.py").write_text(CASE)
    (tmp_path / "pytest.ini").write_text("[pytest]\nmarkers =\n  kafka: a tier\n")
    run = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "tests.tiers", "-n", workers, str(tmp_path)],
        cwd=Path(__file__).parents[1],
        env={**os.environ, "HUB_TIERS": tiers},
        capture_output=True,
        text=True,
    )
    assert run.returncode == code, run.stdout
    assert ("The tier kafka was skipped (1 tests)" in run.stdout) == bool(code)
