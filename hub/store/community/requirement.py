"""Requirements of sentences and conditions of licences, each as the reports about it make it."""

from sqlalchemy import Boolean, Column, Table, UniqueConstraint

from hub.domain.requirement import Requirement, RequirementChange, RequirementKind, RequirementStatus, Terms
from hub.store.base import closed_list, instant, key, metadata, of, of_case, text
from hub.store.fetching import RECORD, rows_said_by
from hub.store.transaction import Transaction
from hub.store.working_set import keep

SAME = ("source_record_id", "kind", "reference")

requirement = Table(
    "requirement",
    metadata,
    key(),
    of_case(),
    of("source_record", index=False),
    text("kind"),
    text("reference"),
    text("sentence_reference", nullable=True),
    text("main_type", nullable=True),
    text("sub_type", nullable=True),
    Column("restrictive", Boolean),
    text("last_change"),
    text("status"),
    instant("begun_at", nullable=True),
    instant("ended_at", nullable=True),
    instant("told_at"),
    Column("time_assumed", Boolean, nullable=False),
    instant("terms_at", nullable=True),
    UniqueConstraint(*SAME),
    closed_list("kind", RequirementKind),
    closed_list("last_change", RequirementChange),
    closed_list("status", RequirementStatus),
)

keep(requirement, key=SAME, lookups=[RECORD], of_cases=None)


async def held_requirement(
    tx: Transaction, *, record_id: int, kind: RequirementKind, reference: str
) -> Requirement | None:
    """The requirement of that number as held; None where nothing was told of it."""
    row = (await rows_said_by(tx, requirement, record_id)).get((record_id, kind, reference))
    if row is None:
        return None
    return Requirement(
        last=RequirementChange(row["last_change"]),
        told_at=row["told_at"],
        time_assumed=row["time_assumed"],
        terms=Terms(row["main_type"], row["sub_type"], row["restrictive"], row["sentence_reference"]),
        terms_at=row["terms_at"],
        begun_at=row["begun_at"],
    )


async def save_requirement(
    tx: Transaction, now: Requirement, *, case_id: int, record_id: int, kind: RequirementKind, reference: str
) -> None:
    """The requirement as it is now."""
    values = {
        "sentence_reference": now.terms.sentence_reference,
        "main_type": now.terms.main_type,
        "sub_type": now.terms.sub_type,
        "restrictive": now.terms.restrictive,
        "last_change": now.last,
        "status": now.status,
        "begun_at": now.begun_at,
        "ended_at": now.ended_at,
        "told_at": now.told_at,
        "time_assumed": now.time_assumed,
        "terms_at": now.terms_at,
    }
    fixed = {"case_id": case_id, "source_record_id": record_id, "kind": kind, "reference": reference}
    (await rows_said_by(tx, requirement, record_id)).put({**fixed, **values})
