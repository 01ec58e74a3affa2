"""Questions that a number raised end with it: once no record gives it any more, nobody is asked."""

from itertools import permutations
from typing import Any

import pytest

from hub.actions.identity.review import decide_review
from hub.domain.access import Actor, Role, Service
from hub.domain.override import OverrideVerdict
from hub.domain.review import DecideReview
from tests.actions.sources import (
    CRN,
    HAPPENED,
    NOW,
    NUMBER,
    OFFENDER,
    PNC,
    PRISONER,
    SUPERVISION,
    Hub,
    crn_merge,
    crn_unmerge,
    matched,
    offender,
    order,
    prisoner,
    supervision,
)

pytestmark = pytest.mark.postgres

REVIEWS = "select distinct state, reason, withdrawn_because from identity_review order by 1"
OTHER_NAME = {"surname": "Nosuchman", "dateOfBirth": "1950-01-01"}
OTHER_PNC = "1999/0000042B"
NOT_SHARED = ("WITHDRAWN", "PERSONS_DIFFER", "NUMBER_NOT_SHARED")
OPEN = ("OPEN", "PERSONS_DIFFER", None)


def outside(pnc: str | None, **changes: Any) -> dict[str, Any]:
    return offender(CRN, None, otherIds={"pncNumber": pnc} if pnc else {}, **OTHER_NAME, **changes)


async def test_a_question_ends_when_the_record_gives_another_number_and_is_asked_again_with_the_old(hub: Hub) -> None:
    await hub.tell(PRISONER, NUMBER, prisoner(pncNumber=PNC))
    await hub.tell(OFFENDER, CRN, outside(PNC))
    assert await hub.rows(REVIEWS) == [OPEN]
    assert "IdentityReviewWithdrawn" in await hub.tell(OFFENDER, CRN, outside(OTHER_PNC), minutes=5)
    assert await hub.rows(REVIEWS) == [NOT_SHARED]
    assert "IdentityReviewDue" in await hub.tell(OFFENDER, CRN, outside(PNC), minutes=6)
    assert await hub.rows(REVIEWS) == [OPEN]


async def test_the_other_record_which_gives_the_number_still_raises_no_question_anew(hub: Hub) -> None:
    await hub.tell(PRISONER, NUMBER, prisoner(pncNumber=PNC))
    await hub.tell(OFFENDER, CRN, outside(PNC))
    await hub.tell(OFFENDER, CRN, outside(None), minutes=5)
    told = await hub.tell(PRISONER, NUMBER, prisoner(pncNumber=PNC, cellLocation="W-1-003"), minutes=6)
    assert "IdentityReview" not in told
    assert await hub.rows(REVIEWS) == [NOT_SHARED]


async def test_a_number_goes_with_the_record_that_its_source_removed(hub: Hub) -> None:
    await hub.tell(PRISONER, NUMBER, prisoner(pncNumber=PNC))
    await hub.tell(OFFENDER, CRN, outside(PNC))
    await hub.tell(OFFENDER, CRN, None, minutes=5)
    assert await hub.rows(REVIEWS) == [NOT_SHARED]


@pytest.mark.parametrize("told", list(permutations(range(3))))
async def test_whatever_arrives_first_nobody_is_asked_in_the_end(hub: Hub, told: tuple[int, ...]) -> None:
    messages = [
        (PRISONER, NUMBER, prisoner(pncNumber=PNC), 3),
        (OFFENDER, CRN, outside(PNC), 1),
        (OFFENDER, CRN, outside(OTHER_PNC), 2),
    ]
    for place in told:
        topic, key, body, minute = messages[place]
        await hub.tell(topic, key, body, minutes=minute)
    assert OPEN not in await hub.rows(REVIEWS)
    assert await hub.one("select count(*) from identifier where value = $1", PNC) == 2, "the number answers for ever"


async def test_another_prison_number_that_was_named_by_mistake(hub: Hub) -> None:
    for number, booking in ((NUMBER, "9"), ("Z9999ZZ", "8")):
        await hub.tell(PRISONER, number, prisoner(number, bookingId=booking))
    await hub.tell(OFFENDER, CRN, offender())
    await hub.tell(OFFENDER, CRN, offender(number="Z9999ZZ"), minutes=5)
    assert await hub.rows(REVIEWS) == [("OPEN", "TWO_PRISON_NUMBERS", None)]
    await hub.tell(OFFENDER, CRN, offender(), minutes=6)
    assert await hub.rows(REVIEWS) == [("WITHDRAWN", "TWO_PRISON_NUMBERS", "NUMBER_NOT_SHARED")]


async def test_what_an_event_told_after_the_newest_reading_stands(hub: Hub) -> None:
    for number, booking in ((NUMBER, "9"), ("Z9999ZZ", "8")):
        await hub.tell(PRISONER, number, prisoner(number, bookingId=booking))
    await hub.tell(OFFENDER, CRN, offender(number="Z9999ZZ"), minutes=-9)
    await hub.tell(OFFENDER, CRN, offender(), minutes=-8)
    assert await hub.rows(REVIEWS) == [("OPEN", "TWO_PRISON_NUMBERS", None)]
    await hub.tell(OFFENDER, CRN, offender(number=None), minutes=-7)
    assert await hub.rows(REVIEWS) == [("WITHDRAWN", "TWO_PRISON_NUMBERS", "NUMBER_NOT_SHARED")]
    assert "IdentityReviewDue" in await hub.tell(HAPPENED, CRN, matched())
    assert await hub.rows(REVIEWS) == [("OPEN", "TWO_PRISON_NUMBERS", None)]
    await hub.tell(OFFENDER, CRN, offender(number=None, currentRestriction=True), minutes=-6)
    assert await hub.rows(REVIEWS) == [("OPEN", "TWO_PRISON_NUMBERS", None)], "read before the event"
    await hub.tell(OFFENDER, CRN, offender(number=None), minutes=6)
    assert await hub.rows(REVIEWS) == [("WITHDRAWN", "TWO_PRISON_NUMBERS", "NUMBER_NOT_SHARED")]


async def test_a_number_that_stood_against_a_ruling_troubles_neither_case_any_more(hub: Hub) -> None:
    await hub.tell(HAPPENED, X, crn_merge(X, Y, 5))
    await hub.tell(HAPPENED, X, crn_unmerge(Y, X, 6))
    for crn in (X, Y):
        await hub.tell(OFFENDER, crn, offender(crn), minutes=7)
    await hub.tell(PRISONER, NUMBER, prisoner(), minutes=10)
    troubled = "select count(*) from offender_case where cluster_because = 'TIED_YET_RULED_APART'"
    assert (await hub.rows(REVIEWS), await hub.one(troubled)) == ([("OPEN", "RULED_DIFFERENT", None)], 2)
    apart = await hub.one(
        "select r.key from source_record r join source_record n on n.key = $1 "
        "where r.service = 'COMMUNITY' and r.case_id <> n.case_id",
        NUMBER,
    )
    await hub.tell(OFFENDER, apart, offender(apart, None, surname="Nosuchman", dateOfBirth="1950-01-01"), minutes=11)
    assert await hub.rows(REVIEWS) == [("WITHDRAWN", "RULED_DIFFERENT", "NUMBER_NOT_SHARED")]
    assert await hub.one(troubled) == 0


async def decide(hub: Hub, verdict: OverrideVerdict) -> None:
    body = {"code": "Z01M1", "name": {"surname": "Madeup"}, "team": {"code": "Z01T01"}}
    await hub.tell("community.staff.snapshot.v1", "Z01M1", body)
    staff = await hub.one("select id from staff where code = 'Z01M1'")
    actor = Actor("m", Service.COMMUNITY, frozenset({Role.TEAM_MANAGER}), "Z01M1", staff, "Z01T01", "STI")
    review = await hub.one("select min(id) from identity_review where state = 'OPEN'")
    await decide_review(hub.database, actor, DecideReview(review, verdict, "Finger prints"), cause="r", now=NOW)


async def test_a_merge_taken_back_withdraws_the_answer_that_the_two_are_one(hub: Hub) -> None:
    await two_crns_in_doubt(hub)
    await decide(hub, OverrideVerdict.SAME_PERSON)
    await hub.tell(HAPPENED, X, crn_merge(X, Y, 10))
    assert "IdentityReviewWithdrawn" in await hub.tell(HAPPENED, X, crn_unmerge(Y, X, 11))
    answer = "select distinct state, withdrawn_because, decision, comment from identity_review"
    assert await hub.rows(answer) == [("WITHDRAWN", "SOURCE_UNMERGED", "SAME_PERSON", "Finger prints")]
    ruled = "select distinct withdrawn_at is null from identity_override where verdict = 'SAME_PERSON'"
    assert await hub.rows(ruled) == [(False,)]
    assert await hub.one("select count(distinct case_id) from source_record where key in ('Z000001', 'Z000002')") == 2


async def test_a_merge_taken_back_withdraws_the_question_that_waits(hub: Hub) -> None:
    await two_crns_in_doubt(hub)
    told = await hub.tell(HAPPENED, X, crn_unmerge(Y, X, 11))
    assert "IdentityReviewWithdrawn" in told
    assert await hub.rows("select distinct state, withdrawn_because from identity_review") == [
        ("WITHDRAWN", "SOURCE_UNMERGED")
    ]
    assert await hub.tell(HAPPENED, X, crn_unmerge(Y, X, 11)) == "Duplicate"


async def test_a_merge_taken_back_is_asked_about_where_a_person_ruled_on_other_records_too(hub: Hub) -> None:
    await two_crns_in_doubt(hub, prisoner_of=X)
    await decide(hub, OverrideVerdict.SAME_PERSON)
    told = await hub.tell(HAPPENED, X, crn_unmerge(Y, X, 11))
    assert "IdentityReviewDue" in told
    answer = "select distinct state, reason, decision from identity_review"
    assert await hub.rows(answer) == [("OPEN", "RULED_DIFFERENT", None)]
    kept = "select distinct reason from identity_override where verdict = 'SAME_PERSON' and withdrawn_at is null"
    assert await hub.rows(kept) == [("Finger prints",)]
    await decide(hub, OverrideVerdict.DIFFERENT_PEOPLE)
    assert await hub.rows("select cluster_because from offender_case where cluster_because is not null") == []


X, Y = "Z000001", "Z000002"


async def two_crns_in_doubt(hub: Hub, prisoner_of: str | None = None) -> None:
    """Two community records on two cases, which a former CRN ties though their names differ, and a question of them."""
    if prisoner_of:
        await hub.tell(PRISONER, NUMBER, prisoner())
    for crn, person in ((X, {}), (Y, OTHER_NAME)):
        number = NUMBER if crn == prisoner_of else None
        await hub.tell(SUPERVISION, crn, supervision("Z01T011", order()))
        await hub.tell(OFFENDER, crn, offender(crn, number, **person))
    await hub.rows(ASKED)


ASKED = """
with two as (select array_agg(case_id order by key) as c from source_record where key in ('Z000001', 'Z000002'))
insert into identity_review (case_id, other_case_id, reason)
select c[1], c[2], 'TWO_CRNS' from two union all select c[2], c[1], 'TWO_CRNS' from two returning id
"""
