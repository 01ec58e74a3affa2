"""The closed lists of the sentence plan."""

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
from hub.schema.enums.described import Described

ENUMS: Described = {
    PlanStatus: (
        "A plan lives as long as its span.",
        {
            "ACTIVE": "The span runs.",
            "CLOSED": "The span has ended.",
            "SET_ASIDE": "Two cases turned out to be one person, each with a plan: somebody must choose or combine.",
            "REPLACED": "Another plan of the same span was chosen, or took in what this one holds.",
        },
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
}
