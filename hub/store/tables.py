"""Every table in one place, for Alembic and for whoever looks for the list."""

from hub.store import (
    access,
    audit,
    case,
    custody,
    dead_letters,
    detail,
    idempotency,
    identity,
    inbox,
    outbox,
    person,
    plan,
    reading,
    sentence,
    team,
)
from hub.store.base import metadata

__all__ = [
    "access",
    "audit",
    "case",
    "custody",
    "dead_letters",
    "detail",
    "idempotency",
    "identity",
    "inbox",
    "metadata",
    "outbox",
    "person",
    "plan",
    "reading",
    "sentence",
    "team",
]
