"""Ticking off a change of the prison record that no rule explains: a person has looked, and says what they found.

Whoever reaches the case and works on custody or leads the case may; a comment says what was found. It stays listed in
the case with who looked and when, and leaves the list of those that wait. Who ticked it off, or a team manager, takes
that back: it waits again. Source: hub (messages.md, part 4, row 17: "the hub lists for a person to look at").
"""

from hub.domain.access import Actor, Capability, CaseReach, Role, may_see
from hub.domain.value import Value
from hub.errors import BrokenRule

LONGEST_COMMENT = 1000


class AcknowledgeMovement(Value):
    """Somebody has looked at the unknown movement."""

    movement_id: int
    comment: str


class ReopenMovement(Value):
    """Somebody takes back that the unknown movement has been looked at."""

    movement_id: int


class Acknowledgement(Value):
    """Who looked, and what they found."""

    staff_id: int
    comment: str


def check_looker(actor: Actor, reach: CaseReach | None) -> int:
    """The key of the member of staff. Raises BrokenRule: MovementNotFound, MovementNotYours."""
    if reach is None or not may_see(actor, reach):
        raise no_such_movement()
    if not actor.may(Capability.ACKNOWLEDGE_MOVEMENT) or actor.staff_id is None:
        raise _broken("MovementNotYours")
    return actor.staff_id


def check_comment(comment: str) -> str:
    """The comment without blanks around it. Raises BrokenRule: CommentNeeded, CommentTooLong."""
    plain = comment.strip()
    if not plain:
        raise _broken("CommentNeeded", "comment")
    if len(plain) > LONGEST_COMMENT:
        raise _broken("CommentTooLong", "comment")
    return plain


def is_said_already(held: Acknowledgement | None, new: Acknowledgement) -> bool:
    """Whether the same person said the same before. Raises BrokenRule MovementAcknowledged for another word."""
    if held is None:
        return False
    if held != new:
        raise _broken("MovementAcknowledged", "id")
    return True


def check_taking_back(actor: Actor, held: Acknowledgement | None) -> None:
    """Raises BrokenRule: MovementWaits where nobody has looked, AcknowledgementNotYours for another's word."""
    if held is None:
        raise _broken("MovementWaits", "id")
    if held.staff_id != actor.staff_id and Role.TEAM_MANAGER not in actor.roles:
        raise _broken("AcknowledgementNotYours", "id")


def no_such_movement() -> BrokenRule:
    """The same for what does not exist, and for what is not theirs to see."""
    return _broken("MovementNotFound", "id")


RULES: dict[str, tuple[str, str]] = {
    "MovementNotFound": (
        "There is no such unknown movement of a case that you see.",
        "Read the list again: a reading that came late may have explained it.",
    ),
    "MovementNotYours": (
        "Your roles do not allow you to tick off an unknown movement.",
        "Ask the Offender Supervisor, the Offender Manager or a team manager of the case.",
    ),
    "CommentNeeded": ("To tick off an unknown movement needs a comment.", "Say what you found, in a sentence."),
    "CommentTooLong": (f"A comment has at most {LONGEST_COMMENT} characters.", "Shorten the comment."),
    "MovementAcknowledged": (
        "Somebody has looked at it and said what they found.",
        "Nothing is to be done; the case shows who looked, when, and the comment.",
    ),
    "MovementWaits": ("Nobody has ticked it off: it waits.", "Look at it, and tick it off with a comment."),
    "AcknowledgementNotYours": (
        "Somebody else ticked it off.",
        "Ask whoever did, whom the case shows, or a team manager of the case.",
    ),
}


def _broken(code: str, field: str | None = None) -> BrokenRule:
    message, remedy = RULES[code]
    return BrokenRule(code, message, remedy, field)
