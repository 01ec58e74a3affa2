"""Rounds of load, taken in turns by all contestants, with the processor time that each request cost."""

import asyncio
import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import asyncpg
import psutil

from bench.contestants.contestant import Running
from bench.load import Heard, check_answers, put_load
from bench.reads import Read
from hub.errors import HubError

WARM_UP = 2.0  # seconds, every answer looked into
TOO_BUSY = 0.2  # of all cores taken by others: the round is done again
MOST_REPEATS = 10  # in a whole run, so that it ends

Say = Callable[[str], None]


@dataclass(frozen=True)
class Round:
    """One contestant's turn: what was heard, processor microseconds a request, and how busy others kept the machine.

    `postgres_us` is None where the database runs on another machine.
    """

    heard: Heard
    server_us: float
    postgres_us: float | None
    others: float

    @property
    def rate(self) -> float:
        """Requests a second."""
        return self.heard.requests / self.heard.seconds


@dataclass(frozen=True)
class Cell:
    """All rounds of one contestant at one read; the numbers are medians."""

    read: Read
    name: str
    rounds: list[Round]

    @property
    def rate(self) -> float:
        """Requests a second."""
        return median(one.rate for one in self.rounds)

    @property
    def spread(self) -> tuple[float, float]:
        """The slowest and the fastest round, requests a second."""
        return min(one.rate for one in self.rounds), max(one.rate for one in self.rounds)

    @property
    def p50(self) -> float:
        """Milliseconds."""
        return median(one.heard.p50 for one in self.rounds)

    @property
    def p99(self) -> float:
        """Milliseconds."""
        return median(one.heard.p99 for one in self.rounds)

    @property
    def server_us(self) -> float:
        """Processor microseconds of the server a request."""
        return median(one.server_us for one in self.rounds)

    @property
    def others(self) -> float:
        """The part of the machine that others took, 0 to 1."""
        return median(one.others for one in self.rounds)

    @property
    def postgres_us(self) -> float | None:
        """Processor microseconds of PostgreSQL a request, if they could be read."""
        known = [one.postgres_us for one in self.rounds if one.postgres_us is not None]
        return median(known) if known else None


@dataclass
class Bench:
    """The servers that run, their prepared requests, and the length of a round in seconds."""

    contestants: list[Running]
    requests: dict[str, dict[Read, Path]]
    database_url: str
    seconds: float
    rounds: int
    say: Say
    repeats_left: int = MOST_REPEATS

    def measure(self, read: Read) -> list[Cell]:
        """Warm everybody up, then take turns: A B C, A B C, ..."""
        sizes = {running.contestant.name: self._warm_up(read, running) for running in self.contestants}
        taken: dict[str, list[Round]] = {name: [] for name in sizes}
        for number in range(1, self.rounds + 1):
            for running in self.contestants:
                name = running.contestant.name
                one = self._quiet_round(read, running, number)
                _same_size(running, read, sizes[name], one.heard.bytes_each)
                taken[name].append(one)
            rates = ", ".join(f"{name} {rounds[-1].rate:,.0f}/s" for name, rounds in taken.items())
            self.say(f"{read}, round {number} of {self.rounds}: {rates}")
        return [Cell(read, name, rounds) for name, rounds in taken.items()]

    def _warm_up(self, read: Read, running: Running) -> float:
        path = self.requests[running.contestant.name][read]
        return check_answers(running.port, path, min(WARM_UP, self.seconds / 2), seed=0).bytes_each

    def _quiet_round(self, read: Read, running: Running, number: int) -> Round:
        one = self._round(read, running, number)
        while one.others > TOO_BUSY and self.repeats_left:
            self.repeats_left -= 1
            self.say(f"{read}, {running.contestant.name}: others took {one.others:.0%} of the machine, once more")
            one = self._round(read, running, number)
        return one

    def _round(self, read: Read, running: Running, number: int) -> Round:
        backends = asyncio.run(local_backends(self.database_url))
        before = _Clocks.read(running, backends)
        heard = put_load(running.port, self.requests[running.contestant.name][read], self.seconds, seed=number)
        spent = _Clocks.read(running, backends).since(before)
        per_request = 1e6 / heard.requests
        postgres = spent.postgres * per_request if backends else None
        return Round(heard, spent.server * per_request, postgres, spent.others())


@dataclass(frozen=True)
class _Clocks:
    """Processor seconds so far: of the server, of PostgreSQL, of the load generators, of the whole machine."""

    server: float
    postgres: float
    load: float
    machine: float
    wall: float

    @classmethod
    def read(cls, running: Running, backends: list[psutil.Process]) -> "_Clocks":
        spent, whole = os.times(), psutil.cpu_times()
        busy = sum(whole[:]) - whole.idle - getattr(whole, "iowait", 0.0) - getattr(whole, "guest", 0.0)
        postgres = sum(_seconds(one) for one in backends)
        load = spent.children_user + spent.children_system
        return cls(running.processor_seconds(), postgres, load, busy, time.perf_counter())

    def since(self, before: "_Clocks") -> "_Clocks":
        """What was spent between two readings."""
        return _Clocks(
            self.server - before.server,
            self.postgres - before.postgres,
            self.load - before.load,
            self.machine - before.machine,
            self.wall - before.wall,
        )

    def others(self) -> float:
        """The part of all cores that nobody of the benchmark took, 0 to 1."""
        available = self.wall * (psutil.cpu_count() or 1)
        return max(0.0, self.machine - self.server - self.postgres - self.load) / available


def _seconds(process: psutil.Process) -> float:
    """What the process has spent; nothing any more when it has ended."""
    try:
        return sum(process.cpu_times()[:2])
    except psutil.NoSuchProcess:
        return 0.0


async def local_backends(database_url: str) -> list[psutil.Process]:
    """PostgreSQL's processes that serve the benchmark's database, if they run on this machine."""
    connection = await asyncpg.connect(database_url)
    try:
        rows = await connection.fetch("select pid from pg_stat_activity where datname = current_database()")
    finally:
        await connection.close()
    found = []
    for row in rows:
        try:
            process = psutil.Process(row["pid"])
            if "postgres" in process.name():
                found.append(process)
        except psutil.Error:
            continue
    return found


def _same_size(running: Running, read: Read, warm: float, timed: float) -> None:
    """The answers of a timed round are as large as those that were looked into, or something else was answered."""
    if not 0.9 < timed / warm < 1.1:
        raise HubError(
            f"{running.contestant.label}, {read}: answers had {timed:.0f} bytes in the timed round, {warm:.0f} before."
        )
