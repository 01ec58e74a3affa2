"""What the rules of duties ask of a case and its team, read without holding the case up."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import select

from hub.domain.access import Service
from hub.domain.allocation.offender_manager import Candidate
from hub.domain.answers import DecisionKind, Registered, Situation, assessed
from hub.domain.assessment import RiskLevel
from hub.domain.case_duties import Asked
from hub.domain.grade import Grade
from hub.domain.lead.role_duties import TeamPart
from hub.domain.team import HolderFlag
from hub.store.assessment.assessed import assessed_in
from hub.store.case import offender_case
from hub.store.decided.decision_made import decision_made
from hub.store.records.identity import source_record
from hub.store.team import contribution, team_member
from hub.store.team.team import offender_manager_holder, staff
from hub.store.transaction import Transaction


@dataclass(frozen=True)
class TeamOfCase:
    """The parts that staff have in the team, and the rule set aside for the manager: by key."""

    parts: dict[int, frozenset[TeamPart]] = field(default_factory=dict)
    contributions: dict[int, Any] = field(default_factory=dict)
    set_aside: dict[int, str] = field(default_factory=dict)

    def asked(self, staff_id: int, seen: Candidate) -> Asked:
        """The member of staff as the rule sees them."""
        parts = self.parts.get(staff_id, frozenset[TeamPart]())
        return Asked(seen, parts, self.contributions.get(staff_id), self.set_aside.get(staff_id))

    @property
    def everybody(self) -> list[int]:
        """Who has a part in the team, or contributes."""
        return sorted({*self.parts, *self.contributions})


async def harm_of(tx: Transaction, case_id: int, now: datetime) -> RiskLevel | None:
    """The risk of harm of the case: the higher of the assessed and the registered."""
    case = await tx.one(select(offender_case.c.registered_risk).where(offender_case.c.id == case_id))
    rows = await tx.rows(select(source_record.c.assessed).where(source_record.c.case_id == case_id))
    said = [found for row in rows if (found := assessed_in({"assessed": row.assessed})) is not None]
    registered = Registered(RiskLevel(case.registered_risk) if case.registered_risk else None)
    return Situation(now, assessed=assessed(said), registered=registered).harm


async def team_of(tx: Transaction, case_id: int) -> TeamOfCase:
    """Who of the staff has which part in the team of the case, and who contributes to it."""
    case = await tx.one(
        select(offender_case.c.om_staff_id, offender_case.c.os_staff_id).where(offender_case.c.id == case_id)
    )
    found = [(case.om_staff_id, TeamPart.OFFENDER_MANAGER), (case.os_staff_id, TeamPart.OFFENDER_SUPERVISOR)]
    found += [(one.staff_id, TeamPart(one.role)) for one in await team_member.team_of(tx, case_id) if one.staff_id]
    parts: dict[int, frozenset[TeamPart]] = {}
    for staff_id, part in found:
        if staff_id is not None:
            parts[staff_id] = parts.get(staff_id, frozenset()) | {part}
    contributions = {one.staff_id: one.decision for one in await contribution.standing(tx, case_id)}
    return TeamOfCase(parts, contributions, await _set_aside(tx, case_id))


async def seen_of(tx: Transaction, ids: Collection[int]) -> dict[int, tuple[str, Candidate]]:
    """These members of staff with their codes."""
    rows = await tx.rows(select(staff).where(staff.c.id.in_(list(ids))).order_by(staff.c.code, staff.c.id))
    return {row.id: (row.code, _seen(row)) for row in rows}


def _seen(row: Any) -> Candidate:
    grade = Grade(row.grade) if row.grade else None
    return Candidate(Service(row.service), grade, row.active_from, row.active_to)


async def _set_aside(tx: Transaction, case_id: int) -> dict[int, str]:
    """Why the rule on grades does not stand in the way of the manager: an override, or their skills confirmed."""
    holder, decided = offender_manager_holder.c, decision_made.c
    held = await tx.rows(select(holder.staff_id, holder.flags).where(holder.case_id == case_id, holder.current))
    found = {row.staff_id: "overridden" for row in held if HolderFlag.GRADE_OVERRIDDEN in row.flags}
    stands = (decided.case_id == case_id, decided.kind == DecisionKind.SKILLS_CONFIRMED, decided.withdrawn_at.is_(None))
    confirmed = await tx.rows(select(decided.terms).where(*stands))
    return found | {row.terms["staff_id"]: "skills confirmed" for row in confirmed}
