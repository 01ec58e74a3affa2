"""Assessments as their system tells them: what each body says of each, in every version that was ever read.

A statement is never changed: other content is another row, so whatever rests on one can be pinned by its id. Which one
counts is decided from all of them (hub/domain/assessment/standing.py) and kept beside it.
"""

from collections.abc import Iterable
from datetime import datetime
from hashlib import sha256

import msgspec
from sqlalchemy import (
    ARRAY,
    Boolean,
    Column,
    LargeBinary,
    SmallInteger,
    Table,
    Text,
    UniqueConstraint,
    insert,
    select,
    update,
)
from sqlalchemy import text as sql

from hub.domain.assessment import (
    AssessmentBody,
    AssessmentPart,
    AssessmentStatus,
    HeldStatement,
    Standing,
    Statement,
)
from hub.domain.assessment.standing import PROGRESS, ordered_at
from hub.store.assessment_parts import save_parts
from hub.store.base import closed_list, closed_lists, instant, key, metadata, of, of_case, text
from hub.store.transaction import Transaction

assessment = Table(
    "assessment",
    metadata,
    key(),
    of_case(),
    of("source_record"),
    text("body"),
    text("reference"),
    text("kind", nullable=True),
    text("status"),
    text("status_text", nullable=True),
    instant("initiated_at", nullable=True),
    instant("completed_at", nullable=True),
    instant("signed_at", nullable=True),
    Column("progress", SmallInteger, nullable=False),
    instant("ordered_at"),
    Column("parts", ARRAY(Text), nullable=False, server_default=sql("'{}'")),
    Column("content_hash", LargeBinary, nullable=False),
    instant("first_read_at"),
    instant("last_read_at"),
    Column("standing", Boolean, nullable=False, server_default=sql("false")),
    Column("listed", Boolean, nullable=False, server_default=sql("false")),
    Column("current", Boolean, nullable=False, server_default=sql("false")),
    Column("current_parts", ARRAY(Text), nullable=False, server_default=sql("'{}'")),
    UniqueConstraint("source_record_id", "body", "reference", "content_hash"),
    closed_list("body", AssessmentBody),
    closed_list("status", AssessmentStatus),
    closed_lists("parts", AssessmentPart),
    closed_lists("current_parts", AssessmentPart),
)


async def save_statements(
    tx: Transaction,
    *,
    case_id: int,
    record_id: int,
    body: AssessmentBody,
    statements: Iterable[Statement],
    read_at: datetime,
) -> int:
    """Keep what a body says, each version once, and when it was read; how many are new. The case must be locked."""
    new = 0
    for one in statements:
        digest = sha256(msgspec.json.encode(one)).digest()
        same = (
            assessment.c.source_record_id == record_id,
            assessment.c.body == body,
            assessment.c.reference == one.reference,
            assessment.c.content_hash == digest,
        )
        columns = (assessment.c.id, assessment.c.first_read_at, assessment.c.last_read_at)
        held = await tx.one(select(*columns).where(*same))
        if held is None:
            number = await _add(tx, case_id, record_id, body, one, digest, read_at)
            await save_parts(tx, one, case_id=case_id, record_id=record_id, assessment_id=number)
            new += 1
        elif not held.first_read_at <= read_at <= held.last_read_at:
            span = {
                "first_read_at": min(held.first_read_at, read_at),
                "last_read_at": max(held.last_read_at, read_at),
            }
            await tx.execute(update(assessment).where(assessment.c.id == held.id).values(span))
    return new


async def statements_of(tx: Transaction, record_id: int) -> list[HeldStatement]:
    """Every statement that was ever read of a source record."""
    rows = await tx.rows(select(assessment).where(assessment.c.source_record_id == record_id))
    return [
        HeldStatement(
            id=row.id,
            body=AssessmentBody(row.body),
            reference=row.reference,
            status=AssessmentStatus(row.status),
            initiated_at=row.initiated_at,
            completed_at=row.completed_at,
            last_read_at=row.last_read_at,
            content_hash=row.content_hash,
            parts=tuple(AssessmentPart(part) for part in row.parts),
        )
        for row in rows
    ]


async def standings_of(tx: Transaction, record_id: int) -> dict[int, Standing]:
    """What is kept of which statement counts, by its id."""
    columns = (assessment.c.id, assessment.c.standing, assessment.c.listed, assessment.c.current)
    rows = await tx.rows(select(*columns, assessment.c.current_parts).where(assessment.c.source_record_id == record_id))
    return {
        row.id: Standing(
            row.standing, row.listed, row.current, tuple(AssessmentPart(part) for part in row.current_parts)
        )
        for row in rows
    }


async def save_standing(tx: Transaction, assessment_id: int, now: Standing) -> None:
    """Keep what holds of a statement."""
    values = {
        "standing": now.standing,
        "listed": now.listed,
        "current": now.current,
        "current_parts": [str(part) for part in now.current_parts],
    }
    await tx.execute(update(assessment).where(assessment.c.id == assessment_id).values(values))


async def _add(
    tx: Transaction,
    case_id: int,
    record_id: int,
    body: AssessmentBody,
    one: Statement,
    digest: bytes,
    read_at: datetime,
) -> int:
    values = {
        "case_id": case_id,
        "source_record_id": record_id,
        "body": body,
        "reference": one.reference,
        "kind": one.kind,
        "status": one.status,
        "status_text": one.status_text,
        "initiated_at": one.initiated_at,
        "completed_at": one.completed_at,
        "signed_at": one.signed_at,
        "progress": PROGRESS[one.status],
        "ordered_at": ordered_at(one.completed_at, one.initiated_at, read_at),
        "parts": [str(part) for part in one.parts],
        "content_hash": digest,
        "first_read_at": read_at,
        "last_read_at": read_at,
    }
    return int((await tx.execute(insert(assessment).values(values).returning(assessment.c.id))).scalar_one())
