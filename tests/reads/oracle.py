"""The oracle: the same declarations, read the slow way.

graphql-core asks for every field; each edge is one plain SELECT over one table; which cases exist for the viewer is
`hub.domain.access.may_read` in Python; pages are cut from the whole list in Python. It shares with the compiled path
only the declarations, the named expressions and conditions, and the scalars.
"""

import asyncio
import re
from base64 import b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import asyncpg
import orjson
from graphql import ExecutionResult, GraphQLObjectType, GraphQLResolveInfo, execute, get_named_type, parse
from sqlalchemy import Select, Table, select
from sqlalchemy.dialects.postgresql import asyncpg as dialect
from strawberry.schema.schema import StrawberryGraphQLCoreExecutionContext

from hub.domain.access import Actor, Capability, CaseReach, may_read
from hub.domain.identifiers import IdentifierKind
from hub.reads.cursors import read_cursor
from hub.reads.declare import Column, Expression, GlobalId
from hub.reads.faults import BadInput, CapabilityMissing
from hub.reads.ids import global_id, number_of, read_global_id
from hub.reads.model import (
    AnyNode,
    Edge,
    Embedded,
    Entity,
    Field,
    Found,
    Many,
    One,
    OneOf,
    Order,
    Paged,
    PagePart,
    RowList,
    Scoped,
    Value,
)
from hub.reads.sites import scope_of
from hub.schema.schema import Contract, build
from hub.store.case import offender_case
from hub.store.reach.access import access_limit
from hub.store.reach.visibility import viewer as viewer_values
from hub.store.records.identity import identifier
from hub.store.shown.expressions import EXPRESSIONS

Row = Mapping[str, Any]
DIALECT = dialect.dialect()  # type: ignore[no-untyped-call]


@dataclass(frozen=True, eq=False)
class Held:
    """A row, and the entity that it is of (None: made from another row)."""

    entity: Entity | None
    row: Row


@dataclass(frozen=True, eq=False)
class SlowPage:
    """A page cut from a whole list."""

    rows: list[Held]
    order: Order
    has_next: bool
    has_previous: bool
    whole: list[Held]

    @property
    def total(self) -> int:
        return len(self.whole)

    def counted(self, column: str) -> list[dict[str, Any]]:
        """How many rows of the whole list have each value, those without one last."""
        values = [held.row[column] for held in self.whole]
        known = sorted({value for value in values if value is not None})
        return [
            {"counted": value, "count": values.count(value)} for value in [*known, *([None] if None in values else [])]
        ]


@dataclass
class Asking:
    """One operation's context: what `me` needs, and where the cases read are collected."""

    oracle: "Oracle"
    viewer: Actor
    case_ids: set[int] = field(default_factory=set)

    async def load(self, info: Any, number: int) -> Any:
        """For resolvers that Python has in both paths."""
        raw = getattr(info, "_raw_info", info)
        entity = self.oracle.contract.model.entities[get_named_type(raw.return_type).name]
        return await self.oracle.one(self, entity, entity.table.c[entity.key] == number)


class Oracle:
    """Answers documents the slow way, over one connection."""

    def __init__(self, connection: asyncpg.Connection) -> None:
        self.contract: Contract = build()
        self._connection = connection
        self._turn = asyncio.Lock()
        self._slow_down()

    async def answer(
        self, document: str, variables: Mapping[str, Any], actor: Actor
    ) -> tuple[Any, list[Any], set[int]]:
        """The data, the errors as (path, exception) and the cases read."""
        asking = Asking(self, actor)
        result = execute(
            self.contract.schema,
            parse(document),
            context_value=asking,
            variable_values=dict(variables),
            executor_class=StrawberryGraphQLCoreExecutionContext,
        )
        found = result if isinstance(result, ExecutionResult) else await result
        return found.data, list(found.errors or ()), asking.case_ids

    # --- rows ---

    async def rows(self, statement: Select[Any], values: Mapping[str, Any] | None = None) -> list[Row]:
        """The rows of one plain SELECT."""
        compiled = statement.compile(dialect=DIALECT, compile_kwargs={"render_postcompile": True})
        known = {**compiled.params, **(values or {})}
        async with self._turn:
            found = await self._connection.fetch(str(compiled), *(known[name] for name in compiled.positiontup or ()))
        return [dict(row) for row in found]

    async def of(self, asking: Asking, entity: Entity, *where: Any, order: Order | None = None) -> list[Held]:
        """Rows of an entity, in order."""
        table = entity.table
        names = (order or entity.order).columns
        by = [table.c[name].desc() if (order or entity.order).descending else table.c[name] for name in names]
        rows = await self.rows(select(table).where(*where).order_by(*by), viewer_values(asking.viewer))
        return [Held(entity, row) for row in rows]

    async def one(self, asking: Asking, entity: Entity, *where: Any) -> Held | None:
        """The visible row of an entity with the lowest key."""
        found = [held for held in await self.of(asking, entity, *where) if await self.visible(asking, held)]
        first = min(found, key=lambda held: held.row[entity.key], default=None)
        if first is not None:
            self.note(asking, first)
        return first

    def note(self, asking: Asking, held: Held) -> None:
        """Remember the case whose facts are shown."""
        assert held.entity is not None
        if held.entity.case is not None:
            asking.case_ids.add(held.row[held.entity.case])

    async def visible(self, asking: Asking, held: Held) -> bool:
        """Whether the viewer may see the case that the row is of."""
        assert held.entity is not None
        if held.entity.case is None:
            return True
        row = await self._case_of(held)
        limits = await self.rows(select(access_limit).where(access_limit.c.case_id == row["id"]))
        return may_read(asking.viewer, reach_of(row, limits))

    # --- fields ---

    def _slow_down(self) -> None:
        schema, model = self.contract.schema, self.contract.model
        assert schema.query_type is not None
        for name, entity in model.entities.items():
            self._resolvers(schema.type_map[name], entity.fields)
        for name, parts in model.parts.items():
            self._resolvers(schema.type_map[name], parts)
        for name, root in model.roots.items():
            schema.query_type.fields[name].resolve = self._root(root)
        for kind in schema.type_map.values():
            if hasattr(kind, "resolve_type") and kind.name in ("Node", "VersionedNode"):
                kind.resolve_type = lambda held, _info, _kind: held.entity.name

    def _resolvers(self, kind: Any, fields: Mapping[str, Field]) -> None:
        assert isinstance(kind, GraphQLObjectType)
        for name, one in fields.items():
            kind.fields[name].resolve = self._resolver(one, kind.fields[name])
            if isinstance(one, Embedded | RowList):
                self._resolvers(get_named_type(kind.fields[name].type), one.fields)

    def _resolver(self, one: Field, graphql: Any) -> Any:
        async def resolve(held: Any, info: GraphQLResolveInfo[Any], **arguments: Any) -> Any:
            asking: Asking = info.context
            match one:
                case Value():
                    return await self._value(one, held)
                case Embedded():
                    return held
                case One() | Many() | Paged():
                    return await self._edge(asking, one, held, arguments)
                case OneOf():
                    return await self._one_of(asking, one, held)
                case RowList():
                    return [Held(None, row) for row in MADE[one.made_by](held.row)]
            assert isinstance(one, PagePart)
            return self._part(one, held)

        return resolve

    async def _value(self, one: Value, held: Held) -> Any:
        if held.entity is None:
            assert isinstance(one.declared, Column)
            return held.row[one.declared.name]
        table, key = held.entity.table, held.entity.key
        match one.declared:
            case GlobalId():
                return global_id(held.entity.name, held.row[key])
            case Column(name):
                value = held.row[name]
                return [item for item in value if item is not None] if isinstance(value, list) else value
            case Expression(name):
                asked = select(EXPRESSIONS[name].make(table).label("it")).where(table.c[key] == held.row[key])
                (row,) = await self.rows(asked)
                return row["it"]

    async def _edge(self, asking: Asking, edge: Edge, held: Held, arguments: Mapping[str, Any]) -> Any:
        if edge.needs is not None and not asking.viewer.may(edge.needs):
            raise CapabilityMissing(edge.needs)
        assert held.entity is not None
        target = edge.target
        if edge.by is not None:
            where = target.table.c[target.key] == held.row[edge.by]
        else:
            assert edge.of is not None
            where = target.table.c[edge.of] == held.row[held.entity.key]
        found = []
        for other in await self.of(asking, target, where, *_conditions(edge, target.table), order=edge.order):
            if await self._followed(asking, edge, held, other):
                found.append(other)
        if edge.crosses:
            for other in found:
                self.note(asking, other)
        if isinstance(edge, Paged):
            return cut(found, edge.order, arguments)
        return found if isinstance(edge, Many) else (found[0] if found else None)

    async def _followed(self, asking: Asking, edge: Edge, held: Held, other: Held) -> bool:
        if edge.crosses:
            return await self.visible(asking, other)
        return same_case(held, other)

    async def _one_of(self, asking: Asking, one: OneOf, held: Held) -> Held | None:
        entity = one.targets.get(held.row[one.kind])
        if entity is None or held.row[one.by] is None:
            return None
        found = await self.of(asking, entity, entity.table.c[entity.key] == held.row[one.by])
        return next((other for other in found if same_case(held, other)), None)

    def _part(self, one: PagePart, held: Any) -> Any:
        match one.part:
            case "edges":
                return [(held.order, row) for row in held.rows]
            case "nodes":
                return held.rows
            case "page_info":
                return held
            case "total_count":
                return held.total
            case "node":
                return held[1]
            case "cursor":
                return cursor(*held)
            case "has_next":
                return held.has_next
            case "has_previous":
                return held.has_previous
            case "start_cursor":
                return cursor(held.order, held.rows[0]) if held.rows else None
            case "counted" | "count":
                return held[one.part]
        if one.part.startswith("counts_"):
            return held.counted(one.part.removeprefix("counts_"))
        return cursor(held.order, held.rows[-1]) if held.rows else None

    # --- roots ---

    def _root(self, root: Field) -> Any:
        async def resolve(_source: Any, info: GraphQLResolveInfo[Any], **arguments: Any) -> Any:
            asking: Asking = info.context
            match root:
                case Found():
                    return await self._found(asking, root, arguments)
                case Scoped():
                    return await self._scoped(asking, root, info, arguments)
            assert isinstance(root, AnyNode)
            if not root.many:
                found = await self._node(asking, root, arguments["id"])
                if isinstance(found, Exception):
                    raise found
                return found
            for text in arguments["ids"]:
                read_global_id(text)
            return [await self._node(asking, root, text) for text in arguments["ids"]]

        return resolve

    async def _node(self, asking: Asking, root: AnyNode, text: str) -> Held | Exception | None:
        name, number = read_global_id(text)
        if name not in root.targets:
            raise BadInput("no node")
        entity = root.targets[name]
        if entity.needs is not None and not asking.viewer.may(entity.needs):
            return CapabilityMissing(entity.needs)
        return await self._numbered(asking, entity, number)

    async def _numbered(self, asking: Asking, entity: Entity, number: int) -> Held | None:
        if entity.table is offender_case:
            rows = await self.rows(select(offender_case.c.merged_into).where(offender_case.c.id == number))
            number = (rows[0]["merged_into"] or number) if rows else number
        return await self.one(asking, entity, entity.table.c[entity.key] == number)

    async def _found(self, asking: Asking, root: Found, arguments: Mapping[str, Any]) -> Held | None:
        given = {name: value for name, value in arguments.items() if isinstance(value, str)}
        if len(given) != 1:
            raise BadInput("one")
        ((name, value),) = given.items()
        target = root.target
        if name == "id":
            number = number_of(target.name, value)
        if target.needs is not None and not asking.viewer.may(target.needs):
            raise CapabilityMissing(target.needs)
        if name == "id":
            return await self._numbered(asking, target, number)
        kind = {"crn": IdentifierKind.CRN, "prisonNumber": IdentifierKind.PRISON_NUMBER}[name]
        lines = await self.rows(
            select(identifier.c.case_id).where(identifier.c.kind == kind.value, identifier.c.value == value)
        )
        cases = [line["case_id"] for line in lines]
        visible = [held for one in sorted(set(cases)) if (held := await self._row(asking, target, one)) is not None]
        if not visible:
            return None
        self.note(asking, visible[0])
        return visible[0]

    async def _row(self, asking: Asking, entity: Entity, number: int) -> Held | None:
        (held,) = await self.of(asking, entity, entity.table.c[entity.key] == number)
        return held if await self.visible(asking, held) else None

    async def _scoped(
        self, asking: Asking, root: Scoped, info: GraphQLResolveInfo[Any], arguments: Mapping[str, Any]
    ) -> SlowPage:
        if not root.scopes:
            return cut(await self.of(asking, root.target), root.target.order, arguments)
        actor, scope, order = asking.viewer, scope_of(root, arguments) or "", _order(root, arguments)
        narrowed = {name: _given(root, name, arguments) for name in root.filters if arguments.get(name) is not None}
        cut([], order, arguments)  # what is wrong with the arguments is said first
        for needed in sorted(root.needs):
            if not actor.may(needed):
                raise CapabilityMissing(needed)
        if root.target.case is None:
            listed = await self.of(asking, root.target, root.scopes[scope](root.target.table))
            return cut(listed, root.target.order, arguments)
        sees = actor.may(Capability.READ_CASE) and actor.staff_id is not None
        own: Any = {
            "MINE": lambda row: actor.staff_id in (row["om_staff_id"], row["os_staff_id"]),
            "COVERED": lambda row: not actor.covers.isdisjoint({row["om_staff_id"], row["os_staff_id"]}),
            "TEAM": lambda row: actor.team_code is not None and actor.team_code == row["om_team_code"],
            "ESTABLISHMENT": lambda row: actor.establishment_code == row["prison_code"] is not None,
            "": lambda row: True,
        }
        found = [
            held
            for held in await self.of(asking, root.target, order=order)
            if held.entity is not None
            and sees
            and (
                await self._listed(asking, held, scope)
                if held.entity.name in ("IdentityReview", "ClusterReview")
                else own[scope](await self._case_of(held))
            )
            and (held.entity.name != "SentencePlan" or held.row["status"] == "SET_ASIDE")
            and (held.entity.name != "OffenderManagerHolder" or _unallocated(held.row))
            and await self._narrowed(held, narrowed)
            and await self.visible(asking, held)
        ]
        page = cut(found, order, arguments)
        if shows_rows(info):
            for held in page.rows:
                self.note(asking, held)
        return page

    async def _narrowed(self, held: Held, narrowed: Mapping[str, Any]) -> bool:
        case = await self._case_of(held)
        return all(narrows(name, held.row, case, value) for name, value in narrowed.items())

    async def _listed(self, asking: Asking, review: Held, scope: str) -> bool:
        """Whether a review is of that scope, and not listed from the other, older case."""
        if "ended_at" in review.row:
            mine = scope != "MINE" or review.row["owner_id"] == asking.viewer.staff_id
            return mine and (review.row["ended_at"] is not None) is (scope == "ENDED")
        state = review.row["state"]
        if scope != (state if state in ("DECIDED", "WITHDRAWN") else "OPEN" if scope != "MINE" else "MINE"):
            return False
        if scope == "MINE" and review.row["owner_id"] != asking.viewer.staff_id:
            return False
        if review.row["case_id"] < review.row["other_case_id"]:
            return True
        assert review.entity is not None
        turned = Held(review.entity, {**review.row, "case_id": review.row["other_case_id"]})
        return not await self.visible(asking, turned)

    async def _case_of(self, held: Held) -> Row:
        """The row of the case that a row is of, or is."""
        assert held.entity is not None and held.entity.case is not None
        (row,) = await self.rows(select(offender_case).where(offender_case.c.id == held.row[held.entity.case]))
        return row


def _order(root: Scoped, arguments: Mapping[str, Any]) -> Order:
    if not root.orders:
        return root.target.order
    named = arguments.get("order")
    return root.orders[named.value] if named is not None else next(iter(root.orders.values()))


def _given(root: Scoped, name: str, arguments: Mapping[str, Any]) -> Any:
    kind, value = root.filters[name].id_of, arguments[name]
    return number_of(kind, value) if kind else getattr(value, "value", value)


def _unallocated(row: Row) -> bool:
    return bool(row["current"]) and row["staff_id"] is None and row["due_at"] is not None


def narrows(name: str, row: Row, case: Row, value: Any) -> bool:
    """Whether a row, or its case, is what a filter of that name asks for."""
    match name:
        case "staff":
            return value in (case["om_staff_id"], case["os_staff_id"])
        case "offenderManager":
            return bool(case["om_staff_id"] == value)
        case "offenderSupervisor":
            return bool(case["os_staff_id"] == value)
        case "team":
            return bool(case["om_team_code"] == value)
        case "establishment":
            return bool(case["prison_code"] == value)
        case "awaitingTier":
            return (case["tier"] is None) is value
        case "answered":
            return (row["answered_at"] is not None) is value
        case "overdue":
            return (row.get("answered_at") is None and row["due_at"] < datetime.now(UTC)) is value
        case "acknowledged":
            return (row["acknowledged_at"] is not None) is value
    return bool(row[name] == value)


def shows_rows(info: GraphQLResolveInfo[Any]) -> bool:
    """Whether a connection's selection shows anything of its rows: more than the count."""
    names: set[str] = set()

    def collect(selections: Sequence[Any]) -> None:
        for node in selections:
            if node.kind == "field":
                names.add(node.name.value)
            elif node.kind == "inline_fragment":
                collect(node.selection_set.selections)
            else:
                collect(info.fragments[node.name.value].selection_set.selections)

    for node in info.field_nodes:
        assert node.selection_set is not None
        collect(node.selection_set.selections)
    return bool(names - {"totalCount", "countsByPhase", "countsByTier", "__typename"})


def _conditions(edge: Edge, table: Table) -> list[Any]:
    return [edge.where(table)] if edge.where is not None else []


def same_case(held: Held, other: Held) -> bool:
    """Whether an edge inside a case stays inside it."""
    assert held.entity is not None and other.entity is not None
    if held.entity.case is None or other.entity.case is None:
        return True
    return bool(held.row[held.entity.case] == other.row[other.entity.case])


def reach_of(case: Row, limits: Sequence[Row]) -> CaseReach:
    """The facts that visibility is decided by."""
    restrictions = [limit["email"] for limit in limits if limit["kind"] == "RESTRICTION"]
    excluded = [limit["email"] for limit in limits if limit["kind"] == "EXCLUSION"]
    return CaseReach(
        om_staff_id=case["om_staff_id"],
        om_team_code=case["om_team_code"],
        os_staff_id=case["os_staff_id"],
        prison_code=case["prison_code"],
        next_om_staff_id=case["next_om_staff_id"],
        next_os_staff_id=case["next_os_staff_id"],
        limited=case["limited"],
        excluded_emails=frozenset(email.lower() for email in excluded if email),
        restricted_to_emails=frozenset(email.lower() for email in restrictions if email) if restrictions else None,
    )


def cut(rows: list[Held], order: Order, arguments: Mapping[str, Any]) -> SlowPage:
    """A page of a whole list, as Relay says."""
    given: dict[str, Any] = {name: value for name, value in arguments.items() if isinstance(value, int | str)}
    first, last = given.get("first"), given.get("last")
    if first is not None and last is not None:
        raise BadInput("both")
    size = first or last or 25
    if not 1 <= size <= 100 or 0 in (first, last):
        raise BadInput("size")
    bounds = {name: tuple(read_cursor(given[name], order.types)) for name in ("after", "before") if name in given}

    def place(held: Held) -> tuple[Any, ...]:
        return tuple(held.row[name] for name in order.columns)

    def later(one: tuple[Any, ...], other: tuple[Any, ...]) -> bool:
        return one < other if order.descending else one > other

    inside = [
        held
        for held in rows
        if ("after" not in bounds or later(place(held), bounds["after"]))
        and ("before" not in bounds or later(bounds["before"], place(held)))
    ]
    shown = inside[-size:] if last is not None else inside[:size]
    over = len(inside) > size
    before = "after" in bounds and any(not later(place(held), bounds["after"]) for held in rows)
    behind = "before" in bounds and any(not later(bounds["before"], place(held)) for held in rows)
    if last is not None:
        return SlowPage(shown, order, behind, over or before, rows)
    return SlowPage(shown, order, over or behind, before, rows)


def cursor(order: Order, held: Held) -> str:
    """A cursor written in Python."""
    values = [held.row[name] for name in order.columns]
    texts = [_moment(value) if isinstance(value, datetime) else value for value in values]
    return b64encode(f"[{', '.join(orjson.dumps(text).decode() for text in texts)}]".encode()).decode()


def _moment(value: datetime) -> str:
    """As PostgreSQL writes a moment in JSON: no zeros at the end of the fraction."""
    return re.sub(r"(\.\d*?)0+(?=\+)", r"\1", value.isoformat(timespec="microseconds")).replace(".+", "+")


def _text(value: Any) -> str | None:
    """A JSON value as PostgreSQL writes it as text."""
    if value is None or isinstance(value, str):
        return value
    return orjson.dumps(value).decode()


def _changed_fields(row: Row) -> list[Row]:
    before = orjson.loads(row["before"]) if row["before"] else {}
    after = orjson.loads(row["after"]) if row["after"] else {}
    return [
        {"field": name, "before": _text(before.get(name)), "after": _text(after.get(name))}
        for name in sorted({*before, *after})
        if _text(before.get(name)) != _text(after.get(name))
    ]


def _proposed_fields(row: Row) -> list[Row]:
    wanted = orjson.loads(row["changes"])
    return [{"field": name, "value": _text(wanted[name])} for name in sorted(wanted)]


def _movement_reports(row: Row) -> list[Row]:
    return [
        {**line, **{name: line[name] and datetime.fromisoformat(line[name]) for name in ("at", "since")}}
        for line in orjson.loads(row["evidence"])
    ]


def _findings(row: Row) -> list[Row]:
    lines: list[Row] = orjson.loads(row["evidence"]).get("comparisons", [])
    return lines


MADE = {
    "changed_fields": _changed_fields,
    "findings": _findings,
    "movement_reports": _movement_reports,
    "proposed_fields": _proposed_fields,
}
