"""The roots of reads about types of sentence: what is switched off, and which types the services' records have."""

from typing import Annotated

import strawberry
from strawberry.types.info import Info

from hub.domain.access import Capability, Service
from hub.reads.declare import scoped_pages
from hub.reads.faults import CapabilityMissing
from hub.schema.connections import AFTER, BEFORE, FIRST, LAST, Connection
from hub.schema.context import Context
from hub.schema.types.sentence_type import SentenceTypeSwitch
from hub.store.decided.sentence_type import in_use

Asking = Info[Context, None]


def _about(description: str) -> object:
    return strawberry.argument(description=description)


@strawberry.type(description="A type of sentence as a service's records call it.")
class SentenceType:
    """Counted anew for each request; nothing of a person is in it."""

    service: Service = strawberry.field(description="Whose records.")
    code: str | None = strawberry.field(description="Their code of it; null where they give none.")
    description: str = strawberry.field(description="Their words for it.")
    in_force: int = strawberry.field(description="How many sentences of it are in force.")
    held: int = strawberry.field(description="How many the hub holds, those that have ended included.")


@strawberry.type
class SentenceTypeQuery:
    """What those look at who switch types off."""

    @strawberry.field(
        description="Types of sentence that are switched off, to be, or were: by their first day.",
        metadata=scoped_pages(),
    )
    async def sentence_type_switches(
        self,
        info: Asking,
        first: Annotated[int | None, _about(FIRST)] = strawberry.UNSET,
        after: Annotated[str | None, _about(AFTER)] = strawberry.UNSET,
        last: Annotated[int | None, _about(LAST)] = strawberry.UNSET,
        before: Annotated[str | None, _about(BEFORE)] = strawberry.UNSET,
    ) -> Connection[SentenceTypeSwitch] | None:
        """So that everybody can read why a length gives no manager."""
        found: Connection[SentenceTypeSwitch] | None = await info.context.read(info)
        return found

    @strawberry.field(
        description="Every type of sentence that the hub holds, the most frequent first: a type is switched off by its "
        f"code or its description here. Needs {Capability.CHANGE_SETTINGS}."
    )
    async def sentence_types(self, info: Asking) -> list[SentenceType]:
        """Over all cases: counts alone."""
        context = info.context
        if not context.viewer.may(Capability.CHANGE_SETTINGS):
            raise CapabilityMissing(f"This needs {Capability.CHANGE_SETTINGS}, which you do not have.")
        async with context.database.transaction(context.now()) as tx:
            return [SentenceType(**vars(one)) for one in await in_use(tx)]
