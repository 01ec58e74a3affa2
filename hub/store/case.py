"""The case: one for each offender, for ever. Its row is the lock under which everything about the case changes."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import (
    ARRAY,
    BigInteger,
    Boolean,
    Column,
    Computed,
    Date,
    Index,
    Integer,
    Table,
    Text,
    insert,
    select,
    update,
)
from sqlalchemy import text as sql
from sqlalchemy.dialects.postgresql import JSONB

from hub.domain.phase import Phase, PhaseFlag
from hub.domain.registration import RegisteredRisk
from hub.store.base import closed_list, closed_lists, instant, key, metadata, of, text
from hub.store.transaction import Transaction

# The columns om_staff_id ... limited are the case's reach: kept by the actions beside the facts that they follow from,
# so that visibility is decided on the row itself (hub/store/visibility.py).
offender_case = Table(
    "offender_case",
    metadata,
    key(),
    text("forename", nullable=True),
    text("surname", nullable=True),
    Column("date_of_birth", Date),
    Column(
        "sort_name",
        Text,
        Computed("left(lower(coalesce(surname, '') || ', ' || coalesce(forename, '')), 200)", persisted=True),
        nullable=False,
    ),
    text("name_source", nullable=True),
    Column("awaiting_snapshot", Boolean, nullable=False, server_default=sql("true")),
    text("phase", nullable=True),
    text("phase_reason", nullable=True),
    Column("phase_flags", ARRAY(Text), nullable=False, server_default=sql("'{}'")),
    Column("facts", JSONB, nullable=False, server_default=sql("'{}'")),
    Column("om_staff_id", BigInteger),
    text("om_team_code", nullable=True),
    Column("os_staff_id", BigInteger),
    text("prison_code", nullable=True),
    Column("limited", Boolean, nullable=False, server_default=sql("false")),
    text("registered_risk", nullable=True),
    Column("mappa_level", Integer),
    Column("mappa_category", Integer),
    of("offender_case", "merged_into", nullable=True, index=False),
    Column("version", Integer, nullable=False, server_default=sql("1")),
    Column("sequence", BigInteger, nullable=False, server_default=sql("0")),
    instant("created_at", server_default=sql("now()")),
    instant("updated_at", server_default=sql("now()")),
    closed_list("phase", Phase),
    closed_lists("phase_flags", PhaseFlag),
    closed_list("registered_risk", RegisteredRisk),
    Index("ix_offender_case_om", "om_staff_id", "sort_name", "id"),
    Index("ix_offender_case_os", "os_staff_id", "sort_name", "id"),
    Index("ix_offender_case_team", "om_team_code", "sort_name", "id"),
    Index("ix_offender_case_prison", "prison_code", "sort_name", "id"),
)


async def lock(tx: Transaction, case_ids: Iterable[int]) -> list[int]:
    """Lock the cases, in the order of their ids so that no two transactions wait for each other; the ids found."""
    wanted = sorted(set(case_ids))
    statement = select(offender_case.c.id).where(offender_case.c.id == sql("any(:ids)").bindparams(ids=wanted))
    rows = await tx.rows(statement.order_by(offender_case.c.id).with_for_update())
    return [row.id for row in rows]


async def create(tx: Transaction) -> int:
    """A new case, awaiting its first snapshot; the id."""
    statement = insert(offender_case).values(created_at=tx.now, updated_at=tx.now).returning(offender_case.c.id)
    return int((await tx.execute(statement)).scalar_one())


async def save(tx: Transaction, case_id: int, values: Mapping[str, Any]) -> int:
    """Change columns of the case's own row and count the change; the case's new version."""
    statement = update(offender_case).where(offender_case.c.id == case_id)
    counted = statement.values(**values, version=offender_case.c.version + 1, updated_at=tx.now)
    return int((await tx.execute(counted.returning(offender_case.c.version))).scalar_one())
