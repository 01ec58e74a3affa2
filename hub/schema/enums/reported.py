"""The closed lists of what the probation side reports, as enums of the contract."""

from hub.domain.enforcement import EnforcementKind, RecallDecision, RecallStage
from hub.domain.registration import RegisteredRisk, RegistrationSource, RegistrationStatus
from hub.domain.reports import AllocationKind, RecordPart
from hub.domain.requirement import RequirementKind, RequirementStatus
from hub.schema.enums.described import Described

# Enum -> its description, then that of each of its values.
ENUMS: Described = {
    RegisteredRisk: (
        "The risk of serious harm that the probation service has registered.",
        {"LOW": "Low.", "MEDIUM": "Medium.", "HIGH": "High.", "VERY_HIGH": "Very high."},
    ),
    RegistrationStatus: (
        "How a registration stands.",
        {
            "ACTIVE": "It stands.",
            "ENDED": "Its type is no longer applied.",
            "WITHDRAWN": "Its service removed it as if it had never been.",
            "REPEATED": "Another report of the same registration says it already.",
        },
    ),
    RegistrationSource: (
        "Which message told of a registration.",
        {"EVENT": "An event of its own.", "SNAPSHOT": "The lists of the supervision record."},
    ),
    RequirementKind: (
        "Who requires it.",
        {"REQUIREMENT": "A court, with the sentence.", "LICENCE_CONDITION": "A licence."},
    ),
    RequirementStatus: (
        "How a requirement stands.",
        {"ACTIVE": "It runs.", "TERMINATED": "It was ended.", "DELETED": "Its service removed it."},
    ),
    EnforcementKind: (
        "What is enforced.",
        {"BREACH": "A requirement of the sentence.", "RECALL": "A licence."},
    ),
    RecallStage: (
        "A step of a recommendation on recall.",
        {
            "STARTED": "Begun.",
            "CONSIDERATION": "Considered.",
            "MANAGEMENT_OVERSIGHT": "Decided with a manager's oversight.",
            "DELETED": "Taken back.",
        },
    ),
    RecallDecision: (
        "What was decided on recall.",
        {"RECALL": "The person is to be recalled.", "NO_RECALL": "The person is not to be recalled."},
    ),
    AllocationKind: (
        "To what a community manager was allocated.",
        {
            "PERSON": "The person.",
            "SENTENCE": "A sentence.",
            "REQUIREMENT": "A requirement.",
            "LICENCE_CONDITION": "A condition of a licence.",
        },
    ),
    RecordPart: (
        "A part of a community record that comes by itself.",
        {
            "DETAILS": "Personal details, identifiers, limits of access.",
            "SUPERVISION": "Manager, sentences, what the register lists.",
            "ASSESSMENT": "The assessment.",
        },
    ),
}
