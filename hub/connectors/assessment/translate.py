"""The assessment system's bodies, told apart by their fields, in the hub's own words. All share one topic."""

from collections.abc import Mapping
from typing import Any

from hub.connectors.assessment.messages import Assessments, ManagementPlans, Needs, Risks, ScoresMade
from hub.connectors.assessment.parts import read_management_plans, read_needs, read_risks
from hub.connectors.assessment.predictors import listed_scores
from hub.connectors.assessment.summary import read_assessments
from hub.connectors.connector import Message, Provenance
from hub.connectors.envelope import snapshot_provenance
from hub.connectors.json_reader import kind_of, pick, read_json
from hub.connectors.wire import Text, key_text, read_shape, subject, text
from hub.domain import identifiers
from hub.domain.assessment import AssessmentBody
from hub.domain.records import AssessmentsRemoved, AssessmentStatements, PredictorsTold
from hub.errors import Rejected

Record = AssessmentStatements | PredictorsTold | AssessmentsRemoved


def decode_assessment(message: Message) -> tuple[Record, Provenance]:
    """A summary or timeline, needs, risks, risk management plans, a list of scores, or a tombstone.

    Raises Rejected: NoIdentifier, MalformedIdentifier, KeyMismatch, WrongShape, UnknownSection, TextTooLong, and what
    reading JSON raises.
    """
    provenance = snapshot_provenance(message)
    if message.value is None:
        return AssessmentsRemoved(_whose(message, None)), provenance
    raw = read_json(message.value)
    if isinstance(raw, list):
        return PredictorsTold(_whose(message, None), _scores(raw)), provenance
    if not isinstance(raw, dict):
        raise Rejected("NotAnObject", f"the value is {kind_of(raw)}")
    return _body(raw, message), provenance


def _body(raw: Mapping[str, Any], message: Message) -> AssessmentStatements:
    names = {name.lower() for name in raw}
    if "assessments" in names:
        wire = read_shape(raw, Assessments)
        body, statements, scores = read_assessments(wire)
        crn = _whose(message, wire.prob_number or wire.crn)
        return AssessmentStatements(crn, body, tuple(statements), tuple(scores))
    if "riskmanagementplan" in names:
        plans = read_shape(raw, ManagementPlans)
        found = tuple(read_management_plans(plans))
        return AssessmentStatements(_whose(message, plans.crn), AssessmentBody.MANAGEMENT_PLAN, found, ())
    if pick(raw, "needs") is not None:
        needs = read_shape(raw, Needs)
        return AssessmentStatements(_whose(message, needs.crn), AssessmentBody.NEEDS, (read_needs(needs),), ())
    if pick(raw, "riskToSelf", "otherRisks", "summary") is not None:
        risks = read_shape(raw, Risks)
        return AssessmentStatements(_whose(message, risks.crn), AssessmentBody.RISKS, (read_risks(risks),), ())
    raise Rejected("WrongShape", "no field of any of the assessment system's bodies is filled")


def _scores(raw: list[Any]) -> tuple[Any, ...]:
    if not raw or not all(isinstance(one, dict) and pick(one, "output") is not None for one in raw):
        raise Rejected("WrongShape", "a list of something else than scores")
    made = read_shape(raw, list[ScoresMade])
    return tuple(score for one in made for score in listed_scores(one))


def _whose(message: Message, named: Text) -> str:
    key, name = key_text(message), text(named)
    return subject(identifiers.crn(key) if key else None, identifiers.crn(name) if name else None)
