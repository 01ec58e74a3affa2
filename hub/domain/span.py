"""Which stored spans become which: the runs that sentences form now, against the spans that are held.

A span that a sentence plan hangs on is never dropped and never joined with another such: one plan per span.
"""

from collections.abc import Sequence
from datetime import datetime

from msgspec.structs import replace

from hub.domain.case import HeldSpan
from hub.domain.days import end_of, start_of
from hub.domain.sentence import Run
from hub.domain.value import Value


class WantedSpan(Value):
    """A span as it must become: the held row's id or None for a new one, its time, its sentences by position."""

    id: int | None
    start: datetime
    end: datetime | None
    members: tuple[int, ...]


class Spans(Value):
    """The spans wanted, in order of time; `in_doubt` says that plans stand in the way of what the sentences form."""

    wanted: tuple[WantedSpan, ...]
    in_doubt: bool


def match_spans(runs: Sequence[Run], held: Sequence[HeldSpan]) -> Spans:
    """Keep the held row that a run overlaps, the planned one first; spans without run or plan go.

    Two planned spans that now form one run stay two, the later beginning where it began; a planned span whose
    sentences are gone stays as it is. Both are in doubt: a person must look.
    """
    free = list(held)
    wanted: list[WantedSpan] = []
    in_doubt = False
    for run in runs:
        new = WantedSpan(None, start_of(run.first), end_of(run.last) if run.last else None, run.members)
        overlapped = [span for span in free if _overlap(span, new)]
        planned = [span for span in overlapped if span.planned]
        in_doubt |= len(planned) > 1
        kept = planned or overlapped[:1]
        wanted.extend(_divided(new, kept))
        free = [span for span in free if span not in kept]
    left = [span for span in free if span.planned]
    wanted.extend(WantedSpan(span.id, span.start, span.end, ()) for span in left)
    return Spans(tuple(sorted(wanted, key=lambda span: span.start)), in_doubt or bool(left))


def _divided(new: WantedSpan, kept: Sequence[HeldSpan]) -> list[WantedSpan]:
    """The new span over the rows that stay: one, or as many as there are plans."""
    if not kept:
        return [new]
    later = [span.start for span in kept[1:]]
    starts, ends = [new.start, *later], [*later, new.end]
    parts = zip(kept, starts, ends, strict=True)
    whole = [WantedSpan(span.id, start, end, ()) for span, start, end in parts]
    return [replace(whole[0], members=new.members), *whole[1:]]


def _overlap(held: HeldSpan, new: WantedSpan) -> bool:
    return (new.end is None or held.start < new.end) and (held.end is None or new.start < held.end)
