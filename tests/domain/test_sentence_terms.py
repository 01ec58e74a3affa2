"""How long the terms of a sentence last together: concurrent, consecutive, for life."""

from datetime import date

import pytest

from hub.domain.sentence_terms import SentenceTerm, TermKind, TermsSpan, custody_span

CUSTODY, LICENCE = TermKind.CUSTODY, TermKind.LICENCE
MARCH = date(2025, 3, 1)


def term(sentence: int = 1, number: int = 1, kind: TermKind = CUSTODY, **given: object) -> SentenceTerm:
    return SentenceTerm(sentence, number, kind, **{"starts_on": MARCH, **given})  # type: ignore[arg-type]


# terms -> the last day of the span that begins on 1 March 2025
SPANS = [
    ("12 months", [term(months=12)], date(2026, 2, 28)),
    ("a year and a day", [term(years=1, days=1)], date(2026, 3, 1)),
    ("two weeks", [term(weeks=2)], date(2025, 3, 14)),
    ("the licence is not served in custody", [term(months=6), term(number=2, kind=LICENCE, years=5)],
     date(2025, 8, 31)),
    ("concurrent: the longer one counts", [term(months=6), term(2, months=9)], date(2025, 11, 30)),
    ("consecutive: one after the other", [term(months=6), term(2, months=6, consecutive_to=1)], date(2026, 2, 28)),
    ("three in a row, in any order of the list",
     [term(3, months=1, consecutive_to=2), term(months=6), term(2, months=6, consecutive_to=1)], date(2026, 3, 31)),
    ("consecutive to one that is not there", [term(2, months=6, consecutive_to=9)], date(2025, 8, 31)),
    ("life", [term(life=True)], None),
    ("life with a term beside it", [term(life=True), term(2, months=6)], None),
    ("beyond every record is without an end", [term(years=999)], None),
    ("beyond the calendar too", [term(years=999), term(2, years=9_000)], None),
    ("no length given", [term()], None),
    ("a circle begins nowhere but in its own dates",
     [term(1, months=1, consecutive_to=2), term(2, months=1, consecutive_to=1)], date(2025, 4, 30)),
]  # fmt: skip


@pytest.mark.parametrize(("terms", "last"), [row[1:] for row in SPANS], ids=[row[0] for row in SPANS])
def test_how_long_terms_last(terms: list[SentenceTerm], last: date | None) -> None:
    assert custody_span(terms) == TermsSpan(MARCH, last)


def test_terms_without_a_day_to_begin_on_form_no_span() -> None:
    assert custody_span([]) is None
    assert custody_span([term(starts_on=None, months=3)]) is None
    assert custody_span([term(kind=LICENCE, months=3)]) is None
