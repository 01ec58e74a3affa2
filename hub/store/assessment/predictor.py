"""Scores that predict reoffending: every one that was ever told, and which of each kind counts."""

from collections.abc import Collection, Sequence
from datetime import datetime
from hashlib import sha256

import msgspec
from msgspec.structs import asdict
from sqlalchemy import Boolean, Column, Double, Integer, LargeBinary, Table, UniqueConstraint
from sqlalchemy import text as sql

from hub.domain.assessment import (
    Band,
    HeldPredictor,
    Predictor,
    PredictorKind,
    PredictorMethod,
    PredictorOrigin,
)
from hub.store.base import closed_list, instant, key, metadata, of, of_case, text
from hub.store.fetching import RECORD, rows_said_by
from hub.store.transaction import Transaction
from hub.store.working_set import Row, keep

SAME = ("source_record_id", "content_hash")

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
    UniqueConstraint(*SAME),
    closed_list("kind", PredictorKind),
    closed_list("origin", PredictorOrigin),
    closed_list("band", Band),
    closed_list("method", PredictorMethod),
)


# Not with its case: only what speaks of assessments asks for them.
keep(predictor, lookups=[SAME, RECORD], of_cases=None)


async def save_predictors(
    tx: Transaction, predictors: Sequence[Predictor], *, case_id: int, record_id: int, told_at: datetime
) -> int:
    """Keep scores, each once, with the latest time at which it was told; how many are new. The case must be locked."""
    rows = await rows_said_by(tx, predictor, record_id)
    new = 0
    for one in predictors:
        digest = sha256(msgspec.json.encode(one)).digest()
        held = next(iter(rows.find(SAME, (record_id, digest))), None)
        if held is None:
            own = {"case_id": case_id, "source_record_id": record_id, "content_hash": digest}
            number = await tx.draw(predictor, ahead=len(predictors))
            rows.put({"id": number, **own, **asdict(one), "told_at": told_at, "current": False})
            new += 1
        else:
            rows.change(held["id"], told_at=max(held["told_at"], told_at))
    return new


async def predictors_of(tx: Transaction, record_id: int) -> list[HeldPredictor]:
    """Every score that was ever told of a source record."""
    return [
        HeldPredictor(
            id=row["id"],
            kind=PredictorKind(row["kind"]),
            origin=PredictorOrigin(row["origin"]),
            assessed_at=row["assessed_at"],
            complete=row["complete"],
            told_at=row["told_at"],
            content_hash=row["content_hash"],
        )
        for row in await _told_by(tx, record_id)
    ]


async def current_predictors(tx: Transaction, record_id: int) -> set[int]:
    """The ids of the scores that are kept as those that count."""
    return {row["id"] for row in await _told_by(tx, record_id) if row["current"]}


async def save_current(tx: Transaction, record_id: int, ids: Collection[int]) -> None:
    """Keep which scores of a source record count."""
    rows = tx.working.of(predictor)
    for row in await _told_by(tx, record_id):
        rows.change(row["id"], current=row["id"] in ids)


async def _told_by(tx: Transaction, record_id: int) -> list[Row]:
    return (await rows_said_by(tx, predictor, record_id)).find(RECORD, record_id)
