"""The last look at a statement: what it refuses, and that it lets pass what the compiler writes."""

from typing import Any

import pytest
from sqlalchemy import Select, exists, func, select, tuple_
from sqlalchemy.dialects.postgresql import asyncpg

from hub.reads.faults import UnguardedStatement
from hub.reads.guard import refuse_misplaced, refuse_unguarded
from hub.store.access import access_limit
from hub.store.case import offender_case
from hub.store.identity import identifier
from hub.store.plan import intervention, objective, sentence_plan, step
from hub.store.team import staff
from hub.store.visibility import visible

CASE = offender_case.alias()
OTHER_CASE = offender_case.alias()
PLAN = sentence_plan.alias()
AIM = objective.alias()
COURSE = intervention.alias()
STEP = step.alias()
LINE = identifier.alias()
LIMIT = access_limit.alias()

SEEN_PLAN = exists(select(1).select_from(CASE).where(CASE.c.id == PLAN.c.case_id, visible(CASE)).correlate(PLAN))


def _steps(*where: Any) -> Any:
    return select(func.count()).select_from(STEP).where(*where).correlate(AIM).scalar_subquery()


def _aims(inner: Any, *where: Any) -> Any:
    return select(inner).select_from(AIM).where(*where).correlate(CASE).scalar_subquery()


SAME_CASE = AIM.c.case_id == CASE.c.id
STEPS_OF_AIM = STEP.c.objective_id == AIM.c.id

REFUSED = {
    "a case without a predicate": select(CASE.c.surname),
    "half of the predicate": select(CASE.c.surname).where(CASE.c.om_staff_id == 1),
    "the predicate as one of two alternatives": select(CASE.c.surname).where(visible(CASE) | (CASE.c.id == 1)),
    "the predicate on another alias": select(CASE.c.surname).where(visible(OTHER_CASE)),
    "the predicate denied": select(CASE.c.surname).where(~visible(CASE)),
    "a plan without a predicate": select(PLAN.c.version),
    "a plan by its number only": select(PLAN.c.version).where(PLAN.c.id == 1),
    "a plan whose case is not looked at": select(PLAN.c.version).where(
        exists(select(1).select_from(CASE).where(CASE.c.id == PLAN.c.case_id).correlate(PLAN))
    ),
    "a plan with somebody else's case in sight": select(PLAN.c.version).where(
        exists(select(1).select_from(CASE).where(visible(CASE)).correlate(PLAN))
    ),
    "a child by its key only": select(_aims(_steps(STEPS_OF_AIM), SAME_CASE)).select_from(CASE).where(visible(CASE)),
    "an inner child by its key only": select(_aims(AIM.c.title, AIM.c.plan_id == 1))
    .select_from(CASE)
    .where(visible(CASE)),
    "a case that equals itself": select(STEP.c.id).where(STEP.c.case_id == STEP.c.case_id),
    "a case that equals a number": select(STEP.c.id).where(STEP.c.case_id == 7),
    "two that vouch for each other": select(STEP.c.id, AIM.c.id).where(STEP.c.case_id == AIM.c.case_id),
    "two that vouch for each other in a circle": select(
        _aims(_steps(STEPS_OF_AIM, STEP.c.case_id == AIM.c.case_id), AIM.c.case_id == CASE.c.id)
    ).select_from(CASE),
    "the case by another column": select(STEP.c.id)
    .select_from(STEP.join(PLAN, STEP.c.plan_id == PLAN.c.id))
    .where(SEEN_PLAN, STEP.c.plan_id == PLAN.c.case_id),
    "a number and a name of the case merged into": select(CASE.c.merged_into, CASE.c.surname),
    "the name of the case merged into": select(CASE.c.surname).where(CASE.c.merged_into.is_(None)),
    "a line of limited access": select(LIMIT.c.email),
}

PASSED = {
    "a case under the predicate": select(CASE.c.surname).where(visible(CASE)),
    "a case under the predicate and more": select(CASE.c.surname).where(CASE.c.id == 1, visible(CASE)),
    "a plan whose case is seen": select(PLAN.c.version).where(PLAN.c.id == 1, SEEN_PLAN),
    "children of the same case": select(_aims(_steps(STEPS_OF_AIM, STEP.c.case_id == AIM.c.case_id), SAME_CASE))
    .select_from(CASE)
    .where(visible(CASE)),
    "two in one FROM, one of them seen": select(STEP.c.id).where(
        STEP.c.case_id == PLAN.c.case_id, STEP.c.plan_id == PLAN.c.id, SEEN_PLAN
    ),
    "staff, who are of no case": select(staff.c.surname),
    "the number of the case merged into": select(CASE.c.merged_into).where(CASE.c.id == 1),
    "a case found by a line of its own": select(CASE.c.surname).where(
        exists(select(1).select_from(LINE).where(LINE.c.case_id == CASE.c.id, LINE.c.value == "x").correlate(CASE)),
        visible(CASE),
    ),
}


def _page_of_cases(*where: Any) -> Select[Any]:
    page = select(CASE).where(*where, tuple_(CASE.c.sort_name, CASE.c.id) > tuple_("a", 1)).limit(3).subquery()
    aims = select(func.count()).select_from(AIM).where(AIM.c.case_id == page.c.id).correlate(page).scalar_subquery()
    return select(page.c.surname, aims)


@pytest.mark.parametrize("what", REFUSED)
def test_a_table_of_a_person_without_a_predicate_of_its_own_is_refused(what: str) -> None:
    with pytest.raises(UnguardedStatement, match="without a predicate of its own"):
        refuse_unguarded(REFUSED[what])


@pytest.mark.parametrize("what", PASSED)
def test_a_guarded_statement_passes(what: str) -> None:
    refuse_unguarded(PASSED[what])


def test_a_page_is_guarded_inside_and_its_rows_name_the_case() -> None:
    refuse_unguarded(_page_of_cases(visible(CASE)))
    with pytest.raises(UnguardedStatement):
        refuse_unguarded(_page_of_cases())


def _text(statement: Select[Any]) -> str:
    return str(statement.compile(dialect=asyncpg.dialect()))  # type: ignore[no-untyped-call]


def test_an_outer_table_that_an_inner_select_takes_into_its_own_from_is_refused() -> None:
    """Two levels down SQLAlchemy does not correlate by itself: the innermost select would read every case."""
    grandchildren = select(func.count()).select_from(STEP)
    where = (STEP.c.objective_id == AIM.c.id, STEP.c.case_id == CASE.c.id)
    lost = grandchildren.where(*where).correlate(AIM).scalar_subquery()
    named = grandchildren.where(*where).correlate(AIM, CASE).scalar_subquery()
    wrong, right = (select(_aims(inner, SAME_CASE)).select_from(CASE).where(visible(CASE)) for inner in (lost, named))
    with pytest.raises(UnguardedStatement, match="lost its correlation"):
        refuse_misplaced(_text(wrong))
    refuse_misplaced(_text(right))


def test_a_name_in_a_cast_or_a_result_is_no_second_from() -> None:
    refuse_misplaced("SELECT CAST(step_1.id AS TEXT) AS step_1 FROM step AS step_1")
