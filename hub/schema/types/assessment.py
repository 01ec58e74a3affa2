"""Assessments: what their system says of needs, risk of harm and the likelihood of reoffending."""

from datetime import datetime

import strawberry

from hub.domain.access import Capability
from hub.domain.assessment import (
    AssessmentBody,
    AssessmentPart,
    AssessmentStatus,
    Band,
    Concern,
    PredictorKind,
    PredictorMethod,
    PredictorOrigin,
    RiskGroup,
    RiskLevel,
    RiskSetting,
    Section,
    Severity,
)
from hub.reads.declare import column, entity, global_id, to_many, to_one
from hub.schema.node import ID_ABOUT, Node
from hub.schema.types.source import SourceRecord

_NEEDS = Capability.READ_ASSESSMENT


@entity("assessment_need", order=("section", "id"), needs=_NEEDS)
@strawberry.type(description="A need, by section of the assessment.")
class AssessedNeed:
    """The section's score, what it means, and what the need is linked to."""

    section: Section = strawberry.field(description="The section.", metadata=column("section"))
    score: int | None = strawberry.field(
        description="Its score; null where nobody scored it.", metadata=column("score")
    )
    severity: Severity | None = strawberry.field(
        description="How severe the need is, by the score; null for a section without a score.",
        metadata=column("severity"),
    )
    linked_to_harm: bool | None = strawberry.field(
        description="Whether it is linked to risk of harm; null where nobody said.", metadata=column("linked_to_harm")
    )
    linked_to_reoffending: bool | None = strawberry.field(
        description="Whether it is linked to reoffending; null where nobody said.",
        metadata=column("linked_to_reoffending"),
    )


@entity("risk_level", order=("setting", "risk_group", "id"), needs=_NEEDS)
@strawberry.type(description="The level of risk to one group in one setting.")
class RiskLevelGiven:
    """One cell of the table of risk."""

    group: RiskGroup = strawberry.field(description="Who may be harmed.", metadata=column("risk_group"))
    setting: RiskSetting = strawberry.field(description="Where.", metadata=column("setting"))
    level: RiskLevel = strawberry.field(description="The level.", metadata=column("level"))


@entity("risk_of_harm", order=("id",), needs=_NEEDS)
@strawberry.type(description="The risk of serious harm, as an assessment gives it.")
class RiskOfHarm:
    """Overall, by group and setting, and the assessor's words."""

    overall: RiskLevel | None = strawberry.field(description="The overall level.", metadata=column("overall"))
    overall_derived: bool = strawberry.field(
        description="True where nobody gave the overall level: it is then the highest of all given.",
        metadata=column("overall_derived"),
    )
    levels: list[RiskLevelGiven] | None = strawberry.field(
        description="The levels by group and setting.", metadata=to_many(of="risk_id")
    )
    concerns: list[Concern] = strawberry.field(
        description="Concerns about the person, or how they behave in custody.", metadata=column("concerns")
    )
    concerns_not_known: list[Concern] = strawberry.field(
        description="Concerns that nobody could answer.", metadata=column("concerns_not_known")
    )
    who_is_at_risk: str | None = strawberry.field(
        description="Who is at risk, in the assessor's words.", metadata=column("who_is_at_risk")
    )
    nature: str | None = strawberry.field(description="The nature of the risk.", metadata=column("nature"))
    imminence: str | None = strawberry.field(
        description="When the risk is likely to be greatest.", metadata=column("imminence")
    )
    increases: str | None = strawberry.field(description="What increases it.", metadata=column("increases"))
    mitigates: str | None = strawberry.field(description="What reduces it.", metadata=column("mitigates"))


@entity("assessed_objective", order=("position", "id"), needs=_NEEDS)
@strawberry.type(
    description="An objective of the plan inside the assessment: the assessment's own, no part of the shared plan."
)
class AssessedObjective:
    """Shown beside the shared plan, and never written into it."""

    position: int = strawberry.field(description="Its place among the others.", metadata=column("position"))
    description: str | None = strawberry.field(description="What is aimed at.", metadata=column("description"))
    needs: list[str] = strawberry.field(
        description="The needs that it serves, as the assessment names them.", metadata=column("needs")
    )
    actions: list[str] = strawberry.field(
        description="What is to be done, as the assessment names it.", metadata=column("actions")
    )


@entity("risk_management_plan", order=("id",), needs=_NEEDS)
@strawberry.type(description="How the risk is to be managed, in the assessor's words.")
class RiskManagementPlan:
    """The sections of the risk management plan."""

    key_information: str | None = strawberry.field(
        description="Key information about the present situation.", metadata=column("key_information")
    )
    further_considerations: str | None = strawberry.field(
        description="What else is to be considered.", metadata=column("further_considerations")
    )
    supervision: str | None = strawberry.field(description="Supervision.", metadata=column("supervision"))
    monitoring_and_control: str | None = strawberry.field(
        description="Monitoring and control.", metadata=column("monitoring_and_control")
    )
    interventions_and_treatment: str | None = strawberry.field(
        description="Interventions and treatment.", metadata=column("interventions_and_treatment")
    )
    victim_safety_planning: str | None = strawberry.field(
        description="How victims are kept safe.", metadata=column("victim_safety_planning")
    )
    contingency_plans: str | None = strawberry.field(
        description="What is done if it goes wrong.", metadata=column("contingency_plans")
    )


@entity("predictor", order=("assessed_at", "id"), descending=True, needs=_NEEDS)
@strawberry.type(description="A score that predicts reoffending. Scores are in per cent.")
class Predictor:
    """One score, with who told it and when it was made."""

    kind: PredictorKind = strawberry.field(description="What it predicts.", metadata=column("kind"))
    origin: PredictorOrigin = strawberry.field(description="Who told it.", metadata=column("origin"))
    assessed_at: datetime = strawberry.field(description="When it was made.", metadata=column("assessed_at"))
    score: float | None = strawberry.field(description="The score.", metadata=column("score"))
    one_year: float | None = strawberry.field(description="The score within a year.", metadata=column("one_year"))
    two_years: float | None = strawberry.field(description="The score within two years.", metadata=column("two_years"))
    band: Band | None = strawberry.field(description="The band of the score.", metadata=column("band"))
    method: PredictorMethod | None = strawberry.field(description="How it was made.", metadata=column("method"))
    algorithm: str | None = strawberry.field(description="The version of the algorithm.", metadata=column("algorithm"))
    event_number: int | None = strawberry.field(
        description="The community side's number of the sentence that it was made for.",
        metadata=column("event_number"),
    )
    complete: bool = strawberry.field(
        description="False for a score of an assessment that was never completed.", metadata=column("complete")
    )
    current: bool = strawberry.field(
        description="Whether it is the one of its kind that counts.", metadata=column("current")
    )
    told_at: datetime = strawberry.field(description="When its source told it last.", metadata=column("told_at"))
    source: SourceRecord = strawberry.field(
        description="The record that it belongs to.", metadata=to_one(by="source_record_id", unproved=True)
    )


@entity("assessment", order=("ordered_at", "id"), descending=True, needs=_NEEDS)
@strawberry.type(
    description="One version of what the assessment system says of one assessment. It is never changed: other content "
    "is another version with its own id, so a plan can rest on one."
)
class Assessment(Node):
    """An assessment with its parts."""

    id: strawberry.ID = strawberry.field(description=ID_ABOUT, metadata=global_id())
    reference: str = strawberry.field(
        description="The assessment system's number of it, or the moment that it speaks of.",
        metadata=column("reference"),
    )
    body: AssessmentBody = strawberry.field(
        description="Which of the system's bodies this version comes from.", metadata=column("body")
    )
    kind: str | None = strawberry.field(
        description="What kind of assessment it is, as its system names it.", metadata=column("kind")
    )
    status: AssessmentStatus = strawberry.field(description="How far it came.", metadata=column("status"))
    initiated_at: datetime | None = strawberry.field(description="When it was begun.", metadata=column("initiated_at"))
    completed_at: datetime | None = strawberry.field(
        description="When it was completed.", metadata=column("completed_at")
    )
    signed_at: datetime | None = strawberry.field(
        description="When the assessor signed it.", metadata=column("signed_at")
    )
    first_read_at: datetime = strawberry.field(
        description="When the hub's sources first gave this version.", metadata=column("first_read_at")
    )
    last_read_at: datetime = strawberry.field(description="When they last gave it.", metadata=column("last_read_at"))
    standing: bool = strawberry.field(
        description="False once another version has taken its place, or it was withdrawn.", metadata=column("standing")
    )
    current: bool = strawberry.field(
        description="Whether it is the assessment of its record that counts.", metadata=column("current")
    )
    parts: list[AssessmentPart] = strawberry.field(description="What it holds.", metadata=column("parts"))
    needs: list[AssessedNeed] | None = strawberry.field(
        description="The needs by section.", metadata=to_many(of="assessment_id")
    )
    risk: RiskOfHarm | None = strawberry.field(
        description="The risk of serious harm.", metadata=to_one(of="assessment_id")
    )
    objectives: list[AssessedObjective] | None = strawberry.field(
        description="The objectives of its own plan.", metadata=to_many(of="assessment_id")
    )
    risk_management_plan: RiskManagementPlan | None = strawberry.field(
        description="The risk management plan.", metadata=to_one(of="assessment_id")
    )
    source: SourceRecord = strawberry.field(
        description="The record that it belongs to.", metadata=to_one(by="source_record_id", unproved=True)
    )
