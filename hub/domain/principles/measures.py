"""Every figure of the principles under a name of its own, in one order: how they are listed, stored and added up."""

from collections.abc import Mapping
from enum import StrEnum

from msgspec.structs import fields

from hub.domain.principles.commitment import Commitment
from hub.domain.principles.consistency import Consistency
from hub.domain.principles.consolidation import Consolidation
from hub.domain.principles.continuity import Continuity
from hub.domain.principles.figure import Figure
from hub.domain.principles.records import AgreementOfRecords
from hub.domain.value import Value


class Subject(StrEnum):
    """What a figure is about: one of the four principles, or the agreement of records, which is none of them."""

    CONTINUITY = "CONTINUITY"
    AGREEMENT_OF_RECORDS = "AGREEMENT_OF_RECORDS"
    CONSISTENCY = "CONSISTENCY"
    COMMITMENT = "COMMITMENT"
    CONSOLIDATION = "CONSOLIDATION"


class Measure(StrEnum):
    """What is measured, in the order in which it is listed."""

    MANAGERS = "MANAGERS"
    SHARE_WITH_PRESENT_MANAGER = "SHARE_WITH_PRESENT_MANAGER"
    GAPS = "GAPS"
    GAP_DAYS = "GAP_DAYS"
    PLANNED_HANDOVERS = "PLANNED_HANDOVERS"
    UNPLANNED_HANDOVERS = "UNPLANNED_HANDOVERS"
    SUPERVISOR_CHANGES = "SUPERVISOR_CHANGES"
    KEY_WORKER_CHANGES = "KEY_WORKER_CHANGES"
    BROKEN_OFF = "BROKEN_OFF"
    HELD_BY_BOTH = "HELD_BY_BOTH"
    DIFFERING = "DIFFERING"
    HELD_BY_ONE = "HELD_BY_ONE"
    SHARE_ALIKE = "SHARE_ALIKE"
    CONTRADICTORY_DIRECTIONS = "CONTRADICTORY_DIRECTIONS"
    CLASHING_APPOINTMENTS = "CLASHING_APPOINTMENTS"
    LIKE_FAILURES_ANSWERED_UNLIKE = "LIKE_FAILURES_ANSWERED_UNLIKE"
    SHARE_OF_CONTACTS_HELD = "SHARE_OF_CONTACTS_HELD"
    SHARE_OF_REVIEWS_HELD = "SHARE_OF_REVIEWS_HELD"
    RECOGNISED = "RECOGNISED"
    ACHIEVED = "ACHIEVED"
    BUILT_ON = "BUILT_ON"


class Unit(StrEnum):
    """What a figure counts in."""

    COUNT = "COUNT"
    DAYS = "DAYS"
    PER_CENT = "PER_CENT"


# Whatever is not listed is a count.
UNITS: Mapping[Measure, Unit] = {
    Measure.GAP_DAYS: Unit.DAYS,
    **{one: Unit.PER_CENT for one in Measure if one.startswith("SHARE_")},
}

Figures = Continuity | AgreementOfRecords | Consistency | Commitment | Consolidation

SUBJECTS: Mapping[type, Subject] = {
    Continuity: Subject.CONTINUITY,
    AgreementOfRecords: Subject.AGREEMENT_OF_RECORDS,
    Consistency: Subject.CONSISTENCY,
    Commitment: Subject.COMMITMENT,
    Consolidation: Subject.CONSOLIDATION,
}


class Measured(Value):
    """One figure: what it is about, what was measured, and what came out."""

    subject: Subject
    measure: Measure
    figure: Figure


def measured(figures: Figures) -> tuple[Measured, ...]:
    """The figures under their names, in their order."""
    subject = SUBJECTS[type(figures)]
    return tuple(Measured(subject, Measure(one.name.upper()), getattr(figures, one.name)) for one in fields(figures))
