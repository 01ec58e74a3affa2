"""Which registrations stand, and what the register says then."""

from datetime import UTC, date, datetime
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.domain.registration import (
    Deregistration,
    HeldRegistration,
    Register,
    RegisteredRisk,
    RegistrationSource,
    RegistrationStatus,
    register,
    standings,
)

EVENT, LISTED = RegistrationSource.EVENT, RegistrationSource.SNAPSHOT
RISKS = {
    "RLRH": RegisteredRisk.LOW,
    "RMRH": RegisteredRisk.MEDIUM,
    "RHRH": RegisteredRisk.HIGH,
    "RVHR": RegisteredRisk.VERY_HIGH,
}


def at(day: int) -> datetime:
    return datetime(2026, 6, day, 12, tzinfo=UTC)


def held(
    code: str,
    day: int,
    *,
    by: RegistrationSource = EVENT,
    told: int | None = None,
    withdrawn: bool = False,
    row: int = 1,
) -> HeldRegistration:
    mappa = 2 if code == "MAPP" else None
    on, when = date(2026, 6, day), at(told or day)
    return HeldRegistration(row, by, code, on, when, when, withdrawn, RISKS.get(code), mappa, mappa)


def ended(code: str, day: int) -> Deregistration:
    return Deregistration("d", code, date(2026, 6, day), at(day))


WITHDRAWN = held("RHRH", 1, told=6, withdrawn=True)
# registrations (rows 1, 2, ...), deregistrations, how each stands
STANDINGS = [
    ([held("RHRH", 1)], [], ["ACTIVE"]),
    ([held("RHRH", 1, withdrawn=True)], [], ["WITHDRAWN"]),
    ([held("RHRH", 1)], [ended("RHRH", 5)], ["ENDED"]),
    ([held("RHRH", 1)], [ended("RMRH", 5)], ["ACTIVE"]),  # of another type
    ([held("RHRH", 7)], [ended("RHRH", 5)], ["ACTIVE"]),  # registered anew after the end
    ([held("RHRH", 1), held("RHRH", 7, row=2)], [ended("RHRH", 5)], ["ENDED", "ACTIVE"]),
    ([held("RHRH", 1, by=LISTED, told=9)], [ended("RHRH", 5)], ["ACTIVE"]),  # a newer record still lists it
    ([held("RHRH", 1, by=LISTED, told=4)], [ended("RHRH", 5)], ["ENDED"]),
    ([held("RHRH", 1), held("RHRH", 1, by=LISTED, told=9, row=2)], [], ["ACTIVE", "REPEATED"]),
    ([held("RHRH", 1), held("RHRH", 2, by=LISTED, told=9, row=2)], [], ["ACTIVE", "ACTIVE"]),  # of another day
    (
        [held("RHRH", 1, told=6, withdrawn=True), held("RHRH", 1, by=LISTED, told=4, row=2)],
        [],
        ["WITHDRAWN", "REPEATED"],
    ),
    ([held("RHRH", 1, told=6, withdrawn=True), held("RHRH", 1, by=LISTED, told=9, row=2)], [], ["WITHDRAWN", "ACTIVE"]),
]


@pytest.mark.parametrize(("registrations", "endings", "expected"), STANDINGS)
def test_how_registrations_stand(
    registrations: list[HeldRegistration], endings: list[Deregistration], expected: list[str]
) -> None:
    found = standings(registrations, endings)
    assert [found[one.id].status for one in registrations] == expected


def test_an_ended_registration_says_when() -> None:
    assert standings([held("RHRH", 1)], [ended("RHRH", 9), ended("RHRH", 5)])[1].ended_on == date(2026, 6, 5)


# registrations that stand, the risk of harm of the register, its MAPPA level
DECIDED = [
    ([], None, None),
    ([held("RLRH", 1)], RegisteredRisk.LOW, None),
    ([held("RVHR", 1), held("RMRH", 9)], RegisteredRisk.MEDIUM, None),  # the latest date, not the highest
    ([held("RMRH", 9), held("RHRH", 9)], RegisteredRisk.HIGH, None),  # on one day the higher
    ([held("MAPP", 1), held("RCCO", 5)], None, 2),
    ([held("RHRH", 1), held("MAPP", 3)], RegisteredRisk.HIGH, 2),
]


@pytest.mark.parametrize(("active", "risk", "level"), DECIDED)
def test_what_the_register_says(active: list[HeldRegistration], risk: RegisteredRisk | None, level: int | None) -> None:
    found = register(active)
    assert (found.risk_of_harm, found.mappa_level) == (risk, level)
    assert found.codes == tuple(sorted({one.code for one in active}))


def test_an_empty_register_says_nothing() -> None:
    assert register(()) == Register()


ROWS = st.lists(
    st.tuples(
        st.sampled_from(["RHRH", "RMRH", "MAPP", "RCCO"]),
        st.integers(1, 20),
        st.sampled_from(RegistrationSource),
        st.integers(1, 20),
        st.booleans(),
    ),
    max_size=6,
)
ENDINGS = st.lists(st.builds(ended, st.sampled_from(["RHRH", "MAPP"]), st.integers(1, 20)))


@given(ROWS, ENDINGS, st.randoms())
def test_the_order_of_arrival_does_not_matter(
    rows: list[tuple[str, int, RegistrationSource, int, bool]], endings: list[Deregistration], random: Random
) -> None:
    told = [held(c, d, by=b, told=t, withdrawn=w, row=n) for n, (c, d, b, t, w) in enumerate(rows)]
    shuffled, others = list(told), list(endings)
    random.shuffle(shuffled)
    random.shuffle(others)
    now, again = standings(told, endings), standings(shuffled, others)
    assert now == again
    stands = [one for one in told if now[one.id].status is RegistrationStatus.ACTIVE]
    stands_again = [one for one in shuffled if now[one.id].status is RegistrationStatus.ACTIVE]
    assert register(stands) == register(stands_again)
