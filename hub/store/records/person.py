"""What each source says about who the person is; the case shows one of them (hub/domain/person.py)."""

from datetime import date, datetime

from sqlalchemy import ARRAY, BigInteger, Column, Date, ForeignKey, Table, Text
from sqlalchemy import text as sql
from sqlalchemy.dialects.postgresql import JSONB

from hub.domain.person import Alias, PersonDetails
from hub.store.base import instant, metadata, of_case, text
from hub.store.fetching import rows_of, rows_with
from hub.store.transaction import Transaction
from hub.store.working_set import Row, keep

# `birth_read_at`: which reading the date of birth is of; a later one that gives one unread does not take it away.
person_record = Table(
    "person_record",
    metadata,
    Column("source_record_id", BigInteger, ForeignKey("source_record.id"), primary_key=True),
    of_case(),
    text("forename", nullable=True),
    Column("middle_names", ARRAY(Text), nullable=False, server_default=sql("'{}'")),
    text("surname", nullable=True),
    Column("date_of_birth", Date),
    text("gender", nullable=True),
    # Other names and birth dates, as a list of {forename, surname, bornOn}: for telling people apart only.
    Column("aliases", JSONB, nullable=False, server_default=sql("'[]'")),
    Column("postcodes", ARRAY(Text), nullable=False, server_default=sql("'{}'")),
    instant("source_time"),
    instant("birth_read_at", nullable=True),
)


keep(person_record)


async def save(tx: Transaction, *, case_id: int, record_id: int, person: PersonDetails, source_time: datetime) -> None:
    """What the source record says now about who the person is."""
    rows = await rows_of(tx, person_record, case_id)
    held = rows.get(record_id)
    born = (held["date_of_birth"], held["birth_read_at"]) if held else (None, None)
    born_on, birth_read_at = born if person.birth_unread else (person.date_of_birth, source_time)
    rows.put(
        {
            "source_record_id": record_id,
            "case_id": case_id,
            "forename": person.forename,
            "middle_names": list(person.middle_names),
            "surname": person.surname,
            "date_of_birth": born_on,
            "birth_read_at": birth_read_at,
            "gender": person.gender,
            "aliases": [_in_json(one) for one in person.aliases],
            "postcodes": list(person.postcodes),
            "source_time": source_time,
        }
    )


async def save_late(tx: Transaction, record_id: int, person: PersonDetails, source_time: datetime) -> None:
    """What an older reading that comes late adds: its date of birth, where those that followed gave one unread."""
    rows = await rows_with(tx, person_record, record_id)
    held = rows.get(record_id)
    if held is None or person.birth_unread:
        return
    if held["birth_read_at"] is None or source_time > held["birth_read_at"]:
        rows.change(record_id, date_of_birth=person.date_of_birth, birth_read_at=source_time)


async def forget(tx: Transaction, record_id: int) -> None:
    """The source record says nothing about the person any more: its source removed it."""
    (await rows_with(tx, person_record, record_id)).remove(record_id)


def details(row: Row) -> PersonDetails:
    """A row in the domain's words."""
    return PersonDetails(
        forename=row["forename"],
        middle_names=tuple(row["middle_names"]),
        surname=row["surname"],
        date_of_birth=row["date_of_birth"],
        gender=row["gender"],
        aliases=tuple(_alias(one) for one in row["aliases"]),
        postcodes=tuple(row["postcodes"]),
    )


def _in_json(alias: Alias) -> dict[str, str | None]:
    born = alias.date_of_birth.isoformat() if alias.date_of_birth else None
    return {"forename": alias.forename, "surname": alias.surname, "bornOn": born}


def _alias(told: Row) -> Alias:
    return Alias(told["forename"], told["surname"], date.fromisoformat(told["bornOn"]) if told["bornOn"] else None)
