"""Who supervises a person in prison, as today's allocation system hands it out. Its Prison Offender Manager is the OS.

Two shapes: the manager with the prison, or both managers of a case, of whom the first is the supervisor and the second
helps. Neither says since when: the event that pointed here does.
"""

from datetime import datetime
from typing import Any

from hub.connectors.connector import Message, Provenance
from hub.connectors.envelope import snapshot_provenance
from hub.connectors.json_reader import pick, read_object
from hub.connectors.times import read_day, read_time
from hub.connectors.wire import key_text, staff_code, subject, text
from hub.domain import identifiers
from hub.domain.days import start_of
from hub.domain.records import SupervisorTold
from hub.errors import Rejected

STARTS = ("allocatedAt", "startDate", "allocationDate", "primaryPomAllocatedAt")


def decode_allocation(message: Message) -> tuple[SupervisorTold, Provenance]:
    """Who supervises. Raises Rejected: NoIdentifier, MalformedIdentifier, and WrongShape where nobody is named."""
    read = snapshot_provenance(message)
    body = read_object(message.value or b"")
    key = key_text(message)
    number = subject(identifiers.prison_number(key) if key else None, None)
    first = _part(body, "manager", "primary_pom", "primaryPom")
    code = staff_code(_text(first, "code", "staff_id", "staffId"))
    if code is None:
        raise Rejected("WrongShape", "the allocation names nobody by a staff code")
    surname, forename = _text(first, "surname", "lastName"), _text(first, "forename", "firstName")
    if surname is None and (name := _text(first, "name")):
        surname, _, forename = (part.strip() or None for part in name.partition(","))
    return SupervisorTold(
        prison_number=number,
        staff_code=code,
        forename=forename,
        surname=surname,
        email=_text(first, "email"),
        establishment_code=_text(_part(body, "prison"), "code"),
        since=_start(body) or _start(first),
    ), read


def _part(body: dict[str, Any], *names: str) -> dict[str, Any]:
    found = pick(body, *names)
    return found if isinstance(found, dict) else {}


def _text(part: dict[str, Any], *names: str) -> str | None:
    found = pick(part, *names)
    return text(found) if isinstance(found, str | int) and not isinstance(found, bool) else None


def _start(part: dict[str, Any]) -> datetime | None:
    found = _text(part, *STARTS)
    day = read_day(found)
    return read_time(found) or (start_of(day) if day else None)
