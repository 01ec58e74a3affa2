"""The benchmark of intake in small: all take the same messages in and hold the same facts; a table comes out."""

import os
import subprocess
import sys

import pytest

from bench.__main__ import RESULTS
from bench.database import ROOT, VARIABLE
from bench.intake.race import Taken
from bench.intake.report import markdown, ratio, verdicts

RESULT = [
    Taken("records", "plain", 100, 50.0),
    Taken("records", "hub", 1_000, 2_000.0),
    Taken("records", "copy", 1_000, 8_000.0),
    Taken("events", "plain", 100, 100.0),
]


def test_the_hub_is_compared_with_each_of_the_others() -> None:
    assert ratio(RESULT, "records", "plain") == 40
    assert ratio(RESULT, "records", "copy") == 0.25
    assert ratio(RESULT, "events", "plain") is None
    assert [line.partition(": ")[2] for line in verdicts(RESULT)] == ["reached, 40.00 x.", "MISSED, 0.25 x."]
    assert "| records | hub sync | 1,000 | 2,000 |" in markdown(RESULT, {"one": "fact"})


@pytest.mark.postgres
@pytest.mark.kafka
def test_all_take_the_same_messages_in(postgres_url: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "bench", "--intake", "--smoke"],
        cwd=ROOT,
        env={**os.environ, VARIABLE: postgres_url},
        capture_output=True,
        text=True,
        timeout=400,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "Both hold the same facts of the people whom both took in." in done.stdout
    assert (RESULTS / "smoke" / "intake.png").stat().st_size > 0
