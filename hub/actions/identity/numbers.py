"""The records of the numbers that a message names: found and locked, or made where the hub does not know them yet."""

from datetime import datetime

from hub.actions.identity.regrouping import Regrouping
from hub.actions.settling.gone import refuse_erased
from hub.actions.telling.case_events import Cause
from hub.domain import identifiers
from hub.domain.access import Service
from hub.domain.identifiers import Identifier
from hub.store import case
from hub.store.fetching import Wanted, fetch
from hub.store.identity import merge
from hub.store.identity.merge import HeldNumber
from hub.store.records import identity
from hub.store.transaction import Transaction

# How such a record came to its case: something was said of its number, not by its number.
NAMED_ELSEWHERE = "NAMED_ELSEWHERE"


async def locked(tx: Transaction, service: Service, *keys: str, said_at: datetime) -> dict[str, HeldNumber]:
    """The records of these numbers that are held, by number, their cases locked.

    Raises Ignored(Erased) where one of the numbers was erased after this was said: it must not be brought back.
    """
    own = [_own(service, key) for key in keys]
    pairs = frozenset((one.kind, one.value) for one in own)
    await fetch(tx, Wanted(frozenset((service, key) for key in keys), pairs))
    for key in keys:
        await refuse_erased(tx, service, key, said_at)
    return merge.numbers(tx, service, keys)


async def made(
    tx: Transaction, service: Service, key: str, home: int | None, cause: Cause, regrouping: Regrouping
) -> HeldNumber:
    """A record that is only spoken of, on the case `home`, or on one of its own."""
    case_id = home
    if case_id is None:
        case_id = await case.create(tx)
        regrouping.opened.add(case_id)
    regrouping.tell(case_id)
    record_id = await identity.add(
        tx,
        case_id=case_id,
        service=service,
        record_key=key,
        linked_by=NAMED_ELSEWHERE,
        evidence={"cause": cause.cause},
    )
    await identity.save_identifiers(tx, case_id=case_id, record_id=record_id, identifiers=[_own(service, key)])
    return HeldNumber(record_id, case_id, key, None, None)


def _own(service: Service, key: str) -> Identifier:
    return identifiers.prison_number(key) if service is Service.CUSTODY else identifiers.crn(key)
