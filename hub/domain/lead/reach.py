"""How this offender reaches their manager now (planning, "How to contact your Offender Manager"; domain).

In the community through the local probation office or the usual probation worker; in custody through the Offender
Supervisor, by a General Wing Application. A request is kept with its answer; the hub asks for one within five working
days.
"""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum

from hub.domain.because import Because, because
from hub.domain.custody import CustodyState
from hub.domain.days import working_days_after
from hub.domain.lead.day_to_day import Place, place_of
from hub.domain.phase import Phase
from hub.domain.value import Value

ANSWER_DUE_AFTER = 5


class ContactWay(StrEnum):
    """By what."""

    GENERAL_WING_APPLICATION = "GENERAL_WING_APPLICATION"
    THROUGH_THE_HOSPITAL = "THROUGH_THE_HOSPITAL"
    USUAL_PROBATION_WORKER = "USUAL_PROBATION_WORKER"
    LOCAL_PROBATION_OFFICE = "LOCAL_PROBATION_OFFICE"
    CASE_COORDINATOR = "CASE_COORDINATOR"


class ContactThrough(StrEnum):
    """Through whom."""

    OFFENDER_SUPERVISOR = "OFFENDER_SUPERVISOR"
    OFFENDER_MANAGEMENT_UNIT = "OFFENDER_MANAGEMENT_UNIT"
    OFFENDER_MANAGER = "OFFENDER_MANAGER"
    DUTY_WORKER = "DUTY_WORKER"
    ICM_CASE_COORDINATOR = "ICM_CASE_COORDINATOR"


class ReachReason(StrEnum):
    """Why that way."""

    SCOTLAND = "SCOTLAND"
    NO_MANAGER_DUE = "NO_MANAGER_DUE"
    IN_HOSPITAL = "IN_HOSPITAL"
    UNLAWFULLY_AT_LARGE = "UNLAWFULLY_AT_LARGE"
    IN_CUSTODY = "IN_CUSTODY"
    IN_CUSTODY_NO_SUPERVISOR = "IN_CUSTODY_NO_SUPERVISOR"
    IN_THE_COMMUNITY = "IN_THE_COMMUNITY"
    NOBODY_NAMED_YET = "NOBODY_NAMED_YET"


SENTENCES: Mapping[ReachReason, str] = {
    ReachReason.SCOTLAND: "In Scotland the case coordinator of Integrated Case Management is the way.",
    ReachReason.NO_MANAGER_DUE: "No sentence runs, so there is no manager to reach.",
    ReachReason.IN_HOSPITAL: "A restricted patient asks the hospital's staff, who turn to the supporting prison.",
    ReachReason.UNLAWFULLY_AT_LARGE: "Somebody unlawfully at large turns to the nearest probation office.",
    ReachReason.IN_CUSTODY: "In custody the Offender Supervisor is the way, by a General Wing Application.",
    ReachReason.IN_CUSTODY_NO_SUPERVISOR: (
        "In custody, and no supervisor is named: a General Wing Application to the Offender Management Unit."
    ),
    ReachReason.IN_THE_COMMUNITY: (
        "In the community the usual probation worker is the way, or the local probation office."
    ),
    ReachReason.NOBODY_NAMED_YET: "Nobody is named yet: the duty worker of the local probation office.",
}


class Reach(Value):
    """By what and through whom; None where there is no manager to reach."""

    way: ContactWay | None
    through: ContactThrough | None
    because: Because[ReachReason]


def how_to_reach(
    phase: Phase | None,
    state: CustodyState | None,
    *,
    manager_named: bool,
    supervisor_named: bool,
    scotland: bool = False,
) -> Reach:
    """How the offender reaches their manager, from phase and place."""
    way, through, reason = _way(phase, state, manager_named, supervisor_named, scotland)
    return Reach(way, through, because(reason, SENTENCES[reason], phase=phase, state=state))


def request_due(asked_at: datetime) -> datetime:
    """By when a request is to be answered: the end of the fifth working day after it."""
    return working_days_after(asked_at, ANSWER_DUE_AFTER)


Answer = tuple[ContactWay | None, ContactThrough | None, ReachReason]


def _way(
    phase: Phase | None, state: CustodyState | None, manager_named: bool, supervisor_named: bool, scotland: bool
) -> Answer:
    if scotland:
        return ContactWay.CASE_COORDINATOR, ContactThrough.ICM_CASE_COORDINATOR, ReachReason.SCOTLAND
    if phase in (None, Phase.PRE_SENTENCE, Phase.TERMINATED):
        return None, None, ReachReason.NO_MANAGER_DUE
    if state is CustodyState.UNLAWFULLY_AT_LARGE:
        return ContactWay.LOCAL_PROBATION_OFFICE, ContactThrough.DUTY_WORKER, ReachReason.UNLAWFULLY_AT_LARGE
    if place_of(state) is Place.CUSTODY:
        return _in_custody(state, supervisor_named)
    if manager_named:
        return ContactWay.USUAL_PROBATION_WORKER, ContactThrough.OFFENDER_MANAGER, ReachReason.IN_THE_COMMUNITY
    return ContactWay.LOCAL_PROBATION_OFFICE, ContactThrough.DUTY_WORKER, ReachReason.NOBODY_NAMED_YET


def _in_custody(state: CustodyState | None, supervisor_named: bool) -> Answer:
    through = ContactThrough.OFFENDER_SUPERVISOR if supervisor_named else ContactThrough.OFFENDER_MANAGEMENT_UNIT
    if state is CustodyState.RESTRICTED_PATIENT:
        return ContactWay.THROUGH_THE_HOSPITAL, through, ReachReason.IN_HOSPITAL
    reason = ReachReason.IN_CUSTODY if supervisor_named else ReachReason.IN_CUSTODY_NO_SUPERVISOR
    return ContactWay.GENERAL_WING_APPLICATION, through, reason
