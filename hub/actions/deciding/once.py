"""The same idempotency key gets the same answer, for changes outside plans."""

from collections.abc import Awaitable, Callable

from hub.actions.plan.once import check_key
from hub.domain.plan.broken_rules import broken
from hub.store.messages.idempotency import held_answer, keep_answer
from hub.store.transaction import Transaction


async def case_once(
    tx: Transaction, actor: str, key: str | None, command: object, work: Callable[[], Awaitable[int]]
) -> int:
    """Do the work on a case, unless this actor sent this key before: then the id of the case as then.

    A refusal is not kept. Raises BrokenRule `IdempotencyKeyNotValid`, `IdempotencyKeyReused`, and what the work raises.
    """
    return await number_once(tx, actor, key, command, work, "caseId")


async def number_once(
    tx: Transaction, actor: str, key: str | None, command: object, work: Callable[[], Awaitable[int]], name: str
) -> int:
    """The same for work that answers with another number; `name` is what the kept answer calls it."""
    if key is None:
        return await work()
    check_key(key)
    held = await held_answer(tx, actor, key, command)
    if held is not None and not held.same_input:
        raise broken("IdempotencyKeyReused", "idempotencyKey")
    if held is not None:
        return int(held.answer[name])
    number = await work()
    await keep_answer(tx, actor, key, command, {name: number})
    return number
