"""The community side's snapshots, in the hub's own words."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from hub.connectors.community.messages import (
    Address,
    CommunityManager,
    Limitations,
    Named,
    Offender,
    Supervision,
    Supervisions,
)
from hub.connectors.community.registrations import listed
from hub.connectors.connector import Message, Provenance
from hub.connectors.envelope import naming, snapshot_provenance
from hub.connectors.json_reader import pick, read_json, read_object
from hub.connectors.staff import stands_in
from hub.connectors.wire import can_be_staff_code, day, flag, key_text, read_shape, subject, text, unread_days
from hub.domain import identifiers
from hub.domain.access import Service
from hub.domain.days import last_of_length, london_day
from hub.domain.identifiers import Identifier
from hub.domain.person import Alias, PersonDetails
from hub.domain.records import (
    AccessLimits,
    Manager,
    OffenderRecord,
    OffenderRemoved,
    SupervisionRecord,
    SupervisionRemoved,
)
from hub.domain.registration import Registration
from hub.domain.sentence import Sentence, ended_by
from hub.domain.staffing import canonical_code
from hub.errors import Rejected

# Units of a sentence's length, from any spelling of theirs.
UNITS = {word: word + "S" for word in ("HOUR", "DAY", "WEEK", "MONTH", "YEAR")}


def decode_offender(message: Message) -> tuple[OffenderRecord | OffenderRemoved | AccessLimits, Provenance]:
    """Personal details, or the list of who may not see the case: two bodies share the topic, told apart by fields."""
    provenance = snapshot_provenance(message)
    if message.value is None:
        return OffenderRemoved(subject(_key(message), None)), provenance
    raw = _one_person(read_json(message.value))
    if pick(raw, "otherIds", "firstName", "surname") is None and _names_limits(raw):
        return _limits(read_shape(raw, Limitations), message), provenance
    wire = read_shape(raw, Offender)
    ids = wire.other_ids
    named = text(ids.crn) if ids else None
    number = subject(_key(message), identifiers.crn(named) if named else None)
    if not any((wire.first_name, wire.surname, ids)):
        raise Rejected("WrongShape", "no field of an offender's record is filled")
    unread = unread_days(dateOfBirth=wire.date_of_birth)
    return _offender(wire, number, london_day(message.broker_time)), naming(provenance, unread)


def decode_supervision(message: Message) -> tuple[SupervisionRecord | SupervisionRemoved, Provenance]:
    """A supervision record: the manager and the sentences."""
    provenance = snapshot_provenance(message)
    if message.value is None:
        return SupervisionRemoved(subject(_key(message), None)), provenance
    wire = read_shape(read_object(message.value), Supervisions)
    named = text(wire.crn)
    number = subject(_key(message), identifiers.crn(named) if named else None)
    if wire.community_manager is None and wire.supervisions is None:
        raise Rejected("WrongShape", "no field of a supervision record is filled")
    lines = list(wire.supervisions or ())
    read_on = london_day(provenance.source_time)
    record = SupervisionRecord(
        crn=number,
        manager=_manager(wire.community_manager),
        sentences=tuple(_sentences(lines, read_on)),
        court_cases=sum(line.sentence is None and flag(line.active) is not False for line in lines),
        registrations=tuple(_once(listed(wire))),
    )
    code = text(wire.community_manager.code) if wire.community_manager else None
    return record, naming(provenance, () if can_be_staff_code(code) else ("communityManager.code",))


def _key(message: Message) -> Identifier | None:
    found = key_text(message)
    return identifiers.crn(found) if found else None


def _one_person(raw: Any) -> Mapping[str, Any]:
    """The record itself, or the only one of a list."""
    if isinstance(raw, list) and len(raw) > 1:
        raise Rejected("SeveralPeople", f"a list of {len(raw)} records where one was due")
    found = raw[0] if isinstance(raw, list) and raw else raw
    if not isinstance(found, dict):
        raise Rejected("NotAnObject", "the value is no record of a person")
    return found


def _names_limits(raw: Mapping[str, Any]) -> bool:
    names = {name.lower() for name in raw}
    return bool(names & {"excludedfrom", "restrictedto"})


def _limits(wire: Limitations, message: Message) -> AccessLimits:
    named = text(wire.crn)
    number = subject(_key(message), identifiers.crn(named) if named else None)
    return AccessLimits(number, _emails(wire.excluded_from), _emails(wire.restricted_to))


def _emails(people: Iterable[Named] | None) -> tuple[str, ...]:
    found = (text(person.email) for person in people or ())
    return tuple(sorted({email.lower() for email in found if email}))


def _offender(wire: Offender, number: str, today: date) -> OffenderRecord:
    middle = wire.middle_names.split() if isinstance(wire.middle_names, str) else wire.middle_names or ()
    return OffenderRecord(
        crn=number,
        person=PersonDetails(
            forename=text(wire.first_name),
            middle_names=tuple(middle),
            surname=text(wire.surname),
            date_of_birth=day(wire.date_of_birth),
            gender=text(wire.gender),
            aliases=tuple(
                Alias(text(one.first_name), text(one.surname), day(one.date_of_birth))
                for one in wire.offender_aliases or ()
            ),
            postcodes=tuple(filter(None, (text(one.postcode) for one in _addresses(wire)))),
            birth_unread=bool(unread_days(dateOfBirth=wire.date_of_birth)),
        ),
        identifiers=tuple(_identifiers(wire, number, today)),
        restricted=bool(flag(wire.current_restriction)),
        excluded=bool(flag(wire.current_exclusion)),
    )


def _addresses(wire: Offender) -> Iterable[Address]:
    return (wire.contact_details and wire.contact_details.addresses) or ()


def _identifiers(wire: Offender, number: str, today: date) -> Iterator[Identifier]:
    yield identifiers.crn(number)
    ids = wire.other_ids
    if ids is None:
        return
    if (raw := text(ids.noms_number)) is not None:
        yield identifiers.prison_number(raw)
    if (raw := text(ids.pnc_number)) is not None:
        yield identifiers.pnc(raw, today)
    if (raw := text(ids.cro_number)) is not None:
        yield identifiers.cro(raw)
    if (raw := text(ids.previous_crn)) is not None:
        yield identifiers.crn(raw)


def _manager(wire: CommunityManager | None) -> Manager | None:
    """The manager named; the case is unallocated where the record says so, names a stand-in, or gives no staff code.

    A code that no member of staff can have is none.
    """
    if wire is None:
        return None
    code, withheld = text(wire.code), flag(wire.allocated) is False
    code = canonical_code(code) if code and can_be_staff_code(code) else None
    return Manager(
        staff_code=code,
        forename=text(wire.name.forename) if wire.name else None,
        surname=text(wire.name.surname) if wire.name else None,
        email=text(wire.email),
        team_code=text(wire.team.code) if wire.team else None,
        team_name=text(wire.team.description) if wire.team else None,
        allocated=code is not None and not stands_in(code) and not (withheld or flag(wire.unallocated)),
    )


def _sentences(lines: Iterable[Supervision], read_on: date) -> Iterator[Sentence]:
    for place, line in enumerate(lines, 1):
        if line.sentence is not None:
            yield _sentence(line, text(line.number) or f"at place {place}", read_on)


def _sentence(line: Supervision, number: str, read_on: date) -> Sentence:
    given = line.sentence
    assert given is not None
    imposed, length, unit = day(given.date), _whole(given.length), _unit(given.length_units)
    active = flag(line.active) is not False
    terminated = day(given.termination_date)
    assumed = None if active or terminated else ended_by(imposed, length, unit, read_on)
    return Sentence(
        reference=f"sentence {number}",
        service=Service.COMMUNITY,
        description=text(given.description) or "Sentence",
        custodial=bool(flag(line.custodial)),
        active=active,
        imposed_on=imposed,
        length=length,
        length_unit=unit,
        offence=text(line.main_offence.description) if line.main_offence else None,
        expires_on=day(given.expected_end_date) or (last_of_length(imposed, length, unit) if imposed else None),
        terminated_on=terminated or assumed,
        termination_assumed=assumed is not None,
    )


def _whole(value: str | int | None) -> int | None:
    found = text(value)
    return int(found) if found and found.isascii() and found.isdecimal() and len(found) < 6 else None


def _unit(value: str | int | None) -> str | None:
    found = (text(value) or "").upper()
    return UNITS.get(found.removesuffix("S"))


def _once(lines: Iterable[Registration]) -> Iterator[Registration]:
    """Each registration once: the lists may overlap, and the record numbers none of them."""
    yield from {line.reference: line for line in lines}.values()
