"""Made-up prisoners as the prison tells of them: a record each, then releases and receptions."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from bench.words import FORENAMES, SURNAMES
from hub.connectors.connector import Message
from hub.domain.identifiers import check_letter

RECORDS, EVENTS = "custody.prisoner.snapshot.v1", "custody.domain-event.v1"
READ_AT = datetime(2026, 11, 1, 12, tzinfo=UTC)
PRISONS = (("ZAI", "Made-up Prison A"), ("ZBI", "Made-up Prison B"), ("ZCI", "Made-up Prison C"))


def number(person: int) -> str:
    """The prison number of a made-up person: Z1234AB."""
    letters = chr(ord("A") + person // 10_000 // 26 % 26) + chr(ord("A") + person // 10_000 % 26)
    return f"Z{person % 10_000:04d}{letters}"


def record(person: int) -> Message:
    """The first record of a person: in prison under sentence, with a number of the police and a booking."""
    serial = f"{person:07d}"
    prison, name = PRISONS[person % len(PRISONS)]
    body = {
        "prisonerNumber": number(person),
        "pncNumber": f"2015/{serial}{check_letter('15' + serial)}",
        "bookingId": str(1_000_000 + person),
        "bookNumber": f"B{person:06d}",
        "firstName": FORENAMES[person % len(FORENAMES)].upper(),
        "lastName": SURNAMES[person // 7 % len(SURNAMES)].upper(),
        "dateOfBirth": f"{1950 + person % 50}-{1 + person % 12:02d}-{1 + person % 28:02d}",
        "gender": "Male",
        "status": "ACTIVE IN",
        "inOutStatus": "IN",
        "lastMovementTypeCode": "ADM",
        "lastMovementReasonCode": "I",
        "prisonId": prison,
        "prisonName": name,
        "cellLocation": f"A-{1 + person % 3}-{person % 40:03d}",
        "legalStatus": "SENTENCED",
        "imprisonmentStatusDescription": "Made-up sentence",
        "mostSeriousOffence": "Made-up offence",
        "sentenceStartDate": f"{2022 + person % 4}-{1 + person % 12:02d}-01",
        "conditionalReleaseDate": f"2029-{1 + person % 12:02d}-01",
        "sentenceExpiryDate": f"2031-{1 + person % 12:02d}-01",
        "licenceExpiryDate": f"2031-{1 + person % 12:02d}-01",
    }
    return _message(RECORDS, person, body, READ_AT)


def movements(people: int, rounds: int) -> Iterator[Message]:
    """Everybody released, received again, and so on: each changes where the person is, and the phase."""
    for turn in range(rounds):
        at = READ_AT + timedelta(days=1 + turn)
        for person in range(people):
            yield _movement(person, at, released=turn % 2 == 0)


def _movement(person: int, at: datetime, *, released: bool) -> Message:
    prison, _ = PRISONS[person % len(PRISONS)]
    reason, code = ("RELEASED", "CR") if released else ("ADMISSION", "I")
    body = {
        "eventType": f"prison-offender-events.prisoner.{'released' if released else 'received'}",
        "version": 1,
        "occurredAt": at.isoformat(),
        "additionalInformation": {
            "nomsNumber": number(person),
            "reason": reason,
            "nomisMovementReasonCode": code,
            "prisonId": prison,
        },
    }
    return _message(EVENTS, person, body, at)


def _message(topic: str, person: int, body: object, at: datetime) -> Message:
    headers = (("hub_source_time", at.isoformat().encode()),)
    return Message(topic, person % 6, person, number(person).encode(), json.dumps(body).encode(), headers, at)
