import pytest
from msgspec.structs import replace

from hub.domain.handover.following import Hands, HeldHandover
from hub.domain.handover.in_two_hands import (
    MET_ANOTHER,
    NOT_ACCEPTED,
    OVERTAKEN,
    Handover,
    HandoverState,
    overtaken,
    refuse,
    taken_over,
    withdraw,
)
from hub.domain.handover.meeting import WasOpen, met_another, open_again, set_aside, were_open
from hub.domain.team import Holder, HolderCause
from tests.domain.handover.test_in_two_hands import ACCEPTED, GIVEN, NEW, NOW, OLD, OTHER, PLANNED
from tests.rule_table import RuleTable


def of(from_id: int | None, number: int) -> HeldHandover:
    return HeldHandover(replace(PLANNED, from_id=from_id), number)


def aside(here: str, coming: str) -> str:
    """Who holds the case once the two are one is `OLD`; the other handover is somebody else's."""
    hands = Hands((Holder(NOW, None, OLD, HolderCause.COMMUNITY_RECORD),), None)
    whose = {"of who holds it": OLD, "of somebody else": OTHER, "of nobody": None}
    found = set_aside(of(whose[here], 1), of(whose[coming], 2), hands)
    return "the one here" if found.id == 1 else "the one that comes"


COMES, HERE = "the one that comes", "the one here"
MEETING = RuleTable(
    "Two open handovers of a sort when two cases become one",
    "guide, one Offender Manager; the rest: hub",
    ("the one here", "the one that comes"),
    ("set aside",),
    [
        ("of who holds it", "of who holds it", COMES),
        ("of who holds it", "of somebody else", COMES),
        ("of who holds it", "of nobody", COMES),
        ("of somebody else", "of who holds it", HERE),
        ("of nobody", "of who holds it", HERE),
        ("of somebody else", "of somebody else", COMES),
    ],
    aside,
    "A handover goes where its case goes. The one that is set aside is told as withdrawn.",
)

ENDED: dict[str, Handover] = {
    "set aside for another": met_another(HeldHandover(ACCEPTED, 1), NOW).given,
    "overtaken": overtaken(ACCEPTED, NOW),
    "completed, the other case's record named the new one": taken_over(ACCEPTED, NOW),
    "withdrawn by a person": withdraw(ACCEPTED, reason="not needed", now=NOW),
    "refused": refuse(GIVEN, by_id=NEW, reason="too many cases", now=NOW),
    "still open": ACCEPTED,
}


def reopened(ended: str, another: bool) -> bool:
    one = HeldHandover(ENDED[ended], 1)
    was = WasOpen(1, HandoverState.ACCEPTED, NOW)
    others = [HeldHandover(PLANNED, 2)] if another else []
    found = open_again(one, was, others, completed_by_join=ended.startswith("completed"))
    assert found is None or found == HeldHandover(ACCEPTED, 1)
    return found is not None


PARTING = RuleTable(
    "A handover after the two cases are parted again",
    "hub",
    ("since they became one it is", "another of its sort is open by then"),
    ("open again, as it was",),
    [(ended, another, not another and place < 3) for place, ended in enumerate(ENDED) for another in (False, True)],
    reopened,
    "What a person decided of it stays.",
)


@pytest.mark.parametrize(
    ("table", "row"), [(one, row) for one in (MEETING, PARTING) for row in one.rows], ids=lambda one: str(one)[:60]
)
def test_rule(table: RuleTable, row: tuple[object, ...]) -> None:
    table.check(row)


def test_one_that_nobody_had_accepted_loses_its_flag_and_its_follow_up() -> None:
    taken = HeldHandover(taken_over(PLANNED, NOW), 1)
    assert taken.given.flags == (NOT_ACCEPTED,)
    was = WasOpen(1, HandoverState.PLANNED, None)
    assert open_again(taken, was, [], completed_by_join=True) == HeldHandover(PLANNED, 1)
    assert open_again(taken, was, []) is None


def test_what_was_open_is_remembered() -> None:
    done = HeldHandover(taken_over(ACCEPTED, NOW), 2)
    assert were_open([HeldHandover(ACCEPTED, 1), done]) == [WasOpen(1, HandoverState.ACCEPTED, NOW)]


def test_the_two_reasons_are_sentences() -> None:
    assert all(reason.endswith(".") for reason in (MET_ANOTHER, OVERTAKEN))
