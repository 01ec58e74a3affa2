"""What staff may do in a case: asked, nothing is changed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from hub.actions.team.offender_manager import candidate_of, member_of
from hub.domain.access import Actor, may_read
from hub.domain.allocation.duties import Act, DutyAnswer
from hub.domain.allocation.offender_manager_allocation import check_allocator
from hub.domain.allocation.offender_supervisor import case_not_found
from hub.domain.assessment import RiskLevel
from hub.domain.case_duties import Asked, duties_in_case
from hub.domain.days import london_day
from hub.errors import BrokenRule
from hub.store.caseload import case_duties
from hub.store.database import Database
from hub.store.reach.plan_subject import reach_of, surviving
from hub.store.team import staff_records

MOST_CODES = 50


@dataclass(frozen=True)
class StaffDuties:
    """A member of staff as they were asked about, and the answer for each act."""

    staff_id: int
    code: str
    asked: Asked
    answers: Mapping[Act, DutyAnswer]


@dataclass(frozen=True)
class CaseDuties:
    """The case by its key, its risk of harm, what staff may do there; `refused`: why the actor may not allocate."""

    case_id: int
    harm: RiskLevel | None
    people: tuple[StaffDuties, ...]
    refused: BrokenRule | None


async def duties_of_case(
    database: Database,
    actor: Actor,
    case_id: int,
    *,
    acts: Sequence[Act],
    codes: Sequence[str] | None,
    now: datetime,
) -> CaseDuties:
    """What they may do in the case: those of these codes, or (None) all staff of its team and who contributes.

    Raises BrokenRule: CaseNotFound, StaffNotFound, TooManyStaff.
    """
    if codes is not None and len(codes) > MOST_CODES:
        raise BrokenRule(
            "TooManyStaff", f"At most {MOST_CODES} codes can be sent at once.", "Send fewer.", "staffCodes"
        )
    async with database.transaction(now) as tx:
        living = await surviving(tx, case_id)
        if living is None or not may_read(actor, await reach_of(tx, living)):
            raise case_not_found()
        harm = await case_duties.harm_of(tx, living, now)
        team = await case_duties.team_of(tx, living)
        if codes is None:
            people = [(key, *found) for key, found in (await case_duties.seen_of(tx, team.everybody)).items()]
        else:
            members = {code: await member_of(tx, code) for code in dict.fromkeys(codes)}
            people = [(member.id, code, candidate_of(member)) for code, member in members.items()]
        grade = await staff_records.grade_of(tx, actor.staff_id)
    today, found = london_day(now), []
    for key, code, seen in people:
        asked = team.asked(key, seen)
        found.append(StaffDuties(key, code, asked, duties_in_case(asked, harm, acts, today)))
    try:
        check_allocator(actor, grade)
    except BrokenRule as broken:
        return CaseDuties(living, harm, tuple(found), broken)
    return CaseDuties(living, harm, tuple(found), None)
