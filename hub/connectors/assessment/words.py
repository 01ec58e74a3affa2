"""The assessment system's words and codes in the hub's own; none of theirs goes further. An unknown one is None."""

from datetime import datetime

from hub.connectors.times import read_time
from hub.connectors.wire import Text
from hub.domain.assessment import AssessmentStatus, Band, PredictorMethod, RiskGroup, RiskLevel, Section
from hub.errors import Rejected

Number = int | float | str | None
LONGEST_FREE_TEXT = 100_000

LEVELS = {
    **{"L": RiskLevel.LOW, "M": RiskLevel.MEDIUM, "H": RiskLevel.HIGH, "V": RiskLevel.VERY_HIGH},
    **{level.value: level for level in RiskLevel},
}
BANDS = {
    **{letter: Band(level) for letter, level in LEVELS.items()},
    **dict.fromkeys(("NA", "N/A", "NOT_APPLICABLE"), Band.NOT_APPLICABLE),
}
SECTIONS = {
    **{section.value: section for section in Section},
    "ATTITUDE": Section.ATTITUDES,
    "FINANCIAL_MANAGEMENT_AND_INCOME": Section.FINANCE,
    "EMOTIONAL_WELL_BEING": Section.EMOTIONAL_WELLBEING,
    "LIFESTYLE": Section.LIFESTYLE_AND_ASSOCIATES,
    "HEALTH_AND_OTHER_CONSIDERATIONS": Section.HEALTH,
}
GROUPS = {group.value: group for group in RiskGroup}
METHODS = {method.value: method for method in PredictorMethod}
STATUSES = {status.value: status for status in AssessmentStatus}


def code(value: Text) -> str:
    """A word of theirs as the tables here write it: upper case, one underscore for what stands between."""
    return "_".join(str(value or "").strip().upper().replace("-", " ").replace("_", " ").split())


def level(value: Text) -> RiskLevel | None:
    """A level of risk, from a letter or a word."""
    return LEVELS.get(code(value))


def band(value: Text) -> Band | None:
    """The band of a score, from a letter or a word."""
    return BANDS.get(code(value))


def status(value: Text) -> AssessmentStatus:
    """How far the assessment came; a word that is not known says that it is not complete."""
    return STATUSES.get(code(value), AssessmentStatus.NOT_COMPLETE)


def method(value: Text) -> PredictorMethod | None:
    """How a score was made."""
    return METHODS.get(code(value))


def per_cent(value: Number) -> float | None:
    """A score in per cent, from a number or a text; None for none, and for what no such score can be."""
    try:
        found = float(value) if value is not None else None
    except ValueError:
        return None
    return found if found is not None and 0 <= found <= 100 else None


def whole(value: Number, *, most: int = 10**9) -> int | None:
    """A whole number from 0 to `most`, from a number or a text; None for none and for any other."""
    try:
        found = float(value) if value is not None else None
    except ValueError:
        return None
    return int(found) if found is not None and found.is_integer() and 0 <= found <= most else None


def moment(value: Text) -> datetime | None:
    """A moment or the begin of a day, or None for none and for one that no assessment can have."""
    text = str(value).strip() if value is not None else ""
    return read_time(text if len(text) != 10 else f"{text}T00:00")


def free_text(value: Text) -> str | None:
    """What an assessor wrote. Raises Rejected(TextTooLong)."""
    found = str(value).strip() if value is not None else ""
    if len(found) > LONGEST_FREE_TEXT:
        raise Rejected("TextTooLong", f"a text of {len(found)} characters; at most {LONGEST_FREE_TEXT} are taken")
    return found or None
