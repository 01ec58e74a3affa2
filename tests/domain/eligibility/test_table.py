from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.domain.days import age
from hub.domain.eligibility import (
    Eligibility,
    EligibilityFacts,
    EligibilityFlag,
    EligibilityReason,
    SentenceKind,
    SentenceServed,
    SupervisorDue,
    SwitchedOff,
    decide_eligibility,
)
from hub.domain.sentence_terms import SentenceTerm, TermKind
from tests.rule_table import RuleTable

DAY = date(2026, 3, 1)
KIND, WHY = SentenceKind, EligibilityReason
YES, NO, OUTSIDE, NOT_KNOWN = Eligibility
MANAGER, PRISON, NOBODY = SupervisorDue
TYPE = "made-up type"


def term(number: int = 1, *, years: int = 0, months: int = 0, days: int = 0) -> SentenceTerm:
    """The second one follows the first."""
    consecutive = number - 1 if number > 1 else None
    return SentenceTerm(
        number, 1, TermKind.CUSTODY, None, consecutive, starts_on=DAY, years=years, months=months, days=days
    )


def custody(left: int | None = None, *terms: SentenceTerm) -> SentenceServed:
    release = None if left is None else DAY + timedelta(days=left)
    return SentenceServed(KIND.DETERMINATE, DAY, TYPE, None, release, terms)


def served(kind: SentenceKind) -> SentenceServed:
    return SentenceServed(kind, DAY)


ONE_DAY_LESS, EXACTLY, MORE = (
    custody(None, term(months=11, days=27)),
    custody(None, term(months=12)),
    custody(None, term(months=12, days=1)),
)
SENTENCES: dict[str, tuple[SentenceServed, ...]] = {
    "none": (),
    "community order": (served(KIND.COMMUNITY_ORDER),),
    "suspended sentence order": (served(KIND.SUSPENDED_SENTENCE_ORDER),),
    "licence": (served(KIND.LICENCE),),
    "post-sentence supervision": (served(KIND.POST_SENTENCE_SUPERVISION),),
    "custody and a community order": (custody(None, term(months=3)), served(KIND.COMMUNITY_ORDER)),
    "life": (served(KIND.LIFE),),
    "IPP": (served(KIND.IPP),),
    "IPP and 12 months": (served(KIND.IPP), EXACTLY),
    "12 months": (EXACTLY,),
    "12 months less a day": (ONE_DAY_LESS,),
    "12 months and a day": (MORE,),
    "a year": (custody(None, term(years=1)),),
    "11 months": (custody(None, term(months=11)),),
    "6 and 6 months, consecutive": (custody(None, term(1, months=6)), custody(None, term(2, months=6))),
    "6 and 5 months, consecutive": (custody(None, term(1, months=6)), custody(None, term(2, months=5))),
    "8 and 8 months, concurrent": (custody(None, term(months=8)), custody(None, term(months=8))),
    "custody, no length told": (custody(None),),
    "3 months, 29 days left": (custody(29, term(months=3)),),
    "3 months, 28 days left": (custody(28, term(months=3)),),
    "29 days": (custody(None, term(days=29)),),
    "28 days": (custody(None, term(days=28)),),
    "3 months": (custody(None, term(months=3)),),
}  # fmt: skip
ADULT, UNDER = date(1990, 5, 5), date(2008, 3, 2)
BORN = {"17": UNDER, "18": date(2008, 3, 1), "21": date(2004, 3, 2), "22": date(2004, 3, 1), "36": ADULT, None: None}


def decided(
    sentences: str, years: str | None, remand: bool, scotland: bool
) -> tuple[Eligibility, SupervisorDue, bool, EligibilityReason]:
    found = decide_eligibility(EligibilityFacts(BORN[years], SENTENCES[sentences], remand, scotland))
    assert found.because.sentence.endswith(".")
    return found.manager, found.supervisor, found.home_area, found.because.reason


ELIGIBILITY = RuleTable(
    "Who has an Offender Manager",
    "domain, Who has an Offender Manager (what, planning, guide)",
    ("sentences", "age", "on remand", "Scotland"),
    ("Offender Manager", "Offender Supervisor", "of the home area", "reason"),
    [
        # exclusions, in their order
        ("life", "36", False, True, OUTSIDE, NOBODY, False, WHY.SCOTLAND),
        ("12 months", "17", True, True, OUTSIDE, NOBODY, False, WHY.SCOTLAND),
        ("none", None, True, True, OUTSIDE, NOBODY, False, WHY.SCOTLAND),
        ("12 months", "17", False, False, OUTSIDE, NOBODY, False, WHY.UNDER_18),
        ("life", "17", True, False, OUTSIDE, NOBODY, False, WHY.UNDER_18),
        ("community order", "17", False, False, OUTSIDE, NOBODY, False, WHY.UNDER_18),
        ("none", "36", True, False, OUTSIDE, NOBODY, False, WHY.REMAND_ONLY),
        ("none", "17", True, False, OUTSIDE, NOBODY, False, WHY.REMAND_ONLY),
        ("none", "36", False, False, OUTSIDE, NOBODY, False, WHY.NO_SENTENCE),
        # served in the community
        ("community order", "36", False, False, YES, MANAGER, False, WHY.IN_THE_COMMUNITY),
        ("suspended sentence order", "36", False, False, YES, MANAGER, False, WHY.IN_THE_COMMUNITY),
        ("licence", "36", False, False, YES, MANAGER, False, WHY.IN_THE_COMMUNITY),
        ("post-sentence supervision", "18", False, False, YES, MANAGER, False, WHY.IN_THE_COMMUNITY),
        ("community order", None, False, False, YES, MANAGER, False, WHY.IN_THE_COMMUNITY),
        ("custody and a community order", "36", False, False, YES, MANAGER, False, WHY.IN_THE_COMMUNITY),
        # determinate custody of 12 months or more
        ("12 months less a day", "36", False, False, NO, NOBODY, False, WHY.ADULT_UNDER_12_MONTHS),
        ("12 months", "36", False, False, YES, PRISON, False, WHY.DETERMINATE_12_MONTHS),
        ("12 months and a day", "36", False, False, YES, PRISON, False, WHY.DETERMINATE_12_MONTHS),
        ("a year", "36", False, False, YES, PRISON, False, WHY.DETERMINATE_12_MONTHS),
        ("12 months", "18", False, False, YES, PRISON, False, WHY.DETERMINATE_12_MONTHS),
        ("12 months", None, False, False, YES, PRISON, False, WHY.DETERMINATE_12_MONTHS),
        ("12 months", "36", True, False, YES, PRISON, False, WHY.DETERMINATE_12_MONTHS),
        ("6 and 6 months, consecutive", "36", False, False, YES, PRISON, False, WHY.DETERMINATE_12_MONTHS),
        ("6 and 5 months, consecutive", "36", False, False, NO, NOBODY, False, WHY.ADULT_UNDER_12_MONTHS),
        ("8 and 8 months, concurrent", "36", False, False, NO, NOBODY, False, WHY.ADULT_UNDER_12_MONTHS),
        # indeterminate
        ("life", "36", False, False, YES, PRISON, False, WHY.INDETERMINATE),
        ("life", "18", False, False, YES, PRISON, False, WHY.INDETERMINATE),
        ("IPP", "36", False, False, YES, PRISON, True, WHY.INDETERMINATE),
        ("IPP and 12 months", "36", False, False, YES, PRISON, True, WHY.DETERMINATE_12_MONTHS),
        # young adults, more than 4 weeks left
        ("3 months, 29 days left", "18", False, False, YES, PRISON, False, WHY.YOUNG_ADULT_OVER_4_WEEKS),
        ("3 months, 29 days left", "21", False, False, YES, PRISON, False, WHY.YOUNG_ADULT_OVER_4_WEEKS),
        ("3 months, 28 days left", "18", False, False, NO, NOBODY, False, WHY.YOUNG_ADULT_4_WEEKS_OR_LESS),
        ("3 months, 28 days left", "21", False, False, NO, NOBODY, False, WHY.YOUNG_ADULT_4_WEEKS_OR_LESS),
        ("3 months, 29 days left", "22", False, False, NO, NOBODY, False, WHY.ADULT_UNDER_12_MONTHS),
        ("3 months", "18", False, False, YES, PRISON, False, WHY.YOUNG_ADULT_OVER_4_WEEKS),
        ("28 days", "18", False, False, NO, NOBODY, False, WHY.YOUNG_ADULT_4_WEEKS_OR_LESS),
        ("29 days", "18", False, False, YES, PRISON, False, WHY.YOUNG_ADULT_OVER_4_WEEKS),
        # adults over 21, under 12 months
        ("11 months", "36", False, False, NO, NOBODY, False, WHY.ADULT_UNDER_12_MONTHS),
        ("11 months", "22", False, False, NO, NOBODY, False, WHY.ADULT_UNDER_12_MONTHS),
        # what must be known first
        ("custody, no length told", "36", False, False, NOT_KNOWN, NOBODY, False, WHY.LENGTH_NOT_KNOWN),
        ("11 months", None, False, False, NOT_KNOWN, NOBODY, False, WHY.AGE_NOT_KNOWN),
    ],
    decided,
    f"Every sentence is passed on {DAY}; ages are of that day. Exclusions come first; then the first row that says yes "
    "decides. 12 months exactly count; 4 weeks exactly do not; 18 and 21 are young adults. Without a release date the "
    "end of the terms stands for it.",
)  # fmt: skip


@pytest.mark.parametrize("row", ELIGIBILITY.rows, ids=ELIGIBILITY.names())
def test_who_has_a_manager(row: tuple[object, ...]) -> None:
    ELIGIBILITY.check(row)


def switched(sentences: str, years: str, code: str) -> tuple[Eligibility, EligibilityReason]:
    off = (SwitchedOff(code, "to match what the area can do", "A. Name"),)
    found = decide_eligibility(EligibilityFacts(BORN[years], SENTENCES[sentences], switched_off=off))
    return found.manager, found.because.reason


SWITCHED_OFF = RuleTable(
    "A type of sentence that is switched off",
    "domain, Who has an Offender Manager (what: 'may ... depends on the type of sentence')",
    ("sentences", "age", "type switched off"),
    ("Offender Manager", "reason"),
    [
        ("12 months", "36", TYPE, NO, WHY.SENTENCE_TYPE_SWITCHED_OFF),
        ("12 months", "36", "another type", YES, WHY.DETERMINATE_12_MONTHS),
        ("12 months", "18", TYPE, YES, WHY.YOUNG_ADULT_OVER_4_WEEKS),
        ("11 months", "36", TYPE, NO, WHY.ADULT_UNDER_12_MONTHS),
        ("life", "36", TYPE, YES, WHY.INDETERMINATE),
        ("community order", "36", TYPE, YES, WHY.IN_THE_COMMUNITY),
    ],
    switched,
    "Only the row of 12 months or more can be switched off: the documents differ about that one.",
)


@pytest.mark.parametrize("row", SWITCHED_OFF.rows, ids=SWITCHED_OFF.names())
def test_a_type_switched_off(row: tuple[object, ...]) -> None:
    SWITCHED_OFF.check(row)


def test_age_and_time_left_are_taken_at_the_reception_where_that_is_later() -> None:
    late = SentenceServed(KIND.DETERMINATE, DAY, TYPE, date(2026, 4, 20), date(2026, 5, 15), (term(months=3),))
    found = decide_eligibility(EligibilityFacts(BORN["18"], [late]))
    assert found.because.reason is WHY.YOUNG_ADULT_4_WEEKS_OR_LESS
    grown = SentenceServed(KIND.DETERMINATE, DAY, TYPE, date(2026, 4, 20), date(2026, 9, 1), (term(months=8),))
    assert decide_eligibility(EligibilityFacts(date(2004, 4, 20), [grown])).because.reason is WHY.ADULT_UNDER_12_MONTHS


def test_under_18_is_taken_at_sentence_even_where_the_reception_is_later() -> None:
    late = SentenceServed(KIND.DETERMINATE, DAY, TYPE, date(2026, 4, 20), None, (term(months=12),))
    assert decide_eligibility(EligibilityFacts(UNDER, [late])).because.reason is WHY.UNDER_18


def test_a_later_sentence_as_an_adult_counts_beside_one_before() -> None:
    before = SentenceServed(KIND.DETERMINATE, date(2024, 1, 1), terms=(term(months=3),))
    found = decide_eligibility(EligibilityFacts(BORN["18"], [before, EXACTLY]))
    assert (found.manager, found.because.reason) == (YES, WHY.DETERMINATE_12_MONTHS)


def test_an_age_that_nobody_knows_is_flagged() -> None:
    found = decide_eligibility(EligibilityFacts(None, SENTENCES["life"]))
    assert found.flags == (EligibilityFlag.AGE_NOT_KNOWN,)


def test_the_facts_used_are_told() -> None:
    assert decide_eligibility(EligibilityFacts(ADULT, [EXACTLY])).because.facts == (
        ("first", DAY),
        ("last", date(2027, 2, 28)),
    )


@given(st.dates(date(1940, 1, 1), date(2008, 3, 1)), st.integers(0, 40), st.integers(0, 300))
def test_a_longer_sentence_never_loses_the_manager(born: date, months: int, left: int) -> None:
    def manager(length: int, days: int) -> bool:
        return decide_eligibility(EligibilityFacts(born, [custody(days, term(months=length, days=1))])).manager is YES

    assert manager(months + 1, left) or not manager(months, left)
    assert manager(months, left + 1) or not manager(months, left)
    assert age(born, DAY) >= 18
