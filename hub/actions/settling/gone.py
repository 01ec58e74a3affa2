"""Records that are gone: erased, removed before anybody had heard of them, or never held. They are not brought back."""

from datetime import datetime

from hub.connectors.connector import Provenance
from hub.domain.access import Service
from hub.errors import Ignored
from hub.store.erasure import erased_keys
from hub.store.records import identity
from hub.store.transaction import Transaction


async def refuse_gone(tx: Transaction, service: Service, key: str, provenance: Provenance, *, whole: bool) -> None:
    """Refuse to open a record that was erased, or, where the message is the whole record, removed since it was read.

    Raises Ignored: Erased, OlderThanHeld.
    """
    await erased_keys.fetch(tx, [(service, key)])
    await refuse_erased(tx, service, key, provenance.source_time)
    removed = await erased_keys.removed_before(tx, service, key, provenance.topic) if whole else None
    if removed is not None and provenance.source_time <= removed:
        raise Ignored("OlderThanHeld", "the service removed the record after this was read")


async def refuse_erased(tx: Transaction, service: Service, key: str, said_at: datetime) -> None:
    """Raises Ignored(Erased) where the person of that number was erased after this was said."""
    erased = await erased_keys.erased_before(tx, service, key)
    if erased is not None and said_at <= erased:
        raise Ignored("Erased", "the person was erased after this was said")


async def refuse_removal(tx: Transaction, service: Service, key: str, provenance: Provenance) -> None:
    """Raises Ignored(NothingHeld) where the hub holds no such record; that it was removed is remembered.

    An older reading that comes late must not bring it back.
    """
    if await identity.find(tx, service, key, provenance.topic) is None:
        await erased_keys.remember_removed(tx, service, key, provenance.topic, provenance.source_time)
        raise Ignored("NothingHeld", "the hub holds no record under this key; the removal is remembered", kept=True)


async def refuse_unknown(tx: Transaction, service: Service, key: str, topic: str) -> None:
    """Raises Ignored(NothingHeld) where the hub holds no such record: there is nothing to forget."""
    if await identity.find(tx, service, key, topic) is None:
        raise Ignored("NothingHeld", "the hub holds no record under this key")
