"""Whom nobody may bring back: digests of keys, looked at before a record is opened.

Of erased records, for everything that was said before; and of records that a service removed before the hub had heard
of them, for what was said before on the same topic.
"""

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

# The topics on which a null value removes a record.
REMOVABLE: dict[Service, tuple[str, ...]] = {
    Service.CUSTODY: ("custody.prisoner.snapshot.v1",),
    Service.COMMUNITY: (
        "community.offender.snapshot.v1",
        "community.supervision.snapshot.v1",
        "community.assessment.snapshot.v1",
    ),
}

FIND = "select e.* from unnest($1::bytea[]) as k(digest) join erased_key e using (digest)"

keep(erased_key, of_cases=None)


async def fetch(
    tx: Transaction, unknown: Collection[tuple[Service, str]], held: Collection[tuple[Service, str]] = ()
) -> None:
    """Read which of the records, by service and key, were erased or removed; the others then ask the memory.

    Of those that are `held` only whether they were erased: they were opened anew since.
    """
    sought = tx.working.sought
    wanted = [one for one in unknown if ("removed", one) not in sought]
    own = [one for one in held if ("erased", one) not in sought]
    if not wanted and not own:
        return
    digests = [digest for service, key in wanted for digest in _digests(service, key)]
    digests += [_digest(service, key) for service, key in own]
    tx.working.of(erased_key).read(map(dict, await (await tx.driver()).fetch(FIND, digests)))
    sought.update(("removed", one) for one in wanted)
    sought.update(("erased", one) for one in (*wanted, *own))


async def erased_before(tx: Transaction, service: Service, record_key: str) -> datetime | None:
    """Up to when what is said about this key is erased and must not come back; None where nothing was erased."""
    await fetch(tx, [], [(service, record_key)])
    return _until(tx, service, record_key)


async def removed_before(tx: Transaction, service: Service, record_key: str, topic: str) -> datetime | None:
    """When the service removed the record on the topic, of whom nobody had heard; None where it never did."""
    await fetch(tx, [(service, record_key)])
    return _until(tx, service, record_key, topic)


async def remember(tx: Transaction, service: Service, record_key: str, asked_at: datetime) -> None:
    """Take nothing any more that was said about this key until then."""
    await _remember(tx, _digest(service, record_key), asked_at)


async def remember_removed(tx: Transaction, service: Service, record_key: str, topic: str, at: datetime) -> None:
    """Take nothing any more that was said about this key on the topic until then, should it be unknown still."""
    await _remember(tx, _digest(service, record_key, topic), at)


def _until(tx: Transaction, service: Service, record_key: str, *topic: str) -> datetime | None:
    erased = tx.working.of(erased_key)
    row = erased.get(_digest(service, record_key, *topic)) if erased else None
    return row["asked_at"] if row else None


async def _remember(tx: Transaction, digest: bytes, asked_at: datetime) -> None:
    statement = upsert(erased_key).values(digest=digest, asked_at=asked_at)
    newest = func.greatest(erased_key.c.asked_at, statement.excluded.asked_at)
    await tx.execute(statement.on_conflict_do_update(index_elements=[erased_key.c.digest], set_={"asked_at": newest}))


def _digests(service: Service, record_key: str) -> list[bytes]:
    topics = (_digest(service, record_key, topic) for topic in REMOVABLE[service])
    return [_digest(service, record_key), *topics]


def _digest(*parts: str) -> bytes:
    return sha256("\0".join(parts).encode()).digest()
