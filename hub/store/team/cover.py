"""Cover: who stands in for whom, from which day to which. One that was ended early stays, with who ended it and why.

No cover lacks its last day, none lasts longer than four weeks, and no two of one person meet: the database holds it
(alembic/versions/0032_*). `case_acting` says who acts today for the manager and the supervisor of each case.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    Computed,
    Date,
    Table,
    Text,
    insert,
    or_,
    select,
    update,
)
from sqlalchemy import text as sql
from sqlalchemy.dialects.postgresql import ARRAY, DATERANGE, INT8RANGE, ExcludeConstraint

from hub.domain.access import Service
from hub.domain.days import london_day
from hub.domain.grade import Grade
from hub.domain.lead.cover import ActingReason, Cover
from hub.domain.lead.covering import CoverFlag, Employed
from hub.domain.staffing import StaffPlace
from hub.domain.team import TeamRole
from hub.store.base import VIEW, closed_list, closed_lists, instant, key, metadata, of, of_case, text
from hub.store.case import offender_case
from hub.store.team.team import staff
from hub.store.transaction import Transaction

# A range of one key stands for the key: a plain number in an exclusion would need an extension.
cover = Table(
    "cover",
    metadata,
    key(),
    of("staff"),
    of("staff", "covering_id"),
    Column("first_on", Date, nullable=False),
    Column("last_on", Date, nullable=False),
    Column("staff_key", INT8RANGE, Computed("int8range(staff_id, staff_id, '[]')", persisted=True)),
    Column("during", DATERANGE, Computed("daterange(first_on, last_on, '[]')", persisted=True)),
    text("reason"),
    Column("flags", ARRAY(Text), nullable=False, server_default=sql("'{}'")),
    of("staff", "arranged_by_id", index=False),
    instant("arranged_at"),
    instant("ended_at", nullable=True),
    of("staff", "ended_by_id", nullable=True, index=False),
    text("ending_reason", nullable=True),
    closed_lists("flags", CoverFlag),
    CheckConstraint("first_on <= last_on and last_on - first_on < 28", name="short"),
    CheckConstraint("staff_id <> covering_id", name="by_somebody_else"),
    ExcludeConstraint(
        ("staff_key", "="), ("during", "&&"), where=sql("ended_at is null"), using="gist", name="ex_cover_one_at_a_time"
    ),
)

# One line for each case and role: who is named, who acts today, to which day, and why.
case_acting = Table(
    "case_acting",
    metadata,
    Column("id", Text, primary_key=True),
    of_case(),
    text("role"),
    Column("named_id", BigInteger),
    Column("acting_id", BigInteger),
    Column("until", Date),
    text("reason"),
    closed_list("role", (TeamRole.OFFENDER_MANAGER, TeamRole.OFFENDER_SUPERVISOR)),
    closed_list("reason", ActingReason),
    info=VIEW,
)

# Whoever covers for somebody covers for those too for whom that one stands in.
STOOD_IN_FOR = """
with recursive stood (staff_id) as (
  select staff_id from cover where covering_id = :staff and cast(:today as date) <@ during and ended_at is null
  union
  select c.staff_id from cover c join stood s on c.covering_id = s.staff_id
  where cast(:today as date) <@ c.during and c.ended_at is null)
select staff_id from stood where staff_id <> :staff
"""


@dataclass(frozen=True)
class HeldCover:
    """A cover that stands or is to come, who is away, and the codes of both."""

    cover: Cover
    absent: StaffPlace
    covering_code: str


async def stood_in_for(tx: Transaction, staff_id: int, today: date) -> frozenset[int]:
    """For whom the member of staff stands in on that day."""
    walk = sql(STOOD_IN_FOR).columns(staff_id=BigInteger)
    rows = await tx.rows(walk, {"staff": staff_id, "today": today})
    return frozenset(row.staff_id for row in rows)


async def standing_for(tx: Transaction, staff_ids: Iterable[int], today: date) -> list[HeldCover]:
    """The covers of these members of staff that stand on that day, as the database has them.

    Asked whenever a case comes to somebody: for whom none stands is asked once for all messages of a transaction.
    """
    asked = [one for one in staff_ids if ("no cover", one) not in tx.working.sought]
    if not asked:
        return []
    absent, covering = staff.alias("absent"), staff.alias("covering")
    names = [absent.c[name] for name in ("service", "code", "team_code", "establishment_code")]
    joined = cover.join(absent, absent.c.id == cover.c.staff_id).join(covering, covering.c.id == cover.c.covering_id)
    columns = select(cover, *names, covering.c.code.label("covering_code")).select_from(joined)
    on_the_day = (cover.c.first_on <= today, cover.c.last_on >= today, cover.c.ended_at.is_(None))
    rows = await tx.look(columns.where(cover.c.staff_id.in_(asked), *on_the_day).order_by(cover.c.id))
    found = [_standing(row) for row in rows]
    tx.working.sought.update(("no cover", one) for one in {*asked} - {one.absent.id for one in found})
    return found


def _standing(row: Any) -> HeldCover:
    place = StaffPlace(row.staff_id, Service(row.service), row.code, row.team_code, row.establishment_code)
    arranged = Cover(row.staff_id, row.covering_id, row.first_on, row.last_on, row.reason)
    return HeldCover(arranged, place, row.covering_code)


async def employed(tx: Transaction, service: Service, code: str) -> Employed | None:
    """A member of staff by their code, not locked; None for a code that the hub does not know."""
    row = await tx.one(select(staff).where(staff.c.service == service, staff.c.code == code))
    return _employed(row)


def _employed(row: Any) -> Employed | None:
    return Employed(row.id, row.active_from, row.active_to, Grade(row.grade) if row.grade else None) if row else None


async def absent_of(tx: Transaction, number: int) -> Employed | None:
    """Whom a cover is for; None where there is no such cover."""
    joined = select(staff).where(cover.c.id == number, staff.c.id == cover.c.staff_id)
    row = await tx.one(joined)
    return _employed(row)


async def covers_for(tx: Transaction, staff_id: int) -> tuple[list[Cover], list[Cover]]:
    """Who covers, covered and is to cover for them: what stands to its last day, and what was ended early.

    What was ended early counts up to the day before; what ended on its first day or before it never stood.
    """
    standing, ended = [], []
    for row in await tx.rows(select(cover).where(cover.c.staff_id == staff_id).order_by(cover.c.id)):
        last = row.last_on if row.ended_at is None else min(row.last_on, london_day(row.ended_at) - timedelta(days=1))
        one = Cover(row.staff_id, row.covering_id, row.first_on, last, row.reason)
        if row.ended_at is None:
            standing.append(one)
        elif row.first_on <= last:
            ended.append(one)
    return standing, ended


async def arrange(tx: Transaction, arranged: Cover, flags: Sequence[CoverFlag], by_id: int) -> int:
    """Keep the cover; its key."""
    values = {
        "staff_id": arranged.for_id,
        "covering_id": arranged.by_id,
        "first_on": arranged.first,
        "last_on": arranged.last,
        "reason": arranged.reason,
        "flags": [str(flag) for flag in flags],
        "arranged_by_id": by_id,
        "arranged_at": tx.now,
    }
    return int((await tx.execute(insert(cover).values(values).returning(cover.c.id))).scalar_one())


async def held(tx: Transaction, number: int, today: date) -> HeldCover | None:
    """The cover of that number, locked; None where there is none, or it is over."""
    row = await tx.one(
        select(cover)
        .where(cover.c.id == number, cover.c.ended_at.is_(None), cover.c.last_on >= today)
        .with_for_update()
    )
    if row is None:
        return None
    absent = await tx.one(select(staff).where(staff.c.id == row.staff_id))
    covering = await tx.one(select(staff.c.code).where(staff.c.id == row.covering_id))
    place = StaffPlace(absent.id, Service(absent.service), absent.code, absent.team_code, absent.establishment_code)
    arranged = Cover(row.staff_id, row.covering_id, row.first_on, row.last_on, row.reason)
    return HeldCover(arranged, place, covering.code)


async def end(tx: Transaction, number: int, by_id: int, reason: str) -> None:
    """The cover stands no more from this moment on."""
    values = {"ended_at": tx.now, "ended_by_id": by_id, "ending_reason": reason}
    await tx.execute(update(cover).where(cover.c.id == number).values(values))


async def cases_of(tx: Transaction, staff_id: int) -> list[int]:
    """The cases that the member of staff holds as manager or supervisor."""
    case = offender_case.c
    mine = or_(case.om_staff_id == staff_id, case.os_staff_id == staff_id)
    return [row.id for row in await tx.rows(select(case.id).where(mine).order_by(case.id))]
