"""Rulings on who is who that win over every score and every shared identifier.

A named person rules that records are of one person, or of different people; a service that takes a merge back rules the
same by itself. A ruling stands until it is withdrawn; nothing of it is deleted. Source: hub ("Identity").
"""

from datetime import datetime
from enum import StrEnum

from hub.domain.value import Value


class OverrideVerdict(StrEnum):
    """What was ruled of two records."""

    SAME_PERSON = "SAME_PERSON"
    DIFFERENT_PEOPLE = "DIFFERENT_PEOPLE"


class OverrideScope(StrEnum):
    """How far a ruling goes: the two records named, every record of both cases, or a merge that a service took back."""

    RECORDS = "RECORDS"
    CASES = "CASES"
    SOURCE_UNMERGE = "SOURCE_UNMERGE"


class HeldRuling(Value):
    """A ruling that stands, from the side of a record of the case; the other record may be of another case."""

    record_id: int
    other_id: int
    verdict: OverrideVerdict
    scope: OverrideScope
    since: datetime
