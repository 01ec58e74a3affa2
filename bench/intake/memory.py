"""Memory of `hub sync` over half a million records, on a real broker.

    HUB_KAFKA_BOOTSTRAP=... HUB_BENCH_DATABASE_URL=... python -m bench.intake.memory [RECORDS]

The broker must hold them all: Apache Kafka does; the embedded one drops past 5 MiB a partition. The topics are made
beforehand (`hub topics --create`). Prints the resident memory of `hub sync` and its rate after every step, and fails
where the last third needs a tenth more than the middle one.
"""

import asyncio
import os
import sys
import time

import asyncpg
import psutil

from bench.database import ROOT, server_url
from bench.intake import people
from bench.intake.people import RECORDS
from bench.intake.race import database, hub_command, send

STEP = 20_000
GROWTH = 1.1


async def watched(bootstrap: str, url: str, number: int) -> list[float]:
    """Resident megabytes of `hub sync` after every step."""
    process = await asyncio.create_subprocess_exec("env", *hub_command(bootstrap, url, RECORDS), cwd=ROOT)
    connection = await asyncpg.connect(url)
    memory, began, done = psutil.Process(process.pid).memory_info, time.monotonic(), 0
    sizes: list[float] = []
    try:
        while done < number:
            await asyncio.sleep(1)
            done = await connection.fetchval("select count(*) from inbox where topic = $1", RECORDS)
            if done >= STEP * (len(sizes) + 1):
                sizes.append(memory().rss / 2**20)
                print(f"{done:,} records, {done / (time.monotonic() - began):,.0f} a second, {sizes[-1]:.0f} MB")
    finally:
        process.terminate()
        await process.wait()
        await connection.close()
    return sizes


def main(number: int) -> int:
    """Send, watch, judge; the exit code."""
    bootstrap = os.environ["HUB_KAFKA_BOOTSTRAP"]
    with server_url() as server, database(server, "memory") as url:
        for first in range(0, number, STEP):
            last = min(first + STEP, number)
            asyncio.run(send(bootstrap, RECORDS, [people.record(person) for person in range(first, last)]))
        sizes = asyncio.run(watched(bootstrap, url, number))
    third = max(1, len(sizes) // 3)
    middle, end = max(sizes[third : 2 * third] or sizes), max(sizes[-third:])
    print(f"The most in the middle third: {middle:.0f} MB, in the last: {end:.0f} MB.")
    return 0 if end <= middle * GROWTH else 1


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 500_000))
