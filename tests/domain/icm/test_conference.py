from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from hub.domain.days import after, before
from hub.domain.icm import (
    Attendee,
    ConferenceFacts,
    ConferenceKind,
    IcmRoute,
    ParticipationAnswer,
    attends,
    conference_due,
)
from tests.rule_table import RuleTable

RECEIVED, RELEASE = date(2026, 1, 15), date(2030, 9, 30)
STANDARD, ENHANCED = IcmRoute
FIRST, YEARLY, LAST, RECALL = ConferenceKind


def due(
    route: IcmRoute | None,
    by_decision: bool,
    release: date | None,
    held: tuple[date, ...],
    recalled: date | None,
) -> tuple[ConferenceKind | None, date | None]:
    found = conference_due(ConferenceFacts(route, RECEIVED, release, held, recalled, by_decision))
    return (found.because.reason, found.due_on) if found else (None, None)


D = date
CONFERENCES = RuleTable(
    "The next case conference",
    "what and planning, Case Conference; first and after recall: rules, (e); on standard by decision: hub",
    ("route", "by decision", "release on", "held on", "recalled on"),
    ("conference", "due on"),
    [
        (ENHANCED, False, RELEASE, (), None, FIRST, D(2026, 7, 15)),
        (ENHANCED, False, None, (), None, FIRST, D(2026, 7, 15)),
        (ENHANCED, False, RELEASE, (D(2026, 7, 1),), None, YEARLY, D(2027, 7, 1)),
        (ENHANCED, False, None, (D(2026, 7, 1), D(2027, 6, 1)), None, YEARLY, D(2028, 6, 1)),
        (ENHANCED, False, RELEASE, (D(2029, 5, 30),), None, LAST, D(2030, 6, 30)),
        (ENHANCED, False, RELEASE, (D(2029, 5, 29),), None, YEARLY, D(2030, 5, 29)),
        (ENHANCED, False, RELEASE, (D(2030, 5, 30),), None, None, None),
        (ENHANCED, False, RELEASE, (D(2030, 5, 29),), None, LAST, D(2030, 6, 30)),
        (ENHANCED, False, RELEASE, (D(2030, 6, 30),), None, None, None),
        (ENHANCED, False, D(2026, 6, 1), (), None, LAST, D(2026, 3, 1)),
        (ENHANCED, False, D(2026, 3, 1), (), None, LAST, RECEIVED),
        (ENHANCED, False, RELEASE, (D(2027, 7, 1),), D(2028, 2, 1), RECALL, D(2028, 3, 14)),
        (ENHANCED, False, RELEASE, (D(2028, 2, 1),), D(2028, 2, 1), YEARLY, D(2029, 2, 1)),
        (STANDARD, False, RELEASE, (), None, None, None),
        (STANDARD, False, RELEASE, (), D(2028, 2, 1), None, None),
        (STANDARD, True, RELEASE, (), None, FIRST, D(2026, 7, 15)),
        (None, True, RELEASE, (), None, None, None),
    ],
    due,
    f"Received on {RECEIVED}. The first within six months, then one a year, the last three months before release (one "
    "held from four months before on is the last), and within six weeks of a recall.",
)  # fmt: skip


@pytest.mark.parametrize("row", CONFERENCES.rows, ids=CONFERENCES.names())
def test_the_next_conference(row: tuple[object, ...]) -> None:
    CONFERENCES.check(row)


def attending(consent: bool, answer: ParticipationAnswer) -> tuple[tuple[Attendee, ...], tuple[Attendee, ...]]:
    found = attends(family_consent=consent, participation=answer)
    return (
        tuple(one.attendee for one in found if one.invited),
        tuple(one.attendee for one in found if one.may_stay_away),
    )


COORDINATOR, PRISONER, FAMILY, SOCIAL_WORKER, OFFICER = Attendee
MAY_STAY_AWAY = (PRISONER, FAMILY)
TAKES_PART, DECLINED, NOT_ASKED = ParticipationAnswer
ATTENDANCE = RuleTable(
    "Who attends a case conference",
    "what and planning, Case Conference",
    ("consent to the family", "the prisoner"),
    ("invited", "may stay away"),
    [
        (True, TAKES_PART, (COORDINATOR, PRISONER, FAMILY, SOCIAL_WORKER, OFFICER), MAY_STAY_AWAY),
        (False, TAKES_PART, (COORDINATOR, PRISONER, SOCIAL_WORKER, OFFICER), MAY_STAY_AWAY),
        (False, NOT_ASKED, (COORDINATOR, PRISONER, SOCIAL_WORKER, OFFICER), MAY_STAY_AWAY),
        (True, DECLINED, (COORDINATOR, FAMILY, SOCIAL_WORKER, OFFICER), MAY_STAY_AWAY),
    ],
    attending,
)


@pytest.mark.parametrize("row", ATTENDANCE.rows, ids=ATTENDANCE.names())
def test_who_attends(row: tuple[object, ...]) -> None:
    ATTENDANCE.check(row)


@given(st.integers(0, 4000))
def test_held_as_due_there_is_one_each_year_and_one_before_release(days: int) -> None:
    release = RECEIVED + timedelta(days=days)
    facts = ConferenceFacts(ENHANCED, RECEIVED, release)
    held: list[date] = []
    while (found := conference_due(replace(facts, held_on=tuple(held)))) is not None:
        held.append(max(found.due_on, *(day + timedelta(days=1) for day in held), RECEIVED))
        assert len(held) < 20
    assert held[-1] >= before(release, months=4)
    gaps = zip([RECEIVED, *held], held, strict=False)
    assert all(later <= after(earlier, months=13) for earlier, later in gaps)
