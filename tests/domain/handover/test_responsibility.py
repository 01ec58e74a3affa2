from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from hub.domain.days import after
from hub.domain.handover import (
    HandoverDates,
    HandoverFacts,
    HandoverFlag,
    HandoverOverride,
    HandoverReason,
    OverrideReason,
    ParoleOutcome,
    ReleaseDate,
    Responsibility,
    decide_responsibility,
    may_change_on,
    responsible,
)
from hub.domain.handover.responsibility import ROWS
from tests.rule_table import RuleTable

TODAY = date(2026, 11, 23)
FAR, NEAR = after(TODAY, months=12), after(TODAY, months=12, days=-1)
PAST, NEXT_YEAR, IN_TWO_YEARS = date(2026, 11, 22), date(2027, 9, 1), date(2028, 11, 23)
CUSTODY, BOTH, COMMUNITY = Responsibility
YES, NO, UNKNOWN = ParoleOutcome
R = HandoverReason


def decided(
    indeterminate: bool,
    later: bool,
    recalled: bool,
    hearing: date | None,
    parole: ParoleOutcome,
    mappa: int | None,
    immigration: bool,
    release: date | None,
) -> tuple[Responsibility, HandoverReason, date | None]:
    facts = HandoverFacts(
        indeterminate=indeterminate,
        sentence_started_on=date(2020, 1, 1),
        later_indeterminate=later,
        recalled=recalled,
        hearing_on=hearing,
        parole_outcome=parole,
        mappa_level=mappa,
        immigration_case=immigration,
        tariff_on=release if indeterminate else None,
        conditional_release_on=None if indeterminate else release,
    )
    found = decide_responsibility(facts, TODAY)
    assert found.because.sentence.endswith(".")
    return found.responsibility, found.because.reason, found.handover_on


LIFE, FIXED = True, False
RESPONSIBLE = RuleTable(
    "Who is responsible, custody or community",
    "rules, (d), step 1; the three values of the parole outcome: hub",
    ("indeterminate", "a later one", "recalled", "target hearing", "parole", "MAPPA", "immigration", "release"),
    ("responsible", "reason", "handover on"),
    [
        # 1: a further indeterminate sentence starts later
        (LIFE, True, False, None, UNKNOWN, None, False, PAST, CUSTODY, R.ADDITIONAL_INDETERMINATE, None),
        (LIFE, True, True, FAR, NO, 3, True, PAST, CUSTODY, R.ADDITIONAL_INDETERMINATE, None),
        (FIXED, True, True, None, UNKNOWN, None, False, PAST, COMMUNITY, R.RECALLED, None),
        # 2: recalled, the hearing is 12 months away or more, MAPPA below 2
        (LIFE, False, True, FAR, NO, None, False, PAST, BOTH, R.RECALLED_AND_HEARING_FAR, None),
        (LIFE, False, True, FAR, NO, 0, False, PAST, BOTH, R.RECALLED_AND_HEARING_FAR, None),
        (LIFE, False, True, FAR, YES, 1, False, PAST, BOTH, R.RECALLED_AND_HEARING_FAR, None),
        (LIFE, False, True, FAR, UNKNOWN, 1, False, PAST, BOTH, R.RECALLED_AND_HEARING_FAR, None),
        (LIFE, False, True, NEAR, NO, 1, False, PAST, COMMUNITY, R.RECALLED, None),
        # 3: parole refused, the hearing far, MAPPA 2 or 3
        (LIFE, False, True, FAR, NO, 2, False, PAST, COMMUNITY, R.NOT_RELEASED_AND_MAPPA, None),
        (LIFE, False, False, FAR, NO, 2, False, PAST, COMMUNITY, R.NOT_RELEASED_AND_MAPPA, None),
        (LIFE, False, False, FAR, NO, 3, False, PAST, COMMUNITY, R.NOT_RELEASED_AND_MAPPA, None),
        # 4: parole refused, the hearing far
        (LIFE, False, False, FAR, NO, 1, False, PAST, BOTH, R.NOT_RELEASED_AND_HEARING_FAR, None),
        (LIFE, False, False, FAR, NO, None, True, PAST, BOTH, R.NOT_RELEASED_AND_HEARING_FAR, None),
        # not refused, or not known to be: the dates decide
        (LIFE, False, False, FAR, YES, 3, False, PAST, COMMUNITY, R.INDETERMINATE, date(2026, 11, 23)),
        (LIFE, False, False, FAR, UNKNOWN, 3, False, PAST, COMMUNITY, R.INDETERMINATE, date(2026, 11, 23)),
        (LIFE, False, False, NEAR, NO, 3, False, PAST, COMMUNITY, R.INDETERMINATE, date(2026, 11, 22)),
        # 5: recalled
        (LIFE, False, True, FAR, NO, 3, True, None, COMMUNITY, R.NOT_RELEASED_AND_MAPPA, None),
        (LIFE, False, True, FAR, YES, 2, True, PAST, COMMUNITY, R.RECALLED, None),
        (FIXED, False, True, None, UNKNOWN, None, True, None, COMMUNITY, R.RECALLED, None),
        (FIXED, False, True, FAR, NO, 1, False, PAST, COMMUNITY, R.RECALLED, None),
        # 6: immigration
        (FIXED, False, False, None, UNKNOWN, None, True, None, COMMUNITY, R.IMMIGRATION_CASE, None),
        (FIXED, False, False, None, UNKNOWN, None, True, IN_TWO_YEARS, COMMUNITY, R.IMMIGRATION_CASE, None),
        # 7: no release date
        (FIXED, False, False, FAR, NO, 3, False, None, CUSTODY, R.RELEASE_DATE_UNKNOWN, None),
        (LIFE, False, False, None, NO, None, False, None, CUSTODY, R.RELEASE_DATE_UNKNOWN, None),
        # 8: the dates decide
        (FIXED, False, False, None, UNKNOWN, None, False, IN_TWO_YEARS, CUSTODY, R.DETERMINATE, date(2028, 3, 9)),
        (FIXED, False, False, None, UNKNOWN, None, False, NEXT_YEAR, CUSTODY, R.DETERMINATE, date(2026, 12, 18)),
        (FIXED, False, False, None, UNKNOWN, None, False, PAST, COMMUNITY, R.DETERMINATE, date(2026, 3, 8)),
        (LIFE, False, False, None, UNKNOWN, None, False, IN_TWO_YEARS, CUSTODY, R.INDETERMINATE, date(2027, 11, 23)),
    ],
    decided,
    f"Today is {TODAY}; a hearing on {FAR} is exactly 12 months away. The first row that holds decides. A release on "
    "record is the tariff's expiry of an indeterminate sentence, else the conditional release.",
)  # fmt: skip

BY_DATES = RuleTable(
    "Who is responsible by the two dates",
    "rules, (d), step 5",
    ("today", "starts on", "handover on"),
    ("responsible",),
    [
        (date(2023, 5, 1), date(2023, 5, 2), date(2023, 5, 3), CUSTODY),
        (date(2023, 5, 2), date(2023, 5, 2), date(2023, 5, 3), BOTH),
        (date(2023, 5, 3), date(2023, 5, 2), date(2023, 5, 3), COMMUNITY),
        (date(2023, 5, 4), date(2023, 5, 2), date(2023, 5, 3), COMMUNITY),
        (date(2023, 5, 1), date(2023, 5, 2), date(2023, 5, 2), CUSTODY),
        (date(2023, 5, 2), date(2023, 5, 2), date(2023, 5, 2), COMMUNITY),
        (date(2023, 5, 1), None, None, COMMUNITY),
        (date(2023, 5, 1), date(2023, 6, 15), None, COMMUNITY),
    ],
    lambda today, start, handover: responsible(HandoverDates(start, handover, R.DETERMINATE), today),
)


DETERMINATE, INDETERMINATE = "determinate, conditional release", "indeterminate, tariff's expiry"


def changes(sentence: str, on: date | None, hearing: date | None) -> date | None:
    release = {"conditional_release_on": on} if sentence == DETERMINATE else {"indeterminate": True, "tariff_on": on}
    facts = HandoverFacts(sentence_started_on=date(2020, 1, 1), hearing_on=hearing, **release)
    return may_change_on(facts, decide_responsibility(facts, TODAY), TODAY)


CHANGES = RuleTable(
    "The next day on which time alone may change who is responsible",
    "rules, (d); openings, B1",
    ("sentence", "on", "target hearing"),
    ("may change on",),
    [
        (DETERMINATE, IN_TWO_YEARS, None, date(2028, 3, 9)),
        (DETERMINATE, date(2027, 8, 7), None, None),
        (DETERMINATE, date(2027, 8, 8), None, date(2026, 11, 24)),
        (DETERMINATE, None, None, None),
        (INDETERMINATE, IN_TWO_YEARS, None, date(2027, 11, 23)),
        (INDETERMINATE, TODAY, None, None),
        (INDETERMINATE, date(2026, 11, 24), None, date(2026, 11, 24)),
        (INDETERMINATE, PAST, FAR, date(2026, 11, 24)),
        (INDETERMINATE, PAST, date(2029, 1, 15), date(2028, 1, 15)),
        (INDETERMINATE, None, date(2027, 3, 1), date(2027, 3, 1)),
    ],
    changes,
    f"Today is {TODAY}. Until that day the clock has nothing to decide; a dash says that time changes nothing more.",
)


@pytest.mark.parametrize("row", CHANGES.rows, ids=CHANGES.names())
def test_when_it_may_change(row: tuple[object, ...]) -> None:
    CHANGES.check(row)


@pytest.mark.parametrize("row", RESPONSIBLE.rows, ids=RESPONSIBLE.names())
def test_who_is_responsible(row: tuple[object, ...]) -> None:
    RESPONSIBLE.check(row)


@pytest.mark.parametrize("row", BY_DATES.rows, ids=BY_DATES.names())
def test_who_is_responsible_by_the_dates(row: tuple[object, ...]) -> None:
    BY_DATES.check(row)


def test_every_row_of_the_table_has_a_case() -> None:
    reasons = {row[-2] for row in RESPONSIBLE.rows}
    assert {row.reason for row in ROWS} <= reasons


def test_the_trace_holds_the_rows_that_were_asked_before() -> None:
    found = decide_responsibility(HandoverFacts(recalled=True), TODAY)
    assert found.not_held == tuple(row.reason for row in ROWS[:4])
    assert dict(found.because.facts)["recalled"] is True


@pytest.mark.parametrize(
    ("facts", "flags"),
    [
        (HandoverFacts(indeterminate=True, tariff_on=PAST, hearing_on=FAR), (HandoverFlag.PAROLE_OUTCOME_NOT_KNOWN,)),
        (HandoverFacts(indeterminate=True, tariff_on=PAST, hearing_on=NEAR), ()),
        (HandoverFacts(indeterminate=True, tariff_on=PAST, hearing_on=FAR, parole_outcome=YES), ()),
        (HandoverFacts(conditional_release_on=PAST), (HandoverFlag.SENTENCE_START_NOT_KNOWN,)),
    ],
)
def test_what_a_person_should_look_at(facts: HandoverFacts, flags: tuple[HandoverFlag, ...]) -> None:
    assert decide_responsibility(facts, TODAY).flags == flags


def test_an_override_beats_the_rules_and_says_where_it_differs() -> None:
    facts = HandoverFacts(sentence_started_on=date(2020, 1, 1), conditional_release_on=IN_TWO_YEARS)
    override = HandoverOverride(COMMUNITY, OverrideReason.MOVED_TO_OPEN_PRISON, "A. Name", PAST)
    found = decide_responsibility(facts, TODAY, override)
    assert (found.responsibility, found.because.reason) == (COMMUNITY, R.OVERRIDDEN)
    assert found.flags == (HandoverFlag.OVERRIDE_DIFFERS_FROM_RULES,)
    assert found.handover_on == date(2028, 3, 9)
    same = decide_responsibility(facts, TODAY, replace(override, responsibility=CUSTODY))
    assert (same.because.reason, same.flags) == (R.OVERRIDDEN, ())


def test_the_answer_names_the_release_that_it_rests_on() -> None:
    found = decide_responsibility(HandoverFacts(parole_eligible_on=IN_TWO_YEARS, conditional_release_on=PAST), TODAY)
    assert found.earliest_release is not None
    assert (found.earliest_release.name, found.because.reason) == (ReleaseDate.PAROLE_ELIGIBILITY, R.DETERMINATE_PAROLE)


NEARBY = st.integers(-900, 900).map(lambda days: TODAY + timedelta(days=days))
SOME_DATE = st.none() | NEARBY
FACTS = st.builds(
    HandoverFacts,
    indeterminate=st.booleans(),
    sentence_started_on=SOME_DATE,
    tariff_on=SOME_DATE,
    hearing_on=SOME_DATE,
    parole_eligible_on=SOME_DATE,
    automatic_release_on=SOME_DATE,
    conditional_release_on=SOME_DATE,
    parole_outcome=st.sampled_from(ParoleOutcome),
    recalled=st.booleans(),
    mappa_level=st.none() | st.integers(0, 3),
    early_allocation=st.booleans(),
    open_prison_rules=st.booleans(),
    arrived_on=SOME_DATE,
)


@given(FACTS, NEARBY)
def test_nothing_changes_before_the_day_on_which_it_may(facts: HandoverFacts, today: date) -> None:
    """The clock may sleep until then: each day before gives the same answer."""
    now = decide_responsibility(facts, today)
    change = may_change_on(facts, now, today)
    assert change is None or change > today
    last = after(today, months=36) if change is None else change - timedelta(days=1)
    asleep = (last - today).days
    for days in {min(1, asleep), asleep // 2, asleep}:
        then = decide_responsibility(facts, today + timedelta(days=days))
        assert (then.responsibility, then.because.reason, then.handover_on) == (
            now.responsibility,
            now.because.reason,
            now.handover_on,
        )


@given(FACTS, NEARBY)
def test_a_case_without_a_day_of_handover_is_never_shared_by_the_dates(facts: HandoverFacts, today: date) -> None:
    found = decide_responsibility(facts, today)
    if found.because.reason is R.DETERMINATE_SHORT:
        assert (found.responsibility, found.starts_on) == (COMMUNITY, None)
    if found.handover_on and found.starts_on:
        assert found.responsibility is responsible(
            HandoverDates(found.starts_on, found.handover_on, found.because.reason), today
        )


def test_a_leap_day_makes_twelve_months_away_last_a_day_longer() -> None:
    facts = HandoverFacts(indeterminate=True, hearing_on=date(2029, 2, 28), parole_outcome=NO)
    by_day = [decide_responsibility(facts, date(2028, 2, 28) + timedelta(days=days)) for days in range(3)]
    assert [one.because.reason for one in by_day] == [
        R.NOT_RELEASED_AND_HEARING_FAR,
        R.NOT_RELEASED_AND_HEARING_FAR,
        R.INDETERMINATE,
    ]
    leap_day = date(2028, 2, 29)
    assert may_change_on(facts, decide_responsibility(facts, leap_day), leap_day) == date(2028, 3, 1)


@pytest.mark.parametrize(
    ("release", "says"),
    [
        (date(2024, 11, 1), "The release of 2024-11-01 lies at most ten months after the sentence's start"),
        (date(2024, 11, 2), "Handover starts on 2024-02-17 and is complete on 2024-02-17; release is on 2024-11-02."),
    ],
)
def test_the_sentence_says_the_dates(release: date, says: str) -> None:
    facts = HandoverFacts(sentence_started_on=date(2024, 1, 1), conditional_release_on=release)
    assert decide_responsibility(facts, TODAY).because.sentence.startswith(says)
