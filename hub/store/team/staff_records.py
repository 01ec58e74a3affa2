"""Staff of both services as their records describe them; the table stands in hub/store/team/team.py."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from msgspec.structs import asdict
from sqlalchemy import select, update

from hub.domain.access import Service
from hub.domain.days import london_day
from hub.domain.grade import Grade
from hub.domain.records import StaffRecord
from hub.store.fetching import fetch_staff
from hub.store.team.team import CODE, offender_manager_holder, staff, supervision_record
from hub.store.transaction import Transaction
from hub.store.working_set import Row


@dataclass(frozen=True)
class Member:
    """A member of staff as the rules see them; `active_to` is their last day in the service."""

    id: int
    service: Service
    establishment_code: str | None
    active_to: date | None
    grade: str | None


async def member_with(tx: Transaction, staff_id: int) -> tuple[str, Member]:
    """The member of staff of that id, with their code."""
    columns = (staff.c.id, staff.c.service, staff.c.code, staff.c.establishment_code, staff.c.active_to, staff.c.grade)
    row = await tx.one(select(*columns).where(staff.c.id == staff_id))
    return row.code, Member(row.id, Service(row.service), row.establishment_code, row.active_to, row.grade)


async def find_staff(tx: Transaction, service: Service, code: str) -> Member | None:
    """The member of staff with that code of that service."""
    columns = (staff.c.id, staff.c.establishment_code, staff.c.active_to, staff.c.grade)
    row = await tx.one(select(*columns).where(staff.c.service == service, staff.c.code == code))
    return Member(row.id, service, row.establishment_code, row.active_to, row.grade) if row else None


@dataclass(frozen=True)
class Serving:
    """A member of probation staff with the days between which they serve; None: open."""

    id: int
    service: Service
    grade: str | None
    active_from: date | None
    active_to: date | None


async def serving(tx: Transaction, code: str) -> Serving | None:
    """The member of staff with that code: of the probation service, else of the prison's, who can't hold a case."""
    row = await row_of(tx, Service.COMMUNITY, code) or await row_of(tx, Service.CUSTODY, code)
    if row is None:
        return None
    return Serving(row["id"], Service(row["service"]), row["grade"], row["active_from"], row["active_to"])


async def grade_of(tx: Transaction, staff_id: int | None) -> Grade | None:
    """The grade of the member of staff; None where nobody knows it, or them."""
    row = await tx.one(select(staff.c.grade).where(staff.c.id == staff_id)) if staff_id is not None else None
    return Grade(row.grade) if row and row.grade else None


async def row_of(tx: Transaction, service: Service, code: str) -> Row | None:
    """The member of staff's row as it stands in this transaction."""
    await fetch_staff(tx, [(service, code)])
    return next(iter(tx.working.of(staff).find(CODE, (service, code))), None)


async def cases_naming(tx: Transaction, staff_id: int) -> list[int]:
    """The cases that the member of staff manages by the community's record, or was ever held to have managed."""
    named = select(supervision_record.c.case_id).where(supervision_record.c.staff_id == staff_id)
    holder = offender_manager_holder.c
    held = select(holder.case_id).where(holder.staff_id == staff_id)
    return sorted(row.case_id for row in await tx.rows(named.union(held)))


async def staff_codes(tx: Transaction, ids: Iterable[int]) -> dict[int, str]:
    """The staff codes of these members of staff, by id."""
    wanted = list(ids)
    held = {row["id"]: row["code"] for row in map(tx.working.of(staff).get, wanted) if row is not None}
    if len(held) < len(wanted):
        statement = select(staff.c.id, staff.c.code).where(staff.c.id.in_([one for one in wanted if one not in held]))
        held |= {row.id: row.code for row in await tx.look(statement)}
    return held


async def save_staff(tx: Transaction, record: StaffRecord, told_at: datetime) -> tuple[int, bool]:
    """The id of the member of staff, and whether anything new was learned.

    A newer record wins field by field; what it does not say stays, and an older one only fills what is empty.
    """
    given = {name: value for name, value in asdict(record).items() if name not in ("service", "code")}
    await fetch_staff(tx, [(record.service, record.code)])
    rows = tx.working.of(staff)
    row = next(iter(rows.find(CODE, (record.service, record.code))), None)
    if row is None:
        number = await tx.draw(staff)
        identity = {"id": number, "service": record.service, "code": record.code}
        rows.put({**identity, **given, "told_at": told_at, "changed_at": None, "updated_at": tx.now})
        return number, True
    newer = told_at >= row["told_at"]
    learned = {
        name: value
        for name, value in given.items()
        if value is not None and (newer or row[name] is None) and row[name] != value
    }
    if row["changed_at"] is not None and told_at >= row["changed_at"]:
        learned["changed_at"] = None
    if learned:
        rows.change(row["id"], **learned, told_at=max(told_at, row["told_at"]), updated_at=tx.now)
    return int(row["id"]), bool(learned)


async def note_changed(tx: Transaction, service: Service, code: str, at: datetime) -> bool | None:
    """Keep that a member of staff's record has changed; False where a newer one is held, None where nobody is known."""
    row = await tx.one(select(staff).where(staff.c.service == service, staff.c.code == code).with_for_update())
    if row is None:
        return None
    if row.told_at >= at or (row.changed_at is not None and row.changed_at >= at):
        return False
    await tx.execute(update(staff).where(staff.c.id == row.id).values(changed_at=at, updated_at=tx.now))
    return True


async def note_left(tx: Transaction, service: Service, code: str, told_at: datetime) -> bool:
    """Keep that a member of staff has left their service on that London day; False where nobody is known or it is."""
    known = (staff.c.service == service, staff.c.code == code, staff.c.active_to.is_(None))
    values = {"active_to": london_day(told_at), "told_at": told_at, "updated_at": tx.now}
    return bool(await tx.rows(update(staff).where(*known).values(values).returning(staff.c.id)))
