"""The shared plan follows the person: where the records of a case go, its plans go, and come back with them.

No person decides it, so nothing is chosen here: a second plan of the same sentences is set aside as it is.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from hub.actions.redeciding.follow_spans import ROLE
from hub.actions.telling.case_events import Cause
from hub.actions.telling.plan_events import Changer, plan_events
from hub.domain.plan import COUNTING
from hub.domain.plan.decision import Decision
from hub.domain.plan.together import come_back, count_again, go_with
from hub.store.messages.outbox import publish
from hub.store.moving.plan_moves import (
    HeldPlan,
    add_span,
    drop_unplanned_spans,
    move_parts,
    move_span,
    plans_of,
)
from hub.store.plan.plan_state import Author, load, save
from hub.store.reach.plan_subject import event_identifiers
from hub.store.transaction import Transaction


@dataclass(frozen=True)
class Met:
    """Two plans of the same span: the one that counts, and the one that is set aside."""

    counts: int
    aside: int


async def take_plans_along(
    tx: Transaction, from_case: int, to_case: int, cause: Cause
) -> tuple[list[HeldPlan], list[Met]]:
    """Bring the plans of one case to another; both are locked. The plans as they stood, and those that met another."""
    going, there = await plans_of(tx, from_case), await plans_of(tx, to_case)
    await drop_unplanned_spans(tx, [from_case, to_case] if going else [from_case])
    met: list[Met] = []
    places: dict[int, tuple[int, int | None]] = {}
    for plan in going:
        if plan.span_id not in places:
            places[plan.span_id] = await _place(tx, plan, there, to_case)
        span_id, counts = places[plan.span_id]
        beside = counts if plan.status in COUNTING else None
        await _save(tx, go_with(await load(tx, plan.id), case_id=to_case, span_id=span_id, beside=beside), cause)
        met += [Met(beside, plan.id)] if beside is not None else []
    await drop_unplanned_spans(tx, [from_case])
    return going, met


async def bring_plans_back(
    tx: Transaction, from_case: int, to_case: int, plans: Sequence[HeldPlan], cause: Cause
) -> None:
    """Bring plans that came from a case back to it, as they stood; what was set aside for them counts again."""
    here = {plan.id: plan for plan in await plans_of(tx, from_case)}
    leaving = [plan for plan in plans if plan.id in here]
    spans: dict[int, int] = {}
    for plan in leaving:
        if plan.span_id not in spans:
            spans[plan.span_id] = await add_span(tx, to_case, plan.since, plan.until)
        back = come_back(
            await load(tx, plan.id),
            case_id=to_case,
            span_id=spans[plan.span_id],
            was=plan.status,
            beside=plan.beside_id,
        )
        await _save(tx, back, cause)
    gone = {plan.id for plan in leaving}
    for plan in here.values():
        if plan.id not in gone and plan.beside_id in gone:
            await _save(tx, count_again(await load(tx, plan.id)), cause)


async def _place(tx: Transaction, plan: HeldPlan, there: Sequence[HeldPlan], to_case: int) -> tuple[int, int | None]:
    """The span that a plan hangs on from now on, and the plan that counts for it already, if there is one."""
    same = [one for one in there if one.status in COUNTING and _overlap(one, plan)]
    if same:
        return same[0].span_id, same[0].id
    await move_span(tx, plan.span_id, to_case)
    return plan.span_id, None


def _overlap(one: HeldPlan, other: HeldPlan) -> bool:
    return (other.until is None or one.since < other.until) and (one.until is None or other.since < one.until)


async def _save(tx: Transaction, decision: Decision, cause: Cause) -> None:
    plan = decision.state.plan
    await save(tx, decision.state, decision.changes, Author(cause.service, None, ROLE), cause.cause)
    await move_parts(tx, plan.id, plan.case_id)
    identifiers = await event_identifiers(tx, plan.case_id)
    by = Changer(cause.service, cause.staff_code, ROLE)
    events = plan_events(decision, by, cause=cause.cause, now=tx.now, identifiers=identifiers)
    await publish(tx, plan.case_id, events)
