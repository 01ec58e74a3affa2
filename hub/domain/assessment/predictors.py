"""Scores that predict reoffending, and which of several is the newest.

A score that comes late enters the history and never overwrites a newer one. Source: hub; late scores are a fact of the
source, whose own consumers refuse them.
"""

from collections.abc import Iterable
from datetime import datetime

from hub.domain.assessment.words import Band, PredictorKind, PredictorMethod, PredictorOrigin
from hub.domain.value import Value


class Predictor(Value):
    """One score. `score` is in per cent, as are `one_year` and `two_years`, the same predictor's over time.

    `event_number` is the community side's number of the sentence that it was made for. `complete` is false for a score
    of an assessment that was never completed.
    """

    kind: PredictorKind
    origin: PredictorOrigin
    assessed_at: datetime
    score: float | None = None
    one_year: float | None = None
    two_years: float | None = None
    band: Band | None = None
    method: PredictorMethod | None = None
    algorithm: str | None = None
    event_number: int | None = None
    complete: bool = True

    @property
    def says(self) -> bool:
        """Whether there is anything in it."""
        return any(one is not None for one in (self.score, self.one_year, self.two_years, self.band))


class HeldPredictor(Value):
    """A score as it is held; `told_at` is when its source told it."""

    id: int
    kind: PredictorKind
    origin: PredictorOrigin
    assessed_at: datetime
    complete: bool
    told_at: datetime
    content_hash: bytes


def newest(held: Iterable[HeldPredictor], removed_at: datetime | None = None) -> dict[PredictorKind, int]:
    """Of each kind the id of the score that counts: of a complete assessment first, then assessed last, told last.

    A score that an assessment told by `removed_at` was withdrawn with it.
    """
    counted: dict[PredictorKind, int] = {}
    for one in sorted(held, key=_order):
        withdrawn = one.origin is PredictorOrigin.ASSESSMENT and removed_at is not None and one.told_at <= removed_at
        if not withdrawn:
            counted[one.kind] = one.id
    return counted


def _order(one: HeldPredictor) -> tuple[bool, datetime, int, datetime, bytes]:
    origin = -list(PredictorOrigin).index(one.origin)
    return one.complete, one.assessed_at, origin, one.told_at, one.content_hash
