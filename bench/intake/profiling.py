"""Where the intake spends its time: the hub's batches in this process, without a broker; optionally under cProfile.

    python -m bench.intake.profiling [--people 4000] [--profile FILE]

Prints records and events a second, the time of this process's processor for each, and what the database's took.
"""

import argparse
import asyncio
import cProfile
import pstats
import time
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

import psutil

from bench.database import CACHE, server_url
from bench.intake import people
from bench.intake.race import database
from hub.collector import collect_seldom
from hub.connectors.connector import Message
from hub.messaging.batch import Batches
from hub.messaging.consumer import COLLECTING, SIDE_BY_SIDE
from hub.messaging.dispatch import Dispatcher
from hub.store.database import Database

FETCHED = 1_000  # of one partition at a time


def main() -> None:
    """Take everybody's record in, then two movements of each."""
    words = argparse.ArgumentParser(prog="python -m bench.intake.profiling", description=__doc__)
    words.add_argument("--people", type=int, default=4_000)
    words.add_argument("--profile", metavar="FILE", help="run under cProfile, print its table, keep it there")
    chosen = words.parse_args()
    records = [people.record(person) for person in range(chosen.people)]
    events = list(people.movements(chosen.people, 2))
    collect_seldom(*COLLECTING)
    with server_url() as server, database(server, "profile") as url:
        for what, messages in (("records", records), ("events", events)):
            profiler = cProfile.Profile()
            before = _cpu()
            began, own = time.monotonic(), time.process_time()
            if chosen.profile:
                profiler.enable()
            asyncio.run(_take(url, messages))
            profiler.disable()
            wall, used = time.monotonic() - began, time.process_time() - own
            each = 1e6 / len(messages)
            print(
                f"{what}: {len(messages):,}, {len(messages) / wall:,.0f} a second; "
                f"{used * each:,.0f} us of Python, {(_cpu() - before) * each:,.0f} us of PostgreSQL each"
            )
            if chosen.profile:
                file = f"{chosen.profile}.{what}"
                profiler.dump_stats(file)
                pstats.Stats(file).strip_dirs().sort_stats("tottime").print_stats(45)


async def _take(url: str, messages: Sequence[Message]) -> None:
    store = Database(url, size=SIDE_BY_SIDE)
    batches = Batches(store, Dispatcher(store))
    places = asyncio.Semaphore(SIDE_BY_SIDE)
    partitions: defaultdict[int, list[Message]] = defaultdict(list)
    for offset, message in enumerate(messages):
        partitions[message.partition].append(replace(message, offset=offset))

    async def one(mine: Sequence[Message]) -> None:
        for start in range(0, len(mine), FETCHED):
            async with places:
                async for outcomes in batches.take(mine[start : start + FETCHED]):
                    assert {str(outcome.end) for outcome in outcomes} == {"Applied"}, outcomes

    try:
        async with asyncio.TaskGroup() as group:
            for mine in partitions.values():
                group.create_task(one(mine))
    finally:
        await store.close()


def _cpu() -> float:
    """Processor seconds of the embedded server, of its processes that have ended too: their parent counts them."""
    total = 0.0
    for process in psutil.process_iter(["name", "cwd", "cpu_times"]):
        if process.info["name"] == "postgres" and str(process.info["cwd"]).startswith(str(CACHE)):
            times = process.info["cpu_times"]
            total += times.user + times.system + times.children_user + times.children_system
    return total


if __name__ == "__main__":
    main()
