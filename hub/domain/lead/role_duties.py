"""What each role of the team does: one table from role to duty (guide, what, planning, job, profiles).

The Responsible Officer of the Criminal Justice Act 2003 is no role of its own: its three duties are the Offender
Manager's. Who may send which command on a plan is `hub/domain/plan/authority.py`.
"""

from collections.abc import Iterable
from enum import StrEnum


class Duty(StrEnum):
    """One thing that a role does."""

    ASSESS = "ASSESS"
    PRODUCE_PLAN = "PRODUCE_PLAN"
    DECIDE_OBJECTIVES = "DECIDE_OBJECTIVES"
    DECIDE_INTERVENTIONS = "DECIDE_INTERVENTIONS"
    DECIDE_ORDER_WHO_AND_WHEN = "DECIDE_ORDER_WHO_AND_WHEN"
    REVIEW_AND_ADJUST = "REVIEW_AND_ADJUST"
    LEAD_TEAM = "LEAD_TEAM"
    ARRANGE_REQUIREMENTS = "ARRANGE_REQUIREMENTS"
    PROMOTE_COMPLIANCE = "PROMOTE_COMPLIANCE"
    TAKE_ENFORCEMENT_ACTION = "TAKE_ENFORCEMENT_ACTION"
    IMPLEMENT_DAY_TO_DAY = "IMPLEMENT_DAY_TO_DAY"
    LINK_INTERVENTIONS = "LINK_INTERVENTIONS"
    CONSOLIDATE_LEARNING = "CONSOLIDATE_LEARNING"
    MONITOR_PROGRESS = "MONITOR_PROGRESS"
    TELL_MANAGER_OF_PROGRESS = "TELL_MANAGER_OF_PROGRESS"
    HOLD_FORMAL_REVIEW = "HOLD_FORMAL_REVIEW"
    PROPOSE_CHANGE = "PROPOSE_CHANGE"
    ARRANGE_PARTS_OF_DELIVERY = "ARRANGE_PARTS_OF_DELIVERY"
    DELIVER_INTERVENTION = "DELIVER_INTERVENTION"
    RECORD_DELIVERY = "RECORD_DELIVERY"
    ARRANGE_APPOINTMENTS = "ARRANGE_APPOINTMENTS"
    CARRY_INFORMATION = "CARRY_INFORMATION"
    DECIDE_TRANSFER = "DECIDE_TRANSFER"
    OVERRIDE = "OVERRIDE"
    DECIDE_CONTRIBUTION = "DECIDE_CONTRIBUTION"


class TeamPart(StrEnum):
    """Who takes part in the management of an offender, the offender among them."""

    OFFENDER_MANAGER = "OFFENDER_MANAGER"
    OFFENDER_SUPERVISOR = "OFFENDER_SUPERVISOR"
    CASE_ADMINISTRATOR = "CASE_ADMINISTRATOR"
    KEY_WORKER = "KEY_WORKER"
    TEAM_MANAGER = "TEAM_MANAGER"
    OFFENDER = "OFFENDER"
    OTHER_INTERESTED_PARTY = "OTHER_INTERESTED_PARTY"


RESPONSIBLE_OFFICER = frozenset({Duty.ARRANGE_REQUIREMENTS, Duty.PROMOTE_COMPLIANCE, Duty.TAKE_ENFORCEMENT_ACTION})

DUTIES: dict[TeamPart, frozenset[Duty]] = {
    TeamPart.OFFENDER_MANAGER: RESPONSIBLE_OFFICER
    | {
        Duty.ASSESS,
        Duty.PRODUCE_PLAN,
        Duty.DECIDE_OBJECTIVES,
        Duty.DECIDE_INTERVENTIONS,
        Duty.DECIDE_ORDER_WHO_AND_WHEN,
        Duty.REVIEW_AND_ADJUST,
        Duty.LEAD_TEAM,
        Duty.HOLD_FORMAL_REVIEW,
        Duty.RECORD_DELIVERY,
    },
    TeamPart.OFFENDER_SUPERVISOR: frozenset(
        {
            Duty.IMPLEMENT_DAY_TO_DAY,
            Duty.LINK_INTERVENTIONS,
            Duty.CONSOLIDATE_LEARNING,
            Duty.PROMOTE_COMPLIANCE,
            Duty.MONITOR_PROGRESS,
            Duty.TELL_MANAGER_OF_PROGRESS,
            Duty.HOLD_FORMAL_REVIEW,
            Duty.PROPOSE_CHANGE,
            Duty.ARRANGE_PARTS_OF_DELIVERY,
            Duty.RECORD_DELIVERY,
        }
    ),
    TeamPart.CASE_ADMINISTRATOR: frozenset({Duty.ARRANGE_APPOINTMENTS, Duty.CARRY_INFORMATION}),
    TeamPart.KEY_WORKER: frozenset({Duty.DELIVER_INTERVENTION, Duty.RECORD_DELIVERY, Duty.ARRANGE_PARTS_OF_DELIVERY}),
    TeamPart.TEAM_MANAGER: frozenset({Duty.DECIDE_TRANSFER, Duty.OVERRIDE, Duty.DECIDE_CONTRIBUTION}),
    TeamPart.OFFENDER: frozenset({Duty.PROPOSE_CHANGE}),
    TeamPart.OTHER_INTERESTED_PARTY: frozenset(),
}


def duties_of(parts: Iterable[TeamPart]) -> frozenset[Duty]:
    """The duties of somebody in all their parts: in the community manager and supervisor are often one person."""
    return frozenset().union(*(DUTIES[part] for part in parts))
