"""Sentences, and the spans that they form. The temporal constraints stand in the first migration."""

from sqlalchemy import Boolean, Column, Computed, Date, Integer, Table, UniqueConstraint
from sqlalchemy import text as sql
from sqlalchemy.dialects.postgresql import INT8RANGE, TSTZRANGE

from hub.domain.access import Service
from hub.store.base import closed_list, instant, key, metadata, of, of_case, text

CASE_KEY = "int8range(case_id, case_id, '[]')"

sentence = Table(
    "sentence",
    metadata,
    key(),
    of_case(),
    of("source_record"),
    text("service"),
    text("source_reference"),
    text("description"),
    Column("custodial", Boolean, nullable=False),
    Column("active", Boolean, nullable=False),
    Column("imposed_on", Date),
    Column("length", Integer),
    text("length_unit", nullable=True),
    text("offence", nullable=True),
    Column("release_on", Date),
    Column("expires_on", Date),
    Column("licence_expires_on", Date),
    Column("terminated_on", Date),
    of("span", nullable=True),
    instant("source_time"),
    UniqueConstraint("source_record_id", "source_reference"),
    closed_list("service", Service),
)

# `during` runs from the first sentence passed to the last one's termination; open until that is known.
span = Table(
    "span",
    metadata,
    key(),
    of_case(),
    Column("case_key", INT8RANGE, Computed(CASE_KEY, persisted=True)),
    Column("during", TSTZRANGE, nullable=False),
    instant("created_at", server_default=sql("now()")),
)
