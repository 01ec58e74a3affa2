"""A case whose records do not hang together, or stand against a ruling: a person is asked, nothing is parted."""

from typing import Any

import pytest

from tests.actions.sources import (
    CRN,
    HAPPENED,
    LIVING_CASES,
    NUMBER,
    OFFENDER,
    PNC,
    PRISONER,
    SUPERVISION,
    Hub,
    crn_merge,
    crn_unmerge,
    offender,
    prisoner,
    supervision,
)

pytestmark = pytest.mark.postgres

ADDRESS: dict[str, Any] = {"contactDetails": {"addresses": [{"postcode": "ZE1 9ZZ"}]}}
SOMEBODY_ELSE = {"firstName": "Quillon", "surname": "Nosuchman", "dateOfBirth": "1950-01-01"}
STATE = "select distinct cluster_state, cluster_reason, cluster_because from offender_case where merged_into is null"
REVIEWS = "select reason, because, ended_because from cluster_review order by id"
CHANGED = "ClusterStateChanged"


async def linked_by_score(hub: Hub) -> None:
    """A prison record and a community record that share a name, a birth date and an address, and no number."""
    await hub.tell(PRISONER, NUMBER, prisoner(addresses=[{"postalCode": "ZE1 9ZZ"}]))
    assert "CaseLinked" in await hub.tell(OFFENDER, CRN, offender(number=None, **ADDRESS))
    assert await hub.one(LIVING_CASES) == 1


async def test_a_link_by_score_breaks_when_a_record_changes_and_heals_by_itself(hub: Hub) -> None:
    await linked_by_score(hub)
    assert await hub.rows(STATE) == [("ACTIVE", None, None)]
    told = await hub.tell(OFFENDER, CRN, offender(number=None, **ADDRESS, **SOMEBODY_ELSE), minutes=5)
    assert CHANGED in told
    assert await hub.one(LIVING_CASES) == 1  # nobody is taken apart
    assert await hub.rows(STATE) == [("NEEDS_ATTENTION", "BROKEN_CLUSTER", "RECORDS_DIFFER")]
    assert await hub.rows("select place from cluster_member order by place") == [(1,), (2,)]
    assert CHANGED not in await hub.tell(SUPERVISION, CRN, supervision(), minutes=6)  # told once
    assert CHANGED in await hub.tell(OFFENDER, CRN, offender(number=None, **ADDRESS), minutes=7)
    assert await hub.rows(STATE) == [("ACTIVE", None, None)]
    assert await hub.rows(REVIEWS) == [("BROKEN_CLUSTER", "RECORDS_DIFFER", "VALID_AGAIN")]


async def test_a_checked_number_holds_whatever_the_names_say(hub: Hub) -> None:
    await hub.tell(PRISONER, NUMBER, prisoner())
    await hub.tell(OFFENDER, CRN, offender())
    await hub.tell(OFFENDER, CRN, offender(**SOMEBODY_ELSE), minutes=5)
    assert await hub.rows(STATE) == [("ACTIVE", None, None)]
    assert await hub.rows(REVIEWS) == []


async def test_a_broken_case_heals_when_a_number_ties_it(hub: Hub) -> None:
    await linked_by_score(hub)
    await hub.tell(OFFENDER, CRN, offender(number=None, **SOMEBODY_ELSE), minutes=5)
    await hub.tell(OFFENDER, CRN, offender(**SOMEBODY_ELSE), minutes=6)  # names the prison number now
    assert await hub.rows(STATE) == [("ACTIVE", None, None)]


async def test_a_removed_record_raises_no_doubt(hub: Hub) -> None:
    await linked_by_score(hub)
    await hub.tell(OFFENDER, CRN, offender(number=None, **SOMEBODY_ELSE), minutes=5)
    await hub.tell(OFFENDER, CRN, None, minutes=6)
    assert await hub.rows(STATE) == [("ACTIVE", None, None)]


async def test_a_merge_taken_back_leaves_a_record_that_only_looks_alike(hub: Hub) -> None:
    await linked_by_score(hub)
    await hub.tell(OFFENDER, "Z654321", offender("Z654321", None))
    await hub.tell(HAPPENED, CRN, crn_merge(CRN, "Z654321", 5))
    assert await hub.rows(STATE) == [("ACTIVE", None, None)]
    await hub.tell(HAPPENED, CRN, crn_unmerge("Z654321", CRN, 6))
    case = await hub.one("select case_id from source_record where key = $1", CRN)
    asked = await hub.rows("select case_id, reason, because from cluster_review")
    assert asked == [(case, "OVERRIDE_CONFLICT", "LEFT_BY_UNMERGE")]
    assert await hub.one("select count(*) from source_record where case_id = $1", case) == 2
    await hub.tell(OFFENDER, CRN, offender(**ADDRESS), minutes=20)  # it names the prison number: no doubt is left
    assert await hub.rows(REVIEWS) == [("OVERRIDE_CONFLICT", "LEFT_BY_UNMERGE", "VALID_AGAIN")]


async def test_a_merge_taken_back_leaves_records_in_no_doubt(hub: Hub) -> None:
    await hub.tell(PRISONER, NUMBER, prisoner())
    await hub.tell(OFFENDER, CRN, offender())
    await hub.tell(HAPPENED, CRN, crn_merge(CRN, "Z654321", 5))
    await hub.tell(HAPPENED, CRN, crn_unmerge("Z654321", CRN, 6))
    assert await hub.rows(REVIEWS) == []


async def test_a_record_tied_to_two_who_are_ruled_apart(hub: Hub) -> None:
    """The services unmerged two CRNs; a prison record that shares a number with both says that they are one."""
    await hub.tell(OFFENDER, CRN, offender(number=None, otherIds={"pncNumber": PNC}))
    await hub.tell(HAPPENED, CRN, crn_merge(CRN, "Z654321", 5))
    await hub.tell(HAPPENED, CRN, crn_unmerge("Z654321", CRN, 6))
    await hub.tell(OFFENDER, "Z654321", offender("Z654321"), minutes=7)  # names the prison number
    told = await hub.tell(OFFENDER, CRN, offender(number=None, otherIds={"pncNumber": PNC}), minutes=8)
    assert CHANGED not in told
    await hub.tell(OFFENDER, CRN, offender(), minutes=9)  # so does the other: ruled on, so nothing is asked
    assert await hub.rows(STATE) == [("ACTIVE", None, None)]
    told = await hub.tell(PRISONER, NUMBER, prisoner(), minutes=10)
    assert "IdentityReviewDue" in told
    assert await hub.one(LIVING_CASES) == 2
    assert await hub.rows("select distinct reason, state from identity_review") == [("RULED_DIFFERENT", "OPEN")]
    assert await hub.rows(STATE) == [("NEEDS_ATTENTION", "OVERRIDE_CONFLICT", "TIED_YET_RULED_APART")]
    assert await hub.one("select count(*) from cluster_review where ended_at is null") == 2
