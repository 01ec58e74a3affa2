"""Who leads each case day to day, and how its offender reaches the manager now: views, for both follow from the case.

What they must say is the rule's (hub/domain/lead/day_to_day.py, reach.py); a test holds both against each other over
every combination of the facts.
"""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import ARRAY, BigInteger, Column, Table, Text, select
from sqlalchemy import text as sql

from hub.domain.custody import CustodyState
from hub.domain.handover import Responsibility
from hub.domain.lead.cover import Cover
from hub.domain.lead.day_to_day import LeadFlag, LeadReason, Place, place_of
from hub.domain.lead.reach import ContactThrough, ContactWay, ReachReason
from hub.domain.team import TeamRole
from hub.store.base import VIEW, closed_list, closed_lists, metadata, of_case, text
from hub.store.case import offender_case
from hub.store.custody.custody import custody_record
from hub.store.team.cover import cover
from hub.store.transaction import Transaction

case_leadership = Table(
    "case_leadership",
    metadata,
    Column("id", Text, primary_key=True),
    of_case(),
    text("place"),
    Column("accountable_id", BigInteger),
    Column("day_to_day_id", BigInteger),
    text("role", nullable=True),
    text("responsibility", nullable=True),
    text("reason"),
    Column("flags", ARRAY(Text), nullable=False),
    closed_list("place", Place),
    closed_list("role", TeamRole),
    closed_list("responsibility", Responsibility),
    closed_list("reason", LeadReason),
    closed_lists("flags", LeadFlag),
    info=VIEW,
)

case_reach = Table(
    "case_reach",
    metadata,
    Column("id", Text, primary_key=True),
    of_case(),
    text("way", nullable=True),
    text("through", nullable=True),
    Column("through_id", BigInteger),
    text("reason"),
    closed_list("way", ContactWay),
    closed_list("through", ContactThrough),
    closed_list("reason", ReachReason),
    info=VIEW,
)


@dataclass(frozen=True)
class Managed:
    """Who is named as manager, and where the offender is."""

    manager_id: int | None
    place: Place


async def managed(tx: Transaction, case_id: int) -> Managed:
    """Of a case that is there."""
    joined = offender_case.outerjoin(
        custody_record, (custody_record.c.case_id == offender_case.c.id) & custody_record.c.current
    )
    statement = select(offender_case.c.om_staff_id, custody_record.c.state).select_from(joined)
    row = await tx.one(statement.where(offender_case.c.id == case_id))
    return Managed(row.om_staff_id, place_of(CustodyState(row.state) if row.state else None))


async def covers_on(tx: Transaction, day: date) -> list[Cover]:
    """Every cover that stands on that day."""
    standing = (cover.c.ended_at.is_(None), sql("cast(:day as date) <@ cover.during").bindparams(day=day))
    rows = await tx.rows(select(cover).where(*standing))
    return [Cover(row.staff_id, row.covering_id, row.first_on, row.last_on, row.reason) for row in rows]
