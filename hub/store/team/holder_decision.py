"""Who holds a case as decided in the hub: laid over what the records tell (hub/domain/holder_decided.py)."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import ARRAY, Column, Integer, Table, Text
from sqlalchemy import text as sql

from hub.domain.access import Role
from hub.domain.holder_decided import HolderDecided
from hub.domain.team import OF_RECORDS, HolderCause, HolderFlag
from hub.store.base import closed_list, closed_lists, instant, key, metadata, of, of_case, text
from hub.store.fetching import rows_of
from hub.store.transaction import Transaction
from hub.store.working_set import WorkingSet, keep

DECIDED = tuple(cause for cause in HolderCause if cause not in OF_RECORDS)

# `case_version` is the case's version that the decision made: what `expectedVersion` is compared with.
holder_decision = Table(
    "holder_decision",
    metadata,
    key(),
    of_case(),
    of("staff", nullable=True, index=False),
    instant("starts_at"),
    text("cause"),
    text("reason", nullable=True),
    Column("flags", ARRAY(Text), nullable=False, server_default=sql("'{}'")),
    Column("case_version", Integer, nullable=False),
    of("staff", "decided_by_id", index=False),
    text("role"),
    instant("decided_at"),
    closed_list("cause", DECIDED),
    closed_lists("flags", HolderFlag),
    closed_list("role", Role),
)

keep(holder_decision)


async def decide(
    tx: Transaction, case_id: int, decided: HolderDecided, *, case_version: int, by_id: int, role: Role
) -> None:
    """Keep the decision; the case must be locked."""
    rows = await rows_of(tx, holder_decision, case_id)
    by = {"decided_by_id": by_id, "role": role, "decided_at": tx.now}
    made = {
        "staff_id": decided.staff_id,
        "starts_at": decided.at,
        "cause": decided.cause,
        "reason": decided.reason,
        "flags": [str(flag) for flag in decided.flags],
    }
    rows.put({"id": await tx.draw(holder_decision), "case_id": case_id, "case_version": case_version, **made, **by})


async def forget(tx: Transaction, case_id: int, staff_id: int | None, decided_at: datetime) -> bool:
    """Take away the handover to that member of staff that was decided in the same transaction; whether there was one.

    What the hub itself decided by a record that turns out to be another person's is no decision of anybody.
    """
    rows = await rows_of(tx, holder_decision, case_id)
    same = (staff_id, decided_at, HolderCause.HANDED_OVER)
    found = [row for row in rows.of_case(case_id) if (row["staff_id"], row["decided_at"], row["cause"]) == same]
    for row in found:
        rows.remove(row["id"])
    return bool(found)


def decisions_in(held: WorkingSet, case_id: int) -> Iterator[HolderDecided]:
    """The decisions on a case that is in memory, in the order in which they were made."""
    for row in sorted(held.of(holder_decision).of_case(case_id), key=lambda row: (row["decided_at"], row["id"])):
        flags = tuple(HolderFlag(flag) for flag in row["flags"])
        yield HolderDecided(row["staff_id"], row["starts_at"], HolderCause(row["cause"]), row["reason"], flags)


async def newest_version(tx: Transaction, case_id: int) -> int:
    """The case's version that the newest decision made; 0 where nobody decided."""
    rows = (await rows_of(tx, holder_decision, case_id)).of_case(case_id)
    return max((int(row["case_version"]) for row in rows), default=0)
