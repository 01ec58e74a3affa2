"""Merges and unmerges of a service's own records: the facts follow the number that stays, and come back.

What a service said last of a record counts, whatever arrives first. A record that the hub does not know yet is normal:
it is made, so that its number answers for ever.
"""

from datetime import datetime

from hub.actions.identity.erasure import erase_merged
from hub.actions.identity.numbers import locked, made
from hub.actions.identity.regrouping import Regrouping, conclude
from hub.actions.identity.unmerged import answer_unmerged, ask_again
from hub.actions.settling.joining import join_cases, move_records, part, take_back
from hub.actions.telling.case_events import CaseChange, Cause
from hub.connectors.connector import Provenance
from hub.domain.access import Service
from hub.domain.identity import Doubt
from hub.domain.merge import RecordMerged, RecordUnmerged, follow, merged_away, refuse_circle
from hub.domain.override import OverrideScope, OverrideVerdict
from hub.errors import Ignored
from hub.store import case
from hub.store.identity import linking, merge, override
from hub.store.identity.identity_change import HeldChange, brought
from hub.store.identity.merge import HeldNumber
from hub.store.moving import joining
from hub.store.reach.plan_subject import surviving
from hub.store.transaction import Transaction


async def take_record_merged(tx: Transaction, record: RecordMerged, provenance: Provenance) -> str:
    """Bring what one number holds to the number that it was merged into; where that one was erased since, erase it too.

    Raises Ignored(OlderThanHeld) where the service said something of the removed number since, Ignored(Duplicate)
    where it said the same, Ignored(Erased) where one of the two was erased since, and Rejected(CircularMerge).
    """
    if (erased := await erase_merged(tx, record, provenance)) is not None:
        return erased
    cause, at = _cause(record.service, provenance), provenance.source_time
    held = await locked(tx, record.service, record.survivor, record.removed, said_at=at)
    _refuse_old(held.get(record.removed), at)
    await _refuse_taken_back(tx, held.get(record.removed), held.get(record.survivor), at)
    regrouping = Regrouping()
    survivor, removed = await _both_on_one(tx, record, held, cause, regrouping)
    refuse_circle(removed.id, survivor.id, await merge.story(tx, survivor.id))
    if removed.merged_into == survivor.id:
        raise Ignored("Duplicate", "the record is held as merged into the other")
    await merge.note_merged(tx, removed.id, survivor.id, at)
    pair = [(removed.id, survivor.id), (survivor.id, removed.id)]
    await override.withdraw_between(tx, pair, by=cause.cause, only=OverrideScope.SOURCE_UNMERGE)
    merged = {"service": record.service, "survivor": record.survivor, "removed": record.removed}
    home = survivor.case_id
    if removed.case_id != home:
        home = await _bring_together(tx, removed, survivor, cause, regrouping)
    regrouping.tell(home, CaseChange("RecordMerged", None, merged))
    return await _conclude(tx, regrouping, cause, "take_record_merged")


async def take_record_unmerged(tx: Transaction, record: RecordUnmerged, provenance: Provenance) -> str:
    """Bring a number back to where it was before it was merged, and keep the two apart from now on.

    Raises Ignored(OlderThanHeld) where the service said something of that number since, Ignored(Duplicate) where it
    said the same, Ignored(Erased) where one of the two was erased since.
    """
    cause, at = _cause(record.service, provenance), provenance.source_time
    held = await locked(tx, record.service, record.reactivated, record.stays, said_at=at)
    _refuse_old(held.get(record.reactivated), at)
    await _refuse_held(tx, held.get(record.reactivated), held.get(record.stays), at)
    regrouping = Regrouping()
    stays = held.get(record.stays) or await made(tx, record.service, record.stays, None, cause, regrouping)
    back = held.get(record.reactivated) or await made(tx, record.service, record.reactivated, None, cause, regrouping)
    if back.id in await merge.story(tx, stays.id):  # it was told the other way round before: that is over too
        _refuse_old(stays, at)
        await merge.note_merged(tx, stays.id, None, at)
    await merge.note_merged(tx, back.id, None, at)
    scope, why = OverrideScope.SOURCE_UNMERGE, "the service took its merge back"
    apart = OverrideVerdict.DIFFERENT_PEOPLE
    await override.rule(tx, [(back.id, stays.id)], apart, scope, reason=why, cause=cause.cause)
    home = stays.case_id
    if back.case_id == home:
        home = await _take_apart(tx, back, stays, cause, regrouping)
    await answer_unmerged(tx, home, stays.id, back.id, cause, regrouping)
    unmerged = {"service": record.service, "reactivated": record.reactivated, "stays": record.stays}
    regrouping.tell(home, CaseChange("RecordUnmerged", None, unmerged))
    return await _conclude(tx, regrouping, cause, "take_record_unmerged")


def _refuse_old(held: HeldNumber | None, at: datetime) -> None:
    if held is not None and held.told_at is not None and held.told_at > at:
        raise Ignored("OlderThanHeld", "the service has said something newer of this record's merges")


async def _refuse_taken_back(
    tx: Transaction, removed: HeldNumber | None, survivor: HeldNumber | None, at: datetime
) -> None:
    """The service may have told the other way round, and later, that the two are apart."""
    if removed is None or survivor is None or survivor.merged_into is not None:
        return
    if (removed.id, survivor.id) in await override.kept_apart(tx, removed.case_id, OverrideScope.SOURCE_UNMERGE):
        _refuse_old(survivor, at)


async def _refuse_held(tx: Transaction, back: HeldNumber | None, stays: HeldNumber | None, at: datetime) -> None:
    """Raises Ignored(Duplicate) where the service told the very same before."""
    if back is None or stays is None or back.case_id == stays.case_id or back.told_at != at:
        return
    if (back.id, stays.id) in await override.kept_apart(tx, back.case_id, OverrideScope.SOURCE_UNMERGE):
        raise Ignored("Duplicate", "the two are held as apart since then")


async def _both_on_one(
    tx: Transaction, record: RecordMerged, held: dict[str, HeldNumber], cause: Cause, regrouping: Regrouping
) -> tuple[HeldNumber, HeldNumber]:
    """Both records; one that is not known yet is made on the other's case."""
    survivor, removed = held.get(record.survivor), held.get(record.removed)
    if survivor is None:
        home = removed.case_id if removed else None
        survivor = await made(tx, record.service, record.survivor, home, cause, regrouping)
    if removed is None:
        removed = await made(tx, record.service, record.removed, survivor.case_id, cause, regrouping)
    return survivor, removed


async def _bring_together(
    tx: Transaction, removed: HeldNumber, survivor: HeldNumber, cause: Cause, regrouping: Regrouping
) -> int:
    """Bring the removed number's records to the survivor's case, or that case to this one; the case of both then."""
    mine, theirs = await merge.members(tx, removed.case_id), await merge.members(tx, survivor.case_id)
    why = f"the {cause.actor} merged the records"
    parties = await linking.parties(tx, [removed.case_id, survivor.case_id])
    if parties[removed.case_id].is_ruled_apart_from(parties[survivor.case_id]):
        await ask_again(tx, survivor.case_id, removed.case_id, Doubt.RULED_DIFFERENT, cause, regrouping)
        return survivor.case_id
    going = follow(removed.id, mine, theirs)
    if len(going.records) < len(mine):
        await move_records(tx, sorted(going.records), removed.case_id, survivor.case_id, cause, why)
        regrouping.parted(removed.case_id, survivor.case_id, "MERGED")
        if going.doubt:
            await ask_again(tx, survivor.case_id, removed.case_id, going.doubt, cause, regrouping)
        return survivor.case_id
    planned = await joining.planned(tx, [removed.case_id, survivor.case_id])
    gone, stays = removed.case_id, survivor.case_id
    if planned == {gone}:
        gone, stays = stays, gone
    await join_cases(tx, gone, stays, cause, why)
    regrouping.joined(gone, stays)
    return stays


async def _take_apart(
    tx: Transaction, back: HeldNumber, stays: HeldNumber, cause: Cause, regrouping: Regrouping
) -> int:
    """Take back what brought the two numbers together, else give the reactivated one a case of its own.

    The case of the one that stays: where that one was brought to the other's plan, it goes back.
    """
    here, why = stays.case_id, f"the {cause.actor} took the merge back"
    change = await _brought_together(tx, back, stays)
    if change is not None and change.other_case_id is not None:
        await case.lock(tx, [change.other_case_id])
        home = await surviving(tx, change.other_case_id)
        if change.brings_case or home == change.other_case_id:
            former = await take_back(tx, change, here, cause, why)
            regrouping.parted(here, former, "UNMERGED")
            return former if stays.id in change.moved["source_record"] else here
    own = await part(tx, sorted(merged_away(back.id, await merge.members(tx, here))), here, cause, why)
    regrouping.opened.add(own)
    regrouping.parted(here, own, "UNMERGED")
    return here


async def _brought_together(tx: Transaction, back: HeldNumber, stays: HeldNumber) -> HeldChange | None:
    """The newest change that stands and brought the one number to the other."""
    found = [
        change
        for one, other in ((back, stays), (stays, back))
        for change in await brought(tx, one.id)
        if other.id not in change.moved["source_record"]
    ]
    return max(found, key=lambda change: change.id, default=None)


async def _conclude(tx: Transaction, regrouping: Regrouping, cause: Cause, action: str) -> str:
    why = f"the {cause.actor} record says so"
    return await conclude(tx, regrouping, cause, action=action, fields=("identity",), why=why)


def _cause(service: Service, provenance: Provenance) -> Cause:
    return Cause(service.lower(), service, provenance.cause)
