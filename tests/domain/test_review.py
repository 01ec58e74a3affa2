"""Who may decide who is who, and what stands in the way, as tables."""

from collections.abc import Callable

import pytest

from hub.domain.access import Actor, CaseReach, Role, Service
from hub.domain.review import (
    LONGEST_REASON,
    RULES,
    ReviewState,
    check_decided,
    check_here,
    check_one_case,
    check_one_person,
    check_owner,
    check_person,
    check_reason,
    check_second,
    check_waits,
    must_part,
)
from hub.errors import BrokenRule

MINE, OTHERS = CaseReach(om_team_code="T1"), CaseReach(om_team_code="T2")


def actor(*roles: Role, staff_id: int | None = 1) -> Actor:
    return Actor("s", Service.COMMUNITY, frozenset(roles), "S", staff_id, "T1")


MANAGER = actor(Role.TEAM_MANAGER)
REFUSED: list[tuple[str, Callable[[], object], str]] = [
    ("an Offender Manager", lambda: check_person(actor(Role.OFFENDER_MANAGER), (MINE,), "f"), "IdentityNotYours"),
    ("one case out of reach", lambda: check_person(MANAGER, (MINE, OTHERS), "f"), "NothingToDecide"),
    ("no case at all", lambda: check_person(MANAGER, (), "f"), "NothingToDecide"),
    (
        "no member of staff",
        lambda: check_person(actor(Role.TEAM_MANAGER, staff_id=None), (MINE,), "f"),
        "NothingToDecide",
    ),
    ("no reason", lambda: check_reason(" \n"), "DecisionNeedsReason"),
    ("a long reason", lambda: check_reason("x" * (LONGEST_REASON + 1)), "DecisionReasonTooLong"),
    ("decided already", lambda: check_waits(ReviewState.DECIDED), "ReviewDecided"),
    ("nothing decided", lambda: check_decided(ReviewState.OPEN), "ReviewOpen"),
    ("an owner, none decided", lambda: check_decided(ReviewState.ASSIGNED), "ReviewOpen"),
    ("asked no more", lambda: check_waits(ReviewState.WITHDRAWN), "ReviewWithdrawn"),
    ("asked no more, none decided", lambda: check_decided(ReviewState.WITHDRAWN), "ReviewWithdrawn"),
    ("a code of nobody", lambda: check_owner(None, (MINE, MINE)), "ReviewOwnerUnknown"),
    ("an owner elsewhere", lambda: check_owner(MANAGER, (MINE, OTHERS)), "ReviewOwnerOutOfReach"),
    ("two prisoners", lambda: check_one_person(frozenset({"Z0001ZZ", "Z0002ZZ"})), "PrisonMustMerge"),
    ("nothing left to part", lambda: check_here(set()), "RecordsMovedOn"),
    ("one case by now", lambda: check_one_case(7, 7), "CasesAreOneSince"),
    ("the same person twice", lambda: check_second(1, MANAGER), "SecondPersonNeeded"),
]


@pytest.mark.parametrize(("what", "check", "code"), REFUSED, ids=[row[0] for row in REFUSED])
def test_what_stands_in_the_way(what: str, check: Callable[[], object], code: str) -> None:
    with pytest.raises(BrokenRule) as refused:
        check()
    assert refused.value.code == code
    assert refused.value.remedy.endswith(".")


def test_every_rule_has_a_row() -> None:
    assert {code for _, _, code in REFUSED} | {must_part().code} == set(RULES)


def test_a_team_manager_within_reach_decides() -> None:
    check_person(MANAGER, (MINE, MINE), "f")
    assert check_reason(" Same scar. ") == "Same scar."
    check_one_person(frozenset({"Z0001ZZ"}))
    assert (check_second(None, MANAGER), check_second(2, MANAGER)) == (False, True)
