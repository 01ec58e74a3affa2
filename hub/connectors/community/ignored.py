"""Events of the community side that need nothing done, by name, each with its reason: nothing is dropped in silence.

Names are in lower case. One that ends in a dot or a hyphen stands for every type that begins so. What stands neither
here nor among what is taken is unknown, and says so.
"""

DETAILS = ("SnapshotFollows", "personal details and access limits come with the offender snapshot")
SUPERVISION = ("SnapshotFollows", "manager, sentences and requirements come with the supervision snapshot")
REMOVAL = ("SnapshotFollows", "a removed record comes as a null snapshot")
ASSESSMENT = ("SnapshotFollows", "assessments come with the assessment snapshot")
MERGE = ("MergesAreNotTaken", "the hub joins records by the identifiers that their snapshots carry")
NOT_HELD = ("NotHeld", "the hub holds nothing of this kind")
ENFORCEMENT = ("NotHeld", "the hub holds no enforcement action")

IGNORED: dict[str, tuple[str, str]] = {
    "probation-case.engagement.deleted": REMOVAL,
    "probation-case.engagement.recovered": DETAILS,
    "probation-case.deleted.gdpr": REMOVAL,
    "probation-case.personal-details.updated": DETAILS,
    "probation-case.alias.": DETAILS,
    "probation-case.additional-identifier.": DETAILS,
    "probation-case.address.": NOT_HELD,
    "probation-case.merge.completed": MERGE,
    "probation-case.unmerge.completed": MERGE,
    "probation-case.sentence.": SUPERVISION,
    "probation-case.requirement.": SUPERVISION,
    "probation-case.licence-condition.": SUPERVISION,
    "probation-case.registration.": NOT_HELD,
    "probation-case.risk-scores.": ASSESSMENT,
    "probation-case.mappa-information.": NOT_HELD,
    "probation-case.mappa-export.": NOT_HELD,
    "probation-case.supervision-appointment.created": NOT_HELD,
    "probation-case.supervision.created": SUPERVISION,
    "probation-case.assessment-summary.created": ASSESSMENT,
    "probation-case.exclusion.updated": DETAILS,
    "probation-case.restriction.updated": DETAILS,
    "probation.staff.updated": ("SnapshotFollows", "staff come with the staff snapshot"),
    "enforcement.breach.": ENFORCEMENT,
    "enforcement.recall.": ENFORCEMENT,
    "person.community.manager.": SUPERVISION,
    "event.manager.allocated": SUPERVISION,
    "requirement.manager.allocated": SUPERVISION,
    "licence-condition.manager.allocated": SUPERVISION,
    "tier.calculation.": ("NotHeld", "the hub holds no tier that another system calculates"),
    "assessment.summary.produced": ASSESSMENT,
    "risk-assessment.scores.": ASSESSMENT,
    "risk.flag.tier.change": NOT_HELD,
    "prison-recall.recommendation.": ENFORCEMENT,
    "create-and-vary-a-licence.": NOT_HELD,
    "intervention.action-plan.": NOT_HELD,
    "intervention.referral.": NOT_HELD,
    "intervention.session-appointment.": NOT_HELD,
    "intervention.initial-assessment-appointment.": NOT_HELD,
    "san.plan-creation-schedule.updated": NOT_HELD,
    "plp.": NOT_HELD,
    "offender_changed": DETAILS,
    "offender_details_changed": DETAILS,
    "offender_alias_changed": DETAILS,
    "offender_address_changed": NOT_HELD,
    "offender_manager_changed": SUPERVISION,
    "offender_officer_changed": SUPERVISION,
    "offender_merged": MERGE,
    "offender_registration_changed": NOT_HELD,
    "offender_registration_deleted": NOT_HELD,
    "offender_registration_deregistered": NOT_HELD,
    "offender_ogrs_assessment_changed": ASSESSMENT,
    "offender_management_tier_calculation_required": NOT_HELD,
    "conviction_changed": SUPERVISION,
    "sentence_changed": SUPERVISION,
    "sentence_order_requirement_changed": SUPERVISION,
}
