"""Who is asking: what the token and the staff record say."""

from datetime import datetime

import strawberry
from strawberry.types.info import Info

from hub.domain.access import Actor, Capability, Role, Service
from hub.schema.context import Context
from hub.schema.types.team import Staff


@strawberry.type(description="Which cases you reach, limited access aside.")
class Reach:
    """The facts of the viewer that visibility is decided by."""

    own_caseload: bool = strawberry.field(
        description="Whether you reach the cases that you hold: the hub knows you as a member of staff."
    )
    team_code: str | None = strawberry.field(description="The community team whose cases you reach.")
    establishment_code: str | None = strawberry.field(description="The prison whose people's cases you reach.")


@strawberry.type(description="You, as the hub knows you.")
class Me:
    """The actor."""

    actor: strawberry.Private[Actor]

    @strawberry.field(description="The subject of your token.")
    def subject(self) -> str:
        """The token's `sub`."""
        return self.actor.subject

    @strawberry.field(description="Your service.")
    def service(self) -> Service:
        """The side that the actor works for."""
        return self.actor.service

    @strawberry.field(description="What you are, in the hub's words.")
    def roles(self) -> list[Role]:
        """In the order of the enum."""
        return [role for role in Role if role in self.actor.roles]

    @strawberry.field(description="What you may do.")
    def capabilities(self) -> list[Capability]:
        """In the order of the enum."""
        return [capability for capability in Capability if self.actor.may(capability)]

    @strawberry.field(description="Your staff code.")
    def staff_code(self) -> str | None:
        """The code that the token names."""
        return self.actor.staff_code

    @strawberry.field(description="Your staff record; null where the hub knows none, and then you reach no case.")
    async def staff(self, info: Info[Context, None]) -> Staff | None:
        """Read like any other entity."""
        if self.actor.staff_id is None:
            return None
        found: Staff | None = await info.context.load(info, self.actor.staff_id)
        return found

    @strawberry.field(description="Which cases you reach.")
    def reach(self) -> Reach:
        """Own caseload, team and establishment."""
        sees = self.actor.may(Capability.READ_CASE) and self.actor.staff_id is not None
        return Reach(
            own_caseload=sees,
            team_code=self.actor.team_code if sees else None,
            establishment_code=self.actor.establishment_code if sees else None,
        )

    @strawberry.field(description="When your token ends.")
    def until(self) -> datetime | None:
        """The token's `exp`."""
        return self.actor.expires_at
