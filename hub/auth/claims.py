"""What a token says about its holder, in the hub's words."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from hub.domain.access import Role, Service
from hub.domain.staffing import canonical_code
from hub.errors import Unauthenticated

# The claim `roles` names these; any other name gives nothing.
ROLES: Mapping[str, Role] = {
    "OFFENDER_MANAGER": Role.OFFENDER_MANAGER,
    "OFFENDER_SUPERVISOR": Role.OFFENDER_SUPERVISOR,
    "CASE_ADMINISTRATOR": Role.CASE_ADMINISTRATOR,
    "KEY_WORKER": Role.KEY_WORKER,
    "TEAM_MANAGER": Role.TEAM_MANAGER,
    "AUDITOR": Role.AUDITOR,
    "OPERATOR": Role.OPERATOR,
    "DEVELOPER": Role.DEVELOPER,
}

SERVICES: Mapping[str, Service] = {"CUSTODY": Service.CUSTODY, "COMMUNITY": Service.COMMUNITY}

LONGEST = 200


@dataclass(frozen=True)
class Holder:
    """Whom a genuine token stands for, before the staff record is looked up."""

    subject: str
    service: Service
    roles: frozenset[Role]
    staff_code: str | None
    email: str | None
    expires_at: datetime


def holder(claims: Mapping[str, Any]) -> Holder:
    """Read the claims sub, service, roles, staff_code, email, exp; raises Unauthenticated naming a wrong one."""
    subject = _text(claims, "sub")
    if subject is None:
        raise Unauthenticated("The token has no claim sub: it does not say whom it stands for.")
    service = SERVICES.get(_text(claims, "service") or "")
    if service is None:
        raise Unauthenticated("The token's claim service must be CUSTODY or COMMUNITY.")
    named = claims.get("roles", [])
    if not isinstance(named, list):
        raise Unauthenticated("The token's claim roles must be a list of role names.")
    code = _text(claims, "staff_code")
    return Holder(
        subject=subject,
        service=service,
        roles=frozenset(ROLES[name] for name in named if isinstance(name, str) and name in ROLES),
        staff_code=canonical_code(code) if code else None,
        email=_text(claims, "email"),
        expires_at=datetime.fromtimestamp(claims["exp"], UTC),
    )


def _text(claims: Mapping[str, Any], name: str) -> str | None:
    """A claim that is short printable text; None where it is missing or empty."""
    value = claims.get(name)
    if value is None or value == "":
        return None
    if not isinstance(value, str) or len(value) > LONGEST or not value.isprintable():
        raise Unauthenticated(f"The token's claim {name} must be printable text of at most {LONGEST} characters.")
    return value
