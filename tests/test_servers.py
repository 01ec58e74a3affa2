"""The servers of the tests: every test has a database of its own, and a killed run leaves nothing for long."""

import asyncio
import subprocess
import sys
from pathlib import Path

import asyncpg
import psutil
import pytest

from hub.store.migrate import upgrade
from tests import servers

TABLES = "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"


@pytest.mark.postgres
@pytest.mark.parametrize("time", ["first", "second"])
async def test_each_test_finds_the_newest_schema_and_no_one_elses_work(database_url: str, time: str) -> None:
    connection = await asyncpg.connect(database_url)
    try:
        assert await connection.fetchval(TABLES) > 1
        assert await connection.fetchval("SELECT to_regclass('left_here')") is None, f"seen the {time} time"
        await connection.execute("CREATE TABLE left_here ()")
    finally:
        await connection.close()


@pytest.mark.postgres
async def test_a_migrated_database_needs_nothing_more(database_url: str) -> None:
    connection = await asyncpg.connect(database_url)
    try:
        before = await connection.fetchval(TABLES)
        await asyncio.to_thread(upgrade, database_url)
        assert await connection.fetchval(TABLES) == before
    finally:
        await connection.close()


@pytest.mark.postgres
async def test_an_empty_database_is_empty(empty_database_url: str) -> None:
    connection = await asyncpg.connect(empty_database_url)
    try:
        assert await connection.fetchval(TABLES) == 0
    finally:
        await connection.close()


@pytest.mark.postgres
def test_the_server_of_a_killed_run_is_stopped_by_the_next() -> None:
    run = (
        "import sys; from pathlib import Path; from tests.servers import start_in_free_place\n"
        "print(start_in_free_place(Path(sys.argv[1])).data_folder, flush=True); sys.stdin.read()"
    )
    with servers.scratch_home() as folder:
        command = [sys.executable, "-c", run, str(folder)]
        with subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=servers.PROJECT
        ) as killed:
            assert killed.stdout
            place = killed.stdout.readline().strip()
            left_over = psutil.Process(int((Path(place) / "data" / "postmaster.pid").read_text().splitlines()[0]))
            killed.kill()
        assert left_over.status() != psutil.STATUS_ZOMBIE
        server = servers.start_in_free_place(folder)
        assert str(server.data_folder) == place
        assert not left_over.is_running() or left_over.status() == psutil.STATUS_ZOMBIE
        server.delete()


@pytest.mark.kafka
@pytest.mark.parametrize("partitions", [1, 3])
def test_topics_can_be_made(create_topic: servers.CreateTopic, topic_prefix: str, partitions: int) -> None:
    create_topic(f"{topic_prefix}t", partitions)
    assert topic_prefix.startswith("test-")
