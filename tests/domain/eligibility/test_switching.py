from datetime import date

import pytest
from msgspec.structs import replace

from hub.domain.access import Actor, Role, Service
from hub.domain.eligibility import SwitchedOff, type_key
from hub.domain.eligibility.switching import (
    LONGEST_NAME,
    LONGEST_TEXT,
    SwitchAllowed,
    SwitchOff,
    SwitchOn,
    check_off,
    check_on,
    check_switcher,
)
from hub.errors import BrokenRule, BrokenRules
from tests.rule_table import RuleTable

TODAY = date(2026, 11, 23)
YESTERDAY, TOMORROW = date(2026, 11, 22), date(2026, 11, 24)
ASKED = SwitchOff(Service.CUSTODY, " Adimp_ORA ", " To match what the area can do ", " A. Name, Regional Office ")


def answered(command: SwitchOff, *, known: bool = True, off: bool = False) -> SwitchAllowed | str:
    """The switch, or the names of the rules that say no."""
    try:
        return check_off(command, known=known, off=off, today=TODAY)
    except BrokenRules as broken:
        assert all(rule.message.endswith(".") and rule.remedy.endswith(".") for rule in broken.rules)
        return ", ".join(rule.code for rule in broken.rules)


def asked(case: str) -> str:
    command, known, off = ASKED, True, False
    match case:
        case "from today, with reason and who decided it":
            pass
        case "a type that no record has":
            known = False
        case "a type that is switched off, or is to be":
            off = True
        case "from yesterday":
            command = replace(ASKED, first_on=YESTERDAY)
        case "from tomorrow":
            command = replace(ASKED, first_on=TOMORROW)
        case "from today to today":
            command = replace(ASKED, last_on=TODAY)
        case "from tomorrow to today":
            command = replace(ASKED, first_on=TOMORROW, last_on=TODAY)
        case "without a reason, and nobody decided it":
            command = replace(ASKED, reason=" ", decided_by=" ")
        case "with too many words":
            command = replace(ASKED, reason="x" * (LONGEST_TEXT + 1), decided_by="x" * (LONGEST_NAME + 1))
    found = answered(command, known=known, off=off)
    return found if isinstance(found, str) else "switched off"


SWITCHING = RuleTable(
    "Switching a type of sentence off",
    "domain, Who has an Offender Manager (a type can be switched off with a reason); from when, by whom: hub",
    ("asked",),
    ("answer",),
    [
        ("from today, with reason and who decided it", "switched off"),
        ("from tomorrow", "switched off"),
        ("from today to today", "switched off"),
        ("from yesterday", "FirstDayPast"),
        ("from tomorrow to today", "LastDayBeforeFirst"),
        ("a type that no record has", "TypeNotKnown"),
        ("a type that is switched off, or is to be", "SwitchedOffAlready"),
        ("without a reason, and nobody decided it", "DeciderNeeded, ReasonNeeded"),
        ("with too many words", "DeciderTooLong, ReasonTooLong"),
    ],
    asked,
    "It holds for everybody, from the first to the last day, both included. Who has a manager keeps them: a yes holds "
    "to termination.",
)


@pytest.mark.parametrize("row", SWITCHING.rows, ids=SWITCHING.names())
def test_switching_off(row: tuple[object, ...]) -> None:
    SWITCHING.check(row)


def test_what_is_kept() -> None:
    assert answered(ASKED) == SwitchAllowed(
        service=Service.CUSTODY,
        named="Adimp_ORA",
        key="ADIMP_ORA",
        reason="To match what the area can do",
        decided_by="A. Name, Regional Office",
        first_on=TODAY,
        last_on=None,
    )


@pytest.mark.parametrize(
    ("reason", "off", "codes"),
    [
        (" ", True, ["ReasonNeeded"]),
        ("x" * (LONGEST_TEXT + 1), True, ["ReasonTooLong"]),
        ("Over", False, ["NotSwitchedOff"]),
        (" ", False, ["NotSwitchedOff", "ReasonNeeded"]),
    ],
)
def test_switching_on_needs_a_reason_and_a_type_that_is_off(reason: str, off: bool, codes: list[str]) -> None:
    with pytest.raises(BrokenRules) as refused:
        check_on(SwitchOn(Service.CUSTODY, "ADIMP_ORA", reason), off=off)
    assert [rule.code for rule in refused.value.rules] == codes
    assert check_on(SwitchOn(Service.CUSTODY, "ADIMP_ORA", " Over "), off=True) == "Over"


@pytest.mark.parametrize("role", list(Role))
def test_an_operator_alone_switches(role: Role) -> None:
    actor = Actor("o", Service.COMMUNITY, frozenset({role}))
    if role is Role.OPERATOR:
        check_switcher(actor)
        return
    with pytest.raises(BrokenRule) as refused:
        check_switcher(actor)
    assert refused.value.code == "SwitchingNotYours"


@pytest.mark.parametrize(
    ("first", "last", "day", "stands"),
    [
        (TODAY, TODAY, TODAY, True),
        (TODAY, None, YESTERDAY, False),
        (None, YESTERDAY, TODAY, False),
        (None, YESTERDAY, YESTERDAY, True),
        (TOMORROW, None, TOMORROW, True),
        (None, None, TODAY, True),
    ],
)
def test_it_stands_from_the_first_to_the_last_day(
    first: date | None, last: date | None, day: date, stands: bool
) -> None:
    assert SwitchedOff("T", "Said why", "A. Name", None, first, last).stands_on(day) is stands


def test_types_are_compared_without_blanks_and_case() -> None:
    assert type_key(" adult Custody < 12m ") == "ADULT CUSTODY < 12M"
