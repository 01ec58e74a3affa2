"""Which types of sentence are switched off, by whose decision, from when to when; what was switched on again stays.

`asked_at` is null until every case with such a sentence was asked anew about its eligibility (hub/clock).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import CheckConstraint, Column, ColumnElement, Date, Index, Table, exists, func, insert, select, update
from sqlalchemy import text as sql

from hub.domain.access import Service
from hub.domain.eligibility import SwitchedOff
from hub.domain.eligibility.switching import SwitchAllowed
from hub.store.base import closed_list, instant, key, metadata, text
from hub.store.custody.sentence import sentence
from hub.store.transaction import Transaction

# `named` is the type as it was sent, `type_key` what types are compared by. `recorded_by`: who did it, `decided_by`:
# whose decision it is. `changed_at`: when it was switched last.
sentence_type_switch = Table(
    "sentence_type_switch",
    metadata,
    key(),
    text("service"),
    text("named"),
    text("type_key"),
    text("reason"),
    text("decided_by"),
    Column("first_on", Date, nullable=False),
    Column("last_on", Date),
    text("recorded_by"),
    instant("recorded_at"),
    instant("ended_at", nullable=True),
    text("ended_by", nullable=True),
    text("ending_reason", nullable=True),
    instant("changed_at"),
    instant("asked_at", nullable=True),
    CheckConstraint("first_on <= last_on", name="in_order"),
    Index(
        "uq_sentence_type_switch_standing",
        "service",
        "type_key",
        unique=True,
        postgresql_where=sql("ended_at is null"),
    ),
    closed_list("service", Service),
)


@dataclass(frozen=True)
class HeldSwitch:
    """A switch that nobody has taken back; it may be to come, or over by its last day."""

    id: int
    last_on: date | None

    def over(self, today: date) -> bool:
        """Whether its last day is past."""
        return self.last_on is not None and self.last_on < today


@dataclass(frozen=True)
class TypeInUse:
    """A type of sentence as a service's records call it, and how many sentences of it are in force, and are held."""

    service: Service
    code: str | None
    description: str
    in_force: int
    held: int


async def switched_off(tx: Transaction) -> tuple[SwitchedOff, ...]:
    """The types that are switched off or are to be, read once in a transaction."""
    if "sentence types" not in tx.looked_up:
        one = sentence_type_switch.c
        rows = await tx.look(select(sentence_type_switch).where(one.ended_at.is_(None)).order_by(one.id))
        tx.looked_up["sentence types"] = tuple(
            SwitchedOff(row.type_key, row.reason, row.decided_by, Service(row.service), row.first_on, row.last_on)
            for row in rows
        )
    found: tuple[SwitchedOff, ...] = tx.looked_up["sentence types"]
    return found


async def held(tx: Transaction, service: Service, type_key: str) -> HeldSwitch | None:
    """The switch of that type that nobody has taken back; nobody else switches it until the transaction ends."""
    lock = sql("select pg_advisory_xact_lock(hashtextextended(:name, 0))")
    await tx.execute(lock, {"name": f"sentence type\n{service}\n{type_key}"})
    one = sentence_type_switch.c
    mine = (one.service == service, one.type_key == type_key, one.ended_at.is_(None))
    row = await tx.one(select(one.id, one.last_on).where(*mine))
    return HeldSwitch(row.id, row.last_on) if row else None


async def is_known(tx: Transaction, service: Service, type_key: str) -> bool:
    """Whether a sentence that the hub holds is called so by that service's records."""
    row = await tx.one(select(exists(select(sentence.c.id).where(sentence.c.service == service, called(type_key)))))
    return bool(row[0])


def called(type_key: str) -> ColumnElement[bool]:
    """Whether a sentence is of the type by its code or its description (hub/domain/eligibility `type_key`)."""
    code, description = sentence.c.type_code, sentence.c.description
    return (func.upper(func.btrim(code)) == type_key) | (func.upper(func.btrim(description)) == type_key)


async def switch_off(tx: Transaction, allowed: SwitchAllowed, by: str) -> int:
    """Keep the switch; its key."""
    values = {
        "service": allowed.service,
        "named": allowed.named,
        "type_key": allowed.key,
        "reason": allowed.reason,
        "decided_by": allowed.decided_by,
        "first_on": allowed.first_on,
        "last_on": allowed.last_on,
        "recorded_by": by,
        "recorded_at": tx.now,
        "changed_at": tx.now,
    }
    one = sentence_type_switch
    return int((await tx.execute(insert(one).values(values).returning(one.c.id))).scalar_one())


async def switch_on(tx: Transaction, number: int, by: str | None = None, reason: str | None = None) -> None:
    """The switch stands no more; without a reason its last day had passed, and another takes its place."""
    values = {"ended_at": tx.now, "ended_by": by, "ending_reason": reason, "changed_at": tx.now, "asked_at": None}
    one = sentence_type_switch
    await tx.execute(update(one).where(one.c.id == number).values(values))


async def to_ask(tx: Transaction) -> dict[int, datetime]:
    """The switches about which the cases are still to be asked, and when each was switched last."""
    one = sentence_type_switch.c
    rows = await tx.rows(select(one.id, one.changed_at).where(one.asked_at.is_(None)).order_by(one.id))
    return {row.id: row.changed_at for row in rows}


async def asked(tx: Transaction, switches: Mapping[int, datetime]) -> None:
    """Every case was asked about these switches, as they were then."""
    one = sentence_type_switch
    for number, changed_at in switches.items():
        same = (one.c.id == number, one.c.changed_at == changed_at)
        await tx.execute(update(one).where(*same).values(asked_at=tx.now))


async def in_use(tx: Transaction) -> Sequence[TypeInUse]:
    """Every type of sentence that the hub holds, the most frequent first: counts, nobody's sentence."""
    one = sentence.c
    running = func.count().filter(one.active)
    columns = (one.service, one.type_code, one.description, running.label("in_force"), func.count().label("held"))
    grouped = select(*columns).group_by(one.service, one.type_code, one.description)
    rows = await tx.rows(grouped.order_by(running.desc(), one.service, one.type_code, one.description))
    return [TypeInUse(Service(row.service), row.type_code, row.description, row.in_force, row.held) for row in rows]
