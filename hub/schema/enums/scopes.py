"""Which of a list a caller asks for: closed lists of the contract's own."""

from enum import StrEnum

from hub.schema.enums.described import Described


class CaseloadScope(StrEnum):
    """Whose cases a caseload shows."""

    MINE = "MINE"
    COVERED = "COVERED"
    TEAM = "TEAM"
    ESTABLISHMENT = "ESTABLISHMENT"


class CoverScope(StrEnum):
    """For whose staff covers are listed."""

    TEAM = "TEAM"
    ESTABLISHMENT = "ESTABLISHMENT"


class CaseloadOrder(StrEnum):
    """In which order a caseload stands."""

    NAME = "NAME"
    TIER = "TIER"
    CHANGED = "CHANGED"


class DeadLetterScope(StrEnum):
    """Which dead letters a list shows."""

    OPEN = "OPEN"
    WAITING = "WAITING"
    PARKED = "PARKED"
    ENDED = "ENDED"


class IdentityReviewScope(StrEnum):
    """Which reviews of who is who a list shows."""

    OPEN = "OPEN"
    MINE = "MINE"
    DECIDED = "DECIDED"
    WITHDRAWN = "WITHDRAWN"


class HandoverScope(StrEnum):
    """Which handovers a list shows."""

    UPCOMING = "UPCOMING"
    IN_PROGRESS = "IN_PROGRESS"
    OVERDUE = "OVERDUE"
    MINE = "MINE"
    ENDED = "ENDED"


class ClusterReviewScope(StrEnum):
    """Which reviews of cases whose records do not hang together a list shows."""

    OPEN = "OPEN"
    MINE = "MINE"
    ENDED = "ENDED"


ENUMS: Described = {
    CoverScope: (
        "For whose staff covers are listed.",
        {"TEAM": "Staff of your community team.", "ESTABLISHMENT": "Staff of your prison."},
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
    HandoverScope: (
        "Which handovers to list.",
        {
            "UPCOMING": "Planned, not answered yet and in time.",
            "IN_PROGRESS": "Accepted and not completed, or waiting to be followed up; in time.",
            "OVERDUE": "Not answered, completed or followed up in time.",
            "MINE": "Those that you hand over or take over and that are not over.",
            "ENDED": "Over: completed and needing nothing more, refused or withdrawn.",
        },
    ),
    IdentityReviewScope: (
        "Which reviews of who is who a list shows.",
        {
            "OPEN": "Those that wait for a person, with or without an owner.",
            "MINE": "Of those, the ones that you are to decide.",
            "DECIDED": "Those that a person has decided.",
            "WITHDRAWN": "Those that the hub asks no more.",
        },
    ),
    ClusterReviewScope: (
        "Which reviews of cases whose records do not hang together a list shows.",
        {
            "OPEN": "Those that wait for a person, with or without an owner.",
            "MINE": "Of those, the ones that you are to look at.",
            "ENDED": "Those that nobody must look at any more.",
        },
    ),
    CaseloadOrder: (
        "In which order a caseload stands.",
        {
            "NAME": "By family name, then first name.",
            "TIER": "The highest tier first, those that await one last; by name within a tier.",
            "CHANGED": "What changed last first.",
        },
    ),
    CaseloadScope: (
        "Whose cases a caseload shows.",
        {
            "MINE": "Cases that you hold as Offender Manager or Offender Supervisor.",
            "COVERED": "Cases of those for whom you stand in today.",
            "TEAM": "Cases of your community team.",
            "ESTABLISHMENT": "Cases of the people in your prison.",
        },
    ),
}
