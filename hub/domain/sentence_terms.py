"""The terms that a court made a custodial sentence of, and how long they last together.

Terms of one sentence, and sentences that run at the same time, are concurrent: the longest counts. One that is
consecutive to another begins on the day after it. "The length of consecutive terms is their calendar span" (what).
"""

from collections.abc import Sequence
from datetime import date, timedelta
from enum import StrEnum

from hub.domain.days import after, may_be_meant
from hub.domain.value import Value


class TermKind(StrEnum):
    """What a term is spent in."""

    CUSTODY = "CUSTODY"
    LICENCE = "LICENCE"
    OTHER = "OTHER"


class SentenceTerm(Value):
    """One term of one sentence. `sentence` and `number` are the record's own numbers of the two.

    `consecutive_to` is the number of the sentence that this one follows, None for one that runs at the same time.
    `starts_on` is the first day where nothing comes before. A part of the length that is not given is 0.
    """

    sentence: int
    number: int
    kind: TermKind
    description: str | None = None
    consecutive_to: int | None = None
    starts_on: date | None = None
    years: int = 0
    months: int = 0
    weeks: int = 0
    days: int = 0
    life: bool = False
    offence: str | None = None

    @property
    def measured(self) -> bool:
        """Whether it has a length: one for life has none."""
        return not self.life and any((self.years, self.months, self.weeks, self.days))


class TermsSpan(Value):
    """The calendar span of terms: the first day and the last, None for a span that has no end."""

    first: date
    last: date | None


def custody_span(terms: Sequence[SentenceTerm]) -> TermsSpan | None:
    """From the first day in custody to the last, of all sentences together; None where nothing says when it begins."""
    custody = [term for term in terms if term.kind is TermKind.CUSTODY]
    spans = [span for number in {term.sentence for term in custody} if (span := _span(number, custody, ()))]
    if not spans:
        return None
    endless = any(span.last is None for span in spans)
    last = None if endless else max(span.last for span in spans if span.last)
    began = [term.starts_on for term in custody if term.starts_on]
    return TermsSpan(min([*began, *(span.first for span in spans)]), last)


def _span(sentence: int, terms: Sequence[SentenceTerm], above: tuple[int, ...]) -> TermsSpan | None:
    """The span of one sentence; `above` are the sentences that wait for it: a circle among them begins nowhere."""
    mine = [term for term in terms if term.sentence == sentence]
    first = next((term.starts_on for term in mine if term.starts_on), None)
    before = next((term.consecutive_to for term in mine if term.consecutive_to is not None), None)
    if before is not None and before not in above and before != sentence:
        earlier = _span(before, terms, (*above, sentence))
        if earlier is not None:
            first = earlier.last + timedelta(days=1) if earlier.last else None
    if first is None or not mine:
        return None
    ends = [_last(first, term) for term in mine if term.measured]
    endless = any(term.life for term in mine) or not ends or None in ends
    return TermsSpan(first, None if endless else max(end for end in ends if end))


def _last(first: date, term: SentenceTerm) -> date | None:
    """The last day of the term; None for one beyond every record, which ends as little as one for life."""
    days = term.weeks * 7 + term.days
    try:
        last = after(first, months=term.years * 12 + term.months, days=days) - timedelta(days=1)
    except (OverflowError, ValueError):
        return None
    return last if may_be_meant(last) else None
