"""Who looks like the person of a record, where no identifier says who they are; and who does not any more."""

from collections.abc import Iterable

from hub.actions.redeciding.asking import withdraw
from hub.actions.telling.case_events import CaseChange
from hub.domain.access import Service
from hub.domain.identity import Party
from hub.domain.likeness import Candidate, Likeness, likenesses
from hub.domain.matching.blocking import keys
from hub.domain.matching.description import Description
from hub.domain.matching.weights import shipped
from hub.domain.review import Withdrawn
from hub.store.fetching import hold
from hub.store.identity import likeness, linking, review, term_frequency
from hub.store.identity.candidates import fetch_candidates, read_cases
from hub.store.transaction import Transaction


async def look_alike(
    tx: Transaction, service: Service, mine: Party, person: Description, *, besides: Iterable[int]
) -> list[Likeness]:
    """The cases of the other service that look like the person of a record, most alike first.

    `mine` is what the records of its case say of who it is, `besides` the cases that it is decided about already. A
    case that the hub would join is held, and compared again as it is then.
    """
    other, found_by, known = service.other, keys(person), set(besides)
    found = await fetch_candidates(tx, [(other, key) for key in found_by])
    candidates = {one.case_id: one for one in found.of(other, found_by)}
    candidates |= {one: await _held(tx, one) for one in likeness.alike(tx, other, found_by)}
    candidates |= {one: await _held(tx, one) for one in candidates if one in tx.working.cases}
    judged = await _judge(tx, mine, person, [one for case_id, one in candidates.items() if case_id not in known])
    joined = [one.case_id for one in judged if one.doubt is None]
    if not joined:
        return judged
    await hold(tx, joined)
    candidates |= {one: await _held(tx, one) for one in joined}
    return await _judge(tx, mine, person, [one for case_id, one in candidates.items() if case_id not in known])


async def withdraw_questions(tx: Transaction, case_id: int) -> list[CaseChange]:
    """Ask no more whether the case and another are one person, where a score made the hub ask and would not now."""
    asked = await review.scored(tx, case_id)
    if not asked:
        return []
    mine = await _held(tx, case_id)
    others = [await _held(tx, one) for one in asked if one in tx.working.cases]
    others += await read_cases(tx, [one for one in asked if one not in tx.working.cases])
    people = [person for case in (mine, *others) for person in case.records.values()]
    counted = await term_frequency.frequencies(tx, people)
    alike = likenesses(shipped(counted), counted, mine.party, mine.records.values(), others)
    asking = {one.case_id for one in others if not (_linked(mine.party) and _linked(one.party))}
    alike_still = asking & {one.case_id for one in alike}
    return [await _withdraw(tx, mine, other) for other in others if other.case_id not in alike_still]


async def _withdraw(tx: Transaction, mine: Candidate, other: Candidate) -> CaseChange:
    return await withdraw(tx, mine.case_id, other.case_id, _why_not(mine.party, other.party))


def _why_not(mine: Party, other: Party) -> Withdrawn:
    if mine.is_ruled_apart_from(other):
        return Withdrawn.RULED_DIFFERENT
    return Withdrawn.LINKED_OTHERWISE if _linked(mine) or _linked(other) else Withdrawn.RECORDS_DIFFER


def _linked(party: Party) -> bool:
    """Whether records of both services are the person's: then no score is asked for from that side."""
    return bool(party.prison_numbers and party.crns)


async def _held(tx: Transaction, case_id: int) -> Candidate:
    """The case as it stands now in this transaction."""
    party = (await linking.parties(tx, [case_id]))[case_id]
    return Candidate(case_id, party, await likeness.descriptions(tx, case_id))


async def _judge(tx: Transaction, mine: Party, person: Description, candidates: list[Candidate]) -> list[Likeness]:
    if not candidates:
        return []
    people = (person, *(theirs for each in candidates for theirs in each.records.values()))
    counted = await term_frequency.frequencies(tx, people)
    return likenesses(shipped(counted), counted, mine, [person], candidates)
