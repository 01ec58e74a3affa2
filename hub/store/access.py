"""Limited access: who may not see a case (exclusion), who alone may (restriction)."""

from collections.abc import Iterable

from sqlalchemy import Table, delete, insert, select

from hub.domain.records import LimitSource
from hub.store.base import closed_list, key, metadata, of, of_case, text
from hub.store.transaction import Transaction

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


async def save(
    tx: Transaction, *, case_id: int, record_id: int, told_by: LimitSource, limits: Iterable[tuple[str, str | None]]
) -> bool:
    """Replace what that part of the record says about limits, as (kind, e-mail or None); whether anything changed."""
    mine = (access_limit.c.source_record_id == record_id, access_limit.c.told_by == told_by)
    held = {(row.kind, row.email) for row in await tx.rows(select(access_limit).where(*mine))}
    wanted = set(limits)
    if held == wanted:
        return False
    await tx.execute(delete(access_limit).where(*mine))
    if wanted:
        fixed = {"case_id": case_id, "source_record_id": record_id, "told_by": told_by}
        rows = [{**fixed, "kind": kind, "email": email} for kind, email in sorted(wanted, key=str)]
        await tx.execute(insert(access_limit), rows)
    return True
