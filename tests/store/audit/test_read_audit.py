"""The audit of reads: committed before `write` returns, many lines to a commit, and nothing answered without it."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any

import asyncpg
import pytest

from hub.errors import DependencyUnavailable
from hub.store.audit import read_audit
from hub.store.audit.read_audit import ReadAudit, ReadLine
from tests.waiting import until
from tests.wire import wire_to

pytestmark = pytest.mark.postgres

AT = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)


def line(number: int = 1, *case_ids: int, **changes: Any) -> ReadLine:
    return ReadLine(AT, "om-1", "COMMUNITY", f"request-{number}", "hash", None, "OK", case_ids)._replace(**changes)


async def rows(url: str) -> list[dict[str, Any]]:
    connection = await asyncpg.connect(url)
    found = await connection.fetch("select *, xmin::text as transaction from read_audit order by id")
    await connection.close()
    return [dict(row) for row in found]


@pytest.fixture
async def audit(database_url: str) -> AsyncIterator[ReadAudit]:
    writer = ReadAudit(database_url)
    await writer.start()
    yield writer
    await writer.close()


async def test_a_line_is_committed_when_write_returns(audit: ReadAudit, database_url: str) -> None:
    await audit.write(line(1, 7, 2**62, operation="CaseView"))
    await audit.write(line(2, operation=None, outcome="NOT_FOUND"))
    found = await rows(database_url)
    assert [list(row["case_ids"]) for row in found] == [[7, 2**62], []]
    assert [(row["operation"], row["outcome"]) for row in found] == [("CaseView", "OK"), (None, "NOT_FOUND")]
    assert {(row["at"], row["actor"], row["service"], row["document_hash"]) for row in found} == {
        (AT, "om-1", "COMMUNITY", "hash")
    }


async def test_lines_that_come_at_once_share_commits(audit: ReadAudit, database_url: str) -> None:
    await asyncio.gather(*(audit.write(line(number)) for number in range(1_200)))
    found = await rows(database_url)
    assert sorted(row["request_id"] for row in found) == sorted(f"request-{number}" for number in range(1_200))
    assert len({row["transaction"] for row in found}) < 50


async def test_each_line_is_there_before_its_own_writer_goes_on(audit: ReadAudit, database_url: str) -> None:
    connection = await asyncpg.connect(database_url)
    missing = []
    lock = asyncio.Lock()

    async def write_and_look(number: int) -> None:
        await audit.write(line(number))
        async with lock:
            query = "select count(*) from read_audit where request_id = $1"
            if await connection.fetchval(query, f"request-{number}") != 1:
                missing.append(number)

    await asyncio.gather(*(write_and_look(number) for number in range(200)))
    await connection.close()
    assert missing == []


async def test_a_writer_that_is_given_up_harms_nobody(audit: ReadAudit, database_url: str) -> None:
    given_up = asyncio.create_task(audit.write(line(1)))
    other = asyncio.create_task(audit.write(line(2)))
    await asyncio.sleep(0)
    given_up.cancel()
    await other
    assert {row["request_id"] for row in await rows(database_url)} >= {"request-2"}


async def test_what_waits_at_the_end_is_written(database_url: str) -> None:
    writer = ReadAudit(database_url)
    await writer.start()
    waiting = [asyncio.create_task(writer.write(line(number))) for number in range(20)]
    await asyncio.sleep(0)
    await writer.close()
    await asyncio.gather(*waiting)
    assert len(await rows(database_url)) == 20
    with pytest.raises(DependencyUnavailable):
        await writer.write(line())


async def test_a_connection_that_was_lost_in_the_meantime_is_replaced(audit: ReadAudit, database_url: str) -> None:
    await audit.write(line(1))
    connection = await asyncpg.connect(database_url)
    await connection.execute(
        "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'hub read audit'"
    )
    await connection.close()
    await audit.write(line(2))
    assert [row["request_id"] for row in await rows(database_url)] == ["request-1", "request-2"]


class Farewell:
    """A statement on whose way the server said goodbye."""

    async def fetch(self, *columns: object) -> None:
        raise asyncpg.InternalClientError("got result for unknown protocol state")


async def test_a_farewell_that_meets_a_line_on_its_way_is_a_lost_connection(
    audit: ReadAudit, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    await audit.write(line(1))
    monkeypatch.setattr(audit, "_statement", Farewell())
    await audit.write(line(2))
    assert [row["request_id"] for row in await rows(database_url)] == ["request-1", "request-2"]


async def test_without_the_database_every_waiting_read_fails_and_later_ones_work_again(database_url: str) -> None:
    async with wire_to(database_url) as wire:
        writer = ReadAudit(wire.url)
        await writer.start()
        await wire.cut()
        failed = await asyncio.gather(*(writer.write(line(n)) for n in range(20)), return_exceptions=True)
        assert {type(fault) for fault in failed} == {DependencyUnavailable}
        await wire.mend()

        async def written() -> bool:
            try:
                await writer.write(line(99))
            except DependencyUnavailable:
                return False
            return True

        await until(written)
        await writer.close()
    assert [row["request_id"] for row in await rows(database_url)] == ["request-99"]


async def test_a_database_that_says_nothing_is_not_waited_for_for_ever(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(read_audit, "PATIENCE", 0.2)
    async with wire_to(database_url) as wire:
        writer = ReadAudit(wire.url)
        await writer.start()
        wire.swallow()
        with pytest.raises(DependencyUnavailable, match="does not answer"):
            await writer.write(line())
        await writer.close()


async def test_a_line_that_the_database_refuses_does_not_end_the_writer(audit: ReadAudit, database_url: str) -> None:
    with pytest.raises(DependencyUnavailable):
        await audit.write(line(1, actor="a\x00b"))
    with pytest.raises(DependencyUnavailable):
        await audit.write(line(2, at="not a time"))
    await audit.write(line(3))
    assert [row["request_id"] for row in await rows(database_url)] == ["request-3"]


async def test_more_lines_than_can_wait_are_refused(audit: ReadAudit, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(read_audit, "MOST_WAITING", 5)
    done = await asyncio.gather(*(audit.write(line(n)) for n in range(8)), return_exceptions=True)
    assert [type(found) for found in done] == [type(None)] * 5 + [DependencyUnavailable] * 3


async def test_without_a_database_at_the_start_it_says_so() -> None:
    with pytest.raises(DependencyUnavailable, match="does not answer"):
        await ReadAudit("postgresql://hub@127.0.0.1:1/none").start()


async def test_a_database_without_tables_says_what_to_run(empty_database_url: str) -> None:
    with pytest.raises(DependencyUnavailable, match="hub migrate"):
        await ReadAudit(empty_database_url).start()
