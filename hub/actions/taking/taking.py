"""How every action on a source's message ends: the case is decided anew, what changed is told, the write is audited."""

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import Any

from msgspec.structs import fields

from hub.actions.redeciding.follow_register import follow_register, register_of
from hub.actions.redeciding.movements import Heard
from hub.actions.redeciding.redecide import redecide
from hub.actions.settling.claim import Settled
from hub.actions.telling.case_events import CaseChange, Cause, announce
from hub.connectors.connector import Provenance
from hub.domain.access import Service
from hub.domain.identity import Doubt
from hub.domain.review import Withdrawn
from hub.store.transaction import Transaction

UNCHANGED = "Unchanged"


async def conclude(
    tx: Transaction,
    settled: Settled,
    provenance: Provenance,
    service: Service,
    *,
    action: str,
    fields: Sequence[str],
    told: Sequence[CaseChange] = (),
    heard: Heard | None = None,
    sentences_changed: bool = False,
) -> str:
    """Decide the case anew, publish, audit; what was done, as the names of the events, for the message's outcome.

    `told` are changes that the caller made itself, `heard` is a report of a movement that it took. A case that is new
    tells one event with how it stands, and no more: a first load of many people must not flood those who listen.
    """
    cause = Cause(service.lower(), service, provenance.cause)
    if settled.joined:
        told = [*told, *await follow_register(tx, settled.case_id, await register_of(tx, settled.case_id))]
    decided = await redecide(tx, settled.case_id, cause, heard=heard, sentences_changed=sentences_changed)
    if settled.opened:
        changes = [CaseChange("CaseOpened", None, {**decided.standing, "openedBy": service})]
    else:
        changes = [*_identity(settled), *told, *decided.changes]
    await announce(tx, settled.case_id, decided.version, changes, cause)
    disputed = {other for other, reason in settled.reviews if reason is Doubt.RULED_DIFFERENT}
    disputed |= set(asked_no_more(decided.changes))
    for other in sorted(disputed):
        beside = await redecide(tx, other, cause)
        await announce(tx, other, beside.version, beside.changes, cause)
    for gone in settled.joined:
        moved = CaseChange("CaseMergedAway", {"caseId": str(gone)}, {"caseId": str(settled.case_id)})
        await announce(tx, gone, None, [moved], cause)
    await tx.record(
        actor=cause.actor,
        service=service,
        action=action,
        case_ids=[settled.case_id, *settled.joined, *disputed],
        fields=fields,
        why=f"the {service.lower()} record says so",
        cause=provenance.cause,
    )
    return ", ".join(dict.fromkeys(change.name for change in changes)) or UNCHANGED


def asked_no_more(changes: Iterable[CaseChange]) -> Iterator[int]:
    """The other cases of questions that ended with a number: one that a ruling stood against was a fact of theirs."""
    for change in changes:
        after = change.after or {}
        if change.name == "IdentityReviewWithdrawn" and after["because"] == Withdrawn.NUMBER_NOT_SHARED:
            yield int(after["otherCaseId"])


def _identity(settled: Settled) -> list[CaseChange]:
    links = [{"by": link.by, "personsDiffer": link.persons_differ} for link in settled.links]
    changes = [CaseChange("CaseLinked", None, {"links": links})] if links else []
    changes += [
        CaseChange("CaseJoined", {"caseId": str(gone)}, {"caseId": str(settled.case_id)}) for gone in settled.joined
    ]
    changes += [
        CaseChange("IdentityReviewDue", None, {"otherCaseId": str(other), "reason": reason})
        for other, reason in settled.reviews
    ]
    if settled.added and not links:
        kinds = sorted({one.kind for one in settled.added})
        changes.append(CaseChange("IdentifiersAdded", None, {"kinds": kinds}))
    return changes


def filled(record: object) -> list[str]:
    """The names of the fields that a record fills, for the audit line: names, never values."""
    kind: Any = type(record)
    return sorted(name for name in names_of(kind) if getattr(record, name) not in (None, "", (), False))


@cache
def names_of(kind: Any) -> tuple[str, ...]:
    """The names of the fields of a class of records."""
    return tuple(field.name for field in fields(kind))
