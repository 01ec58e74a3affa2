"""Requests of offenders to their managers, each with its due date and its answer."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import CheckConstraint, Index, Table, insert, select, update
from sqlalchemy import text as sql

from hub.domain.access import Service
from hub.domain.lead.reach import ContactWay
from hub.store.base import closed_list, instant, key, metadata, of, of_case, text
from hub.store.transaction import Transaction

contact_request = Table(
    "contact_request",
    metadata,
    key(),
    of_case(),
    text("service"),
    instant("asked_at"),
    text("way"),
    text("about"),
    instant("due_at"),
    of("staff", "recorded_by_id", index=False),
    instant("recorded_at"),
    text("answer", nullable=True),
    instant("answered_at", nullable=True),
    of("staff", "answered_by_id", nullable=True, index=False),
    CheckConstraint("(answer is null) = (answered_at is null)", name="answered_with_words"),
    Index("ix_contact_request_open", "due_at", "id", postgresql_where=sql("answered_at is null")),
    closed_list("service", Service),
    closed_list("way", ContactWay),
)


@dataclass(frozen=True)
class HeldRequest:
    """A request as it is held."""

    case_id: int
    answered: bool


async def add(
    tx: Transaction,
    case_id: int,
    *,
    service: Service,
    asked_at: datetime,
    way: ContactWay,
    about: str,
    due_at: datetime,
    by_id: int,
) -> None:
    """Keep a request."""
    values = {
        "case_id": case_id,
        "service": service,
        "asked_at": asked_at,
        "way": way,
        "about": about,
        "due_at": due_at,
        "recorded_by_id": by_id,
        "recorded_at": tx.now,
    }
    await tx.execute(insert(contact_request).values(values))


async def held(tx: Transaction, number: int) -> HeldRequest | None:
    """The request of that number; read it again once its case is locked."""
    row = await tx.one(select(contact_request).where(contact_request.c.id == number))
    return HeldRequest(row.case_id, row.answered_at is not None) if row else None


async def answer(tx: Transaction, number: int, words: str, by_id: int) -> None:
    """Keep the answer."""
    values = {"answer": words, "answered_at": tx.now, "answered_by_id": by_id}
    await tx.execute(update(contact_request).where(contact_request.c.id == number).values(values))
