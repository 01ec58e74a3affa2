"""Allocations of community managers and published tiers: thin events, whose detail stands elsewhere."""

from hub.connectors.community.details import DETAILS, KINDS, version_in
from hub.connectors.community.told import Told
from hub.connectors.detail import awaited
from hub.connectors.wire import staff_code
from hub.domain.access import Service
from hub.domain.records import DetailAwaited
from hub.domain.reports import AllocationReported, StaffChanged, TierPublished
from hub.errors import Rejected

# Versions of the calculation that exist; an event of version 1 says only that it is of the first contract.
TIER_VERSIONS = (2, 3)


def allocation(told: Told) -> AllocationReported:
    """A community manager allocated, or the person transferred to another. Raises Rejected(MalformedIdentifier)."""
    what, _, how = told.name.rpartition(".")
    code = staff_code(told.text("staffCode"))
    number = told.text("eventNumber")
    return AllocationReported(
        crn=told.crn,
        kind=KINDS[what],
        reference=told.reference("allocationId"),
        transfer=how == "transferred",
        staff_code=code,
        team_code=told.text("teamCode"),
        sentence_reference=f"sentence {number}" if number else None,
        at=told.at,
        time_assumed=told.assumed,
        detail=None if code else _detail(told, "allocationId"),
    )


def tier(told: Told) -> TierPublished:
    """A tier calculated."""
    version = version_in(told.event.detail_url or "") or told.event.version
    return TierPublished(
        crn=told.crn,
        reference=told.reference("calculationId"),
        version=version if version in TIER_VERSIONS else None,
        value=told.text("tierScore", "tier"),
        provisional=told.flag("provisional"),
        at=told.at,
        time_assumed=told.assumed,
        detail=None if told.text("tierScore", "tier") else _detail(told, "calculationId"),
    )


def _detail(told: Told, number: str) -> DetailAwaited | None:
    return awaited(DETAILS, told.event, Service.COMMUNITY, told.crn, told.provenance, told.text(number))


def staff_changed(told: Told) -> StaffChanged:
    """A member of probation staff's record changed. Raises Rejected: NoReference, MalformedIdentifier."""
    named = next((value for kind, value in told.event.identifiers if kind == "STAFF"), None)
    code = staff_code(told.text("staffCode", "code") or named or told.key)
    if not code:
        raise Rejected("NoReference", "the event does not say whose record changed (staffCode)")
    return StaffChanged(Service.COMMUNITY, code, told.at)
