"""The bound: the rows that the hub wrote, copied into the same tables by a bare COPY, ready made in binary."""

import io
import time

import asyncpg

from hub.store.tables import metadata


async def copied(filled: str, empty: str) -> tuple[float, int]:
    """Seconds for copying every row of the one database into the other, in one durable transaction; and how many rows.

    Nothing is computed on the way: the bytes are what the server itself gave out. Keys, indexes and checks are on.
    """
    content, rows = await _taken(filled)
    connection = await asyncpg.connect(empty)
    try:
        began = time.perf_counter()
        async with connection.transaction():
            for table, columns, data in content:
                await connection.copy_to_table(table, source=io.BytesIO(data), columns=columns, format="binary")
        return time.perf_counter() - began, rows
    finally:
        await connection.close()


async def _taken(url: str) -> tuple[list[tuple[str, list[str], bytes]], int]:
    connection = await asyncpg.connect(url)
    content, rows = [], 0
    try:
        for table in metadata.sorted_tables:
            many = await connection.fetchval(f"select count(*) from {table.name}")
            if table.info.get("view") or not many:
                continue
            columns = [column.name for column in table.columns if column.computed is None]
            held = io.BytesIO()
            await connection.copy_from_table(table.name, columns=columns, output=held, format="binary")
            content.append((table.name, columns, held.getvalue()))
            rows += many
    finally:
        await connection.close()
    return content, rows
