from datetime import date
from itertools import product

import pytest
from msgspec.structs import replace

from hub.domain.access import Service
from hub.domain.allocation.duties import PROBATION_ACTS, Act, Contribution, DecidedBy, DutyReason, may
from hub.domain.allocation.offender_manager import Candidate
from hub.domain.assessment import RiskLevel
from hub.domain.case_duties import Asked, duties_in_case
from hub.domain.grade import Grade
from hub.domain.lead.role_duties import TeamPart
from tests.rule_table import RuleTable

TODAY = date(2026, 11, 23)
BY_54 = Asked(Candidate(Service.COMMUNITY, Grade.OFFENDER_MANAGER), frozenset({TeamPart.OFFENDER_MANAGER}))
OFFICE = frozenset({TeamPart.CASE_ADMINISTRATOR})
MEETING = Contribution(DecidedBy.MAPPA, "MAPPA", date(2026, 11, 19))


def asked(who: str) -> Asked:
    seen = BY_54.seen
    match who:
        case "profile 54":
            return BY_54
        case "profile 54 as case administrator":
            return replace(BY_54, parts=OFFICE)
        case "case administrator, grade not known":
            return Asked(replace(seen, grade=None), OFFICE)
        case "case administrator and key worker, grade not known":
            return Asked(replace(seen, grade=None), OFFICE | {TeamPart.KEY_WORKER})
        case "of no part, grade not known":
            return Asked(replace(seen, grade=None))
        case "of the prison, grade not known":
            return Asked(Candidate(Service.CUSTODY, None), frozenset({TeamPart.OFFENDER_SUPERVISOR}))
        case "of the prison, profile 55":
            return Asked(Candidate(Service.CUSTODY, Grade.OFFENDER_MANAGER_HIGHER))
        case "profile 54, last day yesterday":
            return replace(BY_54, seen=replace(seen, active_to=date(2026, 11, 22)))
        case "profile 54, last day today":
            return replace(BY_54, seen=replace(seen, active_to=TODAY))
        case "profile 54, begins tomorrow":
            return replace(BY_54, seen=replace(seen, active_from=date(2026, 11, 24)))
        case "profile 54, set aside for them":
            return replace(BY_54, set_aside="overridden")
        case "profile 54, contributes by MAPPA":
            return replace(BY_54, contribution=MEETING)
    assert who == "a stand-in who has left"
    return Asked(Candidate(Service.COMMUNITY, Grade.NOBODY, None, date(2020, 1, 1)))


def answered(who: str, act: Act, harm: RiskLevel | None) -> tuple[bool, DutyReason]:
    found = duties_in_case(asked(who), harm, [act], TODAY)[act]
    assert found.because.sentence.endswith(".")
    assert (found.remedy is None) == found.allowed
    return found.allowed, found.because.reason


R, WHY = RiskLevel, DutyReason
IN_CASE = RuleTable(
    "What is known of somebody beside their grade",
    "domain, Grades, and People (case administrator; seconded staff); profiles, 54, duty 8; the rest: hub",
    ("who", "act", "risk of harm"),
    ("allowed", "reason"),
    [
        ("profile 54", Act.FAST_DELIVERY_REPORT, R.LOW, True, WHY.WITHIN_THE_PROFILE),
        ("profile 54 as case administrator", Act.FAST_DELIVERY_REPORT, R.LOW, True, WHY.WITHIN_THE_PROFILE),
        *(
            ("case administrator, grade not known", act, R.LOW, False, WHY.CASE_ADMINISTRATION_ONLY)
            for act in PROBATION_ACTS
        ),
        ("case administrator, grade not known", Act.CONTRIBUTE, R.LOW, True, WHY.NO_RULE_AGAINST_IT),
        (
            "case administrator and key worker, grade not known",
            Act.OTHER_REPORT,
            R.LOW,
            True,
            WHY.NO_RULE_AGAINST_IT,
        ),
        ("of no part, grade not known", Act.STANDARD_DELIVERY_REPORT, R.HIGH, True, WHY.NO_RULE_AGAINST_IT),
        *(("of the prison, grade not known", act, R.LOW, False, WHY.NOT_PROBATION_STAFF) for act in PROBATION_ACTS),
        ("of the prison, grade not known", Act.CONTRIBUTE, R.HIGH, True, WHY.NO_RULE_AGAINST_IT),
        ("of the prison, profile 55", Act.STANDARD_DELIVERY_REPORT, R.HIGH, True, WHY.WITHIN_THE_PROFILE),
        ("profile 54, last day yesterday", Act.FAST_DELIVERY_REPORT, R.LOW, False, WHY.NOT_IN_SERVICE),
        ("profile 54, last day today", Act.FAST_DELIVERY_REPORT, R.LOW, True, WHY.WITHIN_THE_PROFILE),
        ("profile 54, begins tomorrow", Act.CONTRIBUTE, R.LOW, False, WHY.NOT_IN_SERVICE),
        ("profile 54, set aside for them", Act.LEAD, R.HIGH, True, WHY.OVERRIDDEN),
        ("profile 54, set aside for them", Act.LEAD, R.LOW, True, WHY.WITHIN_THE_PROFILE),
        ("profile 54, set aside for them", Act.ASSESS, R.HIGH, False, WHY.HIGH_RISK_NEEDS_HIGHER_LEVEL),
        ("profile 54, set aside for them", Act.ALLOCATE_WORK, R.LOW, False, WHY.NEEDS_HIGHER_LEVEL),
        ("profile 54, contributes by MAPPA", Act.CONTRIBUTE, R.HIGH, True, WHY.DECIDED_BY_TEAM_MANAGER_OR_MAPPA),
        ("profile 54, contributes by MAPPA", Act.LEAD, R.HIGH, False, WHY.HIGH_RISK_NEEDS_HIGHER_LEVEL),
        ("profile 54", Act.CONTRIBUTE, R.HIGH, False, WHY.CONTRIBUTION_NEEDS_DECISION),
        ("a stand-in who has left", Act.LEAD, R.LOW, False, WHY.NOBODY),
    ],
    answered,
    "Where nothing of this is known, the grade decides as above.",
)


@pytest.mark.parametrize("row", IN_CASE.rows, ids=IN_CASE.names())
def test_what_somebody_may_do_in_a_case(row: tuple[object, ...]) -> None:
    IN_CASE.check(row)


@pytest.mark.parametrize(("grade", "harm"), list(product([*Grade], [*RiskLevel, None])))
def test_for_staff_of_the_community_whose_grade_is_known_it_is_the_rule_of_grades(
    grade: Grade, harm: RiskLevel | None
) -> None:
    found = duties_in_case(Asked(Candidate(Service.COMMUNITY, grade)), harm, Act, TODAY)
    assert list(found) == list(Act)
    for act, answer in found.items():
        plain = may(act, grade, harm)
        assert (answer.allowed, answer.remedy, answer.flags) == (plain.allowed, plain.remedy, plain.flags)
        assert answer.because.facts == (*plain.because.facts, ("service", "COMMUNITY"), ("parts", None))


def test_the_facts_used_are_told() -> None:
    override = duties_in_case(asked("profile 54, set aside for them"), RiskLevel.HIGH, [Act.LEAD], TODAY)[Act.LEAD]
    assert dict(override.because.facts) == {
        "act": "LEAD",
        "grade": "OFFENDER_MANAGER",
        "harm": "HIGH",
        "overridden": "HIGH_RISK_NEEDS_HIGHER_LEVEL",
        "service": "COMMUNITY",
        "parts": "OFFENDER_MANAGER",
    }
    office = duties_in_case(asked("case administrator, grade not known"), None, [Act.ASSESS], TODAY)[Act.ASSESS]
    assert dict(office.because.facts) == {
        "act": "ASSESS",
        "grade": None,
        "harm": None,
        "service": "COMMUNITY",
        "parts": "CASE_ADMINISTRATOR",
    }
    assert office.flags == ()
