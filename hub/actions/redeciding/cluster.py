"""The records of a case are looked at as a group whenever the case is decided anew; a person is asked where they must.

Nothing is joined and nothing parted here. A case that is sound again says so by itself.
"""

from itertools import combinations

from hub.actions.telling.case_events import CLOCK, SOURCE_RECORD, CaseChange, Cause
from hub.domain.case import CaseFacts
from hub.domain.cluster import ClusterEnd, ClusterState, Finding, Weights, hanging_loose, look_at
from hub.domain.matching.decision import judge
from hub.domain.matching.weights import shipped
from hub.store.identity import cluster, likeness, term_frequency
from hub.store.transaction import Transaction

# Who acts where no person decides.
NOBODY = frozenset({SOURCE_RECORD, CLOCK})


async def look_at_cluster(tx: Transaction, facts: CaseFacts) -> Finding | None:
    """Why a person must look at the case's records, None where nobody must.

    Scores are asked for only where no checked identifier, merge or ruling holds the records together.
    """
    if len(facts.records) < 2 and not facts.rulings and not facts.disputed:
        return None
    loose = hanging_loose(facts)
    return look_at(facts, await _weights(tx, facts.id, loose) if loose else {})


async def _weights(tx: Transaction, case_id: int, records: tuple[int, ...]) -> Weights:
    held = await likeness.descriptions(tx, case_id)
    people = {one: held[one] for one in records if one in held}
    counted = await term_frequency.frequencies(tx, people.values())
    model = shipped(counted)
    return {
        frozenset((one, other)): judge(model, people[one], people[other], counted).weight
        for one, other in combinations(people, 2)
    }


async def follow_cluster(tx: Transaction, facts: CaseFacts, found: Finding | None, cause: Cause) -> list[CaseChange]:
    """Open and end the review of the case, where something differs; what is told of it.

    Where a person decided, the review that they answered has ended, or waits again: one that is open stays where it
    asks what is found now.
    """
    was = (facts.row.cluster_reason, facts.row.cluster_because)
    now = (found.reason, found.because) if found else (None, None)
    if was == now and cause.role in NOBODY:
        return []
    asks = await cluster.asks(tx, facts.id)
    wanted = found.because if found else None
    if asks is not None and asks != wanted:
        why = ClusterEnd.VALID_AGAIN if was == now else _end(found, cause)  # an answer was taken back, and not needed
        await cluster.end_review(tx, facts.id, why, cause.staff_id)
    if found is not None and asks != wanted:
        await cluster.open_review(tx, facts.id, found)
    if was == now:
        return []
    return [CaseChange("ClusterStateChanged", _told(*was), _told(*now))]


def _end(found: Finding | None, cause: Cause) -> ClusterEnd:
    if found is not None:
        return ClusterEnd.OTHERWISE
    return ClusterEnd.VALID_AGAIN if cause.role in NOBODY else ClusterEnd.DECIDED


def _told(reason: str | None, because: str | None) -> dict[str, str | None]:
    state = ClusterState.NEEDS_ATTENTION if reason else ClusterState.ACTIVE
    return {"state": state, "reason": reason, "because": because}
