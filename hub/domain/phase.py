"""In which phase of the sentence a case is."""

from enum import StrEnum


class Phase(StrEnum):
    """The phases of a case (domain: "Phase")."""

    PRE_SENTENCE = "PRE_SENTENCE"
    CUSTODY = "CUSTODY"
    PRE_RELEASE = "PRE_RELEASE"
    COMMUNITY = "COMMUNITY"
    TERMINATED = "TERMINATED"
