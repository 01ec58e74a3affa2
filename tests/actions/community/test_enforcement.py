"""Breaches, recalls, recommendations on recall and licences through the house."""

from datetime import datetime, timedelta

import pytest

from tests.actions.sources import CRN, HAPPENED, NOW, SUPERVISION, Hub, happened, supervision

pytestmark = pytest.mark.postgres
ACTIONS = "select kind, raised_at, concluded_at, outcome_code from enforcement_action order by id"


def at(minutes: float) -> datetime:
    return NOW + timedelta(minutes=minutes)


async def test_a_breach_raised_and_concluded_is_one(hub: Hub) -> None:
    await hub.tell(SUPERVISION, CRN, supervision())
    concluded = happened("enforcement.breach.concluded", minutes=9, eventId="1", outcome="BRE01")
    assert await hub.tell(HAPPENED, CRN, concluded) == "EnforcementChanged"
    assert await hub.rows(ACTIONS) == [("BREACH", None, at(9), "BRE01")]
    await hub.tell(HAPPENED, CRN, happened("enforcement.breach.raised", minutes=2, eventId="1"))  # it comes late
    await hub.tell(HAPPENED, CRN, happened("enforcement.recall.raised", minutes=3, eventId="1"))
    assert await hub.rows(ACTIONS) == [("BREACH", at(2), at(9), "BRE01"), ("RECALL", at(3), None, None)]


async def test_a_recommendation_is_kept_step_by_step(hub: Hub) -> None:
    step = happened("prison-recall.recommendation.started", minutes=1)
    decided = happened(
        "prison-recall.recommendation.managementOversight", minutes=5, contactOutcome="DECISION_NOT_TO_RECALL"
    )
    await hub.tell(SUPERVISION, CRN, supervision())
    assert [await hub.tell(HAPPENED, CRN, one) for one in (decided, step, decided)] == [
        "RecallRecommended",
        "RecallRecommended",
        "Unchanged",
    ]
    assert await hub.rows("select stage, decision, at from recall_recommendation order by at") == [
        ("STARTED", None, at(1)),
        ("MANAGEMENT_OVERSIGHT", "NO_RECALL", at(5)),
    ]


async def test_the_newest_word_on_a_licence_counts(hub: Hub) -> None:
    off = happened("create-and-vary-a-licence.licence.inactivated", minutes=9, licenceId="1")
    on = happened("create-and-vary-a-licence.licence.activated", minutes=2, licenceId="1")
    await hub.tell(SUPERVISION, CRN, supervision())
    assert await hub.tell(HAPPENED, CRN, off) == "LicenceChanged"
    assert await hub.tell(HAPPENED, CRN, on) == "Unchanged"
    held = "select active, activated_at, inactivated_at from licence"
    assert await hub.rows(held) == [(False, at(2), at(9))]
    on_again = happened("create-and-vary-a-licence.licence.activated", minutes=12, licenceId="1")
    assert await hub.tell(HAPPENED, CRN, on_again) == "LicenceChanged"
    assert await hub.rows(held) == [(True, at(12), at(9))]
