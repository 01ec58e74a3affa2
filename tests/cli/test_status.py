"""`hub status` says what runs and how fresh the picture is, in 80 columns."""

import asyncio
import subprocess
import sys

import pytest
from rich.console import Console

from hub.cli.status import broker_says, show_feeds, show_frequent_numbers, show_hub, span, values_of
from hub.embedded import home
from hub.embedded.kafka import EmbeddedKafka
from hub.messaging.broker import Broker
from hub.messaging.topics import TOPICS
from hub.settings import Settings
from hub.store.fetching import MOST_HOLDERS
from tests.actions.sources import NUMBER, OFFENDER, PNC, PRISONER, Hub, offender, prisoner


def shown(database_url: str) -> str:
    console = Console(record=True, width=80)
    show_feeds(console, database_url)
    return console.export_text()


async def told(database_url: str) -> None:
    hub = Hub(database_url)
    await hub.tell(PRISONER, NUMBER, prisoner(), minutes=-1)
    await hub.database.close()


@pytest.mark.postgres
def test_each_feed_with_its_newest_word(database_url: str) -> None:
    assert "no record of the services has come yet" in shown(database_url)
    asyncio.run(told(database_url))
    [line] = [line for line in shown(database_url).splitlines() if PRISONER in line]
    assert line.split()[1:] == ["1", "2026-11-23", "11:59", "60", "s"]
    assert "had after" in shown(database_url)


@pytest.mark.postgres
def test_the_widest_feeds_fit_80_columns(database_url: str) -> None:
    asyncio.run(told(database_url))
    change = "update source_version set topic = 'community.supervision.snapshot.v1', received_at = source_time + '99d'"
    asyncio.run(Hub(database_url).rows(change))
    lines = shown(database_url).splitlines()
    assert any("community.supervision.snapshot.v1" in line and line.rstrip().endswith("99 days") for line in lines)
    assert max(map(len, lines)) <= 80


def shown_common(database_url: str) -> str:
    console = Console(record=True, width=80)
    show_frequent_numbers(console, database_url)
    return console.export_text()


async def told_of_so_many(database_url: str, many: int) -> list[int]:
    """Community records of different people that all give one PNC; their cases."""
    hub = Hub(database_url)
    for n in range(many):
        other = {"surname": f"Up{'x' * n}", "dateOfBirth": f"{1950 + n}-03-04"}
        await hub.tell(OFFENDER, f"Z{n:06d}", offender(f"Z{n:06d}", None, otherIds={"pncNumber": PNC}, **other))
    await hub.database.close()
    return [case_id for (case_id,) in await hub.rows("select id from offender_case order by 1")]


@pytest.mark.postgres
def test_a_number_that_too_many_hold_is_told_with_its_cases_and_without_the_number(
    database_url: str, caplog: pytest.LogCaptureFixture
) -> None:
    asyncio.run(told_of_so_many(database_url, MOST_HOLDERS))
    assert shown_common(database_url) == ""
    assert not [record for record in caplog.records if "joins nobody" in record.message]
    cases = asyncio.run(told_of_so_many(database_url, MOST_HOLDERS + 3))
    first = ", ".join(map(str, cases[:5]))
    assert f"PNC, {MOST_HOLDERS + 3} cases, the first of them {first}" in shown_common(database_url)
    [warned] = [record.message for record in caplog.records if "joins nobody" in record.message]
    assert "(PNC)" in warned
    for text in (shown_common(database_url), warned):
        assert PNC not in text
    assert max(map(len, shown_common(database_url).splitlines())) <= 80


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (0, "0 s"),
        (119, "119 s"),
        (120, "2 min"),
        (7199, "119 min"),
        (7200, "2 h"),
        (172_799, "47 h"),
        (172_800, "2 days"),
    ],
)
def test_a_time_is_told_in_the_largest_unit_of_which_it_holds_two(seconds: int, text: str) -> None:
    assert span(seconds) == text


def test_a_role_that_does_not_run_is_named() -> None:
    console = Console(record=True, width=80)
    where = {"address": "http://127.0.0.1:1", "database_url": "", "kafka_bootstrap": "", "development_key": ""}
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as alone:
        ours = home.Running(alone.pid, 0.0, "2026-03-02T09:30:00+00:00", data_folder="here", logs="there", **where)
        show_hub(console, ours)
        alone.communicate(b"\n")
    assert "serve (does not run)" in console.export_text()


@pytest.mark.parametrize(("port", "said"), [("8412", "8412"), ("8400", "8400; the hub that runs here has 8412")])
def test_the_port_of_the_hub_that_runs_is_told(port: str, said: str) -> None:
    where = {"database_url": "", "kafka_bootstrap": "", "development_key": "", "data_folder": "", "logs": ""}
    ours = home.Running(1, 0.0, "2026-03-02T09:30:00+00:00", address="http://127.0.0.1:8412", **where)
    settings = Settings.from_environment({"HUB_PORT": port})
    assert values_of(settings, ours)["HUB_PORT"] == said
    assert values_of(settings, None)["HUB_PORT"] == port


async def test_a_broker_that_is_away_is_told() -> None:
    assert await broker_says(Broker("127.0.0.1:1")) == "does not answer (DependencyUnavailable)"


@pytest.mark.kafka
@pytest.mark.embedded_kafka
async def test_a_broker_that_answers_is_told() -> None:
    with EmbeddedKafka() as kafka:
        assert "differences from the hub's topics" in await broker_says(Broker(kafka.bootstrap))
        for topic in TOPICS:
            kafka.create_topic(topic.name, topic.partitions)
        assert await broker_says(Broker(kafka.bootstrap)) == f"answers and holds all {len(TOPICS)} topics"


def test_a_database_that_is_away_is_told_and_no_more() -> None:
    assert "PostgreSQL does not answer at 127.0.0.1:1" in shown("postgresql://hub:secret@127.0.0.1:1/hub")
