"""What a grade may do, against the risk of the case (profiles, 54 and 55; domain: "Grades").

Three things need the higher level: leading a case of high or very high risk, standard delivery reports, and allocating
work to others. Duties that the profiles list for it alone are otherwise no bans. A grade that nobody knows is allowed,
flagged, and a task to find out.
"""

from datetime import date
from enum import StrEnum

from msgspec.structs import replace

from hub.domain.access import Role
from hub.domain.assessment import RiskLevel
from hub.domain.because import Because, Fact, because
from hub.domain.grade import Grade
from hub.domain.value import Value

HIGH_RISK = (RiskLevel.HIGH, RiskLevel.VERY_HIGH)
LOWER, HIGHER, TEAM_MANAGER = Grade.OFFENDER_MANAGER, Grade.OFFENDER_MANAGER_HIGHER, Grade.TEAM_MANAGER
PRISON = (Grade.PRISON_OFFICER, Grade.PRISON_CUSTODY_OFFICER)


class Act(StrEnum):
    """What somebody is to do."""

    LEAD = "LEAD"
    CONTRIBUTE = "CONTRIBUTE"
    ASSESS = "ASSESS"
    FAST_DELIVERY_REPORT = "FAST_DELIVERY_REPORT"
    STANDARD_DELIVERY_REPORT = "STANDARD_DELIVERY_REPORT"
    OTHER_REPORT = "OTHER_REPORT"
    ALLOCATE_WORK = "ALLOCATE_WORK"


# What only probation staff do.
PROBATION_ACTS = (
    Act.LEAD,
    Act.ASSESS,
    Act.FAST_DELIVERY_REPORT,
    Act.STANDARD_DELIVERY_REPORT,
    Act.OTHER_REPORT,
    Act.ALLOCATE_WORK,
)


class DutyReason(StrEnum):
    """Why it is allowed, or not."""

    WITHIN_THE_PROFILE = "WITHIN_THE_PROFILE"
    NO_RULE_AGAINST_IT = "NO_RULE_AGAINST_IT"
    DECIDED_BY_TEAM_MANAGER_OR_MAPPA = "DECIDED_BY_TEAM_MANAGER_OR_MAPPA"
    OVERRIDDEN = "OVERRIDDEN"
    NOBODY = "NOBODY"
    NOT_IN_SERVICE = "NOT_IN_SERVICE"
    NOT_PROBATION_STAFF = "NOT_PROBATION_STAFF"
    CASE_ADMINISTRATION_ONLY = "CASE_ADMINISTRATION_ONLY"
    TEAM_MANAGER_LEADS_NO_CASE = "TEAM_MANAGER_LEADS_NO_CASE"
    HIGH_RISK_NEEDS_HIGHER_LEVEL = "HIGH_RISK_NEEDS_HIGHER_LEVEL"
    CONTRIBUTION_NEEDS_DECISION = "CONTRIBUTION_NEEDS_DECISION"
    REPORT_ON_LOW_RISK_ONLY = "REPORT_ON_LOW_RISK_ONLY"
    NEEDS_HIGHER_LEVEL = "NEEDS_HIGHER_LEVEL"


class DutyFlag(StrEnum):
    """What a person should look at all the same."""

    GRADE_NOT_KNOWN = "GRADE_NOT_KNOWN"
    HARM_NOT_ASSESSED = "HARM_NOT_ASSESSED"
    LISTED_FOR_HIGHER_LEVEL_ONLY = "LISTED_FOR_HIGHER_LEVEL_ONLY"


class DecidedBy(StrEnum):
    """Who may decide that an Offender Manager contributes to a case of high risk."""

    TEAM_MANAGER = "TEAM_MANAGER"
    MAPPA = "MAPPA"


class Contribution(Value):
    """The decision that somebody contributes to aspects of a case of high risk: who decided is kept."""

    decided_by: DecidedBy
    name: str
    on: date


class DutyAnswer(Value):
    """Whether it is allowed, why, and what would make it allowed where it is not."""

    allowed: bool
    because: Because[DutyReason]
    remedy: str | None = None
    flags: tuple[DutyFlag, ...] = ()


# The reasons that say no -> what is so, and what would make it allowed.
REFUSALS: dict[DutyReason, tuple[str, str]] = {
    DutyReason.NOBODY: ("The code is a stand-in in the service's records; it names nobody.", "Name a person."),
    DutyReason.NOT_PROBATION_STAFF: (
        "This is work of probation staff, and the grade is one of the prison.",
        "Name somebody of the probation service.",
    ),
    DutyReason.NOT_IN_SERVICE: ("The member of staff does not serve on that day.", "Name somebody who serves."),
    DutyReason.CASE_ADMINISTRATION_ONLY: (
        "A case administrator has appointments and the flow of information, and no grade of them is known.",
        "Name somebody whose profile covers it, or have the grade recorded: then the grade decides.",
    ),
    DutyReason.TEAM_MANAGER_LEADS_NO_CASE: (
        "A team manager decides about cases and is not the Offender Manager of one.",
        "Name an Offender Manager of the team.",
    ),
    DutyReason.HIGH_RISK_NEEDS_HIGHER_LEVEL: (
        "The risk of harm is high or very high, and profile 54 covers low and medium risk.",
        "Name somebody of the higher level, or have a team manager override it with a reason.",
    ),
    DutyReason.CONTRIBUTION_NEEDS_DECISION: (
        "Profile 54 contributes to a case of high risk only as a team manager or MAPPA decides.",
        "Record who decided it.",
    ),
    DutyReason.REPORT_ON_LOW_RISK_ONLY: (
        "Profile 54 writes fast delivery reports, oral ones too, on cases of low risk.",
        "Name somebody of the higher level.",
    ),
    DutyReason.NEEDS_HIGHER_LEVEL: (
        "Standard delivery reports and the allocation of work to others need the higher level.",
        "Name somebody of the higher level.",
    ),
}


def may(
    act: Act, grade: Grade | None, harm: RiskLevel | None = None, contribution: Contribution | None = None
) -> DutyAnswer:
    """Whether somebody of that grade may do it in a case of that risk of harm (None: not assessed)."""
    facts: dict[str, Fact] = {"act": act, "grade": grade, "harm": harm}
    refused = _refusal(act, grade, harm, contribution)
    if refused is not None:
        sentence, remedy = REFUSALS[refused]
        return DutyAnswer(False, because(refused, sentence, **facts), remedy)
    flags = _flags(act, grade, harm)
    if act is Act.CONTRIBUTE and contribution is not None:
        facts["decided_by"] = contribution.decided_by
        why = because(DutyReason.DECIDED_BY_TEAM_MANAGER_OR_MAPPA, "A team manager or MAPPA decided it.", **facts)
    elif grade in (LOWER, HIGHER) and DutyFlag.LISTED_FOR_HIGHER_LEVEL_ONLY not in flags:
        why = because(DutyReason.WITHIN_THE_PROFILE, "The role profile covers it.", **facts)
    else:
        why = because(DutyReason.NO_RULE_AGAINST_IT, "No rule speaks against it.", **facts)
    return DutyAnswer(True, why, None, flags)


def overridden(answer: DutyAnswer, *, roles: frozenset[Role], reason: str) -> DutyAnswer:
    """The answer after an override: only a team manager's, with a reason, and only of what the higher level is for."""
    may_be = answer.because.reason in (DutyReason.HIGH_RISK_NEEDS_HIGHER_LEVEL, DutyReason.NEEDS_HIGHER_LEVEL)
    if answer.allowed or not may_be or Role.TEAM_MANAGER not in roles or not reason.strip():
        return answer
    why = because(
        DutyReason.OVERRIDDEN, "A team manager decided it against the rule.", overridden=answer.because.reason
    )
    return replace(answer, allowed=True, because=why, remedy=None)


def _refusal(
    act: Act, grade: Grade | None, harm: RiskLevel | None, contribution: Contribution | None
) -> DutyReason | None:
    if grade is Grade.NOBODY:
        return DutyReason.NOBODY
    if grade in PRISON and act in PROBATION_ACTS:
        return DutyReason.NOT_PROBATION_STAFF
    if grade is TEAM_MANAGER and act is Act.LEAD:
        return DutyReason.TEAM_MANAGER_LEADS_NO_CASE
    return _refusal_of_54(act, harm, contribution) if grade is LOWER else None


def _refusal_of_54(act: Act, harm: RiskLevel | None, contribution: Contribution | None) -> DutyReason | None:
    if act in (Act.LEAD, Act.ASSESS) and harm in HIGH_RISK:
        return DutyReason.HIGH_RISK_NEEDS_HIGHER_LEVEL
    if act is Act.CONTRIBUTE and harm in HIGH_RISK and contribution is None:
        return DutyReason.CONTRIBUTION_NEEDS_DECISION
    if act is Act.FAST_DELIVERY_REPORT and harm not in (RiskLevel.LOW, None):
        return DutyReason.REPORT_ON_LOW_RISK_ONLY
    if act in (Act.STANDARD_DELIVERY_REPORT, Act.ALLOCATE_WORK):
        return DutyReason.NEEDS_HIGHER_LEVEL
    return None


def _flags(act: Act, grade: Grade | None, harm: RiskLevel | None) -> tuple[DutyFlag, ...]:
    by_risk = act in (Act.LEAD, Act.ASSESS, Act.CONTRIBUTE, Act.FAST_DELIVERY_REPORT)
    found = (
        (DutyFlag.GRADE_NOT_KNOWN, grade is None),
        (DutyFlag.HARM_NOT_ASSESSED, by_risk and harm is None and grade is LOWER),
        (DutyFlag.LISTED_FOR_HIGHER_LEVEL_ONLY, grade is LOWER and act is Act.OTHER_REPORT),
    )
    return tuple(flag for flag, stands in found if stands)
