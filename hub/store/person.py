"""What each source says about who the person is; the case shows one of them (hub/domain/person.py)."""

from sqlalchemy import ARRAY, BigInteger, Column, Date, ForeignKey, Table, Text
from sqlalchemy import text as sql

from hub.store.base import instant, metadata, of_case, text

person_record = Table(
    "person_record",
    metadata,
    Column("source_record_id", BigInteger, ForeignKey("source_record.id"), primary_key=True),
    of_case(),
    text("forename", nullable=True),
    Column("middle_names", ARRAY(Text), nullable=False, server_default=sql("'{}'")),
    text("surname", nullable=True),
    Column("date_of_birth", Date),
    text("gender", nullable=True),
    instant("source_time"),
)
