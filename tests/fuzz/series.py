"""Which series of mutations a run makes, and how many; told in the head of every run. Loaded by tests/conftest.py."""

import os

COUNT = int(os.environ.get("HUB_FUZZ_COUNT", "20000"))
SEED = os.environ.get("HUB_FUZZ_SEED", "1")


def pytest_report_header() -> str:
    """The line with which the same run can be made again."""
    return f"fuzz: HUB_FUZZ_SEED={SEED} HUB_FUZZ_COUNT={COUNT}"
