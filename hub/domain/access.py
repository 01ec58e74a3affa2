"""Who may do what: one table from role to capability, and the reach of a viewer.

The same rows are woven into SQL by `hub/store/reach/visibility.py`; the tests run both over one table of cases.
Source: hub (docs/decisions.md, "Access"); what each role does: guide ("Offender Management Team").
"""

from datetime import datetime
from enum import StrEnum

from hub.domain.value import Value


class Service(StrEnum):
    """The two services that share the plan."""

    CUSTODY = "CUSTODY"
    COMMUNITY = "COMMUNITY"

    @property
    def other(self) -> "Service":
        """The one of the two that this is not."""
        return Service.COMMUNITY if self is Service.CUSTODY else Service.CUSTODY


class Role(StrEnum):
    """What somebody is in the hub's own words; connectors and the issuer map theirs to these."""

    OFFENDER_MANAGER = "OFFENDER_MANAGER"
    OFFENDER_SUPERVISOR = "OFFENDER_SUPERVISOR"
    CASE_ADMINISTRATOR = "CASE_ADMINISTRATOR"
    KEY_WORKER = "KEY_WORKER"
    TEAM_MANAGER = "TEAM_MANAGER"
    AUDITOR = "AUDITOR"
    OPERATOR = "OPERATOR"
    DEVELOPER = "DEVELOPER"


class Capability(StrEnum):
    """One thing that somebody may do."""

    READ_CASE = "READ_CASE"
    READ_PLAN = "READ_PLAN"
    READ_ASSESSMENT = "READ_ASSESSMENT"
    READ_REGISTER = "READ_REGISTER"
    CHANGE_PLAN = "CHANGE_PLAN"
    PROPOSE_CHANGE = "PROPOSE_CHANGE"
    RECORD_DELIVERY = "RECORD_DELIVERY"
    ALLOCATE_OFFENDER_MANAGER = "ALLOCATE_OFFENDER_MANAGER"
    ALLOCATE_OFFENDER_SUPERVISOR = "ALLOCATE_OFFENDER_SUPERVISOR"
    CHANGE_TEAM = "CHANGE_TEAM"
    ACKNOWLEDGE_MOVEMENT = "ACKNOWLEDGE_MOVEMENT"
    DECIDE_ON_CASE = "DECIDE_ON_CASE"
    DECIDE_IDENTITY = "DECIDE_IDENTITY"
    DECIDE_STAFFING = "DECIDE_STAFFING"
    RECORD_CONTACT = "RECORD_CONTACT"
    CHANGE_SETTINGS = "CHANGE_SETTINGS"
    READ_AUDIT = "READ_AUDIT"
    OPERATE = "OPERATE"


_PRACTITIONER = frozenset({Capability.READ_CASE, Capability.READ_PLAN})
_ASSESSING = _PRACTITIONER | {
    Capability.RECORD_CONTACT,
    Capability.CHANGE_TEAM,
    Capability.READ_ASSESSMENT,
    Capability.READ_REGISTER,
    Capability.ACKNOWLEDGE_MOVEMENT,
}

CAPABILITIES: dict[Role, frozenset[Capability]] = {
    Role.OFFENDER_MANAGER: _ASSESSING
    | {
        Capability.CHANGE_PLAN,
        Capability.RECORD_DELIVERY,
        Capability.ALLOCATE_OFFENDER_MANAGER,
        Capability.ALLOCATE_OFFENDER_SUPERVISOR,
        Capability.DECIDE_ON_CASE,
    },
    Role.OFFENDER_SUPERVISOR: _ASSESSING | {Capability.PROPOSE_CHANGE, Capability.RECORD_DELIVERY},
    Role.CASE_ADMINISTRATOR: frozenset({Capability.READ_CASE, Capability.RECORD_CONTACT}),
    Role.KEY_WORKER: _PRACTITIONER | {Capability.RECORD_DELIVERY},
    Role.TEAM_MANAGER: _ASSESSING
    | {
        Capability.ALLOCATE_OFFENDER_MANAGER,
        Capability.ALLOCATE_OFFENDER_SUPERVISOR,
        Capability.DECIDE_ON_CASE,
        Capability.DECIDE_IDENTITY,
        Capability.DECIDE_STAFFING,
    },
    Role.AUDITOR: frozenset({Capability.READ_AUDIT}),
    Role.OPERATOR: frozenset({Capability.OPERATE, Capability.CHANGE_SETTINGS}),
    Role.DEVELOPER: frozenset(),
}


class Actor(Value):
    """Who is asking, as the token and the staff record say.

    `staff_id` is None where the token names no member of staff that the hub knows: such an actor reaches no case.
    `team_code` is the community team, `establishment_code` the prison; either may be None.
    `email` decides limited access only; it is personal and never logged. `covers` are the staff ids for whom they stand
    in today (hub/domain/lead/cover.py), `contributes_to` the cases to which they contribute by a decision
    (hub/domain/allocation/contributing.py).
    """

    subject: str
    service: Service
    roles: frozenset[Role]
    staff_code: str | None = None
    staff_id: int | None = None
    team_code: str | None = None
    establishment_code: str | None = None
    email: str | None = None
    expires_at: datetime | None = None
    covers: frozenset[int] = frozenset()
    contributes_to: frozenset[int] = frozenset()

    @property
    def capabilities(self) -> frozenset[Capability]:
        """What the actor's roles carry, together."""
        return frozenset[Capability]().union(*(CAPABILITIES[role] for role in self.roles))

    def may(self, capability: Capability) -> bool:
        """Whether any role of this actor carries the capability."""
        return any(capability in CAPABILITIES[role] for role in self.roles)

    def acts_for(self, staff_id: int | None) -> bool:
        """Whether the actor is that member of staff, or stands in for them today."""
        return staff_id is not None and (staff_id == self.staff_id or staff_id in self.covers)


class CaseReach(Value):
    """The facts of a case that decide who sees it; the columns of the same names on `offender_case`.

    `next_om_staff_id`, `next_os_staff_id`: who is to take the case over by a handover that is open, as its manager or
    its supervisor.
    `case_id` is its key, None where nobody contributes to it.
    """

    om_staff_id: int | None = None
    om_team_code: str | None = None
    os_staff_id: int | None = None
    prison_code: str | None = None
    limited: bool = False
    excluded_emails: frozenset[str] = frozenset()
    restricted_to_emails: frozenset[str] | None = None
    next_om_staff_id: int | None = None
    next_os_staff_id: int | None = None
    case_id: int | None = None


def may_see(actor: Actor, case: CaseReach) -> bool:
    """Whether the case exists for this actor: own caseload, own team or own establishment, unless access is limited.

    The caseload of somebody for whom they stand in is as their own while the cover lasts.

    Limited access wins over every role: an exclusion hides the case from the named, a restriction hides it from
    everybody but the named. A restriction whose list is unknown hides the case from everybody.
    """
    if not actor.may(Capability.READ_CASE) or actor.staff_id is None:
        return False
    own = actor.acts_for(case.om_staff_id) or actor.acts_for(case.os_staff_id)
    team = actor.team_code is not None and actor.team_code == case.om_team_code
    establishment = actor.establishment_code is not None and actor.establishment_code == case.prison_code
    return (own or team or establishment) and not _limited(actor, case)


def may_read(actor: Actor, case: CaseReach) -> bool:
    """Whether the case can be read: who sees it, who is asked to take it over, and who contributes to it by a decision.

    Who is asked must know what they answer, who contributes what they contribute to; they change nothing of the case.
    It ends as the handover, or the contribution, does. Limited access wins here too.
    """
    if may_see(actor, case):
        return True
    asked = actor.acts_for(case.next_om_staff_id) or actor.acts_for(case.next_os_staff_id)
    contributes = case.case_id is not None and case.case_id in actor.contributes_to
    may = actor.may(Capability.READ_CASE) and actor.staff_id is not None
    return (asked or contributes) and may and not _limited(actor, case)


def _limited(actor: Actor, case: CaseReach) -> bool:
    if not case.limited:
        return False
    email = (actor.email or "").lower()
    if email in case.excluded_emails:
        return True
    return case.restricted_to_emails is not None and email not in case.restricted_to_emails
