"""Every rule of the plan that can say no: its name, what is so, and what to do about it.

The source of each is in brackets behind its line (guide, planning, job; hub: decided here).
"""

from hub.errors import BrokenRule

Rule = tuple[str, str]

WHO: dict[str, Rule] = {
    # [hub] the same answer for what does not exist and for what is not theirs to see
    "PlanNodeNotFound": (
        "No such case, plan or part of a plan is within your reach.",
        "Check the id, and that the case is one of your caseload, team or establishment.",
    ),
    # [guide, planning]
    "OffenderManagerDecides": (
        "Objectives, interventions, their order, who and when are decided by the Offender Manager named on the case.",
        "The Offender Supervisor asks for it with proposeChange, and the Offender Manager accepts or declines.",
    ),
    # [guide, what]
    "DeliveryIsTheTeams": (
        "Delivery is recorded by the Offender Manager, the Offender Supervisor, a key worker or a colleague of theirs.",
        "Ask one of them to record it.",
    ),
    # [guide, planning]
    "OffenderSupervisorProposes": (
        "A proposal is made by the Offender Supervisor of the case.",
        "The Offender Manager makes the change itself; others tell the Offender Supervisor.",
    ),
}

# Said before any rule of the plan is asked.
BEFORE: dict[str, Rule] = {
    # [hub]
    "NoPlanSetAside": (
        "No plan of the span waits for a choice: it was made, or there is only this one.",
        "Read the plans of the case again; choose between an active one and one that is set aside.",
    ),
    # [hub] a service's own system acts as its own staff only
    "StaffUnknown": (
        "The staff code is not known on the side that sent the command.",
        "Send the code of a member of staff of your own side, as your staff records name it.",
    ),
    # [hub]
    "CommandIdReused": (
        "The command id was used before, for another command.",
        "Send a fresh command id with each command, and the same one when you repeat it.",
    ),
    # [hub]
    "IdempotencyKeyReused": (
        "The idempotency key was used before, for another change.",
        "Send a fresh key for this change.",
    ),
    # [hub]
    "IdempotencyKeyNotValid": (
        "The idempotency key is empty, longer than {limit} characters, or holds an unprintable character.",
        "Send a fresh UUID for each change, and the same one when you repeat it.",
    ),
}

PLAN: dict[str, Rule] = {
    # [guide]
    "CaseHasNoSpan": (
        "The case has no sentence in force, so there is no span for a plan to cover.",
        "Wait until a sentence is on the record of either service, then create the plan.",
    ),
    # [guide]
    "PlanAlreadyExists": (
        "The span of sentences already has its plan: custody and community share one.",
        "Read the plan of the case and change that one.",
    ),
    # [guide]
    "PlanClosed": (
        "The plan is closed: its span of sentences is over.",
        "Create a plan for the new span, if there is one.",
    ),
    # [hub]
    "PlanNotInUse": (
        "The plan is set aside or replaced: another plan covers the same span of sentences.",
        "Change the plan that the case shows, or let its Offender Manager choose or combine.",
    ),
    # [hub]
    "PlanFull": (
        "The plan holds as many of these as it can: {limit}.",
        "Close or change what is there instead of adding to it.",
    ),
    # [hub]
    "NothingToChange": (
        "The request sends no field to change.",
        "Send at least one field.",
    ),
    # [hub]
    "VersionNotReached": (
        "The expected version is higher than the version held, so it can't have been read here.",
        "Read the node again and send the version that it has.",
    ),
    # [hub]
    "PositionNotValid": (
        "There is no such place: a position runs from 1 to {limit} here.",
        "Send a position in that range, or none.",
    ),
    # [hub]
    "TextTooLong": (
        "The text is longer than {limit} characters.",
        "Shorten it.",
    ),
    # [hub]
    "TextNotPlain": (
        "The text holds a character that can't be kept: a control character or half of a surrogate pair.",
        "Remove it; line breaks and tabs may stay.",
    ),
    # [hub]
    "FieldNotReadable": (
        "A field is unknown here, or its value can't be read.",
        "Compare the field with the contract: dates are written 2026-01-31, closed lists in capitals.",
    ),
    # [hub]
    "ReasonMissing": (
        "A reason is needed and none was given.",
        "Say why, in a sentence.",
    ),
    # [hub]
    "DateInFuture": (
        "What has happened can't lie in the future.",
        "Send today's date or an earlier one, or record it when it has happened.",
    ),
}

NODES: dict[str, Rule] = {
    # [planning]
    "ObjectiveNeedsTitle": (
        "An objective has no title.",
        "Say in a few words what is to change or be achieved.",
    ),
    # [guide, planning]
    "ObjectiveServesNothing": (
        "An objective does not say what it serves.",
        "Choose a criminogenic need, public protection or a requirement.",
    ),
    # [planning]
    "ObjectiveNeedsNeedArea": (
        "An objective that serves a criminogenic need does not say which area of need.",
        "Choose an area of need.",
    ),
    # [planning]
    "ObjectiveNeedsRequirement": (
        "An objective that serves a requirement does not say which.",
        "Name the requirement of court or licence.",
    ),
    # [planning]
    "TargetDateNotInFuture": (
        "The target date of an objective lies ahead; this one does not.",
        "Choose a date after today.",
    ),
    # [hub]
    "ObjectiveClosed": (
        "The objective is achieved or removed: nothing below it changes any more.",
        "Add a new objective, or work on one that is active.",
    ),
    # [hub]
    "InterventionsStillRunning": (
        "An intervention under the objective is in progress.",
        "Complete it or end it early, then close the objective.",
    ),
    # [hub]
    "ClosingStatusNotValid": (
        "An objective closes as achieved or as removed.",
        "Choose one of the two.",
    ),
    # [planning]
    "InterventionNeedsName": (
        "An intervention has no name.",
        "Say which activity or resource it is.",
    ),
    # [planning]
    "InterventionNeedsNature": (
        "An intervention does not say its nature.",
        "Choose restrictive, rehabilitative or restorative.",
    ),
    # [planning]
    "InterventionNeedsObligation": (
        "An intervention does not say for whom it is mandatory.",
        "Say for the Offender Manager mandatory or discretionary, and for the offender mandatory or voluntary.",
    ),
    # [hub]
    "EndsBeforeItStarts": (
        "It ends before it starts.",
        "Correct one of the two dates.",
    ),
    # [hub]
    "WindowOver": (
        "The time window of the intervention is over before it is planned.",
        "Choose an end on or after today.",
    ),
    # [hub]
    "InterventionAlreadyStarted": (
        "The intervention is in progress already.",
        "Record its completion or its early end.",
    ),
    # [hub]
    "InterventionNotStarted": (
        "The intervention was never started, so the delivery side can't end it: withdrawing it is a decision.",
        "The Offender Manager withdraws it with endInterventionEarly; others ask for that with proposeChange.",
    ),
    # [hub]
    "InterventionAlreadyEnded": (
        "The intervention is completed or ended early.",
        "Add a new intervention if it is to be delivered again.",
    ),
    # [guide: who does what by when]
    "StepNeedsDescription": (
        "A step does not say what is to be done.",
        "Describe it in a sentence.",
    ),
    # [guide: who does what by when]
    "StepNeedsOwner": (
        "A step has no owner.",
        "Say who does it: the offender or a role of the team.",
    ),
    # [hub]
    "DueDatePassed": (
        "The step is due on a day that is over.",
        "Choose today or a later day.",
    ),
    # [hub]
    "StepAlreadyEnded": (
        "The step is completed or no longer needed.",
        "Record other progress to reopen it, or add a new step.",
    ),
    # [hub]
    "ProgressNeedsNote": (
        "A step that can't be done yet does not say why.",
        "Add a note on its progress.",
    ),
    # [hub]
    "ProposalAlreadyDecided": (
        "The proposal has its answer.",
        "Make a new proposal.",
    ),
}

RULES: dict[str, Rule] = {**BEFORE, **WHO, **PLAN, **NODES}


def broken(code: str, field: str | None = None, **limits: int) -> BrokenRule:
    """The refusal of that name, to be raised; `field` is the input at fault, by its name in the contract."""
    message, remedy = RULES[code]
    return BrokenRule(code, message.format(**limits), remedy, field)
