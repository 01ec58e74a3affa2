"""Who may tick off an unknown movement, and with what."""

import pytest

from hub.domain.access import Actor, CaseReach, Role, Service
from hub.domain.unknown_movement import (
    Acknowledgement,
    check_comment,
    check_looker,
    is_said_already,
)
from hub.errors import BrokenRule

REACHED, OTHERS = CaseReach(prison_code="STI"), CaseReach(prison_code="LEI")


def actor(role: Role, staff_id: int | None = 4) -> Actor:
    return Actor("x", Service.CUSTODY, frozenset({role}), "ZSTI1", staff_id, None, "STI")


@pytest.mark.parametrize(
    ("role", "reach", "answer"),
    [
        (Role.OFFENDER_SUPERVISOR, REACHED, None),
        (Role.OFFENDER_MANAGER, REACHED, None),
        (Role.TEAM_MANAGER, REACHED, None),
        (Role.CASE_ADMINISTRATOR, REACHED, "MovementNotYours"),
        (Role.KEY_WORKER, REACHED, "MovementNotYours"),
        (Role.OFFENDER_SUPERVISOR, OTHERS, "MovementNotFound"),
        (Role.OFFENDER_SUPERVISOR, None, "MovementNotFound"),
        (Role.AUDITOR, REACHED, "MovementNotFound"),
        (Role.OPERATOR, REACHED, "MovementNotFound"),
        (Role.DEVELOPER, REACHED, "MovementNotFound"),
    ],
)
def test_who_may_tick_off(role: Role, reach: CaseReach | None, answer: str | None) -> None:
    if answer is None:
        assert check_looker(actor(role), reach) == 4
        return
    with pytest.raises(BrokenRule) as broken:
        check_looker(actor(role), reach)
    assert broken.value.code == answer


def test_somebody_whom_the_hub_does_not_know_sees_nothing() -> None:
    with pytest.raises(BrokenRule, match="MovementNotFound"):
        check_looker(actor(Role.OFFENDER_MANAGER, None), REACHED)


@pytest.mark.parametrize(
    ("comment", "answer"), [("", "CommentNeeded"), (" \n", "CommentNeeded"), ("x" * 1001, "CommentTooLong")]
)
def test_a_comment_says_something(comment: str, answer: str) -> None:
    with pytest.raises(BrokenRule) as broken:
        check_comment(comment)
    assert (broken.value.code, broken.value.field) == (answer, "comment")


def test_a_comment_is_kept_without_blanks_around_it() -> None:
    assert check_comment(" " + "x" * 1000 + "\n") == "x" * 1000


HELD = Acknowledgement(4, "A clerical error")


def test_the_same_word_again_is_no_other_word() -> None:
    assert not is_said_already(None, HELD)
    assert is_said_already(HELD, Acknowledgement(4, "A clerical error"))


@pytest.mark.parametrize("other", [Acknowledgement(5, "A clerical error"), Acknowledgement(4, "Another")])
def test_another_word_does_not_take_its_place(other: Acknowledgement) -> None:
    with pytest.raises(BrokenRule, match="MovementAcknowledged"):
        is_said_already(HELD, other)
