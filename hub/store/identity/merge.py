"""Records that their source merged into another of its own: who they are, and how far the story goes."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, func, select, update
from sqlalchemy import text as sql
from sqlalchemy.dialects.postgresql import array

from hub.domain.access import Service
from hub.domain.identifiers import IdentifierKind
from hub.domain.merge import Member
from hub.store.fetching import rows_of
from hub.store.records.identity import KEY, identifier, source_record
from hub.store.transaction import Transaction


@dataclass(frozen=True)
class HeldNumber:
    """A record by its number, and the last word of its source on whether it is merged (None: it said nothing)."""

    id: int
    case_id: int
    key: str
    merged_into: int | None
    told_at: datetime | None


def numbers(tx: Transaction, service: Service, keys: Collection[str]) -> dict[str, HeldNumber]:
    """Those of a service's records that the hub holds, by their number; fetched before."""
    rows = [row for key in keys for row in tx.working.of(source_record).find(KEY, (service, key))]
    return {
        row["key"]: HeldNumber(row["id"], row["case_id"], row["key"], row["merged_into_id"], row["merge_told_at"])
        for row in rows
    }


async def numbered(tx: Transaction, record_ids: Sequence[int]) -> list[HeldNumber]:
    """The records of these keys that the hub still holds, in that order."""
    rows = await tx.rows(select(source_record).where(source_record.c.id.in_(list(record_ids))))
    found = {one.id: HeldNumber(one.id, one.case_id, one.key, one.merged_into_id, one.merge_told_at) for one in rows}
    return [found[one] for one in record_ids if one in found]


async def story(tx: Transaction, record_id: int) -> dict[int, int | None]:
    """Each record and the one that it was merged into, from this one on to the last."""
    walk = sql("""
      with recursive story as (
        select id, merged_into_id from source_record where id = :record
        union
        select r.id, r.merged_into_id from source_record r join story s on r.id = s.merged_into_id)
      select id, merged_into_id from story""")
    return {row.id: row.merged_into_id for row in await tx.rows(walk, {"record": record_id})}


async def merged_into(tx: Transaction, record_id: int) -> list[HeldNumber]:
    """The records that were merged into this one, however many merges ago, wherever they are."""
    walk = sql("""
      with recursive down as (
        select id from source_record where merged_into_id = :record
        union
        select r.id from source_record r join down d on r.merged_into_id = d.id)
      select id from down order by id""")
    return await numbered(tx, [row.id for row in await tx.rows(walk, {"record": record_id})])


async def members(tx: Transaction, case_id: int) -> list[Member]:
    """The records of a case, each with the prison numbers and CRNs that it gives."""
    given = and_(
        identifier.c.source_record_id == source_record.c.id,
        identifier.c.kind.in_([IdentifierKind.PRISON_NUMBER, IdentifierKind.CRN]),
        identifier.c.valid,
    )
    names = func.coalesce(
        func.array_agg(identifier.c.value).filter(identifier.c.value.is_not(None)),
        array([], type_=identifier.c.value.type),
    )
    row = source_record.c
    statement = (
        select(row.id, row.service, row.key, row.merged_into_id, names.label("names"))
        .select_from(source_record.outerjoin(identifier, given))
        .where(row.case_id == case_id)
        .group_by(row.id)
        .order_by(row.id)
    )
    return [
        Member(one.id, Service(one.service), one.key, frozenset({one.key, *one.names}), one.merged_into_id)
        for one in await tx.rows(statement)
    ]


async def note_merged(tx: Transaction, record_id: int, into: int | None, at: datetime) -> None:
    """Keep the source's last word: merged into that record, or (None) on its own again."""
    values = {"merged_into_id": into, "merge_told_at": at}
    await tx.execute(update(source_record).where(source_record.c.id == record_id).values(values))


async def note_former(tx: Transaction, case_id: int, record_id: int, former: Collection[str], at: datetime) -> None:
    """Keep that a prison's record names these numbers as its holder's former ones: they are merged into it.

    A record that its source has said something of since, or that the surviving one was itself merged into, stays.
    """
    rows = await rows_of(tx, source_record, case_id)
    survivors, one = {record_id}, rows[record_id]["merged_into_id"]
    while one is not None and one not in survivors:
        survivors.add(one)
        one = (rows.get(one) or {}).get("merged_into_id")
    for row in rows.of_case(case_id):
        told = row["merge_told_at"]
        mine = row["service"] == Service.CUSTODY and row["key"] in former and row["id"] not in survivors
        if mine and row["merged_into_id"] is None and (told is None or told <= at):
            rows.change(row["id"], merged_into_id=record_id, merge_told_at=at)
