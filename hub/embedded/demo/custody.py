"""What the prison side sends about a made-up person: full records and movements, quirks included."""

import json
import uuid
from datetime import datetime, timedelta
from typing import Any

from hub.embedded.demo.people import OFFENCES, Person, Standing

Json = dict[str, Any]


def prisoner_record(person: Person) -> Json:
    """The full record; a released person is INACTIVE OUT at the pseudo prison OUT."""
    out = person.standing is Standing.ON_LICENCE
    remand = person.standing is Standing.ON_REMAND
    record: Json = {
        "prisonerNumber": person.prison_number,
        "pncNumber": _short_pnc(person.pnc),
        "pncNumberCanonicalLong": person.pnc,
        "bookingId": str(person.booking),
        "bookNumber": f"{person.number:05d}Z",
        "firstName": person.forename.upper(),
        "lastName": person.surname.upper(),
        "dateOfBirth": person.date_of_birth.isoformat(),
        "gender": person.gender,
        "youthOffender": False,
        "status": "INACTIVE OUT" if out else "ACTIVE IN",
        "lastMovementTypeCode": "REL" if out else "ADM",
        "lastMovementReasonCode": "CR" if out else ("N" if remand else "I"),
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
        "restrictedPatient": False,
    }
    if not out:
        record["cellLocation"] = f"{'ABC'[person.number % 3]}-{person.number % 4 + 1}-{person.number % 30 + 1:03d}"
    if not remand:
        record |= {
            "imprisonmentStatus": "ADIMP_ORA20",
            "sentenceStartDate": person.sentenced_on.isoformat(),
            "releaseDate": person.release_on.isoformat(),
            "conditionalReleaseDate": person.release_on.isoformat(),
            "sentenceExpiryDate": person.expires_on.isoformat(),
            "licenceExpiryDate": person.expires_on.isoformat(),
        }
    return record


def movements(person: Person, now: datetime) -> list[Json]:
    """The last movement as both publishers report it: at once, and again 45 minutes later in an envelope."""
    released = person.standing is Standing.ON_LICENCE
    at = now - timedelta(hours=6, minutes=person.number % 50)
    word = "released" if released else "received"
    first = _event(
        f"prisoner-offender-search.prisoner.{word}",
        person,
        at,
        {"prisonId": person.prison[0], "reason": "RELEASED" if released else "NEW_ADMISSION"},
    )
    second = _event(
        f"prison-offender-events.prisoner.{word}",
        person,
        at,
        {
            "prisonId": person.prison[0],
            "reason": "RELEASED" if released else "ADMISSION",
            "nomisMovementReasonCode": "CR" if released else "I",
            "currentLocation": "OUTSIDE_PRISON" if released else "IN_PRISON",
            "currentPrisonStatus": "NOT_UNDER_PRISON_CARE" if released else "UNDER_PRISON_CARE",
        },
    )
    second["publishedAt"] = (at + timedelta(minutes=45)).isoformat()
    # This publisher leaves the person reference out of a reception.
    if not released:
        del second["personReference"]
    return [first, enveloped(second, person.number)]


def _event(kind: str, person: Person, at: datetime, information: Json) -> Json:
    return {
        "eventType": kind,
        # One publisher writes the version as a text.
        "version": "1.0" if person.number % 7 == 0 else 1,
        "occurredAt": at.isoformat(),
        "description": "A made-up prisoner has moved",
        "additionalInformation": {"nomsNumber": person.prison_number, **information},
        "personReference": {"identifiers": [{"type": "NOMS", "value": person.prison_number}]},
    }


def enveloped(event: Json, number: int) -> Json:
    """The event inside its notification, as a queue delivers it."""
    return {
        "Type": "Notification",
        "MessageId": str(uuid.uuid5(uuid.NAMESPACE_OID, f"{event['eventType']} {number}")),
        "TopicArn": "arn:aws:sns:eu-west-2:000000000000:made-up",
        "Message": json.dumps(event),
        "Timestamp": event["occurredAt"],
        "MessageAttributes": {"eventType": {"Type": "String", "Value": event["eventType"]}},
    }


def _short_pnc(pnc: str) -> str:
    year, _, serial = pnc.partition("/")
    return f"{year[2:]}/{serial.lstrip('0')}"
