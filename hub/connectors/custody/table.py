"""Every event type of the prison side: what the hub does, or why it does nothing. This is the table to read.

Most events only say that something has changed: the record itself follows as a snapshot, or is fetched where the event
gives its address. Movements, merges and bookings carry the fact itself and are taken as they are.
"""

from hub.connectors.custody.bookings import deleted
from hub.connectors.custody.details import fetched
from hub.connectors.custody.erasures import erased
from hub.connectors.custody.merges import merge
from hub.connectors.custody.movements import reported, row
from hub.connectors.custody.patients import added, removed
from hub.connectors.events import EventTable, Passed, Taken

MOVED = Taken(reported, "keeps the movement; other reports of the same movement are evidence of it")
ROW = Taken(row, "keeps the movement where the event carries it; else its snapshot follows")
ERASED = Taken(erased, "erases what the prison service held (docs/erasure.md)")
FETCH = Taken(fetched, "has the record fetched where the event gives its address; else its snapshot follows")

SNAPSHOT = Passed("SnapshotFollows", "the record itself comes with the prisoner snapshot")
SENTENCES = Passed("SnapshotFollows", "sentences and key dates come with the snapshots")
MERGED = Taken(merge, "brings the removed number's facts, team and plan to the number that survives")
BOOKING = Taken(merge, "brings the booking's history to the prisoner whose it is now; nobody is merged")
OLDER_MERGE = Taken(merge, "the same where it names both numbers; else prisoner.merged and the survivor's record tell")
REMOVAL = Passed("SnapshotFollows", "a removed record comes as a null snapshot")
PATIENT = Taken(added, "has the person in hospital as a restricted patient, in custody, until something newer is told")
NO_PATIENT = Taken(removed, "has a restricted patient released, until something newer is told")
SUPPORT = Passed("SnapshotFollows", "the event does not name it; the prisoner snapshot says which prison supports")
STATUS = Passed("SnapshotFollows", "legal status and recall come with the prisoner snapshot")
OUTING = Passed("MovementFollows", "who goes out and comes back is told as a movement, with its time and place")
PLANNED = Passed("NotHeld", "the hub holds where a person is, not where and when they are to go")
ALERTS = Passed("NotHeld", "alerts are the prison's own way of working; the plan rests on the assessment")
REGIME = Passed("NotHeld", "the hub holds nothing of cells, work, incentives and the prison's own assessments")
VISITS = Passed("NotHeld", "the hub holds nothing of contacts, visitors and who must be kept apart")
HANDOVER = Taken(
    fetched, "has the dates fetched where the event gives their address; pre-release begins with the start"
)

EVENTS: EventTable = {
    # where the person is
    "prisoner-offender-search.prisoner.received": MOVED,
    "prisoner-offender-search.prisoner.released": MOVED,
    "prison-offender-events.prisoner.received": MOVED,
    "prison-offender-events.prisoner.released": MOVED,
    "external_movement_record-*": ROW,
    "external_movement-changed": ROW,
    "offender_movement-reception": ROW,
    "offender_movement-discharge": ROW,
    "restricted-patients.patient.added": PATIENT,
    "restricted-patients.patient.removed": NO_PATIENT,
    "restricted-patients.patient.*": SUPPORT,
    "person.temporary-absence.started": OUTING,
    "person.temporary-absence.completed": OUTING,
    "person.temporary-absence-movement.*": OUTING,
    "person.temporary-absence.*": PLANNED,
    "person.temporary-absence-authorisation.*": PLANNED,
    "person.court-appearance.started": OUTING,
    "person.court-appearance.completed": OUTING,
    "person.court-appearance-movement.*": OUTING,
    "person.court-appearance.*": PLANNED,
    "court_event*": PLANNED,
    "prison-offender-events.prisoner.cell.move": SNAPSHOT,
    # the record
    "prisoner-offender-search.prisoner.created": FETCH,
    "prisoner-offender-search.prisoner.updated": FETCH,
    "prisoner-offender-search.prisoner.removed": REMOVAL,
    "prisoner-offender-search.prisoner.convicted-status-changed": STATUS,
    "prison-offender-events.prisoner.imprisonment-status-changed": STATUS,
    "imprisonment_status-changed": STATUS,
    "offender-updated": SNAPSHOT,
    "offender-inserted": SNAPSHOT,
    "offender-deleted": REMOVAL,
    "offender_details-changed": SNAPSHOT,
    "offender_identifier-*": SNAPSHOT,
    "data_compliance_delete-offender": ERASED,
    # bookings and merges
    "prison-offender-events.prisoner.merged": MERGED,
    "prison-offender-events.prisoner.booking.moved": BOOKING,
    "booking_number-changed": OLDER_MERGE,
    "prison-offender-events.prisoner.booking.deleted": Taken(deleted, "takes back the sentence of the booking"),
    "offender_booking-*": SNAPSHOT,
    # sentences and their dates
    "prison-offender-events.prisoner.sentence-dates-changed": SENTENCES,
    "prison-offender-events.prisoner.sentence.changed": SENTENCES,
    "prison-offender-events.prisoner.sentence-term.changed": SENTENCES,
    "prison-offender-events.prisoner.fixed-term-recall.changed": SENTENCES,
    "prison-offender-events.prisoner.fine-payment.changed": SENTENCES,
    "calculate-release-dates.prisoner.changed": SENTENCES,
    "sentence_dates-changed": SENTENCES,
    "hdc_condition-changed": SENTENCES,
    "hdc_fine-inserted": SENTENCES,
    "offender_fixed_term_recalls-*": SENTENCES,
    # who supervises
    "offender-management.allocation.changed": FETCH,
    "offender-management.pom.allocated": FETCH,
    "offender-management.handover.changed": HANDOVER,
    # what the hub holds nothing of
    "prisoner-offender-search.prisoner.alerts-updated": ALERTS,
    "person.alert.*": ALERTS,
    "person.alerts.changed": ALERTS,
    "alert-*": ALERTS,
    "incentives.iep-review.inserted": REGIME,
    "incentives.prisoner.next-review-date-changed": REGIME,
    "prison-offender-events.prisoner.appointments-changed": REGIME,
    "prison-offender-events.prisoner.activities-changed": REGIME,
    "prison-offender-events.prisoner.video-appointment.cancelled": REGIME,
    "assessment-updated": REGIME,
    "assessment-changed": REGIME,
    "prison-offender-events.prisoner.restriction.changed": VISITS,
    "prison-offender-events.prisoner.person-restriction.*": VISITS,
    "prison-offender-events.prisoner.non-association-detail.changed": VISITS,
    "prison-offender-events.prisoner.contact-*": VISITS,
    "prison-offender-events.visitor.restriction.*": VISITS,
}
