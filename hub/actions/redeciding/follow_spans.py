"""A plan lives as long as its span of sentences: closed when the span is over, open again if the end was a mistake.

No person decides it; it follows from the records of sentences, whenever a case is decided anew.
"""

from hub.actions.telling.plan_events import Changer, plan_events
from hub.domain.access import Service
from hub.domain.plan.decision import decide_standing
from hub.store.messages.outbox import publish
from hub.store.plan.plan_state import Author, load, out_of_step, save
from hub.store.reach.plan_subject import event_identifiers
from hub.store.transaction import Transaction

ROLE = "HUB"


async def follow_spans(tx: Transaction, case_id: int, *, service: Service, cause: str) -> int:
    """Close or reopen the plans of a case that is locked; how many. The caller leaves the audit line."""
    plan_ids = await out_of_step(tx, case_id)
    for plan_id in plan_ids:
        decision = decide_standing(await load(tx, plan_id))
        await save(tx, decision.state, decision.changes, Author(service, None, ROLE), cause)
        identifiers = await event_identifiers(tx, case_id)
        changer = Changer(service, None, ROLE)
        await publish(tx, case_id, plan_events(decision, changer, cause=cause, now=tx.now, identifiers=identifiers))
    return len(plan_ids)
