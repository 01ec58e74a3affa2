"""How far each topic of the services has been heard, over all records: a view on the readings."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Column, Integer, Table, Text, select

from hub.domain.access import Service
from hub.store.base import VIEW, closed_list, instant, metadata, text
from hub.store.transaction import Transaction

feed = Table(
    "feed",
    metadata,
    Column("topic", Text, primary_key=True),
    text("service"),
    Column("records", Integer, nullable=False),
    Column("times_assumed", Integer, nullable=False),
    instant("newest_source_time"),
    instant("newest_received_at"),
    Column("lag_seconds", Integer, nullable=False),
    closed_list("service", Service),
    info=VIEW,
)


async def feeds(tx: Transaction) -> Sequence[Any]:
    """Every topic with its figures, as rows of the view."""
    return await tx.rows(select(feed).order_by(feed.c.topic))
