"""What is held of assessments, read for many records at once: versions, scores, withdrawals, the parts that count.

It does not come with the case, for it is much and most messages do not ask. Whatever is not read here is read when it
is asked for.
"""

from collections.abc import Collection

from hub.domain.records import AssessmentsRemoved
from hub.store.assessment.assessment import assessment
from hub.store.assessment.assessment_parts import fetch_parts
from hub.store.assessment.predictor import predictor
from hub.store.fetching import RECORD, RecordKey, fetch_said
from hub.store.records import reading
from hub.store.records.identity import KEY, source_record
from hub.store.transaction import Transaction


async def fetch_assessments(tx: Transaction, records: Collection[RecordKey]) -> None:
    """Read it for these source records, whose cases must be locked."""
    for table in (assessment, predictor):
        await fetch_said(tx, table, records)
    await reading.fetch_of_kind(tx, records, AssessmentsRemoved)
    ids = [row["id"] for one in records for row in tx.working.of(source_record).find(KEY, one)]
    held = [row for number in ids for row in tx.working.of(assessment).find(RECORD, number)]
    await fetch_parts(tx, [row["id"] for row in held if row["current_parts"]])
