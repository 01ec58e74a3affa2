"""Needs, risks and risk management plans: bodies that hold one part of an assessment."""

from datetime import datetime

from hub.connectors.assessment.messages import Answer, ManagementPlans, Needs, Risks, RiskSummary
from hub.connectors.assessment.summary import HIGHEST_SCORE, concerns, read_statement
from hub.connectors.assessment.words import GROUPS, SECTIONS, code, free_text, level, moment, whole
from hub.connectors.wire import Text, flag
from hub.domain.assessment import (
    AssessmentStatus,
    Concern,
    Need,
    RiskLevelGiven,
    RiskManagementPlan,
    RiskOfHarm,
    RiskSetting,
    Statement,
    highest,
    severity,
)
from hub.errors import Rejected

NEWER_EDITION = "SAN"


def read_needs(wire: Needs) -> Statement:
    """The needs as of one moment. Raises Rejected: WrongShape without that moment, UnknownSection."""
    newer = NEWER_EDITION in code(wire.assessment_version)
    needs = []
    for one in wire.needs or ():
        section = SECTIONS.get(code(one.section))
        if section is None:
            raise Rejected("UnknownSection", "a need of a section that the hub does not know")
        score = whole(one.score, most=HIGHEST_SCORE)
        found = severity(section, score, newer_edition=newer)
        needs.append(Need(section, score, found, flag(one.risk_of_harm), flag(one.risk_of_reoffending)))
    return _as_of(wire.assessed_on, needs=tuple(needs))


def read_risks(wire: Risks) -> Statement:
    """The risks as of one moment. Raises Rejected(WrongShape) without that moment."""
    told, own, other = wire.summary or RiskSummary(), wire.risk_to_self, wire.other_risks
    levels = (
        *_levels(RiskSetting.COMMUNITY, told.risk_in_community),
        *_levels(RiskSetting.CUSTODY, told.risk_in_custody),
    )
    overall = level(told.overall_risk_level)
    yes, not_known = concerns(
        {
            Concern.SUICIDE: _answer(own.suicide) if own else None,
            Concern.SELF_HARM: _answer(own.self_harm) if own else None,
            Concern.COPING_IN_CUSTODY: _answer(own.custody) if own else None,
            Concern.COPING_IN_A_HOSTEL: _answer(own.hostel_setting) if own else None,
            Concern.VULNERABILITY: _answer(own.vulnerability) if own else None,
            Concern.ESCAPE_OR_ABSCOND: other.escape_or_abscond if other else None,
            Concern.CONTROL: other.control_issues_disruptive_behaviour if other else None,
            Concern.TRUST: other.breach_of_trust if other else None,
            Concern.OTHER_PRISONERS: other.risk_to_other_prisoners if other else None,
        }
    )
    risk = RiskOfHarm(
        overall=overall or highest(levels),
        overall_derived=overall is None and bool(levels),
        levels=levels,
        concerns=yes,
        concerns_not_known=not_known,
        who_is_at_risk=free_text(told.who_is_at_risk),
        nature=free_text(told.nature_of_risk),
        imminence=free_text(told.risk_imminence),
        increases=free_text(told.risk_increase_factors),
        mitigates=free_text(told.risk_mitigation_factors),
    )
    return _as_of(wire.assessed_on, risk=risk)


def read_management_plans(wire: ManagementPlans) -> list[Statement]:
    """The risk management plans, each with the assessment that it belongs to. Raises Rejected(NoIdentifier)."""
    statements = []
    for one in wire.risk_management_plan or ():
        found = read_statement(one)
        plan = RiskManagementPlan(
            key_information=free_text(one.key_information_current_situation),
            further_considerations=free_text(one.further_considerations_current_situation),
            supervision=free_text(one.supervision),
            monitoring_and_control=free_text(one.monitoring_and_control),
            interventions_and_treatment=free_text(one.interventions_and_treatment),
            victim_safety_planning=free_text(one.victim_safety_planning),
            contingency_plans=free_text(one.contingency_plans),
        )
        statements.append(
            Statement(
                reference=found.reference,
                status=found.status,
                kind=found.kind,
                status_text=found.status_text,
                initiated_at=found.initiated_at,
                completed_at=found.completed_at,
                management_plan=plan,
            )
        )
    return statements


def _as_of(assessed_on: Text, *, needs: tuple[Need, ...] = (), risk: RiskOfHarm | None = None) -> Statement:
    at = _moment(assessed_on)
    return Statement(
        reference=f"assessed {at.isoformat()}",
        status=AssessmentStatus.COMPLETE,
        completed_at=at,
        needs=needs,
        risk=risk,
    )


def _moment(assessed_on: Text) -> datetime:
    at = moment(assessed_on)
    if at is None:
        raise Rejected("WrongShape", "assessedOn says no moment")
    return at


def _answer(given: Answer | None) -> Text:
    """Whether it is a concern now; where nobody says so of the present, whether it is one at all."""
    return (given.current or given.risk) if given else None


def _levels(setting: RiskSetting, groups: dict[str, list[str] | None] | None) -> list[RiskLevelGiven]:
    """From level -> groups to a level for each group; a group that stands in two levels has the higher one."""
    found: dict[str, RiskLevelGiven] = {}
    for word, names in (groups or {}).items():
        given = level(word)
        for name in names or ():
            group = GROUPS.get(code(name))
            if group is None or given is None:
                raise Rejected("WrongShape", "a level of risk, or a group at risk, that the hub does not know")
            one = RiskLevelGiven(group, setting, given)
            known = found.get(group)
            found[group] = one if known is None or highest((known, one)) is given else known
    return list(found.values())
