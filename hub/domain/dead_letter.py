"""A message that could not be taken: the states it can be in, and what says no to a person who acts on it."""

from enum import StrEnum

from hub.errors import BrokenRule


class DeadLetterState(StrEnum):
    """Where a message that could not be taken stands."""

    WAITING = "WAITING"
    PARKED = "PARKED"
    REPLAYED = "REPLAYED"
    DISCARDED = "DISCARDED"


OPEN = (DeadLetterState.WAITING, DeadLetterState.PARKED)
LONGEST_WHY = 1_000


def not_found(letter_id: int) -> BrokenRule:
    """There is no such message."""
    return BrokenRule(
        "DeadLetterNotFound", f"There is no dead letter {letter_id}.", "Look at the list of those that wait.", "id"
    )


def no_longer_open(letter_id: int, state: str) -> BrokenRule:
    """Somebody acted on it before."""
    return BrokenRule(
        "DeadLetterNoLongerWaits",
        f"Dead letter {letter_id} no longer waits: it is {state.lower()}.",
        "Nothing is to be done.",
        "id",
    )


def behind(letter_id: int, first_id: int) -> BrokenRule:
    """On an ordered topic messages are taken in their order."""
    return BrokenRule(
        "DeadLetterBehindAnother",
        f"Dead letter {letter_id} waits behind {first_id} of the same key.",
        f"Replay or discard {first_id} first.",
        "id",
    )


def check_why(why: str) -> str:
    """The reason, trimmed; a message is never given up without one. Raises BrokenRule."""
    said = why.strip()
    if not said or len(said) > LONGEST_WHY:
        raise BrokenRule(
            "WhyNeeded",
            f"A dead letter is discarded with a reason of 1 to {LONGEST_WHY} characters.",
            "Say why nothing is lost by giving the message up.",
            "why",
        )
    return said
