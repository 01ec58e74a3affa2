"""What the assessment system's bodies look like on the wire. The field names are theirs and stop here.

Shapes: the assessment summary, the timeline of assessments, needs, risks, the risk management plan, and the scores.
"""

from hub.connectors.assessment.words import Number
from hub.connectors.wire import Flag, Text, Wire


class WeightedScores(Wire):
    """The score of each section."""

    accommodation_weighted_score: Number = None
    ete_weighted_score: Number = None
    relationships_weighted_score: Number = None
    lifestyle_weighted_score: Number = None
    drug_weighted_score: Number = None
    alcohol_weighted_score: Number = None
    thinking_weighted_score: Number = None
    attitudes_weighted_score: Number = None


class FurtherInformation(Wire):
    """The group reconviction score, and what the assessment was made for."""

    ogrs1_year: Number = None
    ogrs2_year: Number = None
    cms_event_number: Number = None
    san_indicator: Flag = None


class GeneralAndViolent(Wire):
    """Two predictors, and the band of the group reconviction score."""

    ogp1_year: Number = None
    ogp2_year: Number = None
    ogp_risk: Text = None
    ovp1_year: Number = None
    ovp2_year: Number = None
    ovp_risk: Text = None
    ogrs3_risk_recon: Text = None


class OffenderRisk(Wire):
    """The overall risk to others."""

    risk_to_others: Text = None


class NeedNamed(Wire):
    """A need that an objective serves."""

    criminogenic_need: Text = None
    criminogenic_need_desc: Text = None


class ActionNamed(Wire):
    """An action under an objective."""

    action_desc: Text = None


class Objective(Wire):
    """An objective of the plan inside the assessment."""

    objective_code_desc: Text = None
    objective_sequence: Number = None
    criminogenic_needs: list[NeedNamed] | None = None
    actions: list[ActionNamed] | None = None


class Plan(Wire):
    """The plan inside the assessment."""

    objectives: list[Objective] | None = None


class Assessment(Wire):
    """One assessment, of the summary or of the timeline; every field may be missing."""

    assessment_pk: Number = None
    assessment_id: Number = None
    assessment_type: Text = None
    assessment_status: Text = None
    initiation_date: Text = None
    date_completed: Text = None
    assessor_signed_date: Text = None
    san_indicator: Flag = None
    concerns_risk_of_suicide: Text = None
    concerns_risk_of_self_harm: Text = None
    concerns_coping_in_custody: Text = None
    concerns_vulnerability: Text = None
    concerns_escape_abscond: Text = None
    current_control_behave_trust: Text = None
    risk_children_community: Text = None
    risk_children_custody: Text = None
    risk_public_community: Text = None
    risk_public_custody: Text = None
    risk_known_adult_community: Text = None
    risk_known_adult_custody: Text = None
    risk_staff_community: Text = None
    risk_staff_custody: Text = None
    risk_prisoners_custody: Text = None
    weighted_scores: WeightedScores | None = None
    further_information: FurtherInformation | None = None
    offender: OffenderRisk | None = None
    ogp_ovp: GeneralAndViolent | None = None
    sentence_plan: Plan | None = None
    # of the risk management plan
    key_information_current_situation: Text = None
    further_considerations_current_situation: Text = None
    supervision: Text = None
    monitoring_and_control: Text = None
    interventions_and_treatment: Text = None
    victim_safety_planning: Text = None
    contingency_plans: Text = None


class Assessments(Wire):
    """The summary, or the timeline."""

    prob_number: Text = None
    crn: Text = None
    assessments: list[Assessment] | None = None


class ManagementPlans(Wire):
    """The risk management plans, each with its assessment."""

    crn: Text = None
    risk_management_plan: list[Assessment] | None = None


class NeedGiven(Wire):
    """One section's need."""

    section: Text = None
    score: Number = None
    risk_of_harm: Flag = None
    risk_of_reoffending: Flag = None


class Needs(Wire):
    """The needs as of an assessment; the body names nobody, the key does."""

    crn: Text = None
    needs: list[NeedGiven] | None = None
    assessed_on: Text = None
    assessment_version: Text = None


class Answer(Wire):
    """An answer about one concern."""

    risk: Text = None
    current: Text = None


class RiskToSelf(Wire):
    """Concerns about the person."""

    suicide: Answer | None = None
    self_harm: Answer | None = None
    custody: Answer | None = None
    hostel_setting: Answer | None = None
    vulnerability: Answer | None = None


class OtherRisks(Wire):
    """Concerns about how the person behaves in custody."""

    escape_or_abscond: Text = None
    control_issues_disruptive_behaviour: Text = None
    breach_of_trust: Text = None
    risk_to_other_prisoners: Text = None


class RiskSummary(Wire):
    """Risk to others: for each level the groups that stand in it."""

    who_is_at_risk: Text = None
    nature_of_risk: Text = None
    risk_imminence: Text = None
    risk_increase_factors: Text = None
    risk_mitigation_factors: Text = None
    risk_in_community: dict[str, list[str] | None] | None = None
    risk_in_custody: dict[str, list[str] | None] | None = None
    overall_risk_level: Text = None


class Risks(Wire):
    """The risks as of an assessment; the body names nobody, the key does."""

    crn: Text = None
    risk_to_self: RiskToSelf | None = None
    other_risks: OtherRisks | None = None
    summary: RiskSummary | None = None
    assessed_on: Text = None


class ScoresMade(Wire):
    """Scores made at one moment; what `output` holds depends on `output_version`."""

    completed_date: Text = None
    status: Text = None
    output_version: Text = None
    output: dict[str, dict[str, object] | None] | None = None
