"""The case: one for each offender, for ever, with everything that both services hold on them."""

from datetime import date, datetime

import strawberry

from hub.domain.access import Capability
from hub.domain.phase import Phase, PhaseFlag
from hub.reads.declare import column, entity, expression, global_id, pages, same_row, to_many, to_one
from hub.schema.connections import Connection, page
from hub.schema.node import ID_ABOUT, Node
from hub.schema.scalars import Crn, Cro, Pnc, PrisonNumber
from hub.schema.types.agreement import CaseFact, Disagreement
from hub.schema.types.answers import (
    CaseAnswer,
    CaseEligibility,
    CaseRecommendation,
    CaseResponsibility,
    CaseTier,
    CaseTodayTier,
    CaseTransfer,
    DecisionMade,
    PastAnswer,
)
from hub.schema.types.assessment import AssessedNeed, Assessment, Predictor, RiskManagementPlan, RiskOfHarm
from hub.schema.types.contribution import Contribution
from hub.schema.types.cover import Acting
from hub.schema.types.custody import Custody, Movement, ReportedHandover, UnknownMovement
from hub.schema.types.detail import AwaitedDetail
from hub.schema.types.enforcement import EnforcementAction, Licence, RecallRecommendation
from hub.schema.types.figures import Figure
from hub.schema.types.handover import Handover
from hub.schema.types.icm import CaseConference, CoreScreenInterview, IntegratedCase
from hub.schema.types.identity import Identity, IdentityReview
from hub.schema.types.lead import ContactRequest, HowToReach, Leadership, NoticeDue, OffenderNotice
from hub.schema.types.person import PersonRecord
from hub.schema.types.plan import SentencePlan
from hub.schema.types.published_tier import PublishedTier
from hub.schema.types.registration import Register
from hub.schema.types.requirement import Requirement
from hub.schema.types.sentence import Sentence, SentenceTerm, Span
from hub.schema.types.source import AwaitedSnapshot, Erasure, Identifier, SourceRecord
from hub.schema.types.team import Team

_ASSESSMENT = f"Needs {Capability.READ_ASSESSMENT}: without it, null and an error FORBIDDEN."
_REGISTER = f"Needs {Capability.READ_REGISTER}: without it, null and an error FORBIDDEN."
_PLAN = f"Needs {Capability.READ_PLAN}: without it, null and an error FORBIDDEN."


@entity("offender_case", case="id", order=("sort_name", "id"), lookup="case_number")
@strawberry.type(description="One offender's case. A case that you may not see answers like one that does not exist.")
class Case(Node):
    """The case as both services' records make it."""

    id: strawberry.ID = strawberry.field(description=ID_ABOUT, metadata=global_id())
    version: int = strawberry.field(
        description="The case's version, the one to send as `expectedVersion` to change its team.",
        metadata=column("version"),
    )
    forename: str | None = strawberry.field(description="First name.", metadata=column("forename"))
    surname: str | None = strawberry.field(description="Family name.", metadata=column("surname"))
    date_of_birth: date | None = strawberry.field(description="Date of birth.", metadata=column("date_of_birth"))
    name_source: str | None = strawberry.field(
        description="Whose word on name and date of birth is shown.", metadata=column("name_source")
    )
    person_records: list[PersonRecord] = strawberry.field(
        description="Who the offender is, by source.", metadata=to_many(of="case_id")
    )
    crn: Crn | None = strawberry.field(
        description="The CRN; of several, the one that `facts` shows.", metadata=expression("crn")
    )
    prison_number: PrisonNumber | None = strawberry.field(
        description="The prison number; of several, the one that `facts` shows.", metadata=expression("prison_number")
    )
    pnc: Pnc | None = strawberry.field(
        description="The PNC number; of several, the one that `facts` shows.", metadata=expression("pnc")
    )
    cro: Cro | None = strawberry.field(
        description="The CRO number; of several, the one that `facts` shows.", metadata=expression("cro")
    )
    identifiers: list[Identifier] = strawberry.field(
        description="Every number that a service knows the offender by.", metadata=to_many(of="case_id")
    )
    sources: list[SourceRecord] = strawberry.field(
        description="The records of both services that the case links.", metadata=to_many(of="case_id")
    )
    reviews: list[IdentityReview] = strawberry.field(
        description="Other cases that may be about the same person.", metadata=to_many(of="case_id")
    )
    identity: Identity = strawberry.field(
        description="Who the hub takes the person to be: reviews, rulings, history.", metadata=same_row()
    )
    awaiting_snapshot: bool = strawberry.field(
        description="True until a service's full record has come.", metadata=column("awaiting_snapshot")
    )
    details_awaited: list[AwaitedDetail] = strawberry.field(
        description="Records that have changed at their source and that the hub is still to read.",
        metadata=to_many(of="case_id"),
    )
    facts: list[CaseFact] = strawberry.field(
        description="Every fact with both services' words, their sources and times, and whose is shown by which rule.",
        metadata=to_many(of="case_id"),
    )
    disagreements: list[Disagreement] = strawberry.field(
        description="Facts of which the services hold different values, the newest first.",
        metadata=to_many(of="case_id", order=("since", "id"), descending=True),
    )
    phase: Phase | None = strawberry.field(
        description="In which phase of the sentence; null where no record tells.", metadata=column("phase")
    )
    phase_reason: str | None = strawberry.field(description="Why, as a sentence.", metadata=column("phase_reason"))
    phase_flags: list[PhaseFlag] = strawberry.field(
        description="What about the phase needs a person's look.", metadata=column("phase_flags")
    )
    eligibility: CaseEligibility | None = strawberry.field(
        description="Whether the person has an Offender Manager, and why; null where no record says of a sentence.",
        metadata=to_one(of="case_id"),
    )
    tier: int | None = strawberry.field(
        description="The tier from 1 to 4 in force; null where none is, or while it awaits an assessment.",
        metadata=column("tier"),
    )
    tier_decision: CaseTier | None = strawberry.field(
        description=f"How the tier came about. {_ASSESSMENT}", metadata=to_one(of="case_id")
    )
    today_tier: CaseTodayTier | None = strawberry.field(
        description=f"Today's tier from A to G as the hub computes it, beside `publishedTier`. {_ASSESSMENT}",
        metadata=to_one(of="case_id"),
    )
    responsibility: CaseResponsibility | None = strawberry.field(
        description="Which side is responsible today, and when that is handed over; null outside custody.",
        metadata=to_one(of="case_id"),
    )
    transfer: CaseTransfer | None = strawberry.field(
        description=f"Whether the Offender Manager's skills cover the risk. {_ASSESSMENT}",
        metadata=to_one(of="case_id"),
    )
    recommended_grade: CaseRecommendation | None = strawberry.field(
        description=f"The grade recommended for somebody in prison under a sentence; null outside. {_ASSESSMENT}",
        metadata=to_one(of="case_id"),
    )
    answers: list[CaseAnswer] | None = strawberry.field(
        description=f"How every rule answers, with the facts used. {_ASSESSMENT}", metadata=to_many(of="case_id")
    )
    past_answers: Connection[PastAnswer] | None = strawberry.field(
        resolver=page,
        description=f"What the rules answered before, the newest first. {_ASSESSMENT}",
        metadata=pages(of="case_id"),
    )
    decisions: list[DecisionMade] | None = strawberry.field(
        description=f"What named people decided, the oldest first. {_ASSESSMENT}", metadata=to_many(of="case_id")
    )
    custody: Custody | None = strawberry.field(
        description="Where the person is, as the prison service says; null where it holds no record.",
        metadata=to_one(of="case_id", where="current"),
    )
    reported_handover: ReportedHandover | None = strawberry.field(
        description="When custody hands the person over to the community, as reported last; null where nothing was.",
        metadata=to_one(of="case_id", order=("read_at", "source_record_id"), descending=True),
    )
    movements: Connection[Movement] = strawberry.field(
        resolver=page,
        description="Movements into prison and out of it, the newest first.",
        metadata=pages(of="case_id"),
    )
    unknown_movements: list[UnknownMovement] = strawberry.field(
        description="What no known movement explains, the newest first.", metadata=to_many(of="case_id")
    )
    sentences: list[Sentence] = strawberry.field(
        description="What courts imposed, as both services record it.", metadata=to_many(of="case_id")
    )
    sentence_terms: list[SentenceTerm] = strawberry.field(
        description="The terms that custodial sentences are made of.", metadata=to_many(of="case_id")
    )
    spans: list[Span] = strawberry.field(
        description="Runs of linked sentences, the oldest first.", metadata=to_many(of="case_id")
    )
    latest_assessment: Assessment | None = strawberry.field(
        description="The assessment that counts: an incomplete one only where there is no complete one. " + _ASSESSMENT,
        metadata=to_one(of="case_id", where="current", order=("progress", "ordered_at", "id"), descending=True),
    )
    assessments: Connection[Assessment] | None = strawberry.field(
        resolver=page,
        description=f"Every assessment, the newest first. {_ASSESSMENT}",
        metadata=pages(of="case_id", where="listed"),
    )
    needs: list[AssessedNeed] | None = strawberry.field(
        description=f"The needs by section, of the newest assessment that gives them. {_ASSESSMENT}",
        metadata=to_many(of="case_id", where="needs_that_count"),
    )
    risk: RiskOfHarm | None = strawberry.field(
        description=f"The risk of serious harm, of the newest assessment that gives it. {_ASSESSMENT}",
        metadata=to_one(of="case_id", where="risk_that_counts"),
    )
    risk_management_plan: RiskManagementPlan | None = strawberry.field(
        description=f"The newest risk management plan. {_ASSESSMENT}",
        metadata=to_one(of="case_id", where="management_plan_that_counts"),
    )
    predictors: list[Predictor] | None = strawberry.field(
        description=f"Of each kind of score the newest. {_ASSESSMENT}",
        metadata=to_many(of="case_id", where="current", order=("kind", "assessed_at", "id")),
    )
    predictor_history: Connection[Predictor] | None = strawberry.field(
        resolver=page,
        description=f"Every score that was ever told, the newest first. {_ASSESSMENT}",
        metadata=pages(of="case_id"),
    )
    team: Team = strawberry.field(description="The Offender Management Team around the offender.", metadata=same_row())
    contributors: list[Contribution] | None = strawberry.field(
        description="Who contributes to a case of high risk without leading it, as a team manager or MAPPA decided; "
        f"the longest first. {_ASSESSMENT}",
        metadata=to_many(of="case_id", where="current"),
    )
    contributions: list[Contribution] | None = strawberry.field(
        description=f"The same with those that have ended, the oldest first. {_ASSESSMENT}",
        metadata=to_many(of="case_id"),
    )
    leadership: Leadership | None = strawberry.field(
        description="Who is accountable, who leads day to day, and why.", metadata=to_one(of="case_id")
    )
    how_to_reach: HowToReach | None = strawberry.field(
        description="How the offender reaches their manager now.", metadata=to_one(of="case_id")
    )
    contact_requests: list[ContactRequest] = strawberry.field(
        description="What the offender asked of their manager, the first due first.", metadata=to_many(of="case_id")
    )
    notices: list[OffenderNotice] = strawberry.field(
        description="What the offender was told of their manager, the oldest first.", metadata=to_many(of="case_id")
    )
    notice_due: NoticeDue | None = strawberry.field(
        description="Why the offender is to be told now; null where they know.", metadata=to_one(of="case_id")
    )
    icm: IntegratedCase | None = strawberry.field(
        description="Integrated Case Management; null where no decision says that the person is Scotland's.",
        metadata=to_one(of="case_id"),
    )
    core_screens: list[CoreScreenInterview] = strawberry.field(
        description="Core screen interviews, the oldest first.", metadata=to_many(of="case_id")
    )
    case_conferences: list[CaseConference] = strawberry.field(
        description="Case conferences that were held, the oldest first.", metadata=to_many(of="case_id")
    )
    acting: list[Acting] = strawberry.field(
        description="Who acts today for the Offender Manager and the Offender Supervisor.",
        metadata=to_many(of="case_id"),
    )
    handovers: list[Handover] = strawberry.field(
        description="Handovers of the case, planned or not, by the day that they wait for or were on.",
        metadata=to_many(of="case_id"),
    )
    plan: SentencePlan | None = strawberry.field(
        description=f"The sentence plan of the span that runs; null where there is none. {_PLAN}",
        metadata=to_one(of="case_id", where="plan_lives", order=("created_at", "id"), descending=True),
    )
    plans: list[SentencePlan] | None = strawberry.field(
        description=f"The sentence plans of all spans, the oldest first. {_PLAN}", metadata=to_many(of="case_id")
    )
    register: Register | None = strawberry.field(
        description=f"What the probation service's register says of the person. {_REGISTER}", metadata=to_one(by="id")
    )
    requirements: list[Requirement] = strawberry.field(
        description="Requirements of sentences and conditions of licences, those that have ended included.",
        metadata=to_many(of="case_id", where="not_deleted"),
    )
    enforcement: list[EnforcementAction] = strawberry.field(
        description="Breaches and recalls, with their outcomes.", metadata=to_many(of="case_id")
    )
    recall_recommendations: list[RecallRecommendation] = strawberry.field(
        description="The steps of recommendations on recall, the oldest first.", metadata=to_many(of="case_id")
    )
    licences: list[Licence] = strawberry.field(
        description="Licences and their variations.", metadata=to_many(of="case_id")
    )
    figures: list[Figure] = strawberry.field(
        description="The principles in figures, and the agreement of records; continuity is that of the last span.",
        metadata=to_many(of="case_id", where="counts"),
    )
    published_tier: PublishedTier | None = strawberry.field(
        description="The newest tier that the tier system has published; null where none is known.",
        metadata=to_one(of="case_id", where="tier_known", order=("calculated_at", "version", "id"), descending=True),
    )
    published_tiers: list[PublishedTier] = strawberry.field(
        description="Every tier that the tier system has published, the oldest first.", metadata=to_many(of="case_id")
    )
    erasures: list[Erasure] = strawberry.field(
        description="Services that have erased the person.", metadata=to_many(of="case_id")
    )
    awaited_snapshots: list[AwaitedSnapshot] = strawberry.field(
        description="What has changed to what the hub does not know yet.",
        metadata=to_many(of="case_id", where="still_awaited"),
    )
    created_at: datetime = strawberry.field(
        description="When the hub first heard of the person.", metadata=column("created_at")
    )
    updated_at: datetime = strawberry.field(description="When the case last changed.", metadata=column("updated_at"))
