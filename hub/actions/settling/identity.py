"""Whose record a message is: the source record, its case, and the joining of cases that turn out to be one person."""

from collections.abc import Sequence

from msgspec.structs import replace

from hub.actions.redeciding.asking import Shared, ask, tell_frequent
from hub.actions.redeciding.likeness import look_alike
from hub.actions.settling.claim import Claim, Link, Settled, reading_of
from hub.actions.settling.gone import refuse_erased, refuse_gone
from hub.actions.settling.joining import join_cases
from hub.actions.telling.case_events import Cause
from hub.connectors.connector import Provenance
from hub.domain.freshness import Reading, Verdict, compare
from hub.domain.identity import DIRECT, LINKING, Doubt, Party, doubt, persons_differ
from hub.domain.matching.description import Description
from hub.errors import Ignored
from hub.store import case
from hub.store.fetching import Wanted, fetch
from hub.store.identity import likeness, linking, merge
from hub.store.identity.linking import Match
from hub.store.moving import joining
from hub.store.records import identity
from hub.store.records.identity import Known
from hub.store.transaction import Transaction

OPENED = "OPENED"
LIKENESS = "LIKENESS"


async def settle(tx: Transaction, claim: Claim, provenance: Provenance, topic: str, *, guarded: bool = True) -> Settled:
    """Find or make the record and its case, link it, and lock the case.

    `guarded`: the message is a reading of the whole record on `topic`. Raises Ignored(Duplicate) for the one that is
    held, and Ignored(Erased) for what was said before the person was erased, before anything is written. An older one
    gives its identifiers only: `Settled.verdict` says so.
    """
    linkable = tuple(one for one in claim.identifiers if one.valid and one.kind in LINKING)
    pairs = frozenset((one.kind, one.value) for one in linkable)
    await fetch(tx, Wanted(frozenset({(claim.service, claim.key)}), pairs))
    known = await identity.find(tx, claim.service, claim.key, topic)
    if known is None:
        await refuse_gone(tx, claim.service, claim.key, provenance, whole=guarded and topic == provenance.topic)
    verdict = _verdict(known, reading_of(provenance)) if guarded else Verdict.NEWER
    if known is not None:  # opened anew since
        await refuse_erased(tx, claim.service, claim.key, provenance.source_time)
    found = await linking.matches(tx, linkable, except_record=known.id if known else None)
    if verdict is Verdict.OLDER:
        # As a newer reading describes them, the case holds already.
        claim = replace(claim, person=None, sentence_dates=())
    late = known.id if known and verdict is Verdict.OLDER else None
    placed = await _place(tx, claim, known, found, provenance, late=late, event=not guarded)
    tell_frequent(tx, placed.added)
    return placed if verdict is placed.verdict else replace(placed, verdict=verdict)


def _verdict(known: Known | None, read: Reading) -> Verdict:
    verdict = compare(known.reading if known else None, read)
    if verdict is Verdict.DUPLICATE:
        raise Ignored("Duplicate", "the same reading of the record is held")
    return verdict


async def _place(
    tx: Transaction,
    claim: Claim,
    known: Known | None,
    found: Sequence[Match],
    provenance: Provenance,
    *,
    late: int | None,
    event: bool,
) -> Settled:
    mine = known.case_id if known else None
    links, raised = await _weigh(tx, claim, known, found)
    shared = Shared(found, mine, late)
    still = await shared.among(tx, raised)
    doubts = {case_id: why for case_id, why in raised.items() if case_id in still}
    person = await _described(tx, claim, known)
    shown = await _liken(tx, claim, person, shared, links, doubts)
    case_ids = ([mine] if mine else []) + list(links)
    survivor = await _survivor(tx, mine, case_ids, doubts) if case_ids else await case.create(tx)
    kept = tuple(link for case_id, link in links.items() if case_id not in doubts)
    if known is None:
        record_id = await _add(tx, claim, survivor, kept, provenance)
    else:
        record_id = known.id
        if kept:
            await identity.note_link(tx, record_id, kept[0].by, _evidence(kept, provenance))
    cause = Cause(claim.service.lower(), claim.service, provenance.cause)
    gone = tuple(case_id for case_id in case_ids if case_id != survivor and case_id not in doubts)
    for case_id in gone:
        await join_cases(tx, case_id, survivor, cause, _why(links.get(case_id)))
    added = await identity.save_identifiers(tx, case_id=survivor, record_id=record_id, identifiers=claim.identifiers)
    if former := claim.party.former:
        await merge.note_former(tx, survivor, record_id, former, provenance.source_time)
    if person:
        await likeness.save(tx, case_id=survivor, record_id=record_id, service=claim.service, person=person)
    asked = await ask(tx, survivor, doubts, provenance, shown=shown, shared=shared, event=event)
    return Settled(
        survivor,
        record_id,
        opened=not case_ids,
        links=kept,
        joined=gone,
        reviews=tuple(asked),
        added=tuple(added),
    )


def _why(link: Link | None) -> str:
    if link is not None and link.by == LIKENESS:
        return "the records look like one person's, by a score above the line"
    return "the records hold the same identifier"


async def _described(tx: Transaction, claim: Claim, known: Known | None) -> Description | None:
    """How the record describes its person, with what is held of it; None where the message says nothing of one."""
    if claim.person is None and not claim.sentence_dates:
        return None
    held = (await likeness.descriptions(tx, known.case_id)).get(known.id) if known else None
    told = claim.description
    if told is None:
        return held and held.with_(Description(sentence_dates=claim.sentence_dates))
    return told.with_(held) if held else told


async def _liken(
    tx: Transaction,
    claim: Claim,
    person: Description | None,
    shared: Shared,
    links: dict[int, Link],
    doubts: dict[int, Doubt],
) -> dict[int, dict[str, object]]:
    """Add to links and doubts the cases that look like the person, where no record of the other service is theirs yet.

    Returns the evidence for each case in doubt.
    """
    own = [*([shared.mine] if shared.mine else []), *links]
    party = claim.party
    for held in (await linking.parties(tx, own)).values():
        party = party.with_(held)
    if person is None or (party.prison_numbers and party.crns):
        return {}
    found = await shared.alike(tx, await look_alike(tx, claim.service, party, person, besides=[*own, *doubts]))
    for one in found:
        if one.doubt is None:
            links[one.case_id] = Link(LIKENESS, one.record_id, persons_differ=False, evidence=one.evidence)
        else:
            doubts[one.case_id] = one.doubt
    return {one.case_id: one.evidence for one in found}


async def _weigh(
    tx: Transaction, claim: Claim, known: Known | None, matches: Sequence[Match]
) -> tuple[dict[int, Link], dict[int, Doubt]]:
    """The other cases that are this person's, each with the link to it, and those that are in doubt.

    A case that is ruled to be of somebody else is no link; where that was ruled of other records of the person, and not
    of this one, a person must look.
    """
    mine = known.case_id if known else None
    others = [match for match in matches if match.case_id != mine]
    links: dict[int, Link] = {}
    doubts: dict[int, Doubt] = {}
    if not others:
        return links, doubts
    held = await linking.parties(tx, {match.case_id for match in others} | ({mine} if mine else set()))
    # A record that is held counts as living or merged away as it is held.
    said = claim.party
    party = held[mine].with_(Party(named=said.named, persons=said.persons, former=said.former)) if mine else said
    for match in sorted(others, key=lambda one: (one.kind not in DIRECT, one.case_id, one.record_id)):
        other = held[match.case_id]
        same_side = match.kind not in DIRECT and match.service is claim.service
        if match.case_id in links or same_side:
            continue
        reason = doubt(party, other, match.kind, unique=_unique(match, matches))
        if reason is Doubt.RULED_DIFFERENT and known is not None and known.id in other.apart:
            continue
        if reason is not None:
            doubts.setdefault(match.case_id, reason)
            continue
        links[match.case_id] = Link(match.kind, match.record_id, persons_differ(party.persons, other.persons))
        doubts.pop(match.case_id, None)
        party = party.with_(other)
    return links, doubts


def _unique(match: Match, matches: Sequence[Match]) -> bool:
    """Whether no third record holds the identifier that the claim and the match hold."""
    return sum((one.kind, one.value) == (match.kind, match.value) for one in matches) == 1


async def _survivor(tx: Transaction, mine: int | None, case_ids: list[int], doubts: dict[int, Doubt]) -> int:
    """The case that stays: the one with a plan, else the oldest. Two with plans are never joined in silence."""
    if len(case_ids) == 1:
        return case_ids[0]
    planned = await joining.planned(tx, case_ids)
    survivor = mine if mine in planned else min(planned or case_ids)
    assert survivor is not None
    doubts |= {case_id: Doubt.BOTH_HAVE_PLANS for case_id in planned if case_id != survivor}
    return survivor


async def _add(tx: Transaction, claim: Claim, case_id: int, links: tuple[Link, ...], provenance: Provenance) -> int:
    return await identity.add(
        tx,
        case_id=case_id,
        service=claim.service,
        record_key=claim.key,
        linked_by=links[0].by if links else OPENED,
        evidence=_evidence(links, provenance),
    )


def _evidence(links: tuple[Link, ...], provenance: Provenance) -> dict[str, object]:
    return {
        "cause": provenance.cause,
        "links": [
            {
                **(link.evidence or {}),
                "by": link.by,
                "sourceRecord": link.record_id,
                "personsDiffer": link.persons_differ,
            }
            for link in links
        ],
    }
