"""The subscriptions that name no case: a caseload that changes, handovers whose day has come.

At each look the database says how things stand for the viewer, and what differs from the look before is told. So
nothing is lost by a missed announcement or a reconnect: read the list, then watch.
"""

from collections.abc import AsyncGenerator
from datetime import date
from functools import partial
from typing import Annotated, Any

import strawberry

from hub.domain.access import Capability
from hub.domain.handover.lateness import Lateness
from hub.reads.ids import global_id
from hub.schema.context import Context
from hub.schema.enums.scopes import CaseloadScope
from hub.schema.refusal import Code, Refused
from hub.schema.types.handover import Handover
from hub.store.watching import watching
from hub.store.watching.watching import DueHandover, Seen

Info = strawberry.Info[Context, None]
# Scope -> the named condition on a case (hub/store/reach/conditions.py), as `caseload` has it.
CONDITIONS = {
    CaseloadScope.MINE: "own_caseload",
    CaseloadScope.COVERED: "covered_caseload",
    CaseloadScope.TEAM: "own_team",
    CaseloadScope.ESTABLISHMENT: "own_establishment",
}
Scope = Annotated[CaseloadScope, strawberry.argument(description="Whose cases.")]


def _ids(numbers: set[int]) -> list[strawberry.ID]:
    return [strawberry.ID(global_id("Case", number)) for number in sorted(numbers)]


@strawberry.type(description="A caseload changed: cases came, cases left, something happened to cases.")
class CaseloadChanged:
    """What differs from the look before; `node(id:)` reads a case."""

    before: strawberry.Private[Seen]
    now: strawberry.Private[Seen]

    @property
    def case_ids(self) -> tuple[int, ...]:
        """The cases that the event tells of, for the audit."""
        return tuple(sorted({number for number, _ in self.before.items() ^ self.now.items()}))

    @strawberry.field(description="Cases that came into the caseload.")
    def entered(self) -> list[strawberry.ID]:
        """By their global ids."""
        return _ids(self.now.keys() - self.before.keys())

    @strawberry.field(description="Cases that left it: of another, of nobody, or not yours to see any more.")
    def left(self) -> list[strawberry.ID]:
        """By their global ids."""
        return _ids(self.before.keys() - self.now.keys())

    @strawberry.field(description="Cases of it to which something happened.")
    def changed(self) -> list[strawberry.ID]:
        """By their global ids."""
        both = self.before.keys() & self.now.keys()
        return _ids({number for number in both if self.before[number] != self.now[number]})

    @strawberry.field(description="How many cases it has now.")
    def total_count(self) -> int:
        """As `caseload { totalCount }` answers."""
        return len(self.now)


@strawberry.type(description="The day of a handover has come, or it is late.")
class HandoverDue:
    """Told once when it becomes due, and once more when it becomes late."""

    number: strawberry.Private[int]
    found: strawberry.Private[DueHandover]

    @property
    def case_ids(self) -> tuple[int, ...]:
        """The case that the event tells of, for the audit."""
        return (self.found.case_id,)

    @strawberry.field(description="The day that it waits for.")
    def due_on(self) -> date:
        """In London."""
        return self.found.due_on

    @strawberry.field(description="Why it is escalated; null while it is only due.")
    def late(self) -> Lateness | None:
        """By the same names as on the handover."""
        return self.found.late

    @strawberry.field(graphql_type=Handover | None, description="The handover; null where you do not see it any more.")
    async def handover(self, info: Info) -> Any:
        """Read anew at each event."""
        return await info.context.load(info, self.number)


@strawberry.type
class WatchingSubscription:
    """The part of the root type Subscription that names no case."""

    @strawberry.subscription(
        description="What becomes of a caseload from now on: read `caseload` first. At most one event a second."
    )
    async def caseload_changed(
        self, info: Info, scope: Scope = CaseloadScope.MINE
    ) -> AsyncGenerator[CaseloadChanged, None]:
        """Differences between two looks."""
        actor = _reader(info)
        before: Seen | None = None
        async for now in info.context.live.watch(partial(watching.caseload, actor=actor, condition=CONDITIONS[scope])):
            if before is not None and now != before:
                yield CaseloadChanged(before=before, now=now)
            before = now

    @strawberry.subscription(
        description="Handovers of a caseload whose day comes, or that become late, from now on: read `handovers` first."
    )
    async def handover_due(self, info: Info, scope: Scope = CaseloadScope.MINE) -> AsyncGenerator[HandoverDue, None]:
        """Each once when it becomes due, and once when it becomes late."""
        actor = _reader(info)
        before: dict[int, DueHandover] | None = None
        look = partial(watching.due_handovers, actor=actor, condition=CONDITIONS[scope])
        async for now in info.context.live.watch(look):
            for number, one in sorted(now.items()) if before is not None else ():
                if before is not None and before.get(number) != one:
                    yield HandoverDue(number=number, found=one)
            before = now


def _reader(info: Info) -> Any:
    actor = info.context.viewer
    if not actor.may(Capability.READ_CASE):
        raise Refused(Code.FORBIDDEN, f"This needs {Capability.READ_CASE}, which you do not have.")
    return actor
