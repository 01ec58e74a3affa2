"""Who contributes to a case of high risk without leading it, by whose decision, and how that ended; nothing goes.

At most one contribution of a person to a case stands at a time: the action looks under the case's lock.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import (
    ARRAY,
    Boolean,
    CheckConstraint,
    Column,
    Computed,
    Date,
    Index,
    Table,
    Text,
    insert,
    select,
    update,
)
from sqlalchemy import text as sql

from hub.domain.access import Service
from hub.domain.allocation.contributing import ContributionDecided, ContributionEnd, ContributionFlag
from hub.domain.allocation.duties import Contribution, DecidedBy
from hub.domain.assessment import RiskLevel
from hub.domain.phase import Phase
from hub.store.base import closed_list, closed_lists, instant, key, metadata, of, of_case, text
from hub.store.case import offender_case
from hub.store.team.team import staff
from hub.store.transaction import Transaction

# `service` is the side whose staff recorded it. `decider_id`: the team manager, null: a MAPPA meeting. `harm`: the risk
# on which it was decided.
contribution = Table(
    "contribution",
    metadata,
    key(),
    of_case(),
    text("service"),
    of("staff", index=False),
    text("aspects"),
    text("reason"),
    text("decided_by"),
    of("staff", "decider_id", nullable=True, index=False),
    Column("decided_on", Date, nullable=False),
    text("harm"),
    Column("flags", ARRAY(Text), nullable=False, server_default=sql("'{}'")),
    instant("started_at"),
    of("staff", "recorded_by_id", index=False),
    instant("ended_at", nullable=True),
    text("ended_as", nullable=True),
    of("staff", "ended_by_id", nullable=True, index=False),
    text("ending_reason", nullable=True),
    Column("current", Boolean, Computed("ended_at is null", persisted=True)),
    CheckConstraint("(decided_by = 'TEAM_MANAGER') = (decider_id is not null)", name="decided_by_somebody"),
    CheckConstraint("(ended_at is null) = (ended_as is null)", name="ended_somehow"),
    Index("ix_contribution_standing", "staff_id", postgresql_where=sql("ended_at is null")),
    closed_list("service", Service),
    closed_list("decided_by", DecidedBy),
    closed_list("harm", RiskLevel),
    closed_lists("flags", ContributionFlag),
    closed_list("ended_as", ContributionEnd),
)


@dataclass(frozen=True)
class HeldContribution:
    """A contribution as held, with the codes of who contributes and of the team manager who decided it."""

    id: int
    case_id: int
    staff_id: int
    staff_code: str
    decider_code: str | None
    decision: Contribution
    flags: tuple[ContributionFlag, ...]
    ended_as: ContributionEnd | None


async def case_of(tx: Transaction, number: int) -> int | None:
    """The case that the contribution is or was to."""
    row = await tx.one(select(contribution.c.case_id).where(contribution.c.id == number))
    return int(row.case_id) if row else None


async def held(tx: Transaction, number: int) -> HeldContribution:
    """The contribution of that number as it stands."""
    (found,) = await _held(tx, contribution.c.id == number)
    return found


async def standing(tx: Transaction, case_id: int) -> list[HeldContribution]:
    """Who contributes to the case now, the longest first."""
    return await _held(tx, contribution.c.case_id == case_id, contribution.c.ended_at.is_(None))


async def contributed_to(tx: Transaction, staff_id: int) -> frozenset[int]:
    """The cases to which the member of staff contributes now."""
    mine = (contribution.c.staff_id == staff_id, contribution.c.ended_at.is_(None))
    living = (offender_case.c.id == contribution.c.case_id, offender_case.c.phase.is_distinct_from(Phase.TERMINATED))
    return frozenset(row.case_id for row in await tx.rows(select(contribution.c.case_id).where(*mine, *living)))


async def keep(tx: Transaction, case_id: int, decided: ContributionDecided, *, service: Service, by_id: int) -> int:
    """Keep the decision from this moment on; its key."""
    values: dict[str, Any] = {
        "case_id": case_id,
        "service": service,
        "staff_id": decided.staff_id,
        "aspects": decided.aspects,
        "reason": decided.reason,
        "decided_by": decided.decision.decided_by,
        "decider_id": decided.decider_id,
        "decided_on": decided.decision.on,
        "harm": decided.harm,
        "flags": list(decided.flags),
        "started_at": tx.now,
        "recorded_by_id": by_id,
    }
    return int((await tx.execute(insert(contribution).values(values).returning(contribution.c.id))).scalar_one())


async def end(
    tx: Transaction, number: int, ended_as: ContributionEnd, *, by_id: int | None = None, reason: str | None = None
) -> None:
    """It stands no more from this moment on. `by_id` is None where no person ended it."""
    values = {"ended_at": tx.now, "ended_as": ended_as, "ended_by_id": by_id, "ending_reason": reason}
    await tx.execute(update(contribution).where(contribution.c.id == number).values(values))


async def _held(tx: Transaction, *where: Any) -> list[HeldContribution]:
    who, decider = staff.alias("who"), staff.alias("decider")
    joined = contribution.join(who, who.c.id == contribution.c.staff_id)
    joined = joined.outerjoin(decider, decider.c.id == contribution.c.decider_id)
    codes = (who.c.code.label("staff_code"), decider.c.code.label("decider_code"))
    rows = await tx.look(select(contribution, *codes).select_from(joined).where(*where).order_by(contribution.c.id))
    return [_of_row(row) for row in rows]


def _of_row(row: Any) -> HeldContribution:
    on: date = row.decided_on
    by = DecidedBy(row.decided_by)
    return HeldContribution(
        id=row.id,
        case_id=row.case_id,
        staff_id=row.staff_id,
        staff_code=row.staff_code,
        decider_code=row.decider_code,
        decision=Contribution(by, row.decider_code or by.value, on),
        flags=tuple(ContributionFlag(flag) for flag in row.flags),
        ended_as=ContributionEnd(row.ended_as) if row.ended_as else None,
    )
