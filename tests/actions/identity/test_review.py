"""Named persons decide who is who: joins, rulings that hold, a second pair of eyes for a split."""

from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest

from hub.actions.identity.parting import part_case
from hub.actions.identity.review import assign_review, decide_review, reopen_review
from hub.domain.access import Actor, Role, Service
from hub.domain.override import OverrideVerdict
from hub.domain.review import AssignReview, DecideReview, PartCase, ReopenReview
from hub.errors import BrokenRule
from tests.actions.sources import (
    CRN,
    LIVING_CASES,
    NOW,
    NUMBER,
    OFFENDER,
    PNC,
    PRISONER,
    SUPERVISION,
    Hub,
    offender,
    prisoner,
    supervision,
)

pytestmark = pytest.mark.postgres
SAME, DIFFERENT = OverrideVerdict.SAME_PERSON, OverrideVerdict.DIFFERENT_PEOPLE
OTHER_NAME = {"surname": "Nosuchman", "dateOfBirth": "1950-01-01"}


@dataclass
class Doubtful:
    """A prison record and a community record that share a PNC and hardly anything else; two who may decide."""

    hub: Hub
    first: Actor
    second: Actor
    review: int


@pytest.fixture
async def doubtful(hub: Hub) -> AsyncIterator[Doubtful]:
    await hub.tell(PRISONER, NUMBER, prisoner(pncNumber=PNC))
    await hub.tell(SUPERVISION, CRN, supervision())
    await hub.tell(OFFENDER, CRN, offender(number=None, otherIds={"pncNumber": PNC}, **OTHER_NAME))
    for code in ("Z01M1", "Z01M2"):
        body = {"code": code, "name": {"surname": "Madeup"}, "team": {"code": "Z01T01"}}
        await hub.tell("community.staff.snapshot.v1", code, body)
    review = await hub.one("select min(id) from identity_review")
    yield Doubtful(hub, await manager(hub, "Z01M1"), await manager(hub, "Z01M2"), review)


async def manager(hub: Hub, code: str) -> Actor:
    staff = await hub.one("select id from staff where code = $1", code)
    return Actor(code, Service.COMMUNITY, frozenset({Role.TEAM_MANAGER}), code, staff, "Z01T01", "STI")


async def decide(doubtful: Doubtful, verdict: OverrideVerdict) -> int:
    asked = DecideReview(doubtful.review, verdict, "Finger prints")
    return (await decide_review(doubtful.hub.database, doubtful.first, asked, cause="request r-1", now=NOW)).case_id


async def part(doubtful: Doubtful, actor: Actor) -> bool:
    change = await doubtful.hub.one("select max(id) from identity_change where kind = 'JOINED'")
    asked = PartCase(change, "Two people after all")
    done = await part_case(doubtful.hub.database, actor, asked, cause="request r-2", now=NOW)
    return not done.awaits_second


async def test_one_person_by_decision(doubtful: Doubtful) -> None:
    assert await doubtful.hub.one(LIVING_CASES) == 2
    home = await decide(doubtful, SAME)
    assert await doubtful.hub.rows("select distinct case_id from source_record") == [(home,)]
    told = await doubtful.hub.rows("select distinct state, decision, comment from identity_review")
    assert told == [("DECIDED", "SAME_PERSON", "Finger prints")]
    assert {"IdentityReviewDecided", "CaseJoined", "CaseMergedAway"} <= set(await doubtful.hub.events())
    audited = "select actor from audit where action = 'decide_review'"
    assert await doubtful.hub.rows(audited) == [("Z01M1",)]


async def test_two_people_by_decision_whatever_the_records_say_later(doubtful: Doubtful) -> None:
    await decide(doubtful, DIFFERENT)
    await doubtful.hub.tell(OFFENDER, CRN, offender(otherIds={"pncNumber": PNC}), minutes=9)  # names the prison number
    assert await doubtful.hub.one(LIVING_CASES) == 2
    asked = ReopenReview(doubtful.review, "Wrong file")
    await reopen_review(doubtful.hub.database, doubtful.second, asked, cause="request r-2", now=NOW)
    assert await doubtful.hub.rows("select distinct state, decision from identity_review") == [("OPEN", None)]
    await doubtful.hub.tell(OFFENDER, CRN, offender(otherIds={"pncNumber": PNC}), minutes=19)
    assert await doubtful.hub.one(LIVING_CASES) == 1


async def test_a_split_takes_two_people_and_then_holds(doubtful: Doubtful) -> None:
    await decide(doubtful, SAME)
    assert await part(doubtful, doubtful.first) is False
    with pytest.raises(BrokenRule, match="SecondPersonNeeded"):
        await part(doubtful, doubtful.first)
    assert await doubtful.hub.one(LIVING_CASES) == 1
    assert await part(doubtful, doubtful.second) is True
    assert await doubtful.hub.one(LIVING_CASES) == 2
    await doubtful.hub.tell(OFFENDER, CRN, offender(otherIds={"pncNumber": PNC}), minutes=9)
    assert await doubtful.hub.one(LIVING_CASES) == 2
    with pytest.raises(BrokenRule, match="NothingToDecide"):
        await part(doubtful, doubtful.second)


ANSWERS = (
    "select distinct v.state, v.decision, v.comment, s.code, v.ruling = (select distinct ruling from identity_override "
    "where withdrawn_at is null) from identity_review v join staff s on s.id = v.decided_by_id"
)


async def test_the_parting_is_the_new_answer_to_the_review_that_joined(doubtful: Doubtful) -> None:
    await decide(doubtful, SAME)
    await part(doubtful, doubtful.first)
    assert await doubtful.hub.rows(ANSWERS) == [("DECIDED", "SAME_PERSON", "Finger prints", "Z01M1", True)]
    told = (await doubtful.hub.events()).count("IdentityReviewDecided")
    await part(doubtful, doubtful.second)
    assert (await doubtful.hub.events()).count("IdentityReviewDecided") == told + 1
    parted = ("DECIDED", "DIFFERENT_PEOPLE", "Two people after all", "Z01M2", True)
    assert await doubtful.hub.rows(ANSWERS) == [parted]
    asked = ReopenReview(doubtful.review, "They are one after all")
    await reopen_review(doubtful.hub.database, doubtful.first, asked, cause="request r-3", now=NOW)
    await decide(doubtful, SAME)
    assert await doubtful.hub.one(LIVING_CASES) == 1
    assert await doubtful.hub.rows(ANSWERS) == [("DECIDED", "SAME_PERSON", "Finger prints", "Z01M1", True)]


async def test_what_was_decided_is_not_decided_again(doubtful: Doubtful) -> None:
    await decide(doubtful, SAME)
    with pytest.raises(BrokenRule, match="ReviewDecided"):
        await decide(doubtful, DIFFERENT)
    with pytest.raises(BrokenRule, match="CasesWereJoined"):
        asked = ReopenReview(doubtful.review, "Wrong file")
        await reopen_review(doubtful.hub.database, doubtful.first, asked, cause="request r-2", now=NOW)


async def test_two_living_prisoners_are_for_the_prison_to_merge(hub: Hub) -> None:
    await hub.tell(PRISONER, NUMBER, prisoner())
    await hub.tell(PRISONER, "Z9999ZZ", prisoner("Z9999ZZ", bookingId="9"))
    await hub.tell(OFFENDER, CRN, offender())
    await hub.tell(OFFENDER, CRN, offender(number="Z9999ZZ"), minutes=5)
    body = {"code": "Z01M1", "name": {"surname": "Madeup"}, "team": {"code": "Z01T01"}}
    await hub.tell("community.staff.snapshot.v1", "Z01M1", body)
    review = await hub.one("select min(id) from identity_review")
    with pytest.raises(BrokenRule, match="PrisonMustMerge"):
        await decide_review(
            hub.database, await manager(hub, "Z01M1"), DecideReview(review, SAME, "Scar"), cause="r", now=NOW
        )


async def test_who_does_not_reach_both_sees_nothing_to_decide(doubtful: Doubtful) -> None:
    stranger = Actor("x", Service.COMMUNITY, frozenset({Role.TEAM_MANAGER}), "x", 99, "Z99T99", "STI")
    with pytest.raises(BrokenRule, match="NothingToDecide"):
        asked = DecideReview(doubtful.review, SAME, "Scar")
        await decide_review(doubtful.hub.database, stranger, asked, cause="r", now=NOW)


async def test_a_review_has_an_owner_until_it_is_decided(doubtful: Doubtful) -> None:
    hub, state = doubtful.hub, "select distinct state, owner_id from identity_review"
    with pytest.raises(BrokenRule, match="ReviewOwnerOutOfReach"):
        asked = AssignReview(doubtful.review, "Z01M2")
        await assign_review(hub.database, doubtful.first, asked, cause="r", now=NOW)
    await hub.rows("update staff set establishment_code = 'STI'")  # as those who ask have it
    for code, owner in ((None, doubtful.first), ("Z01M2", doubtful.second)):
        asked = AssignReview(doubtful.review, code)
        await assign_review(hub.database, doubtful.first, asked, cause="request r-1", now=NOW)
        assert await hub.rows(state) == [("ASSIGNED", owner.staff_id)]
    assert "IdentityReviewAssigned" in await hub.events()
    assert await hub.rows("select distinct actor from audit where action = 'assign_review'") == [("Z01M1",)]
    with pytest.raises(BrokenRule, match="ReviewOwnerUnknown"):
        asked = AssignReview(doubtful.review, "nobody")
        await assign_review(hub.database, doubtful.first, asked, cause="r", now=NOW)
    await decide(doubtful, DIFFERENT)
    assert await hub.rows(state) == [("DECIDED", doubtful.second.staff_id)]
    with pytest.raises(BrokenRule, match="ReviewDecided"):
        await assign_review(hub.database, doubtful.first, AssignReview(doubtful.review), cause="r", now=NOW)
