"""A service has erased a person: so does the hub, and keeps that it did (docs/erasure.md says what stays, and why)."""

from hub.actions.case_events import CaseChange, Cause, announce
from hub.actions.follow_register import follow_register
from hub.actions.identity import Claim, Settled, settle
from hub.actions.taking import conclude
from hub.connectors.connector import Provenance
from hub.domain.access import Service
from hub.domain.erasure import Goes, what_goes
from hub.domain.identifiers import IdentifierKind
from hub.domain.registration import Register
from hub.domain.reports import PersonErased
from hub.errors import Rejected
from hub.store import erased_keys, erasure, identity
from hub.store.erasure_traces import erase_traces
from hub.store.fetching import Wanted, fetch
from hub.store.transaction import Transaction

ACTION = "take_erasure"
WITHOUT_A_TIME = (
    "nothing says when the person was erased, and an erasure can't be taken back; "
    "replay it from the dead letters to erase what was said until it arrived"
)
OWN_NUMBER = {Service.CUSTODY: IdentifierKind.PRISON_NUMBER, Service.COMMUNITY: IdentifierKind.CRN}


async def take_erasure(tx: Transaction, told: PersonErased, provenance: Provenance) -> str:
    """Erase what the service said of the person, and the whole case where nobody else holds them.

    Who is unknown is remembered too: an old message must not bring them in.
    Raises Rejected(NoTimeOfErasure) where nothing says when, until a person has the message taken.
    """
    if provenance.time_assumed and not provenance.confirmed:
        raise Rejected("NoTimeOfErasure", WITHOUT_A_TIME)
    number = (OWN_NUMBER[told.service], told.key)
    await fetch(tx, Wanted(frozenset({(told.service, told.key)}), frozenset({number})))  # nobody opens a case meanwhile
    await erased_keys.remember(tx, told.service, told.key, provenance.source_time)
    known = await identity.find(tx, told.service, told.key, provenance.topic)
    if known is None:
        await erase_traces(tx, [told.key], None)
        await _audit(tx, told, provenance, [])
        return "NothingHeld; remembered"
    settled = await settle(tx, Claim(told.service, told.key, ()), provenance, provenance.topic, guarded=False)
    left = await erasure.remaining(tx, settled.case_id, settled.record_id)
    goes = what_goes(told.service, left, await erasure.written_plans(tx, settled.case_id))
    await erase_traces(tx, [told.key], settled.case_id)
    if goes.whole_case:
        return await _whole_case(tx, told, provenance, settled)
    return await _record(tx, told, provenance, settled, goes)


async def _whole_case(tx: Transaction, told: PersonErased, provenance: Provenance, settled: Settled) -> str:
    await erasure.erase_case(tx, settled.case_id)
    await erasure.note_erasure(tx, settled.case_id, told.service, asked_at=provenance.source_time, whole_case=True)
    cause = Cause(told.service.lower(), told.service, provenance.cause)
    await announce(tx, settled.case_id, None, [_change(told.service, whole_case=True)], cause)
    await _audit(tx, told, provenance, [settled.case_id])
    return "RecordErased: the whole case"


async def _record(tx: Transaction, told: PersonErased, provenance: Provenance, settled: Settled, goes: Goes) -> str:
    case_id = settled.case_id
    await erasure.erase_plans(tx, goes.plans)
    if goes.holders:
        await erasure.erase_holders(tx, case_id)
    if goes.supervisors:
        await erasure.erase_supervisors(tx, case_id)
    await erasure.erase_record(tx, service=told.service, record_key=told.key, record_id=settled.record_id)
    await erasure.note_erasure(tx, case_id, told.service, asked_at=provenance.source_time, whole_case=False)
    # Everything is decided anew; what it was before is told to nobody, for it rested on what is erased.
    await erasure.erase_decisions(tx, case_id)
    await follow_register(tx, case_id, Register())
    changes = [_change(told.service, whole_case=False)]
    return await conclude(tx, settled, provenance, told.service, action=ACTION, fields=["everything"], told=changes)


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
