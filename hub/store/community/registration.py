"""The register: what was told of registrations, how each stands, and what the register as a whole says of a case."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from msgspec.structs import asdict
from sqlalchemy import Boolean, Column, Date, Integer, Table, UniqueConstraint
from sqlalchemy import text as sql

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
from hub.store.fetching import rows_of
from hub.store.transaction import Transaction
from hub.store.working_set import Row, keep

SAME = ("source_record_id", "told_by", "reference")

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
    UniqueConstraint(*SAME),
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


keep(registration, lookups=[SAME])
keep(deregistration, key=("source_record_id", "reference"))


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
    rows = await rows_of(tx, registration, case_id)
    row = next(iter(rows.find(SAME, (record_id, RegistrationSource.EVENT, given.reference))), None)
    told = {name: value for name, value in asdict(given).items() if value is not None}
    if row is None:
        values = {**asdict(given), "withdrawn": withdrawn, "since": at, "told_at": at}
        rows.put({**await _new(tx, case_id, record_id, RegistrationSource.EVENT), **values})
        return
    newer = at >= row["told_at"]
    values = {name: value for name, value in told.items() if newer or row[name] is None}
    times = {"since": min(at, row["since"]), "told_at": max(at, row["told_at"])}
    rows.change(row["id"], **values, **times, withdrawn=row["withdrawn"] or withdrawn)


async def save_deregistration(tx: Transaction, told: Deregistration, *, case_id: int, record_id: int) -> None:
    """Keep that a type of registration is no longer applied."""
    rows = await rows_of(tx, deregistration, case_id)
    if rows.get((record_id, told.reference)) is None:
        values = {"reference": told.reference, "code": told.code, "ended_on": told.on, "told_at": told.at}
        rows.put({"case_id": case_id, "source_record_id": record_id, **values})


async def replace_listed(
    tx: Transaction, given: Iterable[Registration], *, case_id: int, record_id: int, at: datetime
) -> bool:
    """Make these the registrations that the supervision record lists; whether there are any, or were."""
    wanted = {one.reference: one for one in given}
    rows = await rows_of(tx, registration, case_id)
    mine = (record_id, RegistrationSource.SNAPSHOT)
    of_case = rows.of_case(case_id)
    held = {row["reference"]: row["id"] for row in of_case if (row["source_record_id"], row["told_by"]) == mine}
    for reference in held.keys() - wanted.keys():
        rows.remove(held[reference])
    for reference, one in wanted.items():
        values = {**asdict(one), "since": at, "told_at": at}
        if reference in held:
            rows.change(held[reference], **values)
        else:
            rows.put({**await _new(tx, case_id, record_id, RegistrationSource.SNAPSHOT), **values})
    return bool(held or wanted)


async def _new(tx: Transaction, case_id: int, record_id: int, told_by: RegistrationSource) -> dict[str, Any]:
    fixed = {"case_id": case_id, "source_record_id": record_id, "told_by": told_by}
    fresh = {"withdrawn": False, "status": RegistrationStatus.ACTIVE, "ended_on": None}
    return {"id": await tx.draw(registration), **fixed, **fresh}


async def held_registers(tx: Transaction, case_id: int) -> dict[int, HeldRegister]:
    """What every record of the case told, by the record's id; without records that told nothing."""
    rows = (await rows_of(tx, registration, case_id)).of_case(case_id)
    ended = (await rows_of(tx, deregistration, case_id)).of_case(case_id)
    records = {row["source_record_id"] for row in [*rows, *ended]}
    return {record: _held(record, rows, ended) for record in records}


async def save_standings(tx: Transaction, case_id: int, standings: Mapping[int, RegistrationStanding]) -> None:
    """How registrations of the case stand now, by their ids."""
    rows = await rows_of(tx, registration, case_id)
    for number, standing in standings.items():
        rows.change(number, status=standing.status, ended_on=standing.ended_on)


async def shown_register(tx: Transaction, case_id: int) -> Register:
    """What the case's row shows of the register; without the codes."""
    row = (await rows_of(tx, offender_case, case_id))[case_id]
    risk = RegisteredRisk(row["registered_risk"]) if row["registered_risk"] else None
    return Register(risk, row["mappa_level"], row["mappa_category"])


async def save_register(tx: Transaction, case_id: int, now: Register) -> None:
    """What the case's row is to show of the register."""
    values = {
        "registered_risk": now.risk_of_harm,
        "mappa_level": now.mappa_level,
        "mappa_category": now.mappa_category,
    }
    await case.save(tx, case_id, values)


def _held(record: int, rows: Sequence[Row], ended: Sequence[Row]) -> HeldRegister:
    mine = [row for row in rows if row["source_record_id"] == record]
    endings = [
        Deregistration(row["reference"], row["code"], row["ended_on"], row["told_at"])
        for row in ended
        if row["source_record_id"] == record
    ]
    standings = {row["id"]: RegistrationStanding(RegistrationStatus(row["status"]), row["ended_on"]) for row in mine}
    return HeldRegister(tuple(_registration(row) for row in mine), tuple(endings), standings)


def _registration(row: Row) -> HeldRegistration:
    return HeldRegistration(
        id=row["id"],
        told_by=RegistrationSource(row["told_by"]),
        code=row["code"],
        registered_on=row["registered_on"],
        since=row["since"],
        told_at=row["told_at"],
        withdrawn=row["withdrawn"],
        risk_of_harm=RegisteredRisk(row["risk_of_harm"]) if row["risk_of_harm"] else None,
        mappa_level=row["mappa_level"],
        mappa_category=row["mappa_category"],
    )
