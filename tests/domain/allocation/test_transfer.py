from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.domain.access import Role
from hub.domain.allocation.transfer import (
    RiskChange,
    TransferDecision,
    TransferOutcome,
    TransferReason,
    decide_transfer,
    on_change,
    risk_change,
)
from hub.domain.assessment import RiskLevel
from hub.domain.grade import Grade
from hub.errors import BrokenRule
from tests.rule_table import RuleTable

R, WHY = RiskLevel, TransferReason
KEEPS, DUE = TransferOutcome
LOWER, HIGHER = Grade.OFFENDER_MANAGER, Grade.OFFENDER_MANAGER_HIGHER


def followed(
    before: RiskLevel | None, now: RiskLevel | None, grade: Grade | None, confirmed: bool, held: bool
) -> tuple[TransferOutcome, TransferReason, bool]:
    found = on_change(before, now, grade, held=held, skills_confirmed=confirmed)
    assert found.because.sentence.endswith(".")
    return found.outcome, found.because.reason, found.time_may_fall


TRANSFER = RuleTable(
    "What follows when the risk of harm changes",
    "guide, What happens when risks change; domain, Tiers",
    ("before", "now", "grade of the manager", "skills confirmed", "somebody holds it"),
    ("outcome", "reason", "time may fall"),
    [
        (R.HIGH, R.MEDIUM, HIGHER, False, True, KEEPS, WHY.RISK_DID_NOT_RISE, True),
        (R.VERY_HIGH, R.HIGH, LOWER, False, True, KEEPS, WHY.RISK_DID_NOT_RISE, True),
        (R.MEDIUM, R.MEDIUM, LOWER, False, True, KEEPS, WHY.RISK_DID_NOT_RISE, False),
        (R.HIGH, None, LOWER, False, True, KEEPS, WHY.RISK_DID_NOT_RISE, False),
        (None, None, LOWER, False, True, KEEPS, WHY.RISK_DID_NOT_RISE, False),
        (R.LOW, R.MEDIUM, LOWER, False, True, KEEPS, WHY.SKILLS_BY_GRADE, False),
        (None, R.MEDIUM, LOWER, False, True, KEEPS, WHY.SKILLS_BY_GRADE, False),
        (R.LOW, R.HIGH, HIGHER, False, True, KEEPS, WHY.SKILLS_BY_GRADE, False),
        (R.HIGH, R.VERY_HIGH, HIGHER, False, True, KEEPS, WHY.SKILLS_BY_GRADE, False),
        (R.MEDIUM, R.HIGH, LOWER, False, True, DUE, WHY.SKILLS_MISSING, False),
        (R.HIGH, R.VERY_HIGH, LOWER, False, True, DUE, WHY.SKILLS_MISSING, False),
        (None, R.HIGH, LOWER, False, True, DUE, WHY.SKILLS_MISSING, False),
        (R.MEDIUM, R.HIGH, LOWER, True, True, KEEPS, WHY.SKILLS_CONFIRMED, False),
        (R.MEDIUM, R.HIGH, None, False, True, DUE, WHY.GRADE_NOT_KNOWN, False),
        (R.LOW, R.MEDIUM, None, False, True, KEEPS, WHY.SKILLS_BY_GRADE, False),
        (R.MEDIUM, R.HIGH, None, False, False, KEEPS, WHY.NOBODY_HOLDS_THE_CASE, False),
    ],
    followed,
    "Nothing follows when it falls. A transfer is decided by a team manager: the case moves, or stays with a reason.",
)


@pytest.mark.parametrize("row", TRANSFER.rows, ids=TRANSFER.names())
def test_what_follows(row: tuple[object, ...]) -> None:
    TRANSFER.check(row)


@pytest.mark.parametrize(
    ("before", "now", "grade", "confirmed", "sentence"),
    [
        (None, R.LOW, LOWER, False, "The risk of harm is low, and the grade of the Offender Manager covers it."),
        (None, R.HIGH, LOWER, True, "The risk of harm is high, and a team manager confirmed the skills."),
        (None, R.VERY_HIGH, None, False, "The risk of harm is very high, and nobody knows the grade of the"),
        (None, R.HIGH, LOWER, False, "The risk of harm is high, and the grade of the Offender Manager does not cover"),
        (R.LOW, R.MEDIUM, LOWER, False, "The risk of harm rose, and the grade of the Offender Manager covers it."),
        (R.MEDIUM, R.HIGH, LOWER, False, "The risk of harm rose, and the grade of the Offender Manager does not cover"),
    ],
)
def test_a_risk_that_nobody_knew_before_did_not_rise(
    before: RiskLevel | None, now: RiskLevel, grade: Grade | None, confirmed: bool, sentence: str
) -> None:
    assert on_change(before, now, grade, skills_confirmed=confirmed).because.sentence.startswith(sentence)


def decided(decision: TransferDecision, role: Role, by: str, reason: str | None) -> str:
    try:
        found = decide_transfer(decision, by=by, roles=frozenset({role}), on=date(2026, 11, 23), reason=reason)
    except BrokenRule as broken:
        assert broken.remedy.endswith(".")
        return broken.code
    assert (found.decision, found.by) == (decision, by)
    return "allowed"


TM, OM = Role.TEAM_MANAGER, Role.OFFENDER_MANAGER
DECISIONS = RuleTable(
    "Deciding a transfer",
    "domain, Tiers",
    ("decision", "by", "name", "reason"),
    ("answer",),
    [
        (TransferDecision.MOVE, TM, "A. Name", None, "allowed"),
        (TransferDecision.KEEP, TM, "A. Name", "knows the person", "allowed"),
        (TransferDecision.KEEP, TM, "A. Name", " ", "KeepingNeedsReason"),
        (TransferDecision.KEEP, TM, "A. Name", None, "KeepingNeedsReason"),
        (TransferDecision.MOVE, OM, "A. Name", None, "TransferNotYours"),
        (TransferDecision.MOVE, TM, " ", None, "TransferNeedsName"),
    ],
    decided,
)


@pytest.mark.parametrize("row", DECISIONS.rows, ids=DECISIONS.names())
def test_deciding(row: tuple[object, ...]) -> None:
    DECISIONS.check(row)


def test_a_reason_is_kept_where_one_is_given() -> None:
    def reason(text: str | None) -> str | None:
        manager = frozenset({Role.TEAM_MANAGER})
        return decide_transfer(
            TransferDecision.MOVE, by="A. Name", roles=manager, on=date(2026, 11, 23), reason=text
        ).reason

    assert [reason(" a better match "), reason("  "), reason(None)] == ["a better match", None, None]


LEVEL = st.none() | st.sampled_from(R)


@given(LEVEL, LEVEL, st.none() | st.sampled_from(Grade))
def test_a_decision_is_due_only_when_the_risk_rose_to_high(
    before: RiskLevel | None, now: RiskLevel | None, grade: Grade | None
) -> None:
    if on_change(before, now, grade).outcome is DUE and grade in (None, LOWER, HIGHER):
        assert risk_change(before, now) is RiskChange.ROSE
        assert now in (R.HIGH, R.VERY_HIGH)


@given(st.sampled_from(R), st.sampled_from(R))
def test_there_and_back_is_a_rise_and_a_fall(one: RiskLevel, other: RiskLevel) -> None:
    opposite = {RiskChange.ROSE: RiskChange.FELL, RiskChange.FELL: RiskChange.ROSE, RiskChange.SAME: RiskChange.SAME}
    assert risk_change(other, one) is opposite[risk_change(one, other)]
