"""The mutations about members of a team: map the input, run one action, answer with the case. No rule stands here."""

from datetime import date
from typing import Annotated, Any

import strawberry

from hub.actions.team.team_member import Command, change_team
from hub.domain.access import Capability, Service
from hub.domain.allocation.offender_supervisor import case_not_found
from hub.domain.staffing import canonical_code
from hub.domain.team_member import LONGEST_TEXT, AddTeamMember, EndTeamMember, MemberRole, broken
from hub.reads.faults import BadInput
from hub.reads.ids import number_of
from hub.schema.context import Context
from hub.schema.mutations.plan_inputs import Repeatable
from hub.schema.outcomes import BrokenRules, VersionConflict, or_refusal
from hub.schema.types.case import Case

Info = strawberry.Info[Context, None]
_NEEDS = f"Needs {Capability.CHANGE_TEAM}; of an interested party, the Offender Manager or a team manager."


@strawberry.input(description="Somebody joins the team of a case: a member of staff, or somebody else by name.")
class AddTeamMemberInput(Repeatable):
    """`AddTeamMember`."""

    case_id: strawberry.ID = strawberry.field(description="The case.")
    role: MemberRole = strawberry.field(description="What they do.")
    service: Service | None = strawberry.field(default=None, description="The service of the member of staff.")
    staff_code: str | None = strawberry.field(default=None, description="Their staff code in that service.")
    name: str | None = strawberry.field(
        default=None, description="The name of a key worker of a partner organisation, or of an interested party."
    )
    belongs_to: str | None = strawberry.field(
        default=None, description="Their organisation; what an interested party is to the offender."
    )
    intervention_ids: list[strawberry.ID] = strawberry.field(
        default_factory=list, description="What a key worker delivers, at least one."
    )
    consents_to: str | None = strawberry.field(
        default=None,
        description="What the offender consents that an interested party is told; left out: nothing. At most "
        f"{LONGEST_TEXT} characters.",
    )
    consented_on: date | None = strawberry.field(default=None, description="When the offender consented.")

    def command(self) -> AddTeamMember:
        """The command in the domain's words; raises BrokenRule."""
        try:
            case_id = number_of("Case", self.case_id)
        except BadInput:
            raise case_not_found() from None
        try:
            interventions = tuple(number_of("Intervention", one) for one in self.intervention_ids)
        except BadInput:
            raise broken("InterventionNotFound", "interventionIds") from None
        return AddTeamMember(
            case_id=case_id,
            role=self.role,
            service=self.service,
            staff_code=canonical_code(self.staff_code or "") or None,
            name=self.name,
            belongs_to=self.belongs_to,
            intervention_ids=interventions,
            consents_to=self.consents_to,
            consented_on=self.consented_on,
        )


@strawberry.input(description="Somebody leaves the team of a case.")
class EndTeamMemberInput(Repeatable):
    """`EndTeamMember`."""

    id: strawberry.ID = strawberry.field(description="The member.")
    reason: str = strawberry.field(description=f"Why; at most {LONGEST_TEXT} characters.")

    def command(self) -> EndTeamMember:
        """The command in the domain's words; raises BrokenRule."""
        try:
            return EndTeamMember(number_of("TeamMember", self.id), self.reason)
        except BadInput:
            raise broken("MemberNotFound", "id") from None


@strawberry.type(description="The team of the case has changed.")
class TeamChanged:
    """Success of the mutations about members."""

    case_number: strawberry.Private[int]

    @strawberry.field(graphql_type=Case, description="The case as it is now.")
    async def case(self, info: Info) -> Any:
        """Read with the mutation's own selection."""
        return await info.context.load(info, self.case_number)


TeamPayload = Annotated[
    TeamChanged | VersionConflict | BrokenRules,
    strawberry.union("TeamPayload", description="The case with its new team, or why nothing was changed."),
]


async def _change(info: Info, asked: AddTeamMemberInput | EndTeamMemberInput) -> TeamChanged:
    context = info.context
    command: Command = asked.command()
    case_id = await change_team(
        context.database,
        context.viewer,
        command,
        cause=context.cause,
        now=context.now(),
        idempotency_key=asked.idempotency_key,
    )
    return TeamChanged(case_number=case_id)


@strawberry.type
class TeamMemberMutations:
    """The part of the root type Mutation about members of teams."""

    @strawberry.mutation(
        description="A case administrator, a key worker with what they deliver, or an interested party joins the team "
        f"of a case. {_NEEDS}"
    )
    async def add_team_member(self, info: Info, input: AddTeamMemberInput) -> TeamPayload:
        """Any number of each."""
        return await or_refusal(info.context, _change(info, input))

    @strawberry.mutation(description=f"Somebody leaves the team of a case; the history keeps them. {_NEEDS}")
    async def end_team_member(self, info: Info, input: EndTeamMemberInput) -> TeamPayload:
        """Once."""
        return await or_refusal(info.context, _change(info, input))
