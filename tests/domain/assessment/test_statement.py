import pytest

from hub.domain.assessment import (
    AssessmentPart,
    AssessmentStatus,
    Need,
    RiskGroup,
    RiskLevel,
    RiskLevelGiven,
    RiskOfHarm,
    RiskSetting,
    Section,
    Statement,
    highest,
)


@pytest.mark.parametrize(
    ("levels", "top"),
    [
        ([], None),
        ([RiskLevel.LOW, RiskLevel.MEDIUM], RiskLevel.MEDIUM),
        ([RiskLevel.VERY_HIGH, RiskLevel.HIGH], RiskLevel.VERY_HIGH),
    ],
)
def test_the_highest_level(levels: list[RiskLevel], top: RiskLevel | None) -> None:
    assert highest(RiskLevelGiven(RiskGroup.PUBLIC, RiskSetting.CUSTODY, level) for level in levels) is top


def test_the_parts_that_a_statement_holds() -> None:
    bare = Statement("1", AssessmentStatus.COMPLETE)
    assert bare.parts == ()
    full = Statement(
        "1",
        AssessmentStatus.COMPLETE,
        needs=(Need(Section.HEALTH, None, None),),
        risk=RiskOfHarm(RiskLevel.LOW, overall_derived=False),
    )
    assert full.parts == (AssessmentPart.NEEDS, AssessmentPart.RISK)
