"""The register decided anew from all that is told: how each registration stands, and what that says of the case."""

from collections.abc import Mapping
from typing import Any

from msgspec.structs import replace

from hub.actions.telling.case_events import CaseChange
from hub.domain.registration import Register, RegistrationStatus, register, standings
from hub.store.community import registration
from hub.store.community.registration import HeldRegister
from hub.store.transaction import Transaction


async def register_of(tx: Transaction, case_id: int) -> Register:
    """What the register says of the case as it is stored."""
    return _register(await registration.held_registers(tx, case_id))


async def follow_register(tx: Transaction, case_id: int, before: Register) -> list[CaseChange]:
    """Decide anew how each registration stands and what the register says; the case must be locked."""
    held = await registration.held_registers(tx, case_id)
    decided = {record: standings(one.registrations, one.endings) for record, one in held.items()}
    for record, one in held.items():
        differing = {number: now for number, now in decided[record].items() if one.standings[number] != now}
        await registration.save_standings(tx, case_id, differing)
    now = _register({record: HeldRegister(one.registrations, (), decided[record]) for record, one in held.items()})
    if await registration.shown_register(tx, case_id) != replace(now, codes=()):
        await registration.save_register(tx, case_id, now)
    return [CaseChange("RegisterChanged", _shown(before), _shown(now))] if now != before else []


def _register(held: Mapping[int, HeldRegister]) -> Register:
    return register(
        registration
        for one in held.values()
        for registration in one.registrations
        if one.standings[registration.id].status is RegistrationStatus.ACTIVE
    )


def _shown(now: Register) -> dict[str, Any]:
    return {
        "riskOfHarm": now.risk_of_harm,
        "mappaLevel": now.mappa_level,
        "mappaCategory": now.mappa_category,
        "types": list(now.codes),
    }
