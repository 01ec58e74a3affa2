"""The assessment system's bodies in their real shapes. Every person is made up."""

from typing import Any

CRN = "Z123456"
TOPIC, EVENTS = "community.assessment.snapshot.v1", "community.domain-event.v1"


def assessment(pk: int | str | None = 40, **changes: Any) -> dict[str, Any]:
    """One assessment of a summary."""
    return {
        "assessmentPk": pk,
        "assessmentType": "LAYER3",
        "dateCompleted": "2026-10-15T08:34:44",
        "assessorSignedDate": "2026-10-15T08:33:39",
        "initiationDate": "2026-10-15T07:58:07",
        "assessmentStatus": "COMPLETE",
        "superStatus": "COMPLETE",
        "laterWIPAssessmentExists": False,
        "concernsRiskOfSuicide": "Yes",
        "concernsRiskOfSelfHarm": "No",
        "concernsEscapeAbscond": "Don't know",
        "reviewNum": "01",
        "riskPrisonersCustody": "Low",
        "riskKnownAdultCommunity": "Medium",
        "riskPublicCommunity": "Very High",
        "riskChildrenCustody": "",
        "weightedScores": {
            "accommodationWeightedScore": 8,
            "eteWeightedScore": "3",
            "relationshipsWeightedScore": 1,
            "drugWeightedScore": None,
        },
        "furtherInformation": {"totWeightedScore": 108, "ogrs1Year": 43, "ogrs2Year": "61", "cmsEventNumber": 1},
        "offender": {"riskToOthers": "H", "offenderPk": 1},
        "ogpOvp": {"ogp1Year": 55, "ogp2Year": 69.5, "ogpRisk": "H", "ovpRisk": "M", "ogrs3RiskRecon": "M"},
        "basicSentencePlan": None,
        "offences": [{"offenceCode": "008", "additionalOffence": "N"}],
        "sentencePlan": {
            "objectives": [
                {
                    "objectiveCodeDesc": "Find a made-up home",
                    "objectiveSequence": 2,
                    "criminogenicNeeds": [{"criminogenicNeed": "I3", "criminogenicNeedDesc": "Accommodation"}],
                    "actions": [{"actionDesc": "Housing advice", "actionComment": "A comment"}],
                },
                {"objectiveCodeDesc": "Second", "criminogenicNeeds": None, "actions": [{"action": "V1"}]},
            ]
        },
        **changes,
    }


def summary(*assessments: dict[str, Any], crn: str | None = CRN) -> dict[str, Any]:
    """A summary of assessments."""
    return {"probNumber": crn, "assessments": list(assessments) or [assessment()]}


def timeline(*entries: dict[str, Any]) -> dict[str, Any]:
    """A timeline: assessments under way, without parts."""
    begun = {"assessmentId": 0, "initiationDate": "2026-10-16T16:22:54", "dateCompleted": None}
    return {"assessments": list(entries) or [{**begun, "assessmentType": "A made-up kind", "assessmentStatus": "OPEN"}]}


def needs(**changes: Any) -> dict[str, Any]:
    """Needs as of a moment."""
    lines = [
        {"section": "DRUG_MISUSE", "score": 8, "riskOfHarm": True, "riskOfReoffending": False},
        {"section": "ATTITUDE", "score": 0, "riskOfHarm": False, "riskOfReoffending": False},
        {"section": "FINANCE", "needStatus": "UNSCORED_NEED", "oasysThreshold": {}},
    ]
    return {"needs": lines, "assessmentVersion": "OASYS", "assessedOn": "2026-10-15T08:34:44", **changes}


def risks(**changes: Any) -> dict[str, Any]:
    """Risks as of a moment."""
    return {
        "riskToSelf": {
            "suicide": {"risk": "Yes", "previous": "Yes", "current": "Yes", "currentConcernsText": "Made up"},
            "selfHarm": {"risk": "Yes", "current": "No"},
            "custody": {"risk": "Don't know", "current": "Don't know"},
            "vulnerability": {"risk": "Yes"},
        },
        "otherRisks": {"escapeOrAbscond": "YES", "breachOfTrust": "NO", "riskToOtherPrisoners": "DK"},
        "summary": {
            "whoIsAtRisk": "Nobody who lives",
            "natureOfRisk": "Made up",
            "riskInCommunity": {"HIGH": ["Children", "Known adult"], "LOW": ["Children", "Prisoners"]},
            "riskInCustody": {"VERY_HIGH": ["Staff"], "LOW": None},
            "overallRiskLevel": "HIGH",
        },
        "assessedOn": "2026-10-15T08:34:44",
        **changes,
    }


def management_plans() -> dict[str, Any]:
    """A risk management plan, with the assessment that it belongs to."""
    plan = {
        "assessmentId": 40,
        "dateCompleted": "2026-10-15T08:34:44",
        "initiationDate": "2026-10-15T07:58:07",
        "assessmentStatus": "COMPLETE",
        "assessmentType": "LAYER3",
        "keyInformationCurrentSituation": "Lives at a made-up place",
        "supervision": "Weekly",
        "contingencyPlans": "",
    }
    return {"crn": CRN, "limitedAccessOffender": True, "riskManagementPlan": [plan]}


def scores() -> list[dict[str, Any]]:
    """Scores of both generations."""
    made = {"completedDate": "2026-10-15T08:34:44", "source": "OASYS", "status": "COMPLETE"}
    newer = {
        "allReoffendingPredictor": {"staticOrDynamic": "STATIC", "score": 1, "band": "LOW"},
        "combinedSeriousReoffendingPredictor": {"algorithmVersion": "6", "score": "0.5", "band": "NOT_APPLICABLE"},
        "violentReoffendingPredictor": None,
    }
    older = {
        "groupReconvictionScore": {"oneYear": 0, "twoYears": 1, "scoreLevel": "HIGH"},
        "riskOfSeriousRecidivismScore": {"percentageScore": 12, "staticOrDynamic": "DYNAMIC", "scoreLevel": "LOW"},
        "sexualPredictorScore": {"ospIndecentPercentageScore": 13, "ospContactScoreLevel": "MEDIUM"},
    }
    return [{**made, "outputVersion": "2", "output": newer}, {**made, "outputVersion": "1", "output": older}]


def event(name: str, told: dict[str, Any] | None = None, **changes: Any) -> dict[str, Any]:
    """An event about an assessment."""
    body = {
        "eventType": name,
        "version": 1,
        "occurredAt": "2026-10-15T12:16:04+01:00",
        "detailUrl": "https://some-url-where-more-might-not-exist",
        "personReference": {"identifiers": [{"type": "CRN", "value": CRN}]},
        **changes,
    }
    return body if told is None else {**body, "additionalInformation": told}


RSR: dict[str, Any] = {
    "RSRScore": 45.33,
    "RSRBand": "H",
    "RSRStaticOrDynamic": "STATIC",
    "OSPIndecentScore": "5.79",
    "OSPIndecentBand": "V",
    "OSPContactScore": "OSPContactScore",
    "OSPContactBand": "NA",
    "OSPDirectContactScore": "",
    "OSPDirectContactBand": "",
    "RSRAlgorithmVersion": 6,
    "EventNumber": 1,
    "AssessmentDate": "2026-10-15T12:16:04+01:00",
}
OGRS: dict[str, Any] = {"OGRS3Yr1": "4", "OGRS3Yr2": 6, "EventNumber": "2", "AssessmentDate": "2026-10-14"}
