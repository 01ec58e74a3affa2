"""The closed lists of assessments. Source: the form itself (OASys), its sections and levels."""

from enum import StrEnum


class AssessmentBody(StrEnum):
    """Which of the assessment system's bodies a statement stands in; of one assessment the earlier here says more."""

    SUMMARY = "SUMMARY"
    TIMELINE = "TIMELINE"
    MANAGEMENT_PLAN = "MANAGEMENT_PLAN"
    NEEDS = "NEEDS"
    RISKS = "RISKS"


class AssessmentPart(StrEnum):
    """A part that a statement may hold."""

    NEEDS = "NEEDS"
    RISK = "RISK"
    OBJECTIVES = "OBJECTIVES"
    MANAGEMENT_PLAN = "MANAGEMENT_PLAN"


class AssessmentStatus(StrEnum):
    """How far an assessment came."""

    COMPLETE = "COMPLETE"
    LOCKED_INCOMPLETE = "LOCKED_INCOMPLETE"  # it will never be completed
    NOT_COMPLETE = "NOT_COMPLETE"


class Section(StrEnum):
    """The sections of the form that score a need, and the three that name one without a score."""

    ACCOMMODATION = "ACCOMMODATION"
    EDUCATION_TRAINING_AND_EMPLOYABILITY = "EDUCATION_TRAINING_AND_EMPLOYABILITY"
    FINANCE = "FINANCE"
    RELATIONSHIPS = "RELATIONSHIPS"
    LIFESTYLE_AND_ASSOCIATES = "LIFESTYLE_AND_ASSOCIATES"
    DRUG_MISUSE = "DRUG_MISUSE"
    ALCOHOL_MISUSE = "ALCOHOL_MISUSE"
    EMOTIONAL_WELLBEING = "EMOTIONAL_WELLBEING"
    THINKING_AND_BEHAVIOUR = "THINKING_AND_BEHAVIOUR"
    ATTITUDES = "ATTITUDES"
    HEALTH = "HEALTH"


class Severity(StrEnum):
    """How severe a need is."""

    NO_NEED = "NO_NEED"
    STANDARD = "STANDARD"
    SEVERE = "SEVERE"


class RiskLevel(StrEnum):
    """Levels of risk of serious harm, the lowest first."""

    LOW = "LOW"
    MEDIUM = "MEDIUM"
    HIGH = "HIGH"
    VERY_HIGH = "VERY_HIGH"


class RiskGroup(StrEnum):
    """Who may be harmed."""

    CHILDREN = "CHILDREN"
    PUBLIC = "PUBLIC"
    KNOWN_ADULT = "KNOWN_ADULT"
    STAFF = "STAFF"
    PRISONERS = "PRISONERS"


class RiskSetting(StrEnum):
    """Where."""

    COMMUNITY = "COMMUNITY"
    CUSTODY = "CUSTODY"


class Concern(StrEnum):
    """A concern about the person, or about how they behave in custody."""

    SUICIDE = "SUICIDE"
    SELF_HARM = "SELF_HARM"
    COPING_IN_CUSTODY = "COPING_IN_CUSTODY"
    COPING_IN_A_HOSTEL = "COPING_IN_A_HOSTEL"
    VULNERABILITY = "VULNERABILITY"
    ESCAPE_OR_ABSCOND = "ESCAPE_OR_ABSCOND"
    CONTROL_OR_TRUST = "CONTROL_OR_TRUST"
    CONTROL = "CONTROL"
    TRUST = "TRUST"
    OTHER_PRISONERS = "OTHER_PRISONERS"


class Band(StrEnum):
    """The band of a predictor's score."""

    LOW = "LOW"
    MEDIUM = "MEDIUM"
    HIGH = "HIGH"
    VERY_HIGH = "VERY_HIGH"
    NOT_APPLICABLE = "NOT_APPLICABLE"


class PredictorKind(StrEnum):
    """What a predictor predicts; the two generations stand beside each other and are never compared."""

    GROUP_RECONVICTION = "GROUP_RECONVICTION"  # OGRS3
    GENERAL_REOFFENDING = "GENERAL_REOFFENDING"  # OGP
    VIOLENT_RECONVICTION = "VIOLENT_RECONVICTION"  # OVP
    SERIOUS_RECIDIVISM = "SERIOUS_RECIDIVISM"  # RSR
    SEXUAL_CONTACT = "SEXUAL_CONTACT"  # OSP/C
    SEXUAL_INDECENT = "SEXUAL_INDECENT"  # OSP/I
    SEXUAL_DIRECT_CONTACT = "SEXUAL_DIRECT_CONTACT"  # OSP/DC
    SEXUAL_INDIRECT_INDECENT = "SEXUAL_INDIRECT_INDECENT"  # OSP/IIC
    ALL_REOFFENDING = "ALL_REOFFENDING"  # ARP
    VIOLENT_REOFFENDING = "VIOLENT_REOFFENDING"  # VRP
    SERIOUS_VIOLENT_REOFFENDING = "SERIOUS_VIOLENT_REOFFENDING"  # SVRP
    DIRECT_CONTACT_SEXUAL_REOFFENDING = "DIRECT_CONTACT_SEXUAL_REOFFENDING"  # DC-SRP
    INDIRECT_IMAGE_SEXUAL_REOFFENDING = "INDIRECT_IMAGE_SEXUAL_REOFFENDING"  # IIC-SRP
    COMBINED_SERIOUS_REOFFENDING = "COMBINED_SERIOUS_REOFFENDING"  # CSRP


class PredictorMethod(StrEnum):
    """From records alone, or from an interview too."""

    STATIC = "STATIC"
    DYNAMIC = "DYNAMIC"


class PredictorOrigin(StrEnum):
    """Who told a score; at the same moment of assessment, the later here gives way to the earlier."""

    ASSESSMENT = "ASSESSMENT"
    DETERMINED = "DETERMINED"
    MANUAL = "MANUAL"
