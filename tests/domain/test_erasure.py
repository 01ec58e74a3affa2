"""What goes when a service erases a person, and what must stay."""

import pytest

from hub.domain.access import Service
from hub.domain.erasure import Goes, WrittenPlan, what_goes

CUSTODY, COMMUNITY = Service.CUSTODY, Service.COMMUNITY
BOTH, ONE = WrittenPlan(1, frozenset({CUSTODY, COMMUNITY})), WrittenPlan(2, frozenset({COMMUNITY}))

# who erases, whose records are left, the plans: what goes
TABLE = [
    (COMMUNITY, [], [BOTH, ONE], Goes(True, (1, 2), True, True, True)),
    (
        COMMUNITY,
        [CUSTODY],
        [BOTH, ONE],
        Goes(False, (2,), True, False, True),
    ),  # what the prison's people wrote in stays
    (CUSTODY, [COMMUNITY], [BOTH, ONE], Goes(False, (), False, True, True)),
    (COMMUNITY, [COMMUNITY], [ONE], Goes(False, (), False, True, False)),  # a second record of the same service stays
    (COMMUNITY, [CUSTODY, COMMUNITY], [BOTH, ONE], Goes(False, (), False, False, False)),
]


@pytest.mark.parametrize(("erased", "remaining", "plans", "expected"), TABLE)
def test_what_goes(erased: Service, remaining: list[Service], plans: list[WrittenPlan], expected: Goes) -> None:
    assert what_goes(erased, remaining, plans) == expected
