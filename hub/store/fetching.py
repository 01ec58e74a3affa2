"""What a transaction reads before it decides, for one message or a thousand, in a few statements.

Whose cases the messages touch is found by the records' own keys and by the identifiers that they give. The cases are
locked and everything about them is read into memory (hub/store/working_set.py).
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from sqlalchemy import Table

from hub.domain.access import Service
from hub.domain.identifiers import IdentifierKind
from hub.store.base import metadata
from hub.store.transaction import Transaction
from hub.store.working_set import KEPT, Rows

RecordKey = tuple[Service, str]
Pair = tuple[IdentifierKind, str]

# Each identifier is one entry of the server's lock table until the transaction ends; the table holds 6,400 by default.
MOST_IDENTIFIERS = 1_000


@dataclass(frozen=True)
class Wanted:
    """What messages touch: source records by service and key, canonical identifiers that may link, staff by code."""

    records: frozenset[RecordKey] = frozenset()
    identifiers: frozenset[Pair] = frozenset()
    staff: frozenset[RecordKey] = frozenset()

    @classmethod
    def all_of(cls, many: Iterable["Wanted"]) -> "Wanted":
        """What any of them wants."""
        listed = tuple(many)
        return cls(
            frozenset().union(*(one.records for one in listed)),
            frozenset().union(*(one.identifiers for one in listed)),
            frozenset().union(*(one.staff for one in listed)),
        )


# A number that so many cases hold tells nobody apart: it stands for "not known", or was typed for many. It joins
# nobody, and nobody is asked about the next who gives it, or each more would be compared with all before.
MOST_HOLDERS = 20

FIND = """
select r.case_id from unnest($1::text[], $2::text[]) as k(service, key),
  lateral (select case_id from source_record where service = k.service and key = k.key offset 0) r
"""
FIND_HOLDERS = """
select k.kind, k.value, i.case_id from unnest($1::text[], $2::text[]) as k(kind, value),
  lateral (
    select distinct case_id from identifier where kind = k.kind and value = k.value and valid limit $3
  ) i
"""
FIND_STAFF = """
select s.* from unnest($1::text[], $2::text[]) as k(service, code),
  lateral (select * from staff where service = k.service and code = k.code offset 0) s
"""
# The source records of those services and keys, as `r`; what each says follows.
OF_RECORDS = """
from unnest($1::text[], $2::text[]) as k(service, key),
  lateral (select id from source_record where service = k.service and key = k.key offset 0) r,
"""
RECORD = ("source_record_id",)
LOCK = "select id from offender_case where id = any($1) order by id for no key update"


async def fetch(tx: Transaction, wanted: Wanted) -> None:
    """Lock and read every case that these touch, and the staff; what was fetched before is not fetched again.

    Nobody else links by the identifiers until the transaction ends: two records of one person that arrive together
    must not make two cases.
    """
    records = [one for one in wanted.records if ("record", one) not in tx.working.sought]
    pairs = [one for one in wanted.identifiers if ("identifier", one) not in tx.working.sought]
    if records or pairs:
        await _lock_identifiers(tx, pairs)
        while True:
            found = await _cases(tx, records, pairs)
            if found <= tx.working.cases:
                break
            # While we waited for the lock a record may have moved to another case: look again.
            await hold(tx, found)
        tx.working.sought.update(("record", one) for one in records)
        tx.working.sought.update(("identifier", one) for one in pairs)
    await fetch_staff(tx, wanted.staff)


async def _lock_identifiers(tx: Transaction, pairs: Iterable[Pair]) -> None:
    """The locks are taken in the order of their numbers, so that nobody waits in a circle."""
    await _lock(tx, [f"identifier {kind} {value}" for kind, value in pairs])


async def _lock(tx: Transaction, names: Iterable[str]) -> None:
    numbers = sorted({int.from_bytes(sha256(name.encode()).digest()[:8], "big", signed=True) for name in names})
    if numbers:
        driver = await tx.driver()
        await driver.fetch("select pg_advisory_xact_lock(number) from unnest($1::bigint[]) as number", numbers)


async def _cases(tx: Transaction, records: list[RecordKey], pairs: list[Pair]) -> set[int]:
    driver = await tx.driver()
    own = await driver.fetch(FIND, [service for service, _ in records], [key for _, key in records])
    return {row[0] for row in own} | await _holders(tx, pairs)


async def _holders(tx: Transaction, pairs: list[Pair]) -> set[int]:
    """The cases that hold one of the identifiers; those that too many hold are remembered as common."""
    driver = await tx.driver()
    names = [kind for kind, _ in pairs], [value for _, value in pairs]
    holders: defaultdict[Pair, set[int]] = defaultdict(set)
    for kind, value, case_id in await driver.fetch(FIND_HOLDERS, *names, MOST_HOLDERS + 1):
        holders[IdentifierKind(kind), value].add(case_id)
    common = [pair for pair, cases in holders.items() if len(cases) > MOST_HOLDERS]
    tx.working.sought.update(("common", pair) for pair in common)
    return set().union(*(cases for pair, cases in holders.items() if pair not in common))


async def hold(tx: Transaction, case_ids: Iterable[int]) -> None:
    """Lock the cases, in the order of their ids so that nobody waits in a circle, and read everything about them."""
    wanted = sorted(set(case_ids) - tx.working.cases)
    if not wanted:
        return
    driver = await tx.driver()
    await driver.fetch(LOCK, wanted)
    lists = await driver.fetchrow(_everything(), wanted)
    for name, found in lists.items():
        _take_in(tx, metadata.tables[name], found)
    tx.working.cases.update(wanted)


async def rows_of(tx: Transaction, table: Table, case_id: int) -> Rows:
    """The table's rows in memory, those of the case among them."""
    if case_id not in tx.working.cases:
        await hold(tx, [case_id])
    return tx.working.of(table)


async def rows_with(tx: Transaction, table: Table, record_id: int) -> Rows:
    """The table's rows in memory, those of the source record's case among them."""
    if tx.working.of(metadata.tables["source_record"]).get(record_id) is None:
        found = await (await tx.driver()).fetchrow("select case_id from source_record where id = $1", record_id)
        await hold(tx, [found["case_id"]])
    return tx.working.of(table)


async def fetch_said(tx: Transaction, table: Table, records: Iterable[RecordKey]) -> None:
    """Read what these source records say, of a table whose rows do not come with their case; their cases are locked."""
    wanted = [one for one in records if (table.name, one) not in tx.working.sought]
    if not wanted:
        return
    # The table is one of our own.
    said = f"lateral (select * from {table.name} where source_record_id = r.id offset 0) t"  # noqa: S608
    keys = [service for service, _ in wanted], [key for _, key in wanted]
    _take_in(tx, table, await (await tx.driver()).fetch(f"select t.* {OF_RECORDS} {said}", *keys))
    tx.working.sought.update((table.name, one) for one in wanted)


async def rows_said_by(tx: Transaction, table: Table, record_id: int) -> Rows:
    """The table's rows in memory, all that the source record says among them: to be found by RECORD."""
    await fetch_said(tx, table, [await key_of(tx, record_id)])
    return tx.working.of(table)


async def key_of(tx: Transaction, record_id: int) -> RecordKey:
    """The service and key of a source record."""
    row = (await rows_with(tx, metadata.tables["source_record"], record_id))[record_id]
    return row["service"], row["key"]


async def fetch_staff(tx: Transaction, codes: Iterable[RecordKey]) -> None:
    """Read the members of staff of these codes; for those whom nobody knows: let nobody else add them meanwhile."""
    wanted = [one for one in codes if ("staff", one) not in tx.working.sought]
    if not wanted:
        return
    await _read_staff(tx, wanted)
    staff = tx.working.of(metadata.tables["staff"])
    if unknown := [one for one in wanted if not staff.find(("service", "code"), one)]:
        await _lock(tx, [f"staff {service} {code}" for service, code in unknown])
        await _read_staff(tx, unknown)
    tx.working.sought.update(("staff", one) for one in wanted)


async def _read_staff(tx: Transaction, codes: Collection[RecordKey]) -> None:
    driver = await tx.driver()
    found = await driver.fetch(FIND_STAFF, [service for service, _ in codes], [code for _, code in codes])
    _take_in(tx, metadata.tables["staff"], found)


def _everything() -> str:
    """One statement that answers with a list of rows for each table."""
    lists = (f'array({kept.of_cases}) as "{kept.table.name}"' for kept in KEPT.values() if kept.of_cases)
    return "select " + ", ".join(lists)


def _take_in(tx: Transaction, table: Table, found: Iterable[Mapping[str, Any]]) -> None:
    tx.working.of(table).read(map(dict, found))
