"""How this offender reaches their manager now (planning, "How to contact your Offender Manager"; domain).

In the community through the local probation office or the usual probation worker; in custody through the Offender
Supervisor, by a General Wing Application. A request is kept with its answer; the hub asks for one within five working
days.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from hub.domain.because import Because, because
from hub.domain.custody import CustodyState
from hub.domain.days import working_days_after
from hub.domain.lead.day_to_day import Place, place_of
from hub.domain.phase import Phase

ANSWER_DUE_AFTER = 5


class Way(StrEnum):
    """By what."""

    GENERAL_WING_APPLICATION = "GENERAL_WING_APPLICATION"
    THROUGH_THE_HOSPITAL = "THROUGH_THE_HOSPITAL"
    USUAL_PROBATION_WORKER = "USUAL_PROBATION_WORKER"
    LOCAL_PROBATION_OFFICE = "LOCAL_PROBATION_OFFICE"
    CASE_COORDINATOR = "CASE_COORDINATOR"


class Through(StrEnum):
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


@dataclass(frozen=True)
class Reach:
    """By what and through whom; None where there is no manager to reach."""

    way: Way | None
    through: Through | None
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
    way, through, reason, sentence = _way(phase, state, manager_named, supervisor_named, scotland)
    return Reach(way, through, because(reason, sentence, phase=phase, state=state))


def request_due(asked_at: datetime) -> datetime:
    """By when a request is to be answered: the end of the fifth working day after it."""
    return working_days_after(asked_at, ANSWER_DUE_AFTER)


Answer = tuple[Way | None, Through | None, ReachReason, str]


def _way(
    phase: Phase | None, state: CustodyState | None, manager_named: bool, supervisor_named: bool, scotland: bool
) -> Answer:
    if scotland:
        why = "In Scotland the case coordinator of Integrated Case Management is the way."
        return Way.CASE_COORDINATOR, Through.ICM_CASE_COORDINATOR, ReachReason.SCOTLAND, why
    if phase in (None, Phase.PRE_SENTENCE, Phase.TERMINATED):
        return None, None, ReachReason.NO_MANAGER_DUE, "No sentence runs, so there is no manager to reach."
    if state is CustodyState.UNLAWFULLY_AT_LARGE:
        why = "Somebody unlawfully at large turns to the nearest probation office."
        return Way.LOCAL_PROBATION_OFFICE, Through.DUTY_WORKER, ReachReason.UNLAWFULLY_AT_LARGE, why
    if place_of(state) is Place.CUSTODY:
        return _in_custody(state, supervisor_named)
    if manager_named:
        why = "In the community the usual probation worker is the way, or the local probation office."
        return Way.USUAL_PROBATION_WORKER, Through.OFFENDER_MANAGER, ReachReason.IN_THE_COMMUNITY, why
    why = "Nobody is named yet: the duty worker of the local probation office."
    return Way.LOCAL_PROBATION_OFFICE, Through.DUTY_WORKER, ReachReason.NOBODY_NAMED_YET, why


def _in_custody(state: CustodyState | None, supervisor_named: bool) -> Answer:
    through = Through.OFFENDER_SUPERVISOR if supervisor_named else Through.OFFENDER_MANAGEMENT_UNIT
    if state is CustodyState.RESTRICTED_PATIENT:
        why = "A restricted patient asks the hospital's staff, who turn to the supporting prison."
        return Way.THROUGH_THE_HOSPITAL, through, ReachReason.IN_HOSPITAL, why
    if supervisor_named:
        why = "In custody the Offender Supervisor is the way, by a General Wing Application."
        return Way.GENERAL_WING_APPLICATION, through, ReachReason.IN_CUSTODY, why
    why = "In custody, and no supervisor is named: a General Wing Application to the Offender Management Unit."
    return Way.GENERAL_WING_APPLICATION, through, ReachReason.IN_CUSTODY_NO_SUPERVISOR, why
