"""What the world hears of a change of a case: what it was, what it is, who said so.

The contract is hub/messaging/contracts/hub.case.event.v1.json. Names of people are in no event.
"""

import re
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from hub.domain.access import Service
from hub.domain.value import Value
from hub.store.messages.outbox import OutgoingEvent, publish
from hub.store.reach.plan_subject import event_identifiers
from hub.store.transaction import Transaction

PAYLOAD_VERSION = 1
# What acts where no person does: a source's record, the clock.
SOURCE_RECORD, CLOCK = "SOURCE_RECORD", "CLOCK"

# Event type -> the sentence that the payload's `description` holds.
DESCRIPTIONS = {
    "CaseOpened": "The hub learned of an offender and opened a case.",
    "CaseLinked": "A record of the other side, or another record, was linked to the case.",
    "CaseJoined": "The case and another turned out to be one person; the case holds the facts of both.",
    "CaseMergedAway": "The facts of the case moved to another: both were one person.",
    "CaseParted": "Records of the case went to another: they are of another person, or a merge was taken back.",
    "RecordMerged": "A service merged one of its records into another; the old number answers for ever.",
    "RecordUnmerged": "A service took a merge of its records back; the two are kept apart.",
    "BookingMoved": "The prison moved a booking, with its history, from one prisoner to another.",
    "PartingAsked": "A member of staff asked that what was joined be parted; a second person must agree.",
    "IdentityReviewAssigned": "A member of staff was named who is to decide whether two cases are one person.",
    "IdentityReviewDecided": "A member of staff decided whether two cases are one person, or took that back.",
    "IdentityReviewDue": "Two cases may be one person; somebody must decide.",
    "IdentityReviewWithdrawn": "The hub asks no more whether two cases are one person: the records have changed.",
    "RecordsRuled": "A member of staff ruled on two records: of one person, or of different people.",
    "RulingWithdrawn": "A member of staff took back a ruling on who is who.",
    "ClusterReviewAssigned": "A member of staff was named who is to look at whether the case's records are one "
    "person's.",
    "ClusterReviewDecided": "A member of staff decided whether the case's records are one person's, or took that back.",
    "ClusterStateChanged": "Whether the records of the case hang together as one person's has changed.",
    "IdentifiersAdded": "A record of the case gave identifiers that it had not given before.",
    "PersonDetailsChanged": "The name or date of birth that the case shows has changed.",
    "AccessLimitsChanged": "Who may see the case has changed.",
    "CustodyChanged": "Where the person is in custody, or that they are not, has changed.",
    "MovementReported": "A movement into or out of prison was reported.",
    "MovementUnknown": "The prison record changed in a way that no known movement explains; somebody must look.",
    "UnknownMovementAcknowledged": "A member of staff looked at a change of the prison record that nothing explains.",
    "UnknownMovementReopened": "A member of staff took back that a change that nothing explains has been looked at.",
    "SentenceTermsChanged": "The terms that a court made a custodial sentence of have come, or have changed.",
    "SentencesChanged": "The sentences of the case, or the spans that they form, have changed.",
    "OffenderManagerChanged": "Who holds the case as Offender Manager has changed.",
    "IcmRouteChanged": "The route of Integrated Case Management, in Scotland, has changed.",
    "IcmRecorded": "A core screen, the offender's word on taking part, or a case conference was recorded.",
    "ContactRequested": "The offender asked for their Offender Manager.",
    "ContactRequestAnswered": "A request of the offender to their Offender Manager was answered.",
    "NoticeRecorded": "The offender was told whether they have an Offender Manager, and who it is.",
    "ContributionChanged": "Somebody contributes to the case by decision of a team manager or MAPPA, or does no more.",
    "CoverChanged": "A team manager arranged who stands in for the manager or supervisor of the case, or ended that.",
    "HandoverPlanned": "A handover of the case was planned.",
    "HandoverSnapshotGiven": "Who hands the case over gave the plan, open actions and risks as they stand.",
    "HandoverAccepted": "Who is to take the case over accepted it.",
    "HandoverRefused": "Who was to take the case over refused it.",
    "HandoverWithdrawn": "A handover was withdrawn, or overtaken by another change.",
    "HandoverReopened": "A handover that a join of two cases had ended is open again: the cases were parted.",
    "HandoverCompleted": "The case changed hands as planned.",
    "HandoverUnplanned": "The case changed hands and nobody had planned it; somebody must follow it up.",
    "HandoverFollowedUp": "A handover that nobody planned, or that nobody accepted, was followed up.",
    "HandoverTaskTicked": "A side ticked a task of a handover's checklist.",
    "HandoverLate": "A handover was not answered, completed or followed up in time; somebody must act.",
    "OffenderSupervisorAllocated": "An Offender Supervisor was allocated to the case.",
    "TeamMemberAdded": "Somebody joined the team of the case.",
    "TeamMemberEnded": "Somebody left the team of the case.",
    "DisagreementFound": "The two services hold different values for the same fact; the hub shows one by a rule.",
    "DisagreementEnded": "The two services no longer hold different values for a fact.",
    "AssessmentChanged": "Another assessment counts, or another version of it.",
    "NeedsChanged": "The needs that the assessment gives have changed.",
    "RiskOfHarmChanged": "The risk of serious harm that the assessment gives has changed.",
    "PredictorsChanged": "Scores that predict reoffending were told that count now.",
    "PhaseChanged": "The phase of the case has changed.",
    "DecisionMade": "A member of staff decided something about the case beside the rules, or took that back.",
    "EligibilityChanged": "Whether the person has an Offender Manager, or why, has changed.",
    "TierChanged": "The tier from 1 to 4, or what it follows from, has changed.",
    "TodayTierChanged": "Today's tier from A to G, as the hub computes it, has changed.",
    "ResponsibilityChanged": "Which side is responsible today, or when that is handed over, has changed.",
    "TransferDecisionChanged": "Whether a team manager must decide on a transfer of the case has changed.",
    "RegisterChanged": "What the probation service's register says of the person has changed.",
    "RequirementChanged": "A requirement of a sentence or a condition of a licence has changed.",
    "EnforcementChanged": "A breach or recall was raised or concluded.",
    "RecallRecommended": "A recommendation on recall has come a step further.",
    "LicenceChanged": "A licence, or a variation of one, was activated or inactivated.",
    "ManagerAllocationReported": "The community side reported the allocation of a manager.",
    "TierPublished": "The tier system has published a tier.",
    "RecordErased": "A service has erased the person; the hub holds nothing more of what it said.",
    "EngagementChanged": "The probation service has deleted its case, or brought it back.",
}


class CaseChange(Value):
    """One change of a case by its event's name, with what was and what is."""

    name: str
    before: Mapping[str, Any] | None
    after: Mapping[str, Any] | None


class Cause(Value):
    """Who made a change and by what: a source system's message, the clock, or a person's request.

    `actor` is how the audit names who did it: the source system, `clock`, or the staff code; `cause` by what.
    `staff_code` and `staff_id` are None where no person did it, `role` what the actor acted as.
    """

    actor: str
    service: Service
    cause: str
    role: str = SOURCE_RECORD
    staff_code: str | None = None
    staff_id: int | None = None


async def announce(
    tx: Transaction, case_id: int, version: int | None, changes: Sequence[CaseChange], cause: Cause
) -> None:
    """Publish the changes of a case that is locked, in order. `version` is the case's after the change."""
    if not changes:
        return
    shared = {
        "version": PAYLOAD_VERSION,
        "occurredAt": tx.now.isoformat(),
        "personReference": {"identifiers": await event_identifiers(tx, case_id)},
        "caseVersion": version,
        "service": cause.service.value,
        "actor": {"staffCode": cause.staff_code, "role": cause.role},
        "cause": cause.cause,
    }
    await publish(tx, case_id, [OutgoingEvent("case", one.name, {**shared, **_about(one)}) for one in changes])


@cache
def event_type(name: str) -> str:
    """`CustodyChanged` -> `hub.case.custody-changed`."""
    return "hub.case." + re.sub(r"(?<=[a-z])(?=[A-Z])", "-", name).lower()


def _about(change: CaseChange) -> dict[str, Any]:
    return {
        "eventType": event_type(change.name),
        "description": DESCRIPTIONS[change.name],
        "before": change.before,
        "after": change.after,
    }
