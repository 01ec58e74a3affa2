"""The same idempotency key gets the same answer: a mutation sent twice has its effect once."""

from collections.abc import Awaitable, Callable

from hub.actions.plan.outcome import PlanOutcome, outcome_from
from hub.domain.plan.broken_rules import broken
from hub.store.messages.idempotency import held_answer, keep_answer
from hub.store.transaction import Transaction

LONGEST_KEY = 200


async def once(
    tx: Transaction, actor: str, key: str | None, command: object, work: Callable[[], Awaitable[PlanOutcome]]
) -> PlanOutcome:
    """Do the work, unless this actor sent this key before: then answer as then.

    A refusal is not kept: nothing was done, so the same key may try again.
    Raises BrokenRule `IdempotencyKeyNotValid`, `IdempotencyKeyReused`, and what the work raises.
    """
    if key is None:
        return await work()
    check_key(key)
    held = await held_answer(tx, actor, key, command)
    if held is None:
        outcome = await work()
        await keep_answer(tx, actor, key, command, outcome.to_json())
        return outcome
    if not held.same_input:
        raise broken("IdempotencyKeyReused", "idempotencyKey")
    return outcome_from(dict(held.answer))


def check_key(key: str) -> None:
    """Raises BrokenRule `IdempotencyKeyNotValid`."""
    if not 0 < len(key) <= LONGEST_KEY or not key.isprintable():
        raise broken("IdempotencyKeyNotValid", "idempotencyKey", limit=LONGEST_KEY)
