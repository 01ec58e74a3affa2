"""Look again: a record waits for the snapshot that tells what has changed."""

import pytest

from tests.actions.sources import CRN, HAPPENED, OFFENDER, SUPERVISION, Hub, happened, offender, supervision

pytestmark = pytest.mark.postgres
# What the condition "still_awaited" asks; the reads hold it against a slow path of their own.
AWAITED = (
    "select part, event_type from awaited_snapshot a where not exists (select from source_version v where "
    "v.source_record_id = a.source_record_id and v.topic = a.reading and v.source_time >= a.changed_at) order by part"
)


async def test_the_wait_ends_with_a_snapshot_that_is_as_new(hub: Hub) -> None:
    await hub.tell(SUPERVISION, CRN, supervision())
    moved = happened("probation-case.sentence.moved", minutes=10)
    assert await hub.tell(HAPPENED, CRN, moved) == "Unchanged; awaiting the snapshot of SUPERVISION"
    assert await hub.rows(AWAITED) == [("SUPERVISION", "probation-case.sentence.moved")]
    await hub.tell(SUPERVISION, CRN, supervision(), minutes=5)  # it was read before the change
    assert len(await hub.rows(AWAITED)) == 1
    await hub.tell(SUPERVISION, CRN, supervision("Z01T022"), minutes=10)
    assert await hub.rows(AWAITED) == []


async def test_an_event_that_comes_after_its_snapshot_asks_for_nothing(hub: Hub) -> None:
    await hub.tell(OFFENDER, CRN, offender(number=None), minutes=10)
    assert await hub.tell(HAPPENED, CRN, happened("probation-case.alias.created", minutes=9)) == "SnapshotHeld"
    assert await hub.rows("select 1 from awaited_snapshot") == []


async def test_of_several_changes_the_newest_counts(hub: Hub) -> None:
    for name, minutes in (("created", 3), ("amended", 9), ("terminated", 6)):
        await hub.tell(HAPPENED, CRN, happened(f"probation-case.sentence.{name}", minutes=minutes))
    assert await hub.rows(AWAITED) == [("SUPERVISION", "probation-case.sentence.amended")]


async def test_each_part_of_a_record_waits_by_itself(hub: Hub) -> None:
    for name in ("probation-case.address.updated", "SENTENCE_CHANGED", "OFFENDER_OGRS_ASSESSMENT_CHANGED"):
        await hub.tell(HAPPENED, CRN, happened(name, minutes=1))
    assert [part for part, _ in await hub.rows(AWAITED)] == ["ASSESSMENT", "DETAILS", "SUPERVISION"]


async def test_staff_wait_for_the_staff_snapshot(hub: Hub) -> None:
    changed = happened("probation.staff.updated", minutes=5, staffCode="Z01T011")
    assert await hub.tell(HAPPENED, None, changed) == "NothingHeld"
    await hub.tell(SUPERVISION, CRN, supervision())
    assert await hub.tell(HAPPENED, None, changed) == "StaffChanged"
    assert await hub.tell(HAPPENED, None, changed) == "SnapshotHeld"
    assert await hub.one("select changed_at is not null from staff")
    named = {"code": "Z01T011", "name": {"forename": "Made", "surname": "Up"}}
    await hub.tell("community.staff.snapshot.v1", "Z01T011", named, minutes=6)  # it says nothing new
    assert await hub.one("select changed_at is null from staff")
