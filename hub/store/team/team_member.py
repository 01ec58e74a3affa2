"""The team of a case besides its two managers, each with a period; which interventions key workers deliver."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Boolean, Column, Computed, Date, Index, Table, and_, delete, exists, insert, select, update
from sqlalchemy import text as sql

from hub.domain.access import Service
from hub.domain.plan import InterventionStatus, PlanStatus
from hub.domain.team_member import AddTeamMember, Delivered, Member, MemberRole
from hub.store.base import closed_list, instant, key, metadata, of, of_case, text
from hub.store.plan.plan import intervention, sentence_plan
from hub.store.transaction import Transaction

# `service` is the side whose staff added the member: with its word on the person goes what it added.
team_member = Table(
    "team_member",
    metadata,
    key(),
    of_case(),
    text("role"),
    of("staff", nullable=True),
    text("name", nullable=True),
    text("belongs_to", nullable=True),
    text("consents_to", nullable=True),
    Column("consented_on", Date),
    text("service"),
    instant("started_at"),
    of("staff", "added_by_id", index=False),
    instant("ended_at", nullable=True),
    of("staff", "ended_by_id", nullable=True, index=False),
    text("ending_reason", nullable=True),
    Column("current", Boolean, Computed("ended_at is null", persisted=True)),
    Index(
        "uq_team_member_administrator",
        "case_id",
        "staff_id",
        unique=True,
        postgresql_where=sql("ended_at is null and role = 'CASE_ADMINISTRATOR'"),
    ),
    closed_list("role", MemberRole),
    closed_list("service", Service),
)

# Which interventions a key worker delivers; it goes where the plan goes.
delivery = Table(
    "delivery",
    metadata,
    key(),
    of_case(),
    of("sentence_plan", "plan_id"),
    of("intervention"),
    of("team_member"),
)

OVER = (InterventionStatus.COMPLETED, InterventionStatus.ENDED_EARLY)


@dataclass(frozen=True)
class HeldMember:
    """A member as held: whose team, what they do, and whether they have left."""

    id: int
    case_id: int
    role: MemberRole
    staff_id: int | None
    left: bool
    deliveries: tuple[int, ...]


async def case_of(tx: Transaction, member_id: int) -> int | None:
    """The case in whose team the member is or was."""
    row = await tx.one(select(team_member.c.case_id).where(team_member.c.id == member_id))
    return int(row.case_id) if row else None


async def held(tx: Transaction, member_id: int) -> HeldMember | None:
    """The member as they stand."""
    row = await tx.one(select(team_member).where(team_member.c.id == member_id))
    if row is None:
        return None
    lines = await tx.rows(select(delivery.c.intervention_id).where(delivery.c.team_member_id == member_id))
    delivers = tuple(sorted(line.intervention_id for line in lines))
    return HeldMember(row.id, row.case_id, MemberRole(row.role), row.staff_id, row.ended_at is not None, delivers)


async def team_of(tx: Transaction, case_id: int) -> list[Member]:
    """Who is in the team now."""
    rows = await tx.rows(select(team_member).where(team_member.c.case_id == case_id, team_member.c.current))
    lines = await tx.rows(select(delivery).where(delivery.c.team_member_id.in_([row.id for row in rows])))
    return [
        Member(
            MemberRole(row.role),
            row.staff_id,
            frozenset(line.intervention_id for line in lines if line.team_member_id == row.id),
            row.name,
            row.belongs_to,
        )
        for row in rows
    ]


async def delivered(tx: Transaction, case_id: int, intervention_ids: Collection[int]) -> list[Delivered]:
    """Those of the interventions that are of a plan of the case that is worked on."""
    one = intervention.c
    joined = select(one.id, one.plan_id, one.status).join(sentence_plan, sentence_plan.c.id == one.plan_id)
    mine = (one.case_id == case_id, one.id.in_(list(intervention_ids)), sentence_plan.c.status == PlanStatus.ACTIVE)
    rows = await tx.rows(joined.where(*mine).order_by(one.id))
    return [Delivered(row.id, row.plan_id, row.status in OVER) for row in rows]


async def add(
    tx: Transaction,
    case_id: int,
    command: AddTeamMember,
    delivers: Sequence[Delivered],
    *,
    staff_id: int | None,
    by: tuple[int, Service],
) -> int:
    """The key of the new member; `by` is who adds them, and for which service."""
    values: dict[str, Any] = {
        "case_id": case_id,
        "role": command.role,
        "staff_id": staff_id,
        "name": (command.name or "").strip() or None,
        "belongs_to": (command.belongs_to or "").strip() or None,
        "consents_to": (command.consents_to or "").strip() or None,
        "consented_on": command.consented_on,
        "service": by[1],
        "started_at": tx.now,
        "added_by_id": by[0],
    }
    number = int((await tx.execute(insert(team_member).values(values).returning(team_member.c.id))).scalar_one())
    if delivers:
        lines = [
            {"case_id": case_id, "plan_id": one.plan_id, "intervention_id": one.id, "team_member_id": number}
            for one in delivers
        ]
        await tx.execute(insert(delivery), lines)
    return number


async def end(tx: Transaction, member_id: int, reason: str, by_id: int) -> None:
    """The member leaves the team."""
    values = {"ended_at": tx.now, "ended_by_id": by_id, "ending_reason": reason}
    await tx.execute(update(team_member).where(team_member.c.id == member_id).values(values))


async def move(tx: Transaction, from_case: int, to_case: int) -> list[int]:
    """Bring the members to another case, but an administrator who is in the team there."""
    mine, there = team_member, team_member.alias("there")
    same = and_(there.c.case_id == to_case, there.c.staff_id == mine.c.staff_id, there.c.role == mine.c.role)
    clashing = and_(
        mine.c.role == MemberRole.CASE_ADMINISTRATOR,
        mine.c.ended_at.is_(None),
        exists(select(there.c.id).where(same, there.c.ended_at.is_(None))),
    )
    going = update(mine).where(mine.c.case_id == from_case, ~clashing).values(case_id=to_case)
    return [row.id for row in (await tx.execute(going.returning(mine.c.id))).all()]


async def bring_back(tx: Transaction, member_ids: Sequence[int], from_case: int, to_case: int) -> None:
    """Bring those of these members that are in the one team back to the other."""
    came = (team_member.c.id.in_(list(member_ids)), team_member.c.case_id == from_case)
    await tx.execute(update(team_member).where(*came).values(case_id=to_case))


async def erase_members(tx: Transaction, case_id: int, service: Service) -> None:
    """Whom the service's staff added to the team."""
    mine = (team_member.c.case_id == case_id, team_member.c.service == service)
    going = select(team_member.c.id).where(*mine)
    await tx.execute(delete(delivery).where(delivery.c.team_member_id.in_(going)))
    await tx.execute(delete(team_member).where(*mine))
