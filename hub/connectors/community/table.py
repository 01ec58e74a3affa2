"""Every event type of the community side: what the hub does, or why it does nothing. This is the table to read.

Most events are thin: they say that something has changed, not to what. Then the record is marked as awaiting the
snapshot that tells (`LookAgain`); an event that carries the fact itself is taken as it is.
"""

from collections.abc import Callable

from hub.connectors.community.allocations import allocation, staff_changed, tier
from hub.connectors.community.assessments import assessed, scores
from hub.connectors.community.cases import created, erased, matched, recovered, removed
from hub.connectors.community.enforcements import enforcement, licence, recall_recommendation
from hub.connectors.community.merges import merge
from hub.connectors.community.registrations import deregistered, reported, withdrawn
from hub.connectors.community.requirements import licence_condition, requirement
from hub.connectors.community.told import Told
from hub.connectors.events import EventTable, Passed, Taken
from hub.domain.reports import LookAgain, RecordPart

# Which snapshot tells what a part of the record is now.
SNAPSHOTS = {
    RecordPart.DETAILS: "community.offender.snapshot.v1",
    RecordPart.SUPERVISION: "community.supervision.snapshot.v1",
}


def _look_again(part: RecordPart) -> Callable[[Told], LookAgain]:
    return lambda told: LookAgain(told.crn, part, SNAPSHOTS[part], told.name, told.at)


DETAILS = Taken(_look_again(RecordPart.DETAILS), "marks the personal details as awaiting the offender snapshot")
SUPERVISION = Taken(_look_again(RecordPart.SUPERVISION), "marks the supervision as awaiting its snapshot")
ASSESSMENT = Taken(assessed, "has the assessment fetched, or marks it as awaiting its snapshot")
SCORES = Taken(scores, "keeps the scores; of each kind the one assessed last counts")
MATCHED = Taken(matched, "links the case with the prison number")
REQUIREMENT = Taken(requirement, "keeps the requirement: type, whether it restricts, how it stands")
CONDITION = Taken(licence_condition, "keeps the licence condition: type, whether it restricts, how it stands")
REGISTERED = Taken(reported, "keeps the registration; the register decides risk of harm and MAPPA anew")
ENFORCED = Taken(enforcement, "keeps the breach or recall, its dates and its outcome")
RECOMMENDED = Taken(recall_recommendation, "keeps the step and the decision on recall")
LICENCE = Taken(licence, "keeps the licence and whether it is active")
MANAGED = Taken(allocation, "says since when the manager of the record holds the case; who it is comes with the detail")
ALLOCATED = Taken(allocation, "keeps the allocation with its start; who it is comes with the detail")
TIER = Taken(tier, "keeps the tier as (version, value); the value comes with the detail")
MERGED = Taken(merge, "brings the merged case's facts, team and plan to the case that stays")
UNMERGED = Taken(merge, "brings them back, and keeps the two apart")
DIARY = Passed("NotHeld", "the hub keeps no diary of the probation case system")
REFERRAL = Passed("NotHeld", "referrals to providers are not kept yet")

EVENTS: EventTable = {
    # the case itself
    "probation-case.engagement.created": Taken(created, "opens a case, which waits for its record"),
    "probation-case.engagement.deleted": Taken(removed, "marks the record as removed by its service"),
    "probation-case.engagement.recovered": Taken(recovered, "marks the record as there again, and looks again"),
    "probation-case.deleted.gdpr": Taken(erased, "erases what the probation service held (docs/erasure.md)"),
    "probation-case.prison-identifier.added": MATCHED,
    "probation-case.prison-identifier.updated": MATCHED,
    "probation-case.merge.completed": MERGED,
    "probation-case.unmerge.completed": UNMERGED,
    # who the person is, and who may see the case
    "probation-case.personal-details.updated": DETAILS,
    "probation-case.alias.*": DETAILS,
    "probation-case.additional-identifier.*": DETAILS,
    "probation-case.address.*": DETAILS,
    "probation-case.exclusion.updated": DETAILS,
    "probation-case.restriction.updated": DETAILS,
    # sentences, requirements, licences
    "probation-case.sentence.*": SUPERVISION,
    "probation-case.supervision.created": SUPERVISION,
    "probation-case.requirement.created": REQUIREMENT,
    "probation-case.requirement.terminated": REQUIREMENT,
    "probation-case.requirement.unterminated": REQUIREMENT,
    "probation-case.requirement.deleted": REQUIREMENT,
    "probation-case.licence-condition.created": CONDITION,
    "probation-case.licence-condition.terminated": CONDITION,
    "probation-case.licence-condition.unterminated": CONDITION,
    "probation-case.licence-condition.deleted": CONDITION,
    "create-and-vary-a-licence.licence.activated": LICENCE,
    "create-and-vary-a-licence.licence.inactivated": LICENCE,
    "create-and-vary-a-licence.variation.activated": LICENCE,
    "create-and-vary-a-licence.variation.inactivated": LICENCE,
    "create-and-vary-a-licence.*": Passed("NotHeld", "what stands in a licence is not kept yet"),
    # the register
    "probation-case.registration.added": REGISTERED,
    "probation-case.registration.updated": REGISTERED,
    "probation-case.registration.deleted": Taken(withdrawn, "takes the registration back, as if it had never been"),
    "probation-case.registration.deregistered": Taken(deregistered, "ends every registration of the type"),
    "probation-case.mappa-information.*": SUPERVISION,
    "probation-case.mappa-export.*": SUPERVISION,
    # enforcement
    "enforcement.breach.raised": ENFORCED,
    "enforcement.breach.concluded": ENFORCED,
    "enforcement.recall.raised": ENFORCED,
    "enforcement.recall.concluded": ENFORCED,
    "prison-recall.recommendation.started": RECOMMENDED,
    "prison-recall.recommendation.consideration": RECOMMENDED,
    "prison-recall.recommendation.managementoversight": RECOMMENDED,
    "prison-recall.recommendation.management-oversight": RECOMMENDED,
    "prison-recall.recommendation.deleted": RECOMMENDED,
    # who manages
    "person.community.manager.allocated": MANAGED,
    "person.community.manager.transferred": MANAGED,
    "event.manager.allocated": ALLOCATED,
    "requirement.manager.allocated": ALLOCATED,
    "licence-condition.manager.allocated": ALLOCATED,
    "probation.staff.updated": Taken(staff_changed, "marks the member of staff as awaiting the staff snapshot"),
    # tier and assessment
    "tier.calculation.complete": TIER,
    "tier.calculation.changed": TIER,
    "assessment.summary.produced": ASSESSMENT,
    "probation-case.assessment-summary.created": ASSESSMENT,
    "probation-case.risk-scores.*": SCORES,
    "risk-assessment.scores.*": SCORES,
    "risk.flag.tier.change": ASSESSMENT,
    # the diary, referrals, plans of other systems
    "probation-case.supervision-appointment.created": DIARY,
    "intervention.session-appointment.*": DIARY,
    "intervention.initial-assessment-appointment.*": DIARY,
    "intervention.action-plan.*": REFERRAL,
    "intervention.referral.*": REFERRAL,
    "san.plan-creation-schedule.updated": Passed("NotHeld", "when another system's plan is due is not kept"),
    "plp.*": Passed("NotHeld", "a personal learning plan is another plan than the shared one"),
    # the older generation: a row of a table has changed
    "offender_changed": DETAILS,
    "offender_details_changed": DETAILS,
    "offender_alias_changed": DETAILS,
    "offender_address_changed": DETAILS,
    "offender_merged": MERGED,
    "offender_manager_changed": SUPERVISION,
    "offender_officer_changed": SUPERVISION,
    "conviction_changed": SUPERVISION,
    "sentence_changed": SUPERVISION,
    "sentence_order_requirement_changed": SUPERVISION,
    "offender_registration_changed": SUPERVISION,
    "offender_registration_deleted": SUPERVISION,
    "offender_registration_deregistered": SUPERVISION,
    "offender_ogrs_assessment_changed": ASSESSMENT,
    "offender_management_tier_calculation_required": Passed("NotHeld", "asks the tier system; its answer follows"),
    "*_changed": Passed("NotHeld", "a row of a table of which the hub holds nothing"),
}
