"""The terms that custodial sentences are made of, as the prison's records give them."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime

from sqlalchemy import Boolean, Column, Date, Integer, Table, UniqueConstraint, delete, insert
from sqlalchemy import text as sql

from hub.domain.sentence_terms import SentenceTerm, TermKind
from hub.store.base import closed_list, instant, key, metadata, of, of_case, text
from hub.store.transaction import Transaction

sentence_term = Table(
    "sentence_term",
    metadata,
    key(),
    of_case(),
    of("source_record", index=False),  # the unique constraint begins with it
    text("booking_id"),
    Column("sentence", Integer, nullable=False),
    Column("number", Integer, nullable=False),
    text("kind"),
    text("description", nullable=True),
    Column("consecutive_to", Integer),
    Column("starts_on", Date),
    *(Column(name, Integer, nullable=False, server_default=sql("0")) for name in ("years", "months", "weeks", "days")),
    Column("life", Boolean, nullable=False),
    text("offence", nullable=True),
    instant("source_time"),
    UniqueConstraint("source_record_id", "booking_id", "sentence", "number"),
    closed_list("kind", TermKind),
)


async def replace_terms(
    tx: Transaction,
    *,
    case_id: int,
    record_id: int,
    booking_id: str,
    terms: Sequence[SentenceTerm],
    source_time: datetime,
) -> None:
    """Make these the terms of the booking."""
    mine = (sentence_term.c.source_record_id == record_id, sentence_term.c.booking_id == booking_id)
    await tx.execute(delete(sentence_term).where(*mine))
    same = {"case_id": case_id, "source_record_id": record_id, "booking_id": booking_id, "source_time": source_time}
    if terms:
        await tx.execute(insert(sentence_term), [{**same, **asdict(term)} for term in terms])
