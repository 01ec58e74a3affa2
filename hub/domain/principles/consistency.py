"""Consistency of messages and treatment as the offender meets them (domain: "The four principles").

Not yet known until contacts and appointments are counted.
"""

from hub.domain.principles.figure import Figure, count
from hub.domain.value import Value


class Consistency(Value):
    """What did not fit together."""

    contradictory_directions: Figure
    clashing_appointments: Figure
    like_failures_answered_unlike: Figure


def consistency(
    *,
    contradictory_directions: int | None = None,
    clashing_appointments: int | None = None,
    like_failures_answered_unlike: int | None = None,
) -> Consistency:
    """The figures; None for what nobody counts yet."""
    return Consistency(
        count(contradictory_directions), count(clashing_appointments), count(like_failures_answered_unlike)
    )
