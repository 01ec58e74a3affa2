"""The hub's own tables as ORM classes, one for each, as a plain program would declare them."""

from typing import Any

from sqlalchemy import Table
from sqlalchemy.orm import registry

from hub.store.tables import metadata

_registry = registry(metadata=metadata)


def _mapped(name: str) -> Any:
    table: Table = metadata.tables[name]
    cls = type(name.title().replace("_", ""), (), {})
    keys = list(table.primary_key.columns) or [table.columns["id"]]
    _registry.map_imperatively(cls, table, primary_key=keys)
    return cls


Audit, Case, Custody, Holder = map(_mapped, ("audit", "offender_case", "custody_record", "offender_manager_holder"))
Identifier, Inbox, Movement, Outbox = map(_mapped, ("identifier", "inbox", "movement", "outbox"))
Person, ReadingKept, Record, Sentence = map(_mapped, ("person_record", "reading", "source_record", "sentence"))
Span, Version, Likeness = map(_mapped, ("span", "source_version", "person_likeness"))
CustodyReading, Erased, Limit = map(_mapped, ("custody_reading", "erased_key", "access_limit"))
Plan, Registration, Supervision = map(_mapped, ("sentence_plan", "registration", "supervision_record"))
Unknown, Term, Handover = map(_mapped, ("unknown_movement", "sentence_term", "handover"))
Supervisor, HolderDecision = map(_mapped, ("offender_supervisor_allocation", "holder_decision"))
Allocation, Decision, Override = map(_mapped, ("reported_allocation", "decision_made", "identity_override"))
Review, Patient = map(_mapped, ("identity_review", "patient_report"))
