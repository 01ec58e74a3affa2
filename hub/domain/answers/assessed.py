"""What counts of the assessments: of one record as it is kept, and of a case, which may have several."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from msgspec import field

from hub.domain.assessment import Band, PredictorKind, PredictorMethod, RiskLevel, Section
from hub.domain.value import Value


class Scored(Value):
    """A predictor's score that counts: in per cent, its band, whether it comes from records alone, and from when."""

    at: datetime
    score: float | None = None
    band: Band | None = None
    method: PredictorMethod | None = None


class RecordAssessed(Value):
    """What counts of one record's assessments; `harm_at`, `needs_at`: the moments by which the assessments are ordered.

    `harm` is None where the newest assessment that speaks of risk gives no level.
    """

    harm: RiskLevel | None = None
    harm_at: datetime | None = None
    in_need: tuple[Section, ...] = ()
    needs_at: datetime | None = None
    scores: Mapping[PredictorKind, Scored] = field(default_factory=dict)


class Assessed(Value):
    """What counts of a case's assessments: the risk of harm, the sections in need, the score of each predictor."""

    harm: RiskLevel | None = None
    in_need: tuple[Section, ...] = ()
    scores: Mapping[PredictorKind, Scored] = field(default_factory=dict)


NOTHING_ASSESSED = Assessed()


def assessed(records: Iterable[RecordAssessed]) -> Assessed:
    """Of several records, of each part the newest."""
    known = tuple(records)
    if not known:
        return NOTHING_ASSESSED
    harm = max((one for one in known if one.harm_at), key=lambda one: (one.harm_at, one.harm or ""), default=None)
    needs = max((one for one in known if one.needs_at), key=lambda one: (one.needs_at, one.in_need), default=None)
    scores: dict[PredictorKind, Scored] = {}
    for record in known:
        for kind, one in record.scores.items():
            held = scores.get(kind)
            if held is None or (one.at, one.score or 0.0) > (held.at, held.score or 0.0):
                scores[kind] = one
    return Assessed(harm.harm if harm else None, needs.in_need if needs else (), scores)
