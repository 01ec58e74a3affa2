"""What a date changes: phases that begin, sentences that expire, spans that are over. Nobody sent anything."""

from datetime import datetime

from hub.actions.redeciding.redecide import redecide
from hub.actions.telling.case_events import CLOCK, CaseChange, Cause, announce
from hub.domain.days import london_day
from hub.store import case
from hub.store.database import Database
from hub.store.decided.due import Due, due_cases
from hub.store.transaction import Transaction

ACTOR = "clock"
PAGE = 500


async def next_due(database: Database, now: datetime, after: int) -> list[Due]:
    """The next page of cases of which a date has come, after that case id."""
    async with database.transaction(now) as tx:
        return await due_cases(tx, london_day(now), after=after, limit=PAGE)


async def redecide_due(database: Database, due: Due, now: datetime) -> int:
    """Decide one case anew, publish what changed and audit it; how many changes."""
    async with database.transaction(now) as tx:
        if not await case.lock(tx, [due.case_id]):
            return 0
        return await _redecide(tx, due)


async def foresee(database: Database, due: Due, at: datetime) -> tuple[CaseChange, ...]:
    """What deciding the case at that moment would change, told to the caller only: all of it is taken back."""
    changes: tuple[CaseChange, ...] = ()
    try:
        async with database.transaction(at) as tx:
            if await case.lock(tx, [due.case_id]):
                changes = (await redecide(tx, due.case_id, _cause(due, tx.now))).changes
            raise _TakenBack
    except _TakenBack:
        return changes


class _TakenBack(Exception):
    """Ends a transaction that is to leave nothing behind."""


def _cause(due: Due, now: datetime) -> Cause:
    return Cause(ACTOR, due.service, f"clock/{due.rule}/{london_day(now)}", CLOCK)


async def _redecide(tx: Transaction, due: Due) -> int:
    cause = _cause(due, tx.now)
    decided = await redecide(tx, due.case_id, cause)
    await announce(tx, due.case_id, decided.version, decided.changes, cause)
    await tx.record(
        actor=ACTOR,
        service=due.service,
        action="redecide_due",
        case_ids=[due.case_id],
        fields=[change.name for change in decided.changes],
        why=f"a date has come: {due.rule}",
        cause=cause.cause,
    )
    return len(decided.changes)
