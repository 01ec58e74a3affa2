from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.domain.custody import CustodyState
from hub.domain.days import end_of
from hub.domain.lead.reach import ContactThrough, ContactWay, ReachReason, how_to_reach, request_due
from hub.domain.phase import Phase
from tests.rule_table import RuleTable

S, P, WHY = CustodyState, Phase, ReachReason
OS, UNIT, OM, DUTY, ICM = ContactThrough
WING, HOSPITAL, USUAL, OFFICE, COORDINATOR = ContactWay


def reached(
    phase: Phase | None, state: CustodyState | None, manager: bool, supervisor: bool, scotland: bool
) -> tuple[ContactWay | None, ContactThrough | None, ReachReason]:
    found = how_to_reach(phase, state, manager_named=manager, supervisor_named=supervisor, scotland=scotland)
    assert found.because.sentence.endswith(".")
    return found.way, found.through, found.because.reason


REACH = RuleTable(
    "How this offender reaches their manager now",
    "planning, How to contact your Offender Manager; hospital, at large, nobody named: hub",
    ("phase", "custody record", "manager named", "supervisor named", "Scotland"),
    ("by", "through", "reason"),
    [
        (P.CUSTODY, S.IN_PRISON, True, True, False, WING, OS, WHY.IN_CUSTODY),
        (P.PRE_RELEASE, S.IN_PRISON, True, True, False, WING, OS, WHY.IN_CUSTODY),
        (P.CUSTODY, S.AT_COURT, True, True, False, WING, OS, WHY.IN_CUSTODY),
        (P.CUSTODY, S.BEING_TRANSFERRED, True, True, False, WING, OS, WHY.IN_CUSTODY),
        (P.CUSTODY, S.IN_PRISON, False, True, False, WING, OS, WHY.IN_CUSTODY),
        (P.CUSTODY, S.IN_PRISON, True, False, False, WING, UNIT, WHY.IN_CUSTODY_NO_SUPERVISOR),
        (P.CUSTODY, S.RESTRICTED_PATIENT, True, True, False, HOSPITAL, OS, WHY.IN_HOSPITAL),
        (P.CUSTODY, S.RESTRICTED_PATIENT, True, False, False, HOSPITAL, UNIT, WHY.IN_HOSPITAL),
        (P.CUSTODY, S.UNLAWFULLY_AT_LARGE, True, True, False, OFFICE, DUTY, WHY.UNLAWFULLY_AT_LARGE),
        (P.CUSTODY, S.RELEASED, True, True, False, USUAL, OM, WHY.IN_THE_COMMUNITY),
        (P.COMMUNITY, S.RELEASED, True, True, False, USUAL, OM, WHY.IN_THE_COMMUNITY),
        (P.COMMUNITY, None, True, False, False, USUAL, OM, WHY.IN_THE_COMMUNITY),
        (P.COMMUNITY, None, False, True, False, OFFICE, DUTY, WHY.NOBODY_NAMED_YET),
        (P.PRE_SENTENCE, None, False, False, False, None, None, WHY.NO_MANAGER_DUE),
        (P.TERMINATED, S.RELEASED, True, False, False, None, None, WHY.NO_MANAGER_DUE),
        (None, None, False, False, False, None, None, WHY.NO_MANAGER_DUE),
        (P.CUSTODY, S.IN_PRISON, False, False, True, COORDINATOR, ICM, WHY.SCOTLAND),
    ],
    reached,
    "The answer follows from phase and place. A person recalled and not yet received is still outside.",
)


@pytest.mark.parametrize("row", REACH.rows, ids=REACH.names())
def test_how_to_reach(row: tuple[object, ...]) -> None:
    REACH.check(row)


@given(st.sampled_from(Phase), st.none() | st.sampled_from(S), st.booleans(), st.booleans(), st.booleans())
def test_while_a_sentence_runs_there_is_always_a_way(
    phase: Phase, state: CustodyState | None, manager: bool, supervisor: bool, scotland: bool
) -> None:
    way, through, reason = reached(phase, state, manager, supervisor, scotland)
    assert (way is None) == (through is None) == (reason is WHY.NO_MANAGER_DUE)
    if phase in (P.CUSTODY, P.PRE_RELEASE, P.COMMUNITY):
        assert way is not None


@pytest.mark.parametrize(
    ("asked", "due"),
    [
        (datetime(2026, 11, 23, 10, tzinfo=UTC), date(2026, 11, 30)),  # a Monday
        (datetime(2026, 11, 27, 10, tzinfo=UTC), date(2026, 12, 4)),  # a Friday
        (datetime(2026, 11, 28, 10, tzinfo=UTC), date(2026, 12, 4)),  # a Saturday
    ],
)
def test_a_request_is_answered_within_five_working_days(asked: datetime, due: date) -> None:
    assert request_due(asked) == end_of(due)
