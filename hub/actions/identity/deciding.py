"""What decisions on who is who share: once for each key, within reach, in the decider's name; how two cases join."""

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from itertools import product

from hub.actions.identity.regrouping import Regrouping
from hub.actions.plan.once import check_key
from hub.actions.settling.joining import join_cases
from hub.actions.telling.case_events import Cause
from hub.domain.access import CAPABILITIES, Actor, Capability, Role
from hub.domain.plan.broken_rules import broken
from hub.domain.review import check_one_person, check_person
from hub.store.identity import linking
from hub.store.messages.idempotency import held_answer, keep_answer
from hub.store.moving import joining
from hub.store.reach.plan_subject import reach_of, surviving
from hub.store.transaction import Transaction

LARGEST_ID = 2**63 - 1
PERSON = "decided by a member of staff"


@dataclass(frozen=True)
class Decided:
    """The case that a decision leaves, and whether a second person must ask the same before it is carried out."""

    case_id: int
    awaits_second: bool = False


async def decided_once(
    tx: Transaction, actor: Actor, key: str | None, command: object, work: Callable[[], Awaitable[Decided]]
) -> Decided:
    """Do the work, unless this actor sent this key before: then the answer as then. A refusal is not kept.

    Raises BrokenRule `IdempotencyKeyNotValid`, `IdempotencyKeyReused`, and what the work raises.
    """
    if key is None:
        return await work()
    check_key(key)
    held = await held_answer(tx, actor.subject, key, command)
    if held is not None and not held.same_input:
        raise broken("IdempotencyKeyReused", "idempotencyKey")
    if held is not None:
        return Decided(int(held.answer["caseId"]), bool(held.answer["awaitsSecond"]))
    done = await work()
    answer = {"caseId": done.case_id, "awaitsSecond": done.awaits_second}
    await keep_answer(tx, actor.subject, key, command, answer)
    return done


async def check_reach(tx: Transaction, actor: Actor, case_ids: Iterable[int], field: str) -> None:
    """That these cases, or those that they went into, are the actor's to decide on; they are locked.

    Raises BrokenRule: NothingToDecide, IdentityNotYours.
    """
    living = {await surviving(tx, case_id) for case_id in case_ids}
    reaches = [await reach_of(tx, case_id) for case_id in living if case_id is not None]
    check_person(actor, tuple(reaches), field)


async def check_prison(tx: Transaction, case_id: int, other: int) -> None:
    """Raises BrokenRule PrisonMustMerge."""
    parties = await linking.parties(tx, [case_id, other])
    both = parties[case_id].with_(parties[other])
    check_one_person(both.prison_numbers - both.former)


async def join_two(tx: Transaction, case_id: int, other: int, by: Cause, regrouping: Regrouping) -> int:
    """Make the two cases one: the one with a plan stays, else the older."""
    both = sorted((case_id, other))
    planned = await joining.planned(tx, both)
    stays = both[0] if both[0] in planned or not planned else both[1]
    gone = both[1] if stays == both[0] else both[0]
    await join_cases(tx, gone, stays, by, PERSON)
    regrouping.joined(gone, stays)
    return stays


async def pairs_of(tx: Transaction, case_id: int, other: int) -> list[tuple[int, int]]:
    """Every record of the one case with every record of the other."""
    return list(product(await joining.records_of(tx, case_id), await joining.records_of(tx, other)))


def cause_of(actor: Actor, cause: str) -> Cause:
    """The decision as one of the actor's, in the role that allows it."""
    role = next((one for one in Role if one in actor.roles and Capability.DECIDE_IDENTITY in CAPABILITIES[one]), "NONE")
    by = actor.staff_code or actor.subject
    return Cause(by, actor.service, cause, role, actor.staff_code, actor.staff_id)
