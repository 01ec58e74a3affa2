"""What the community side's thin events point at: who was allocated, which tier was calculated."""

import re

from hub.connectors.connector import Detail, Message, Provenance
from hub.connectors.detail import DETAIL_EVENT_HEADER, DETAIL_PATH_HEADER, DETAIL_REFERENCE_HEADER
from hub.connectors.envelope import snapshot_provenance
from hub.connectors.json_reader import read_object
from hub.connectors.times import read_time
from hub.connectors.wire import Flag, Text, Wire, flag, key_text, read_shape, staff_code, subject, text
from hub.domain import identifiers
from hub.domain.reports import AllocationKind, AllocationReported, TierPublished
from hub.errors import Rejected

KINDS = {
    "person.community.manager": AllocationKind.PERSON,
    "event.manager": AllocationKind.SENTENCE,  # their "event" is a case that bears a sentence
    "requirement.manager": AllocationKind.REQUIREMENT,
    "licence-condition.manager": AllocationKind.LICENCE_CONDITION,
}
VERSION_IN_ADDRESS = re.compile(r"/v(\d)/", re.ASCII)


class Allocation(Wire):
    """Who was allocated."""

    staff_code: Text = None
    team_code: Text = None
    event_number: Text = None
    created_date: Text = None


class Tier(Wire):
    """Which tier was calculated."""

    tier_score: Text = None
    calculation_id: Text = None
    calculation_date: Text = None
    provisional: Flag = None


def version_in(address: str) -> int | None:
    """The version of the calculation that an address names."""
    found = VERSION_IN_ADDRESS.search(address)
    return int(found[1]) if found else None


def decode_allocation(message: Message) -> tuple[AllocationReported, Provenance]:
    """Who was allocated; to what, and which allocation it is, the event said.

    Raises Rejected: WrongShape, MalformedIdentifier.
    """
    read = snapshot_provenance(message)
    wire = read_shape(read_object(message.value or b""), Allocation)
    what, _, how = (message.header(DETAIL_EVENT_HEADER) or "").lower().rpartition(".")
    code, number, began = staff_code(wire.staff_code), text(wire.event_number), read_time(wire.created_date)
    reference = message.header(DETAIL_REFERENCE_HEADER)
    if code is None or what not in KINDS or reference is None:
        raise Rejected("WrongShape", "an allocation that does not say who, to what or which one")
    record = AllocationReported(
        crn=_crn(message),
        kind=KINDS[what],
        reference=reference,
        transfer=how == "transferred",
        staff_code=code,
        team_code=text(wire.team_code),
        sentence_reference=f"sentence {number}" if number else None,
        at=began or read.source_time,
        time_assumed=began is None,
    )
    return record, read


def decode_tier(message: Message) -> tuple[TierPublished, Provenance]:
    """A tier with its value. Raises Rejected(WrongShape)."""
    read = snapshot_provenance(message)
    wire = read_shape(read_object(message.value or b""), Tier)
    value, calculated = text(wire.tier_score), read_time(wire.calculation_date)
    reference = message.header(DETAIL_REFERENCE_HEADER) or text(wire.calculation_id)
    if value is None or reference is None:
        raise Rejected("WrongShape", "a tier that does not say its value or which calculation it is")
    record = TierPublished(
        crn=_crn(message),
        reference=reference,
        version=version_in(message.header(DETAIL_PATH_HEADER) or ""),
        value=value,
        provisional=flag(wire.provisional),
        at=calculated or read.source_time,
        time_assumed=calculated is None,
    )
    return record, read


def _crn(message: Message) -> str:
    return subject(identifiers.crn(key_text(message) or ""), None)


DETAILS = (
    Detail(
        name="manager allocation",
        source="workload",
        event_types=(*(f"{what}.allocated" for what in KINDS), "person.community.manager.transferred"),
        path=re.compile(r"/allocation/(?:person|event|requirements?|licence-?conditions?)/[\w-]{1,64}", re.ASCII),
        topic="community.domain-event.v1",
        decode=decode_allocation,
        reading="manager allocation",  # no topic brings it
    ),
    Detail(
        name="tier calculation",
        source="tier",
        event_types=("tier.calculation.complete", "tier.calculation.changed"),
        path=re.compile(r"(?:/v\d)?/crn/(?P<key>[A-Za-z]\d{6})/tier/[A-Za-z0-9-]{1,64}", re.ASCII),
        topic="community.domain-event.v1",
        decode=decode_tier,
        reading="tier calculation",  # no topic brings it
    ),
)
