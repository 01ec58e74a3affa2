"""Which source records may be one person: who else holds an identifier, what their cases say, what is in doubt."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from sqlalchemy import ARRAY, BigInteger, bindparam, select, tuple_
from sqlalchemy import text as sql
from sqlalchemy.dialects.postgresql import insert as upsert

from hub.domain.access import Service
from hub.domain.identifiers import Identifier, IdentifierKind
from hub.domain.identity import Party
from hub.domain.person import PersonDetails
from hub.store.identity import identifier, identity_review, source_record
from hub.store.person import person_record
from hub.store.transaction import Transaction


@dataclass(frozen=True)
class Match:
    """Another source record that holds the same identifier; `value` is canonical."""

    record_id: int
    case_id: int
    service: Service
    key: str
    kind: IdentifierKind
    value: str


async def lock_identifiers(tx: Transaction, identifiers: Iterable[Identifier]) -> None:
    """Let nobody else link by these identifiers until this transaction ends.

    Two records of one person that arrive together must not make two cases. The locks are taken in the order of their
    numbers, so that nobody waits in a circle.
    """
    numbers = sorted({_lock_number(one) for one in identifiers})
    statement = sql("select pg_advisory_xact_lock(number) from unnest(:numbers) as number")
    await tx.execute(statement.bindparams(bindparam("numbers", numbers, ARRAY(BigInteger))))


def _lock_number(identifier: Identifier) -> int:
    digest = sha256(f"identifier {identifier.kind} {identifier.value}".encode()).digest()
    return int.from_bytes(digest[:8], "big", signed=True)


async def matches(tx: Transaction, identifiers: Iterable[Identifier], *, except_record: int | None) -> list[Match]:
    """The other source records that hold any of these identifiers as a valid one, oldest first."""
    pairs = [(one.kind, one.value) for one in identifiers if one.valid]
    if not pairs:
        return []
    columns = (source_record.c.id, source_record.c.case_id, source_record.c.service, source_record.c.key)
    statement = (
        select(*columns, identifier.c.kind, identifier.c.value)
        .join(identifier, identifier.c.source_record_id == source_record.c.id)
        .where(tuple_(identifier.c.kind, identifier.c.value).in_(pairs), identifier.c.valid)
        .where(source_record.c.id.is_distinct_from(except_record))
        .order_by(source_record.c.id, identifier.c.kind)
        .distinct()
    )
    return [
        Match(row.id, row.case_id, Service(row.service), row.key, IdentifierKind(row.kind), row.value)
        for row in await tx.rows(statement)
    ]


async def cases_of(tx: Transaction, record_ids: Iterable[int]) -> set[int]:
    """The cases that these source records belong to now."""
    statement = select(source_record.c.case_id).where(source_record.c.id.in_(list(record_ids))).distinct()
    return {row.case_id for row in await tx.rows(statement)}


async def parties(tx: Transaction, case_ids: Iterable[int]) -> dict[int, Party]:
    """What the records of each case say of who it is."""
    ids = list(case_ids)
    columns = (source_record.c.case_id, source_record.c.service, source_record.c.key)
    person = (person_record.c.forename, person_record.c.surname, person_record.c.date_of_birth)
    held = source_record.outerjoin(person_record, person_record.c.source_record_id == source_record.c.id)
    found = dict.fromkeys(ids, Party())
    for row in await tx.rows(select(*columns, *person).select_from(held).where(source_record.c.case_id.in_(ids))):
        details = PersonDetails(forename=row.forename, surname=row.surname, date_of_birth=row.date_of_birth)
        mine = frozenset({row.key})
        custody = row.service == Service.CUSTODY
        found[row.case_id] = found[row.case_id].with_(
            Party(mine if custody else frozenset(), frozenset() if custody else mine, persons=(details,))
        )
    number = (identifier.c.kind == IdentifierKind.PRISON_NUMBER, identifier.c.valid, identifier.c.case_id.in_(ids))
    by_community = source_record.c.service == Service.COMMUNITY
    named = select(identifier.c.case_id, identifier.c.value).join(source_record).where(*number, by_community)
    for row in await tx.rows(named):
        found[row.case_id] = found[row.case_id].with_(Party(named=frozenset({row.value})))
    return found


async def note_review(
    tx: Transaction, case_id: int, other_case_id: int, reason: str, evidence: Mapping[str, Any]
) -> bool:
    """Ask a person, from both cases, whether they are one; whether that was not asked before."""
    values = {"reason": reason, "evidence": dict(evidence), "since": tx.now}
    both = [
        {"case_id": one, "other_case_id": other, **values}
        for one, other in ((case_id, other_case_id), (other_case_id, case_id))
    ]
    statement = upsert(identity_review).values(both).on_conflict_do_nothing().returning(identity_review.c.id)
    return bool(await tx.rows(statement))
