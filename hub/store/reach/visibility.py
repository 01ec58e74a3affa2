"""Which cases exist for a viewer, as SQL: the twin of `hub.domain.access.may_read`, tested over the same rows.

The predicate takes the viewer's facts as bind parameters, so one compiled statement serves every viewer.
"""

from typing import Any

from sqlalchemy import (
    ARRAY,
    BigInteger,
    ColumnElement,
    FromClause,
    Text,
    and_,
    any_,
    bindparam,
    exists,
    func,
    not_,
    or_,
    select,
)
from sqlalchemy import literal_column as sql

from hub.domain.access import Actor, Capability
from hub.store.base import word
from hub.store.reach.access import access_limit

STAFF = "viewer_staff_id"
TEAM = "viewer_team_code"
ESTABLISHMENT = "viewer_establishment_code"
EMAIL = "viewer_email"
COVERED = "viewer_covered"
CONTRIBUTED = "viewer_contributed"


def visible(case: FromClause) -> ColumnElement[bool]:
    """The predicate on a row of `offender_case` or an alias.

    Own caseload, team or establishment, or asked to take the case over, or contributing to it; and not limited.
    """
    staff = bindparam(STAFF, type_=BigInteger)
    reach = or_(
        covered(case),
        case.c.id == any_(bindparam(CONTRIBUTED, type_=ARRAY(BigInteger))),
        _asked_in_their_place(case),
        case.c.next_om_staff_id == staff,
        case.c.next_os_staff_id == staff,
        case.c.om_staff_id == staff,
        case.c.os_staff_id == staff,
        case.c.om_team_code == bindparam(TEAM, type_=Text),
        case.c.prison_code == bindparam(ESTABLISHMENT, type_=Text),
    )
    return and_(reach, or_(not_(case.c.limited), not_(_hidden_from_viewer(case))))


def covered(case: FromClause) -> ColumnElement[bool]:
    """Whether the viewer stands in for the manager or supervisor of the case."""
    stood_in_for = bindparam(COVERED, type_=ARRAY(BigInteger))
    return or_(case.c.om_staff_id == any_(stood_in_for), case.c.os_staff_id == any_(stood_in_for))


def _asked_in_their_place(case: FromClause) -> ColumnElement[bool]:
    """Whether the viewer stands in for somebody who is asked to take the case over."""
    stood_in_for = bindparam(COVERED, type_=ARRAY(BigInteger))
    return or_(case.c.next_om_staff_id == any_(stood_in_for), case.c.next_os_staff_id == any_(stood_in_for))


def _hidden_from_viewer(case: FromClause) -> ColumnElement[bool]:
    """Excluded by name, or restricted to others (a restriction without names hides from everybody)."""
    excluded = _limit(case, "EXCLUSION", names_viewer=True)
    restricted = _limit(case, "RESTRICTION", names_viewer=False)
    named = _limit(case, "RESTRICTION", names_viewer=True)
    return or_(excluded, and_(restricted, not_(named)))


def _limit(case: FromClause, kind: str, *, names_viewer: bool) -> ColumnElement[bool]:
    """Whether the case has a limit of that kind; each look at the table has an alias of its own."""
    limit = access_limit.alias()
    where = [limit.c.case_id == case.c.id, limit.c.kind == word(kind)]
    if names_viewer:
        where.append(func.lower(limit.c.email) == func.lower(bindparam(EMAIL, type_=Text)))
    return exists(select(sql("1")).select_from(limit).where(*where).correlate(case))


def viewer(actor: Actor) -> dict[str, Any]:
    """The actor's facts as the predicate's bind parameters; who may read no case, or has no staff record, sees none."""
    sees = actor.may(Capability.READ_CASE) and actor.staff_id is not None
    return {
        STAFF: actor.staff_id if sees else None,
        TEAM: actor.team_code if sees else None,
        ESTABLISHMENT: actor.establishment_code if sees else None,
        EMAIL: actor.email or "",
        COVERED: sorted(actor.covers) if sees else [],
        CONTRIBUTED: sorted(actor.contributes_to) if sees else [],
    }
