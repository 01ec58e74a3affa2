"""Conditions that reads put on a table's rows, each under the name that a declaration uses."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    ColumnElement,
    FromClause,
    Integer,
    Text,
    and_,
    any_,
    bindparam,
    exists,
    func,
    or_,
    select,
)
from sqlalchemy import literal_column as sql
from sqlalchemy.types import TypeEngine

from hub.domain.assessment import AssessmentPart
from hub.domain.dead_letter import OPEN, DeadLetterState
from hub.domain.handover.in_two_hands import OPEN as OPEN_HANDOVER
from hub.domain.handover.in_two_hands import HandoverState
from hub.domain.identifiers import IdentifierKind
from hub.domain.plan import COUNTING, PlanStatus
from hub.domain.registration import RegistrationStatus
from hub.domain.requirement import RequirementStatus
from hub.domain.review import WAITING, ReviewState
from hub.store.assessment.assessment import assessment
from hub.store.base import word
from hub.store.case import offender_case
from hub.store.reach.visibility import ESTABLISHMENT, STAFF, TEAM, covered, visible
from hub.store.records.identity import identifier, source_version
from hub.store.team.team import staff as staff_record

Condition = Callable[[FromClause], ColumnElement[bool]]


@dataclass(frozen=True)
class Lookup:
    """A condition that takes a value of that type from the caller; `id_of`: as the global id of that type."""

    type: TypeEngine[Any]
    make: Callable[[FromClause, ColumnElement[Any]], ColumnElement[bool]]
    id_of: str | None = None


def _number(row: FromClause, value: ColumnElement[Any]) -> ColumnElement[bool]:
    return row.c.id == value


def _case_number(case: FromClause, value: ColumnElement[Any]) -> ColumnElement[bool]:
    """The case of that number, or the one that it was merged into: an old number answers for ever."""
    old = offender_case.alias()
    merged_into = (
        select(old.c.merged_into).select_from(old).where(old.c.id == value).correlate_except(old).scalar_subquery()
    )
    return case.c.id == func.coalesce(merged_into, value)


def _identified_by(kind: IdentifierKind) -> Lookup:
    def make(case: FromClause, value: ColumnElement[Any]) -> ColumnElement[bool]:
        held = identifier.alias()
        same = (held.c.case_id == case.c.id, held.c.kind == word(kind), held.c.value == value)
        return exists(select(sql("1")).select_from(held).where(*same).correlate(case))

    return Lookup(Text(), make)


def _held_by(case: FromClause, staff: ColumnElement[Any]) -> ColumnElement[bool]:
    return or_(case.c.om_staff_id == staff, case.c.os_staff_id == staff)


def _of_case_with(narrow: Callable[[FromClause, ColumnElement[Any]], ColumnElement[bool]]) -> Lookup:
    """The same of the case of a row, by a text."""

    def make(row: FromClause, value: ColumnElement[Any]) -> ColumnElement[bool]:
        case = offender_case.alias()
        same = (case.c.id == row.c.case_id, narrow(case, value))
        return exists(select(sql("1")).select_from(case).where(*same).correlate(row))

    return Lookup(Text(), make)


LOOKUPS: dict[str, Lookup] = {
    "number": Lookup(BigInteger(), _number),
    "case_number": Lookup(BigInteger(), _case_number),
    "crn": _identified_by(IdentifierKind.CRN),
    "prison_number": _identified_by(IdentifierKind.PRISON_NUMBER),
    "fact": Lookup(Text(), lambda row, value: row.c.fact == value),
    "answered": Lookup(Boolean(), lambda row, value: row.c.answered_at.is_not(None) == value),
    "overdue": Lookup(
        Boolean(), lambda row, value: and_(row.c.answered_at.is_(None), row.c.due_at < func.now()) == value
    ),
    "kind": Lookup(Text(), lambda row, value: row.c.kind == value),
    "conference_overdue": Lookup(Boolean(), lambda row, value: row.c.conference_overdue == value),
    "held_by": Lookup(BigInteger(), _held_by, "Staff"),
    "managed_by": Lookup(BigInteger(), lambda case, value: case.c.om_staff_id == value, "Staff"),
    "supervised_by": Lookup(BigInteger(), lambda case, value: case.c.os_staff_id == value, "Staff"),
    "team": Lookup(Text(), lambda case, value: case.c.om_team_code == value),
    "establishment": Lookup(Text(), lambda case, value: case.c.prison_code == value),
    "of_team": _of_case_with(lambda case, value: case.c.om_team_code == value),
    "of_establishment": _of_case_with(lambda case, value: case.c.prison_code == value),
    "tier": Lookup(Integer(), lambda case, value: case.c.tier == value),
    "awaiting_tier": Lookup(Boolean(), lambda case, value: case.c.tier.is_(None) == value),
    "phase": Lookup(Text(), lambda case, value: case.c.phase == value),
    "allocation_overdue": Lookup(Boolean(), lambda holder, value: (holder.c.due_at < func.now()) == value),
    "acknowledged": Lookup(Boolean(), lambda row, value: row.c.acknowledged_at.is_not(None) == value),
}


def _own_caseload(case: FromClause) -> ColumnElement[bool]:
    staff = bindparam(STAFF, type_=BigInteger)
    return or_(case.c.om_staff_id == staff, case.c.os_staff_id == staff)


def _still_awaited(awaited: FromClause) -> ColumnElement[bool]:
    """No reading of the awaited snapshot is held that is as new as the change."""
    read = source_version.alias()
    as_new = (
        read.c.source_record_id == awaited.c.source_record_id,
        read.c.topic == awaited.c.reading,
        read.c.source_time >= awaited.c.changed_at,
    )
    return ~exists(select(sql("1")).select_from(read).where(*as_new).correlate(awaited))


def _of_case(own: Condition) -> Condition:
    """That the case of a row fulfils the condition."""

    def make(row: FromClause) -> ColumnElement[bool]:
        case = offender_case.alias()
        same = case.c.id == row.c.case_id
        return exists(select(sql("1")).select_from(case).where(same, own(case)).correlate(row))

    return make


def _of_newest_with(part: AssessmentPart) -> Condition:
    """The part of the newest assessment of the case that it is taken from; a complete one comes first."""

    def make(row: FromClause) -> ColumnElement[bool]:
        held = assessment.alias()
        holding = (held.c.case_id == row.c.case_id, word(part) == any_(held.c.current_parts))
        newest = select(held.c.id).select_from(held).where(*holding)
        order = (held.c.progress.desc(), held.c.ordered_at.desc(), held.c.id.desc())
        found: ColumnElement[bool] = (
            row.c.assessment_id == newest.order_by(*order).limit(sql("1")).correlate(row).scalar_subquery()
        )
        return found

    return make


def _own_team(case: FromClause) -> ColumnElement[bool]:
    return case.c.om_team_code == bindparam(TEAM, type_=Text)


def _own_establishment(case: FromClause) -> ColumnElement[bool]:
    return case.c.prison_code == bindparam(ESTABLISHMENT, type_=Text)


def _of_staff(place: str, viewers: str) -> Condition:
    """That the one whom a row is about works where the viewer does."""

    def make(row: FromClause) -> ColumnElement[bool]:
        about = staff_record.alias()
        there = (about.c.id == row.c.staff_id, about.c[place] == bindparam(viewers, type_=Text))
        return exists(select(sql("1")).select_from(about).where(*there).correlate(row))

    return make


def _unallocated(own: Condition) -> Condition:
    """The state unallocated of now, with its due time, on a case that fulfils the condition."""
    mine = _of_case(own)
    return lambda holder: and_(
        holder.c.current, holder.c.staff_id.is_(None), holder.c.due_at.is_not(None), mine(holder)
    )


def _set_aside(own: Condition) -> Condition:
    """A plan that waits for a choice, on a case that fulfils the condition."""
    mine = _of_case(own)
    return lambda plan: and_(plan.c.status == word(PlanStatus.SET_ASIDE), mine(plan))


def _review(*states: ReviewState, own: bool = False) -> Condition:
    """A review in one of the states, `own`: that the viewer is to decide.

    Where the viewer sees both cases, only as seen from the older one: listed once.
    """

    def make(review: FromClause) -> ColumnElement[bool]:
        other = offender_case.alias()
        seen = exists(select(sql("1")).select_from(other).where(other.c.id == review.c.other_case_id, visible(other)))
        once = or_(review.c.case_id < review.c.other_case_id, ~seen.correlate(review))
        listed = and_(review.c.state.in_([word(state) for state in states]), once)
        return and_(listed, review.c.owner_id == bindparam(STAFF, type_=BigInteger)) if own else listed

    return make


def _waits(row: FromClause) -> ColumnElement[bool]:
    """A handover that somebody is still to act on."""
    return or_(row.c.state.in_([word(state) for state in OPEN_HANDOVER]), row.c.late_from.is_not(None))


def _own_handover(row: FromClause) -> ColumnElement[bool]:
    """One that the viewer hands over or takes over."""
    staff = bindparam(STAFF, type_=BigInteger)
    return and_(or_(row.c.from_staff_id == staff, row.c.to_staff_id == staff), _waits(row))


def _in_time(row: FromClause, *, planned: bool) -> ColumnElement[bool]:
    """A handover that waits and is not late: for its answer, or for something after it."""
    answer = row.c.state == word(HandoverState.PLANNED)
    return and_(_waits(row), row.c.late.is_(None), answer if planned else ~answer)


CONDITIONS: dict[str, Condition] = {
    "upcoming_handovers": lambda row: _in_time(row, planned=True),
    "handovers_in_progress": lambda row: _in_time(row, planned=False),
    "overdue_handovers": lambda row: row.c.late.is_not(None),
    "own_handovers": _own_handover,
    "ended_handovers": lambda row: ~_waits(row),
    "current": lambda row: row.c.current,
    "listed": lambda row: row.c.listed,
    "counts": lambda row: row.c.counts,
    "needs_that_count": _of_newest_with(AssessmentPart.NEEDS),
    "risk_that_counts": _of_newest_with(AssessmentPart.RISK),
    "management_plan_that_counts": _of_newest_with(AssessmentPart.MANAGEMENT_PLAN),
    "straight_under_objective": lambda step: step.c.intervention_id.is_(None),
    "plan_counts": lambda plan: plan.c.status.in_([word(status) for status in COUNTING]),
    "plan_lives": lambda plan: plan.c.status == word(PlanStatus.ACTIVE),
    "not_deleted": lambda requirement: requirement.c.status != word(RequirementStatus.DELETED),
    "registration_stands": lambda registration: registration.c.status == word(RegistrationStatus.ACTIVE),
    "tier_known": lambda tier: tier.c.value.is_not(None),
    "still_awaited": _still_awaited,
    "own_caseload": _own_caseload,
    "covered_caseload": covered,
    "own_team": _own_team,
    "own_establishment": _own_establishment,
    "of_own_caseload": _of_case(_own_caseload),
    "of_covered_caseload": _of_case(covered),
    "of_own_team": _of_case(_own_team),
    "of_own_establishment": _of_case(_own_establishment),
    "unallocated_of_own_caseload": _unallocated(_own_caseload),
    "unallocated_of_covered_caseload": _unallocated(covered),
    "unallocated_of_own_team": _unallocated(_own_team),
    "unallocated_of_own_establishment": _unallocated(_own_establishment),
    "set_aside_of_own_caseload": _set_aside(_own_caseload),
    "set_aside_of_covered_caseload": _set_aside(covered),
    "set_aside_of_own_team": _set_aside(_own_team),
    "set_aside_of_own_establishment": _set_aside(_own_establishment),
    "cover_of_own_team": _of_staff("team_code", TEAM),
    "cover_of_own_establishment": _of_staff("establishment_code", ESTABLISHMENT),
    "open_reviews": _review(*sorted(WAITING)),
    "own_reviews": _review(*sorted(WAITING), own=True),
    "decided_reviews": _review(ReviewState.DECIDED),
    "withdrawn_reviews": _review(ReviewState.WITHDRAWN),
    "open_cluster_reviews": lambda review: review.c.ended_at.is_(None),
    "own_cluster_reviews": lambda review: and_(
        review.c.ended_at.is_(None), review.c.owner_id == bindparam(STAFF, type_=BigInteger)
    ),
    "ended_cluster_reviews": lambda review: review.c.ended_at.is_not(None),
    "open_dead_letters": lambda row: row.c.state.in_([word(state) for state in OPEN]),
    "waiting_dead_letters": lambda row: row.c.state == word(DeadLetterState.WAITING),
    "parked_dead_letters": lambda row: row.c.state == word(DeadLetterState.PARKED),
    "ended_dead_letters": lambda row: row.c.state.not_in([word(state) for state in OPEN]),
}
