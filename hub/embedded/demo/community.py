"""What the probation side sends about a made-up person: details, supervision, events, and the first plan."""

from datetime import datetime, timedelta
from typing import Any

from hub.embedded.demo.custody import enveloped
from hub.embedded.demo.people import OFFENCES, Person, Standing

Json = dict[str, Any]


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
        "currentRestriction": False,
        "restrictionMessage": None,
        "currentExclusion": False,
        "exclusionMessage": None,
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


def engagement_created(person: Person, now: datetime) -> Json:
    """The thin event that a case was opened, with the zone in brackets as this publisher writes it."""
    event = {
        "eventType": "probation-case.engagement.created",
        "version": 1,
        "description": "A made-up probation case has been created",
        "detailUrl": f"https://hub.invalid/probation-case.engagement.created/{person.crn}",
        "occurredAt": (now - timedelta(days=1)).isoformat(timespec="milliseconds") + "[UTC]",
        "personReference": {"identifiers": [{"type": "CRN", "value": person.crn}]},
    }
    return enveloped(event, person.number) if person.number % 2 else event
