"""What people record of a case by hand: requests to the manager, notices to the offender, Integrated Case Management.

Whoever reaches the case and carries such information may record it (guide: the case administrator's "flow of
information"; the rest: hub). A case that they do not see answers like one that does not exist.
"""

from hub.domain.access import Actor, Capability, CaseReach, may_see
from hub.domain.allocation.offender_supervisor import case_not_found
from hub.errors import BrokenRule

LONGEST_TEXT = 2000


def check_recorder(actor: Actor, reach: CaseReach | None) -> int:
    """The key of who records. Raises BrokenRule: CaseNotFound, RecordingNotYours."""
    if reach is None or not may_see(actor, reach) or actor.staff_id is None:
        raise case_not_found()
    if not actor.may(Capability.RECORD_CONTACT):
        raise BrokenRule(
            "RecordingNotYours",
            "Your roles do not allow you to record this.",
            "Ask the manager, the supervisor or the case administrator.",
        )
    return actor.staff_id


def check_text(given: str, field: str) -> str:
    """The text without blanks around it. Raises BrokenRule: TextNeeded, TextTooLong."""
    plain = given.strip()
    if not plain:
        raise BrokenRule("TextNeeded", "It can't be empty.", "Send the text.", field)
    if len(plain) > LONGEST_TEXT:
        raise BrokenRule("TextTooLong", f"It has at most {LONGEST_TEXT} characters.", "Shorten it.", field)
    return plain
