"""A case with everything that the decisions about it rest on: what each source record says, and what follows now."""

from collections.abc import Mapping
from datetime import date, datetime

from msgspec import field
from msgspec.structs import replace

from hub.domain.access import Service
from hub.domain.agreement import Fact, Standing
from hub.domain.answers import Answer, DecisionMade, Question, RecordAssessed
from hub.domain.custody import Movement, PatientReport, Place
from hub.domain.custody_change import CustodyReading
from hub.domain.eligibility import SwitchedOff
from hub.domain.grade import Grade, stands_for_somebody
from hub.domain.handover.following import HeldHandover
from hub.domain.holder_decided import HolderDecided
from hub.domain.identifiers import IdentifierKind
from hub.domain.movements import ReportedMovement, UnknownMovement
from hub.domain.override import HeldRuling
from hub.domain.person import PersonDetails
from hub.domain.plan import NeedArea
from hub.domain.sentence import Sentence
from hub.domain.sentence_terms import SentenceTerm
from hub.domain.team import AllocationTold, Holder
from hub.domain.value import Value


class HeldCustody(Value):
    """A prison record's standing as stored; `told` is what its last snapshot said, None where only movements came."""

    standing: Place
    current: bool
    told: Place | None
    booking_id: str | None
    legal_status: str | None
    recall: bool
    release_on: date | None
    category: str | None = None


class HeldSentence(Value):
    """A sentence as stored, and the span that it belongs to."""

    id: int
    span_id: int | None
    given: Sentence


class HeldSupervision(Value):
    """What a community record says of supervision: the manager (`staff_id` None: unallocated), cases at court.

    `manager` is the manager's staff code, `grade` their grade.
    """

    names_manager: bool
    staff_id: int | None
    team_code: str | None
    court_cases: int
    source_time: datetime
    manager: str | None = None
    grade: str | None = None
    time_assumed: bool = False

    @property
    def manager_id(self) -> int | None:
        """Whom it names; a stand-in of the case system names nobody, so the case is unallocated."""
        return self.staff_id if stands_for_somebody(self.grade) else None


class HeldRecord(Value):
    """One source record of the case with everything that it says; `numbers` are the valid identifiers that it gave.

    `readings` are what a prison record said of custody, in the order of the source; `movements` and `unknown` are what
    followed from them and from the reports when the case was decided last; `heard` are reports that came since.
    `patient`: what was told of them as a restricted patient; `handover_starts_on`: when the community begins to support
    them, as today's allocation system reports it. `merged_into`: the record that its source merged it into;
    its number is nobody's own any more. `passive`: the source has said since what that other one holds; then this one
    is history, and decides nothing. `linked_at`: since when it is on the case. `terms`: those of the current booking.
    `assessed`: what counts of its assessments; `rehabilitative`: whether a requirement that runs asks for change.
    """

    id: int
    service: Service
    key: str
    awaiting_snapshot: bool
    removed: bool
    person: PersonDetails | None
    custody: HeldCustody | None
    movements: tuple[Movement, ...]
    sentences: tuple[HeldSentence, ...]
    supervision: HeldSupervision | None
    numbers: Mapping[IdentifierKind, tuple[str, ...]] = field(default_factory=dict)
    heard: tuple[ReportedMovement, ...] = ()
    unknown: tuple[UnknownMovement, ...] = ()
    readings: tuple[CustodyReading, ...] = ()
    patient: tuple[PatientReport, ...] = ()
    handover_starts_on: date | None = None
    merged_into: int | None = None
    passive: bool = False
    linked_at: datetime | None = None
    terms: tuple[SentenceTerm, ...] = ()
    assessed: RecordAssessed | None = None
    rehabilitative: bool = False

    @property
    def merged(self) -> bool:
        """Whether its source merged it into another record."""
        return self.merged_into is not None


class HeldSpan(Value):
    """A span as stored; `planned` says that a sentence plan hangs on it."""

    id: int
    start: datetime
    end: datetime | None
    planned: bool


class HeldStaff(Value):
    """A member of staff whom the case names."""

    grade: Grade | None
    team_code: str | None
    service: Service = Service.COMMUNITY
    active_from: date | None = None
    active_to: date | None = None


class HeldSupervisor(Value):
    """The Offender Supervisor's allocation that stands."""

    staff_id: int
    case_version: int
    start: datetime


class CaseRow(Value):
    """The case's own row: what is shown, its phase, its reach, how each fact stands between the services.

    `cluster_reason` and `cluster_because`: why a person must look at who the case is about; None where nobody must.
    """

    version: int
    awaiting_snapshot: bool
    forename: str | None
    surname: str | None
    date_of_birth: date | None
    name_source: str | None
    phase: str | None
    phase_reason: str | None
    phase_flags: tuple[str, ...]
    om_staff_id: int | None
    om_team_code: str | None
    os_staff_id: int | None
    prison_code: str | None
    limited: bool
    merged_into: int | None
    cluster_reason: str | None = None
    cluster_because: str | None = None
    next_om_staff_id: int | None = None
    next_os_staff_id: int | None = None
    registered_risk: str | None = None
    mappa_level: int | None = None
    mappa_category: int | None = None
    tier: int | None = None
    ask_again_on: date | None = None
    answers: Mapping[Question, Answer] = field(default_factory=dict)
    facts: Mapping[Fact, Standing] = field(default_factory=dict)


class CaseFacts(Value):
    """The case with all that it rests on.

    `allocations` are those of the person to a community manager, as events report them; `stand_ins` are the staff in
    the chain of holders behind whom no person stands.
    `rulings` are those that stand on its records. `disputed`: a review waits because something says that the case and
    another are one person though they are ruled to be two. `staff` are those named; `managers`: who holds the case as
    decided in the hub; `codes`: of the registrations that stand; `areas`: what the plans carried out work on;
    `decided`: what people decided; `switched_off`: types of sentence, for every case.
    """

    id: int
    row: CaseRow
    records: tuple[HeldRecord, ...]
    spans: tuple[HeldSpan, ...]
    holders: tuple[Holder, ...]
    supervisor: HeldSupervisor | None
    limits: int
    allocations: tuple[AllocationTold, ...] = ()
    stand_ins: frozenset[int] = frozenset()
    rulings: tuple[HeldRuling, ...] = ()
    disputed: bool = False
    staff: Mapping[int, HeldStaff] = field(default_factory=dict)
    managers: tuple[HolderDecided, ...] = ()
    codes: frozenset[str] = frozenset()
    areas: tuple[NeedArea, ...] = ()
    decided: tuple[DecisionMade, ...] = ()
    handovers: tuple[HeldHandover, ...] = ()
    switched_off: tuple[SwitchedOff, ...] = ()

    def hearing(self, record_id: int, line: ReportedMovement) -> "CaseFacts":
        """The same with a report of a movement that has just come for one of the records."""
        return replace(self, records=tuple(_hearing(one, line) if one.id == record_id else one for one in self.records))


def _hearing(record: HeldRecord, line: ReportedMovement) -> HeldRecord:
    return replace(record, heard=(*record.heard, line))
