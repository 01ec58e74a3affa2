"""The tiers of tests that a machine should have: one of them skipped is a failure there.

HUB_TIERS names them, separated by commas (`postgres,kafka,apache_kafka,node,chromium,samples,vectors`); unset, a skip
is only a skip. The names are the tests' markers. Loaded by tests/conftest.py.
"""

import os

import pytest

WANTED = frozenset(filter(None, os.environ.get("HUB_TIERS", "").split(",")))
missed: dict[str, set[str]] = {}


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Remember each skipped test of a wanted tier; reports of parallel workers arrive here as well."""
    if report.skipped and not hasattr(report, "wasxfail"):
        for tier in WANTED & set(report.keywords):
            missed.setdefault(tier, set()).add(report.nodeid)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say which tiers were skipped though the machine should have them."""
    for tier, tests in sorted(missed.items()):
        terminalreporter.write_line(
            f"The tier {tier} was skipped ({len(tests)} tests), though HUB_TIERS says that this machine has it.",
            red=True,
        )


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """A skipped tier fails the run."""
    if missed and session.exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
