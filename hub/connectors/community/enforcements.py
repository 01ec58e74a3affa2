"""Breaches and recalls of the probation case system, recommendations on recall, and licences, as events tell them."""

from hub.connectors.community.told import Told
from hub.connectors.json_reader import pick
from hub.connectors.wire import text
from hub.domain.enforcement import EnforcementKind, EnforcementStage, RecallDecision, RecallStage
from hub.domain.reports import EnforcementReported, LicenceReported, RecallRecommended

STAGES = {
    "started": RecallStage.STARTED,
    "consideration": RecallStage.CONSIDERATION,
    "managementoversight": RecallStage.MANAGEMENT_OVERSIGHT,  # as the publisher writes it
    "management-oversight": RecallStage.MANAGEMENT_OVERSIGHT,  # as its specification does
    "deleted": RecallStage.DELETED,
}
DECISIONS = {"DECISION_TO_RECALL": RecallDecision.RECALL, "DECISION_NOT_TO_RECALL": RecallDecision.NO_RECALL}


def enforcement(told: Told) -> EnforcementReported:
    """A breach or recall raised or concluded; its description is not to be trusted, its type is."""
    _, kind, stage = told.name.split(".")
    return EnforcementReported(
        crn=told.crn,
        kind=EnforcementKind(kind.upper()),
        stage=EnforcementStage(stage.upper()),
        reference=told.text("eventId") or "",
        outcome=told.text("outcome"),
        at=told.at,
        time_assumed=told.assumed,
    )


def recall_recommendation(told: Told) -> RecallRecommended:
    """A step of a recommendation on recall."""
    booked_by = pick(told.event.additional_information, "bookedBy")
    who = pick(booked_by, "staffCode") if isinstance(booked_by, dict) else None
    return RecallRecommended(
        crn=told.crn,
        stage=STAGES[told.name.rpartition(".")[2]],
        decision=DECISIONS.get((told.text("contactOutcome") or "").upper()),
        staff_code=text(who) if isinstance(who, str | int) and not isinstance(who, bool) else None,
        reference=told.text("referralId"),
        at=told.at,
        time_assumed=told.assumed,
    )


def licence(told: Told) -> LicenceReported:
    """A licence, or a variation of one, activated or inactivated."""
    return LicenceReported(
        crn=told.crn,
        reference=told.reference("licenceId"),
        variation=".variation." in told.name,
        active=told.name.endswith(".activated"),
        at=told.at,
        time_assumed=told.assumed,
    )
