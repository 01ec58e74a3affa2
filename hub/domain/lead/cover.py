"""Cover: somebody stands in while the manager or supervisor is away for a short time. It is no change of either.

A short absence is cover with an end date (domain: "Offender Manager"). Four weeks is the hub's bound: a longer absence
is an unplanned handover, followed up.
"""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from enum import StrEnum

from hub.domain.because import Because, because
from hub.domain.days import working_day_after
from hub.domain.value import Value
from hub.errors import BrokenRule

LONGEST = timedelta(weeks=4)


class Cover(Value):
    """`by_id` stands in for `for_id` from the first to the last day, both included."""

    for_id: int
    by_id: int
    first: date
    last: date | None
    reason: str


class ActingReason(StrEnum):
    """Why that person acts today."""

    PRESENT = "PRESENT"
    COVERED = "COVERED"
    AWAY_WITHOUT_COVER = "AWAY_WITHOUT_COVER"
    NOBODY_NAMED = "NOBODY_NAMED"


SENTENCES: Mapping[ActingReason, str] = {
    ActingReason.PRESENT: "The person named acts.",
    ActingReason.COVERED: "Somebody covers for a short absence.",
    ActingReason.AWAY_WITHOUT_COVER: (
        "The person named is away, and nobody covers: name somebody, or hand the case over."
    ),
    ActingReason.NOBODY_NAMED: "Nobody is named, so nobody can be covered.",
}


class Acting(Value):
    """Who acts, None where nobody does; who is accountable does not change."""

    staff_id: int | None
    because: Because[ActingReason]


def check_cover(cover: Cover) -> Cover:
    """The cover, allowed.

    Raises BrokenRule: CoverNeedsEnd, CoverEndsBeforeItBegins, CoverTooLong, CoverByThemselves, CoverNeedsReason.
    """
    if cover.last is None:
        raise BrokenRule("CoverNeedsEnd", "Cover has a last day; without one it is a change.", "Send it.", "lastOn")
    if cover.last < cover.first:
        raise BrokenRule(
            "CoverEndsBeforeItBegins", "The last day lies before the first.", "Send a later last day.", "lastOn"
        )
    _check_length(cover.first, cover.last)
    if cover.for_id == cover.by_id:
        raise BrokenRule("CoverByThemselves", "Nobody covers for themselves.", "Name somebody else.", "staffCode")
    if not cover.reason.strip():
        raise BrokenRule("CoverNeedsReason", "Cover needs a reason.", "Send the reason.", "reason")
    return cover


def check_absence(cover: Cover, others: Iterable[Cover]) -> None:
    """Covers of one person with no working day between them are one absence, whoever covers (hub).

    `others`: the covers that stood or stand for the same person, those that ended early up to the last whole day.
    Raises BrokenRule CoverTooLong.
    """
    assert cover.last is not None
    first, last, apart = cover.first, cover.last, [one for one in others if one.for_id == cover.for_id]
    while joined := [one for one in apart if one.last is not None and _touch(one.first, one.last, first, last)]:
        apart = [one for one in apart if one not in joined]
        first = min(first, *(one.first for one in joined))
        last = max(last, *(one.last for one in joined if one.last is not None))
    _check_length(first, last)


def _touch(one_first: date, one_last: date, first: date, last: date) -> bool:
    """Whether no working day lies between the two times."""
    return max(one_first, first) <= working_day_after(min(one_last, last), 1)


def _check_length(first: date, last: date) -> None:
    if last - first >= LONGEST:
        raise BrokenRule(
            "CoverTooLong",
            f"Cover lasts at most {LONGEST.days} days, together with the covers before and after it that no working "
            "day parts from it; a longer absence is a change of manager.",
            "Hand the case over, or send an earlier last day.",
            "lastOn",
        )


def acting(named_id: int | None, covers: Iterable[Cover], on: date, *, away: bool = False) -> Acting:
    """Who acts for the one who is named, on that day. `away`: the person named is known to be absent.

    Where covers overlap, the one that began last counts; one who covers and is covered themselves passes it on.
    """
    if named_id is None:
        return Acting(None, _because(ActingReason.NOBODY_NAMED))
    standing = _standing(covers, on)
    seen, acts = {named_id}, named_id
    while (step := _cover_of(acts, standing)) is not None and step.by_id not in seen:
        acts = step.by_id
        seen.add(acts)
    if acts != named_id:
        return Acting(acts, _because(ActingReason.COVERED))
    if away:
        return Acting(None, _because(ActingReason.AWAY_WITHOUT_COVER))
    return Acting(named_id, _because(ActingReason.PRESENT))


def covered_by(staff_id: int, covers: Iterable[Cover], on: date) -> frozenset[int]:
    """For whom somebody stands in on that day: those whom they cover, and whom these cover themselves."""
    standing, found = _standing(covers, on), {staff_id}
    while more := {one.for_id for one in standing if one.by_id in found} - found:
        found |= more
    return frozenset(found - {staff_id})


def _because(reason: ActingReason) -> Because[ActingReason]:
    return because(reason, SENTENCES[reason])


def _standing(covers: Iterable[Cover], on: date) -> list[Cover]:
    return [one for one in covers if one.first <= on and one.last is not None and on <= one.last]


def _cover_of(staff_id: int, standing: Iterable[Cover]) -> Cover | None:
    mine = [one for one in standing if one.for_id == staff_id]
    return max(mine, key=lambda one: (one.first, one.by_id), default=None)
