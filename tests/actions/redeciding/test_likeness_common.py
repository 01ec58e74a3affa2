"""What too many share tells nobody apart: it joins nobody, asks about nobody, and each more costs no more."""

import pytest

from hub.store.fetching import MOST_HOLDERS
from hub.store.identity.candidates import MOST_ALIKE
from tests.actions.sources import LIVING_CASES, OFFENDER, PNC, PRISONER, Hub, offender, prisoner

pytestmark = pytest.mark.postgres

REVIEWS = "select count(*) from identity_review where state = 'OPEN'"


async def tell_offender(hub: Hub, n: int, *, pnc: str | None = None, **person: str) -> None:
    crn = f"Z{n:06d}"
    await hub.tell(OFFENDER, crn, offender(crn, None, otherIds={"pncNumber": pnc} if pnc else {}, **person))


async def tell_prisoner(hub: Hub, n: int, **changes: str) -> None:
    number = f"Z{n:04d}YW"
    await hub.tell(PRISONER, number, prisoner(number, bookingId=f"91{n:04d}", **changes))


async def test_a_number_that_too_many_hold_joins_nobody_and_asks_about_nobody_more(hub: Hub) -> None:
    for n in range(MOST_HOLDERS + 1):
        await tell_offender(hub, n, pnc=PNC, firstName="Made", surname=f"Up{'x' * n}", dateOfBirth=f"{1950 + n}-03-04")
    asked = await hub.one(REVIEWS)
    for n in range(3):
        await tell_prisoner(hub, n, pncNumber=PNC, dateOfBirth=f"{1980 + n}-05-06")
    assert await hub.one(LIVING_CASES) == MOST_HOLDERS + 1 + 3
    assert await hub.one(REVIEWS) == asked
    held = "select count(*) from identifier where kind = 'PNC' and valid"
    assert await hub.one(held) == MOST_HOLDERS + 1 + 3, "the number stays a fact of each record"


@pytest.mark.parametrize(("many", "asks"), [(MOST_ALIKE, True), (MOST_ALIKE + 1, False)])
async def test_somebody_is_compared_with_so_many_of_the_same_name_and_no_more(hub: Hub, many: int, asks: bool) -> None:
    for n in range(many):
        await tell_offender(hub, n)
    await tell_prisoner(hub, 1)
    assert (await hub.one(REVIEWS) > 0) is asks
    assert await hub.one(LIVING_CASES) == many + 1
