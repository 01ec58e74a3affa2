"""Where the services differ, kept while it lasts; and, as views, how every fact stands and where each word comes from.

What was decided stands on the case's row (`offender_case.facts`, hub/domain/agreement.py). The views `case_fact` and
`fact_source` (alembic/versions/0006_*) unfold it beside the readings, so that a reading costs no further write.
"""

from collections.abc import Mapping

from sqlalchemy import BigInteger, Boolean, Column, Computed, Index, Table, Text, UniqueConstraint

from hub.domain.access import Service
from hub.domain.agreement import Agreement, Fact, Rule, Standing
from hub.store.base import VIEW, closed_list, instant, key, metadata, of, of_case, text
from hub.store.fetching import rows_of
from hub.store.transaction import Transaction
from hub.store.working_set import keep

disagreement = Table(
    "disagreement",
    metadata,
    key(),
    of("offender_case", "case_id", index=False),  # the unique constraint begins with it
    text("fact"),
    Column("case_fact_id", Text, Computed("case_id::text || '/' || fact", persisted=True)),
    text("custody_value"),
    text("community_value"),
    text("shown_by"),
    text("rule"),
    instant("since"),
    UniqueConstraint("case_id", "fact"),
    Index("ix_disagreement_since", "since", "id"),
    closed_list("fact", Fact),
    closed_list("rule", Rule),
    closed_list("shown_by", Service),
)

keep(disagreement, key=("case_id", "fact"))

# Its id is the case's number and the fact's name.
case_fact = Table(
    "case_fact",
    metadata,
    Column("id", Text, primary_key=True),
    of_case(),
    text("fact"),
    text("value"),
    text("shown_by"),
    text("rule"),
    text("agreement"),
    closed_list("fact", Fact),
    closed_list("shown_by", Service),
    closed_list("rule", Rule),
    closed_list("agreement", Agreement),
    info=VIEW,
)

fact_source = Table(
    "fact_source",
    metadata,
    Column("id", Text, primary_key=True),
    of_case(),
    text("case_fact_id"),
    Column("source_record_id", BigInteger, nullable=False),
    text("fact"),
    text("value"),
    text("service"),
    instant("source_time", nullable=True),
    Column("time_assumed", Boolean),
    text("source_version", nullable=True),
    instant("received_at", nullable=True),
    closed_list("fact", Fact),
    closed_list("service", Service),
    info=VIEW,
)


async def save(tx: Transaction, case_id: int, held: Mapping[Fact, Standing], now: Mapping[Fact, Standing]) -> None:
    """Keep what the services differ in now; one that they differed in before keeps the moment since when."""
    over = [name for name, one in held.items() if one.agreed is False and not _differs(now, name)]
    rows = await rows_of(tx, disagreement, case_id)
    for name in over:
        if rows.get((case_id, name)):
            rows.remove((case_id, name))
    for name, one in now.items():
        if one.agreed is False and held.get(name) != one:
            values = {
                "custody_value": one.custody,
                "community_value": one.community,
                "shown_by": one.by,
                "rule": one.rule,
            }
            before = rows.get((case_id, name))
            since = before["since"] if before else tx.now
            rows.put({"case_id": case_id, "fact": name, "since": since, **values})


def _differs(facts: Mapping[Fact, Standing], name: Fact) -> bool:
    return name in facts and facts[name].agreed is False
