"""What named people decided about a case, in every version: a decision is withdrawn, never changed."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Column, Index, Table
from sqlalchemy import text as sql
from sqlalchemy.dialects.postgresql import JSONB

from hub.domain.access import Role
from hub.domain.answers import DecisionKind, DecisionMade
from hub.store.base import closed_list, instant, key, metadata, of, of_case, text
from hub.store.fetching import rows_of
from hub.store.transaction import Transaction
from hub.store.working_set import Row, keep

# Of each kind at most one stands for a case.
decision_made = Table(
    "decision_made",
    metadata,
    key(),
    of_case(),
    text("kind"),
    Column("terms", JSONB, nullable=False, server_default=sql("'{}'")),
    text("reason"),
    of("staff", "decided_by_id", index=False),
    text("decided_by"),
    text("role"),
    instant("decided_at"),
    instant("withdrawn_at", nullable=True),
    of("staff", "withdrawn_by_id", nullable=True, index=False),
    text("withdrawn_because", nullable=True),
    Index("uq_decision_made_standing", "case_id", "kind", unique=True, postgresql_where=sql("withdrawn_at is null")),
    closed_list("kind", DecisionKind),
    closed_list("role", Role),
)


def _withdrawn_first(before: Row, after: Row | None) -> Row | None:
    """The one before is withdrawn before the next is made, for one stands at a time."""
    return after if after is not None and before["withdrawn_at"] is None and after["withdrawn_at"] else None


keep(
    decision_made,
    of_cases="select t from decision_made t where case_id = any($1) and withdrawn_at is null",
    meanwhile=_withdrawn_first,
)


async def decide(
    tx: Transaction,
    case_id: int,
    kind: DecisionKind,
    *,
    terms: Mapping[str, Any],
    reason: str,
    by_id: int,
    by: str,
    role: Role,
) -> None:
    """Keep the decision; the one of its kind that stood is withdrawn by it."""
    await withdraw(tx, case_id, kind, by_id=by_id, because="decided anew")
    fresh = {"withdrawn_at": None, "withdrawn_by_id": None, "withdrawn_because": None}
    made = {"decided_by_id": by_id, "decided_by": by, "role": role, "decided_at": tx.now}
    number = await tx.draw(decision_made)
    own = {"id": number, "case_id": case_id, "kind": kind, "terms": dict(terms), "reason": reason}
    (await rows_of(tx, decision_made, case_id)).put({**own, **made, **fresh})


async def withdraw(tx: Transaction, case_id: int, kind: DecisionKind, *, by_id: int, because: str) -> bool:
    """Take the standing decision of that kind back; whether one stood."""
    rows = await rows_of(tx, decision_made, case_id)
    held = next((row for row in rows.of_case(case_id) if row["kind"] == kind and row["withdrawn_at"] is None), None)
    if held is None:
        return False
    rows.change(held["id"], withdrawn_at=tx.now, withdrawn_by_id=by_id, withdrawn_because=because)
    return True


def decision_in(row: Row) -> DecisionMade:
    """The decision as the rules take it."""
    at: datetime = row["decided_at"]
    return DecisionMade(DecisionKind(row["kind"]), row["decided_by"], row["role"], row["reason"], at, row["terms"])
