"""Assessments as their system tells them: what each body says of each, in every version that was ever read.

A statement is never changed: other content is another row, so whatever rests on one can be pinned by its id. Which one
counts is decided from all of them (hub/domain/assessment/standing.py) and kept beside it.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from hashlib import sha256

import msgspec
from sqlalchemy import ARRAY, Boolean, Column, LargeBinary, SmallInteger, Table, Text, UniqueConstraint
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
from hub.store.assessment.assessment_parts import save_parts
from hub.store.base import closed_list, closed_lists, instant, key, metadata, of, of_case, text
from hub.store.fetching import RECORD, rows_said_by
from hub.store.transaction import Transaction
from hub.store.working_set import Row, keep

SAME = ("source_record_id", "body", "reference", "content_hash")

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
    UniqueConstraint(*SAME),
    closed_list("body", AssessmentBody),
    closed_list("status", AssessmentStatus),
    closed_lists("parts", AssessmentPart),
    closed_lists("current_parts", AssessmentPart),
)

# Not with its case: the versions are many, and only what speaks of assessments asks for them.
keep(assessment, lookups=[SAME, RECORD], of_cases=None)


async def save_statements(
    tx: Transaction,
    *,
    case_id: int,
    record_id: int,
    body: AssessmentBody,
    statements: Sequence[Statement],
    read_at: datetime,
) -> int:
    """Keep what a body says, each version once, and when it was read; how many are new. The case must be locked."""
    rows = await rows_said_by(tx, assessment, record_id)
    new = 0
    for one in statements:
        digest = sha256(msgspec.json.encode(one)).digest()
        held = next(iter(rows.find(SAME, (record_id, body, one.reference, digest))), None)
        if held is None:
            own = {"case_id": case_id, "source_record_id": record_id}
            number = await tx.draw(assessment, ahead=len(statements))
            rows.put({"id": number, **own, **_values(body, one, digest, read_at)})
            await save_parts(tx, one, case_id=case_id, record_id=record_id, assessment_id=number)
            new += 1
        else:
            first, last = min(held["first_read_at"], read_at), max(held["last_read_at"], read_at)
            rows.change(held["id"], first_read_at=first, last_read_at=last)
    return new


async def statements_of(tx: Transaction, record_id: int) -> list[HeldStatement]:
    """Every statement that was ever read of a source record."""
    return [
        HeldStatement(
            id=row["id"],
            body=AssessmentBody(row["body"]),
            reference=row["reference"],
            status=AssessmentStatus(row["status"]),
            initiated_at=row["initiated_at"],
            completed_at=row["completed_at"],
            last_read_at=row["last_read_at"],
            content_hash=row["content_hash"],
            parts=_parts(row["parts"]),
        )
        for row in await _said_by(tx, record_id)
    ]


async def standings_of(tx: Transaction, record_id: int) -> dict[int, Standing]:
    """What is kept of which statement counts, by its id."""
    return {
        row["id"]: Standing(row["standing"], row["listed"], row["current"], _parts(row["current_parts"]))
        for row in await _said_by(tx, record_id)
    }


async def save_standings(tx: Transaction, record_id: int, now: Mapping[int, Standing]) -> None:
    """Keep what holds of the statements of a source record, by their ids."""
    rows = await rows_said_by(tx, assessment, record_id)
    for number, one in now.items():
        parts = [str(part) for part in one.current_parts]
        rows.change(number, standing=one.standing, listed=one.listed, current=one.current, current_parts=parts)


async def _said_by(tx: Transaction, record_id: int) -> list[Row]:
    return (await rows_said_by(tx, assessment, record_id)).find(RECORD, record_id)


def _parts(words: Sequence[str]) -> tuple[AssessmentPart, ...]:
    return tuple(AssessmentPart(word) for word in words)


def _values(body: AssessmentBody, one: Statement, digest: bytes, read_at: datetime) -> Row:
    """A new statement, of which nothing counts until that is decided."""
    return {
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
        "standing": False,
        "listed": False,
        "current": False,
        "current_parts": [],
    }
