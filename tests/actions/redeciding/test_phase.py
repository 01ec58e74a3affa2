"""What a date changes, when nobody sends anything."""

from datetime import UTC, datetime

import pytest

from hub.actions.redeciding.phase import next_due, redecide_due
from tests.actions.sources import (
    CRN,
    NOW,
    NUMBER,
    OFFENDER,
    PRISONER,
    SUPERVISION,
    Hub,
    offender,
    order,
    prisoner,
    released,
    supervision,
)

pytestmark = pytest.mark.postgres
PHASE = "select phase from offender_case where merged_into is null"


async def strike(hub: Hub, moment: datetime) -> list[str]:
    """Decide anew what is due at that moment; the rules whose date had come."""
    due = await next_due(hub.database, moment, 0)
    for one in due:
        await redecide_due(hub.database, one, moment)
    return [one.rule for one in due]


@pytest.mark.parametrize(
    ("moment", "rules", "phase"),
    [
        (datetime(2028, 8, 15, 22, 59, tzinfo=UTC), [], "CUSTODY"),
        (datetime(2028, 8, 15, 23, 0, tzinfo=UTC), ["AnswerMayChange"], "PRE_RELEASE"),  # midnight in London
        (datetime(2029, 1, 1, tzinfo=UTC), ["AnswerMayChange"], "PRE_RELEASE"),
    ],
)
async def test_pre_release_begins_by_itself(hub: Hub, moment: datetime, rules: list[str], phase: str) -> None:
    await hub.tell(PRISONER, NUMBER, prisoner(conditionalReleaseDate="2029-04-30"))
    assert await strike(hub, moment) == rules
    assert await hub.one(PHASE) == phase
    assert await strike(hub, moment) == []  # once is enough


async def test_a_sentence_expires_by_itself(hub: Hub) -> None:
    await hub.tell(PRISONER, NUMBER, released(sentenceExpiryDate="2027-01-10"))
    assert await strike(hub, datetime(2027, 1, 10, 12, tzinfo=UTC)) == []  # its last day is in force
    assert await strike(hub, datetime(2027, 1, 11, 0, 0, tzinfo=UTC)) == ["SentenceExpired"]
    assert await hub.rows("select active, terminated_on::text from sentence") == [(False, "2027-01-10")]
    assert await hub.one("select upper(during)::text from span") == "2027-01-11 00:00:00+00"
    assert await hub.one(PHASE) == "TERMINATED"
    # unallocated as before, but nobody is owed a manager any more
    told = ["SentencesChanged", "OffenderManagerChanged", "PhaseChanged"]
    assert (await hub.events())[1:] == [*told, "EligibilityChanged", "TierChanged", "TodayTierChanged"]
    audit = await hub.rows("select actor, service, action, cause, why from audit order by id desc limit 1")
    assert audit == [
        (
            "clock",
            "CUSTODY",
            "redecide_due",
            "clock/SentenceExpired/2027-01-11",
            "a date has come: SentenceExpired",
        )
    ]


async def test_an_end_told_before_it_comes(hub: Hub) -> None:
    await hub.tell(SUPERVISION, CRN, supervision("Z01T011", order(terminationDate="2026-12-24")))
    assert await hub.one(PHASE) == "COMMUNITY"
    assert await strike(hub, datetime(2026, 12, 24, 12, tzinfo=UTC)) == []
    assert await strike(hub, datetime(2026, 12, 25, 0, 0, tzinfo=UTC)) == ["SentenceEnded"]
    assert await hub.one(PHASE) == "TERMINATED"


async def test_a_plan_closes_when_its_span_is_over(hub: Hub) -> None:
    await hub.tell(SUPERVISION, CRN, supervision("Z01T011", order(active=False, terminationDate="2026-11-23")))
    query = "insert into sentence_plan (case_id, span_id) select case_id, id from span returning id"
    await hub.rows(query)
    assert await strike(hub, datetime(2026, 11, 24, 0, 0, tzinfo=UTC)) == ["SpanOver"]
    assert await hub.one("select status from sentence_plan") == "CLOSED"
    assert await strike(hub, datetime(2026, 11, 24, 0, 0, tzinfo=UTC)) == []


async def test_the_clock_finds_a_case_that_a_stand_in_holds(hub: Hub) -> None:
    """As after a record of staff and one of supervision that came in the same moment."""
    await hub.tell(SUPERVISION, CRN, supervision())
    assert await strike(hub, NOW) == []
    await hub.rows("update staff set grade = 'NOBODY'")
    assert await strike(hub, NOW) == ["ManagerIsNobody"]
    assert await hub.one("select om_staff_id from offender_case") is None
    assert await strike(hub, NOW) == []


async def test_a_case_merged_away_is_never_due(hub: Hub) -> None:
    await hub.tell(PRISONER, NUMBER, prisoner(conditionalReleaseDate="2029-04-30"))
    await hub.tell(SUPERVISION, CRN, supervision())
    await hub.tell(OFFENDER, CRN, offender())
    due = await next_due(hub.database, datetime(2029, 1, 1, tzinfo=UTC), 0)
    assert [one.case_id for one in due] == [await hub.one("select id from offender_case where merged_into is null")]
    assert await next_due(hub.database, datetime(2029, 1, 1, tzinfo=UTC), due[0].case_id) == []
