"""The team around an offender besides its two managers: case administrators, key workers, other interested parties.

Any number of each, every one with a period. A key worker is tied to the interventions that they deliver. An interested
party, family first of all, sees nothing by default: what the offender consents to is recorded with its day. Being a
member lets nobody see more of the case than their role and place do (guide, "Offender Management Team"; domain,
"People").
"""

from collections.abc import Collection, Sequence
from datetime import date
from enum import StrEnum

from hub.domain.access import Actor, Capability, CaseReach, Role, Service, may_see
from hub.domain.allocation.offender_supervisor import Candidate, case_not_found
from hub.domain.grade import Grade
from hub.domain.value import Value
from hub.errors import BrokenRule

LONGEST_NAME = 200
LONGEST_TEXT = 1000
MOST_INTERVENTIONS = 50


class MemberRole(StrEnum):
    """What a member does; the Offender Manager and the Offender Supervisor have chains of their own."""

    CASE_ADMINISTRATOR = "CASE_ADMINISTRATOR"
    KEY_WORKER = "KEY_WORKER"
    INTERESTED_PARTY = "INTERESTED_PARTY"


class AddTeamMember(Value):
    """Somebody joins the team: a member of staff by service and code, or somebody else by name.

    `belongs_to`: the organisation of a key worker from outside, what an interested party is to the offender.
    """

    case_id: int
    role: MemberRole
    service: Service | None = None
    staff_code: str | None = None
    name: str | None = None
    belongs_to: str | None = None
    intervention_ids: tuple[int, ...] = ()
    consents_to: str | None = None
    consented_on: date | None = None


class EndTeamMember(Value):
    """Somebody leaves the team."""

    member_id: int
    reason: str


class Delivered(Value):
    """An intervention of the case's living plans, and whether it may still be delivered."""

    id: int
    plan_id: int
    ended: bool


class Member(Value):
    """Somebody in the team now. `deliveries`: the interventions that they deliver; `name` of who is no staff."""

    role: MemberRole
    staff_id: int | None
    deliveries: frozenset[int] = frozenset()
    name: str | None = None
    belongs_to: str | None = None


def check_actor(actor: Actor, role: MemberRole | None, reach: CaseReach | None) -> int:
    """The key of whoever changes the team; `role` is the member's, None where the member is not known.

    Raises BrokenRule: CaseNotFound, TeamNotYours, InterestedPartyNotYours.
    """
    if reach is None or not may_see(actor, reach):
        raise case_not_found()
    if not actor.may(Capability.CHANGE_TEAM) or actor.staff_id is None:
        raise broken("TeamNotYours")
    if role is MemberRole.INTERESTED_PARTY and not actor.roles & {Role.OFFENDER_MANAGER, Role.TEAM_MANAGER}:
        raise broken("InterestedPartyNotYours", "role")
    return actor.staff_id


def check_form(command: AddTeamMember, today: date) -> None:
    """What the role takes and what it does not.

    Raises BrokenRule: StaffOrName, StaffNeeded, NameNeeded, NotForStaff, NameTooLong, InterventionsNeeded,
    OnlyForKeyWorkers, TooManyInterventions, OnlyForInterestedParties, ConsentIncomplete, ConsentInTheFuture.
    """
    staff, name = bool(command.staff_code and command.service), bool((command.name or "").strip())
    role, partial = command.role, bool(command.staff_code) != bool(command.service)
    consent = (command.consents_to or "").strip()
    found = (
        ("StaffOrName", "staffCode", partial or (staff and name)),
        ("StaffNeeded", "staffCode", role is MemberRole.CASE_ADMINISTRATOR and not staff),
        ("NotForStaff", "staffCode", role is MemberRole.INTERESTED_PARTY and staff),
        ("NameNeeded", "name", not staff and not name),
        ("NameTooLong", "name", any(len(one or "") > LONGEST_NAME for one in (command.name, command.belongs_to))),
        ("InterventionsNeeded", "interventionIds", role is MemberRole.KEY_WORKER and not command.intervention_ids),
        ("OnlyForKeyWorkers", "interventionIds", role is not MemberRole.KEY_WORKER and bool(command.intervention_ids)),
        ("TooManyInterventions", "interventionIds", len(command.intervention_ids) > MOST_INTERVENTIONS),
        (
            "OnlyForInterestedParties",
            "consentsTo",
            role is not MemberRole.INTERESTED_PARTY and bool(consent or command.consented_on),
        ),
        ("ConsentIncomplete", "consentsTo", bool(consent) != (command.consented_on is not None)),
        ("ConsentTooLong", "consentsTo", len(consent) > LONGEST_TEXT),
        ("ConsentInTheFuture", "consentedOn", command.consented_on is not None and command.consented_on > today),
    )
    for code, field, stands in found:
        if stands:
            raise broken(code, field)


def check_member(
    command: AddTeamMember,
    candidate: Candidate | None,
    delivered: Sequence[Delivered],
    team: Collection[Member],
    *,
    terminated: bool,
    today: date,
) -> None:
    """The member against the case; `delivered` are those of the interventions asked for that the case has.

    Raises BrokenRule: CaseTerminated, StaffNotFound, StaffIsNobody, StaffHasLeft, InterventionNotFound,
    InterventionEnded, MemberAlready, NamedAlready.
    """
    if terminated:
        raise broken("CaseTerminated", "caseId")
    if command.staff_code:
        _check_staff(candidate, today)
    if {one.id for one in delivered} != set(command.intervention_ids):
        raise broken("InterventionNotFound", "interventionIds")
    if any(one.ended for one in delivered):
        raise broken("InterventionEnded", "interventionIds")
    same = [one for one in team if one.role is command.role and _same(command, candidate, one)]
    held = frozenset[int]().union(*(one.deliveries for one in same))
    if same and set(command.intervention_ids) <= held:
        raise broken("MemberAlready", "staffCode") if candidate else broken("NamedAlready", "name")


def _same(command: AddTeamMember, candidate: Candidate | None, member: Member) -> bool:
    """Whether somebody in the team is whoever is to join it: the same staff, or the same name of the same place."""
    if candidate is not None:
        return member.staff_id == candidate.id
    asked, held = (command.name, command.belongs_to), (member.name, member.belongs_to)
    return member.staff_id is None and [_plain(one) for one in asked] == [_plain(one) for one in held]


def _plain(words: str | None) -> str:
    """Without letter case, and with single blanks."""
    return " ".join((words or "").split()).casefold()


def _check_staff(candidate: Candidate | None, today: date) -> None:
    if candidate is None:
        raise broken("StaffNotFound", "staffCode")
    if candidate.grade == Grade.NOBODY:
        raise broken("StaffIsNobody", "staffCode")
    if candidate.active_to is not None and candidate.active_to < today:
        raise broken("StaffHasLeft", "staffCode")


def check_reason(reason: str) -> str:
    """The reason without blanks around it. Raises BrokenRule: ReasonNeeded, ReasonTooLong."""
    plain = reason.strip()
    if not plain:
        raise broken("ReasonNeeded", "reason")
    if len(plain) > LONGEST_TEXT:
        raise broken("ReasonTooLong", "reason")
    return plain


RULES: dict[str, tuple[str, str]] = {
    "TeamNotYours": (
        "Your roles do not allow you to change the team of a case.",
        "Ask the Offender Manager, the Offender Supervisor or a team manager of the case.",
    ),
    "InterestedPartyNotYours": (
        "Who is an interested party is decided by the Offender Manager or a team manager.",
        "Ask one of them.",
    ),
    "MemberNotFound": (
        "There is no such member of the team of a case that you see.",
        "Read the team of the case again.",
    ),
    "MemberHasLeft": ("The member has left the team.", "Nothing is to be done."),
    "CaseTerminated": ("Every sentence of the case has ended; it has no team.", "Nothing is to be done."),
    "StaffOrName": (
        "A member is a member of staff, by service and code, or somebody else, by name.",
        "Send service and staffCode, or name.",
    ),
    "StaffNeeded": ("A case administrator is a member of staff.", "Send service and staffCode."),
    "NotForStaff": (
        "An interested party is nobody of the services: family first of all.",
        "Send the name, and what they are to the offender.",
    ),
    "NameNeeded": ("Somebody who is no member of staff has a name.", "Send the name."),
    "NameTooLong": (f"A name has at most {LONGEST_NAME} characters.", "Shorten it."),
    "StaffNotFound": (
        "The hub knows no member of staff with that code in that service.",
        "Check the code and the service; the hub learns staff from both services' staff records.",
    ),
    "StaffIsNobody": ("The code is a stand-in in the service's records; it names nobody.", "Name a person."),
    "StaffHasLeft": ("The member of staff has left the service.", "Name somebody who serves now."),
    "InterventionsNeeded": (
        "A key worker delivers at least one intervention of the plan.",
        "Send the interventions that they deliver.",
    ),
    "OnlyForKeyWorkers": ("Only key workers deliver interventions.", "Leave the interventions out."),
    "TooManyInterventions": (
        f"At most {MOST_INTERVENTIONS} interventions can be sent at once.",
        "Send them in several requests.",
    ),
    "InterventionNotFound": (
        "One of the interventions is of no plan of the case that is worked on.",
        "Read the plan of the case again.",
    ),
    "InterventionEnded": (
        "One of the interventions is completed or has ended early; nobody delivers it any more.",
        "Leave it out.",
    ),
    "OnlyForInterestedParties": (
        "Consent is recorded for interested parties; what staff see follows from their role.",
        "Leave consentsTo and consentedOn out.",
    ),
    "ConsentIncomplete": (
        "A consent says what the offender consents to and on which day they did.",
        "Send consentsTo and consentedOn, or neither: then the party is told nothing.",
    ),
    "ConsentTooLong": (f"A consent has at most {LONGEST_TEXT} characters.", "Shorten it."),
    "ConsentInTheFuture": ("The day of the consent lies in the future.", "Send the day on which it was given."),
    "MemberAlready": (
        "The member of staff is in the team in that role already, for these interventions.",
        "Nothing is to be done.",
    ),
    "NamedAlready": (
        "Somebody of that name and place is in the team in that role already.",
        "Nothing is to be done; to change what is recorded of them, end their time first, with the reason.",
    ),
    "ReasonNeeded": ("To end somebody's time in the team needs a reason.", "Send the reason."),
    "ReasonTooLong": (f"A reason has at most {LONGEST_TEXT} characters.", "Shorten the reason."),
}


def broken(code: str, field: str | None = None) -> BrokenRule:
    """The rule of that name, at that input field."""
    message, remedy = RULES[code]
    return BrokenRule(code, message, remedy, field)
