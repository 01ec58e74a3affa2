"""What connectors hand to actions: each outside record in the hub's own words. No outside code or field name is left.

One record type for each thing a message can say; `hub/messaging/dispatch.py` holds the table from type to action.
"""

from datetime import date, datetime
from enum import StrEnum

from hub.domain.access import Service
from hub.domain.assessment import AssessmentBody, Predictor, Statement
from hub.domain.custody import Direction, MovementKind, MovementReport, Place
from hub.domain.custody_change import CustodyReading
from hub.domain.grade import Grade
from hub.domain.identifiers import Identifier
from hub.domain.person import PersonDetails
from hub.domain.registration import Registration
from hub.domain.sentence import Sentence
from hub.domain.sentence_terms import SentenceTerm
from hub.domain.value import Value

# Under which name the freshness of what the prison says of the Offender Supervisor is kept.
SUPERVISOR_READING = "custody.domain-event.v1#supervisor"


class LimitSource(StrEnum):
    """Which of a community record's two parts speaks of limited access: the personal details, or the list of names."""

    DETAILS = "DETAILS"
    LIST = "LIST"


class PrisonerRecord(Value):
    """The prison's record of one prisoner, as a whole. `identifiers` begin with the prison number itself.

    `place` is where the record has the person, `reading` its words on that, to be compared with the reading before;
    `sentence` is the current booking's, None where it is not sentenced. `category` is the security category's code.
    """

    prison_number: str
    person: PersonDetails
    identifiers: tuple[Identifier, ...]
    place: Place
    booking_id: str | None
    legal_status: str | None
    recall: bool
    sentence: Sentence | None
    reading: CustodyReading | None = None
    category: str | None = None


class PrisonerRemoved(Value):
    """The prison holds no record under this number any more."""

    prison_number: str


class MovementSeen(Value):
    """A movement into or out of prison, as one publisher reports it."""

    prison_number: str
    direction: Direction
    kind: MovementKind
    agency: str
    report: MovementReport


class SentenceDates(Value):
    """The key dates of one booking."""

    prison_number: str
    booking_id: str | None
    sentence: Sentence


class SentenceTerms(Value):
    """The terms of every sentence of one booking."""

    prison_number: str
    booking_id: str
    terms: tuple[SentenceTerm, ...]


class BookingDeleted(Value):
    """The prison has deleted a booking of the person."""

    prison_number: str
    booking_id: str


class SupervisorTold(Value):
    """Who is the Offender Supervisor of a person in prison, as the prison's records say.

    `since` None: they do not say since when. `since_assumed` marks a time of the hub's choosing.
    """

    prison_number: str
    staff_code: str
    forename: str | None
    surname: str | None
    email: str | None
    establishment_code: str | None
    since: datetime | None
    since_assumed: bool = False


class UnplacedNotice(Value):
    """An event that names a booking or an internal number only.

    Nothing of it is taken, but whether the hub knows the booking is said; `code` and `detail` are the reason for
    ignoring it where it does.
    """

    booking_id: str | None
    event_type: str
    code: str
    detail: str


class OffenderRecord(Value):
    """The community side's personal details of one person. `identifiers` begin with the CRN itself."""

    crn: str
    person: PersonDetails
    identifiers: tuple[Identifier, ...]
    restricted: bool
    excluded: bool


class OffenderRemoved(Value):
    """The community side holds no personal details under this CRN any more."""

    crn: str


class AccessLimits(Value):
    """Who may not see the case, and who alone may; e-mail addresses in lower case."""

    crn: str
    excluded: tuple[str, ...]
    restricted_to: tuple[str, ...]


class Manager(Value):
    """The community manager that a supervision record names; `allocated` False means the case is unallocated."""

    staff_code: str | None
    forename: str | None
    surname: str | None
    email: str | None
    team_code: str | None
    team_name: str | None
    allocated: bool


class SupervisionRecord(Value):
    """Who manages a person in the community, the sentences, and what the register lists.

    `court_cases` counts those not sentenced yet.
    """

    crn: str
    manager: Manager | None
    sentences: tuple[Sentence, ...]
    court_cases: int
    registrations: tuple[Registration, ...] = ()


class SupervisionRemoved(Value):
    """The community side holds no supervision record under this CRN any more."""

    crn: str


class CommunityCaseCreated(Value):
    """The community side opened a case; its record follows by itself."""

    crn: str


class PrisonNumberAdded(Value):
    """The community side matched its case with a prison number."""

    crn: str
    identifiers: tuple[Identifier, ...]


class StaffRecord(Value):
    """One member of staff of one service; None where the record does not say."""

    service: Service
    code: str
    forename: str | None = None
    surname: str | None = None
    grade: Grade | None = None
    email: str | None = None
    employer: str | None = None
    team_code: str | None = None
    team_name: str | None = None
    establishment_code: str | None = None
    area: str | None = None
    active_from: date | None = None
    active_to: date | None = None


class StaffRemoved(Value):
    """The service holds no record of this member of staff any more."""

    service: Service
    code: str


class DetailAwaited(Value):
    """A thin event said that a record has changed, and where its source hands it out; the record itself is to come.

    `detail` is the connector's name for what is to come, `source` the source's for the settings, `reading` the reading
    whose arrival ends the wait. `origin` and `path` are the address as the event gave it, `asked_at` is when it
    happened. `reference` is the event's number of the thing, where the detail itself may not say it.
    """

    service: Service
    key: str
    detail: str
    source: str
    reading: str
    origin: str
    path: str
    event_type: str
    asked_at: datetime
    reference: str | None = None


class AssessmentStatements(Value):
    """What one body of the assessment system says of a person's assessments, and the scores in it."""

    crn: str
    body: AssessmentBody
    statements: tuple[Statement, ...]
    predictors: tuple[Predictor, ...]


class PredictorsTold(Value):
    """Scores without an assessment: told by an event, or as a list of their own."""

    crn: str
    predictors: tuple[Predictor, ...]


class AssessmentsRemoved(Value):
    """The assessment system holds no assessment under this CRN any more."""

    crn: str


Record = (
    PrisonerRecord
    | PrisonerRemoved
    | MovementSeen
    | SentenceDates
    | SentenceTerms
    | BookingDeleted
    | SupervisorTold
    | UnplacedNotice
    | OffenderRecord
    | OffenderRemoved
    | AccessLimits
    | SupervisionRecord
    | SupervisionRemoved
    | CommunityCaseCreated
    | PrisonNumberAdded
    | StaffRecord
    | StaffRemoved
    | DetailAwaited
    | AssessmentStatements
    | PredictorsTold
    | AssessmentsRemoved
)
