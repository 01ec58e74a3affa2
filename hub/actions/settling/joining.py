"""Two cases become one, and one becomes two again: facts, team and plans move, and what moved is kept.

Every case named must be locked. The caller decides the living cases anew, tells the world and leaves the audit line
(hub/actions/identity/regrouping.py).
"""

from collections.abc import Sequence

import msgspec

from hub.actions.plan.follow_person import Met, bring_plans_back, take_plans_along
from hub.actions.settling.meeting_handovers import handovers_open, open_handovers_again, take_handovers_along
from hub.actions.telling.case_events import Cause
from hub.domain.cluster import ClusterEnd
from hub.domain.handover.meeting import WasOpen
from hub.domain.merge import ChangeKind
from hub.store import case
from hub.store.identity import cluster, identity_change, review
from hub.store.identity.identity_change import HeldChange
from hub.store.moving import joining
from hub.store.moving.plan_moves import HeldPlan
from hub.store.reach.plan_subject import surviving
from hub.store.transaction import Transaction


async def join_cases(tx: Transaction, from_case: int, to_case: int, cause: Cause, why: str) -> list[Met]:
    """Everything of a case goes to another, for they are one person; the plans that met another there."""
    records = await joining.records_of(tx, from_case)
    plans, met = await take_plans_along(tx, from_case, to_case, cause)
    await joining.move_records(tx, records, to_case)
    team = await joining.move_team(tx, from_case, to_case)
    chain = bool(team["offender_manager_holder"])
    handovers, were_open = await take_handovers_along(tx, from_case, to_case, cause, chain=chain)
    await review.drop_open(tx, from_case)
    await cluster.end_review(tx, from_case, ClusterEnd.CASE_JOINED)
    earlier = await joining.close_case(tx, from_case, to_case)
    moved = {
        "source_record": records,
        **team,
        "handover": handovers,
        "open_handovers": msgspec.to_builtins(were_open),
        "sentence_plan": msgspec.to_builtins(plans),
        "offender_case": earlier,
    }
    await _note(tx, ChangeKind.JOINED, from_case, to_case, moved, cause, why)
    return met


async def move_records(
    tx: Transaction, records: Sequence[int], from_case: int, to_case: int, cause: Cause, why: str
) -> None:
    """Some records of a case go to another; the case stays, with its team and its plans."""
    open_now = msgspec.to_builtins(await handovers_open(tx, [from_case, to_case]))
    await joining.move_records(tx, records, to_case)
    moved = {"source_record": list(records), "open_handovers": open_now}
    await _note(tx, ChangeKind.RECORDS_MOVED, from_case, to_case, moved, cause, why)


async def part(tx: Transaction, records: Sequence[int], from_case: int, cause: Cause, why: str) -> int:
    """Records leave a case for one of their own; the new case."""
    new = await case.create(tx)
    await joining.move_records(tx, records, new)
    await _note(tx, ChangeKind.PARTED, from_case, new, {"source_record": list(records)}, cause, why)
    return new


async def take_back(tx: Transaction, change: HeldChange, at: int, cause: Cause, why: str) -> int:
    """What a join or a move of records brought here goes back to where it was; the case that has it again.

    `at` is the case where the records are now: later joins may have brought them further. Of what came with them, that
    goes back which is still here.
    """
    assert change.other_case_id is not None
    former, moved = change.other_case_id, change.moved
    if not change.brings_case:  # that case may have gone into another since
        former = await surviving(tx, former) or former
    here = set(await joining.records_of(tx, at))
    records = [record for record in moved["source_record"] if record in here]
    if change.brings_case:
        await joining.reopen_case(tx, former, moved["offender_case"])
        await bring_plans_back(tx, at, former, msgspec.convert(moved["sentence_plan"], list[HeldPlan]), cause)
        await joining.bring_team_back(tx, moved, at, former)
    await joining.move_records(tx, records, former)
    were_open = msgspec.convert(moved.get("open_handovers", []), list[WasOpen])
    await open_handovers_again(tx, [former, at], were_open, change.at, cause)
    by = await _note(tx, ChangeKind.PARTED, at, former, {"source_record": records}, cause, why)
    await identity_change.note_undone(tx, [change.id], by)
    return former


async def _note(
    tx: Transaction, kind: ChangeKind, from_case: int, to_case: int, moved: dict[str, object], cause: Cause, why: str
) -> int:
    by = {"actor": cause.actor, "service": cause.service, "cause": cause.cause}
    return await identity_change.note(tx, kind, case_id=to_case, other_case_id=from_case, moved=moved, why=why, by=by)
