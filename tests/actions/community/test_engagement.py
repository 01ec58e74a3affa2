"""A case of the probation side deleted and brought back."""

import pytest

from tests.actions.sources import CRN, HAPPENED, SUPERVISION, Hub, happened, supervision

pytestmark = pytest.mark.postgres
REMOVED = "select removed from source_record"


async def test_a_case_is_deleted_and_comes_back(hub: Hub) -> None:
    deleted = happened("probation-case.engagement.deleted", minutes=5)
    assert await hub.tell(HAPPENED, CRN, deleted) == "NothingHeld"
    await hub.tell(SUPERVISION, CRN, supervision())
    assert await hub.tell(HAPPENED, CRN, deleted) == "EngagementChanged"
    assert await hub.one(REMOVED) is True
    assert await hub.one("select count(*) from sentence") == 1  # its snapshots tell the rest
    back = happened("probation-case.engagement.recovered", minutes=8)
    assert await hub.tell(HAPPENED, CRN, back) == "EngagementChanged"
    assert await hub.one(REMOVED) is False


async def test_a_late_deletion_does_not_undo_a_recovery(hub: Hub) -> None:
    await hub.tell(SUPERVISION, CRN, supervision())
    await hub.tell(HAPPENED, CRN, happened("probation-case.engagement.recovered", minutes=8))
    late = happened("probation-case.engagement.deleted", minutes=5)
    assert await hub.tell(HAPPENED, CRN, late) == "OlderThanHeld"
    assert await hub.one(REMOVED) is False
