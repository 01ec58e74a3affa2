"""The view of today's tier beside the published one answers as the rule does."""

import json
from collections.abc import AsyncIterator
from itertools import product

import pytest

from hub.domain.because import because
from hub.domain.tier import PublishedTier, TodayTier, TodayTierDecision, compare
from hub.domain.tier.today import TodayTierReason
from tests.actions.sources import CRN, NOW, SUPERVISION, Hub, order, supervision

pytestmark = pytest.mark.postgres
TIERS = (None, TodayTier.A, TodayTier.C, TodayTier.G, TodayTier.MISSING, TodayTier.NOT_SUPERVISED)
PUBLISHED = (
    None,
    *(
        PublishedTier(*one)
        for one in product((None, 2, 3), (None, "A", "C", "D", "A1", "MISSING"), (None, True, False))
    ),
)
ANSWER = "update offender_case set answers = jsonb_build_object('TODAY_TIER', $1::jsonb) returning id"
PUBLISH = """
  insert into published_tier (case_id, source_record_id, reference, version, value, provisional, calculated_at,
    time_assumed)
  select c.id, r.id, 'z', $1, $2, $3, $4, false from offender_case c join source_record r on r.case_id = c.id
  returning id
"""


@pytest.fixture
async def hub(database_url: str) -> AsyncIterator[Hub]:
    told = Hub(database_url)
    yield told
    await told.database.close()


async def test_the_view_compares_as_the_rule(hub: Hub) -> None:
    await hub.tell(SUPERVISION, CRN, supervision("Z01T011", order()))
    why = because(TodayTierReason.HIGHEST_STEP, "The highest of the steps decides.")
    for published in PUBLISHED:
        await hub.rows("delete from published_tier returning id")
        if published is not None:
            await hub.rows(PUBLISH, published.version, published.value, published.provisional, NOW)
        for tier, provisional in product(TIERS, (True, False)):
            answer = {"outcome": tier, "reason": why.reason, "sentence": why.sentence, "since": NOW.isoformat()}
            await hub.rows(ANSWER, json.dumps({**answer, "facts": {"provisional": provisional}}))
            decided = TodayTierDecision(tier, why, provisional)
            [(comparison,)] = await hub.rows("select comparison from case_today_tier")
            assert comparison == compare(decided, published), (tier, provisional, published)


async def test_the_newest_whose_detail_has_come_counts(hub: Hub) -> None:
    await hub.tell(SUPERVISION, CRN, supervision("Z01T011", order()))
    insert = PUBLISH.replace("'z'", "$5")
    await hub.rows(insert, 3, "C", False, NOW.replace(hour=8), "1")
    await hub.rows(insert, 3, "B", False, NOW.replace(hour=9), "2")
    await hub.rows(insert, None, None, None, NOW.replace(hour=10), "3")
    assert await hub.rows("select published, published_version from case_today_tier") == [("B", 3)]
