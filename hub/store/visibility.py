"""Which cases exist for a viewer, as SQL: the twin of `hub.domain.access.may_see`, tested over the same rows.

The predicate takes the viewer's facts as bind parameters, so one compiled statement serves every viewer.
"""

from typing import Any

from sqlalchemy import BigInteger, ColumnElement, FromClause, Text, and_, bindparam, exists, func, not_, or_, select
from sqlalchemy import literal_column as sql

from hub.domain.access import Actor, Capability
from hub.store.access import access_limit

STAFF = "viewer_staff_id"
TEAM = "viewer_team_code"
ESTABLISHMENT = "viewer_establishment_code"
EMAIL = "viewer_email"


def visible(case: FromClause) -> ColumnElement[bool]:
    """The predicate on a row of `offender_case` or an alias: own caseload, team or establishment, not limited."""
    reach = or_(
        case.c.om_staff_id == bindparam(STAFF, type_=BigInteger),
        case.c.os_staff_id == bindparam(STAFF, type_=BigInteger),
        case.c.om_team_code == bindparam(TEAM, type_=Text),
        case.c.prison_code == bindparam(ESTABLISHMENT, type_=Text),
    )
    return and_(reach, or_(not_(case.c.limited), not_(_hidden_from_viewer(case))))


def _hidden_from_viewer(case: FromClause) -> ColumnElement[bool]:
    """Excluded by name, or restricted to others (a restriction without names hides from everybody)."""
    email = func.lower(bindparam(EMAIL, type_=Text))
    limit = access_limit.alias("viewer_limit")
    mine = and_(limit.c.case_id == case.c.id, func.lower(limit.c.email) == email)
    excluded = exists(select(sql("1")).select_from(limit).where(mine, limit.c.kind == "EXCLUSION").correlate(case))
    named = exists(select(sql("1")).select_from(limit).where(mine, limit.c.kind == "RESTRICTION").correlate(case))
    restriction = access_limit.alias("any_limit")
    restricted = exists(
        select(sql("1"))
        .select_from(restriction)
        .where(restriction.c.case_id == case.c.id, restriction.c.kind == "RESTRICTION")
        .correlate(case)
    )
    return or_(excluded, and_(restricted, not_(named)))


def viewer(actor: Actor) -> dict[str, Any]:
    """The actor's facts as the predicate's bind parameters; who may read no case, or has no staff record, sees none."""
    sees = actor.may(Capability.READ_CASE) and actor.staff_id is not None
    return {
        STAFF: actor.staff_id if sees else None,
        TEAM: actor.team_code if sees else None,
        ESTABLISHMENT: actor.establishment_code if sees else None,
        EMAIL: actor.email or "",
    }
