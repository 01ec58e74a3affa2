"""A case whose records do not hang together has a review with an owner, an answer, and the answer back."""

from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest

from hub.actions.identity.cluster_review import assign_cluster_review, decide_cluster_review, reopen_cluster_review
from hub.actions.identity.parting import part_record
from hub.actions.identity.ruling import rule_on_records, withdraw_ruling
from hub.domain.access import Actor, Role, Service
from hub.domain.cluster_review import AssignClusterReview, DecideClusterReview, ReopenClusterReview
from hub.domain.override import OverrideScope, OverrideVerdict
from hub.domain.ruling import PartRecord, RuleOnRecords, WithdrawRuling
from hub.errors import BrokenRule
from tests.actions.redeciding.test_cluster import ADDRESS, SOMEBODY_ELSE, STATE, linked_by_score
from tests.actions.sources import CRN, LIVING_CASES, NOW, NUMBER, OFFENDER, SUPERVISION, Hub, offender, supervision

pytestmark = pytest.mark.postgres

SAME, DIFFERENT = OverrideVerdict.SAME_PERSON, OverrideVerdict.DIFFERENT_PEOPLE
REVIEWS = "select state, because, decision, comment from cluster_review order by id"
OPEN = ("OPEN", "RECORDS_DIFFER", None, None)


@dataclass
class Broken:
    """A case whose two records only a score had joined, and one of them has changed; two who may decide."""

    hub: Hub
    first: Actor
    second: Actor

    async def review(self) -> int:
        """The newest review of the case."""
        found: int = await self.hub.one("select max(id) from cluster_review")
        return found

    async def decide(self, verdict: OverrideVerdict, review: int | None = None, key: str | None = None) -> int:
        asked = DecideClusterReview(review or await self.review(), verdict, "Finger prints")
        database, first = self.hub.database, self.first
        done = await decide_cluster_review(database, first, asked, cause="request r-1", now=NOW, idempotency_key=key)
        return done.case_id

    async def reopen(self, review: int) -> None:
        asked = ReopenClusterReview(review, "Wrong file")
        await reopen_cluster_review(self.hub.database, self.second, asked, cause="request r-2", now=NOW)

    async def assign(self, code: str | None) -> None:
        asked = AssignClusterReview(await self.review(), code)
        await assign_cluster_review(self.hub.database, self.first, asked, cause="request r-3", now=NOW)


@pytest.fixture
async def broken(hub: Hub) -> AsyncIterator[Broken]:
    await linked_by_score(hub)
    await hub.tell(SUPERVISION, CRN, supervision())
    await hub.tell(OFFENDER, CRN, offender(number=None, **ADDRESS, **SOMEBODY_ELSE), minutes=5)
    for code in ("Z01M1", "Z01M2"):
        await hub.tell("community.staff.snapshot.v1", code, {"code": code, "team": {"code": "Z01T01"}})
    yield Broken(hub, await manager(hub, "Z01M1"), await manager(hub, "Z01M2"))


async def manager(hub: Hub, code: str) -> Actor:
    staff = await hub.one("select id from staff where code = $1", code)
    return Actor(code, Service.COMMUNITY, frozenset({Role.TEAM_MANAGER}), code, staff, "Z01T01", "STI")


async def test_one_person_by_decision_and_no_score_breaks_it(broken: Broken) -> None:
    hub = broken.hub
    assert await hub.rows(REVIEWS) == [OPEN]
    await broken.decide(SAME)
    assert await hub.rows(REVIEWS) == [("DECIDED", "RECORDS_DIFFER", "SAME_PERSON", "Finger prints")]
    assert await hub.rows(STATE) == [("ACTIVE", None, None)]
    ended = "select s.code, v.ended_because from cluster_review v join staff s on s.id = v.ended_by_id"
    assert await hub.rows(ended) == [("Z01M1", "DECIDED")]
    assert {"ClusterReviewDecided", "ClusterStateChanged"} <= set(await hub.events())
    assert await hub.rows("select actor from audit where action = 'decide_cluster_review'") == [("Z01M1",)]
    await hub.tell(OFFENDER, CRN, offender(number=None, **{**SOMEBODY_ELSE, "firstName": "Ottoline"}), minutes=9)
    assert await hub.rows(STATE) == [("ACTIVE", None, None)]


async def test_different_people_by_decision_and_a_second_person_parts_them(broken: Broken) -> None:
    hub = broken.hub
    await broken.decide(DIFFERENT)
    answered = ("DECIDED", "RECORDS_DIFFER", "DIFFERENT_PEOPLE", "Finger prints")
    assert await hub.rows(REVIEWS) == [answered, ("OPEN", "RULED_APART_WITHIN", None, None)]
    assert await hub.one(LIVING_CASES) == 1, "nobody is parted by one person"
    with pytest.raises(BrokenRule, match="RuledApartAlready"):
        await broken.decide(DIFFERENT)
    record = await hub.one("select id from source_record where key = $1", CRN)
    with pytest.raises(BrokenRule, match="SecondPersonNeeded"):
        await part_record(hub.database, broken.first, PartRecord(record, "Two people"), cause="r", now=NOW)
    await part_record(hub.database, broken.second, PartRecord(record, "Two people"), cause="r", now=NOW)
    assert await hub.one(LIVING_CASES) == 2
    assert await hub.rows(REVIEWS) == [answered, ("DECIDED", "RULED_APART_WITHIN", None, None)]
    with pytest.raises(BrokenRule, match="DecidedElsewhere"):
        await broken.reopen(await broken.review())


@pytest.mark.parametrize("verdict", [SAME, DIFFERENT])
async def test_an_answer_is_taken_back_and_the_review_waits_again(broken: Broken, verdict: OverrideVerdict) -> None:
    review = await broken.review()
    await broken.assign(None)
    await broken.decide(verdict)
    await broken.reopen(review)
    waiting = await broken.hub.rows("select id, state, owner_id from cluster_review where ended_at is null")
    assert waiting == [(review, "OPEN", None)]
    assert await broken.hub.rows(STATE) == [("NEEDS_ATTENTION", "BROKEN_CLUSTER", "RECORDS_DIFFER")]
    assert await broken.hub.one("select count(*) from identity_override where withdrawn_at is null") == 0
    assert (await broken.hub.events()).count("ClusterReviewDecided") == 2
    await broken.decide(SAME, review)
    assert await broken.hub.rows(STATE) == [("ACTIVE", None, None)]


async def test_a_review_that_the_answer_asked_for_goes_with_it_and_nobody_says_that_records_changed(
    broken: Broken,
) -> None:
    review = await broken.review()
    await broken.decide(DIFFERENT)
    asked_by_the_answer = await broken.review()
    await broken.reopen(review)
    with pytest.raises(BrokenRule, match="ReviewWithdrawn") as refused:
        await broken.decide(SAME, asked_by_the_answer)
    assert "or a ruling was taken back" in refused.value.message
    assert "case" not in refused.value.remedy


async def test_an_answer_that_is_taken_back_where_the_records_are_sound_by_now_asks_nobody(broken: Broken) -> None:
    review = await broken.review()
    await broken.decide(SAME)
    await broken.hub.tell(OFFENDER, CRN, offender(number=None, **ADDRESS), minutes=9)
    await broken.reopen(review)
    assert await broken.hub.rows(STATE) == [("ACTIVE", None, None)]
    assert await broken.hub.one("select count(*) from cluster_review where ended_at is null") == 0


async def test_a_review_has_an_owner_until_it_ends(broken: Broken) -> None:
    hub, state = broken.hub, "select state, owner_id from cluster_review"
    with pytest.raises(BrokenRule, match="ReviewOwnerOutOfReach"):
        await hub.rows("update staff set team_code = 'Z09T09' where code = 'Z01M2'")
        await broken.assign("Z01M2")
    await hub.rows("update staff set team_code = 'Z01T01' where code = 'Z01M2'")
    for code, owner in ((None, broken.first), ("Z01M2", broken.second)):
        await broken.assign(code)
        assert await hub.rows(state) == [("ASSIGNED", owner.staff_id)]
    assert "ClusterReviewAssigned" in await hub.events()
    with pytest.raises(BrokenRule, match="ReviewOwnerUnknown"):
        await broken.assign("nobody")
    await hub.tell(OFFENDER, CRN, offender(number=None, **ADDRESS), minutes=9)  # sound again by itself
    assert await hub.rows(state) == [("WITHDRAWN", broken.second.staff_id)]
    with pytest.raises(BrokenRule, match="ReviewWithdrawn"):
        await broken.assign(None)
    with pytest.raises(BrokenRule, match="ReviewWithdrawn"):
        await broken.decide(SAME)


async def test_who_does_not_reach_the_case_sees_nothing_to_decide(broken: Broken) -> None:
    stranger = Actor("x", Service.COMMUNITY, frozenset({Role.TEAM_MANAGER}), "x", 99, "Z99T99", "XXI")
    asked = DecideClusterReview(await broken.review(), SAME, "Scar")
    with pytest.raises(BrokenRule, match="NothingToDecide"):
        await decide_cluster_review(broken.hub.database, stranger, asked, cause="r", now=NOW)
    with pytest.raises(BrokenRule, match="NothingToDecide"):
        await broken.decide(SAME, 10**15)


async def test_the_same_key_decides_once_and_the_ruling_is_taken_back_with_the_answer_only(broken: Broken) -> None:
    assert await broken.decide(SAME, key="k-1") == await broken.decide(SAME, key="k-1")
    assert await broken.hub.one("select count(distinct ruling) from identity_override") == 1
    ruling = WithdrawRuling(await broken.hub.one("select max(id) from identity_override"), "Wrong file")
    with pytest.raises(BrokenRule, match="RulingAnswersReview"):
        await withdraw_ruling(broken.hub.database, broken.first, ruling, cause="r", now=NOW)


async def test_what_a_ruling_on_two_records_ended_is_not_answered_here(broken: Broken) -> None:
    hub = broken.hub
    mine, other = [await hub.one("select id from source_record where key = $1", key) for key in (CRN, NUMBER)]
    ruled = RuleOnRecords(mine, other, SAME, OverrideScope.RECORDS, "Finger prints")
    await rule_on_records(hub.database, broken.first, ruled, cause="r", now=NOW)
    assert await hub.rows(REVIEWS) == [("DECIDED", "RECORDS_DIFFER", None, None)]
    with pytest.raises(BrokenRule, match="DecidedElsewhere"):
        await broken.reopen(await broken.review())
