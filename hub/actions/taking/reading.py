"""How every action on a whole record begins: whose it is, its place in the history, and whether it is the newest.

An older reading that comes late enters the history and gives its identifiers, which are never taken away; no newer fact
gives way to it. So the case ends the same whatever the order of arrival.
"""

from collections.abc import Awaitable, Callable, Sequence
from typing import NoReturn

from hub.actions.settling.claim import Claim, Settled, reading_of
from hub.actions.settling.identity import settle
from hub.actions.taking.taking import conclude
from hub.actions.telling.case_events import CaseChange
from hub.connectors.connector import Provenance
from hub.domain.freshness import Verdict
from hub.domain.records import Record
from hub.errors import Ignored
from hub.store.records import identity, reading
from hub.store.transaction import Transaction
from hub.telemetry import READING_AGE

Late = Callable[[Settled], Awaitable[Sequence[CaseChange] | None]]


async def take_reading(
    tx: Transaction, claim: Claim, said: Record, provenance: Provenance, topic: str, *, late: Late | None = None
) -> Settled:
    """Settle whose record it is, keep the reading, and remember it as the newest of `topic`.

    `late` is what else an older reading does, once it stands in the history; what of that is told.
    Raises Ignored: Duplicate, and OlderThanHeld with what was written to be kept.
    """
    settled = await settle(tx, claim, provenance, topic)
    read = reading_of(provenance)
    case_id, record_id = settled.case_id, settled.record_id
    kept = reading.row(case_id=case_id, record_id=record_id, topic=topic, read=read, said=said, now=tx.now)
    if not await reading.keep(tx, kept):
        raise Ignored("Duplicate", "the same reading of the record is held")
    if settled.verdict is Verdict.OLDER:
        told = await late(settled) if late is not None else None
        await set_aside(tx, settled, claim, provenance, "a newer reading of the same record is held", told or ())
    READING_AGE.labels(provenance.topic).observe(max(0.0, (tx.now - read.time).total_seconds()))
    await identity.save_reading(tx, record_id, topic, read)
    return settled


async def set_aside(
    tx: Transaction,
    settled: Settled,
    claim: Claim,
    provenance: Provenance,
    why: str,
    told: Sequence[CaseChange] = (),
) -> NoReturn:
    """End with a reading whose facts are not taken: it stays in the history, and what it says of identity counts.

    Raises Ignored(OlderThanHeld) with what was written to be kept.
    """
    fields = ("history", "identifiers")
    await conclude(tx, settled, provenance, claim.service, action="keep_older_reading", fields=fields, told=told)
    raise Ignored("OlderThanHeld", f"{why}; kept in the history", kept=True)
