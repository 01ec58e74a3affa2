"""Who may hold a case as Offender Manager: every rule that is broken, by name and with what would make it allowed.

An allocation in the hub is refused where one is broken. A manager whom the community record names stands all the same;
the broken rules are then flags with a follow-up (domain: "Offender Manager").
"""

from datetime import date, datetime

from hub.domain.access import Service
from hub.domain.allocation.duties import Act, DutyAnswer, DutyReason, may
from hub.domain.assessment import RiskLevel
from hub.domain.grade import Grade
from hub.domain.value import Value
from hub.errors import BrokenRule


class Candidate(Value):
    """The member of staff named. `active_from`, `active_to`: their first and last day in the service, None: open."""

    service: Service
    grade: Grade | None
    active_from: date | None = None
    active_to: date | None = None


class CaseToHold(Value):
    """The case as the rules see it. `span_began_on`: the first day of the span that runs, None: no sentence runs.

    `holds_already`: the candidate is its Offender Manager. `eligible`: the person has a manager, for whatever reason;
    `outside`: the person has none because they are outside the model, so no decision can give one.
    `held_since`: since when the case is with whom it is with now, or with nobody.
    """

    harm: RiskLevel | None
    span_began_on: date | None
    terminated: bool = False
    holds_already: bool = False
    eligible: bool = True
    outside: bool = False
    held_since: datetime | None = None


RULES: dict[str, tuple[str, str, str]] = {
    "ManagerNotOfTheCommunity": (
        "An Offender Manager is based in the community, also while the person is in custody.",
        "Name somebody of the community service.",
        "staffCode",
    ),
    "ManagerHasLeft": ("The member of staff has left the service by then.", "Name somebody who serves.", "staffCode"),
    "ManagerNotYetInService": (
        "The member of staff does not serve yet on that day.",
        "Name a later day, or somebody who serves.",
        "staffCode",
    ),
    "ManagerAlready": ("The member of staff manages the case already.", "Nothing is to be done.", "staffCode"),
    "CaseTerminated": ("Every sentence of the case has ended; nobody manages it.", "Nothing is to be done.", "caseId"),
    "NoSpanRuns": (
        "No sentence of the case runs, so no Offender Manager is due.",
        "Wait until a sentence is passed.",
        "caseId",
    ),
    "BeforeTheSentence": (
        "The day lies before the first sentence of the span.",
        "Send a day of the span.",
        "at",
    ),
    "NoManagerDue": (
        "By the table of eligibility the person has no Offender Manager.",
        "A team manager may give them one by decision: giveOffenderManager.",
        "caseId",
    ),
    "OutsideTheModel": (
        "The person is outside the model, so no Offender Manager is due.",
        "Decide it where the person's case belongs; whom the community record names stands here as well.",
        "caseId",
    ),
}


def broken_rules(
    candidate: Candidate, case: CaseToHold, on: date, duty: DutyAnswer | None = None
) -> tuple[BrokenRule, ...]:
    """Every rule that an allocation from that day on breaks; none: it is allowed.

    `duty` is the answer of `duties.may`, or of an override of it; without, the grade is asked here.
    """
    answer = duty or may(Act.LEAD, candidate.grade, case.harm)
    began = case.span_began_on
    broken = (
        ("CaseTerminated", case.terminated),
        ("NoSpanRuns", began is None and not case.terminated),
        ("BeforeTheSentence", began is not None and on < began),
        ("NoManagerDue", not case.eligible and not case.outside and not case.terminated),
        ("OutsideTheModel", case.outside and not case.terminated),
        ("ManagerNotOfTheCommunity", candidate.service is not Service.COMMUNITY),
        ("ManagerNotYetInService", candidate.active_from is not None and on < candidate.active_from),
        ("ManagerHasLeft", candidate.active_to is not None and candidate.active_to < on),
        ("ManagerAlready", case.holds_already),
    )
    found = [BrokenRule(name, *RULES[name]) for name, stands in broken if stands]
    if not answer.allowed:
        found.append(_refused(answer))
    return tuple(found)


def rule_name(reason: DutyReason) -> str:
    """The rule on grades by the name under which it refuses."""
    return "".join(word.capitalize() for word in reason.split("_"))


def _refused(answer: DutyAnswer) -> BrokenRule:
    return BrokenRule(rule_name(answer.because.reason), answer.because.sentence, answer.remedy or "", "staffCode")
