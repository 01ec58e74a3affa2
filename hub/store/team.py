"""Staff of both services, and who holds a case.

At every instant of a span exactly one Offender Manager holder: a named person, or the state unallocated.
The database holds it: `WITHOUT OVERLAPS` forbids two, the span's `PERIOD` foreign key forbids none (first migration).
"""

from sqlalchemy import (
    ARRAY,
    BigInteger,
    Boolean,
    Column,
    Computed,
    Identity,
    Table,
    Text,
    UniqueConstraint,
)
from sqlalchemy import (
    text as sql,
)
from sqlalchemy.dialects.postgresql import INT8RANGE, TSTZRANGE

from hub.domain.access import Service
from hub.store.base import closed_list, instant, key, metadata, of, of_case, text
from hub.store.sentence import CASE_KEY

staff = Table(
    "staff",
    metadata,
    key(),
    text("service"),
    text("code"),
    text("forename", nullable=True),
    text("surname", nullable=True),
    text("grade", nullable=True),
    text("email", nullable=True),
    text("team_code", nullable=True),
    text("team_name", nullable=True),
    text("establishment_code", nullable=True),
    instant("updated_at", server_default=sql("now()")),
    UniqueConstraint("service", "code"),
    closed_list("service", Service),
)

offender_manager_holder = Table(
    "offender_manager_holder",
    metadata,
    Column("id", BigInteger, Identity(always=False), nullable=False, unique=True),
    of_case(),
    Column("case_key", INT8RANGE, Computed(CASE_KEY, persisted=True)),
    Column("during", TSTZRANGE, nullable=False),
    Column("current", Boolean, Computed("upper_inf(during)", persisted=True)),
    of("staff", nullable=True),
    Column("start_assumed", Boolean, nullable=False, server_default=sql("false")),
    instant("due_at", nullable=True),
    text("cause"),
    text("reason", nullable=True),
    Column("flags", ARRAY(Text), nullable=False, server_default=sql("'{}'")),
)

offender_supervisor_allocation = Table(
    "offender_supervisor_allocation",
    metadata,
    Column("id", BigInteger, Identity(always=False), nullable=False, unique=True),
    of_case(),
    Column("case_key", INT8RANGE, Computed(CASE_KEY, persisted=True)),
    Column("during", TSTZRANGE, nullable=False),
    Column("current", Boolean, Computed("upper_inf(during)", persisted=True)),
    of("staff"),
    Column("start_assumed", Boolean, nullable=False, server_default=sql("false")),
    text("cause"),
    text("reason", nullable=True),
)
