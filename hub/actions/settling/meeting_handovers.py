"""Handovers follow the person: where the records of a case go, its handovers go, and come back with them."""

from collections.abc import Sequence
from datetime import datetime

from hub.actions.telling.case_events import CaseChange, Cause, announce
from hub.actions.telling.handover_events import changed, codes_of
from hub.domain.handover.following import Hands, HeldHandover
from hub.domain.handover.in_two_hands import HandoverState
from hub.domain.handover.meeting import WasOpen, met_another, open_again, set_aside, were_open
from hub.store import case
from hub.store.decided.facts import facts_of
from hub.store.handover import handover
from hub.store.team import holder_decision
from hub.store.transaction import Transaction


async def take_handovers_along(
    tx: Transaction, from_case: int, to_case: int, cause: Cause, *, chain: bool
) -> tuple[list[int], list[WasOpen]]:
    """Bring the handovers to another case, after its team; those that went, and all that were open on the two.

    `chain`: the chain of holders went too, and with it the handovers that nobody planned; else they stay with theirs.
    Of two of a kind that are open one is set aside, and told.
    """
    coming, here = await handover.held_of(tx, from_case), await handover.held_of(tx, to_case)
    facts = await facts_of(tx, to_case)
    hands = Hands(facts.holders, facts.supervisor.staff_id if facts.supervisor else None)
    pairs = [(one, two) for one in here for two in coming if one.open and two.open and one.given.kind is two.given.kind]
    aside = [(one, met_another(one, tx.now)) for one in (set_aside(*pair, hands) for pair in pairs)]
    theirs = {one.id for one in coming}
    for before, after in aside:
        await handover.save(tx, from_case if before.id in theirs else to_case, after)
    moved = await handover.move(tx, from_case, to_case, chain=chain)
    await _tell(tx, to_case, "HandoverWithdrawn", aside, cause)
    return moved, were_open([*coming, *here])


async def handovers_open(tx: Transaction, case_ids: Sequence[int]) -> list[WasOpen]:
    """The handovers that are open on these cases, which are locked."""
    return [was for case_id in case_ids for was in were_open(await handover.held_of(tx, case_id))]


async def open_handovers_again(
    tx: Transaction, case_ids: Sequence[int], was: Sequence[WasOpen], joined_at: datetime, cause: Cause
) -> None:
    """Let those that were set aside, overtaken or completed by a join be as they were, each where it is now.

    `joined_at`: when the cases became one; what the hub decided in that transaction was decided by it.
    """
    for case_id in case_ids:
        opened = []
        for one in was:
            held = await handover.held_of(tx, case_id)
            before = next((two for two in held if two.id == one.handover_id), None)
            if before is None:
                continue
            done = before.given.state is HandoverState.COMPLETED
            by_join = done and await holder_decision.forget(tx, case_id, before.given.to_id, joined_at)
            after = open_again(before, one, held, completed_by_join=by_join)
            if after is not None:
                await handover.save(tx, case_id, after)
                opened.append((before, after))
        await _tell(tx, case_id, "HandoverReopened", opened, cause)


async def _tell(
    tx: Transaction, case_id: int, name: str, both: Sequence[tuple[HeldHandover, HeldHandover]], cause: Cause
) -> None:
    if not both:
        return
    codes = await codes_of(tx, [after for _, after in both])
    told: list[CaseChange] = []
    for before, after in both:
        assert after.id is not None
        told.append(changed(name, after.id, before, after, codes))
    version = await case.save(tx, case_id, {})
    await announce(tx, case_id, version, told, cause)
