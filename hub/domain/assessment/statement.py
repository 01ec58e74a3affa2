"""One body's word on one assessment; several bodies may speak of the same one, each with its own parts."""

from collections.abc import Iterable
from datetime import datetime

from hub.domain.assessment.words import (
    AssessmentPart,
    AssessmentStatus,
    Concern,
    RiskGroup,
    RiskLevel,
    RiskSetting,
    Section,
    Severity,
)
from hub.domain.value import Value

LEVELS = tuple(RiskLevel)


class Need(Value):
    """One section's need. None where nobody scored it, or nobody said what it is linked to."""

    section: Section
    score: int | None
    severity: Severity | None
    linked_to_harm: bool | None = None
    linked_to_reoffending: bool | None = None


class RiskLevelGiven(Value):
    """The level of risk to one group in one setting."""

    group: RiskGroup
    setting: RiskSetting
    level: RiskLevel


class RiskOfHarm(Value):
    """The risk of serious harm. `overall_derived`: nobody gave the overall level, it is the highest of all given.

    `concerns` are those answered yes, `concerns_not_known` those that nobody could answer. The texts are the
    assessor's own.
    """

    overall: RiskLevel | None
    overall_derived: bool
    levels: tuple[RiskLevelGiven, ...] = ()
    concerns: tuple[Concern, ...] = ()
    concerns_not_known: tuple[Concern, ...] = ()
    who_is_at_risk: str | None = None
    nature: str | None = None
    imminence: str | None = None
    increases: str | None = None
    mitigates: str | None = None


class AssessedObjective(Value):
    """An objective of the plan inside the assessment: the assessment's own, no part of the shared plan."""

    position: int
    description: str | None
    needs: tuple[str, ...]
    actions: tuple[str, ...]


class RiskManagementPlan(Value):
    """How the risk is to be managed, in the assessor's words."""

    key_information: str | None
    further_considerations: str | None
    supervision: str | None
    monitoring_and_control: str | None
    interventions_and_treatment: str | None
    victim_safety_planning: str | None
    contingency_plans: str | None


class Statement(Value):
    """What one body says of one assessment. `reference` is the source's number of it, or the moment of assessment.

    `kind` is the source's name of the kind of assessment, `status_text` its word for a status that is no list's.
    """

    reference: str
    status: AssessmentStatus
    kind: str | None = None
    status_text: str | None = None
    initiated_at: datetime | None = None
    completed_at: datetime | None = None
    signed_at: datetime | None = None
    needs: tuple[Need, ...] = ()
    risk: RiskOfHarm | None = None
    objectives: tuple[AssessedObjective, ...] = ()
    management_plan: RiskManagementPlan | None = None

    @property
    def parts(self) -> tuple[AssessmentPart, ...]:
        """Which parts it holds."""
        held = (
            (AssessmentPart.NEEDS, self.needs),
            (AssessmentPart.RISK, self.risk),
            (AssessmentPart.OBJECTIVES, self.objectives),
            (AssessmentPart.MANAGEMENT_PLAN, self.management_plan),
        )
        return tuple(part for part, content in held if content)


def highest(levels: Iterable[RiskLevelGiven]) -> RiskLevel | None:
    """The highest of the levels given."""
    return max((one.level for one in levels), key=LEVELS.index, default=None)
