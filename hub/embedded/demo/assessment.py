"""What the assessment system sends about a made-up person: one assessment, completed for the sentence, and scores."""

from typing import Any

from hub.embedded.demo.custody import moment
from hub.embedded.demo.people import Person

Json = dict[str, Any]

LEVELS = ("Low", "Medium", "High", "Very High")
SCORED = ("accommodation", "ete", "relationships", "lifestyle", "drug", "alcohol", "thinking", "attitudes")


def assessment_summary(person: Person) -> Json:
    """Needs, risk of harm and scores, spread over the people by their numbers."""
    completed = moment(person.sentenced_on, 10, person.number % 60)
    at = completed.strftime("%Y-%m-%dT%H:%M:%S")
    high = LEVELS[person.number % len(LEVELS)]
    scores = {f"{name}WeightedScore": (person.number * (place + 3)) % 10 for place, name in enumerate(SCORED)}
    assessment = {
        "assessmentPk": 9_000_000 + person.number,
        "assessmentType": "LAYER3",
        "assessmentStatus": "COMPLETE",
        "initiationDate": at,
        "assessorSignedDate": at,
        "dateCompleted": at,
        "riskPublicCommunity": high,
        "riskKnownAdultCommunity": LEVELS[person.number % 2],
        "riskChildrenCommunity": "Low",
        "riskStaffCustody": "Low",
        "concernsRiskOfSelfHarm": "Yes" if person.number % 7 == 0 else "No",
        "weightedScores": scores,
        "furtherInformation": {"ogrs1Year": person.number % 60, "ogrs2Year": person.number % 60 + 15},
        "offender": {"riskToOthers": high[0]},
        "ogpOvp": {"ogp1Year": person.number % 50, "ogp2Year": person.number % 50 + 12, "ogpRisk": "M"},
        "sentencePlan": {"objectives": []},
    }
    return {"probNumber": person.crn, "assessments": [assessment]}


def predictor_scores(person: Person) -> list[Json]:
    """The newer generation of predictors, from records alone for every third person."""
    made = moment(person.sentenced_on, 11, person.number % 60)
    how = "STATIC" if person.number % 3 == 0 else "DYNAMIC"
    reoffending, serious = person.number * 7 % 95 + 2, person.number * 3 % 80 / 10
    output = {
        "allReoffendingPredictor": {"staticOrDynamic": how, "score": reoffending, "band": _band(reoffending, 25, 50)},
        "combinedSeriousReoffendingPredictor": {
            "staticOrDynamic": how,
            "score": serious,
            "band": _band(serious, 1, 3),
        },
    }
    return [
        {
            "completedDate": made.strftime("%Y-%m-%dT%H:%M:%S"),
            "status": "COMPLETE",
            "outputVersion": "2",
            "output": output,
        }
    ]


def _band(score: float, medium: float, high: float) -> str:
    return "HIGH" if score >= high else "MEDIUM" if score >= medium else "LOW"
