"""Whom nobody may bring back: digests of the keys of erased records, looked at before a record is opened."""

from collections.abc import Collection
from datetime import datetime
from hashlib import sha256

from sqlalchemy import Column, LargeBinary, Table, func
from sqlalchemy.dialects.postgresql import insert as upsert

from hub.domain.access import Service
from hub.store.base import instant, metadata
from hub.store.transaction import Transaction
from hub.store.working_set import keep

erased_key = Table(
    "erased_key",
    metadata,
    Column("digest", LargeBinary, primary_key=True),
    instant("asked_at"),
)

FIND = "select e.* from unnest($1::bytea[]) as k(digest) join erased_key e using (digest)"

keep(erased_key, of_cases=None)


async def fetch(tx: Transaction, records: Collection[tuple[Service, str]]) -> None:
    """Read which of the records, by service and key, were erased; `erased_before` then asks the memory."""
    wanted = [one for one in (_digest(*record) for record in records) if ("erased", one) not in tx.working.sought]
    if not wanted:
        return
    tx.working.of(erased_key).read(map(dict, await (await tx.driver()).fetch(FIND, wanted)))
    tx.working.sought.update(("erased", one) for one in wanted)


async def erased_before(tx: Transaction, service: Service, record_key: str) -> datetime | None:
    """Up to when what is said about this key is erased and must not come back; None where nothing was erased."""
    await fetch(tx, [(service, record_key)])
    row = tx.working.of(erased_key).get(_digest(service, record_key))
    return row["asked_at"] if row else None


async def remember(tx: Transaction, service: Service, record_key: str, asked_at: datetime) -> None:
    """Take nothing any more that was said about this key until then."""
    statement = upsert(erased_key).values(digest=_digest(service, record_key), asked_at=asked_at)
    newest = func.greatest(erased_key.c.asked_at, statement.excluded.asked_at)
    await tx.execute(statement.on_conflict_do_update(index_elements=[erased_key.c.digest], set_={"asked_at": newest}))


def _digest(service: Service, record_key: str) -> bytes:
    return sha256(f"{service}\0{record_key}".encode()).digest()
