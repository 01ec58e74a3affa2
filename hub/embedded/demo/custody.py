"""What the prison side sends about a made-up person: full records and movements, quirks included."""

import json
import uuid
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from hub.embedded.demo.people import OFFENCES, Person, Standing

Json = dict[str, Any]

LONDON = ZoneInfo("Europe/London")
# One publisher tells of a movement at once, the other this much later.
LATER = timedelta(minutes=45)
EACH_IN_COURT = 12  # one in so many prisoners is at court this morning


def prisoner_record(person: Person) -> Json:
    """The full record; a released person is INACTIVE OUT at the pseudo prison OUT."""
    out = person.standing is Standing.ON_LICENCE
    remand = person.standing is Standing.ON_REMAND
    record: Json = {
        "prisonerNumber": person.prison_number,
        "pncNumber": _short_pnc(person.pnc),
        "pncNumberCanonicalShort": _short_pnc(person.pnc),
        "pncNumberCanonicalLong": _unpadded_pnc(person.pnc),
        "bookingId": str(person.booking),
        "bookNumber": f"{person.number:05d}Z",
        "firstName": person.forename.upper(),
        "lastName": person.surname.upper(),
        "dateOfBirth": person.date_of_birth.isoformat(),
        "gender": person.gender,
        "youthOffender": False,
        "status": "INACTIVE OUT" if out else "ACTIVE IN",
        "lastMovementTypeCode": "REL" if out else "ADM",
        "lastMovementReasonCode": _release_code(person) if out else _admission_code(person),
        "inOutStatus": "OUT" if out else "IN",
        "prisonId": "OUT" if out else person.prison[0],
        "prisonName": "Outside" if out else person.prison[1],
        "aliases": [],
        "alerts": [],
        "legalStatus": "REMAND" if remand else "SENTENCED",
        "convictedStatus": "Remand" if remand else "Convicted",
        "mostSeriousOffence": OFFENCES[person.number % len(OFFENCES)],
        "recall": False,
        "indeterminateSentence": False,
        "receptionDate": person.sentenced_on.isoformat(),
        "locationDescription": f"Outside - released from {person.prison[1]}" if out else person.prison[1],
        "restrictedPatient": False,
    }
    if not out:
        record["cellLocation"] = f"{'ABC'[person.number % 3]}-{person.number % 4 + 1}-{person.number % 30 + 1:03d}"
    return record if remand else record | _sentence(person)


def _sentence(person: Person) -> Json:
    return {
        "imprisonmentStatus": "ADIMP_ORA20",
        "imprisonmentStatusDescription": "Standard determinate sentence",
        "sentenceStartDate": person.sentenced_on.isoformat(),
        "releaseDate": person.release_on.isoformat(),
        "conditionalReleaseDate": person.release_on.isoformat(),
        "sentenceExpiryDate": person.expires_on.isoformat(),
        "licenceExpiryDate": person.expires_on.isoformat(),
    }


def movements(person: Person) -> list[Json]:
    """The last movement as both publishers report it: at once, and 45 minutes later in an envelope."""
    if person.standing is Standing.ON_LICENCE:
        at = moment(person.release_on, 9, person.number % 60)
        return _twice(person, at, "released", ("RELEASED", "RELEASED"), _release_code(person))
    at = moment(person.sentenced_on, 16, person.number % 60)
    return _twice(person, at, "received", ("NEW_ADMISSION", "ADMISSION"), _admission_code(person))


def court_trip(person: Person, day: date) -> list[Json]:
    """Sent to court on this day, for some of those in prison; the record, read earlier, still has them in."""
    if person.standing is not Standing.IN_PRISON or person.number % EACH_IN_COURT:
        return []
    return _twice(person, moment(day, 8, person.number % 60), "released", ("SENT_TO_COURT", "SENT_TO_COURT"), "CRT")


def moment(day: date, hour: int, minute: int) -> datetime:
    """A moment in London, with its offset."""
    return datetime.combine(day, time(hour, minute), LONDON)


def _twice(person: Person, at: datetime, word: str, reasons: tuple[str, str], code: str) -> list[Json]:
    out = word == "released"
    first = _event(
        f"prisoner-offender-search.prisoner.{word}", person, at, {"prisonId": person.prison[0], "reason": reasons[0]}
    )
    second = _event(
        f"prison-offender-events.prisoner.{word}",
        person,
        at,
        {
            "prisonId": person.prison[0],
            "reason": reasons[1],
            "nomisMovementReasonCode": code,
            "details": f"Movement reason code {code}",
            "currentLocation": "OUTSIDE_PRISON" if out else "IN_PRISON",
            "currentPrisonStatus": "NOT_UNDER_PRISON_CARE" if reasons[1] == "RELEASED" else "UNDER_PRISON_CARE",
        },
    )
    second["publishedAt"] = (at + LATER).isoformat(timespec="microseconds")
    # This publisher leaves the person reference out of a reception.
    if not out:
        del second["personReference"]
    return [first, enveloped(second, at + LATER, person.number)]


def _event(kind: str, person: Person, at: datetime, information: Json) -> Json:
    return {
        "eventType": kind,
        # One publisher writes the version as a text at times.
        "version": "1.0" if person.number % 7 == 0 else 1,
        "occurredAt": at.isoformat(timespec="microseconds"),
        "description": "A made-up prisoner has moved",
        "additionalInformation": {"nomsNumber": person.prison_number, **information},
        "personReference": {"identifiers": [{"type": "NOMS", "value": person.prison_number}]},
    }


def enveloped(event: Json, sent: datetime, number: int) -> Json:
    """The event inside its notification, as a queue delivers it; `number` makes the notification's id."""
    return {
        "Type": "Notification",
        "MessageId": str(uuid.uuid5(uuid.NAMESPACE_OID, f"{event['eventType']} {number} {event['occurredAt']}")),
        "TopicArn": "arn:aws:sns:eu-west-2:000000000000:made-up",
        "Message": json.dumps(event),
        "Timestamp": sent.isoformat(timespec="milliseconds"),
        "MessageAttributes": {"eventType": {"Type": "String", "Value": event["eventType"]}},
    }


def _admission_code(person: Person) -> str:
    return "N" if person.standing is Standing.ON_REMAND else "I"


def _release_code(person: Person) -> str:
    """Conditional release, or now and then home detention curfew."""
    return "HD" if person.number % 5 == 0 else "CR"


def _short_pnc(pnc: str) -> str:
    year, _, serial = pnc.partition("/")
    return f"{year[2:]}/{serial.lstrip('0')}"


def _unpadded_pnc(pnc: str) -> str:
    year, _, serial = pnc.partition("/")
    return f"{year}/{serial.lstrip('0')}"
