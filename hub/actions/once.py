"""The same idempotency key gets the same answer, for changes of a case outside its plan."""

from collections.abc import Awaitable, Callable

from hub.actions.plan.once import check_key
from hub.domain.plan.broken_rules import broken
from hub.store.idempotency import held_answer, keep_answer
from hub.store.transaction import Transaction


async def case_once(
    tx: Transaction, actor: str, key: str | None, command: object, work: Callable[[], Awaitable[int]]
) -> int:
    """Do the work on a case, unless this actor sent this key before: then the id of the case as then.

    A refusal is not kept. Raises BrokenRule `IdempotencyKeyNotValid`, `IdempotencyKeyReused`, and what the work raises.
    """
    if key is None:
        return await work()
    check_key(key)
    held = await held_answer(tx, actor, key, command)
    if held is not None and not held.same_input:
        raise broken("IdempotencyKeyReused", "idempotencyKey")
    if held is not None:
        return int(held.answer["caseId"])
    case_id = await work()
    await keep_answer(tx, actor, key, command, {"caseId": case_id})
    return case_id
