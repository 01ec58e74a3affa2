"""The assessment summary and the timeline: assessments as a whole."""

from collections.abc import Iterator

from hub.connectors.assessment.messages import Assessment, Assessments, Objective
from hub.connectors.assessment.predictors import summary_scores
from hub.connectors.assessment.words import code, free_text, level, moment, status, whole
from hub.connectors.wire import flag, text
from hub.domain.assessment import (
    AssessedObjective,
    AssessmentBody,
    Concern,
    Need,
    Predictor,
    RiskGroup,
    RiskLevelGiven,
    RiskOfHarm,
    RiskSetting,
    Section,
    Statement,
    highest,
    severity,
)
from hub.errors import Rejected

SCORES = {
    Section.ACCOMMODATION: "accommodation_weighted_score",
    Section.EDUCATION_TRAINING_AND_EMPLOYABILITY: "ete_weighted_score",
    Section.RELATIONSHIPS: "relationships_weighted_score",
    Section.LIFESTYLE_AND_ASSOCIATES: "lifestyle_weighted_score",
    Section.DRUG_MISUSE: "drug_weighted_score",
    Section.ALCOHOL_MISUSE: "alcohol_weighted_score",
    Section.THINKING_AND_BEHAVIOUR: "thinking_weighted_score",
    Section.ATTITUDES: "attitudes_weighted_score",
}
CONCERNS = {
    Concern.SUICIDE: "concerns_risk_of_suicide",
    Concern.SELF_HARM: "concerns_risk_of_self_harm",
    Concern.COPING_IN_CUSTODY: "concerns_coping_in_custody",
    Concern.VULNERABILITY: "concerns_vulnerability",
    Concern.ESCAPE_OR_ABSCOND: "concerns_escape_abscond",
    Concern.CONTROL_OR_TRUST: "current_control_behave_trust",
}
NOT_KNOWN = frozenset({"DON'T_KNOW", "DK", "D/K", "NOT_KNOWN"})
HIGHEST_SCORE = 1000


def read_assessments(wire: Assessments) -> tuple[AssessmentBody, list[Statement], list[Predictor]]:
    """The assessments and the scores in them. The summary numbers them by another field than the timeline.

    Raises Rejected(NoIdentifier) for an assessment without a number.
    """
    given = wire.assessments or []
    body = AssessmentBody.SUMMARY if any(one.assessment_pk is not None for one in given) else AssessmentBody.TIMELINE
    statements = [read_statement(one) for one in given]
    scores = [score for one, made in zip(given, statements, strict=True) for score in summary_scores(one, made)]
    return body, statements, scores


def read_statement(one: Assessment) -> Statement:
    """One assessment. Raises Rejected(NoIdentifier) where it has no number."""
    reference = text(one.assessment_pk if one.assessment_pk is not None else one.assessment_id)  # type: ignore[arg-type]
    if reference is None:
        raise Rejected("NoIdentifier", "an assessment without a number")
    return Statement(
        reference=reference,
        status=status(one.assessment_status),
        kind=text(one.assessment_type),
        status_text=text(one.assessment_status),
        initiated_at=moment(one.initiation_date),
        completed_at=moment(one.date_completed),
        signed_at=moment(one.assessor_signed_date),
        needs=tuple(_needs(one)),
        risk=_risk(one),
        objectives=tuple(_objectives(one)),
    )


def concerns(answers: dict[Concern, str | int | None]) -> tuple[tuple[Concern, ...], tuple[Concern, ...]]:
    """The concerns answered yes, and those that nobody could answer."""
    yes = tuple(one for one, answer in answers.items() if flag(answer))
    return yes, tuple(one for one, answer in answers.items() if code(answer) in NOT_KNOWN)


def _needs(one: Assessment) -> Iterator[Need]:
    further = one.further_information
    newer = bool(flag(one.san_indicator) or (further and flag(further.san_indicator)))
    for section, name in SCORES.items():
        score = whole(getattr(one.weighted_scores, name, None), most=HIGHEST_SCORE)
        if score is not None:
            yield Need(section, score, severity(section, score, newer_edition=newer))


def _risk(one: Assessment) -> RiskOfHarm | None:
    levels = tuple(
        RiskLevelGiven(group, setting, found)
        for group in RiskGroup
        for setting in RiskSetting
        if (found := level(getattr(one, f"risk_{group.lower()}_{setting.lower()}", None))) is not None
    )
    told = level(one.offender.risk_to_others) if one.offender else None
    yes, not_known = concerns({concern: getattr(one, name) for concern, name in CONCERNS.items()})
    if not (levels or told or yes or not_known):
        return None
    return RiskOfHarm(told or highest(levels), told is None and bool(levels), levels, yes, not_known)


def _objectives(one: Assessment) -> Iterator[AssessedObjective]:
    given: list[Objective] = (one.sentence_plan.objectives if one.sentence_plan else None) or []
    for place, objective in enumerate(given, 1):
        needs = (free_text(need.criminogenic_need_desc) for need in objective.criminogenic_needs or ())
        actions = (free_text(action.action_desc) for action in objective.actions or ())
        yield AssessedObjective(
            position=whole(objective.objective_sequence, most=10_000) or place,
            description=free_text(objective.objective_code_desc),
            needs=tuple(need for need in needs if need),
            actions=tuple(action for action in actions if action),
        )
