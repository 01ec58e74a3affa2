"""The register: what was told of registrations, how each stands, and what the register as a whole says of a case."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Boolean, Column, Date, Integer, Table, UniqueConstraint, and_, delete, insert, select, update
from sqlalchemy import text as sql
from sqlalchemy.dialects.postgresql import insert as upsert

from hub.domain.registration import (
    Deregistration,
    HeldRegistration,
    Register,
    RegisteredRisk,
    Registration,
    RegistrationSource,
    RegistrationStanding,
    RegistrationStatus,
)
from hub.store import case
from hub.store.base import closed_list, instant, key, metadata, of, of_case, text
from hub.store.case import offender_case
from hub.store.transaction import Transaction

# `status` and `ended_on` follow from all that is told (hub/domain/registration.py). `since` is when it was first told.
registration = Table(
    "registration",
    metadata,
    key(),
    of_case(),
    of("source_record", index=False),
    text("told_by"),
    text("reference"),
    text("code"),
    text("description", nullable=True),
    text("risk_of_harm", nullable=True),
    Column("mappa_level", Integer),
    Column("mappa_category", Integer),
    text("level", nullable=True),
    text("category", nullable=True),
    Column("registered_on", Date),
    Column("review_on", Date),
    Column("withdrawn", Boolean, nullable=False, server_default=sql("false")),
    text("status"),
    Column("ended_on", Date),
    instant("since"),
    instant("told_at"),
    UniqueConstraint("source_record_id", "told_by", "reference"),
    closed_list("told_by", RegistrationSource),
    closed_list("risk_of_harm", RegisteredRisk),
    closed_list("status", RegistrationStatus),
)

deregistration = Table(
    "deregistration",
    metadata,
    key(),
    of_case(),
    of("source_record", index=False),
    text("reference"),
    text("code"),
    Column("ended_on", Date, nullable=False),
    instant("told_at"),
    UniqueConstraint("source_record_id", "reference"),
)


@dataclass(frozen=True)
class HeldRegister:
    """Everything that one record told of its register, and how each registration is stored to stand."""

    registrations: tuple[HeldRegistration, ...]
    endings: tuple[Deregistration, ...]
    standings: Mapping[int, RegistrationStanding]


async def save_reported(
    tx: Transaction, given: Registration, *, case_id: int, record_id: int, at: datetime, withdrawn: bool
) -> None:
    """Take what an event tells of one registration: a newer one wins field by field, an older one fills what is empty.

    Once withdrawn it stays so: its source never brings one back under the same number.
    """
    mine = and_(
        registration.c.source_record_id == record_id,
        registration.c.told_by == RegistrationSource.EVENT,
        registration.c.reference == given.reference,
    )
    row = await tx.one(select(registration).where(mine))
    told = {name: value for name, value in asdict(given).items() if value is not None}
    if row is None:
        values = {**told, "withdrawn": withdrawn, "since": at, "told_at": at, "status": RegistrationStatus.ACTIVE}
        fixed = {"case_id": case_id, "source_record_id": record_id, "told_by": RegistrationSource.EVENT}
        await tx.execute(insert(registration).values(**fixed, **values))
        return
    newer = at >= row.told_at
    values = {name: value for name, value in told.items() if newer or row._mapping[name] is None}
    values |= {"withdrawn": row.withdrawn or withdrawn, "since": min(at, row.since), "told_at": max(at, row.told_at)}
    await tx.execute(update(registration).where(registration.c.id == row.id).values(values))


async def save_deregistration(tx: Transaction, told: Deregistration, *, case_id: int, record_id: int) -> None:
    """Keep that a type of registration is no longer applied."""
    values = {"reference": told.reference, "code": told.code, "ended_on": told.on, "told_at": told.at}
    statement = upsert(deregistration).values(case_id=case_id, source_record_id=record_id, **values)
    await tx.execute(statement.on_conflict_do_nothing())


async def replace_listed(
    tx: Transaction, given: Iterable[Registration], *, case_id: int, record_id: int, at: datetime
) -> bool:
    """Make these the registrations that the supervision record lists; whether there are any, or were."""
    wanted = {one.reference: one for one in given}
    mine = (registration.c.source_record_id == record_id, registration.c.told_by == RegistrationSource.SNAPSHOT)
    held = {row.reference for row in await tx.rows(select(registration.c.reference).where(*mine))}
    if gone := held - set(wanted):
        await tx.execute(delete(registration).where(*mine, registration.c.reference.in_(gone)))
    fixed = {"case_id": case_id, "source_record_id": record_id, "told_by": RegistrationSource.SNAPSHOT}
    for one in wanted.values():
        values = {**asdict(one), "since": at, "told_at": at}
        statement = upsert(registration).values(**fixed, **values, status=RegistrationStatus.ACTIVE)
        where = [registration.c.source_record_id, registration.c.told_by, registration.c.reference]
        await tx.execute(statement.on_conflict_do_update(index_elements=where, set_=values))
    return bool(held or wanted)


async def held_registers(tx: Transaction, case_id: int) -> dict[int, HeldRegister]:
    """What every record of the case told, by the record's id; without records that told nothing."""
    rows = await tx.rows(select(registration).where(registration.c.case_id == case_id))
    ended = await tx.rows(select(deregistration).where(deregistration.c.case_id == case_id))
    records = {row.source_record_id for row in [*rows, *ended]}
    return {record: _held(record, rows, ended) for record in records}


async def save_standings(tx: Transaction, standings: Mapping[int, RegistrationStanding]) -> None:
    """How registrations stand now, by their ids."""
    for number, standing in standings.items():
        values = {"status": standing.status, "ended_on": standing.ended_on}
        await tx.execute(update(registration).where(registration.c.id == number).values(values))


async def shown_register(tx: Transaction, case_id: int) -> Register:
    """What the case's row shows of the register; without the codes."""
    columns = (offender_case.c.registered_risk, offender_case.c.mappa_level, offender_case.c.mappa_category)
    row = await tx.one(select(*columns).where(offender_case.c.id == case_id))
    risk = RegisteredRisk(row.registered_risk) if row.registered_risk else None
    return Register(risk, row.mappa_level, row.mappa_category)


async def save_register(tx: Transaction, case_id: int, now: Register) -> None:
    """What the case's row is to show of the register."""
    values = {
        "registered_risk": now.risk_of_harm,
        "mappa_level": now.mappa_level,
        "mappa_category": now.mappa_category,
    }
    await case.save(tx, case_id, values)


def _held(record: int, rows: Sequence[Any], ended: Sequence[Any]) -> HeldRegister:
    mine = [row for row in rows if row.source_record_id == record]
    endings = [
        Deregistration(row.reference, row.code, row.ended_on, row.told_at)
        for row in ended
        if row.source_record_id == record
    ]
    standings = {row.id: RegistrationStanding(RegistrationStatus(row.status), row.ended_on) for row in mine}
    return HeldRegister(tuple(_registration(row) for row in mine), tuple(endings), standings)


def _registration(row: Any) -> HeldRegistration:
    return HeldRegistration(
        id=row.id,
        told_by=RegistrationSource(row.told_by),
        code=row.code,
        registered_on=row.registered_on,
        since=row.since,
        told_at=row.told_at,
        withdrawn=row.withdrawn,
        risk_of_harm=RegisteredRisk(row.risk_of_harm) if row.risk_of_harm else None,
        mappa_level=row.mappa_level,
        mappa_category=row.mappa_category,
    )
