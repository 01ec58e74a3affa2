from datetime import date

import pytest

from hub.domain.icm import CoreScreenState, core_screen
from tests.rule_table import RuleTable

DAY = date(2026, 11, 2)
HELD, DECLINED, DUE, OVERDUE = CoreScreenState


def screened(today: date, held_on: date | None, declined_on: date | None) -> CoreScreenState:
    found = core_screen(DAY, today, held_on=held_on, declined_on=declined_on)
    assert found.due_on == date(2026, 11, 9)
    return found.state


SCREENS = RuleTable(
    "The core screen interview",
    "what and planning, Core Screen Interview; that soon is a week: hub",
    ("today", "held on", "declined on"),
    ("state",),
    [
        (date(2026, 11, 2), None, None, DUE),
        (date(2026, 11, 9), None, None, DUE),
        (date(2026, 11, 10), None, None, OVERDUE),
        (date(2026, 11, 10), date(2026, 11, 10), None, HELD),
        (date(2026, 11, 20), date(2026, 11, 2), None, HELD),
        (date(2026, 11, 20), date(2026, 11, 1), None, OVERDUE),
        (date(2026, 11, 20), None, date(2026, 11, 3), DECLINED),
        (date(2026, 11, 20), None, date(2026, 11, 1), OVERDUE),
        (date(2026, 11, 20), date(2026, 11, 12), date(2026, 11, 3), HELD),
    ],
    screened,
    f"Received on {DAY}; the interview is a prison officer's. Declining is recorded, and a later interview counts.",
)


@pytest.mark.parametrize("row", SCREENS.rows, ids=SCREENS.names())
def test_the_core_screen(row: tuple[object, ...]) -> None:
    SCREENS.check(row)
