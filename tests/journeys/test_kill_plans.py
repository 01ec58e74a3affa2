"""`kill -9` of sync and relay in the middle of plan commands: each has its effect once and its answer.

Every event of the plans is out, in order for each case. The same for 2,000 snapshots: test_kill.py.
"""

import asyncio
from collections import Counter, defaultdict
from pathlib import Path

import asyncpg
import pytest
from rich.console import Console

from hub.embedded.demo import feed, replies, sending
from hub.embedded.roles import Roles
from hub.messaging.broker import Broker
from tests.journeys.running import kafka_with_topics
from tests.journeys.traffic import Heard, everything
from tests.waiting import until

pytestmark = [pytest.mark.postgres, pytest.mark.kafka, pytest.mark.xdist_group("kill")]

PEOPLE = 80  # about 490 messages, then 400 plan commands
KILLED_AT = 600  # so many messages are taken: in the middle of the commands, where a plan's order matters

# What each kind of event must be as often as: the rows that the outbox holds of it.
EVENTS = {"plan": "hub.plan.event.v1", "case": "hub.case.event.v1", "plan-reply": "hub.plan.reply.v1"}


async def count(database_url: str, statement: str, *given: object) -> int:
    connection = await asyncpg.connect(database_url)
    try:
        return int(await connection.fetchval(statement, *given))
    finally:
        await connection.close()


async def test_what_is_killed_goes_on_where_it_was(
    database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The embedded broker lets the next member in when the killed one's session is over.
    monkeypatch.setattr(sending, "PATIENCE", 200.0)
    monkeypatch.setattr(replies, "PATIENCE", 200.0)
    with kafka_with_topics() as bootstrap:
        roles = Roles({"HUB_DATABASE_URL": database_url, "HUB_KAFKA_BOOTSTRAP": bootstrap}, tmp_path)
        try:
            for name in ("sync", "relay"):
                roles.start(name)
            feeding = asyncio.create_task(
                asyncio.to_thread(feed, Console(quiet=True), database_url, Broker(bootstrap), PEOPLE)
            )
            await _taken(database_url, KILLED_AT, feeding)
            roles.kill()
            await _revived(roles, {"sync", "relay"})
            await feeding
            await until(lambda: _all_out(database_url), within=60, what="every event is published")
        finally:
            roles.stop()
        await _each_effect_once(database_url)
        for kind, topic in EVENTS.items():
            heard = await everything(bootstrap, topic)
            published = await count(database_url, "select count(*) from outbox where aggregatetype = $1", kind)
            assert len({record.headers["ce_id"] for record in heard}) == published > 0
            if kind != "plan-reply":  # answers belong to no case
                _in_order(heard)


async def _taken(database_url: str, wanted: int, feeding: asyncio.Task[None]) -> None:
    async def enough() -> bool:
        assert not feeding.done(), "the feed ended before anything was killed"
        return await count(database_url, "select count(*) from replay_outcome") >= wanted

    await until(enough, within=120, what=f"{wanted} messages are taken")


async def _revived(roles: Roles, names: set[str]) -> None:
    revived: set[str] = set()

    def all_revived() -> bool:
        revived.update(roles.revive())
        return revived == names

    await until(all_revived, what=f"{names} are started again")


async def _all_out(database_url: str) -> bool:
    return await count(database_url, "select count(*) from outbox where published_at is null") == 0


async def _each_effect_once(database_url: str) -> None:
    connection = await asyncpg.connect(database_url)
    try:
        ends = await connection.fetch("select outcome, count(*) as messages from replay_outcome group by outcome")
        assert [row["outcome"] for row in ends] == ["Applied"]
        assert await connection.fetchval("select count(*) from dead_letter") == 0
        assert await connection.fetchval("select count(*) from offender_case where merged_into is null") == PEOPLE
        nodes = await connection.fetchrow(
            """
            select (select count(*) from sentence_plan) as plans, (select count(*) from objective) as objectives,
                   (select count(*) from intervention) as interventions, (select count(*) from step) as steps,
                   (select count(*) from plan_change) as changes,
                   (select count(*) from idempotency_key where answer ->> 'outcome' = 'DONE') as commands
            """
        )
    finally:
        await connection.close()
    plans = nodes["plans"]
    assert plans > 0
    assert (nodes["objectives"], nodes["interventions"], nodes["steps"]) == (2 * plans, 2 * plans, 4 * plans)
    assert nodes["changes"] == nodes["commands"]


def _in_order(heard: list[Heard]) -> None:
    """For each case the sequences grow, an event that was sent again aside."""
    sequences: dict[str, list[int]] = defaultdict(list)
    seen: Counter[str] = Counter()
    for record in heard:
        seen[record.headers["ce_id"]] += 1
        if seen[record.headers["ce_id"]] == 1:
            sequences[record.key].append(record.body["sequence"])
    assert {key: found for key, found in sequences.items() if found != sorted(found)} == {}
