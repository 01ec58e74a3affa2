from datetime import date

import pytest
from msgspec.structs import replace

from hub.domain.access import Actor, Role, Service
from hub.domain.assessment import RiskLevel
from hub.domain.grade import Grade
from hub.domain.lead.cover import Cover
from hub.domain.lead.covering import (
    ArrangeCover,
    CoverFlag,
    Employed,
    EndCover,
    check_arranged,
    check_arranger,
    check_ending,
    cover_flags,
)
from hub.domain.staffing import StaffPlace
from hub.errors import BrokenRule
from tests.rule_table import RuleTable

TODAY = date(2026, 11, 23)
AWAY = StaffPlace(1, Service.COMMUNITY, "Z1", "T1", None)
ASKED = ArrangeCover(Service.COMMUNITY, "Z1", "Z2", TODAY, date(2026, 11, 27), "on leave")


def arranged(case: str) -> str:
    asked, covering = ASKED, Employed(2, date(2020, 1, 1), None)
    standing: list[Cover] = []
    ended: list[Cover] = []
    match case:
        case "begins today":
            pass
        case "ended yesterday":
            asked = replace(asked, first_on=date(2026, 11, 16), last_on=date(2026, 11, 22))
        case "began last week, ends today":
            asked = replace(asked, first_on=date(2026, 11, 16), last_on=TODAY)
        case "a stand-in of the records":
            covering = replace(covering, grade=Grade.NOBODY)
        case "who covers leaves on the last day":
            covering = replace(covering, active_to=asked.last_on)
        case "who covers leaves the day before":
            covering = replace(covering, active_to=date(2026, 11, 26))
        case "who covers begins a day late":
            covering = replace(covering, active_from=date(2026, 11, 24))
        case "somebody else covers on one of the days":
            standing = [Cover(1, 3, date(2026, 11, 27), date(2026, 12, 1), "ill")]
        case "the same person covers on one of the days":
            standing = [Cover(1, 2, date(2026, 11, 27), date(2026, 12, 1), "ill")]
        case "28 days to the day before, by another":
            standing = [Cover(1, 3, date(2026, 10, 26), date(2026, 11, 22), "ill")]
        case "28 days to the Friday before, by another":
            standing = [Cover(1, 3, date(2026, 10, 24), date(2026, 11, 20), "ill")]
        case "28 days to the Thursday before, by another":
            standing = [Cover(1, 3, date(2026, 10, 23), date(2026, 11, 19), "ill")]
        case "24 days from the day after, by another":
            standing = [Cover(1, 3, date(2026, 11, 28), date(2026, 12, 21), "ill")]
        case "23 days from the day after, by another":
            standing = [Cover(1, 3, date(2026, 11, 28), date(2026, 12, 20), "ill")]
        case "days before and after, 29 in all":
            standing = [
                Cover(1, 3, date(2026, 11, 30), date(2026, 12, 9), "ill"),
                Cover(1, 4, date(2026, 11, 11), date(2026, 11, 20), "ill"),
            ]
        case "28 days to the day before, ended early":
            ended = [Cover(1, 3, date(2026, 10, 26), date(2026, 11, 22), "ill")]
        case "ended early on one of the days":
            ended = [Cover(1, 2, TODAY, TODAY, "ill")]
        case "for themselves":
            covering = replace(covering, id=1)
        case "without a reason":
            asked = replace(asked, reason="  ")
        case "29 days":
            asked = replace(asked, last_on=date(2026, 12, 21))
        case "28 days":
            asked = replace(asked, last_on=date(2026, 12, 20))
        case "nobody of that code":
            return _answer(asked, None, [], [])
    return _answer(asked, covering, standing, ended)


def _answer(asked: ArrangeCover, covering: Employed | None, standing: list[Cover], ended: list[Cover]) -> str:
    try:
        check_arranged(asked, AWAY, covering, today=TODAY, standing=standing, ended=ended)
    except BrokenRule as broken:
        assert broken.remedy.endswith(".")
        return broken.code
    return "allowed"


COVERING = RuleTable(
    "Arranging cover",
    "domain, Offender Manager (short absence is cover with an end date); who arranges it: hub",
    ("case",),
    ("answer",),
    [
        ("begins today", "allowed"),
        ("ended yesterday", "CoverInThePast"),
        ("began last week, ends today", "allowed"),
        ("a stand-in of the records", "StaffIsNobody"),
        ("who covers leaves on the last day", "allowed"),
        ("who covers leaves the day before", "CoveringNotThere"),
        ("who covers begins a day late", "CoveringNotThere"),
        ("somebody else covers on one of the days", "CoverOverlaps"),
        ("the same person covers on one of the days", "CoverArrangedAlready"),
        ("28 days to the day before, by another", "CoverTooLong"),
        ("28 days to the Friday before, by another", "CoverTooLong"),
        ("28 days to the Thursday before, by another", "allowed"),
        ("24 days from the day after, by another", "CoverTooLong"),
        ("23 days from the day after, by another", "allowed"),
        ("days before and after, 29 in all", "CoverTooLong"),
        ("28 days to the day before, ended early", "CoverTooLong"),
        ("ended early on one of the days", "allowed"),
        ("for themselves", "CoverByThemselves"),
        ("without a reason", "CoverNeedsReason"),
        ("28 days", "allowed"),
        ("29 days", "CoverTooLong"),
        ("nobody of that code", "StaffNotFound"),
    ],
    arranged,
    f"It is {TODAY:%A} {TODAY}; the cover asked for lasts from today to Friday where nothing else is said. Covers of "
    "one person that no working day parts are one absence. "
    "A team manager arranges it for somebody of their own team or prison. Who covers reaches the cases of the other "
    "from the first to the last day, both included.",
)


@pytest.mark.parametrize("row", COVERING.rows, ids=[str(row[0]) for row in COVERING.rows])
def test_arranging_cover(row: tuple[object, ...]) -> None:
    said = COVERING.decide(*row[:1])
    assert said == row[1]


FLAGS = RuleTable(
    "What to look at about a cover",
    "profiles, 54 and 55 (leading high or very high risk needs 55); flagged, for somebody has to act: hub",
    ("grade of who covers", "the highest risk of harm of a case that the other leads"),
    ("flags",),
    [
        (Grade.OFFENDER_MANAGER, RiskLevel.MEDIUM, ()),
        (Grade.OFFENDER_MANAGER, RiskLevel.HIGH, (CoverFlag.GRADE_BELOW_RISK,)),
        (Grade.OFFENDER_MANAGER, RiskLevel.VERY_HIGH, (CoverFlag.GRADE_BELOW_RISK,)),
        (Grade.OFFENDER_MANAGER, None, ()),
        (Grade.OFFENDER_MANAGER_HIGHER, RiskLevel.VERY_HIGH, ()),
        (Grade.TEAM_MANAGER, RiskLevel.HIGH, ()),
        (None, RiskLevel.HIGH, (CoverFlag.GRADE_NOT_KNOWN,)),
        (None, RiskLevel.MEDIUM, ()),
    ],
    lambda grade, harm: cover_flags(grade, [RiskLevel.LOW, harm, None]),
    "The cover is arranged all the same; the flags stand on it for the team manager to look at.",
)


@pytest.mark.parametrize("row", FLAGS.rows, ids=FLAGS.names())
def test_what_to_look_at(row: tuple[object, ...]) -> None:
    FLAGS.check(row)


def actor(role: Role = Role.TEAM_MANAGER, team: str | None = "T1", prison: str | None = None) -> Actor:
    return Actor("m", Service.COMMUNITY, frozenset({role}), "Z9", 9, team, prison)


@pytest.mark.parametrize(
    ("who", "absent", "code"),
    [
        (actor(Role.OFFENDER_MANAGER), AWAY, "CoverNotYours"),
        (replace(actor(), staff_id=None), AWAY, "CoverNotYours"),
        (actor(team="T2"), AWAY, "StaffOfAnotherPlace"),
        (actor(team=None), replace(AWAY, team_code=None), "StaffOfAnotherPlace"),
        (actor(), None, "StaffNotFound"),
    ],
)
def test_who_may_not_arrange_it(who: Actor, absent: StaffPlace | None, code: str) -> None:
    with pytest.raises(BrokenRule) as refused:
        check_arranger(who, absent)
    assert refused.value.code == code


def test_a_team_manager_of_the_team_or_the_prison_arranges_it() -> None:
    assert check_arranger(actor(), AWAY) == 9
    assert check_arranger(actor(team=None, prison="LEI"), replace(AWAY, establishment_code="LEI")) == 9


@pytest.mark.parametrize(("reason", "code"), [(" ", "CoverNeedsReason"), ("x" * 1001, "ReasonTooLong")])
def test_ending_early_needs_a_reason(reason: str, code: str) -> None:
    with pytest.raises(BrokenRule) as refused:
        check_ending(EndCover(1, reason))
    assert refused.value.code == code
    assert check_ending(EndCover(1, " back again ")) == "back again"
