"""Both services for tests: their messages in the real shapes, taken as the hub takes them. Every person is made up."""

import json
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

import asyncpg

from hub.connectors.connector import Message
from hub.errors import Ignored, Rejected
from hub.messaging.dispatch import ACTIONS, CONNECTORS
from hub.store.database import Database

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
PRISONER, SENTENCE, MOVED = "custody.prisoner.snapshot.v1", "custody.sentence.snapshot.v1", "custody.domain-event.v1"
OFFENDER, SUPERVISION = "community.offender.snapshot.v1", "community.supervision.snapshot.v1"
HAPPENED = "community.domain-event.v1"
NUMBER, CRN, PNC = "Z1234ZY", "Z123456", "2015/0123456U"


def prisoner(number: str = NUMBER, **changes: Any) -> dict[str, Any]:
    """A prisoner's record: in prison under sentence."""
    return {
        "prisonerNumber": number,
        "bookingId": "9000123",
        "firstName": "SIDONY",
        "lastName": "TESTERBY",
        "dateOfBirth": "1988-02-03",
        "status": "ACTIVE IN",
        "inOutStatus": "IN",
        "lastMovementTypeCode": "ADM",
        "lastMovementReasonCode": "I",
        "prisonId": "STI",
        "prisonName": "Styal (HMP & YOI)",
        "cellLocation": "W-1-002",
        "legalStatus": "SENTENCED",
        "sentenceStartDate": "2025-03-01",
        "conditionalReleaseDate": "2029-05-01",
        "sentenceExpiryDate": "2031-02-28",
        **changes,
    }


def released(number: str = NUMBER, **changes: Any) -> dict[str, Any]:
    """The same person's record after release."""
    out = {"status": "INACTIVE OUT", "inOutStatus": "OUT", "lastMovementTypeCode": "REL"}
    return prisoner(
        number, **{**out, "lastMovementReasonCode": "CR", "prisonId": "OUT", "cellLocation": None, **changes}
    )


def offender(crn: str = CRN, number: str | None = NUMBER, **changes: Any) -> dict[str, Any]:
    """Personal details that name a prison number."""
    ids = {"crn": crn, "nomsNumber": number, **changes.pop("otherIds", {})}
    person = {"firstName": "Sidony", "surname": "Testerby", "dateOfBirth": "1988-02-03"}
    return {**person, "otherIds": ids, "currentRestriction": False, "currentExclusion": False, **changes}


def supervision(staff: str | None = "Z01T011", *sentences: dict[str, Any], team: str = "Z01T01") -> dict[str, Any]:
    """A supervision record; `staff` None: unallocated."""
    manager = {
        "code": staff or f"{team}U",
        "name": {"forename": "Made", "surname": "Up"},
        "team": {"code": team, "description": "Madeup North"},
        "allocated": staff is not None,
    }
    return {"communityManager": manager, "supervisions": list(sentences) or [order()]}


def order(number: int = 1, *, active: bool = True, date: str = "2025-03-01", **given: Any) -> dict[str, Any]:
    """One line of a supervision record."""
    sentence = {"description": "Made-up sentence", "date": date, "length": 72, "lengthUnits": "Months", **given}
    return {"number": number, "active": active, "custodial": True, "sentence": sentence}


def moved(word: str, reason: str, code: str | None, at: datetime, **changes: Any) -> dict[str, Any]:
    """A movement as the late publisher tells it with a code, as the prompt one without."""
    publisher = "prison-offender-events" if code else "prisoner-offender-search"
    told = {"nomsNumber": NUMBER, "reason": reason, "prisonId": "STI", "nomisMovementReasonCode": code, **changes}
    return {
        "eventType": f"{publisher}.prisoner.{word}",
        "version": 1,
        "occurredAt": at.isoformat(),
        "additionalInformation": {name: value for name, value in told.items() if value is not None},
    }


def matched(crn: str = CRN, number: str = NUMBER) -> dict[str, Any]:
    """The community side matched its case with a prison number."""
    ids = [{"type": "CRN", "value": crn}, {"type": "NOMS", "value": number}]
    name = "probation-case.prison-identifier.added"
    return {"eventType": name, "version": 1, "occurredAt": NOW.isoformat(), "personReference": {"identifiers": ids}}


def created(crn: str = CRN) -> dict[str, Any]:
    """The community side opened a case."""
    ids = [{"type": "CRN", "value": crn}]
    name = "probation-case.engagement.created"
    return {"eventType": name, "version": 1, "occurredAt": NOW.isoformat(), "personReference": {"identifiers": ids}}


def happened(name: str, crn: str = CRN, *, minutes: float = 0, **information: Any) -> dict[str, Any]:
    """Any event of the community side, as it happened `minutes` after noon."""
    return {
        "eventType": name,
        "version": 1,
        "occurredAt": (NOW + timedelta(minutes=minutes)).isoformat(),
        "additionalInformation": information,
        "personReference": {"identifiers": [{"type": "CRN", "value": crn}]},
    }


def reported(name: str, minutes: float = 0, **information: Any) -> dict[str, Any]:
    """Any event, `minutes` after noon, by its additional information."""
    at = (NOW + timedelta(minutes=minutes)).isoformat()
    return {"eventType": name, "version": 1, "occurredAt": at, "additionalInformation": information}


def prison_merge(survivor: str, removed: str, minutes: float = 0) -> dict[str, Any]:
    """The prison merged two numbers; its words are as unreliable as the real ones."""
    body = reported(
        "prison-offender-events.prisoner.merged",
        minutes,
        nomsNumber=survivor,
        removedNomsNumber=removed,
        reason="MERGE",
    )
    person = {"identifiers": [{"type": "NOMS", "value": removed}]}
    return {
        **body,
        "description": f"A prisoner has been merged from {survivor} to {removed}",
        "personReference": person,
    }


def crn_merge(target: str, source: str, minutes: float = 0) -> dict[str, Any]:
    """The community side merged one CRN into another."""
    return reported("probation-case.merge.completed", minutes, sourceCRN=source, targetCRN=target)


def crn_unmerge(reactivated: str, stays: str, minutes: float = 0) -> dict[str, Any]:
    """The community side took that back."""
    return reported("probation-case.unmerge.completed", minutes, reactivatedCRN=reactivated, unmergedCRN=stays)


class Hub:
    """A hub at a fixed moment, told things one by one."""

    def __init__(self, database_url: str, *, size: int = 5) -> None:
        self.url = database_url
        self.database = Database(database_url, size=size)
        self._offsets = count(1)

    async def tell(
        self,
        topic: str,
        key: str | None,
        body: Any,
        *,
        minutes: float = 0,
        now: datetime = NOW,
        version: int | None = None,
    ) -> str:
        """Take one message as read `minutes` after noon; how it ended: what was done, or the code of the refusal."""
        headers = {"hub_source_time": (NOW + timedelta(minutes=minutes)).isoformat()}
        if version is not None:
            headers["hub_source_version"] = str(version)
        message = Message(
            topic,
            0,
            next(self._offsets),
            key.encode() if key else None,
            None if body is None else json.dumps(body).encode(),
            tuple((name, text.encode()) for name, text in headers.items()),
            NOW + timedelta(hours=1),
        )
        try:
            record, provenance = CONNECTORS[topic].decode(message)
            async with self.database.transaction(now) as tx:
                try:
                    return await ACTIONS[type(record)](tx, record, provenance)
                except Ignored as ended:
                    if not ended.kept:
                        raise
                    return ended.code
        except (Ignored, Rejected) as ended:
            return ended.code

    async def rows(self, query: str, *arguments: Any) -> list[tuple[Any, ...]]:
        """The rows of a query."""
        connection = await asyncpg.connect(self.url)
        try:
            return [tuple(row) for row in await connection.fetch(query, *arguments)]
        finally:
            await connection.close()

    async def one(self, query: str, *arguments: Any) -> Any:
        """The only value of a query."""
        [(value,)] = await self.rows(query, *arguments)
        return value

    async def events(self) -> list[str]:
        """The names of the events published about cases, in order."""
        return [
            name for (name,) in await self.rows("select type from outbox where aggregatetype = 'case' order by seq")
        ]


LIVING_CASES = "select count(*) from offender_case where merged_into is null"
CASE = (
    "select phase, prison_code, om_team_code, surname, awaiting_snapshot from offender_case where merged_into is null"
)
