"""What an assessment says: needs by OASys section, risk of harm, predictors, and which of several assessments counts.

words.py      the closed lists            statement.py   one body's word on one assessment
needs.py      a score becomes a severity  predictors.py  scores of reoffending, and which is the newest
standing.py   which assessment counts
"""

from hub.domain.assessment.needs import severity, thresholds
from hub.domain.assessment.predictors import HeldPredictor, Predictor, newest
from hub.domain.assessment.standing import HeldStatement, Standing, stand
from hub.domain.assessment.statement import (
    AssessedObjective,
    Need,
    RiskLevelGiven,
    RiskManagementPlan,
    RiskOfHarm,
    Statement,
    highest,
)
from hub.domain.assessment.words import (
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

__all__ = [
    "AssessedObjective",
    "AssessmentBody",
    "AssessmentPart",
    "AssessmentStatus",
    "Band",
    "Concern",
    "HeldPredictor",
    "HeldStatement",
    "Need",
    "Predictor",
    "PredictorKind",
    "PredictorMethod",
    "PredictorOrigin",
    "RiskGroup",
    "RiskLevel",
    "RiskLevelGiven",
    "RiskManagementPlan",
    "RiskOfHarm",
    "RiskSetting",
    "Section",
    "Severity",
    "Standing",
    "Statement",
    "highest",
    "newest",
    "severity",
    "stand",
    "thresholds",
]
