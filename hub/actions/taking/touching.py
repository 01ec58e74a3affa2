"""What a record touches: records, identifiers, staff; read for many messages at once before any is taken.

What an action looks for besides is read when it asks, so this is for speed only.
"""

from datetime import date
from typing import Any

from hub.domain import identifiers, records, reports
from hub.domain.access import Service
from hub.domain.identifiers import Identifier
from hub.domain.identity import LINKING
from hub.domain.matching.blocking import keys
from hub.domain.matching.described import described
from hub.store.fetching import Wanted


def touched(record: Any) -> Wanted:
    """What the record, of whatever type, names."""
    number, crn = getattr(record, "prison_number", None), getattr(record, "crn", None)
    if isinstance(record, records.DetailAwaited):
        number, crn = (record.key, None) if record.service is Service.CUSTODY else (None, record.key)
    named: list[Identifier] = list(getattr(record, "identifiers", ()))
    named += [identifiers.prison_number(number)] if number else []
    named += [identifiers.crn(crn)] if crn else []
    keys = ((Service.CUSTODY, number), (Service.COMMUNITY, crn))
    return Wanted(
        records=frozenset((service, key) for service, key in keys if key),
        identifiers=frozenset((one.kind, one.value) for one in named if one.valid and one.kind in LINKING),
        staff=_staff(record),
    )


# What describes a person, or says on which days they were sentenced: others may look like them now.
DESCRIBING = records.PrisonerRecord | records.OffenderRecord | records.SentenceDates | records.SupervisionRecord


def describes(record: Any) -> bool:
    """Whether others are looked for that look like the record's person (hub/actions/redeciding/likeness.py)."""
    return isinstance(record, DESCRIBING)


# What tells of one thing that happened. Other records are readings of a whole, and enter the history.
HAPPENINGS = (
    records.MovementSeen
    | records.UnplacedNotice
    | records.CommunityCaseCreated
    | records.PrisonNumberAdded
    | records.PredictorsTold
    | reports.RequirementReported
    | reports.EnforcementReported
    | reports.RecallRecommended
    | reports.LicenceReported
    | reports.TierPublished
    | reports.AllocationReported
    | records.DetailAwaited
)


def happened(record: Any) -> bool:
    """Whether the record is no reading, so that no reading held can be the same."""
    return isinstance(record, HAPPENINGS)


# What speaks of assessments: what is held of them does not come with the case
# (hub/store/assessment/assessment_fetching.py).
ASSESSING = records.AssessmentStatements | records.PredictorsTold | records.AssessmentsRemoved


def assesses(record: Any) -> bool:
    """Whether the record's action looks at what is held of assessments."""
    return isinstance(record, ASSESSING)


def awaits(record: Any) -> bool:
    """Whether a detail is awaited for the record: the waits of its source record are looked at."""
    awaited = record if isinstance(record, records.DetailAwaited) else getattr(record, "detail", None)
    return isinstance(awaited, records.DetailAwaited)


def alike(record: Any) -> frozenset[tuple[Service, int]]:
    """The keys by which the other service's record of the same person may be found."""
    if not isinstance(record, records.PrisonerRecord | records.OffenderRecord):
        return frozenset()
    service = Service.COMMUNITY
    days: tuple[date, ...] = ()
    if isinstance(record, records.PrisonerRecord):
        service = Service.CUSTODY
        days = (record.sentence.imposed_on,) if record.sentence and record.sentence.imposed_on else ()
    # Described as its action describes it: so the keys are made once (hub/domain/matching/blocking.py).
    return frozenset((service.other, key) for key in keys(described(record.person, record.identifiers, days)))


def _staff(record: Any) -> frozenset[tuple[Service, str]]:
    manager: records.Manager | None = getattr(record, "manager", None)
    if manager is not None and manager.allocated and manager.staff_code:
        return frozenset({(Service.COMMUNITY, manager.staff_code)})
    if isinstance(record, reports.AllocationReported) and record.staff_code:
        return frozenset({(Service.COMMUNITY, record.staff_code)})
    if isinstance(record, records.StaffRecord | records.StaffRemoved):
        return frozenset({(record.service, record.code)})
    return frozenset()
