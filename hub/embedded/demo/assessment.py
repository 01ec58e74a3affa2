"""What the assessment system sends about a made-up person: one assessment, completed for the sentence."""

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
