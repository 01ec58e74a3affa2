"""Sentences, when each ends, and the spans that they form.

A span is a run of linked sentences: from the first sentence passed to the last one's termination, taking in every
overlapping or consecutive sentence. Remand on its own is outside: it is no sentence. Source: guide ("Span").
"""

from collections.abc import Iterable
from datetime import date, timedelta

from hub.domain.access import Service
from hub.domain.days import last_of_length
from hub.domain.value import Value


class Sentence(Value):
    """One sentence as a record gives it.

    `reference` is the record's own name for it. `length` counts `length_unit`s (DAYS, WEEKS, MONTHS, YEARS, HOURS).
    `release_on` is the earliest release date. `terminated_on` is its last day in force; `termination_assumed` says
    that no source gives it. `tariff_on` is the last day of the tariff of an indeterminate one; the three dates after it
    are those that `release_on` is found from. `indeterminate` is None where the record does not say. `type_code` is the
    record's code of its type, None where it has none: then the description says which type it is.
    """

    reference: str
    service: Service
    description: str
    custodial: bool
    active: bool
    imposed_on: date | None = None
    length: int | None = None
    length_unit: str | None = None
    offence: str | None = None
    release_on: date | None = None
    expires_on: date | None = None
    licence_expires_on: date | None = None
    supervision_expires_on: date | None = None
    terminated_on: date | None = None
    termination_assumed: bool = False
    tariff_on: date | None = None
    parole_eligible_on: date | None = None
    automatic_release_on: date | None = None
    conditional_release_on: date | None = None
    indeterminate: bool | None = None
    type_code: str | None = None

    @property
    def of_custody(self) -> bool:
        """Whether the prison's record gives it."""
        return self.service is Service.CUSTODY

    @property
    def last_expiry(self) -> date | None:
        """The last day that the dates of the sentence give: of custody, licence and supervision after it."""
        known = [d for d in (self.expires_on, self.licence_expires_on, self.supervision_expires_on) if d is not None]
        return max(known, default=None)


class Run(Value):
    """Linked sentences: the first day, the last day or None while one runs on, and which they are (by position)."""

    first: date
    last: date | None
    members: tuple[int, ...]


def ended_by(imposed_on: date | None, length: int | None, unit: str | None, seen_on: date) -> date:
    """The last day of a sentence that its record calls ended without saying when.

    The end of its term, if that lay behind when the record was read; otherwise the day of the reading.
    """
    term = last_of_length(imposed_on, length, unit) if imposed_on else None
    return min(term, seen_on) if term is not None else seen_on


def last_day(sentence: Sentence, today: date, *, community_ended_on: date | None = None) -> date | None:
    """The last day of the sentence in force, or None while it runs.

    A community record gives the termination. A prison record gives none: its sentence runs until its last date is past,
    or until the community side, which supervises what follows release, has ended every sentence of the person
    (`community_ended_on`, given only where the person is out of prison).
    """
    if sentence.service is not Service.CUSTODY:
        return sentence.terminated_on
    if sentence.last_expiry is not None and sentence.last_expiry < today:
        return sentence.last_expiry
    if community_ended_on is not None and (sentence.imposed_on is None or sentence.imposed_on <= community_ended_on):
        return community_ended_on
    return None


def runs(dates: Iterable[tuple[date | None, date | None]], joined: Iterable[frozenset[int]] = ()) -> list[Run]:
    """The spans that sentences form, each given by the day it was passed and its last day (None: runs on).

    A sentence passed before the run's last day is over, or on the day after it, belongs to the run. One without a date
    forms no span, because nothing says when it would begin. `joined`: sentences, by position, whose runs are one by
    decision (`hub/domain/span_join.py`), with whatever lies between.
    """
    linked = _linked(dates)
    for together in joined:
        found = [place for place, run in enumerate(linked) if together & set(run.members)]
        if len(found) > 1:
            linked[found[0] : found[-1] + 1] = [_one(linked[found[0] : found[-1] + 1])]
    return linked


def _one(apart: list[Run]) -> Run:
    return Run(apart[0].first, apart[-1].last, tuple(member for run in apart for member in run.members))


def _linked(dates: Iterable[tuple[date | None, date | None]]) -> list[Run]:
    dated = sorted((imposed, last, position) for position, (imposed, last) in _dated(dates))
    linked: list[Run] = []
    for imposed, last, position in dated:
        end = None if last == date.max else max(last, imposed)
        previous = linked[-1] if linked else None
        if previous and (previous.last is None or imposed <= previous.last + timedelta(days=1)):
            open_ended = previous.last is None or end is None
            joined = None if open_ended else max(previous.last or imposed, end or imposed)
            linked[-1] = Run(previous.first, joined, (*previous.members, position))
        else:
            linked.append(Run(imposed, end, (position,)))
    return linked


def _dated(dates: Iterable[tuple[date | None, date | None]]) -> Iterable[tuple[int, tuple[date, date]]]:
    for position, (imposed, last) in enumerate(dates):
        if imposed is not None:
            yield position, (imposed, last or date.max)
