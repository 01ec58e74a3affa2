"""The case: one for each offender, for ever. Its row is the lock under which everything about the case changes."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import (
    ARRAY,
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Computed,
    Date,
    Index,
    Integer,
    SmallInteger,
    Table,
    Text,
    select,
)
from sqlalchemy import text as sql
from sqlalchemy.dialects.postgresql import JSONB

from hub.domain.cluster import Because, ClusterState
from hub.domain.matching.regroup import Attention
from hub.domain.phase import Phase, PhaseFlag
from hub.domain.registration import RegisteredRisk
from hub.store.base import closed_list, closed_lists, instant, key, metadata, of, text
from hub.store.fetching import rows_of
from hub.store.transaction import Transaction
from hub.store.working_set import keep

# The columns om_staff_id ... limited are the case's reach: kept by the actions beside the facts that they follow from,
# so that visibility is decided on the row itself (hub/store/reach/visibility.py).
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
    # What the rules answer (hub/domain/answers); `ask_again_on`: the day on which time alone may change that.
    Column("answers", JSONB, nullable=False, server_default=sql("'{}'")),
    Column("tier", SmallInteger),
    # The highest tier first, a case that awaits its tier last.
    Column("tier_order", Integer, Computed("5 - coalesce(tier, 0)", persisted=True), nullable=False),
    Column("ask_again_on", Date),
    Column("om_staff_id", BigInteger),
    text("om_team_code", nullable=True),
    Column("os_staff_id", BigInteger),
    text("prison_code", nullable=True),
    # Who is to take the case over by an open handover: they read it (hub/domain/access.py).
    Column("next_om_staff_id", BigInteger),
    Column("next_os_staff_id", BigInteger),
    Column("limited", Boolean, nullable=False, server_default=sql("false")),
    text("registered_risk", nullable=True),
    Column("mappa_level", Integer),
    Column("mappa_category", Integer),
    of("offender_case", "merged_into", nullable=True, index=False),
    # Why a person must look at who the case is about (hub/domain/cluster.py).
    Column(
        "cluster_state",
        Text,
        Computed("case when cluster_reason is null then 'ACTIVE' else 'NEEDS_ATTENTION' end", persisted=True),
        nullable=False,
    ),
    text("cluster_reason", nullable=True),
    text("cluster_because", nullable=True),
    Column("version", Integer, nullable=False, server_default=sql("1")),
    Column("sequence", BigInteger, nullable=False, server_default=sql("0")),
    instant("erased_at", nullable=True),
    instant("created_at", server_default=sql("now()")),
    instant("updated_at", server_default=sql("now()")),
    closed_list("phase", Phase),
    closed_lists("phase_flags", PhaseFlag),
    closed_list("registered_risk", RegisteredRisk),
    closed_list("cluster_state", ClusterState),
    closed_list("cluster_reason", Attention),
    closed_list("cluster_because", Because),
    CheckConstraint("tier between 1 and 4", name="tier_known"),
    Index("ix_offender_case_ask_again_on", "ask_again_on", postgresql_where=sql("ask_again_on is not null")),
    Index("ix_offender_case_om", "om_staff_id", "sort_name", "id"),
    Index("ix_offender_case_os", "os_staff_id", "sort_name", "id"),
    Index("ix_offender_case_next_om", "next_om_staff_id", postgresql_where=sql("next_om_staff_id is not null")),
    Index("ix_offender_case_next_os", "next_os_staff_id", postgresql_where=sql("next_os_staff_id is not null")),
    Index("ix_offender_case_team", "om_team_code", "sort_name", "id"),
    Index("ix_offender_case_prison", "prison_code", "sort_name", "id"),
)


keep(offender_case, of_cases="select t from offender_case t where id = any($1)")

# A case of which nothing is known yet.
EMPTY: dict[str, Any] = {
    **{column.name: None for column in offender_case.columns if column.nullable and column.computed is None},
    "awaiting_snapshot": True,
    "phase_flags": [],
    "limited": False,
    "facts": {},
    "answers": {},
    "version": 1,
    "sequence": 0,
}


async def lock(tx: Transaction, case_ids: Iterable[int]) -> list[int]:
    """Lock the cases, in the order of their ids so that no two transactions wait for each other; the ids found."""
    wanted = sorted(set(case_ids))
    statement = select(offender_case.c.id).where(offender_case.c.id == sql("any(:ids)").bindparams(ids=wanted))
    rows = await tx.rows(statement.order_by(offender_case.c.id).with_for_update())
    return [row.id for row in rows]


async def create(tx: Transaction) -> int:
    """A new case, awaiting its first snapshot; the id."""
    case_id = await tx.draw(offender_case)
    tx.working.of(offender_case).put({"id": case_id, **EMPTY, "created_at": tx.now, "updated_at": tx.now})
    tx.working.cases.add(case_id)
    tx.working.on_undo(lambda: tx.working.cases.discard(case_id))
    return case_id


async def save(tx: Transaction, case_id: int, values: Mapping[str, Any]) -> int:
    """Change columns of the case's own row and count the change; the case's new version."""
    rows = await rows_of(tx, offender_case, case_id)
    version = int(rows[case_id]["version"]) + 1
    rows.change(case_id, **values, version=version, updated_at=tx.now)
    return version


async def next_sequences(tx: Transaction, case_id: int, count: int) -> list[int]:
    """The next numbers for events of the case, which is locked."""
    rows = await rows_of(tx, offender_case, case_id)
    last = int(rows[case_id]["sequence"])
    rows.change(case_id, sequence=last + count, updated_at=tx.now)
    return [last + place for place in range(1, count + 1)]
