"""Dates of handover as reported: pre-release begins when the handover starts, told again or by the clock."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from hub.actions.redeciding.phase import next_due, redecide_due
from hub.connectors.connector import Message
from hub.messaging.dispatch import DETAIL_HEADER, Dispatcher
from tests.actions.sources import MOVED, NOW, NUMBER, PRISONER, Hub, prisoner

pytestmark = pytest.mark.postgres
PHASE = "select phase from offender_case"
HELD = "select starts_on::text, complete_on::text from reported_handover"


async def fetched(hub: Hub, starts_on: str | None, *, minutes: int = 0) -> str:
    """What a detail call brings, read `minutes` after noon; how it ended."""
    body: dict[str, Any] = {"nomsNumber": NUMBER, "handoverStartDate": starts_on, "handoverDate": "2027-06-01"}
    at = (NOW + timedelta(minutes=minutes)).isoformat()
    headers = ((DETAIL_HEADER, b"handover dates"), ("hub_source_time", at.encode()))
    message = Message(MOVED, -1, minutes, NUMBER.encode(), json.dumps(body).encode(), headers, NOW)
    return str(await Dispatcher(hub.database).handle(message))


@pytest.mark.parametrize("record_first", [True, False])
async def test_pre_release_begins_with_the_handover(hub: Hub, record_first: bool) -> None:
    if record_first:
        await hub.tell(PRISONER, NUMBER, prisoner())
        assert await hub.one(PHASE) == "CUSTODY"
    await fetched(hub, "2026-11-01")
    if not record_first:
        await hub.tell(PRISONER, NUMBER, prisoner(), minutes=5)
    assert await hub.one(PHASE) == "PRE_RELEASE"
    assert await hub.rows(HELD) == [("2026-11-01", "2027-06-01")]
    assert await fetched(hub, None, minutes=9) == "Applied(PhaseChanged)"
    assert await hub.one(PHASE) == "CUSTODY"


async def test_dates_read_earlier_change_nothing(hub: Hub) -> None:
    await hub.tell(PRISONER, NUMBER, prisoner())
    await fetched(hub, "2026-11-01", minutes=9)
    assert (await fetched(hub, "2029-01-01", minutes=5)).startswith("Ignored(OlderThanHeld")
    assert await hub.rows(HELD) == [("2026-11-01", "2027-06-01")]


@pytest.mark.parametrize(
    ("moment", "rules", "phase"),
    [
        (datetime(2027, 1, 10, 23, tzinfo=UTC), [], "CUSTODY"),
        (datetime(2027, 1, 11, 0, tzinfo=UTC), ["AnswerMayChange"], "PRE_RELEASE"),
        (datetime(2028, 9, 1, tzinfo=UTC), ["AnswerMayChange"], "PRE_RELEASE"),
    ],
)
async def test_the_clock_begins_pre_release_on_the_day_of_the_handover(
    hub: Hub, moment: datetime, rules: list[str], phase: str
) -> None:
    await hub.tell(PRISONER, NUMBER, prisoner())
    await fetched(hub, "2027-01-11")
    due = await next_due(hub.database, moment, 0)
    assert [one.rule for one in due] == rules
    for one in due:
        await redecide_due(hub.database, one, moment)
    assert await hub.one(PHASE) == phase


async def test_a_handover_later_than_the_usual_day_is_waited_for(hub: Hub) -> None:
    await hub.tell(PRISONER, NUMBER, prisoner())
    await fetched(hub, "2028-12-01")
    moment = datetime(2028, 9, 1, tzinfo=UTC)
    for one in await next_due(hub.database, moment, 0):
        await redecide_due(hub.database, one, moment)
    assert await hub.one(PHASE) == "CUSTODY"
