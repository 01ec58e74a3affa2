"""The same intake as a plain program has it: FastStream, one message at a time, an ORM session for each.

    python -m bench.intake.plain BOOTSTRAP DATABASE_URL TOPIC

It writes the same rows as the hub into the same tables, with the same checks before: seen already, older, erased,
whose, who looks alike; and reads what the decisions on a case rest on, as a program that does not know what will have
changed must (bench/intake/plain_case.py). The rules on tier, eligibility and responsibility answer it as they answer
the hub. It decides less (no reasons, no phases by date, nothing of two services that differ, no scores), which is to
its advantage.
"""

import asyncio
import hashlib
import json
import sys
import uuid
from datetime import UTC, date, datetime
from typing import Any

from faststream import AckPolicy, FastStream
from faststream.kafka import KafkaBroker, KafkaMessage
from sqlalchemy import select, text
from sqlalchemy.dialects.postgresql import Range, array
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine

from bench.intake import mapped as row
from bench.intake.people import EVENTS, RECORDS
from bench.intake.plain_case import decide, facts_of, held_of
from hub.actions.telling.answers import answers_changed
from hub.domain import identifiers
from hub.domain.identifiers import Identifier, IdentifierKind
from hub.domain.matching.blocking import keys
from hub.domain.matching.described import described, terms_of
from hub.domain.person import PersonDetails
from hub.errors import HubError

Body = dict[str, Any]
ACTIONS = {RECORDS: "take_prisoner_record", EVENTS: "take_movement"}


def program(bootstrap: str, url: str, topic: str) -> FastStream:
    """The application: a subscriber of one topic."""
    engine = create_async_engine(url.replace("postgresql://", "postgresql+asyncpg://", 1), pool_size=4)
    sessions = async_sessionmaker(engine, expire_on_commit=False)
    broker = KafkaBroker(bootstrap, logger=None)
    take = take_record if topic == RECORDS else take_movement

    @broker.subscriber(topic, group_id="plain", auto_offset_reset="earliest", ack_policy=AckPolicy.ACK, max_records=200)
    async def handle(body: Body, message: KafkaMessage) -> None:
        at = datetime.fromisoformat(message.headers["hub_source_time"])
        async with sessions() as session, session.begin():
            event_id = hashlib.sha256(message.body).digest()
            if await session.get(row.Inbox, (topic, event_id)) is None:
                session.add(row.Inbox(topic=topic, event_id=event_id))
                await take(session, body, at, event_id)

    return FastStream(broker)


def _made(cls: Any, **values: Any) -> Any:
    made = cls()
    for name, value in values.items():
        setattr(made, name, value)
    return made


async def take_record(session: AsyncSession, body: Body, at: datetime, event_id: bytes) -> None:
    """A prisoner's record of somebody who may be known by another record."""
    number = body["prisonerNumber"]
    given = _identifiers(body)
    await _lock(session, given)
    record = await _record(session, number)
    if record is None:
        if await session.get(row.Erased, hashlib.sha256(f"CUSTODY {number}".encode()).digest()):
            return
        record = await _opened(session, number, given)
    held = await session.scalar(
        select(row.Version).where(row.Version.source_record_id == record.id, row.Version.topic == RECORDS)
    )
    if held is not None and held.source_time > at:
        return
    await _save_record(session, record, body, at, event_id, given)
    await _save_likeness(session, record, body, given)
    await session.flush()
    case = await session.get_one(row.Case, record.case_id, with_for_update=True)
    await _decide(session, case, body)
    await _tell(session, case, ["CaseOpened"], RECORDS, number)


def _identifiers(body: Body) -> list[Identifier]:
    today = date(2026, 11, 1)
    return [
        identifiers.prison_number(body["prisonerNumber"]),
        identifiers.pnc(body["pncNumber"], today),
        identifiers.plain(IdentifierKind.BOOKING_ID, body["bookingId"]),
        identifiers.plain(IdentifierKind.BOOK_NUMBER, body["bookNumber"]),
    ]


async def _lock(session: AsyncSession, given: list[Identifier]) -> None:
    for one in sorted(given, key=lambda one: one.value)[:2]:
        await session.execute(text("select pg_advisory_xact_lock(hashtextextended(:it, 0))"), {"it": one.value})


async def _record(session: AsyncSession, number: str) -> Any:
    found = select(row.Record).where(row.Record.service == "CUSTODY", row.Record.key == number)
    return await session.scalar(found)


async def _opened(session: AsyncSession, number: str, given: list[Identifier]) -> Any:
    """A new record, on the case of whoever holds one of its identifiers, else on a new case."""
    values = [one.value for one in given if one.kind in (IdentifierKind.PRISON_NUMBER, IdentifierKind.PNC)]
    other = await session.scalar(select(row.Identifier).where(row.Identifier.value.in_(values), row.Identifier.valid))
    if other is None:
        case = _made(row.Case)
        session.add(case)
        await session.flush()
    record = _made(
        row.Record, case_id=case.id if other is None else other.case_id, service="CUSTODY", key=number,
        linked_by="OPENED", link_evidence={"links": []}, awaiting_snapshot=False,
    )  # fmt: skip
    session.add(record)
    await session.flush()
    return record


async def _save_record(
    session: AsyncSession, record: Any, body: Body, at: datetime, event_id: bytes, given: list[Identifier]
) -> None:
    own = {"case_id": record.case_id, "source_record_id": record.id}
    for one in given:
        session.add(_made(row.Identifier, **own, kind=one.kind, value=one.value, raw=one.raw, valid=one.valid))
    read = {"source_time": at, "time_assumed": False, "content_hash": event_id}
    session.add(_made(row.Version, source_record_id=record.id, topic=RECORDS, **read))
    session.add(
        _made(row.ReadingKept, **own, topic=RECORDS, **read, received_at=datetime.now(UTC), kind="PrisonerRecord",
              said=body)
    )  # fmt: skip
    born = date.fromisoformat(body["dateOfBirth"])
    name = {"forename": body["firstName"], "surname": body["lastName"], "date_of_birth": born}
    session.add(_made(row.Person, **own, **name, gender=body["gender"], source_time=at))
    session.add(
        _made(row.Custody, **own, current=True, state="IN_PRISON", status_text=body["status"],
              booking_id=body["bookingId"], prison_code=body["prisonId"], prison_name=body["prisonName"],
              location=body["cellLocation"], movement_type="ADM", movement_reason="I", told=body,
              legal_status=body["legalStatus"], release_on=date.fromisoformat(body["conditionalReleaseDate"]),
              source_time=at, time_assumed=False)
    )  # fmt: skip
    session.add(_made(row.CustodyReading, **own, read_at=at, said=body))
    session.add(
        _made(row.Sentence, **own, service="CUSTODY", source_reference=f"booking {body['bookingId']}",
              description=body["imprisonmentStatusDescription"], custodial=True, active=True,
              offence=body["mostSeriousOffence"], imposed_on=date.fromisoformat(body["sentenceStartDate"]),
              release_on=date.fromisoformat(body["conditionalReleaseDate"]), source_time=at, dates_time=at,
              expires_on=date.fromisoformat(body["sentenceExpiryDate"]),
              licence_expires_on=date.fromisoformat(body["licenceExpiryDate"]),
              conditional_release_on=date.fromisoformat(body["conditionalReleaseDate"]))
    )  # fmt: skip


async def _save_likeness(session: AsyncSession, record: Any, body: Body, given: list[Identifier]) -> None:
    """What the record is found by, and whose of the other service are found by the same."""
    born, sentenced = date.fromisoformat(body["dateOfBirth"]), date.fromisoformat(body["sentenceStartDate"])
    person = described(PersonDetails(body["firstName"], (), body["lastName"], born, body["gender"]), given, [sentenced])
    found_by = sorted(keys(person))
    alike = select(row.Likeness).where(row.Likeness.keys.op("&&")(array(found_by)), row.Likeness.service == "COMMUNITY")
    if (await session.scalars(alike)).all():
        raise HubError("Somebody of the benchmark is known to the other service, too: it compares prisoners only.")
    terms = sorted(f"{column} {value}" for column, value in terms_of(person))
    session.add(
        _made(row.Likeness, case_id=record.case_id, source_record_id=record.id, service="CUSTODY", keys=found_by,
              terms=terms)
    )  # fmt: skip


async def _decide(session: AsyncSession, case: Any, body: Body) -> None:
    held = await held_of(session, case.id)
    start = datetime.fromisoformat(body["sentenceStartDate"]).replace(tzinfo=UTC)
    during = Range(start, None, bounds="[)")
    span = _made(row.Span, case_id=case.id, during=during)
    session.add(_made(row.Holder, case_id=case.id, during=during, cause="NOT_KNOWN", due_at=start))
    session.add(span)
    await session.flush()
    for sentence in held[row.Sentence]:
        sentence.span_id = span.id
    case.facts = facts_of(held)
    decide(case, held, inside=True)
    case.forename, case.surname = body["firstName"], body["lastName"]
    case.date_of_birth = date.fromisoformat(body["dateOfBirth"])
    case.name_source, case.awaiting_snapshot, case.phase = "CUSTODY", False, "CUSTODY"
    case.phase_reason, case.prison_code = "The prison record has the person in custody.", body["prisonId"]


async def take_movement(session: AsyncSession, body: Body, at: datetime, event_id: bytes) -> None:
    """A release or a reception of somebody known: where they are, and the phase."""
    told = body["additionalInformation"]
    record = await _record(session, told["nomsNumber"])
    case = await session.get_one(row.Case, record.case_id, with_for_update=True)
    held = await held_of(session, case.id)
    [custody] = held[row.Custody]
    out = body["eventType"].endswith("released")
    what = {"direction": "OUT" if out else "IN", "kind": "RELEASE" if out else "ADMISSION", "agency": told["prisonId"]}
    minute = at.replace(second=0, microsecond=0, tzinfo=None)
    if any((one.direction, one.local_minute) == (what["direction"], minute) for one in held[row.Movement]):
        return
    moved = _made(
        row.Movement, case_id=case.id, source_record_id=record.id, **what, local_minute=minute, occurred_at=at,
        reason_code=told["nomisMovementReasonCode"], evidence=[told],
    )  # fmt: skip
    session.add(moved)
    held[row.Movement].append(moved)
    names = ["MovementReported", "CustodyChanged", "PhaseChanged"]
    if at > custody.source_time:
        custody.state = "RELEASED" if out else "IN_PRISON"
        same = not out and custody.told["prisonId"] == told["prisonId"]
        custody.prison_code = None if out else told["prisonId"]
        custody.prison_name = custody.told["prisonName"] if same else None
        custody.movement_type, custody.movement_reason = what["kind"], told["nomisMovementReasonCode"]
        custody.location, custody.status_text, custody.source_time = None, None, at
        running = any(one.terminated_on is None for one in held[row.Sentence])
        case.phase = ("COMMUNITY" if running else "TERMINATED") if out else "CUSTODY"
        case.prison_code, case.version = custody.prison_code, case.version + 1
        case.facts = facts_of(held)
        names += [change.name for change in answers_changed(*decide(case, held, inside=not out))]
    await _tell(session, case, names, EVENTS, told["nomsNumber"])


async def _tell(session: AsyncSession, case: Any, names: list[str], topic: str, number: str) -> None:
    for name in names:
        case.sequence += 1
        payload = {"eventType": name, "caseId": str(case.id), "sequence": case.sequence, "number": number}
        session.add(
            _made(row.Outbox, id=uuid.uuid4(), aggregatetype="case", aggregateid=str(case.id), type=name,
                  payload=json.dumps(payload), case_id=case.id, sequence=case.sequence)
        )  # fmt: skip
    session.add(
        _made(row.Audit, actor="custody", service="CUSTODY", action=ACTIONS[topic], case_ids=[case.id], fields=["all"],
              why="the custody record says so", cause=topic)
    )  # fmt: skip
    told = json.dumps({str(case.id): case.sequence})
    await session.execute(text("select pg_notify('hub_changes', :told)"), {"told": told})


if __name__ == "__main__":
    asyncio.run(program(*sys.argv[1:4]).run())
