"""Vectors of a service's merges and of merges taken back: who leaves which group, and what a person must look at.

Where a vector gives only the size of a group, the others in it are there by score: no number ties them to anybody.
"""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from msgspec.structs import replace

from hub.cli.vectors.case import Adapter, Answer, Given
from hub.connectors.detail.client import meaning
from hub.domain.access import Service
from hub.domain.case import CaseFacts, CaseRow, HeldRecord
from hub.domain.cluster import ClusterState, Finding, look_at
from hub.domain.detail import next_try
from hub.domain.identity import Party
from hub.domain.matching.decision import JOIN
from hub.domain.merge import Member, follow, merged_away, refuse_circle
from hub.domain.override import HeldRuling, OverrideScope, OverrideVerdict
from hub.domain.person import PersonDetails
from hub.errors import Rejected

AT = datetime(2026, 1, 1, tzinfo=UTC)
REMOVED, SURVIVOR = 1, 2
ROW = CaseRow(1, False, None, None, None, None, None, None, (), None, None, None, None, False, None)


def merge(given: Given) -> Answer:
    """What becomes of the record that is merged away, and of the group that it leaves."""
    if "upstream" in given:
        return {"retried": next_try(meaning(int(given["upstream"])), 1, AT, jitter=0) is not None}
    if given.get("circular"):
        return _circle()
    # Whoever is not known yet is made, in the other's group.
    unknown = {side: given.get(side) == "absent" for side in ("from", "to")}
    size = 0 if unknown["from"] else _size(given.get("from_cluster_size", 1))
    group = [_member(REMOVED, merged_into=SURVIVOR), *(_member(10 + n) for n in range(size - 1))]
    going = follow(REMOVED, group, [_member(SURVIVOR)]).records
    left = [one for one in group if one.id not in going]
    return {
        "error": False,
        "target_kept": SURVIVOR not in going,
        "created": unknown["from"] or unknown["to"],
        "source_created": unknown["from"],
        "target_created": unknown["to"],
        "from_record_merged": next(one.merged_into for one in group if one.id == REMOVED) == SURVIVOR,
        "from_record_unlinked": REMOVED in going,
        "from_cluster_kept": bool(left),
        "from_cluster_deleted": not left,
    }


def _circle() -> Answer:
    try:
        refuse_circle(REMOVED, SURVIVOR, {SURVIVOR: REMOVED, REMOVED: None})
    except Rejected as rejected:  # what is rejected lies among the dead letters
        return {"error": True, "refused": True, "dead_lettered": True, "code": rejected.code}
    return {"error": False, "refused": False, "dead_lettered": False}


def unmerge(given: Given) -> Answer:
    """Who stands alone again, and what is left behind."""
    back = [_member(100 + n, SURVIVOR if given.get("merge_link", True) else None) for n in range(_unmerges(given))]
    size = _size(given.get("existing_cluster_size", 1))
    together = [_member(SURVIVOR), *back, *(_member(10 + n) for n in range(size - 1))]
    leaving = {one.id: merged_away(one.id, [*_others(together, one), replace(one, merged_into=None)]) for one in back}
    separated = all(SURVIVOR not in gone and len(gone) == 1 for gone in leaving.values())
    gone = frozenset[int]().union(*leaving.values())
    found = look_at(_facts([one.id for one in together if one.id not in gone], gone), _alike(together))
    apart = Party(records=frozenset({SURVIVOR}), apart=gone)
    return {
        "created": given.get("reactivated") == "absent" or given.get("existing") == "absent",
        "own_cluster": separated,
        "separated": separated,
        "each_separated": separated and len(gone) == len(back),
        "excluded": all(apart.is_ruled_apart_from(Party(records=frozenset({one}))) for one in gone),
        "existing_cluster": _state(found),
        "review": found is not None,
    }


def _unmerges(given: Given) -> int:
    return int(given.get("unmerges", 1))


def _others(members: Iterable[Member], one: Member) -> list[Member]:
    return [other for other in members if other.id != one.id]


def _facts(staying: list[int], gone: frozenset[int]) -> CaseFacts:
    """The group that the reactivated records have left, with what that ruled."""
    records = tuple(
        HeldRecord(one, Service.COMMUNITY, str(one), False, False, PersonDetails(), None, (), (), None, linked_at=AT)
        for one in staying
    )
    apart, scope = OverrideVerdict.DIFFERENT_PEOPLE, OverrideScope.SOURCE_UNMERGE
    rulings = tuple(HeldRuling(SURVIVOR, one, apart, scope, AT) for one in sorted(gone))
    return CaseFacts(1, ROW, records, (), (), None, 0, rulings=rulings)


def _alike(members: list[Member]) -> dict[frozenset[int], float]:
    return {frozenset((one.id, other.id)): JOIN for one in members for other in members if one.id < other.id}


def _state(found: Finding | None) -> str:
    return f"{ClusterState.NEEDS_ATTENTION}/{found.reason}" if found else str(ClusterState.ACTIVE)


def _member(number: int, merged_into: int | None = None) -> Member:
    return Member(number, Service.COMMUNITY, str(number), frozenset({str(number)}), merged_into)


def _size(told: Any) -> int:
    """A number, or `>1`."""
    return 2 if told == ">1" else int(told)


ADAPTERS: dict[str, Adapter] = {"merge": merge, "unmerge": unmerge}
