from datetime import date

import pytest
from msgspec.structs import replace

from hub.domain.access import Actor, Role, Service
from hub.domain.allocation.contributing import (
    LONGEST_TEXT,
    CaseOfRisk,
    ContributionDecided,
    ContributionFlag,
    Contributor,
    DecideContribution,
    EndContribution,
    check_ending,
    decide_contribution,
)
from hub.domain.allocation.duties import Contribution, DecidedBy
from hub.domain.allocation.offender_manager import Candidate
from hub.domain.assessment import RiskLevel
from hub.domain.grade import Grade
from hub.errors import BrokenRules
from tests.rule_table import RuleTable

TODAY = date(2026, 11, 23)
YESTERDAY, TOMORROW = date(2026, 11, 22), date(2026, 11, 24)
BOSS = Actor("tamsin", Service.COMMUNITY, frozenset({Role.TEAM_MANAGER}), "Z9", 9)
MANAGER = Actor("olwen", Service.COMMUNITY, frozenset({Role.OFFENDER_MANAGER}), "Z1", 1)
BY_54 = Contributor(4, Candidate(Service.COMMUNITY, Grade.OFFENDER_MANAGER))
OTHER_BOSS = Contributor(8, Candidate(Service.COMMUNITY, Grade.TEAM_MANAGER))
CASE = CaseOfRisk(RiskLevel.HIGH, False, False, date(2025, 3, 1), 1, frozenset())
ASKED = DecideContribution(1, "Z4", DecidedBy.TEAM_MANAGER, "Home visits", "Knows the family")
MAPPA = replace(ASKED, decided_by=DecidedBy.MAPPA, decided_on=date(2026, 11, 19))
BY_OTHER = replace(ASKED, decider_code="Z8")


def answered(
    command: DecideContribution,
    who: Contributor = BY_54,
    decider: Contributor | None = None,
    case: CaseOfRisk = CASE,
    actor: Actor = BOSS,
) -> ContributionDecided | str:
    """The decision, or the names of the rules that say no."""
    try:
        return decide_contribution(command, who, decider, case, actor, TODAY)
    except BrokenRules as broken:
        assert all(rule.message.endswith(".") and rule.remedy.endswith(".") for rule in broken.rules)
        return ", ".join(rule.code for rule in broken.rules)


def graded(grade: Grade | None, harm: RiskLevel | None, by: DecidedBy) -> str:
    who = replace(BY_54, seen=replace(BY_54.seen, grade=grade))
    asked = MAPPA if by is DecidedBy.MAPPA else ASKED
    found = answered(asked, who, case=replace(CASE, harm=harm, mappa=True))
    return found if isinstance(found, str) else ", ".join(("recorded", *found.flags))


G, R, D = Grade, RiskLevel, DecidedBy
BY_GRADE = RuleTable(
    "Recording that somebody contributes to a case of high risk",
    "profiles (54), domain (Grades); the names of the refusals: hub",
    ("grade", "risk of harm", "decided by"),
    ("answer",),
    [
        *((G.OFFENDER_MANAGER, harm, by, "recorded") for harm in (R.HIGH, R.VERY_HIGH) for by in D),
        *((G.OFFENDER_MANAGER, harm, D.TEAM_MANAGER, "NotHighRisk") for harm in (R.LOW, R.MEDIUM, None)),
        *((None, R.HIGH, by, "recorded, GRADE_NOT_KNOWN") for by in D),
        (G.OFFENDER_MANAGER_HIGHER, R.HIGH, D.TEAM_MANAGER, "ContributionNeedsNoDecision"),
        (G.TEAM_MANAGER, R.HIGH, D.TEAM_MANAGER, "ContributionNeedsNoDecision"),
        (G.PRISON_OFFICER, R.HIGH, D.TEAM_MANAGER, "ContributionNeedsNoDecision"),
        (G.PRISON_CUSTODY_OFFICER, R.HIGH, D.TEAM_MANAGER, "ContributionNeedsNoDecision"),
        (G.NOBODY, R.HIGH, D.TEAM_MANAGER, "StaffIsNobody"),
    ],
    graded,
    "Whoever contributes reads the case while it lasts; it ends by a person's word, or with the last sentence.",
)


@pytest.mark.parametrize("row", BY_GRADE.rows, ids=BY_GRADE.names())
def test_who_may_contribute(row: tuple[object, ...]) -> None:
    BY_GRADE.check(row)


def decided(case: str) -> str:
    asked, who, decider, of, actor = ASKED, BY_54, None, CASE, BOSS
    match case:
        case "by the team manager who sends it":
            pass
        case "by another team manager, sent by the Offender Manager":
            asked, decider, actor = BY_OTHER, OTHER_BOSS, MANAGER
        case "by a MAPPA meeting, sent by the Offender Manager":
            asked, actor = MAPPA, MANAGER
        case "by the Offender Manager who sends it":
            actor = MANAGER
        case "by somebody of profile 55":
            asked, decider = BY_OTHER, Contributor(8, Candidate(Service.COMMUNITY, Grade.OFFENDER_MANAGER_HIGHER))
        case "by a team manager who left the day before":
            asked, decider = BY_OTHER, replace(OTHER_BOSS, seen=replace(OTHER_BOSS.seen, active_to=YESTERDAY))
        case "by a team manager on their last day":
            asked, decider = BY_OTHER, replace(OTHER_BOSS, seen=replace(OTHER_BOSS.seen, active_to=TODAY))
        case "by a code that names nobody":
            asked = BY_OTHER
        case "by a team manager who manages the case":
            of = replace(CASE, manager_id=9)
        case "by a MAPPA meeting with a team manager's code":
            asked, decider = replace(MAPPA, decider_code="Z8"), OTHER_BOSS
        case "by a MAPPA meeting without its day":
            asked = replace(MAPPA, decided_on=None)
        case "on the contribution of whoever sends it":
            who, actor = replace(BY_54, id=9), BOSS
        case "on the contribution of whoever decided it":
            asked, decider, who = BY_OTHER, OTHER_BOSS, replace(BY_54, id=8)
        case "tomorrow":
            asked = replace(ASKED, decided_on=TOMORROW)
        case "the day before the sentence":
            asked = replace(ASKED, decided_on=date(2025, 2, 28))
        case "on the day of the sentence":
            asked = replace(ASKED, decided_on=date(2025, 3, 1))
        case "for the Offender Manager of the case":
            who = replace(BY_54, id=1)
        case "for somebody who contributes already":
            of = replace(CASE, contributors=frozenset({4}))
        case "for somebody whose last day was yesterday":
            who = replace(BY_54, seen=replace(BY_54.seen, active_to=YESTERDAY))
        case "for somebody whose last day is today":
            who = replace(BY_54, seen=replace(BY_54.seen, active_to=TODAY))
        case "for somebody who begins tomorrow":
            who = replace(BY_54, seen=replace(BY_54.seen, active_from=TOMORROW))
        case "in a case that has ended":
            of = replace(CASE, terminated=True, harm=None)
        case "without aspects and without a reason":
            asked = replace(ASKED, aspects=" ", reason=" ")
        case "with too many words":
            asked = replace(ASKED, aspects="x" * (LONGEST_TEXT + 1), reason="x" * (LONGEST_TEXT + 1))
    found = answered(asked, who, decider, of, actor)
    return found if isinstance(found, str) else "recorded"


BY_WHOM = RuleTable(
    "Who decides on a contribution, and when",
    "profiles (54: a team manager or MAPPA decides); domain (team managers, bad input); the rest: hub",
    ("decided",),
    ("answer",),
    [
        ("by the team manager who sends it", "recorded"),
        ("by another team manager, sent by the Offender Manager", "recorded"),
        ("by a MAPPA meeting, sent by the Offender Manager", "recorded"),
        ("by the Offender Manager who sends it", "TeamManagerDecides, DeciderLeadsTheCase"),
        ("by somebody of profile 55", "NotATeamManager"),
        ("by a team manager who left the day before", "NotATeamManager"),
        ("by a team manager on their last day", "recorded"),
        ("by a code that names nobody", "DeciderNotFound"),
        ("by a team manager who manages the case", "DeciderLeadsTheCase"),
        ("by a MAPPA meeting with a team manager's code", "OnlyForTeamManagers"),
        ("by a MAPPA meeting without its day", "MeetingDayNeeded"),
        ("on the contribution of whoever sends it", "OwnContribution"),
        ("on the contribution of whoever decided it", "OwnContribution"),
        ("tomorrow", "DecidedAhead"),
        ("the day before the sentence", "BeforeTheSentence"),
        ("on the day of the sentence", "recorded"),
        ("for the Offender Manager of the case", "LeadsTheCase"),
        ("for somebody who contributes already", "ContributesAlready"),
        ("for somebody whose last day was yesterday", "StaffHasLeft"),
        ("for somebody whose last day is today", "recorded"),
        ("for somebody who begins tomorrow", "StaffNotYetInService"),
        ("in a case that has ended", "CaseTerminated"),
        ("without aspects and without a reason", "AspectsNeeded, ReasonNeeded"),
        ("with too many words", "AspectsTooLong, ReasonTooLong"),
    ],
    decided,
)


@pytest.mark.parametrize("row", BY_WHOM.rows, ids=BY_WHOM.names())
def test_who_decides_it(row: tuple[object, ...]) -> None:
    BY_WHOM.check(row)


def test_who_decided_and_when_is_kept() -> None:
    own = answered(replace(ASKED, aspects=" Home visits ", reason=" Knows the family "))
    assert isinstance(own, ContributionDecided)
    assert (own.decision, own.decider_id) == (Contribution(DecidedBy.TEAM_MANAGER, "Z9", TODAY), 9)
    assert (own.staff_id, own.harm, own.aspects, own.reason) == (4, RiskLevel.HIGH, "Home visits", "Knows the family")
    other = answered(BY_OTHER, BY_54, OTHER_BOSS, CASE, MANAGER)
    assert isinstance(other, ContributionDecided)
    assert (other.decision.name, other.decider_id) == ("Z8", 8)
    meeting = answered(MAPPA, actor=MANAGER)
    assert isinstance(meeting, ContributionDecided)
    assert (meeting.decision, meeting.decider_id) == (Contribution(DecidedBy.MAPPA, "MAPPA", date(2026, 11, 19)), None)


@pytest.mark.parametrize(("mappa", "flags"), [(True, ()), (False, (ContributionFlag.NOT_ON_THE_REGISTER_OF_MAPPA,))])
def test_a_meeting_about_somebody_whom_the_register_does_not_have_is_flagged(
    mappa: bool, flags: tuple[ContributionFlag, ...]
) -> None:
    found = answered(MAPPA, case=replace(CASE, mappa=mappa))
    assert isinstance(found, ContributionDecided)
    assert found.flags == flags


@pytest.mark.parametrize(
    ("reason", "ended", "codes"),
    [
        (" ", False, ["ReasonNeeded"]),
        ("x" * (LONGEST_TEXT + 1), False, ["ReasonTooLong"]),
        ("Over", True, ["ContributionEnded"]),
    ],
)
def test_an_end_needs_a_reason_and_comes_once(reason: str, ended: bool, codes: list[str]) -> None:
    with pytest.raises(BrokenRules) as refused:
        check_ending(EndContribution(1, reason), ended=ended)
    assert [rule.code for rule in refused.value.rules] == codes
    assert check_ending(EndContribution(1, " Over "), ended=False) == "Over"
