"""What every resolver can reach: who asks, when, through which request, and how to read what it answers with."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import orjson
from graphql import GraphQLObjectType, GraphQLResolveInfo, get_named_type

from hub.domain.access import Actor, Capability
from hub.domain.allocation.capacity import PointTable
from hub.reads.faults import CapabilityMissing
from hub.reads.model import AnyNode, Model
from hub.reads.prepared import Asked, Outlined, Prepared
from hub.reads.reader import Reader
from hub.reads.sites import needs_of
from hub.schema.live import Live
from hub.schema.operations import Operates
from hub.schema.refusal import unauthenticated
from hub.store.database import Database
from hub.store.reach.visibility import viewer


@dataclass(eq=False)
class Context:
    """One operation, or one event of a subscription. `variables` are coerced; `now` gives the present moment (UTC).

    `operations` acts on dead letters; None in a process that takes no messages. `points` is what capacity follows
    from. `case_ids` grows by the cases whose facts are read, for the audit.
    """

    actor: Actor | None
    request_id: str
    database: Database
    now: Callable[[], datetime]
    live: Live
    operations: Operates | None
    points: PointTable
    reader: Reader
    model: Model
    prepared: Prepared
    variables: Mapping[str, Any]
    case_ids: set[int] = field(default_factory=set)

    @property
    def cause(self) -> str:
        """How audit lines and events name what caused a change."""
        return f"request {self.request_id}"

    @property
    def viewer(self) -> Actor:
        """Who asks. Raises Refused(UNAUTHENTICATED) without a token."""
        if self.actor is None:
            raise unauthenticated("Send a token: Authorization: Bearer ...")
        return self.actor

    async def load(self, info: Any, number: int) -> Any:
        """The entity of that number that the current field returns, with all that is selected of it: one statement.

        None where there is none that the viewer sees. `info` is Strawberry's or graphql-core's. Raises
        CapabilityMissing.
        """
        raw = _raw(info)
        kind = get_named_type(raw.return_type)
        assert isinstance(kind, GraphQLObjectType)
        entity = self.model.entities[kind.name]
        self._check(needs_of(entity))
        outlined = self.prepared.loaded(entity, kind, raw.field_nodes, self.variables)
        found = await self._fetch(outlined, outlined.asked(self.variables), {"number": number})
        return found[""]

    async def read(self, info: Any) -> Any:
        """What a root field asks for, with all that is selected of it: one statement. Raises BadInput."""
        raw = _raw(info)
        key = str(raw.path.key)
        outlined = self.prepared.root_field(key, raw.field_nodes, self.variables)
        asked = outlined.asked(self.variables)
        pick = outlined.outline.picks[0]
        assert pick.site is not None
        if pick.site in asked.faults:
            raise asked.faults[pick.site]
        many = isinstance(pick.field, AnyNode) and pick.field.many
        if not many:
            self._check(asked.readings[pick.site].needs)
        found = (await self._fetch(outlined, asked, {}))[key]
        if many:
            assert isinstance(pick.field, AnyNode)
            return self._each(pick.field, asked.readings[pick.site].values["types"], found)
        return found

    def _each(self, field: AnyNode, types: list[str], found: list[Any]) -> list[Any]:
        """Nodes that the viewer may not read become an error at their place."""
        return [self._missing(needs_of(field.targets[name])) or value for name, value in zip(types, found, strict=True)]

    def _check(self, needs: frozenset[Capability]) -> None:
        if (missing := self._missing(needs)) is not None:
            raise missing

    def _missing(self, needs: frozenset[Capability]) -> CapabilityMissing | None:
        lacking = needs - self.viewer.capabilities
        return (
            CapabilityMissing(f"This needs {', '.join(sorted(lacking))}, which you do not have.") if lacking else None
        )

    async def _fetch(self, outlined: Outlined, asked: Asked, values: Mapping[str, Any]) -> Any:
        actor = self.viewer
        without = outlined.needs(asked) - actor.capabilities
        compiled = outlined.statement(asked, without=without, for_python=True)
        text, case_ids = await self.reader.fetch(
            compiled, compiled.arguments({**viewer(actor), **asked.values, **values})
        )
        self.case_ids.update(case_ids)
        return orjson.loads(text)


def _raw(info: Any) -> GraphQLResolveInfo[Any]:
    raw: GraphQLResolveInfo[Any] = getattr(info, "_raw_info", info)
    return raw
