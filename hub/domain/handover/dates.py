"""When a handover starts and when it is complete. Source: rules, (d), steps 3 and 4.

Months are taken off first, then days; the end of a shorter month stands for a day that it lacks.
"""

from datetime import date

from hub.domain.days import after, before
from hub.domain.handover.words import HandoverReason
from hub.domain.value import Value

EARLY_ALLOCATION_MONTHS = 15
PAROLE_MONTHS = 12
DETERMINATE_MONTHS, DETERMINATE_DAYS = 8, 14
# A sentence whose earliest release lies no more than this after its start is handed over at once.
SHORT_MONTHS = 10


class HandoverDates(Value):
    """The days on which it starts and is complete; both None: the community is responsible at once."""

    starts_on: date | None
    handover_on: date | None
    reason: HandoverReason


def handover_on(
    earliest_release_on: date,
    *,
    sentence_started_on: date | None,
    indeterminate: bool = False,
    determinate_parole: bool = False,
    early_allocation: bool = False,
    open_conditions: bool = False,
) -> tuple[date | None, HandoverReason]:
    """The day on which the community becomes responsible, None for at once, and the row that decides."""
    if early_allocation:
        return before(earliest_release_on, months=EARLY_ALLOCATION_MONTHS), HandoverReason.EARLY_ALLOCATION
    if indeterminate:
        reason = HandoverReason.INDETERMINATE_OPEN if open_conditions else HandoverReason.INDETERMINATE
        return before(earliest_release_on, months=PAROLE_MONTHS), reason
    if sentence_started_on is not None and after(sentence_started_on, months=SHORT_MONTHS) >= earliest_release_on:
        return None, HandoverReason.DETERMINATE_SHORT
    if determinate_parole:
        return before(earliest_release_on, months=PAROLE_MONTHS), HandoverReason.DETERMINATE_PAROLE
    return (
        before(earliest_release_on, months=DETERMINATE_MONTHS, days=DETERMINATE_DAYS),
        HandoverReason.DETERMINATE,
    )


def starts_on(
    handover: date | None,
    *,
    indeterminate: bool = False,
    open_prison_rules: bool = False,
    womens_prison: bool = False,
    open_since: date | None = None,
    arrived_on: date | None = None,
) -> date | None:
    """The day on which the community begins to support: the handover's own, or earlier by the rules of open prisons."""
    if handover is None or not (indeterminate and open_prison_rules):
        return handover
    opened = open_since if womens_prison else arrived_on
    return handover if opened is None else min(handover, opened)


def handover_dates(
    earliest_release_on: date,
    *,
    sentence_started_on: date | None,
    indeterminate: bool = False,
    determinate_parole: bool = False,
    early_allocation: bool = False,
    open_conditions: bool = False,
    open_prison_rules: bool = False,
    womens_prison: bool = False,
    open_since: date | None = None,
    arrived_on: date | None = None,
) -> HandoverDates:
    """Both days of a handover."""
    complete, reason = handover_on(
        earliest_release_on,
        sentence_started_on=sentence_started_on,
        indeterminate=indeterminate,
        determinate_parole=determinate_parole,
        early_allocation=early_allocation,
        open_conditions=open_conditions,
    )
    start = starts_on(
        complete,
        indeterminate=indeterminate,
        open_prison_rules=open_prison_rules,
        womens_prison=womens_prison,
        open_since=open_since,
        arrived_on=arrived_on,
    )
    return HandoverDates(start, complete, reason)
