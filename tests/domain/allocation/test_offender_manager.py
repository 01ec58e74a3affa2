from datetime import date

import pytest
from msgspec.structs import asdict

from hub.domain.access import Role, Service
from hub.domain.allocation.duties import Act, may, overridden
from hub.domain.allocation.offender_manager import RULES, Candidate, CaseToHold, broken_rules
from hub.domain.assessment import RiskLevel
from hub.domain.grade import Grade
from tests.rule_table import RuleTable

DAY = date(2026, 11, 23)
YESTERDAY, TOMORROW = date(2026, 11, 22), date(2026, 11, 24)
GOOD = Candidate(Service.COMMUNITY, Grade.OFFENDER_MANAGER)
CASE = CaseToHold(RiskLevel.MEDIUM, date(2026, 1, 1))


def asked(candidate: dict[str, object], case: dict[str, object]) -> tuple[str, ...]:
    found = broken_rules(Candidate(**{**asdict(GOOD), **candidate}), CaseToHold(**{**asdict(CASE), **case}), DAY)
    assert all(one.remedy.endswith(".") and one.field for one in found)
    return tuple(one.code for one in found)


CASES: list[tuple[str, dict[str, object], dict[str, object], tuple[str, ...]]] = [
    ("somebody of the community, profile 54, medium risk", {}, {}, ()),
    ("the grade is not known", {"grade": None}, {"harm": RiskLevel.HIGH}, ()),
    ("the higher level, very high risk", {"grade": Grade.OFFENDER_MANAGER_HIGHER}, {"harm": RiskLevel.VERY_HIGH}, ()),
    ("profile 54, high risk", {}, {"harm": RiskLevel.HIGH}, ("HighRiskNeedsHigherLevel",)),
    ("a team manager", {"grade": Grade.TEAM_MANAGER}, {}, ("TeamManagerLeadsNoCase",)),
    ("somebody of the prison", {"service": Service.CUSTODY, "grade": None}, {}, ("ManagerNotOfTheCommunity",)),
    ("a prison officer", {"service": Service.CUSTODY, "grade": Grade.PRISON_OFFICER}, {},
     ("ManagerNotOfTheCommunity", "NotProbationStaff")),
    ("a stand-in", {"grade": Grade.NOBODY}, {}, ("Nobody",)),
    ("leaves that day", {"active_to": DAY}, {}, ()),
    ("left the day before", {"active_to": YESTERDAY}, {}, ("ManagerHasLeft",)),
    ("begins that day", {"active_from": DAY}, {}, ()),
    ("begins the day after", {"active_from": TOMORROW}, {}, ("ManagerNotYetInService",)),
    ("manages it already", {}, {"holds_already": True}, ("ManagerAlready",)),
    ("every sentence has ended", {}, {"terminated": True, "span_began_on": None}, ("CaseTerminated",)),
    ("no sentence runs", {}, {"span_began_on": None}, ("NoSpanRuns",)),
    ("on the day of the sentence", {}, {"span_began_on": DAY}, ()),
    ("before the sentence", {}, {"span_began_on": TOMORROW}, ("BeforeTheSentence",)),
    ("the table gives no manager", {}, {"eligible": False}, ("NoManagerDue",)),
    ("outside the model", {}, {"eligible": False, "outside": True}, ("OutsideTheModel",)),
    ("several at once", {"active_to": YESTERDAY}, {"harm": RiskLevel.HIGH, "holds_already": True},
     ("ManagerHasLeft", "ManagerAlready", "HighRiskNeedsHigherLevel")),
]  # fmt: skip

BY_NAME = {name: (candidate, case) for name, candidate, case, _ in CASES}
ALLOCATION = RuleTable(
    "Who may hold a case as Offender Manager",
    "domain, Offender Manager and Grades",
    ("who, and which case",),
    ("broken rules",),
    [(name, broken) for name, _, _, broken in CASES],
    lambda name: asked(*BY_NAME[name]),
    "An allocation in the hub is refused with every rule that it breaks. A manager whom the community record names "
    "stands, and the rules are flags. Where a row does not say otherwise: medium risk, profile 54, a running span.",
)


@pytest.mark.parametrize("row", ALLOCATION.rows, ids=ALLOCATION.names())
def test_who_may_hold_a_case(row: tuple[object, ...]) -> None:
    ALLOCATION.check(row)


def test_every_rule_is_broken_by_a_case() -> None:
    assert set(RULES) <= {name for *_, broken in CASES for name in broken}


def test_an_override_of_the_grade_lets_it_pass() -> None:
    case = CaseToHold(RiskLevel.HIGH, date(2026, 1, 1))
    refused = may(Act.LEAD, GOOD.grade, case.harm)
    allowed = overridden(refused, roles=frozenset({Role.TEAM_MANAGER}), reason="knows the person")
    assert [one.code for one in broken_rules(GOOD, case, DAY, refused)] == ["HighRiskNeedsHigherLevel"]
    assert broken_rules(GOOD, case, DAY, allowed) == ()
