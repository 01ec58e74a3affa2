from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.domain.handover import HandoverReason, handover_dates, handover_on, starts_on
from tests.rule_table import RuleTable

PLAIN, PAROLE, LIFE, LIFE_OPEN, EARLY = (
    "determinate", "determinate with parole", "indeterminate", "indeterminate, open conditions", "early allocation",
)  # fmt: skip
KINDS: dict[str, dict[str, bool]] = {
    PLAIN: {},
    PAROLE: {"determinate_parole": True},
    LIFE: {"indeterminate": True},
    LIFE_OPEN: {"indeterminate": True, "open_conditions": True},
    EARLY: {"early_allocation": True},
}


def complete(kind: str, started: date | None, release: date) -> tuple[date | None, HandoverReason]:
    return handover_on(release, sentence_started_on=started, **KINDS[kind])


START = date(2024, 1, 1)
HANDOVER = RuleTable(
    "The day of handover",
    "rules, (d), step 3",
    ("sentence", "started on", "earliest release"),
    ("handover on", "reason"),
    [
        (EARLY, START, date(2026, 1, 1), date(2024, 10, 1), HandoverReason.EARLY_ALLOCATION),
        (EARLY, START, date(2024, 6, 1), date(2023, 3, 1), HandoverReason.EARLY_ALLOCATION),
        (LIFE, START, date(2026, 1, 1), date(2025, 1, 1), HandoverReason.INDETERMINATE),
        (LIFE, START, date(2024, 6, 1), date(2023, 6, 1), HandoverReason.INDETERMINATE),
        (LIFE, START, date(2028, 2, 29), date(2027, 2, 28), HandoverReason.INDETERMINATE),
        (LIFE_OPEN, START, date(2026, 1, 1), date(2025, 1, 1), HandoverReason.INDETERMINATE_OPEN),
        (PLAIN, START, date(2024, 10, 31), None, HandoverReason.DETERMINATE_SHORT),
        (PLAIN, START, date(2024, 11, 1), None, HandoverReason.DETERMINATE_SHORT),
        (PLAIN, START, date(2024, 11, 2), date(2024, 2, 17), HandoverReason.DETERMINATE),
        (PLAIN, START, date(2024, 11, 3), date(2024, 2, 18), HandoverReason.DETERMINATE),
        (PLAIN, START, date(2026, 10, 31), date(2026, 2, 14), HandoverReason.DETERMINATE),
        (PLAIN, None, date(2024, 10, 31), date(2024, 2, 15), HandoverReason.DETERMINATE),
        (PAROLE, START, date(2024, 11, 1), None, HandoverReason.DETERMINATE_SHORT),
        (PAROLE, START, date(2024, 11, 2), date(2023, 11, 2), HandoverReason.DETERMINATE_PAROLE),
        (PAROLE, START, date(2026, 1, 1), date(2025, 1, 1), HandoverReason.DETERMINATE_PAROLE),
    ],
    complete,
    "Early allocation 15 months before release, indeterminate and parole 12, other determinate 8 months and 14 days: "
    "the months first, and 31 October less eight months is the end of February. Ten months from start to release or "
    "less: no handover, the community is responsible at once. A start that nobody tells makes no sentence short (hub).",
)

H = date(2020, 6, 2)
MEN, WOMEN = False, True
STARTS = RuleTable(
    "The day on which the community begins to support",
    "rules, (d), step 4",
    ("handover on", "indeterminate", "open prison rules", "women's prison", "category open since", "arrived on"),
    ("starts on",),
    [
        (H, True, True, WOMEN, date(2020, 6, 1), date(1999, 9, 9), date(2020, 6, 1)),
        (H, True, True, WOMEN, H, date(1999, 9, 9), H),
        (H, True, True, WOMEN, date(2020, 6, 3), date(1999, 9, 9), H),
        (H, True, True, WOMEN, None, date(1999, 9, 9), H),
        (H, True, True, MEN, date(1999, 9, 9), date(2020, 6, 1), date(2020, 6, 1)),
        (H, True, True, MEN, date(1999, 9, 9), date(2020, 6, 3), H),
        (H, True, True, MEN, date(1999, 9, 9), None, H),
        (H, True, False, MEN, date(1999, 9, 9), date(1999, 9, 9), H),
        (H, False, True, MEN, date(1999, 9, 9), date(1999, 9, 9), H),
        (None, True, True, MEN, date(1999, 9, 9), date(1999, 9, 9), None),
    ],
    lambda handover, life, rules, women, opened, arrived: starts_on(
        handover,
        indeterminate=life,
        open_prison_rules=rules,
        womens_prison=women,
        open_since=opened,
        arrived_on=arrived,
    ),
)


@pytest.mark.parametrize("row", HANDOVER.rows, ids=HANDOVER.names())
def test_the_day_of_handover(row: tuple[object, ...]) -> None:
    HANDOVER.check(row)


@pytest.mark.parametrize("row", STARTS.rows, ids=STARTS.names())
def test_the_day_of_the_start(row: tuple[object, ...]) -> None:
    STARTS.check(row)


DATES = st.dates(date(2000, 1, 1), date(2060, 1, 1))


@given(DATES, st.none() | DATES, st.sampled_from(sorted(KINDS)), st.booleans(), st.booleans(), st.none() | DATES)
def test_a_handover_starts_before_it_is_complete_and_that_is_before_release(
    release: date, started: date | None, kind: str, rules: bool, women: bool, opened: date | None
) -> None:
    found = handover_dates(
        release, sentence_started_on=started, open_prison_rules=rules, womens_prison=women, open_since=opened,
        arrived_on=opened, **KINDS[kind],
    )  # fmt: skip
    assert (found.starts_on is None) == (found.handover_on is None)
    if found.handover_on and found.starts_on:
        assert found.starts_on <= found.handover_on < release


@given(DATES, st.sampled_from(sorted(KINDS)))
def test_a_later_release_is_never_handed_over_earlier(release: date, kind: str) -> None:
    earlier, _ = complete(kind, date(1999, 1, 1), release)
    later, _ = complete(kind, date(1999, 1, 1), date.fromordinal(release.toordinal() + 1))
    assert earlier and later and earlier <= later
