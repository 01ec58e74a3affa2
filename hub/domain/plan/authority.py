"""Who may change what in a plan [guide, planning].

The Offender Manager produces the plan and decides objectives, interventions, their order, who and when: that is the
manager named on the case, or who covers for them by a team manager's arrangement (hub/domain/lead/covering.py), not a
colleague of the same team, and nobody while the case is unallocated. Delivery is the team's: the Offender Supervisor,
key workers, and colleagues who reach the case (duty) record it and arrange steps. What the Offender Supervisor wants
decided is a proposal. An Offender Supervisor of the same prison who covers for the named one counts as Offender
Supervisor: nothing is decided by it.
"""

from enum import StrEnum

from hub.domain.access import Actor, Capability, CaseReach, Role, may_see
from hub.domain.plan.broken_rules import broken
from hub.domain.plan.commands import (
    AcceptProposal,
    AddIntervention,
    AddObjective,
    AddStep,
    ChangeIntervention,
    ChangeObjective,
    ChangeStep,
    CloseObjective,
    CompleteIntervention,
    CreatePlan,
    DeclineProposal,
    EndInterventionEarly,
    ProposeChange,
    RecordStepProgress,
    StartIntervention,
)


class Standing(StrEnum):
    """How somebody stands to one case."""

    OFFENDER_MANAGER = "OFFENDER_MANAGER"
    OFFENDER_SUPERVISOR = "OFFENDER_SUPERVISOR"
    KEY_WORKER = "KEY_WORKER"
    COLLEAGUE = "COLLEAGUE"
    READER = "READER"


MANAGER = frozenset({Standing.OFFENDER_MANAGER})
SUPERVISOR = frozenset({Standing.OFFENDER_SUPERVISOR})
DELIVERY = frozenset(Standing) - {Standing.READER}

# Command -> who may ask for it, and the rule that says no to the others.
MAY: dict[type, tuple[frozenset[Standing], str]] = {
    CreatePlan: (MANAGER, "OffenderManagerDecides"),
    AddObjective: (MANAGER, "OffenderManagerDecides"),
    ChangeObjective: (MANAGER, "OffenderManagerDecides"),
    CloseObjective: (MANAGER, "OffenderManagerDecides"),
    AddIntervention: (MANAGER, "OffenderManagerDecides"),
    ChangeIntervention: (MANAGER, "OffenderManagerDecides"),
    AcceptProposal: (MANAGER, "OffenderManagerDecides"),
    DeclineProposal: (MANAGER, "OffenderManagerDecides"),
    ProposeChange: (SUPERVISOR, "OffenderSupervisorProposes"),
    StartIntervention: (DELIVERY, "DeliveryIsTheTeams"),
    CompleteIntervention: (DELIVERY, "DeliveryIsTheTeams"),
    EndInterventionEarly: (DELIVERY, "DeliveryIsTheTeams"),
    AddStep: (DELIVERY, "DeliveryIsTheTeams"),
    ChangeStep: (DELIVERY, "DeliveryIsTheTeams"),
    RecordStepProgress: (DELIVERY, "DeliveryIsTheTeams"),
}


def standing(actor: Actor, case: CaseReach) -> Standing:
    """How the actor stands to the case; raises BrokenRule `PlanNodeNotFound` where its plan is not theirs to see."""
    if not (may_see(actor, case) and actor.may(Capability.READ_PLAN)):
        raise broken("PlanNodeNotFound")
    if actor.may(Capability.CHANGE_PLAN) and actor.acts_for(case.om_staff_id):
        return Standing.OFFENDER_MANAGER
    if not actor.may(Capability.RECORD_DELIVERY):
        return Standing.READER
    if actor.may(Capability.PROPOSE_CHANGE) or actor.acts_for(case.os_staff_id):
        return Standing.OFFENDER_SUPERVISOR
    return Standing.KEY_WORKER if Role.KEY_WORKER in actor.roles else Standing.COLLEAGUE


def check(command: object, by: Standing) -> None:
    """Raises BrokenRule `OffenderManagerDecides`, `OffenderSupervisorProposes` or `DeliveryIsTheTeams`."""
    allowed, rule = MAY[type(command)]
    if by not in allowed:
        raise broken(rule)
