"""The figures of the principles: of a case, of each of its spans, and summed up over the cases that somebody sees.

The view (alembic/versions/0029_*) computes them when they are read, for time alone changes them. What it must say is
the rule's (hub/domain/principles); a test holds both against each other over random histories.
"""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import BigInteger, Boolean, Column, Integer, Table, Text, func, select
from sqlalchemy import literal_column as sql

from hub.domain.access import Actor
from hub.domain.phase import Phase
from hub.domain.principles.figure import FigureState
from hub.domain.principles.measures import Measure, Subject
from hub.store.base import VIEW, closed_list, metadata, of_case, text, word
from hub.store.case import offender_case
from hub.store.reach.conditions import Condition
from hub.store.reach.visibility import viewer, visible
from hub.store.transaction import Transaction

# `span_id`: of continuity, over which span. `counts`: one of the case's figures; of continuity those of its last span.
# `place`: the order in which they are listed.
principle_figure = Table(
    "principle_figure",
    metadata,
    Column("id", Text, primary_key=True),
    of_case(),
    Column("span_id", BigInteger),
    Column("counts", Boolean, nullable=False),
    text("subject"),
    text("measure"),
    Column("place", Integer, nullable=False),
    text("state"),
    Column("value", Integer),
    closed_list("subject", Subject),
    closed_list("measure", Measure),
    closed_list("state", FigureState),
    info=VIEW,
)


@dataclass(frozen=True)
class SummedFigure:
    """One measure over many cases: of how many it is known, and what their values are together."""

    subject: Subject
    measure: Measure
    known: int
    not_yet_known: int
    nothing_to_measure: int
    total: int | None
    median: int | None
    lowest: int | None
    highest: int | None


async def summed(tx: Transaction, actor: Actor, scope: Condition) -> list[SummedFigure]:
    """The figures of the cases of that scope that the actor sees and whose sentences have not all ended."""
    case = offender_case.alias()
    figure = principle_figure.alias()
    running = case.c.phase.is_distinct_from(word(Phase.TERMINATED))
    # The offset keeps the look at the view inside each case: the figures of no other case are computed.
    own = select(figure).where(figure.c.case_id == case.c.id, figure.c.counts).offset(sql("0")).lateral("own")
    value = own.c.value
    statement = (
        select(
            own.c.subject,
            own.c.measure,
            *(_counted(own.c.state, state) for state in FigureState),
            func.sum(value).cast(BigInteger).label("total"),
            func.percentile_disc(sql("0.5")).within_group(value.asc()).label("median"),
            func.min(value).label("lowest"),
            func.max(value).label("highest"),
        )
        .select_from(case.join(own, sql("true")))
        .where(visible(case), scope(case), running)
        .group_by(own.c.subject, own.c.measure, own.c.place)
        .order_by(own.c.place)
    )
    return [_summed(row) for row in await tx.rows(statement, viewer(actor))]


def _counted(state: Any, wanted: FigureState) -> Any:
    return func.count().filter(state == word(wanted)).label(wanted.lower())


def _summed(row: Any) -> SummedFigure:
    return SummedFigure(
        Subject(row.subject),
        Measure(row.measure),
        row.known,
        row.not_yet_known,
        row.nothing_to_measure,
        row.total,
        row.median,
        row.lowest,
        row.highest,
    )
