"""The contract, put together from lists: a new file of fields is one more name in one of them."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import strawberry
from graphql import GraphQLSchema, lexicographic_sort_schema, print_schema
from strawberry.schema.config import StrawberryConfig
from strawberry.tools import merge_types

from hub.reads.drawing import draw
from hub.reads.model import Model
from hub.schema import enums
from hub.schema.completing import complete_in_python
from hub.schema.mutations.cluster import ClusterMutations
from hub.schema.mutations.contribution import ContributionMutations
from hub.schema.mutations.cover import CoverMutations
from hub.schema.mutations.dead_letter import DeadLetterMutations
from hub.schema.mutations.deciding import DecidingMutations
from hub.schema.mutations.handover import HandoverMutations
from hub.schema.mutations.icm import IcmMutations
from hub.schema.mutations.lead import LeadMutations
from hub.schema.mutations.offender_manager import OffenderManagerMutations
from hub.schema.mutations.plan import PlanMutations
from hub.schema.mutations.reallocation import ReallocationMutations, ReallocationQuery
from hub.schema.mutations.review import ReviewMutations
from hub.schema.mutations.ruling import RulingMutations
from hub.schema.mutations.sentence_type import SentenceTypeMutations
from hub.schema.mutations.staffing import StaffingMutations
from hub.schema.mutations.team import TeamMutations
from hub.schema.mutations.team_member import TeamMemberMutations
from hub.schema.mutations.unknown_movement import UnknownMovementMutations
from hub.schema.queries.agreement import AgreementQuery
from hub.schema.queries.capacity import CapacityQuery
from hub.schema.queries.case_duties import CaseDutiesQuery
from hub.schema.queries.caseload import CaseloadQuery
from hub.schema.queries.cluster import ClusterQuery
from hub.schema.queries.cover import CoverQuery
from hub.schema.queries.dead_letters import DeadLetterQuery
from hub.schema.queries.figures import FiguresQuery
from hub.schema.queries.handover import HandoverQuery
from hub.schema.queries.icm import IcmQuery
from hub.schema.queries.identity import IdentityQuery
from hub.schema.queries.lead import LeadQuery
from hub.schema.queries.plan import PlanQuery
from hub.schema.queries.root import HubQuery
from hub.schema.queries.sentence_type import SentenceTypeQuery
from hub.schema.scalars import SCALARS
from hub.schema.subscriptions.root import HubSubscription
from hub.schema.subscriptions.watching import WatchingSubscription

QUERIES: tuple[type, ...] = (
    HubQuery,
    CaseloadQuery,
    CapacityQuery,
    CaseDutiesQuery,
    AgreementQuery,
    FiguresQuery,
    CoverQuery,
    LeadQuery,
    HandoverQuery,
    ReallocationQuery,
    IcmQuery,
    SentenceTypeQuery,
    IdentityQuery,
    ClusterQuery,
    PlanQuery,
    DeadLetterQuery,
)
MUTATIONS: tuple[type, ...] = (
    PlanMutations,
    TeamMutations,
    TeamMemberMutations,
    OffenderManagerMutations,
    ReallocationMutations,
    CoverMutations,
    ContributionMutations,
    LeadMutations,
    HandoverMutations,
    IcmMutations,
    StaffingMutations,
    DecidingMutations,
    SentenceTypeMutations,
    ReviewMutations,
    RulingMutations,
    ClusterMutations,
    UnknownMovementMutations,
    DeadLetterMutations,
)
SUBSCRIPTIONS: tuple[type, ...] = (HubSubscription, WatchingSubscription)

SDL = Path(__file__).with_name("schema.graphql")


@dataclass(frozen=True)
class Contract:
    """The schema, and what its declarations mean."""

    schema: GraphQLSchema
    model: Model


def build() -> Contract:
    """Put the contract together and check every declaration. Raises DeclarationInvalid with all that is wrong."""
    built = strawberry.Schema(
        query=_merged("Query", "What can be read, within the reach of who asks.", QUERIES),
        mutation=_merged("Mutation", "What can be changed: one action each, in one transaction.", MUTATIONS),
        subscription=_merged("Subscription", "What can be followed as it happens.", SUBSCRIPTIONS),
        types=tuple(enums.ENUMS),
        config=StrawberryConfig(scalar_map=SCALARS, disable_field_suggestions=True),
    )
    schema = built._schema
    model = draw(schema)
    complete_in_python(schema, model)
    return Contract(schema, model)


def _merged(name: str, description: str, types: tuple[type, ...]) -> type:
    merged: Any = merge_types(name, types)
    merged.__strawberry_definition__.description = description
    return merged  # type: ignore[no-any-return]


def sdl() -> str:
    """The contract as text, in alphabetic order: what schema.graphql holds."""
    return print_schema(lexicographic_sort_schema(build().schema)) + "\n"
