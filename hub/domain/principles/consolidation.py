"""Consolidation: new behaviour recognised, objectives achieved and built on by a later one (domain).

Not yet known until recognition and the tie between objectives are recorded.
"""

from hub.domain.principles.figure import Figure, count
from hub.domain.value import Value


class Consolidation(Value):
    """What was won and kept."""

    recognised: Figure
    achieved: Figure
    built_on: Figure


def consolidation(
    *, recognised: int | None = None, achieved: int | None = None, built_on: int | None = None
) -> Consolidation:
    """The figures; None for what nobody counts yet."""
    return Consolidation(count(recognised), count(achieved), count(built_on))
