"""Scores that predict reoffending: every one that was ever told, and which of each kind counts."""

from collections.abc import Collection, Iterable
from dataclasses import asdict
from datetime import datetime
from hashlib import sha256

import msgspec
from sqlalchemy import Boolean, Column, Double, Integer, LargeBinary, Table, UniqueConstraint, select, update
from sqlalchemy import text as sql
from sqlalchemy.dialects.postgresql import insert

from hub.domain.assessment import (
    Band,
    HeldPredictor,
    Predictor,
    PredictorKind,
    PredictorMethod,
    PredictorOrigin,
)
from hub.store.base import closed_list, instant, key, metadata, of, of_case, text
from hub.store.transaction import Transaction

predictor = Table(
    "predictor",
    metadata,
    key(),
    of_case(),
    of("source_record", index=False),  # the unique constraint begins with it
    text("kind"),
    text("origin"),
    instant("assessed_at"),
    Column("score", Double),
    Column("one_year", Double),
    Column("two_years", Double),
    text("band", nullable=True),
    text("method", nullable=True),
    text("algorithm", nullable=True),
    Column("event_number", Integer),
    Column("complete", Boolean, nullable=False),
    Column("content_hash", LargeBinary, nullable=False),
    instant("told_at"),
    Column("current", Boolean, nullable=False, server_default=sql("false")),
    UniqueConstraint("source_record_id", "content_hash"),
    closed_list("kind", PredictorKind),
    closed_list("origin", PredictorOrigin),
    closed_list("band", Band),
    closed_list("method", PredictorMethod),
)


async def save_predictors(
    tx: Transaction, predictors: Iterable[Predictor], *, case_id: int, record_id: int, told_at: datetime
) -> int:
    """Keep scores, each once, with the latest time at which it was told; how many are new. The case must be locked."""
    rows = {
        (digest := sha256(msgspec.json.encode(one)).digest()): {
            **asdict(one),
            "case_id": case_id,
            "source_record_id": record_id,
            "content_hash": digest,
            "told_at": told_at,
        }
        for one in predictors
    }
    held = select(predictor.c.content_hash).where(predictor.c.source_record_id == record_id)
    known = {row.content_hash for row in await tx.rows(held)} & set(rows)
    new = [row for digest, row in rows.items() if digest not in known]
    if new:
        await tx.execute(insert(predictor), new)
    again = (
        predictor.c.source_record_id == record_id,
        predictor.c.content_hash.in_(known),
        predictor.c.told_at < told_at,
    )
    if known:
        await tx.execute(update(predictor).where(*again).values(told_at=told_at))
    return len(new)


async def predictors_of(tx: Transaction, record_id: int) -> list[HeldPredictor]:
    """Every score that was ever told of a source record."""
    rows = await tx.rows(select(predictor).where(predictor.c.source_record_id == record_id))
    return [
        HeldPredictor(
            id=row.id,
            kind=PredictorKind(row.kind),
            origin=PredictorOrigin(row.origin),
            assessed_at=row.assessed_at,
            complete=row.complete,
            told_at=row.told_at,
            content_hash=row.content_hash,
        )
        for row in rows
    ]


async def current_predictors(tx: Transaction, record_id: int) -> set[int]:
    """The ids of the scores that are kept as those that count."""
    mine = (predictor.c.source_record_id == record_id, predictor.c.current)
    return {row.id for row in await tx.rows(select(predictor.c.id).where(*mine))}


async def save_current(tx: Transaction, record_id: int, ids: Collection[int]) -> None:
    """Keep which scores of a source record count."""
    mine = predictor.c.source_record_id == record_id
    counts = predictor.c.id.in_(list(ids))
    await tx.execute(update(predictor).where(mine, predictor.c.current.is_distinct_from(counts)).values(current=counts))
