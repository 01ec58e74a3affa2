"""A plan read whole, and its changes written: rows <-> the nodes of hub/domain/plan/nodes.py, column by field."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeVar, get_args, get_type_hints

from msgspec.structs import fields
from sqlalchemy import Table, and_, func, insert, select, update
from sqlalchemy import text as sql

from hub.domain.access import Service
from hub.domain.plan.decision import Change
from hub.domain.plan.nodes import Intervention, Node, Objective, Plan, PlanState, Proposal, Step, document, key_of
from hub.domain.plan.words import COUNTING, ObjectiveStatus, PlanNode, PlanStatus
from hub.store.custody.sentence import span
from hub.store.plan.plan import intervention, objective, plan_change, proposal, sentence_plan, step
from hub.store.transaction import Transaction

TABLES: dict[PlanNode, Table] = {
    PlanNode.PLAN: sentence_plan,
    PlanNode.OBJECTIVE: objective,
    PlanNode.INTERVENTION: intervention,
    PlanNode.STEP: step,
    PlanNode.PROPOSAL: proposal,
}
PARTS: tuple[type[Objective] | type[Intervention] | type[Step] | type[Proposal], ...] = (
    Objective,
    Intervention,
    Step,
    Proposal,
)

Kind = TypeVar("Kind", bound=Node)


@dataclass(frozen=True)
class Place:
    """Where a node is: its case and its plan."""

    case_id: int
    plan_id: int


@dataclass(frozen=True)
class Author:
    """Who changes the plan, as the history keeps it: service, staff key, standing in the case; no staff: the hub."""

    service: Service
    staff_id: int | None
    standing: str


async def place_of(tx: Transaction, kind: PlanNode, node_id: int) -> Place | None:
    """The case and the plan of a node, or None if there is no such node."""
    table = TABLES[kind]
    plan_id = table.c.id if kind is PlanNode.PLAN else table.c.plan_id
    row = await tx.one(select(table.c.case_id, plan_id.label("plan_id")).where(table.c.id == node_id))
    return Place(row.case_id, row.plan_id) if row else None


async def load(tx: Transaction, plan_id: int) -> PlanState:
    """The plan with every node; call it after the case row was locked."""
    over = func.coalesce(func.upper(span.c.during) <= tx.now, sql("false"))
    found = select(sentence_plan, over.label("span_over")).join(span, span.c.id == sentence_plan.c.span_id)
    row = await tx.one(found.where(sentence_plan.c.id == plan_id))
    nodes: list[Node] = []
    for part in PARTS:
        table = TABLES[part.kind]
        nodes += [_node(part, held) for held in await tx.rows(select(table).where(table.c.plan_id == plan_id))]
    return PlanState(_node(Plan, row), {key_of(node): node for node in nodes}, row.span_over)


def _closed_lists(kind: type[Node]) -> dict[str, type[StrEnum]]:
    """The fields of a node that hold a value of a closed list."""
    hints = {name: (hint, *get_args(hint)) for name, hint in get_type_hints(kind).items()}
    found = {name: [h for h in each if isinstance(h, type) and issubclass(h, StrEnum)] for name, each in hints.items()}
    return {name: each[0] for name, each in found.items() if each}


# Worked out once: a plan has hundreds of rows.
NAMES: dict[type[Any], list[str]] = {kind: [f.name for f in fields(kind)] for kind in (Plan, *PARTS)}
CLOSED_LISTS: dict[type[Any], dict[str, type[StrEnum]]] = {kind: _closed_lists(kind) for kind in (Plan, *PARTS)}


def _node(kind: type[Kind], row: Any) -> Kind:
    values = {name: getattr(row, name) for name in NAMES[kind]}
    for name, known in CLOSED_LISTS[kind].items():
        values[name] = known(values[name]) if values[name] is not None else None
    return kind(**values)


async def present_span(tx: Transaction, case_id: int) -> tuple[int | None, int | None]:
    """The span that covers this moment and its plan, each None where there is none."""
    counts = and_(sentence_plan.c.span_id == span.c.id, sentence_plan.c.status.in_(COUNTING))
    statement = (
        select(span.c.id, sentence_plan.c.id.label("plan_id"))
        .outerjoin(sentence_plan, counts)
        .where(span.c.case_id == case_id, span.c.during.op("@>")(tx.now))
    )
    row = await tx.one(statement)
    return (row.id, row.plan_id) if row else (None, None)


async def out_of_step(tx: Transaction, case_id: int) -> list[int]:
    """The plans of the case that are open though their span is over, or closed though it runs."""
    over = func.coalesce(func.upper(span.c.during) <= tx.now, sql("false"))
    statement = (
        select(sentence_plan.c.id)
        .join(span, span.c.id == sentence_plan.c.span_id)
        .where(sentence_plan.c.case_id == case_id, sentence_plan.c.status.in_(COUNTING))
        .where(over == (sentence_plan.c.status == PlanStatus.ACTIVE))
    )
    return [row.id for row in await tx.rows(statement.order_by(sentence_plan.c.id))]


async def new_id(tx: Transaction, kind: PlanNode) -> int:
    """The id for a new node, drawn before the rules run, so that they can name it."""
    sequence = sql("select nextval(pg_get_serial_sequence(:table, 'id'))")
    return int((await tx.execute(sequence, {"table": TABLES[kind].name})).scalar_one())


async def save(tx: Transaction, state: PlanState, changes: Sequence[Change], author: Author, cause: str) -> None:
    """Write every change: its node, its line in the history; then the plan's version."""
    for change in changes:
        await _put(tx, state.plan, change, author)
    if changes[0].event != "PlanCreated":
        now = {"version": state.plan.version, "updated_at": tx.now, "areas": areas(state)}
        await tx.execute(update(sentence_plan).where(sentence_plan.c.id == state.plan.id).values(now))
    await tx.execute(insert(plan_change), [_line(tx, state.plan, change, author, cause) for change in changes])


def areas(state: PlanState) -> list[str]:
    """The areas of need that the active objectives of a plan serve, in order."""
    objectives = (node for node in state.nodes.values() if isinstance(node, Objective))
    active = (one for one in objectives if one.status is ObjectiveStatus.ACTIVE)
    return sorted({str(one.need_area) for one in active if one.need_area is not None})


async def _put(tx: Transaction, plan: Plan, change: Change, author: Author) -> None:
    node = change.after
    table = TABLES[node.kind]
    values = {f.name: _stored(getattr(node, f.name)) for f in fields(node)}
    if change.before is not None:
        await tx.execute(update(table).where(table.c.id == node.id).values(values))
        return
    if isinstance(node, Plan):
        created = {"created_by_id": author.staff_id, "created_at": tx.now, "updated_at": tx.now}
        await tx.execute(insert(table).values({**values, **created}))
        return
    await tx.execute(insert(table).values({**values, "case_id": plan.case_id, "plan_id": plan.id}))


def _stored(value: Any) -> Any:
    return dict(value) if isinstance(value, Mapping) else value


def _line(tx: Transaction, plan: Plan, change: Change, author: Author, cause: str) -> dict[str, Any]:
    return {
        "case_id": plan.case_id,
        "plan_id": plan.id,
        "plan_version": change.plan_version,
        "node": change.after.kind,
        "node_id": change.after.id,
        "node_version": change.after.version,
        "event": change.event,
        "before": document(change.before) if change.before else None,
        "after": document(change.after),
        "service": author.service,
        "actor_id": author.staff_id,
        "actor_role": author.standing,
        "cause": change.cause or cause,
        "at": tx.now,
    }
