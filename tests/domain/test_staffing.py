from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from hub.domain.access import Actor, Role, Service
from hub.domain.staffing import (
    ContractedHours,
    RecordReduction,
    Reduction,
    ReductionReason,
    StaffPlace,
    canonical_code,
    check_decider,
    check_hours,
    check_reason,
    check_reduction,
    check_together,
    hours_on,
    is_linked_already,
    reduced_on,
)
from hub.errors import BrokenRule
from tests.rule_table import RuleTable

MANAGER = Actor("t", Service.COMMUNITY, frozenset({Role.TEAM_MANAGER}), "Z01T019", 9, "Z01T01", "LEI")
PLACE = StaffPlace(1, Service.COMMUNITY, "Z01T011", "Z01T01", None)
DECIDED = (
    ContractedHours(Decimal(37), date(2026, 1, 1)),
    ContractedHours(Decimal("18.5"), date(2026, 6, 1)),
)
LESS = (
    Reduction(Decimal(5), date(2026, 2, 1), date(2026, 2, 28)),
    Reduction(Decimal(2), date(2026, 2, 15), None),
)


def on(day: date) -> tuple[Decimal | None, Decimal]:
    return hours_on(day, DECIDED), reduced_on(day, LESS)


HOURS = RuleTable(
    "The hours of somebody on a day",
    "hub; rules, (c)",
    ("day",),
    ("contracted hours", "reduced by"),
    [
        (date(2025, 12, 31), None, Decimal(0)),
        (date(2026, 1, 1), Decimal(37), Decimal(0)),
        (date(2026, 2, 1), Decimal(37), Decimal(5)),
        (date(2026, 2, 15), Decimal(37), Decimal(7)),
        (date(2026, 2, 28), Decimal(37), Decimal(7)),
        (date(2026, 3, 1), Decimal(37), Decimal(2)),
        (date(2026, 6, 1), Decimal("18.5"), Decimal(2)),
    ],
    on,
    "37 hours were decided from 1 January 2026 and 18.5 from 1 June; 5 hours fewer in February, 2 fewer from "
    "15 February without an end.",
)


@pytest.mark.parametrize("row", HOURS.rows, ids=HOURS.names())
def test_hours_on_a_day(row: tuple[object, ...]) -> None:
    HOURS.check(row)


@given(st.permutations(DECIDED), st.dates(date(2025, 1, 1), date(2027, 1, 1)))
def test_the_order_of_what_was_decided_does_not_matter(decided: list[ContractedHours], day: date) -> None:
    assert hours_on(day, decided) == hours_on(day, DECIDED)


@pytest.mark.parametrize(
    ("actor", "place", "code"),
    [
        (MANAGER, PLACE, None),
        (replace(MANAGER, team_code=None), replace(PLACE, team_code=None, establishment_code="LEI"), None),
        (replace(MANAGER, team_code="Z01T02"), PLACE, "StaffOfAnotherPlace"),
        (
            replace(MANAGER, team_code=None, establishment_code=None),
            replace(PLACE, team_code=None),
            "StaffOfAnotherPlace",
        ),
        (MANAGER, None, "StaffNotFound"),
        (replace(MANAGER, roles=frozenset({Role.OFFENDER_MANAGER})), PLACE, "StaffingNotYours"),
        (replace(MANAGER, staff_id=None), PLACE, "StaffingNotYours"),
    ],
)
def test_who_decides_about_staff(actor: Actor, place: StaffPlace | None, code: str | None) -> None:
    if code is None:
        assert check_decider(actor, place) == 9
        return
    with pytest.raises(BrokenRule) as broken:
        check_decider(actor, place)
    assert broken.value.code == code
    assert broken.value.remedy


@pytest.mark.parametrize("hours", ["0", "37", "18.5", "60", "0.25"])
def test_hours_that_a_week_can_have(hours: str) -> None:
    check_hours(Decimal(hours))


@pytest.mark.parametrize("hours", ["-1", "60.01", "37.555", "nan", "inf", "1e300"])
def test_hours_that_no_week_has(hours: str) -> None:
    with pytest.raises(BrokenRule, match="HoursNotPossible"):
        check_hours(Decimal(hours))


ASKED = RecordReduction(
    Service.COMMUNITY, "Z01T011", Decimal(5), ReductionReason.TRAINING, date(2026, 2, 1), date(2026, 2, 1)
)


def test_a_reduction_of_one_day() -> None:
    check_reduction(ASKED)


@pytest.mark.parametrize(
    ("changes", "code"),
    [({"hours": Decimal(0)}, "HoursNotPossible"), ({"ends_on": date(2026, 1, 31)}, "EndsBeforeItStarts")],
)
def test_no_reduction(changes: dict[str, object], code: str) -> None:
    with pytest.raises(BrokenRule, match=code):
        check_reduction(replace(ASKED, **changes))


def together(hours: str, first: date, last: date | None) -> str:
    asked = replace(ASKED, hours=Decimal(hours), starts_on=first, ends_on=last)
    try:
        check_together(asked, LESS, DECIDED)
    except BrokenRule as broken:
        assert broken.remedy.endswith(".")
        return broken.code
    return "allowed"


TOGETHER = RuleTable(
    "Reductions of one person beside each other",
    "hub",
    ("hours", "first day", "last day"),
    ("answer",),
    [
        ("5", date(2026, 2, 1), date(2026, 2, 28), "ReductionRecordedAlready"),
        ("2", date(2026, 2, 15), None, "ReductionRecordedAlready"),
        ("5", date(2026, 2, 1), date(2026, 2, 27), "allowed"),
        ("30", date(2026, 2, 1), date(2026, 2, 28), "allowed"),
        ("30.5", date(2026, 2, 1), date(2026, 2, 28), "ReductionsExceedHours"),
        ("30.5", date(2026, 2, 1), date(2026, 2, 14), "allowed"),
        ("30.5", date(2026, 3, 1), date(2026, 5, 31), "allowed"),
        ("30.5", date(2026, 3, 1), date(2026, 6, 1), "ReductionsExceedHours"),
        ("30.5", date(2026, 3, 1), None, "ReductionsExceedHours"),
        ("16.5", date(2026, 3, 1), None, "allowed"),
        ("60", date(2025, 12, 1), date(2025, 12, 31), "allowed"),
    ],
    together,
    "By contract 37 hours from January 2026 and 18.5 from June, before that nobody knows; 5 fewer in February, and 2 "
    "fewer from 15 February on.",
)


@pytest.mark.parametrize("row", TOGETHER.rows, ids=TOGETHER.names())
def test_reductions_together(row: tuple[object, ...]) -> None:
    TOGETHER.check(row)


@pytest.mark.parametrize(("reason", "code"), [("  ", "ReasonNeeded"), ("x" * 1001, "ReasonTooLong")])
def test_a_link_needs_a_reason(reason: str, code: str) -> None:
    with pytest.raises(BrokenRule, match=code):
        check_reason(reason)


@pytest.mark.parametrize(
    ("community", "custody", "answer"),
    [
        ((1, None), (2, None), False),
        ((1, 2), (2, 1), True),
        ((1, 3), (2, None), "communityCode"),
        ((1, None), (2, 4), "custodyCode"),
        ((1, 3), (2, 4), "communityCode"),
    ],
)
def test_a_code_is_linked_with_one_other(
    community: tuple[int, int | None], custody: tuple[int, int | None], answer: bool | str
) -> None:
    try:
        assert is_linked_already(community, custody) is answer
    except BrokenRule as rule:
        assert (rule.code, rule.field) == ("LinkedWithAnother", answer)


@pytest.mark.parametrize("written", ["Z01T011", " z01t011 ", "z01T011"])
def test_a_staff_code_has_one_form(written: str) -> None:
    assert canonical_code(written) == "Z01T011"
