"""Records and rulings that a person names by id: where the records are, what a ruling says, who ruled."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from hub.domain.override import OverrideScope, OverrideVerdict
from hub.store import case
from hub.store.identity.override import identity_override
from hub.store.records.identity import source_record
from hub.store.transaction import Transaction

LARGEST_ID = 2**63 - 1


@dataclass(frozen=True)
class NamedRuling:
    """A whole ruling: every record that it speaks of, and the cases where these are now."""

    ruling: UUID
    verdict: OverrideVerdict
    scope: OverrideScope
    withdrawn: bool
    records: tuple[int, ...]
    cases: tuple[int, ...]


async def lock_cases(tx: Transaction, record_ids: Iterable[int]) -> dict[int, int]:
    """Lock the cases of the records; record -> case, as it stands under the lock. Unknown ones are left out."""
    wanted = sorted({one for one in record_ids if 0 < one <= LARGEST_ID})
    found = await _cases(tx, wanted)
    while True:
        await case.lock(tx, found.values())
        again = await _cases(tx, wanted)
        if again == found:
            return found
        found = again  # a record may have moved while we waited


async def _cases(tx: Transaction, record_ids: list[int]) -> dict[int, int]:
    statement = select(source_record.c.id, source_record.c.case_id).where(source_record.c.id.in_(record_ids))
    return {row.id: row.case_id for row in await tx.rows(statement)}


async def find(tx: Transaction, row_id: int) -> NamedRuling | None:
    """The ruling that the row of that id is a part of."""
    row = identity_override.c
    own = select(row.ruling).where(row.id == row_id)
    rows = await tx.rows(select(identity_override).where(row.ruling.in_(own))) if 0 < row_id <= LARGEST_ID else []
    if not rows:
        return None
    first = rows[0]
    return NamedRuling(
        ruling=first.ruling,
        verdict=OverrideVerdict(first.verdict),
        scope=OverrideScope(first.scope),
        withdrawn=all(one.withdrawn_at is not None for one in rows),
        records=tuple(sorted({one.source_record_id for one in rows})),
        cases=tuple(sorted({one.case_id for one in rows})),
    )


async def apart_within(tx: Transaction, ones: Collection[int], others: Collection[int]) -> set[int | None]:
    """Who ruled that any of the ones and any of the others are of different people; None for a service's own word."""
    row = identity_override.c
    standing = (row.withdrawn_at.is_(None), row.verdict == OverrideVerdict.DIFFERENT_PEOPLE)
    pair = (row.source_record_id.in_(list(ones)), row.other_record_id.in_(list(others)))
    return {found.decided_by_id for found in await tx.rows(select(row.decided_by_id).where(*standing, *pair))}


async def stands(
    tx: Transaction,
    pairs: Iterable[tuple[int, int]],
    verdict: OverrideVerdict,
    scope: OverrideScope,
    *,
    reason: str,
    decided_by: int | None,
) -> bool:
    """Whether this person has ruled so on every one of the pairs already, with this reason, as far or further."""
    row = identity_override.c
    reaches = {scope, OverrideScope.CASES}
    same = (row.verdict == verdict, row.scope.in_(reaches), row.reason == reason, row.decided_by_id == decided_by)
    wanted = set(pairs)
    mine = row.source_record_id.in_({one for one, _ in wanted})
    found = await tx.rows(
        select(row.source_record_id, row.other_record_id).where(mine, row.withdrawn_at.is_(None), *same)
    )
    return wanted <= {(one.source_record_id, one.other_record_id) for one in found}


async def overruled(tx: Transaction, pairs: Iterable[tuple[int, int]]) -> set[UUID]:
    """The rulings on these pairs of which nothing stands any more."""
    row = identity_override.c
    wanted = set(pairs)
    named = row.source_record_id.in_({one for one, _ in wanted}), row.other_record_id.in_({two for _, two in wanted})
    spoke = await tx.rows(select(row.ruling).where(*named).distinct())
    rulings = {one.ruling for one in spoke}
    left = await tx.rows(select(row.ruling).where(row.ruling.in_(rulings), row.withdrawn_at.is_(None)).distinct())
    return rulings - {one.ruling for one in left}
