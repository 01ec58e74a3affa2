"""The last look at a statement: what it refuses, and that it lets pass what the compiler writes."""

from typing import Any

import pytest
from sqlalchemy import Select, exists, func, select, tuple_
from sqlalchemy.dialects.postgresql import asyncpg

from hub.reads.faults import UnguardedStatement
from hub.reads.guard import refuse_unguarded
from hub.store.case import offender_case
from hub.store.plan.plan import intervention, objective, sentence_plan, step
from hub.store.reach.access import access_limit
from hub.store.reach.visibility import visible
from hub.store.records.identity import identifier
from hub.store.team.team import staff

CASE = offender_case.alias()
OTHER_CASE = offender_case.alias()
PLAN = sentence_plan.alias()
AIM = objective.alias()
COURSE = intervention.alias()
STEP = step.alias()
LINE = identifier.alias()
LIMIT = access_limit.alias()
DIALECT = asyncpg.dialect()  # type: ignore[no-untyped-call]

SEEN_PLAN = exists(select(1).select_from(CASE).where(CASE.c.id == PLAN.c.case_id, visible(CASE)).correlate(PLAN))
SAME_CASE = AIM.c.case_id == CASE.c.id
STEPS_OF_AIM = STEP.c.objective_id == AIM.c.id


def _from(row: Any, *where: Any) -> Any:
    return select(row.c.id).select_from(row).where(*where)


def _steps(*where: Any) -> Any:
    return select(func.count()).select_from(STEP).where(*where).correlate(AIM).scalar_subquery()


def _aims(inner: Any, *where: Any) -> Any:
    return select(inner).select_from(AIM).where(*where).correlate(CASE).scalar_subquery()


def _cases(*columns: Any) -> Any:
    return select(*columns).select_from(CASE)


def _plan_where_case(*where: Any) -> Any:
    return _from(PLAN, exists(select(1).select_from(CASE).where(*where).correlate(PLAN)))


REFUSED = {
    "a case without a predicate": _from(CASE),
    "half of the predicate": _from(CASE, CASE.c.om_staff_id == 1),
    "the predicate as one of two alternatives": _from(CASE, visible(CASE) | (CASE.c.id == 1)),
    "the predicate on another alias": _from(CASE, visible(OTHER_CASE).self_group()).select_from(OTHER_CASE),
    "the predicate denied": _from(CASE, ~visible(CASE)),
    "a plan without a predicate": _from(PLAN),
    "a plan by its number only": _from(PLAN, PLAN.c.id == 1),
    "a plan whose case is not looked at": _plan_where_case(CASE.c.id == PLAN.c.case_id),
    "a plan with somebody else's case in sight": _plan_where_case(visible(CASE)),
    "a child by its key only": _cases(_aims(_steps(STEPS_OF_AIM), SAME_CASE)).where(visible(CASE)),
    "an inner child by its key only": _cases(_aims(AIM.c.title, AIM.c.plan_id == 1)).where(visible(CASE)),
    "a case that equals itself": _from(STEP, STEP.c.case_id == STEP.c.case_id),
    "a case that equals a number": _from(STEP, STEP.c.case_id == 7),
    "two that vouch for each other": _from(STEP, STEP.c.case_id == AIM.c.case_id).select_from(AIM),
    "a chain that begins with a case not looked at": _cases(
        _aims(_steps(STEPS_OF_AIM, STEP.c.case_id == AIM.c.case_id), SAME_CASE)
    ),
    "the case by another column": _from(STEP, SEEN_PLAN, STEP.c.plan_id == PLAN.c.case_id).select_from(PLAN),
    "a number and a name of the case merged into": _cases(CASE.c.merged_into, CASE.c.surname),
    "the name of the case merged into": _cases(CASE.c.surname).where(CASE.c.merged_into.is_(None)),
    "a line of limited access": _from(LIMIT),
}

PASSED = {
    "a case under the predicate": _from(CASE, visible(CASE)),
    "a case under the predicate and more": _from(CASE, CASE.c.id == 1, visible(CASE)),
    "a plan whose case is seen": _from(PLAN, PLAN.c.id == 1, SEEN_PLAN),
    "children of the same case": _cases(_aims(_steps(STEPS_OF_AIM, STEP.c.case_id == AIM.c.case_id), SAME_CASE)).where(
        visible(CASE)
    ),
    "two in one FROM, one of them seen": _from(STEP, STEP.c.case_id == PLAN.c.case_id, SEEN_PLAN).select_from(PLAN),
    "staff, who are of no case": _from(staff.alias()),
    "the number of the case merged into": _cases(CASE.c.merged_into).where(CASE.c.id == 1),
    "a case found by a line of its own": _from(
        CASE,
        exists(select(1).select_from(LINE).where(LINE.c.case_id == CASE.c.id, LINE.c.value == "x").correlate(CASE)),
        visible(CASE),
    ),
}

MISPLACED = {
    "a table without an alias": select(offender_case.c.id).select_from(offender_case).where(visible(offender_case)),
    "a table that stands in a FROM by its column only": _from(CASE, visible(CASE)).add_columns(STEP.c.id),
    "a table that stands in a FROM by a condition only": _from(CASE, visible(CASE), STEP.c.case_id == CASE.c.id),
    # two levels down SQLAlchemy does not correlate by itself: the innermost select would read every case
    "an outer table that an inner select takes into its own FROM": _cases(
        _aims(_steps(STEPS_OF_AIM, STEP.c.case_id == CASE.c.id), SAME_CASE)
    ).where(visible(CASE)),
}


def _look(statement: Select[Any]) -> None:
    refuse_unguarded(statement, str(statement.compile(dialect=DIALECT)))


@pytest.mark.parametrize("what", REFUSED)
def test_a_table_of_a_person_without_a_predicate_of_its_own_is_refused(what: str) -> None:
    with pytest.raises(UnguardedStatement, match="without a predicate of its own"):
        _look(REFUSED[what])


@pytest.mark.parametrize("what", PASSED)
def test_a_guarded_statement_passes(what: str) -> None:
    _look(PASSED[what])


@pytest.mark.parametrize("what", MISPLACED)
def test_a_from_that_no_select_names_is_refused(what: str) -> None:
    with pytest.raises(UnguardedStatement, match=r"lost its correlation|that no select names"):
        _look(MISPLACED[what])


def test_an_inner_select_that_names_all_outer_rows_passes() -> None:
    where = (STEPS_OF_AIM, STEP.c.case_id == CASE.c.id)
    steps = select(func.count()).select_from(STEP).where(*where).correlate(AIM, CASE).scalar_subquery()
    _look(_cases(_aims(steps, SAME_CASE)).where(visible(CASE)))


def _page_of_cases(*where: Any) -> Select[Any]:
    after = tuple_(CASE.c.sort_name, CASE.c.id) > tuple_("a", 1)
    page = select(CASE).select_from(CASE).where(*where, after).limit(3).subquery()
    aims = select(func.count()).select_from(AIM).where(AIM.c.case_id == page.c.id).correlate(page).scalar_subquery()
    return select(page.c.surname, aims).select_from(page)


def test_a_page_is_guarded_inside_and_its_rows_name_the_case() -> None:
    _look(_page_of_cases(visible(CASE)))
    with pytest.raises(UnguardedStatement):
        _look(_page_of_cases())
