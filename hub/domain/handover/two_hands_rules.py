"""Every rule of a handover in two hands that can say no: its name, what is so, and what to do about it."""

from hub.errors import BrokenRule

RULES: dict[str, tuple[str, str]] = {
    "HandoverOpenAlready": (
        "Another handover of that sort is open for the case.",
        "Complete it, or withdraw it with a reason.",
    ),
    "HandoverToThemselves": ("The case is theirs already.", "Name somebody else."),
    "HandoverDayBehind": (
        "A handover is planned for today or a later day.",
        "Send a day that lies ahead, or record the change as unplanned.",
    ),
    "HandoverNeedsReason": ("This needs a reason.", "Send the reason."),
    "HandoverReasonTooLong": ("A reason has at most 1000 characters.", "Shorten the reason."),
    "HandoverAnswered": (
        "The handover was accepted, refused or withdrawn before.",
        "Read the handover again; plan another one if it is needed.",
    ),
    "HandoverOver": ("The handover is over.", "Read the handover again; plan another one if it is needed."),
    "HandoverNotAccepted": ("Nobody has accepted the handover yet.", "Ask the one who is to take the case over."),
    "SnapshotNotYours": (
        "The snapshot is given by the one who hands the case over.",
        "Ask them to give it.",
    ),
    "SnapshotMissing": (
        "The snapshot of the plan, open actions and risks is not given yet.",
        "Ask the one who hands the case over to give it.",
    ),
    "AnswerNotYours": ("A handover is answered by the one who is to take the case over.", "Ask them to answer."),
    "CompletionAhead": ("A handover is completed when it has happened.", "Send a moment that is not ahead."),
    "CompletionBeforeAcceptance": (
        "The moment lies before the handover was accepted.",
        "Send the moment at which the case changed hands.",
    ),
}


def broken(code: str, field: str | None = None) -> BrokenRule:
    """The rule by its name."""
    message, remedy = RULES[code]
    return BrokenRule(code, message, remedy, field)
