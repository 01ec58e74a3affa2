"""Events of the prison side that need nothing done, by name, each with its reason: nothing is dropped in silence.

Names are in lower case. One that ends in a dot or a hyphen stands for every type that begins so. What stands neither
here nor among what is taken is unknown, and says so.
"""

SNAPSHOT = ("SnapshotFollows", "the record itself comes with the prisoner snapshot")
SENTENCES = ("SnapshotFollows", "sentences and key dates come with the snapshots")
REMOVAL = ("SnapshotFollows", "a removed record comes as a null snapshot")
MERGE = ("SnapshotFollows", "the surviving record's snapshot carries the former number")
NOT_HELD = ("NotHeld", "the hub holds nothing of this kind")
PLACE = ("NotHeld", "the hub holds where a person is, not where and when they are to go")

IGNORED: dict[str, tuple[str, str]] = {
    # With an address of the record (details.py) these two have it fetched.
    "prisoner-offender-search.prisoner.created": SNAPSHOT,
    "prisoner-offender-search.prisoner.updated": SNAPSHOT,
    "prisoner-offender-search.prisoner.removed": REMOVAL,
    "prisoner-offender-search.prisoner.alerts-updated": NOT_HELD,
    "prisoner-offender-search.prisoner.convicted-status-changed": SNAPSHOT,
    "prison-offender-events.prisoner.merged": MERGE,
    "prison-offender-events.prisoner.booking.moved": SNAPSHOT,
    "prison-offender-events.prisoner.booking.deleted": SNAPSHOT,
    "prison-offender-events.prisoner.sentence-dates-changed": SENTENCES,
    "prison-offender-events.prisoner.sentence.changed": SENTENCES,
    "prison-offender-events.prisoner.sentence-term.changed": SENTENCES,
    "prison-offender-events.prisoner.fixed-term-recall.changed": SENTENCES,
    "prison-offender-events.prisoner.fine-payment.changed": SENTENCES,
    "prison-offender-events.prisoner.imprisonment-status-changed": SNAPSHOT,
    "prison-offender-events.prisoner.cell.move": SNAPSHOT,
    "prison-offender-events.prisoner.appointments-changed": NOT_HELD,
    "prison-offender-events.prisoner.activities-changed": NOT_HELD,
    "prison-offender-events.prisoner.restriction.changed": NOT_HELD,
    "prison-offender-events.prisoner.person-restriction.": NOT_HELD,
    "prison-offender-events.prisoner.non-association-detail.changed": NOT_HELD,
    "prison-offender-events.prisoner.contact-": NOT_HELD,
    "prison-offender-events.prisoner.video-appointment.cancelled": NOT_HELD,
    "prison-offender-events.visitor.restriction.": NOT_HELD,
    "calculate-release-dates.prisoner.changed": SENTENCES,
    "person.alert.": NOT_HELD,
    "person.alerts.changed": NOT_HELD,
    "restricted-patients.patient.": SNAPSHOT,
    "person.temporary-absence.": PLACE,
    "person.temporary-absence-authorisation.": PLACE,
    "person.temporary-absence-movement.": PLACE,
    "person.court-appearance.": PLACE,
    "person.court-appearance-movement.": PLACE,
    "offender-management.allocation.changed": NOT_HELD,
    "offender-management.handover.changed": NOT_HELD,
    "offender-management.pom.allocated": NOT_HELD,
    "incentives.iep-review.inserted": NOT_HELD,
    "incentives.prisoner.next-review-date-changed": NOT_HELD,
    "offender_movement-reception": SNAPSHOT,
    "offender_movement-discharge": SNAPSHOT,
    "external_movement-changed": SNAPSHOT,
    "external_movement_record-": SNAPSHOT,
    "offender-updated": SNAPSHOT,
    "offender-inserted": SNAPSHOT,
    "offender-deleted": REMOVAL,
    "offender_details-changed": SNAPSHOT,
    "offender_identifier-": SNAPSHOT,
    "offender_booking-": SNAPSHOT,
    "booking_number-changed": MERGE,
    "sentence_dates-changed": SENTENCES,
    "imprisonment_status-changed": SNAPSHOT,
    "alert-": NOT_HELD,
    "assessment-updated": NOT_HELD,
    "assessment-changed": NOT_HELD,
    "court_event-": PLACE,
    "hdc_condition-changed": SENTENCES,
    "hdc_fine-inserted": SENTENCES,
    "offender_fixed_term_recalls-": SENTENCES,
    "data_compliance_delete-offender": REMOVAL,
}
