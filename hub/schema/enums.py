"""The closed lists of the domain as enums of the contract; names and values are the same."""

from collections.abc import Mapping
from enum import Enum, StrEnum
from typing import Any

import strawberry

from hub.domain.access import Capability, Role, Service
from hub.domain.agreement import REASONS, Agreement, Fact, Rule
from hub.domain.custody import CustodyState, Direction, MovementKind
from hub.domain.dead_letter import DeadLetterState
from hub.domain.detail import DetailAnswer
from hub.domain.identifiers import IdentifierKind
from hub.domain.phase import Phase, PhaseFlag
from hub.domain.plan import (
    InterventionStatus,
    Nature,
    NeedArea,
    ObjectiveStatus,
    PlanNode,
    PlanStatus,
    ProposalStatus,
    ProposedChange,
    Serves,
    StepOwner,
    StepStatus,
)
from hub.domain.team import HolderFlag
from hub.schema.assessment_enums import ASSESSMENT_ENUMS
from hub.schema.reported_enums import REPORTED_ENUMS


class CaseloadScope(StrEnum):
    """Whose cases a caseload shows."""

    MINE = "MINE"
    TEAM = "TEAM"
    ESTABLISHMENT = "ESTABLISHMENT"


class DeadLetterScope(StrEnum):
    """Which dead letters a list shows."""

    OPEN = "OPEN"
    WAITING = "WAITING"
    PARKED = "PARKED"
    ENDED = "ENDED"


# Enum -> its description, then that of each of its values.
ENUMS: dict[type[Enum], tuple[str, Mapping[str, str]]] = {
    **ASSESSMENT_ENUMS,
    Service: (
        "The two services that share the plan.",
        {"CUSTODY": "The prison service.", "COMMUNITY": "The probation service."},
    ),
    DetailAnswer: (
        "How the last call for a record ended, or why none is made.",
        {
            "ARRIVED": "The record came.",
            "NOT_FOUND": "It is not there, or not yet.",
            "FORBIDDEN": "The source does not hand this record to the hub.",
            "REFUSED": "The source does not understand the question.",
            "BUSY": "The source asks to be left alone for a while.",
            "UNAVAILABLE": "The source does not answer, or with a fault of its own.",
            "REDIRECTED": "The source points elsewhere; the hub does not follow.",
            "TOO_LARGE": "The record is larger than the hub takes.",
            "UNREADABLE": "The record can't be read; it lies among the dead letters.",
            "FOREIGN_ADDRESS": "The event names another host than the one that the hub calls.",
            "NO_ADDRESS": "The hub has no address for the source: the record's snapshot is awaited.",
        },
    ),
    Role: (
        "What somebody is, in the hub's words.",
        {
            "OFFENDER_MANAGER": "Overall responsible for the whole sentence; based in the community.",
            "OFFENDER_SUPERVISOR": "Implements the plan day by day.",
            "CASE_ADMINISTRATOR": "Appointments, meetings, flow of information; not assessment or plan.",
            "KEY_WORKER": "Delivers an intervention.",
            "TEAM_MANAGER": "Decides transfers and overrides; not the manager of the case.",
            "AUDITOR": "Reads the audit.",
            "OPERATOR": "Runs the hub.",
            "DEVELOPER": "Builds on the contract; sees no case.",
        },
    ),
    Capability: (
        "One thing that somebody may do.",
        {
            "READ_CASE": "See the cases in reach, without their plans.",
            "READ_PLAN": "See the plans of the cases in reach.",
            "READ_ASSESSMENT": "See the assessments of the cases in reach.",
            "CHANGE_PLAN": "Change what an Offender Manager decides.",
            "PROPOSE_CHANGE": "Propose a change to the Offender Manager.",
            "RECORD_DELIVERY": "Record what was delivered.",
            "ALLOCATE_OFFENDER_SUPERVISOR": "Allocate an Offender Supervisor to a case.",
            "READ_AUDIT": "Read the audit.",
            "OPERATE": "Run the hub.",
        },
    ),
    Phase: (
        "In which phase of the sentence a case is; follows from both services' records together.",
        {
            "PRE_SENTENCE": "A report is asked for; nobody is sentenced yet.",
            "CUSTODY": "In prison, or recalled and not yet received.",
            "PRE_RELEASE": "In prison, and release is near enough to prepare for.",
            "COMMUNITY": "On a sentence, licence or supervision outside prison.",
            "TERMINATED": "Every sentence has ended.",
        },
    ),
    PhaseFlag: (
        "What about a phase needs a person's look.",
        {
            "UNLAWFULLY_AT_LARGE": "The person is unlawfully at large.",
            "COMMUNITY_SAYS_TERMINATED": "The community record has ended every sentence; the prison holds the person.",
            "COMMUNITY_SAYS_RELEASED": "The community record says released; the prison holds the person.",
            "COMMUNITY_SAYS_IN_CUSTODY": "The community record says in custody; the prison has released.",
            "DIED": "The prison record says that the person died.",
            "SPANS_IN_DOUBT": "Plans stand in the way of the spans that the sentences form.",
        },
    ),
    CustodyState: (
        "Where a person is, as the prison service says.",
        {
            "NOT_BOOKED": "Known to the prison service, with no booking.",
            "IN_PRISON": "In a prison.",
            "AT_COURT": "Out of prison at a court.",
            "TEMPORARILY_ABSENT": "Out of prison for a time, and coming back.",
            "BEING_TRANSFERRED": "On the way between prisons.",
            "RESTRICTED_PATIENT": "In a hospital, held as a patient.",
            "RELEASED": "Released.",
            "UNLAWFULLY_AT_LARGE": "Unlawfully at large.",
            "DIED": "Died.",
            "REMOVED": "The prison service has taken its record away.",
        },
    ),
    Direction: ("Into prison, or out of it.", {"IN": "Into prison.", "OUT": "Out of prison."}),
    MovementKind: (
        "What sort of movement it is.",
        {
            "ADMISSION": "Taken into prison.",
            "RELEASE": "Let out of prison.",
            "TRANSFER": "From one prison to another.",
            "COURT": "To a court or back.",
            "TEMPORARY_ABSENCE": "Out for a time, or back from it.",
        },
    ),
    IdentifierKind: (
        "What kind of number it is.",
        {
            "PRISON_NUMBER": "The prison service's number of the person.",
            "CRN": "The probation service's number of the person.",
            "PNC": "A number of the Police National Computer.",
            "CRO": "A number of the Criminal Records Office.",
            "BOOKING_ID": "The prison service's number of a booking.",
            "BOOK_NUMBER": "The number of a booking as people write it.",
        },
    ),
    HolderFlag: (
        "What about a holder needs a person's look.",
        {"UNPLANNED_HANDOVER": "The Offender Manager changed without a planned handover."},
    ),
    PlanNode: (
        "The kinds of node of a sentence plan, each with a version of its own.",
        {
            "PLAN": "The plan itself.",
            "OBJECTIVE": "An objective.",
            "INTERVENTION": "An intervention.",
            "STEP": "A step.",
            "PROPOSAL": "A proposal.",
        },
    ),
    PlanStatus: ("A plan lives as long as its span.", {"ACTIVE": "The span runs.", "CLOSED": "The span has ended."}),
    Serves: (
        "What an objective serves.",
        {
            "CRIMINOGENIC_NEED": "A need that bears on offending.",
            "PUBLIC_PROTECTION": "The protection of others.",
            "REQUIREMENT": "A requirement of court or licence.",
        },
    ),
    NeedArea: (
        "The areas of need that a plan works on.",
        {
            "ACCOMMODATION": "A place to live.",
            "EMPLOYMENT_AND_EDUCATION": "Work, training and education.",
            "FINANCES": "Money and debt.",
            "DRUG_USE": "Drugs.",
            "ALCOHOL_USE": "Alcohol.",
            "HEALTH_AND_WELLBEING": "Health of body and mind.",
            "RELATIONSHIPS_AND_COMMUNITY": "Family, friends, neighbours.",
            "THINKING_BEHAVIOUR_AND_ATTITUDES": "How the person thinks and acts.",
            "VICTIM_AWARENESS": "What offences did to others.",
        },
    ),
    ObjectiveStatus: (
        "How an objective stands.",
        {"ACTIVE": "Worked on.", "ACHIEVED": "Achieved.", "REMOVED": "No longer part of the plan."},
    ),
    Nature: (
        "The nature of an intervention.",
        {
            "RESTRICTIVE": "Restrictive or punitive, like custody or a tag.",
            "REHABILITATIVE": "Rehabilitative, like an accredited programme.",
            "RESTORATIVE": "Restorative or reparative, like community service.",
        },
    ),
    InterventionStatus: (
        "How an intervention stands.",
        {
            "PLANNED": "Not begun.",
            "IN_PROGRESS": "Begun.",
            "COMPLETED": "Completed.",
            "ENDED_EARLY": "Ended before it was complete.",
        },
    ),
    StepStatus: (
        "How a step stands.",
        {
            "NOT_STARTED": "Not begun.",
            "IN_PROGRESS": "Begun.",
            "COMPLETED": "Done.",
            "CANNOT_BE_DONE_YET": "Waits for something else.",
            "NO_LONGER_NEEDED": "Not needed any more.",
        },
    ),
    StepOwner: (
        "Who does a step.",
        {
            "OFFENDER": "The offender.",
            "OFFENDER_MANAGER": "The Offender Manager.",
            "OFFENDER_SUPERVISOR": "The Offender Supervisor.",
            "CASE_ADMINISTRATOR": "The Case Administrator.",
            "KEY_WORKER": "A key worker.",
        },
    ),
    ProposalStatus: (
        "A proposal waits for the Offender Manager, or has an answer.",
        {"PROPOSED": "Waits.", "ACCEPTED": "Accepted, and carried out.", "DECLINED": "Declined, with a reason."},
    ),
    ProposedChange: (
        "What a proposal asks for.",
        {"ADD": "A new node.", "CHANGE": "Other values in a node.", "CLOSE": "The end of a node."},
    ),
    Fact: (
        "A fact about a case that a service's records can say.",
        {
            "NAME": "First and family name.",
            "DATE_OF_BIRTH": "Date of birth.",
            "GENDER": "Gender, as the services write it.",
            "PRISON_NUMBER": "The prison number.",
            "CRN": "The case reference number of the community service.",
            "PNC": "The number of the Police National Computer.",
            "CRO": "The number of the Criminal Records Office.",
            "WHEREABOUTS": "Whether the person is in custody; of the community, what its sentences amount to.",
            "PRISON": "The prison that is responsible.",
            "LEGAL_STATUS": "On which legal ground the person is held.",
            "SENTENCE_IMPOSED_ON": "The day of sentence.",
            "RELEASE_ON": "The earliest release date.",
            "SENTENCE_EXPIRES_ON": "The last day of the sentence.",
            "LICENCE_EXPIRES_ON": "The last day on licence.",
            "OFFENDER_MANAGER": "Who manages the case, by staff code.",
            "ACCESS_LIMITS": "That not everybody may see the case.",
        },
    ),
    Rule: (
        "By which rule a service's word is the one shown.",
        {rule.value: reason for rule, reason in REASONS.items()},
    ),
    Agreement: (
        "Whether the services agree on a fact.",
        {
            "AGREE": "Both hold it, and alike: letter case, accents and blanks do not matter.",
            "DIFFER": "Both hold it, and not alike.",
            "ONLY_ONE": "One service only holds it.",
        },
    ),
    DeadLetterState: (
        "Where a message that could not be taken stands.",
        {
            "WAITING": "Rejected; waits for a person.",
            "PARKED": "Waits behind a rejected one of the same key.",
            "REPLAYED": "Taken again.",
            "DISCARDED": "Given up, with a reason.",
        },
    ),
    DeadLetterScope: (
        "Which dead letters a list shows.",
        {
            "OPEN": "Those that wait and those parked behind them.",
            "WAITING": "Those that wait for a person.",
            "PARKED": "Those parked behind another.",
            "ENDED": "Those replayed or discarded.",
        },
    ),
    CaseloadScope: (
        "Whose cases a caseload shows.",
        {
            "MINE": "Cases that you hold as Offender Manager or Offender Supervisor.",
            "TEAM": "Cases of your community team.",
            "ESTABLISHMENT": "Cases of the people in your prison.",
        },
    ),
    **REPORTED_ENUMS,
}


def _declare(enum: type[Enum], description: str, values: Mapping[str, str]) -> None:
    strawberry.enum(enum, description=description)
    definition: Any = enum.__strawberry_definition__  # type: ignore[attr-defined]
    for value in definition.values:
        value.description = values.get(value.name)


for _enum, (_description, _values) in ENUMS.items():
    _declare(_enum, _description, _values)
