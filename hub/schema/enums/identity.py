"""The closed lists of who is who."""

from hub.domain.merge import ChangeKind
from hub.domain.override import OverrideScope, OverrideVerdict
from hub.domain.review import ReviewState
from hub.schema.enums.described import Described

ENUMS: Described = {
    ReviewState: (
        "How far a review of two cases is.",
        {"OPEN": "It waits for a person.", "ASSIGNED": "It waits for its owner.", "DECIDED": "A person has decided."},
    ),
    OverrideVerdict: (
        "What was ruled of two records.",
        {"SAME_PERSON": "They are of one person.", "DIFFERENT_PEOPLE": "They are of two people."},
    ),
    OverrideScope: (
        "How far a ruling goes.",
        {
            "RECORDS": "The two records named.",
            "CASES": "Every record of both cases.",
            "SOURCE_UNMERGE": "A merge that a service took back.",
        },
    ),
    ChangeKind: (
        "What a change of identity did.",
        {
            "JOINED": "A whole case went into this one.",
            "RECORDS_MOVED": "Records of another case came to this one.",
            "PARTED": "Records left another case for this one.",
            "BOOKING_MOVED": "The prison moved a booking from another prisoner to this one.",
        },
    ),
}
