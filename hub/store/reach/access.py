"""Limited access: who may not see a case (exclusion), who alone may (restriction)."""

from collections.abc import Iterable

from sqlalchemy import Table

from hub.domain.records import LimitSource
from hub.store.base import closed_list, key, metadata, of, of_case, text
from hub.store.fetching import rows_of
from hub.store.transaction import Transaction
from hub.store.working_set import keep

# `told_by` keeps apart the two records that speak of limits: the personal details (a flag, no list) and the list.
# A row without an e-mail says that the limit is on while its list is not known: a restriction then hides from all.
access_limit = Table(
    "access_limit",
    metadata,
    key(),
    of_case(),
    of("source_record"),
    text("kind"),
    text("email", nullable=True),
    text("told_by"),
    closed_list("kind", ("EXCLUSION", "RESTRICTION")),
    closed_list("told_by", LimitSource),
)


keep(access_limit)


async def save(
    tx: Transaction, *, case_id: int, record_id: int, told_by: LimitSource, limits: Iterable[tuple[str, str | None]]
) -> bool:
    """Replace what that part of the record says about limits, as (kind, e-mail or None); whether anything changed."""
    rows = await rows_of(tx, access_limit, case_id)
    mine = [row for row in rows.of_case(case_id) if (row["source_record_id"], row["told_by"]) == (record_id, told_by)]
    wanted = set(limits)
    if {(row["kind"], row["email"]) for row in mine} == wanted:
        return False
    for row in mine:
        rows.remove(row["id"])
    fixed = {"case_id": case_id, "source_record_id": record_id, "told_by": told_by}
    for kind, email in sorted(wanted, key=str):
        rows.put({"id": await tx.draw(access_limit), **fixed, "kind": kind, "email": email})
    return True
