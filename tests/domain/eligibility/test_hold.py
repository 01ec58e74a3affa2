from datetime import date

import pytest

from hub.domain.access import Role
from hub.domain.because import because
from hub.domain.eligibility import (
    Eligibility,
    EligibilityDecision,
    EligibilityFlag,
    EligibilityReason,
    GivenByDecision,
    SupervisorDue,
    check_given,
    standing,
)
from hub.errors import BrokenRule
from tests.rule_table import RuleTable

WHY = EligibilityReason
YES, NO, OUTSIDE, NOT_KNOWN = Eligibility
SAYS = {
    WHY.DETERMINATE_12_MONTHS: YES,
    WHY.ADULT_UNDER_12_MONTHS: NO,
    WHY.SENTENCE_TYPE_SWITCHED_OFF: NO,
    WHY.YOUNG_ADULT_4_WEEKS_OR_LESS: NO,
    WHY.REMAND_ONLY: OUTSIDE,
    WHY.SCOTLAND: OUTSIDE,
    WHY.NO_SENTENCE: OUTSIDE,
    WHY.LENGTH_NOT_KNOWN: NOT_KNOWN,
    WHY.NAMED_BY_COMMUNITY_RECORD: YES,
    WHY.GIVEN_BY_DECISION: YES,
}
GIVEN = GivenByDecision("A. Name", "a vulnerable person", date(2026, 11, 23))


def said(reason: EligibilityReason) -> EligibilityDecision:
    supervisor = SupervisorDue.IN_THE_PRISON if SAYS[reason] is YES else SupervisorDue.NONE
    return EligibilityDecision(SAYS[reason], supervisor, because(reason, "Said."))


def stood(
    table: EligibilityReason, held: EligibilityReason | None, terminated: bool, given: bool, named: bool
) -> tuple[Eligibility, EligibilityReason, tuple[EligibilityFlag, ...]]:
    found = standing(
        said(table),
        held=said(held) if held else None,
        terminated=terminated,
        given=GIVEN if given else None,
        named_by_community=named,
    )
    return found.manager, found.because.reason, found.flags


LONG, SHORT = WHY.DETERMINATE_12_MONTHS, WHY.ADULT_UNDER_12_MONTHS
NAMED = (EligibilityFlag.NAMED_WHERE_THE_TABLE_SAYS_NO,)
CHANGED = (EligibilityFlag.FACTS_SAY_OTHERWISE_NOW,)
STANDS = RuleTable(
    "Which answer stands",
    "domain, Who has an Offender Manager",
    ("the table says", "stood before", "terminated", "given by decision", "named by the community record"),
    ("Offender Manager", "reason", "flags"),
    [
        (LONG, None, False, False, False, YES, LONG, ()),
        (LONG, None, False, True, True, YES, LONG, ()),
        (SHORT, None, False, False, False, NO, SHORT, ()),
        (SHORT, None, False, True, False, YES, WHY.GIVEN_BY_DECISION, ()),
        (WHY.YOUNG_ADULT_4_WEEKS_OR_LESS, None, False, True, False, YES, WHY.GIVEN_BY_DECISION, ()),
        (WHY.SENTENCE_TYPE_SWITCHED_OFF, None, False, True, False, YES, WHY.GIVEN_BY_DECISION, ()),
        (WHY.REMAND_ONLY, None, False, True, False, OUTSIDE, WHY.REMAND_ONLY, ()),
        (SHORT, LONG, False, False, False, YES, WHY.HELD_TO_TERMINATION, CHANGED),
        (WHY.LENGTH_NOT_KNOWN, LONG, False, False, False, YES, WHY.HELD_TO_TERMINATION, CHANGED),
        (SHORT, WHY.GIVEN_BY_DECISION, False, False, False, YES, WHY.HELD_TO_TERMINATION, CHANGED),
        (SHORT, LONG, True, False, False, NO, SHORT, ()),
        (WHY.SCOTLAND, LONG, False, False, False, OUTSIDE, WHY.SCOTLAND, ()),
        (WHY.NO_SENTENCE, LONG, True, False, False, OUTSIDE, WHY.NO_SENTENCE, ()),
        (SHORT, SHORT, False, False, False, NO, SHORT, ()),
        (SHORT, None, False, False, True, YES, WHY.NAMED_BY_COMMUNITY_RECORD, NAMED),
        (WHY.REMAND_ONLY, None, False, False, True, YES, WHY.NAMED_BY_COMMUNITY_RECORD, NAMED),
        (SHORT, WHY.NAMED_BY_COMMUNITY_RECORD, False, False, False, NO, SHORT, ()),
    ],
    stood,
    "A yes holds to termination, whatever age and time become; an exclusion learned later ends it. What only the "
    "community record says goes with its word.",
)


@pytest.mark.parametrize("row", STANDS.rows, ids=STANDS.names())
def test_which_answer_stands(row: tuple[object, ...]) -> None:
    STANDS.check(row)


def test_a_held_yes_keeps_the_reason_that_it_began_with() -> None:
    once = standing(said(SHORT), held=said(LONG))
    twice = standing(said(SHORT), held=once)
    assert once.because.facts == (("decided_by", LONG),)
    assert twice == once


def given(table: EligibilityReason, role: Role, name: str, reason: str) -> str:
    try:
        check_given(said(table), GivenByDecision(name, reason, date(2026, 11, 23)), roles=frozenset({role}))
    except BrokenRule as broken:
        assert broken.remedy.endswith(".")
        return broken.code
    return "allowed"


TM, OM = Role.TEAM_MANAGER, Role.OFFENDER_MANAGER
GIVING = RuleTable(
    "Giving a manager by decision",
    "domain, Who has an Offender Manager; that a team manager decides: hub",
    ("the table says", "by", "name", "reason"),
    ("answer",),
    [
        (SHORT, TM, "A. Name", "a vulnerable person", "allowed"),
        (SHORT, TM, "A. Name", " ", "GivingNeedsReason"),
        (SHORT, TM, " ", "a vulnerable person", "GivingNotYours"),
        (SHORT, OM, "A. Name", "a vulnerable person", "GivingNotYours"),
        (LONG, TM, "A. Name", "a vulnerable person", "ManagerDueAlready"),
        (WHY.REMAND_ONLY, TM, "A. Name", "a vulnerable person", "OutsideTheModel"),
        (WHY.LENGTH_NOT_KNOWN, TM, "A. Name", "a vulnerable person", "OutsideTheModel"),
    ],
    given,
)


@pytest.mark.parametrize("row", GIVING.rows, ids=GIVING.names())
def test_giving_a_manager(row: tuple[object, ...]) -> None:
    GIVING.check(row)
