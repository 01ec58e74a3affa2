"""The closed lists of assessments."""

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
from hub.schema.enums.described import Described

ENUMS: Described = {
    AssessmentBody: (
        "Which of the assessment system's bodies speaks.",
        {
            "SUMMARY": "The summary of an assessment.",
            "TIMELINE": "The list of assessments.",
            "MANAGEMENT_PLAN": "Risk management plans.",
            "NEEDS": "Needs as of a moment.",
            "RISKS": "Risks as of a moment.",
        },
    ),
    AssessmentPart: (
        "A part that an assessment may hold.",
        {
            "NEEDS": "Needs by section.",
            "RISK": "Risk of serious harm.",
            "OBJECTIVES": "Objectives of its own plan.",
            "MANAGEMENT_PLAN": "A risk management plan.",
        },
    ),
    AssessmentStatus: (
        "How far an assessment came.",
        {
            "COMPLETE": "It was completed.",
            "LOCKED_INCOMPLETE": "It was locked before it was complete, and never will be.",
            "NOT_COMPLETE": "It is not complete.",
        },
    ),
    Section: (
        "The sections of the assessment that name a need.",
        {
            "ACCOMMODATION": "Accommodation.",
            "EDUCATION_TRAINING_AND_EMPLOYABILITY": "Education, training and employability.",
            "FINANCE": "Financial management and income; not scored.",
            "RELATIONSHIPS": "Relationships.",
            "LIFESTYLE_AND_ASSOCIATES": "Lifestyle and associates.",
            "DRUG_MISUSE": "Drug misuse.",
            "ALCOHOL_MISUSE": "Alcohol misuse.",
            "EMOTIONAL_WELLBEING": "Emotional well-being; not scored.",
            "THINKING_AND_BEHAVIOUR": "Thinking and behaviour.",
            "ATTITUDES": "Attitudes.",
            "HEALTH": "Health and other considerations; not scored.",
        },
    ),
    Severity: (
        "How severe a need is, by its section's thresholds.",
        {"NO_NEED": "Below the threshold.", "STANDARD": "A need.", "SEVERE": "A severe need."},
    ),
    RiskLevel: (
        "Levels of risk of serious harm.",
        {"LOW": "Low.", "MEDIUM": "Medium.", "HIGH": "High.", "VERY_HIGH": "Very high."},
    ),
    RiskGroup: (
        "Who may be harmed.",
        {
            "CHILDREN": "Children.",
            "PUBLIC": "The public.",
            "KNOWN_ADULT": "An adult whom the person knows.",
            "STAFF": "Staff.",
            "PRISONERS": "Prisoners.",
        },
    ),
    RiskSetting: ("Where somebody may be harmed.", {"COMMUNITY": "In the community.", "CUSTODY": "In custody."}),
    Concern: (
        "A concern about the person, or about how they behave in custody.",
        {
            "SUICIDE": "Suicide.",
            "SELF_HARM": "Self-harm.",
            "COPING_IN_CUSTODY": "Coping in custody.",
            "COPING_IN_A_HOSTEL": "Coping in a hostel.",
            "VULNERABILITY": "Vulnerability.",
            "ESCAPE_OR_ABSCOND": "Escape or abscond.",
            "CONTROL_OR_TRUST": "Control, disruptive behaviour or breach of trust, asked as one.",
            "CONTROL": "Control and disruptive behaviour.",
            "TRUST": "Breach of trust.",
            "OTHER_PRISONERS": "Risk to other prisoners.",
        },
    ),
    Band: (
        "The band of a score.",
        {
            "LOW": "Low.",
            "MEDIUM": "Medium.",
            "HIGH": "High.",
            "VERY_HIGH": "Very high.",
            "NOT_APPLICABLE": "The predictor does not apply to the person.",
        },
    ),
    PredictorKind: (
        "What a score predicts. The two generations stand beside each other and are not compared.",
        {
            "GROUP_RECONVICTION": "Reconviction of people alike (OGRS3).",
            "GENERAL_REOFFENDING": "General reoffending (OGP).",
            "VIOLENT_RECONVICTION": "Violent reoffending (OVP).",
            "SERIOUS_RECIDIVISM": "Serious recidivism (RSR).",
            "SEXUAL_CONTACT": "Sexual offences with contact (OSP/C).",
            "SEXUAL_INDECENT": "Indecent images (OSP/I).",
            "SEXUAL_DIRECT_CONTACT": "Sexual offences with direct contact (OSP/DC).",
            "SEXUAL_INDIRECT_INDECENT": "Indecent images and indirect contact (OSP/IIC).",
            "ALL_REOFFENDING": "Any reoffending, newer generation (ARP).",
            "VIOLENT_REOFFENDING": "Violent reoffending, newer generation (VRP).",
            "SERIOUS_VIOLENT_REOFFENDING": "Serious violent reoffending, newer generation (SVRP).",
            "DIRECT_CONTACT_SEXUAL_REOFFENDING": "Sexual offences with direct contact, newer generation (DC-SRP).",
            "INDIRECT_IMAGE_SEXUAL_REOFFENDING": "Images and indirect contact, newer generation (IIC-SRP).",
            "COMBINED_SERIOUS_REOFFENDING": "Serious reoffending of any kind, newer generation (CSRP).",
        },
    ),
    PredictorMethod: (
        "How a score was made.",
        {"STATIC": "From records alone.", "DYNAMIC": "From an interview too."},
    ),
    PredictorOrigin: (
        "Who told a score.",
        {
            "ASSESSMENT": "An assessment, or the list of its scores.",
            "DETERMINED": "An event of the assessment system.",
            "MANUAL": "Calculated by hand on the community side.",
        },
    ),
}
