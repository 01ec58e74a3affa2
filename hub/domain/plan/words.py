"""The words of the shared sentence plan: kinds of node and their closed lists."""

from enum import StrEnum


class PlanNode(StrEnum):
    """The kinds of node, each with a version of its own."""

    PLAN = "PLAN"
    OBJECTIVE = "OBJECTIVE"
    INTERVENTION = "INTERVENTION"
    STEP = "STEP"
    PROPOSAL = "PROPOSAL"


class PlanStatus(StrEnum):
    """A plan lives as long as its span.

    Where two cases turn out to be one person, a span may have two plans: the one that counts, and one that is set aside
    until a person chooses or combines. The one not chosen is replaced; nothing of it is dropped.
    """

    ACTIVE = "ACTIVE"
    CLOSED = "CLOSED"
    SET_ASIDE = "SET_ASIDE"
    REPLACED = "REPLACED"


# The statuses of the plan that counts for its span; there is one such at most.
COUNTING = (PlanStatus.ACTIVE, PlanStatus.CLOSED)


class Serves(StrEnum):
    """What an objective serves (domain: "Objective")."""

    CRIMINOGENIC_NEED = "CRIMINOGENIC_NEED"
    PUBLIC_PROTECTION = "PUBLIC_PROTECTION"
    REQUIREMENT = "REQUIREMENT"


class NeedArea(StrEnum):
    """The areas of need that a plan works on."""

    ACCOMMODATION = "ACCOMMODATION"
    EMPLOYMENT_AND_EDUCATION = "EMPLOYMENT_AND_EDUCATION"
    FINANCES = "FINANCES"
    DRUG_USE = "DRUG_USE"
    ALCOHOL_USE = "ALCOHOL_USE"
    HEALTH_AND_WELLBEING = "HEALTH_AND_WELLBEING"
    RELATIONSHIPS_AND_COMMUNITY = "RELATIONSHIPS_AND_COMMUNITY"
    THINKING_BEHAVIOUR_AND_ATTITUDES = "THINKING_BEHAVIOUR_AND_ATTITUDES"
    VICTIM_AWARENESS = "VICTIM_AWARENESS"


class ObjectiveStatus(StrEnum):
    """How an objective stands."""

    ACTIVE = "ACTIVE"
    ACHIEVED = "ACHIEVED"
    REMOVED = "REMOVED"


class Nature(StrEnum):
    """The nature of an intervention (planning, "Interventions")."""

    RESTRICTIVE = "RESTRICTIVE"
    REHABILITATIVE = "REHABILITATIVE"
    RESTORATIVE = "RESTORATIVE"


class InterventionStatus(StrEnum):
    """How an intervention stands."""

    PLANNED = "PLANNED"
    IN_PROGRESS = "IN_PROGRESS"
    COMPLETED = "COMPLETED"
    ENDED_EARLY = "ENDED_EARLY"


class StepStatus(StrEnum):
    """How a step stands."""

    NOT_STARTED = "NOT_STARTED"
    IN_PROGRESS = "IN_PROGRESS"
    COMPLETED = "COMPLETED"
    CANNOT_BE_DONE_YET = "CANNOT_BE_DONE_YET"
    NO_LONGER_NEEDED = "NO_LONGER_NEEDED"


class StepOwner(StrEnum):
    """Who does a step: a role of the team, or the offender."""

    OFFENDER = "OFFENDER"
    OFFENDER_MANAGER = "OFFENDER_MANAGER"
    OFFENDER_SUPERVISOR = "OFFENDER_SUPERVISOR"
    CASE_ADMINISTRATOR = "CASE_ADMINISTRATOR"
    KEY_WORKER = "KEY_WORKER"


class ProposalStatus(StrEnum):
    """A proposal waits for the Offender Manager, or has an answer."""

    PROPOSED = "PROPOSED"
    ACCEPTED = "ACCEPTED"
    DECLINED = "DECLINED"


class ProposedChange(StrEnum):
    """What a proposal asks for: a new node, other values in a node, or the end of one."""

    ADD = "ADD"
    CHANGE = "CHANGE"
    CLOSE = "CLOSE"
