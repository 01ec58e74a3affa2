"""The closed lists of who is who."""

from hub.domain.cluster import Because, ClusterEnd, ClusterState
from hub.domain.matching.regroup import Attention
from hub.domain.merge import ChangeKind
from hub.domain.override import OverrideScope, OverrideVerdict
from hub.domain.review import ReviewState, Withdrawn
from hub.schema.enums.described import Described

ENUMS: Described = {
    ReviewState: (
        "How far a review is, of two cases or of one.",
        {
            "OPEN": "It waits for a person.",
            "ASSIGNED": "It waits for its owner.",
            "DECIDED": "A person has decided.",
            "WITHDRAWN": "The hub asks no more: what made it ask is not so now.",
        },
    ),
    Withdrawn: (
        "Why the hub asks no more.",
        {
            "RECORDS_DIFFER": "The records do not look like one person's any more.",
            "LINKED_OTHERWISE": "One of the cases holds a record of the other service now.",
            "RULED_DIFFERENT": "They were ruled to be of different people.",
            "NUMBER_NOT_SHARED": "The number that raised it is not given by records of both any more.",
            "SOURCE_UNMERGED": "A service took the merge of two of their records back: they are of two people.",
        },
    ),
    ClusterState: (
        "Whether the records of a case hang together as one person's.",
        {"ACTIVE": "They do.", "NEEDS_ATTENTION": "A person must look; until then everything stays where it is."},
    ),
    Attention: (
        "Why a person must look at the records of a case.",
        {
            "BROKEN_CLUSTER": "What they say tells them apart; no checked identifier or ruling holds them together.",
            "OVERRIDE_CONFLICT": "A ruling stands against how they are grouped.",
        },
    ),
    Because: (
        "What exactly a person must look at.",
        {
            "RECORDS_DIFFER": "The records do not look like one person's any more.",
            "RULED_APART_WITHIN": "Two records of the case are ruled to be of different people.",
            "LEFT_BY_UNMERGE": "A service took a merge back, and only a score says whose the rest of the records are.",
            "RULED_TOGETHER_ACROSS": "A record of the case and one of another are ruled to be of one person.",
            "TIED_YET_RULED_APART": "An identifier or a merge says that the case and another are one person, a ruling "
            "says that they are two.",
        },
    ),
    ClusterEnd: (
        "Why nobody must look at a case any more.",
        {
            "VALID_AGAIN": "What the records say, or where they are, is sound again.",
            "DECIDED": "A person decided.",
            "OTHERWISE": "Something else about the case must be looked at now.",
            "CASE_JOINED": "The case went into another.",
        },
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
