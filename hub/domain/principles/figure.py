"""What a figure is: known, not yet known, or with nothing to measure. Only a known one has a value."""

from enum import StrEnum

from hub.domain.value import Value


class FigureState(StrEnum):
    """Whether there is a value."""

    KNOWN = "KNOWN"
    NOT_YET_KNOWN = "NOT_YET_KNOWN"
    NOTHING_TO_MEASURE = "NOTHING_TO_MEASURE"


class Figure(Value):
    """A whole number, or per cent where its name says share; None where there is none, and then never nought."""

    state: FigureState
    value: int | None = None


NOT_YET_KNOWN = Figure(FigureState.NOT_YET_KNOWN)
NOTHING_TO_MEASURE = Figure(FigureState.NOTHING_TO_MEASURE)


def count(value: int | None) -> Figure:
    """A number of things; None where nobody counts them yet."""
    return NOT_YET_KNOWN if value is None else Figure(FigureState.KNOWN, value)


def share(part: int | None, whole: int | None) -> Figure:
    """A part of a whole in per cent, rounded down; nothing to measure where the whole is nought."""
    if part is None or whole is None:
        return NOT_YET_KNOWN
    return Figure(FigureState.KNOWN, part * 100 // whole) if whole else NOTHING_TO_MEASURE
