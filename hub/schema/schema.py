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
from hub.schema.agreement_query import AgreementQuery
from hub.schema.capacity_query import CapacityQuery
from hub.schema.case_duties import CaseDutiesQuery
from hub.schema.caseload_query import CaseloadQuery
from hub.schema.cluster import ClusterQuery
from hub.schema.cluster_mutations import ClusterMutations
from hub.schema.completing import complete_in_python
from hub.schema.contribution_mutations import ContributionMutations
from hub.schema.cover_mutations import CoverMutations
from hub.schema.cover_query import CoverQuery
from hub.schema.dead_letter_mutations import DeadLetterMutations
from hub.schema.dead_letters import DeadLetterQuery
from hub.schema.deciding_mutations import DecidingMutations
from hub.schema.figures_query import FiguresQuery
from hub.schema.handover_mutations import HandoverMutations
from hub.schema.handover_query import HandoverQuery
from hub.schema.icm_mutations import IcmMutations
from hub.schema.icm_query import IcmQuery
from hub.schema.identity_query import IdentityQuery
from hub.schema.lead_mutations import LeadMutations
from hub.schema.lead_query import LeadQuery
from hub.schema.offender_manager_mutations import OffenderManagerMutations
from hub.schema.plan_mutations import PlanMutations
from hub.schema.plan_query import PlanQuery
from hub.schema.query import HubQuery
from hub.schema.reallocation import ReallocationMutations, ReallocationQuery
from hub.schema.review_mutations import ReviewMutations
from hub.schema.ruling_mutations import RulingMutations
from hub.schema.scalars import SCALARS
from hub.schema.sentence_type_mutations import SentenceTypeMutations
from hub.schema.sentence_type_query import SentenceTypeQuery
from hub.schema.staffing_mutations import StaffingMutations
from hub.schema.subscriptions import HubSubscription
from hub.schema.team_member_mutations import TeamMemberMutations
from hub.schema.team_mutations import TeamMutations
from hub.schema.unknown_movement_mutations import UnknownMovementMutations
from hub.schema.watching import WatchingSubscription

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
