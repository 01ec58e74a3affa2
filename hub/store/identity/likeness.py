"""What a record is found by when another looks like it: blocking keys, and the values whose frequency matters.

Cases that share a key with a record of the other service are read with the case of that record (hub/store/fetching.py).
"""

from collections.abc import Collection, Iterable

from sqlalchemy import ARRAY, BigInteger, Column, ForeignKey, Index, Table, Text
from sqlalchemy import text as sql

from hub.domain.access import Service
from hub.domain.identifiers import Identifier, IdentifierKind
from hub.domain.matching.blocking import keys
from hub.domain.matching.described import described, terms_of
from hub.domain.matching.description import Description
from hub.store.base import closed_list, metadata, of_case, text
from hub.store.custody.sentence import sentence
from hub.store.fetching import rows_of, rows_with
from hub.store.records.identity import KEY, identifier, source_record
from hub.store.records.person import details, person_record
from hub.store.transaction import Transaction
from hub.store.working_set import Row, keep

SERVICE = ("service",)

person_likeness = Table(
    "person_likeness",
    metadata,
    Column("source_record_id", BigInteger, ForeignKey("source_record.id"), primary_key=True),
    of_case(),
    text("service"),
    Column("keys", ARRAY(BigInteger), nullable=False),
    Column("terms", ARRAY(Text), nullable=False),
    *(
        Index(
            f"ix_person_likeness_keys_{service.lower()}",
            "keys",
            postgresql_using="gin",
            postgresql_with={"fastupdate": False},
            postgresql_where=sql(f"service = '{service}'"),
        )
        for service in Service  # a record is compared with those of the other service only
    ),
    closed_list("service", Service),
)
keep(person_likeness, lookups=[SERVICE])


async def save(tx: Transaction, *, case_id: int, record_id: int, service: Service, person: Description) -> None:
    """What the record is found by now."""
    rows = await rows_of(tx, person_likeness, case_id)
    terms = sorted(f"{column} {value}" for column, value in terms_of(person))
    row = {"source_record_id": record_id, "case_id": case_id, "service": service}
    rows.put({**row, "keys": sorted(keys(person)), "terms": terms})


async def forget(tx: Transaction, record_id: int) -> None:
    """The record is found by nothing any more: its source removed it."""
    (await rows_with(tx, person_likeness, record_id)).remove(record_id)


def alike(tx: Transaction, service: Service, found_by: Collection[int]) -> set[int]:
    """The cases in memory with a record of that service that shares one of the keys."""
    wanted = frozenset(found_by)
    rows = tx.working.of(person_likeness).find(SERVICE, service)
    return {row["case_id"] for row in rows if not wanted.isdisjoint(row["keys"])}


def held_keys(tx: Transaction, records: Iterable[tuple[Service, str]]) -> set[tuple[Service, int]]:
    """The keys of records in memory whose cases hold nothing of the other service yet, each with that service."""
    found = [row for one in records for row in tx.working.of(source_record).find(KEY, one)]
    return {(other, key) for row in found for other, key in _keys_alone(tx, row)}


def _keys_alone(tx: Transaction, record: Row) -> list[tuple[Service, int]]:
    other = Service(record["service"]).other
    row = tx.working.of(person_likeness).get(record["id"])
    if row is None or any(each["service"] == other for each in tx.working.of(source_record).of_case(record["case_id"])):
        return []
    return [(other, key) for key in row["keys"]]


async def descriptions(tx: Transaction, case_id: int) -> dict[int, Description]:
    """How each record of the case describes its person, by record; without those that say nothing of one."""
    persons = await rows_of(tx, person_record, case_id)
    numbers = tx.working.of(identifier).of_case(case_id)
    days = tx.working.of(sentence).of_case(case_id)
    records = [row["id"] for row in tx.working.of(source_record).of_case(case_id)]
    return {
        record_id: described(
            details(person),
            [_identifier(line) for line in numbers if line["source_record_id"] == record_id],
            [day["imposed_on"] for day in days if day["source_record_id"] == record_id and day["imposed_on"]],
        )
        for record_id in records
        if (person := persons.get(record_id)) is not None
    }


def _identifier(line: Row) -> Identifier:
    return Identifier(IdentifierKind(line["kind"]), line["raw"], line["value"], line["valid"])
