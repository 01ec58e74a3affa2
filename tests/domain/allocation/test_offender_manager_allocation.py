from datetime import UTC, datetime, timedelta

import pytest

from hub.domain.access import Role
from hub.domain.allocation.offender_manager_allocation import (
    AllocateOffenderManager,
    EndCause,
    EndOffenderManager,
    Held,
    allocation,
    ending,
)
from hub.errors import BrokenRules
from tests.domain.allocation.test_offender_manager import CASE, GOOD
from tests.rule_table import RuleTable

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
WHY = "Decided in the meeting"


def written_down(what: str, at: datetime, reason: str | None) -> tuple[str, ...]:
    """The flags of the decision, or the rules that say no."""
    try:
        if what == "allocated":
            asked = AllocateOffenderManager(1, "Z01T012", 3, reason, at)
            return tuple(allocation(asked, GOOD, 7, CASE, frozenset({Role.TEAM_MANAGER}), NOW).flags)
        gone = EndOffenderManager(1, EndCause.RESIGNATION, 3, reason or "", at)
        return tuple(ending(gone, Held(3, 0, "Z01T011"), NOW).flags)
    except BrokenRules as broken:
        return tuple(one.code for one in broken.rules)


WRITTEN_DOWN = RuleTable(
    "How late a decision on the Offender Manager may be written down",
    "hub; that the history is not rewritten: domain, Offender Manager",
    ("what", "from when on", "reason"),
    ("flags, or the rules that say no",),
    [
        ("allocated", NOW, None, ()),
        ("allocated", datetime(2026, 11, 23, tzinfo=UTC), None, ()),  # the day begins
        ("allocated", datetime(2026, 11, 22, 23, 59, tzinfo=UTC), None, ("ReasonNeeded",)),
        ("allocated", datetime(2026, 11, 22, 23, 59, tzinfo=UTC), WHY, ("BACKDATED",)),
        ("allocated", NOW - timedelta(days=28) + timedelta(seconds=1), WHY, ("BACKDATED",)),
        ("allocated", NOW - timedelta(days=28), WHY, ("BackdatedTooFar",)),
        ("allocated", NOW + timedelta(seconds=1), WHY, ("AllocationAhead",)),
        ("ended", NOW, WHY, ()),
        ("ended", NOW - timedelta(days=3), WHY, ("BACKDATED",)),
        ("ended", NOW - timedelta(days=3), None, ("ReasonNeeded",)),
        ("ended", NOW - timedelta(days=28), WHY, ("BackdatedTooFar",)),
    ],
    lambda what, at, reason: written_down(what, at, reason),
)


@pytest.mark.parametrize("row", WRITTEN_DOWN.rows, ids=WRITTEN_DOWN.names())
def test_how_late_a_decision_may_be_written_down(row: tuple[object, ...]) -> None:
    WRITTEN_DOWN.check(row)
