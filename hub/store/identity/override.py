"""Rulings that two source records are of one person, or of different people. Seen from both, one row each."""

from collections.abc import Collection, Iterable
from uuid import UUID, uuid4

from sqlalchemy import Column, Select, Table, Uuid, and_, insert, select, update
from sqlalchemy import text as sql

from hub.domain.override import HeldRuling, OverrideScope, OverrideVerdict
from hub.store.base import closed_list, instant, key, metadata, of, of_case, text
from hub.store.fetching import rows_of
from hub.store.records.identity import source_record
from hub.store.transaction import Transaction
from hub.store.working_set import Row, keep

# `ruling` is the same in every row of one ruling. Who decided is empty where a service's own word did.
identity_override = Table(
    "identity_override",
    metadata,
    key(),
    of_case(),
    of("source_record"),
    of("source_record", "other_record_id"),
    text("verdict"),
    text("scope"),
    Column("ruling", Uuid, nullable=False),
    text("reason"),
    of("staff", "decided_by_id", nullable=True, index=False),
    instant("since", server_default=sql("now()")),
    text("cause"),
    instant("withdrawn_at", nullable=True),
    text("withdrawn_by", nullable=True),
    closed_list("verdict", OverrideVerdict),
    closed_list("scope", OverrideScope),
)


keep(identity_override)


async def rule(
    tx: Transaction,
    pairs: Iterable[tuple[int, int]],
    verdict: OverrideVerdict,
    scope: OverrideScope,
    *,
    reason: str,
    cause: str,
    decided_by: int | None = None,
) -> UUID:
    """Keep a ruling on these pairs of source records; whatever was ruled of them before is withdrawn."""
    ruling = uuid4()
    both = sorted({pair for one, other in pairs for pair in ((one, other), (other, one))})
    await withdraw_between(tx, both, by=cause)
    case_of = {row.id: row.case_id for row in await tx.rows(_records(both))}
    shared = {
        "verdict": verdict,
        "scope": scope,
        "ruling": ruling,
        "reason": reason,
        "decided_by_id": decided_by,
        "since": tx.now,
        "cause": cause,
    }
    rows = [{"case_id": case_of[o], "source_record_id": o, "other_record_id": p, **shared} for o, p in both]
    if rows:
        await tx.execute(insert(identity_override), rows)
    return ruling


async def withdraw_between(
    tx: Transaction, pairs: Collection[tuple[int, int]], *, by: str, only: OverrideScope | None = None
) -> None:
    """Withdraw what stands of these pairs, of that scope if one is named."""
    line = identity_override.c
    for one, other in pairs:
        standing = and_(line.source_record_id == one, line.other_record_id == other, line.withdrawn_at.is_(None))
        where = and_(standing, line.scope == only) if only else standing
        await tx.execute(update(identity_override).where(where).values(withdrawn_at=tx.now, withdrawn_by=by))


async def withdraw(tx: Transaction, ruling: UUID, *, by: str) -> None:
    """Withdraw a ruling."""
    where = and_(identity_override.c.ruling == ruling, identity_override.c.withdrawn_at.is_(None))
    await tx.execute(update(identity_override).where(where).values(withdrawn_at=tx.now, withdrawn_by=by))


def standing(rows: Iterable[Row]) -> list[HeldRuling]:
    """The rulings among these rows that nobody has withdrawn."""
    return [
        HeldRuling(
            row["source_record_id"],
            row["other_record_id"],
            OverrideVerdict(row["verdict"]),
            OverrideScope(row["scope"]),
            row["since"],
        )
        for row in rows
        if row["withdrawn_at"] is None
    ]


async def standing_of(tx: Transaction, case_id: int) -> list[HeldRuling]:
    """The rulings on records of the case that nobody has withdrawn."""
    return standing((await rows_of(tx, identity_override, case_id)).of_case(case_id))


async def kept_apart(tx: Transaction, case_id: int, only: OverrideScope | None = None) -> set[tuple[int, int]]:
    """The pairs of source records that are ruled different people, each from the side of a record of the case.

    `only`: those of that scope.
    """
    rulings = await standing_of(tx, case_id)
    apart = [one for one in rulings if one.verdict is OverrideVerdict.DIFFERENT_PEOPLE]
    return {(one.record_id, one.other_id) for one in apart if only is None or one.scope is only}


def _records(pairs: Collection[tuple[int, int]]) -> Select[tuple[int, int]]:
    return select(source_record.c.id, source_record.c.case_id).where(source_record.c.id.in_([o for o, _ in pairs]))
