"""What the probation side sends about a made-up person: details, limits of access, supervision, events."""

from datetime import timedelta
from typing import Any

from hub.embedded.demo.custody import enveloped, moment
from hub.embedded.demo.people import OFFENCES, Person, Standing

Json = dict[str, Any]

RESTRICTED = "This made-up case is restricted."


def offender_record(person: Person) -> Json:
    """Personal details. The prison number is there for most: the hub then links both records to one case."""
    numbers: Json = {"crn": person.crn, "pncNumber": person.pnc}
    if person.prison_number:
        numbers["nomsNumber"] = person.prison_number
    return {
        "firstName": person.forename,
        "surname": person.surname,
        "middleNames": [],
        "dateOfBirth": person.date_of_birth.isoformat(),
        "gender": person.gender,
        "offenderAliases": [],
        "contactDetails": {"phoneNumbers": [], "emailAddresses": []},
        "otherIds": numbers,
        "activeProbationManagedSentence": True,
        "currentRestriction": person.limited,
        "restrictionMessage": RESTRICTED if person.limited else None,
        "currentExclusion": False,
        "exclusionMessage": None,
    }


def access_limits(person: Person) -> Json:
    """Who alone may see a restricted case: its manager, and its supervisor where there is one."""
    allowed = [member.email for member in (person.manager, person.supervisor) if member]
    return {
        "excludedFrom": [],
        "restrictedTo": [{"email": email} for email in allowed],
        "restrictionMessage": RESTRICTED,
    }


def supervision_record(person: Person) -> Json:
    """The manager and the sentences; `allocated: false` says that nobody holds the case yet."""
    custodial = person.standing is not Standing.ON_ORDER
    offence = OFFENCES[person.number % len(OFFENCES)]
    return {
        "communityManager": _manager(person),
        "mappaDetail": None,
        "supervisions": [
            {
                "number": 1,
                "active": True,
                "custodial": custodial,
                "sentence": {
                    "description": "CJA - Std Determinate Custody" if custodial else "SA2020 Community Order",
                    "date": person.sentenced_on.isoformat(),
                    "length": person.months,
                    "lengthUnits": "Months",
                },
                "mainOffence": {"date": None, "count": 1, "code": "00000", "description": offence},
                "additionalOffences": [],
                "courtAppearances": [],
            }
        ],
        "dynamicRisks": [],
        "personStatus": [],
    }


def _manager(person: Person) -> Json:
    if person.manager is None or person.manager.team is None:
        return {
            "code": "Z01T01U",
            "name": {"forename": "Unallocated", "surname": "Staff"},
            "team": {"code": "Z01T01", "description": "Madeup North"},
            "allocated": False,
        }
    code, name = person.manager.team
    return {
        "code": person.manager.code,
        "name": {"forename": person.manager.forename, "surname": person.manager.surname},
        "email": person.manager.email,
        "team": {"code": code, "description": name},
        "allocated": True,
    }


def engagement_created(person: Person) -> Json:
    """The thin event that a case was opened, with the zone's name in brackets as this publisher writes it."""
    at = moment(person.sentenced_on, 11, person.number % 60)
    event = {
        "eventType": "probation-case.engagement.created",
        "version": 1,
        "description": "A made-up probation case has been created",
        "detailUrl": f"https://hub.invalid/probation-case.engagement.created/{person.crn}",
        "occurredAt": at.isoformat(timespec="milliseconds") + "[Europe/London]",
        "personReference": {"identifiers": [{"type": "CRN", "value": person.crn}]},
    }
    return enveloped(event, at + timedelta(seconds=2), person.number) if person.number % 2 else event


def prison_identifier_added(person: Person) -> Json:
    """The event that the case was matched with a booking, for those whom both sides know."""
    at = moment(person.sentenced_on, 15, person.number % 60)
    event = {
        "eventType": "probation-case.prison-identifier.added",
        "version": 1,
        "description": "A made-up case has been matched with a booking",
        "occurredAt": at.isoformat(timespec="milliseconds"),
        "additionalInformation": {"bookingNumber": f"{person.number:05d}Z"},
        "personReference": {
            "identifiers": [{"type": "CRN", "value": person.crn}, {"type": "NOMS", "value": person.prison_number}]
        },
    }
    return enveloped(event, at, person.number)
