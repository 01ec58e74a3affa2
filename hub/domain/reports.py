"""What the sides' events report, in the hub's own words: one record type for each thing that can be said.

Whole records stand in `records.py`. Each report says whom it is about and, where it matters, when it happened;
`time_assumed` marks a time that no source gives, for which the time of the message stands in.
"""

from datetime import date, datetime
from enum import StrEnum

from hub.domain.access import Service
from hub.domain.custody import PatientReport
from hub.domain.enforcement import EnforcementKind, EnforcementStage, RecallDecision, RecallStage
from hub.domain.records import DetailAwaited
from hub.domain.registration import Deregistration, Registration
from hub.domain.requirement import Report, RequirementKind
from hub.domain.value import Value


class RecordPart(StrEnum):
    """The parts of a community record that come as snapshots of their own."""

    DETAILS = "DETAILS"
    SUPERVISION = "SUPERVISION"
    ASSESSMENT = "ASSESSMENT"


class LookAgain(Value):
    """Something in that part of the record has changed, and the event does not say to what: a snapshot will.

    `reading` is the topic whose reading ends the wait, if it is not older than `at`.
    """

    crn: str
    part: RecordPart
    reading: str
    event_type: str
    at: datetime


class PatientReported(Value):
    """The prison side says that somebody became a restricted patient, or ceased to be one."""

    prison_number: str
    report: PatientReport


class HandoverReported(Value):
    """When custody hands a person over: from `starts_on` the community supports, from `complete_on` it is responsible.

    None where the system has none. `at` is when it was read.
    """

    prison_number: str
    starts_on: date | None
    complete_on: date | None
    at: datetime


class CommunityCaseRemoved(Value):
    """The community side has deleted the case; it may come back."""

    crn: str


class CommunityCaseRecovered(Value):
    """The community side has brought a deleted case back."""

    crn: str


class PersonErased(Value):
    """The service has erased the person under the law on data protection; so must the hub (docs/erasure.md)."""

    service: Service
    key: str


class RegistrationReported(Value):
    """A registration was added or updated; `withdrawn`: removed as if it had never been."""

    crn: str
    registration: Registration
    withdrawn: bool
    at: datetime


class DeregistrationReported(Value):
    """A type of registration is no longer applied."""

    crn: str
    deregistration: Deregistration


class RequirementReported(Value):
    """Something happened to a requirement or licence condition; `reference` is the source's number of it."""

    crn: str
    kind: RequirementKind
    reference: str
    report: Report


class EnforcementReported(Value):
    """A breach or recall was raised or concluded; `reference` is the sentence's number there, "" if not given."""

    crn: str
    kind: EnforcementKind
    stage: EnforcementStage
    reference: str
    outcome: str | None
    at: datetime
    time_assumed: bool


class RecallRecommended(Value):
    """A step of a recommendation on recall; `staff_code` is who booked it, `reference` its number there."""

    crn: str
    stage: RecallStage
    decision: RecallDecision | None
    staff_code: str | None
    reference: str | None
    at: datetime
    time_assumed: bool


class LicenceReported(Value):
    """A licence, or a variation of one, was activated or inactivated; `reference` is the source's number of it."""

    crn: str
    reference: str
    variation: bool
    active: bool
    at: datetime
    time_assumed: bool


class AllocationKind(StrEnum):
    """What a community manager was allocated to."""

    PERSON = "PERSON"
    SENTENCE = "SENTENCE"
    REQUIREMENT = "REQUIREMENT"
    LICENCE_CONDITION = "LICENCE_CONDITION"


class AllocationReported(Value):
    """A community manager was allocated. Who, for which sentence, stands in the detail that the event points to.

    `staff_code`, `team_code` and `sentence_reference` are None until that is known; `detail` is what then waits.
    """

    crn: str
    kind: AllocationKind
    reference: str
    transfer: bool
    staff_code: str | None
    team_code: str | None
    sentence_reference: str | None
    at: datetime
    time_assumed: bool
    detail: DetailAwaited | None = None


class TierPublished(Value):
    """The tier system has calculated a tier. `value` is None until the detail that the event points to is known.

    `detail` is what then waits.

    `version` is that of the calculation (2: A to D with 0 to 3; 3: A to G): a tier is always (version, value).
    """

    crn: str
    reference: str
    version: int | None
    value: str | None
    provisional: bool | None
    at: datetime
    time_assumed: bool
    detail: DetailAwaited | None = None


class StaffChanged(Value):
    """A member of staff's record has changed; the staff snapshot will say how."""

    service: Service
    code: str
    at: datetime
