from datetime import UTC, datetime
from typing import Any

import pytest

from hub.connectors.assessment.translate import decode_assessment
from hub.domain.assessment import (
    AssessmentBody,
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
    Statement,
)
from hub.domain.records import AssessmentsRemoved, AssessmentStatements, PredictorsTold
from hub.errors import Rejected
from tests.connectors.assessment.bodies import (
    CRN,
    TOPIC,
    assessment,
    management_plans,
    needs,
    risks,
    scores,
    summary,
    timeline,
)
from tests.connectors.messages import message

COMPLETED = datetime(2026, 10, 15, 7, 34, 44, tzinfo=UTC)  # local time in London, summer
Kind = PredictorKind


def taken(body: Any, key: str | None = CRN) -> AssessmentStatements:
    record, _ = decode_assessment(message(TOPIC, key, body))
    assert isinstance(record, AssessmentStatements)
    return record


def only(body: Any) -> Statement:
    [statement] = taken(body).statements
    return statement


def test_an_assessment_as_a_whole() -> None:
    record = taken(summary(), key=None)
    assert (record.crn, record.body) == (CRN, AssessmentBody.SUMMARY)
    [one] = record.statements
    assert (one.reference, one.kind, one.status) == ("40", "LAYER3", AssessmentStatus.COMPLETE)
    assert one.completed_at == COMPLETED
    assert one.initiated_at == datetime(2026, 10, 15, 6, 58, 7, tzinfo=UTC)


def test_the_needs_of_a_summary_have_a_severity_by_their_score() -> None:
    assert [(need.section, need.score, need.severity) for need in only(summary()).needs] == [
        (Section.ACCOMMODATION, 8, Severity.SEVERE),
        (Section.EDUCATION_TRAINING_AND_EMPLOYABILITY, 3, Severity.STANDARD),
        (Section.RELATIONSHIPS, 1, Severity.NO_NEED),
    ]


@pytest.mark.parametrize("changes", [{"sanIndicator": "Y"}, {"furtherInformation": {"sanIndicator": True}}])
def test_the_newer_edition_has_other_thresholds(changes: dict[str, Any]) -> None:
    told: dict[str, Any] = {"weightedScores": {"attitudesWeightedScore": 1}}
    assert only(summary(assessment(**told))).needs[0].severity is Severity.NO_NEED
    assert only(summary(assessment(**told, **changes))).needs[0].severity is Severity.STANDARD


def test_the_risk_of_a_summary() -> None:
    risk = only(summary()).risk
    assert risk is not None
    assert (risk.overall, risk.overall_derived) == (RiskLevel.HIGH, False)  # as told, not the highest of the groups
    assert {(one.group, one.setting): one.level for one in risk.levels} == {
        (RiskGroup.PRISONERS, RiskSetting.CUSTODY): RiskLevel.LOW,
        (RiskGroup.KNOWN_ADULT, RiskSetting.COMMUNITY): RiskLevel.MEDIUM,
        (RiskGroup.PUBLIC, RiskSetting.COMMUNITY): RiskLevel.VERY_HIGH,
    }
    assert (risk.concerns, risk.concerns_not_known) == ((Concern.SUICIDE,), (Concern.ESCAPE_OR_ABSCOND,))


def test_an_overall_level_that_nobody_told_is_the_highest_and_marked() -> None:
    risk = only(summary(assessment(offender=None))).risk
    assert risk is not None
    assert (risk.overall, risk.overall_derived) == (RiskLevel.VERY_HIGH, True)


def test_the_objectives_of_a_summary_are_its_own() -> None:
    first, second = only(summary()).objectives
    assert (first.position, first.description) == (2, "Find a made-up home")
    assert (first.needs, first.actions) == (("Accommodation",), ("Housing advice",))
    assert (second.position, second.needs, second.actions) == (2, (), ())


def test_the_scores_of_a_summary() -> None:
    found = {one.kind: one for one in taken(summary()).predictors}
    group = found[Kind.GROUP_RECONVICTION]
    assert (group.one_year, group.two_years, group.band, group.event_number) == (43, 61, Band.MEDIUM, 1)
    assert (group.origin, group.assessed_at, group.complete) == (PredictorOrigin.ASSESSMENT, COMPLETED, True)
    assert (found[Kind.GENERAL_REOFFENDING].two_years, found[Kind.VIOLENT_RECONVICTION].band) == (69.5, Band.MEDIUM)


@pytest.mark.parametrize(
    ("word", "status"),
    [
        ("COMPLETE", AssessmentStatus.COMPLETE),
        ("Locked Incomplete", AssessmentStatus.LOCKED_INCOMPLETE),
        ("A word that nobody knows", AssessmentStatus.NOT_COMPLETE),
        (None, AssessmentStatus.NOT_COMPLETE),
    ],
)
def test_how_far_an_assessment_came(word: str | None, status: AssessmentStatus) -> None:
    record = taken(summary(assessment(assessmentStatus=word)))
    assert record.statements[0].status is status
    assert {one.complete for one in record.predictors} == {status is AssessmentStatus.COMPLETE}


def test_a_timeline_has_assessments_without_parts() -> None:
    record = taken(timeline())
    assert record.body is AssessmentBody.TIMELINE
    assert (record.statements[0].reference, record.statements[0].parts) == ("0", ())
    assert record.predictors == ()


def test_needs_as_of_a_moment_say_what_they_are_linked_to() -> None:
    one = only(needs())
    assert (one.completed_at, one.status) == (COMPLETED, AssessmentStatus.COMPLETE)
    drugs, attitudes, finance = one.needs
    assert (drugs.severity, drugs.linked_to_harm, drugs.linked_to_reoffending) == (Severity.SEVERE, True, False)
    assert (attitudes.section, attitudes.severity) == (Section.ATTITUDES, Severity.NO_NEED)
    assert (finance.score, finance.severity, finance.linked_to_harm) == (None, None, None)


def test_needs_of_the_newer_edition() -> None:
    assert only(needs(assessmentVersion="SAN", needs=[{"section": "ATTITUDES", "score": 1}])).needs[0].severity


def test_risks_as_of_a_moment() -> None:
    risk = only(risks()).risk
    assert risk is not None
    assert (risk.overall, risk.who_is_at_risk) == (RiskLevel.HIGH, "Nobody who lives")
    levels = {(one.group, one.setting): one.level for one in risk.levels}
    assert levels[(RiskGroup.CHILDREN, RiskSetting.COMMUNITY)] is RiskLevel.HIGH  # stands in two levels: the higher
    assert levels[(RiskGroup.STAFF, RiskSetting.CUSTODY)] is RiskLevel.VERY_HIGH
    assert risk.concerns == (Concern.SUICIDE, Concern.VULNERABILITY, Concern.ESCAPE_OR_ABSCOND)
    assert risk.concerns_not_known == (Concern.COPING_IN_CUSTODY, Concern.OTHER_PRISONERS)


def test_a_risk_management_plan() -> None:
    one = only(management_plans())
    assert one.reference == "40"
    assert one.management_plan is not None
    assert one.management_plan.key_information == "Lives at a made-up place"
    assert (one.management_plan.supervision, one.management_plan.contingency_plans) == ("Weekly", None)


def test_a_list_of_scores_of_both_generations() -> None:
    record, _ = decode_assessment(message(TOPIC, CRN, scores()))
    assert isinstance(record, PredictorsTold)
    found = {one.kind: one for one in record.predictors}
    assert found[Kind.ALL_REOFFENDING].method is PredictorMethod.STATIC
    assert (found[Kind.COMBINED_SERIOUS_REOFFENDING].score, found[Kind.COMBINED_SERIOUS_REOFFENDING].band) == (
        0.5,
        Band.NOT_APPLICABLE,
    )
    assert (found[Kind.GROUP_RECONVICTION].one_year, found[Kind.GROUP_RECONVICTION].two_years) == (0, 1)
    assert found[Kind.SERIOUS_RECIDIVISM].score == 12
    assert (found[Kind.SEXUAL_INDECENT].score, found[Kind.SEXUAL_CONTACT].band) == (13, Band.MEDIUM)
    assert len(found) == 6


def test_a_tombstone() -> None:
    record, _ = decode_assessment(message(TOPIC, CRN, None))
    assert record == AssessmentsRemoved(CRN)


def test_letter_case_and_texts_do_not_matter() -> None:
    body = {"PROBNUMBER": CRN, "Assessments": [{"AssessmentPK": "40", "weightedscores": {"ETEWEIGHTEDSCORE": "7.0"}}]}
    one = only(body)
    assert (one.reference, one.needs[0].severity) == ("40", Severity.SEVERE)


@pytest.mark.parametrize(
    ("key", "body", "code"),
    [
        (None, needs(), "NoIdentifier"),
        (None, None, "NoIdentifier"),
        ("Z7777777", summary(), "MalformedIdentifier"),
        ("Z777777", summary(), "KeyMismatch"),
        ("Z777777", management_plans(), "KeyMismatch"),
        (CRN, summary(assessment(pk=None)), "NoIdentifier"),
        (CRN, summary(assessment(weightedScores="eight")), "WrongShape"),
        (CRN, needs(assessedOn="one day"), "WrongShape"),
        (CRN, needs(assessedOn="0001-01-01"), "WrongShape"),
        (CRN, needs(needs=[{"section": "SHOE_SIZE"}]), "UnknownSection"),
        (CRN, risks(summary={"riskInCustody": {"SKY_HIGH": ["Staff"]}}), "WrongShape"),
        (CRN, risks(summary={"whoIsAtRisk": "x" * 100_001}), "TextTooLong"),
        (CRN, [], "WrongShape"),
        (CRN, [{"anything": 1}], "WrongShape"),
        (CRN, {"anything": 1}, "WrongShape"),
        (CRN, b'"a text"', "NotAnObject"),
        (CRN, b'{"assessments":,}', "UnreadableJson"),
    ],
)
def test_what_cant_be_taken(key: str | None, body: Any, code: str) -> None:
    with pytest.raises(Rejected) as rejected:
        decode_assessment(message(TOPIC, key, body))
    assert rejected.value.code == code
