"""What counts of what several community records say of one case: who manages, and whether every sentence is over."""

from collections.abc import Sequence

from hub.domain.access import Service
from hub.domain.case import HeldRecord, HeldSupervision
from hub.domain.phase import CommunitySide


def supervision_told(records: Sequence[HeldRecord], over: frozenset[int]) -> HeldSupervision | None:
    """What counts of what the community records say about who manages.

    Of several records, the one with a sentence that runs and with somebody named; then the newest; then one that lives.
    """
    telling = [(record, record.supervision) for record in records if record.supervision]
    naming = [
        (
            any(one.id not in over for one in record.sentences),
            told.manager_id is not None,
            told.source_time,
            not record.merged,
            record.key,
        )
        for record, told in telling
        if told.names_manager
    ]
    if not naming:
        return None
    best = max(naming)[-1]
    return next(told for record, told in telling if record.key == best and told.names_manager)


def community_side(records: Sequence[HeldRecord], over: frozenset[int]) -> CommunitySide:
    """Whether the community records have ended every sentence; `over` are the sentences that have ended."""
    held = [one for record in records for one in record.sentences if one.given.service is Service.COMMUNITY]
    return CommunitySide(all_ended=bool(held) and all(one.id in over for one in held))
