"""What offenders were told of their manager, and, as a view, to whom a notice is due and why."""

from sqlalchemy import Column, Date, Table, Text, insert

from hub.domain.access import Service
from hub.domain.eligibility import Eligibility, NoticeChannel
from hub.domain.eligibility.notice import NoticeReason, NoticeTold
from hub.store.base import VIEW, closed_list, instant, key, metadata, of, of_case, text
from hub.store.transaction import Transaction

# `manager`, `manager_id`: what they were told: whether they have one, who it is (null: nobody named yet, or none).
offender_notice = Table(
    "offender_notice",
    metadata,
    key(),
    of_case(),
    text("service"),
    text("manager"),
    of("staff", "manager_id", nullable=True, index=False),
    Column("told_on", Date, nullable=False),
    text("channel"),
    of("staff", "recorded_by_id", index=False),
    instant("recorded_at"),
    closed_list("service", Service),
    closed_list("manager", Eligibility),
    closed_list("channel", NoticeChannel),
)

# One line for each case whose offender is to be told something (alembic/versions/0035_*).
case_notice_due = Table(
    "case_notice_due",
    metadata,
    Column("id", Text, primary_key=True),
    of_case(),
    text("reason"),
    closed_list("reason", NoticeReason),
    info=VIEW,
)


async def add(tx: Transaction, case_id: int, told: NoticeTold, *, service: Service, by_id: int) -> None:
    """Keep what the offender was told."""
    values = {
        "case_id": case_id,
        "service": service,
        "manager": told.manager,
        "manager_id": told.manager_id,
        "told_on": told.on,
        "channel": told.channel,
        "recorded_by_id": by_id,
        "recorded_at": tx.now,
    }
    await tx.execute(insert(offender_notice).values(values))
