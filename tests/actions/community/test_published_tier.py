"""Tiers as the tier system publishes them: every one is kept, as (version, value)."""

import pytest

from tests.actions.sources import CRN, HAPPENED, SUPERVISION, Hub, happened, supervision

pytestmark = pytest.mark.postgres
HELD = "select reference, version, value from published_tier order by calculated_at, version"


async def test_a_thin_event_waits_for_its_detail(hub: Hub) -> None:
    await hub.tell(SUPERVISION, CRN, supervision())
    thin = {**happened("tier.calculation.complete", minutes=1, calculationId="c1"), "version": 2}
    assert await hub.tell(HAPPENED, CRN, thin) == "TierPublished"
    assert await hub.rows(HELD) == [("c1", 2, None)]
    await hub.tell(HAPPENED, CRN, {**happened("tier.calculation.changed", calculationId="c1", minutes=1), "version": 2})
    assert await hub.rows(HELD) == [("c1", 2, None)]  # the same calculation, told twice


async def test_history_is_kept_over_versions(hub: Hub) -> None:
    for number, (version, value) in enumerate([(2, "B2"), (3, "C"), (2, "A3S"), (3, "NOT_SUPERVISED")]):
        told = happened("tier.calculation.complete", minutes=number, calculationId=f"c{number}", tierScore=value)
        await hub.tell(HAPPENED, CRN, {**told, "version": version})
    assert await hub.rows(HELD) == [
        ("c0", 2, "B2"),
        ("c1", 3, "C"),
        ("c2", 2, "A3S"),
        ("c3", 3, "NOT_SUPERVISED"),
    ]
