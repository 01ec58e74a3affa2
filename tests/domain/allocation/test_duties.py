from datetime import date
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.domain.access import Role
from hub.domain.allocation.duties import (
    Act,
    Contribution,
    DecidedBy,
    DutyFlag,
    DutyReason,
    may,
    overridden,
)
from hub.domain.assessment import RiskLevel
from hub.domain.grade import Grade, profile
from tests.rule_table import RuleTable

LOWER, HIGHER, MANAGER, OFFICER = (
    Grade.OFFENDER_MANAGER, Grade.OFFENDER_MANAGER_HIGHER, Grade.TEAM_MANAGER, Grade.PRISON_OFFICER,
)  # fmt: skip
R, WHY = RiskLevel, DutyReason
PROFILE, NO_RULE = WHY.WITHIN_THE_PROFILE, WHY.NO_RULE_AGAINST_IT
BY_HIGH_RISK, HIGHER_ONLY = WHY.HIGH_RISK_NEEDS_HIGHER_LEVEL, WHY.NEEDS_HIGHER_LEVEL


def answered(grade: Grade | None, act: Act, harm: RiskLevel | None) -> tuple[bool, DutyReason]:
    found = may(act, grade, harm)
    assert found.because.sentence.endswith(".")
    assert (found.remedy is None) == found.allowed
    return found.allowed, found.because.reason


LEADING = RuleTable(
    "Who may lead a case",
    "profiles, 54 and 55; domain, Grades",
    ("grade", "act", "risk of harm"),
    ("allowed", "reason"),
    [
        (LOWER, Act.LEAD, R.LOW, True, PROFILE),
        (LOWER, Act.LEAD, R.MEDIUM, True, PROFILE),
        (LOWER, Act.LEAD, R.HIGH, False, BY_HIGH_RISK),
        (LOWER, Act.LEAD, R.VERY_HIGH, False, BY_HIGH_RISK),
        (LOWER, Act.LEAD, None, True, PROFILE),
        (HIGHER, Act.LEAD, R.LOW, True, PROFILE),
        (HIGHER, Act.LEAD, R.MEDIUM, True, PROFILE),
        (HIGHER, Act.LEAD, R.HIGH, True, PROFILE),
        (HIGHER, Act.LEAD, R.VERY_HIGH, True, PROFILE),
        (HIGHER, Act.LEAD, None, True, PROFILE),
        (None, Act.LEAD, R.LOW, True, NO_RULE),
        (None, Act.LEAD, R.VERY_HIGH, True, NO_RULE),
        (MANAGER, Act.LEAD, R.LOW, False, WHY.TEAM_MANAGER_LEADS_NO_CASE),
        (OFFICER, Act.LEAD, R.LOW, False, WHY.NOT_PROBATION_STAFF),
        (Grade.PRISON_CUSTODY_OFFICER, Act.LEAD, R.LOW, False, WHY.NOT_PROBATION_STAFF),
        (Grade.NOBODY, Act.LEAD, R.LOW, False, WHY.NOBODY),
        (LOWER, Act.ASSESS, R.LOW, True, PROFILE),
        (LOWER, Act.ASSESS, R.MEDIUM, True, PROFILE),
        (LOWER, Act.ASSESS, R.HIGH, False, BY_HIGH_RISK),
        (LOWER, Act.ASSESS, R.VERY_HIGH, False, BY_HIGH_RISK),
        (HIGHER, Act.ASSESS, R.VERY_HIGH, True, PROFILE),
    ],
    answered,
    "Profile 54 is the Offender Manager, 55 the higher level. A grade that nobody knows is allowed, flagged, and a "
    "task to find out.",
)

REPORTS = RuleTable(
    "Who may write which report, and who may allocate",
    "profiles, 54 and 55; domain, Grades",
    ("grade", "act", "risk of harm"),
    ("allowed", "reason"),
    [
        (LOWER, Act.FAST_DELIVERY_REPORT, R.LOW, True, PROFILE),
        (LOWER, Act.FAST_DELIVERY_REPORT, R.MEDIUM, False, WHY.REPORT_ON_LOW_RISK_ONLY),
        (LOWER, Act.FAST_DELIVERY_REPORT, R.HIGH, False, WHY.REPORT_ON_LOW_RISK_ONLY),
        (LOWER, Act.FAST_DELIVERY_REPORT, None, True, PROFILE),
        (HIGHER, Act.FAST_DELIVERY_REPORT, R.VERY_HIGH, True, PROFILE),
        (LOWER, Act.STANDARD_DELIVERY_REPORT, R.LOW, False, HIGHER_ONLY),
        (LOWER, Act.STANDARD_DELIVERY_REPORT, None, False, HIGHER_ONLY),
        (HIGHER, Act.STANDARD_DELIVERY_REPORT, R.HIGH, True, PROFILE),
        (None, Act.STANDARD_DELIVERY_REPORT, R.HIGH, True, NO_RULE),
        (OFFICER, Act.STANDARD_DELIVERY_REPORT, R.LOW, False, WHY.NOT_PROBATION_STAFF),
        (LOWER, Act.OTHER_REPORT, R.MEDIUM, True, NO_RULE),
        (HIGHER, Act.OTHER_REPORT, R.MEDIUM, True, PROFILE),
        (LOWER, Act.ALLOCATE_WORK, R.LOW, False, HIGHER_ONLY),
        (HIGHER, Act.ALLOCATE_WORK, R.HIGH, True, PROFILE),
        (MANAGER, Act.ALLOCATE_WORK, R.HIGH, True, NO_RULE),
        (None, Act.ALLOCATE_WORK, R.LOW, True, NO_RULE),
        (OFFICER, Act.ALLOCATE_WORK, R.LOW, False, WHY.NOT_PROBATION_STAFF),
    ],
    answered,
    "Oral reports are fast delivery reports. Other reports stand in profile 55 only, which is no ban: it is flagged.",
)


def contributes(grade: Grade | None, harm: RiskLevel | None, decided: DecidedBy | None) -> tuple[bool, DutyReason]:
    contribution = Contribution(decided, "A. Name", date(2026, 11, 23)) if decided else None
    found = may(Act.CONTRIBUTE, grade, harm, contribution)
    return found.allowed, found.because.reason


DECIDED = WHY.DECIDED_BY_TEAM_MANAGER_OR_MAPPA
CONTRIBUTING = RuleTable(
    "Contributing to aspects of a case of high risk",
    "profiles, 54, duty 8",
    ("grade", "risk of harm", "decided by"),
    ("allowed", "reason"),
    [
        (LOWER, R.HIGH, DecidedBy.TEAM_MANAGER, True, DECIDED),
        (LOWER, R.VERY_HIGH, DecidedBy.MAPPA, True, DECIDED),
        (LOWER, R.HIGH, None, False, WHY.CONTRIBUTION_NEEDS_DECISION),
        (LOWER, R.VERY_HIGH, None, False, WHY.CONTRIBUTION_NEEDS_DECISION),
        (LOWER, R.MEDIUM, None, True, PROFILE),
        (LOWER, R.LOW, None, True, PROFILE),
        (HIGHER, R.HIGH, None, True, PROFILE),
        (OFFICER, R.HIGH, None, True, NO_RULE),
        (None, R.HIGH, None, True, NO_RULE),
        (Grade.NOBODY, R.HIGH, DecidedBy.MAPPA, False, WHY.NOBODY),
    ],
    contributes,
)


def after_override(act: Act, grade: Grade, harm: RiskLevel | None, role: Role, reason: str) -> tuple[bool, DutyReason]:
    found = overridden(may(act, grade, harm), roles=frozenset({role}), reason=reason)
    return found.allowed, found.because.reason


TM, OM = Role.TEAM_MANAGER, Role.OFFENDER_MANAGER
OVERRIDES = RuleTable(
    "Overriding a grade",
    "domain, Grades",
    ("act", "grade", "risk of harm", "by", "reason given"),
    ("allowed", "reason"),
    [
        (Act.LEAD, LOWER, R.HIGH, TM, "knows the person", True, WHY.OVERRIDDEN),
        (Act.LEAD, LOWER, R.HIGH, TM, " ", False, BY_HIGH_RISK),
        (Act.LEAD, LOWER, R.HIGH, OM, "knows the person", False, BY_HIGH_RISK),
        (Act.STANDARD_DELIVERY_REPORT, LOWER, R.LOW, TM, "in training", True, WHY.OVERRIDDEN),
        (Act.LEAD, Grade.NOBODY, R.LOW, TM, "nobody else", False, WHY.NOBODY),
        (Act.LEAD, OFFICER, R.LOW, TM, "nobody else", False, WHY.NOT_PROBATION_STAFF),
        (Act.LEAD, LOWER, R.LOW, TM, "no need", True, PROFILE),
    ],
    after_override,
)

ALL = [(table, row) for table in (LEADING, REPORTS, CONTRIBUTING, OVERRIDES) for row in table.rows]


@pytest.mark.parametrize(("table", "row"), ALL, ids=[f"{table.title}: {row}" for table, row in ALL])
def test_what_a_grade_may_do(table: RuleTable, row: tuple[object, ...]) -> None:
    table.check(row)


@pytest.mark.parametrize(
    ("act", "grade", "harm", "flags"),
    [
        (Act.LEAD, None, R.HIGH, (DutyFlag.GRADE_NOT_KNOWN,)),
        (Act.LEAD, LOWER, None, (DutyFlag.HARM_NOT_ASSESSED,)),
        (Act.LEAD, HIGHER, None, ()),
        (Act.OTHER_REPORT, LOWER, R.LOW, (DutyFlag.LISTED_FOR_HIGHER_LEVEL_ONLY,)),
        (Act.LEAD, LOWER, R.LOW, ()),
    ],
)
def test_what_a_person_should_look_at(
    act: Act, grade: Grade | None, harm: RiskLevel | None, flags: tuple[DutyFlag, ...]
) -> None:
    assert may(act, grade, harm).flags == flags


def test_only_three_things_are_banned_for_54_and_reports_above_low_risk() -> None:
    banned = {(act, harm) for act, harm in product(Act, R) if not may(act, LOWER, harm).allowed}
    high = (R.HIGH, R.VERY_HIGH)
    assert banned == {
        *product((Act.LEAD, Act.ASSESS, Act.CONTRIBUTE), high),
        *product((Act.FAST_DELIVERY_REPORT,), (R.MEDIUM, *high)),
        *product((Act.STANDARD_DELIVERY_REPORT, Act.ALLOCATE_WORK), R),
    }


@given(st.sampled_from(Act), st.none() | st.sampled_from(R))
def test_nothing_is_refused_to_the_higher_level(act: Act, harm: RiskLevel | None) -> None:
    assert may(act, HIGHER, harm).allowed
    assert profile(HIGHER) == 55
