"""Today's responsibility, custody or community, and when it is handed over.

It is a third fact beside the accountable manager (always the Offender Manager) and the day-to-day lead, and never
confused with them (domain: "Who leads from day to day"). Source: rules, (d), today's practice
(ministryofjustice/offender-management-allocation-manager, 21 August 2026); what differs is marked *hub*.

words             the closed lists
facts             what is given, and the decision that comes out
parole            the outcome of a parole review, with three values
earliest_release  which date counts as the earliest release
dates             when the handover starts, and when it is complete
responsibility    who is responsible today, by the first row that holds; an override beats it; when it may change next
override          who decided otherwise, and why
notices           the lists of handovers, and what is to be told or asked when
checklist         what is done before a handover, ticked by each side
early_allocation  who is handed over early
in_two_hands      a change of manager or supervisor: planned, answered, completed; or unplanned and followed up
two_hands_rules   every rule of it that can say no
lateness          when one is escalated, and why
asked             what people ask of a handover, and who may
following         what becomes of handovers when the holder changes otherwise, and which were not planned
"""

from hub.domain.handover.checklist import Checklist, HandoverTask, Tick, checklist, must_reset
from hub.domain.handover.dates import HandoverDates, handover_dates, handover_on, starts_on
from hub.domain.handover.earliest_release import EarliestRelease, earliest_release
from hub.domain.handover.early_allocation import (
    EarlyAllocationFacts,
    EarlyAllocationOutcome,
    assess_early_allocation,
    assessment_counts,
    handed_over_early,
    may_be_referred,
    risk_assessment_recent,
)
from hub.domain.handover.facts import HandoverDecision, HandoverFacts
from hub.domain.handover.notices import HandoverList, HandoverNotice, Notice, listed, manager_overdue, notices, upcoming
from hub.domain.handover.override import HandoverOverride, OverrideReason, check_override
from hub.domain.handover.parole import ParoleReview, check_review, current_review, outcome_of
from hub.domain.handover.responsibility import decide_responsibility, may_change_on, responsible
from hub.domain.handover.words import HandoverFlag, HandoverReason, ParoleOutcome, ReleaseDate, Responsibility

__all__ = [
    "Checklist",
    "EarliestRelease",
    "EarlyAllocationFacts",
    "EarlyAllocationOutcome",
    "HandoverDates",
    "HandoverDecision",
    "HandoverFacts",
    "HandoverFlag",
    "HandoverList",
    "HandoverNotice",
    "HandoverOverride",
    "HandoverReason",
    "HandoverTask",
    "Notice",
    "OverrideReason",
    "ParoleOutcome",
    "ParoleReview",
    "ReleaseDate",
    "Responsibility",
    "Tick",
    "assess_early_allocation",
    "assessment_counts",
    "check_override",
    "check_review",
    "checklist",
    "current_review",
    "decide_responsibility",
    "earliest_release",
    "handed_over_early",
    "handover_dates",
    "handover_on",
    "listed",
    "manager_overdue",
    "may_be_referred",
    "may_change_on",
    "must_reset",
    "notices",
    "outcome_of",
    "responsible",
    "risk_assessment_recent",
    "starts_on",
    "upcoming",
]
