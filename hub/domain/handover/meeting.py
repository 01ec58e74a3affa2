"""What becomes of open handovers when two cases become one, and when that is taken back.

A handover goes where its case goes. Of two of a kind one stays open; the other is set aside, as one that was overtaken,
and is open again as it was when the cases are parted (guide: one manager, one handover; the rest: hub).
"""

from collections.abc import Iterable
from datetime import datetime

from msgspec.structs import replace

from hub.domain.handover.following import Hands, HeldHandover, stands
from hub.domain.handover.in_two_hands import MET_ANOTHER, NOT_ACCEPTED, OVERTAKEN, HandoverState
from hub.domain.value import Value


class WasOpen(Value, rename="camel"):
    """A handover that was open on one of the two cases when they became one."""

    handover_id: int
    state: HandoverState
    answered_at: datetime | None


def were_open(held: Iterable[HeldHandover]) -> list[WasOpen]:
    """Those of them that are open, as they are."""
    return [WasOpen(one.id, one.given.state, one.given.answered_at) for one in held if one.open and one.id is not None]


def set_aside(here: HeldHandover, coming: HeldHandover, hands: Hands) -> HeldHandover:
    """Of two of a kind the one that does not stay: the one that comes, unless only it is of who holds the case then."""
    return here if stands(coming.given, hands) and not stands(here.given, hands) else coming


def met_another(one: HeldHandover, at: datetime) -> HeldHandover:
    """Withdrawn, for another of its kind is open on the case that it came to."""
    given = replace(one.given, state=HandoverState.WITHDRAWN, answered_at=at, answer_reason=MET_ANOTHER)
    return replace(one, given=given, late=None)


def open_again(
    one: HeldHandover, was: WasOpen, others: Iterable[HeldHandover], *, completed_by_join: bool = False
) -> HeldHandover | None:
    """The handover as it was before the cases became one; None where it stays as it is.

    Only one that nobody answered, withdrew or completed since; and while none of its kind is open among the `others` of
    the case. `completed_by_join`: a record that came with the other case named the one who was to take over.
    """
    given = one.given
    ended_by_hub = given.state is HandoverState.WITHDRAWN and given.answer_reason in (MET_ANOTHER, OVERTAKEN)
    if not ended_by_hub and not (completed_by_join and given.state is HandoverState.COMPLETED):
        return None
    if any(other.open and other.given.kind is given.kind for other in others):
        return None
    before = replace(
        given,
        state=was.state,
        answered_at=was.answered_at,
        answer_reason=None,
        completed_at=None,
        follow_up_due_at=None,
        flags=tuple(flag for flag in given.flags if flag != NOT_ACCEPTED),
    )
    return replace(one, given=before, late=None)
