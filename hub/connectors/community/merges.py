"""Merges and unmerges of the community side's cases. Source: the event specifications of the probation system."""

from hub.connectors.community.told import Told
from hub.connectors.envelope import DomainEvent
from hub.connectors.json_reader import pick
from hub.domain import identifiers
from hub.domain.access import Service
from hub.domain.merge import RecordMerged, RecordUnmerged
from hub.errors import Ignored, Rejected

UNMERGED = "probation-case.unmerge.completed"


def merge(told: Told) -> RecordMerged | RecordUnmerged:
    """Which case went into which, or came back out of it.

    Raises Ignored(NamesOneSideOnly) for the older generation where it names one case only; Rejected: NoIdentifier,
    MalformedIdentifier, KeyMismatch, SameIdentifier.
    """
    event, key = told.event, told.key
    if told.name == UNMERGED:
        reactivated, stays = _crn(event, "reactivatedCRN"), _crn(event, "unmergedCRN")
        _check(reactivated, stays, key)
        return RecordUnmerged(Service.COMMUNITY, reactivated, stays)
    if event.legacy and pick(event.additional_information, "sourceCRN") is None:
        raise Ignored(
            "NamesOneSideOnly", "it says who was merged, and not into whom: probation-case.merge.completed does"
        )
    source, target = _crn(event, "sourceCRN"), _crn(event, "targetCRN")
    _check(source, target, key)
    return RecordMerged(Service.COMMUNITY, survivor=target, removed=source)


def _crn(event: DomainEvent, field: str) -> str:
    raw = event.number(field)
    if raw is None:
        raise Rejected("NoIdentifier", f"the event has no {field}")
    found = identifiers.crn(raw)
    if not found.valid:
        raise Rejected("MalformedIdentifier", f"{field} holds no CRN (like X123456)")
    return found.value


def _check(one: str, other: str, key: str | None) -> None:
    if one == other:
        raise Rejected("SameIdentifier", "both sides of the merge are the same CRN")
    named = identifiers.crn(key) if key else None
    if named and named.valid and named.value not in (one, other):
        raise Rejected("KeyMismatch", "the body names other people than the key")
