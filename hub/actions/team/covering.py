"""A team manager arranges cover, and ends it: every case of the one who is away is told who acts for them.

The cases are locked while it is done, so that events of a case stay in order and the audit names every case that
somebody else reaches by it.
"""

from datetime import datetime

from hub.actions.deciding.once import number_once
from hub.actions.telling.case_events import CaseChange, Cause, announce
from hub.actions.telling.covered import told_of
from hub.domain.access import Actor, Capability, Role
from hub.domain.assessment import RiskLevel
from hub.domain.consequences import consequences
from hub.domain.days import london_day
from hub.domain.lead.covering import (
    ArrangeCover,
    Employed,
    EndCover,
    broken,
    check_arranged,
    check_arranger,
    check_ending,
    cover_flags,
)
from hub.domain.staffing import works_with
from hub.store import case
from hub.store.database import Database
from hub.store.decided.facts import facts_of
from hub.store.fetching import hold, rows_of
from hub.store.team import cover, staffing
from hub.store.transaction import Transaction

LARGEST_ID = 2**63 - 1
Command = ArrangeCover | EndCover


async def change_cover(
    database: Database,
    actor: Actor,
    command: Command,
    *,
    cause: str,
    now: datetime | None = None,
    idempotency_key: str | None = None,
) -> int:
    """Arrange the cover or end it; its key.

    Raises BrokenRule (`hub/domain/lead/covering.py`, `cover.py`; IdempotencyKeyNotValid, IdempotencyKeyReused).
    """
    async with database.transaction(now) as tx:

        async def work() -> int:
            if isinstance(command, ArrangeCover):
                return await _arrange(tx, actor, command, cause)
            return await _end(tx, actor, command, cause)

        return await number_once(tx, actor.subject, idempotency_key, command, work, "coverId")


async def _arrange(tx: Transaction, actor: Actor, command: ArrangeCover, cause: str) -> int:
    case_ids = await _locked(tx, actor, await cover.employed(tx, command.service, command.staff_code))
    absent = await staffing.place_of(tx, command.service, command.staff_code)
    by_id = check_arranger(actor, absent)
    assert absent is not None
    covering = await cover.employed(tx, command.service, command.covering_code)
    standing, ended = await cover.covers_for(tx, absent.id)
    today = london_day(tx.now)
    arranged = check_arranged(command, absent, covering, today=today, standing=standing, ended=ended)
    assert covering is not None  # the rule has said so
    flags = cover_flags(covering.grade, await _harms(tx, case_ids, absent.id))
    number = await cover.arrange(tx, arranged, flags, by_id)
    told = told_of(absent.code, command.covering_code, arranged)
    await _tell(tx, actor, case_ids, CaseChange("CoverChanged", None, told), "arrange_cover", cause)
    return number


async def _harms(tx: Transaction, case_ids: list[int], absent_id: int) -> list[RiskLevel | None]:
    """The risk of harm of each case that the one who is away leads, None: not assessed."""
    await hold(tx, case_ids)
    decided = [consequences(await facts_of(tx, case_id), tx.now) for case_id in case_ids]
    return [one.situation.harm for one in decided if one.om_staff_id == absent_id]


async def _end(tx: Transaction, actor: Actor, command: EndCover, cause: str) -> int:
    number = command.cover_id if 0 < command.cover_id <= LARGEST_ID else 0
    case_ids = await _locked(tx, actor, await cover.absent_of(tx, number))
    held = await cover.held(tx, number, london_day(tx.now))
    if held is None or not works_with(actor, held.absent):
        raise broken("CoverNotFound", "id")
    by_id = check_arranger(actor, held.absent)
    await cover.end(tx, number, by_id, check_ending(command))
    told = told_of(held.absent.code, held.covering_code, held.cover)
    await _tell(tx, actor, case_ids, CaseChange("CoverChanged", told, None), "end_cover", cause)
    return number


async def _locked(tx: Transaction, actor: Actor, absent: Employed | None) -> list[int]:
    """The cases of the one who is away, locked before the row of the staff, in the order in which messages lock."""
    if absent is None or not actor.may(Capability.DECIDE_STAFFING):
        return []
    return await case.lock(tx, await cover.cases_of(tx, absent.id))


async def _tell(tx: Transaction, actor: Actor, case_ids: list[int], told: CaseChange, action: str, cause: str) -> None:
    by = Cause(
        actor.staff_code or actor.subject, actor.service, cause, Role.TEAM_MANAGER, actor.staff_code, actor.staff_id
    )
    for case_id in case_ids:
        rows = await rows_of(tx, case.offender_case, case_id)
        await announce(tx, case_id, rows[case_id]["version"], [told], by)
    await tx.record(
        actor=by.actor,
        service=actor.service,
        action=action,
        case_ids=case_ids,
        fields=["cover"],
        why="decided by a team manager",
        cause=cause,
    )
