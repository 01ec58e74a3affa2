"""Many cases of one Offender Manager given to others: a preview that changes nothing, then a decision for each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from hub.actions.team.capacity import capacities_of
from hub.actions.team.offender_manager import candidate_of, case_to_hold, decide_manager, member_of
from hub.domain.access import Actor
from hub.domain.allocation.capacity import PointTable
from hub.domain.allocation.offender_manager import broken_rules
from hub.domain.allocation.offender_manager_allocation import AllocateOffenderManager, check_allocator
from hub.domain.allocation.reallocation import MOST, CaseToMove, Proposal, Taker, spread
from hub.domain.consequences import consequences
from hub.domain.days import london_day
from hub.domain.grade import Grade
from hub.errors import BrokenRule, BrokenRules, VersionConflict
from hub.store.caseload.capacity import Worker
from hub.store.caseload.reallocation import cases_held
from hub.store.database import Database
from hub.store.decided.facts import facts_of
from hub.store.fetching import hold
from hub.store.team import staff_records


@dataclass(frozen=True)
class Preview:
    """What would be done, and the takers as they are before."""

    proposal: Proposal
    takers: tuple[Taker, ...]


@dataclass(frozen=True)
class Outcome:
    """What became of one move: done, or the rules that said no, or the version that it conflicts with."""

    case_id: int
    done: bool
    rules: tuple[BrokenRule, ...] = ()
    current_version: int | None = None


async def preview(
    database: Database,
    actor: Actor,
    points: PointTable,
    *,
    from_code: str,
    to_codes: Sequence[str],
    case_ids: Sequence[int] | None,
    now: datetime,
) -> Preview:
    """Who would take which of the cases in the actor's reach, of all or of those named.

    Raises BrokenRule: AllocationNotYours, AllocationNotOfTheGrade, StaffNotFound, NobodyToTakeThem, TooManyCases.
    """
    async with database.transaction(now) as tx:
        check_allocator(actor, await staff_records.grade_of(tx, actor.staff_id))
        leaving = await member_of(tx, from_code)
        members = {code: await member_of(tx, code) for code in dict.fromkeys(to_codes) if code != from_code}
        if not members:
            raise BrokenRule("NobodyToTakeThem", "Nobody is named who takes the cases.", "Name them.", "toStaffCodes")
        held = await cases_held(tx, actor, leaving.id, case_ids, most=MOST + 1)
        if len(held) > MOST:
            raise _too_many(len(held), "caseIds")
        await hold(tx, [case.case_id for case in held])
        broken = {}
        for case in held:
            facts = await facts_of(tx, case.case_id)
            decided = consequences(facts, tx.now)
            for code, member in members.items():
                candidate = candidate_of(member)
                to_hold = case_to_hold(facts, decided, member)
                broken[case.case_id, code] = broken_rules(candidate, to_hold, london_day(tx.now))
        workers = [Worker(one.id, Grade(one.grade) if one.grade else None) for one in members.values()]
        found = await capacities_of(tx, workers, points)
        takers = tuple(
            Taker(code, one.capacity.available, one.capacity.used) for code, one in zip(members, found, strict=True)
        )
    weighed = [CaseToMove(one.case_id, one.version, one.tier, points.of_cases[one.tier]) for one in held]
    return Preview(spread(weighed, takers, broken), takers)


async def reallocate(
    database: Database,
    actor: Actor,
    moves: Sequence[AllocateOffenderManager],
    *,
    cause: str,
    now: datetime | None = None,
    idempotency_key: str | None = None,
) -> list[Outcome]:
    """Each move by itself, by the rules of a single one: what is refused stays as it is and stops nobody.

    A case number that names nothing fails alone, like a case out of reach. Raises BrokenRule: NothingToMove,
    TooManyCases.
    """
    if not moves:
        raise BrokenRule("NothingToMove", "No move is named, so nothing can be done.", "Name the moves.", "moves")
    if len(moves) > MOST:
        raise _too_many(len(moves), "moves")
    outcomes = []
    for move in moves:
        key = f"{idempotency_key}/{move.case_id}" if idempotency_key else None
        try:
            await decide_manager(database, actor, move, cause=cause, now=now, idempotency_key=key)
            outcomes.append(Outcome(move.case_id, True))
        except BrokenRule as rule:
            outcomes.append(Outcome(move.case_id, False, (rule,)))
        except BrokenRules as several:
            outcomes.append(Outcome(move.case_id, False, several.rules))
        except VersionConflict as conflict:
            outcomes.append(Outcome(move.case_id, False, (), conflict.current_version))
    return outcomes


def _too_many(count: int, field: str) -> BrokenRule:
    return BrokenRule("TooManyCases", f"More than {MOST} cases at once ({count}).", f"Name at most {MOST}.", field)
