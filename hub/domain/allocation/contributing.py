"""That somebody of profile 54 contributes to a case of high or very high risk: decided, kept, ended.

Profile 54 may contribute to aspects of such a case when a team manager or MAPPA decides so, and who decided is kept
(profiles, 54; domain: "Grades"). Whoever contributes reads the case while it lasts, limited access aside (hub). It
ends by a person's word, or with the last sentence of the case.
"""

from collections.abc import Set
from datetime import date
from enum import StrEnum

from hub.domain.access import Actor, Role
from hub.domain.allocation.duties import HIGH_RISK, HIGHER, PRISON, TEAM_MANAGER, Act, Contribution, DecidedBy, may
from hub.domain.allocation.offender_manager import Candidate
from hub.domain.assessment import RiskLevel
from hub.domain.grade import Grade
from hub.domain.value import Value
from hub.errors import BrokenRule, BrokenRules

LONGEST_TEXT = 1000
# Whoever is of these contributes without a decision.
NEEDS_NONE = (HIGHER, TEAM_MANAGER, *PRISON)


class DecideContribution(Value):
    """Somebody contributes to `aspects` of the case, in words.

    `decider_code`: the team manager who decided it, None: whoever sends it. `decided_on`: the day of it, for MAPPA that
    of the meeting; None: today.
    """

    case_id: int
    staff_code: str
    decided_by: DecidedBy
    aspects: str
    reason: str
    decider_code: str | None = None
    decided_on: date | None = None


class EndContribution(Value):
    """The contribution is over, or (`withdrawn`) its decision is taken back."""

    contribution_id: int
    reason: str
    withdrawn: bool = False


class ContributionEnd(StrEnum):
    """How a contribution ended."""

    ENDED = "ENDED"
    WITHDRAWN = "WITHDRAWN"
    CASE_TERMINATED = "CASE_TERMINATED"


class ContributionFlag(StrEnum):
    """What a person should look at about a contribution all the same."""

    GRADE_NOT_KNOWN = "GRADE_NOT_KNOWN"
    NOT_ON_THE_REGISTER_OF_MAPPA = "NOT_ON_THE_REGISTER_OF_MAPPA"


class Contributor(Value):
    """The member of staff named: our key, and what the rules of holding a case see of them."""

    id: int
    seen: Candidate


class CaseOfRisk(Value):
    """The case as the rule sees it. `mappa`: the register has a MAPPA level. `began_on`: its first span did.

    `contributors`: who contributes now. `manager_id`: who manages it.
    """

    harm: RiskLevel | None
    terminated: bool
    mappa: bool
    began_on: date | None
    manager_id: int | None
    contributors: Set[int]


class ContributionDecided(Value):
    """The decision, allowed, as it is kept. `decider_id`: the team manager; None: MAPPA."""

    staff_id: int
    decision: Contribution
    decider_id: int | None
    harm: RiskLevel
    aspects: str
    reason: str
    flags: tuple[ContributionFlag, ...]


RULES: dict[str, tuple[str, str, str]] = {
    "CaseTerminated": ("Every sentence of the case has ended.", "Nothing is to be decided.", "caseId"),
    "NotHighRisk": (
        "The risk of harm is not high or very high, so that profile 54 contributes without a decision.",
        "Nothing is to be decided; where the risk is not assessed, assess it.",
        "caseId",
    ),
    "ContributionNeedsNoDecision": (
        "Only somebody of profile 54 needs a decision to contribute to a case of high risk.",
        "Nothing is to be decided.",
        "staffCode",
    ),
    "StaffIsNobody": (
        "The code is a stand-in in the service's records; it names nobody.",
        "Name a person.",
        "staffCode",
    ),
    "StaffHasLeft": ("The member of staff has left the service.", "Name somebody who serves now.", "staffCode"),
    "StaffNotYetInService": (
        "The member of staff does not serve yet.",
        "Name somebody who serves now, or wait until they do.",
        "staffCode",
    ),
    "LeadsTheCase": (
        "The member of staff is the Offender Manager of the case.",
        "Name somebody else; whether a manager may keep a case of high risk is a decision on a transfer.",
        "staffCode",
    ),
    "ContributesAlready": (
        "The member of staff contributes to the case already.",
        "Nothing is to be done; for other aspects, end it and decide anew.",
        "staffCode",
    ),
    "OwnContribution": (
        "Nobody decides on their own contribution, or records it.",
        "Ask somebody else who may decide on the case.",
        "staffCode",
    ),
    "TeamManagerDecides": (
        "A team manager or MAPPA decides on a contribution.",
        "Ask a team manager to decide it, or send who decided: deciderCode, or MAPPA with the day of its meeting.",
        "decidedBy",
    ),
    "DeciderNotFound": (
        "The hub knows no member of the probation service's staff with that code.",
        "Check the code of the team manager.",
        "deciderCode",
    ),
    "NotATeamManager": (
        "Who decided is no team manager of the probation service who serves on that day.",
        "Send the code of the team manager who decided.",
        "deciderCode",
    ),
    "DeciderLeadsTheCase": (
        "Who decided manages the case; a team manager who decides on a case is not its Offender Manager.",
        "Ask another team manager to decide it.",
        "deciderCode",
    ),
    "OnlyForTeamManagers": (
        "A MAPPA meeting decides as such; no member of staff does.",
        "Leave deciderCode out.",
        "deciderCode",
    ),
    "MeetingDayNeeded": ("A MAPPA meeting has a day.", "Send the day of the meeting.", "decidedOn"),
    "DecidedAhead": ("The day of the decision lies ahead.", "Send the day on which it was decided.", "decidedOn"),
    "BeforeTheSentence": (
        "The day lies before the first sentence of the case.",
        "Send the day on which it was decided.",
        "decidedOn",
    ),
    "AspectsNeeded": ("A contribution is to aspects of the case.", "Send which.", "aspects"),
    "AspectsTooLong": (f"Aspects have at most {LONGEST_TEXT} characters.", "Shorten them.", "aspects"),
    "ReasonNeeded": ("A decision needs a reason.", "Send the reason.", "reason"),
    "ReasonTooLong": (f"A reason has at most {LONGEST_TEXT} characters.", "Shorten the reason.", "reason"),
    "ContributionNotFound": (
        "There is no such contribution to a case that you see.",
        "Read the contributions of the case again.",
        "id",
    ),
    "ContributionEnded": ("The contribution has ended.", "Nothing is to be done.", "id"),
}


def decide_contribution(
    command: DecideContribution,
    contributor: Contributor,
    decider: Contributor | None,
    case: CaseOfRisk,
    actor: Actor,
    today: date,
) -> ContributionDecided:
    """The decision, allowed. `decider`: whom `decider_code` names. Raises BrokenRules with every rule that says no."""
    on = command.decided_on or today
    found = (
        *_of_case(command, contributor, case, today),
        *_of_decider(command, contributor, decider, case, actor, on),
        ("MeetingDayNeeded", command.decided_by is DecidedBy.MAPPA and command.decided_on is None),
        ("DecidedAhead", on > today),
        ("BeforeTheSentence", case.began_on is not None and on < case.began_on),
        ("AspectsNeeded", not command.aspects.strip()),
        ("AspectsTooLong", len(command.aspects.strip()) > LONGEST_TEXT),
        *_of_reason(command.reason),
    )
    _refuse(found)
    assert case.harm is not None and actor.staff_id is not None
    by_manager = command.decided_by is DecidedBy.TEAM_MANAGER
    decider_id = (decider.id if decider else actor.staff_id) if by_manager else None
    name = (command.decider_code or actor.staff_code or actor.subject) if by_manager else DecidedBy.MAPPA.value
    decision = Contribution(command.decided_by, name, on)
    assert may(Act.CONTRIBUTE, contributor.seen.grade, case.harm, decision).allowed
    return ContributionDecided(
        staff_id=contributor.id,
        decision=decision,
        decider_id=decider_id,
        harm=case.harm,
        aspects=command.aspects.strip(),
        reason=command.reason.strip(),
        flags=_flags(command, contributor, case),
    )


def check_ending(command: EndContribution, *, ended: bool) -> str:
    """The reason without blanks around it. Raises BrokenRules: ContributionEnded, ReasonNeeded, ReasonTooLong."""
    _refuse((("ContributionEnded", ended), *_of_reason(command.reason)))
    return command.reason.strip()


def broken(name: str) -> BrokenRule:
    """The rule of that name."""
    return BrokenRule(name, *RULES[name])


Found = tuple[tuple[str, bool], ...]


def _of_case(command: DecideContribution, contributor: Contributor, case: CaseOfRisk, today: date) -> Found:
    seen = contributor.seen
    return (
        ("CaseTerminated", case.terminated),
        ("NotHighRisk", case.harm not in HIGH_RISK and not case.terminated),
        ("ContributionNeedsNoDecision", seen.grade in NEEDS_NONE),
        ("StaffIsNobody", seen.grade is Grade.NOBODY),
        ("StaffHasLeft", seen.active_to is not None and seen.active_to < today),
        ("StaffNotYetInService", seen.active_from is not None and today < seen.active_from),
        ("LeadsTheCase", contributor.id == case.manager_id),
        ("ContributesAlready", contributor.id in case.contributors),
    )


def _of_decider(
    command: DecideContribution,
    contributor: Contributor,
    decider: Contributor | None,
    case: CaseOfRisk,
    actor: Actor,
    on: date,
) -> Found:
    by_manager = command.decided_by is DecidedBy.TEAM_MANAGER
    named = by_manager and command.decider_code is not None
    own = {actor.staff_id} | ({decider.id} if decider else set())
    unknown = None if named else actor.staff_id
    decider_id = decider.id if decider else unknown
    return (
        ("OwnContribution", contributor.id in own),
        ("TeamManagerDecides", by_manager and not named and Role.TEAM_MANAGER not in actor.roles),
        ("DeciderNotFound", named and decider is None),
        ("NotATeamManager", named and decider is not None and not _is_team_manager(decider.seen, on)),
        ("DeciderLeadsTheCase", by_manager and case.manager_id is not None and decider_id == case.manager_id),
        ("OnlyForTeamManagers", not by_manager and command.decider_code is not None),
    )


def _is_team_manager(seen: Candidate, on: date) -> bool:
    there = (seen.active_from or on) <= on <= (seen.active_to or on)
    return seen.grade is TEAM_MANAGER and there


def _of_reason(reason: str) -> Found:
    plain = reason.strip()
    return (("ReasonNeeded", not plain), ("ReasonTooLong", len(plain) > LONGEST_TEXT))


def _flags(command: DecideContribution, contributor: Contributor, case: CaseOfRisk) -> tuple[ContributionFlag, ...]:
    found = (
        (ContributionFlag.GRADE_NOT_KNOWN, contributor.seen.grade is None),
        (
            ContributionFlag.NOT_ON_THE_REGISTER_OF_MAPPA,
            command.decided_by is DecidedBy.MAPPA and not case.mappa,
        ),
    )
    return tuple(flag for flag, stands in found if stands)


def _refuse(found: Found) -> None:
    """Raises BrokenRules where one stands."""
    rules = tuple(broken(name) for name, stands in found if stands)
    if rules:
        raise BrokenRules(rules)
