"""A type of sentence is switched off, or on again; the clock asks the cases with such sentences anew."""

from collections.abc import Mapping
from datetime import datetime

from hub.actions.deciding.once import number_once
from hub.actions.telling.case_events import CLOCK
from hub.domain.access import Actor
from hub.domain.days import london_day
from hub.domain.eligibility import type_key
from hub.domain.eligibility.switching import SwitchOff, SwitchOn, check_off, check_on, check_switcher
from hub.store.database import Database
from hub.store.decided import sentence_type
from hub.store.transaction import Transaction

Command = SwitchOff | SwitchOn


async def switch_type(
    database: Database,
    actor: Actor,
    command: Command,
    *,
    cause: str,
    now: datetime | None = None,
    idempotency_key: str | None = None,
) -> int:
    """Switch the type; the key of the switch.

    Raises BrokenRule, BrokenRules (`hub/domain/eligibility/switching.py`; IdempotencyKeyNotValid,
    IdempotencyKeyReused).
    """
    check_switcher(actor)
    async with database.transaction(now) as tx:

        async def work() -> int:
            return await _switch(tx, actor, command, cause)

        return await number_once(tx, actor.subject, idempotency_key, command, work, "switchId")


async def types_to_ask(database: Database, now: datetime) -> dict[int, datetime]:
    """The switches about which cases are still to be asked, and when each was switched last."""
    async with database.transaction(now) as tx:
        return await sentence_type.to_ask(tx)


async def types_asked(database: Database, now: datetime, switches: Mapping[int, datetime]) -> None:
    """Every case was asked about these switches."""
    async with database.transaction(now) as tx:
        await sentence_type.asked(tx, switches)
        await tx.record(
            actor="clock",
            service=CLOCK,
            action="ask_about_sentence_types",
            case_ids=[],
            fields=["asked_at"],
            why="every case with a sentence of the type was asked anew",
            cause=f"clock/SentenceTypeSwitched/{london_day(now)}",
        )


async def _switch(tx: Transaction, actor: Actor, command: Command, cause: str) -> int:
    by, today, key = actor.staff_code or actor.subject, london_day(tx.now), type_key(command.named)
    held = await sentence_type.held(tx, command.service, key)
    off = held is not None and not held.over(today)
    if isinstance(command, SwitchOff):
        known = await sentence_type.is_known(tx, command.service, key)
        allowed = check_off(command, known=known, off=off, today=today)
        if held is not None:
            await sentence_type.switch_on(tx, held.id)
        number = await sentence_type.switch_off(tx, allowed, by)
    else:
        reason = check_on(command, off=off)
        assert held is not None
        number = held.id
        await sentence_type.switch_on(tx, number, by, reason)
    await tx.record(
        actor=by,
        service=actor.service,
        action="switch_off_sentence_type" if isinstance(command, SwitchOff) else "switch_on_sentence_type",
        case_ids=[],
        fields=["sentence_type"],
        why="asked for by an operator of the hub",
        cause=cause,
    )
    return number
