"""Whose plan it is and who asks: the case's reach, its identifiers, the case and the staff that a command names."""

from dataclasses import dataclass

from msgspec.structs import replace
from sqlalchemy import select

from hub.domain.access import CaseReach, Service
from hub.domain.days import london_day
from hub.domain.identifiers import IdentifierKind
from hub.store.case import offender_case
from hub.store.fetching import rows_of
from hub.store.reach.access import access_limit
from hub.store.records.identity import identifier
from hub.store.team.cover import stood_in_for
from hub.store.team.team import staff
from hub.store.transaction import Transaction

# The columns of a case's own row that decide who sees it.
REACH = (
    *("om_staff_id", "om_team_code", "os_staff_id", "prison_code", "limited"),
    *("next_om_staff_id", "next_os_staff_id"),
)
# How the services' own events name the identifiers.
EVENT_NAMES = {IdentifierKind.PRISON_NUMBER: "NOMS", IdentifierKind.CRN: "CRN"}


@dataclass(frozen=True)
class StaffMember:
    """A member of staff as their service records them, and for whom they stand in today: what decides their reach."""

    id: int
    code: str
    team_code: str | None
    establishment_code: str | None
    email: str | None
    covers: frozenset[int] = frozenset()

    def acts_for(self, staff_id: int | None) -> bool:
        """Whether they are that member of staff, or stand in for them."""
        return staff_id is not None and (staff_id == self.id or staff_id in self.covers)


async def reach_of(tx: Transaction, case_id: int) -> CaseReach:
    """The facts that decide who sees the case; call it after the case row was locked."""
    row = await tx.one(select(*(offender_case.c[name] for name in REACH)).where(offender_case.c.id == case_id))
    reach = CaseReach(**{name: getattr(row, name) for name in REACH}, case_id=case_id)
    if not reach.limited:
        return reach
    limits = await tx.rows(select(access_limit.c.kind, access_limit.c.email).where(access_limit.c.case_id == case_id))
    restricted = [limit.email for limit in limits if limit.kind == "RESTRICTION"]
    return replace(
        reach,
        excluded_emails=frozenset(i.email.lower() for i in limits if i.kind == "EXCLUSION" and i.email),
        restricted_to_emails=frozenset(email.lower() for email in restricted if email) if restricted else None,
    )


async def event_identifiers(tx: Transaction, case_id: int) -> list[dict[str, str]]:
    """The case's prison numbers and CRNs as an event's `personReference.identifiers` holds them."""
    lines = (await rows_of(tx, identifier, case_id)).of_case(case_id)
    found = {(line["kind"], line["value"]) for line in lines if line["valid"] and line["kind"] in EVENT_NAMES}
    return [{"type": EVENT_NAMES[IdentifierKind(kind)], "value": value} for kind, value in sorted(found)]


async def case_with(tx: Transaction, kind: IdentifierKind, value: str) -> int | None:
    """The case that a prison number or CRN belongs to, or None where it is unknown or on two cases."""
    line = identifier.c
    wanted = (line.kind == kind, line.value == value, line.valid)
    rows = await tx.rows(select(line.case_id).where(*wanted).distinct())
    return await surviving(tx, rows[0].case_id) if len(rows) == 1 else None


async def surviving(tx: Transaction, case_id: int) -> int | None:
    """The case itself, or the one that it was merged into; None where there is no such case."""
    case = offender_case.c
    row = await tx.one(select(case.id, case.merged_into).where(case.id == case_id))
    while row is not None and row.merged_into is not None:
        row = await tx.one(select(case.id, case.merged_into).where(case.id == row.merged_into))
    return row.id if row else None


async def staff_member(tx: Transaction, service: Service, code: str) -> StaffMember | None:
    """The member of staff who works on that side under that code today, or None."""
    row = await tx.one(select(staff).where(staff.c.service == service, staff.c.code == code))
    today = london_day(tx.now)
    if row is None or (row.active_from or today) > today or (row.active_to or today) < today:
        return None
    covers = await stood_in_for(tx, row.id, today)
    return StaffMember(row.id, row.code, row.team_code, row.establishment_code, row.email, covers)
