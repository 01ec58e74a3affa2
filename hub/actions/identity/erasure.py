"""A service has erased a person: so does the hub, and keeps that it did (docs/erasure.md says what stays, and why)."""

from collections.abc import Collection, Mapping
from datetime import UTC, datetime

from hub.actions.redeciding.follow_register import follow_register
from hub.actions.redeciding.redecide import redecide
from hub.actions.settling.claim import Claim, Settled
from hub.actions.settling.identity import settle
from hub.actions.taking.taking import conclude
from hub.actions.telling.case_events import CaseChange, Cause, announce
from hub.connectors.connector import Provenance
from hub.domain.access import Service
from hub.domain.erasure import Goes, what_goes
from hub.domain.identifiers import IdentifierKind
from hub.domain.merge import RecordMerged
from hub.domain.registration import Register
from hub.domain.reports import PersonErased
from hub.errors import Ignored, Rejected
from hub.store import case
from hub.store.erasure import erased_keys, erasure
from hub.store.erasure.erasure_traces import erase_traces
from hub.store.fetching import Wanted, fetch
from hub.store.handover.handover import OF_SERVICE
from hub.store.handover.handover import erase as erase_handovers
from hub.store.identity import merge
from hub.store.moving import recorded
from hub.store.records import identity
from hub.store.team.team_member import erase_members
from hub.store.transaction import Transaction

ACTION = "take_erasure"
WITHOUT_A_TIME = (
    "nothing says when the person was erased, and an erasure can't be taken back; "
    "replay it from the dead letters to erase what was said until it arrived"
)
SAID_AFTER = (
    "the record has been told of since the person was erased, and the two can't be told apart; "
    "replay it from the dead letters to erase that too, then have the service send the record again"
)
# A time before this is none: the services' systems are younger.
EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)
OWN_NUMBER = {Service.CUSTODY: IdentifierKind.PRISON_NUMBER, Service.COMMUNITY: IdentifierKind.CRN}


async def take_erasure(tx: Transaction, told: PersonErased, provenance: Provenance) -> str:
    """Erase what the service said of the person, and the whole case where nobody else holds them.

    Who is unknown is remembered too: an old message must not bring them in.
    What the service merged into the record goes with it: by its own word that is the same person.
    Until a person has the message taken, raises Rejected: NoTimeOfErasure where nothing says when, SaidAfterErasure
    where something is held that was said later.
    """
    return await _erase(tx, told, provenance, _until(tx, provenance))


async def erase_merged(tx: Transaction, record: RecordMerged, provenance: Provenance) -> str | None:
    """What became of a merge that the erasure of the survivor overtook: the removed number is erased as well.

    By the service's own word it was the same person's when that person was erased. Who is unknown is remembered. None
    where the survivor was not erased after the merge, where the removed number was erased itself since, or where the
    service said something newer of its merges.

    Raises Ignored(Erased) for one who is unknown, Rejected(SaidAfterErasure) as the erasure itself does.
    """
    service, at = record.service, provenance.source_time
    numbers = frozenset((OWN_NUMBER[service], key) for key in (record.survivor, record.removed))
    await fetch(tx, Wanted(frozenset((service, key) for _, key in numbers), numbers))
    until = await erased_keys.erased_before(tx, service, record.survivor)
    own = await erased_keys.erased_before(tx, service, record.removed)
    if until is None or at > until or (own is not None and at <= own):
        return None
    held = merge.numbers(tx, service, [record.removed]).get(record.removed)
    if held is None:
        await erased_keys.remember(tx, service, record.removed, until)
        raise Ignored("Erased", "the person of both numbers was erased after this was said; remembered", kept=True)
    if held.told_at is not None and held.told_at > at:
        return None
    return await _erase(tx, PersonErased(service, record.removed), provenance, until)


async def erase_former(tx: Transaction, survivor: str, former: Collection[str], provenance: Provenance) -> str | None:
    """The same of a prisoner's record that names former numbers, and that the erasure of its own number overtook.

    None where it was not erased since, or names none. Raises Ignored(Erased) where all of them are unknown.
    """
    if not former or await erased_keys.erased_before(tx, Service.CUSTODY, survivor) is None:
        return None
    done, unknown = [], None
    for number in sorted(former):
        try:
            done.append(await erase_merged(tx, RecordMerged(Service.CUSTODY, survivor, number), provenance))
        except Ignored as remembered:
            unknown = remembered
    if unknown is not None and not any(done):
        raise unknown
    return next(filter(None, done), None)


async def _erase(tx: Transaction, told: PersonErased, provenance: Provenance, until: datetime) -> str:
    """Erase what the service said of the person up to then, of whom a message tells."""
    number = (OWN_NUMBER[told.service], told.key)
    await fetch(tx, Wanted(frozenset({(told.service, told.key)}), frozenset({number})))  # nobody opens a case meanwhile
    known = await identity.find(tx, told.service, told.key, provenance.topic)
    if known is None:
        await erased_keys.remember(tx, told.service, told.key, until)
        await erase_traces(tx, [told.key], None)
        await _audit(tx, told, provenance, [])
        return "NothingHeld; remembered"
    settled = await settle(tx, Claim(told.service, told.key, ()), provenance, provenance.topic, guarded=False)
    merged = await merge.merged_into(tx, settled.record_id)
    elsewhere = sorted({one.case_id for one in merged} - {settled.case_id})
    await case.lock(tx, [settled.case_id, *elsewhere])
    # A record that people ruled to be of somebody else is on another case; there it stays, on its own.
    here = {one.id: one.key for one in merged if one.case_id == settled.case_id}
    going = {settled.record_id: told.key, **here}
    if not provenance.confirmed and await erasure.said_after(tx, list(going), until):
        raise Rejected("SaidAfterErasure", SAID_AFTER)
    for key in going.values():
        await erased_keys.remember(tx, told.service, key, until)
    left = await erasure.remaining(tx, settled.case_id, list(going))
    goes = what_goes(told.service, left, await erasure.written_plans(tx, settled.case_id))
    await erase_traces(tx, list(going.values()), settled.case_id)
    if goes.whole_case:
        done = await _whole_case(tx, told, provenance, settled, until)
    else:
        await _records(tx, told.service, settled.case_id, going, goes)
        await erasure.note_erasure(tx, settled.case_id, told.service, asked_at=until, whole_case=False)
        changes = [_change(told.service, whole_case=False)]
        every = ["everything"]
        done = await conclude(tx, settled, provenance, told.service, action=ACTION, fields=every, told=changes)
    for other in elsewhere:
        cause = Cause(told.service.lower(), told.service, provenance.cause)
        decided = await redecide(tx, other, cause)
        await announce(tx, other, decided.version, decided.changes, cause)
    return done


def _until(tx: Transaction, provenance: Provenance) -> datetime:
    """Up to when what was said is erased; up to now where nothing says when and a person has the message taken."""
    absurd = provenance.source_time < EARLIEST
    if (absurd or provenance.time_assumed) and not provenance.confirmed:
        raise Rejected("NoTimeOfErasure", WITHOUT_A_TIME)
    return tx.now if absurd else provenance.source_time


async def _whole_case(
    tx: Transaction, told: PersonErased, provenance: Provenance, settled: Settled, until: datetime
) -> str:
    await erasure.erase_case(tx, settled.case_id)
    await erasure.note_erasure(tx, settled.case_id, told.service, asked_at=until, whole_case=True)
    cause = Cause(told.service.lower(), told.service, provenance.cause)
    await announce(tx, settled.case_id, None, [_change(told.service, whole_case=True)], cause)
    await _audit(tx, told, provenance, [settled.case_id])
    return "RecordErased: the whole case"


async def _records(tx: Transaction, service: Service, case_id: int, going: Mapping[int, str], goes: Goes) -> None:
    """Erase the records that go, by their numbers, from a case that stays."""
    await erasure.erase_plans(tx, goes.plans)
    if goes.holders:
        await erasure.erase_holders(tx, case_id)
    if goes.supervisors:
        await erasure.erase_supervisors(tx, case_id)
    if goes.holders or goes.supervisors:
        await erase_handovers(tx, case_id, OF_SERVICE[service])
    if goes.members:
        await erase_members(tx, case_id, service)
    await recorded.erase(tx, case_id, service)
    for record_id, key in going.items():
        await erasure.erase_record(tx, service=service, record_key=key, record_id=record_id)
    # Everything is decided anew; what it was before is told to nobody, for it rested on what is erased.
    await erasure.erase_decisions(tx, case_id)
    await follow_register(tx, case_id, Register())


def _change(service: Service, *, whole_case: bool) -> CaseChange:
    return CaseChange("RecordErased", None, {"service": service, "wholeCase": whole_case})


async def _audit(tx: Transaction, told: PersonErased, provenance: Provenance, case_ids: list[int]) -> None:
    await tx.record(
        actor=told.service.lower(),
        service=told.service,
        action=ACTION,
        case_ids=case_ids,
        fields=["everything"],
        why=f"the {told.service.lower()} side has erased the person",
        cause=provenance.cause,
    )
