"""The terms that custodial sentences are made of, as the prison's records give them."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from msgspec.structs import asdict
from sqlalchemy import Boolean, Column, Date, Integer, Table, UniqueConstraint
from sqlalchemy import text as sql

from hub.domain.sentence_terms import SentenceTerm, TermKind
from hub.store.base import closed_list, instant, key, metadata, of, of_case, text
from hub.store.fetching import rows_of
from hub.store.transaction import Transaction
from hub.store.working_set import WorkingSet, keep

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

FIELDS = tuple(SentenceTerm.__struct_fields__)

keep(sentence_term, key=("source_record_id", "booking_id", "sentence", "number"))


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
    rows = await rows_of(tx, sentence_term, case_id)
    wanted = {(one.sentence, one.number): one for one in terms}
    for row in rows.of_case(case_id):
        mine = (row["source_record_id"], row["booking_id"]) == (record_id, booking_id)
        if mine and (row["sentence"], row["number"]) not in wanted:
            rows.remove((record_id, booking_id, row["sentence"], row["number"]))
    same = {"case_id": case_id, "source_record_id": record_id, "booking_id": booking_id, "source_time": source_time}
    for one in terms:
        rows.put({**same, **asdict(one)})


def terms_in(held: WorkingSet, case_id: int, record_id: int, booking_id: str | None) -> Iterator[SentenceTerm]:
    """The terms of a record's booking, in their order."""
    rows = held.of(sentence_term).of_case(case_id)
    mine = (row for row in rows if (row["source_record_id"], row["booking_id"]) == (record_id, booking_id))
    for row in sorted(mine, key=lambda row: (row["sentence"], row["number"])):
        yield SentenceTerm(**{**{name: row[name] for name in FIELDS}, "kind": TermKind(row["kind"])})
