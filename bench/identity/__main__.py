"""`python -m bench.identity`: who is one person? The hub's matcher and Splink on the same records and pairs.

Data sets: FEBRL 1 to 4 and made-up records of a prison and of probation, with slips, gaps, aliases and twins.
"""

import argparse
import sys
import time
from collections.abc import Callable, Sequence

from bench.database import ROOT
from bench.identity.febrl import febrl
from bench.identity.measure import Line, measure
from bench.identity.plot import draw
from bench.identity.report import markdown, save
from bench.identity.services import services
from bench.identity.task import Task

RESULTS = ROOT / "bench" / "results"
SEED = 3


def parser() -> argparse.ArgumentParser:
    """The command line."""
    words = argparse.ArgumentParser(
        prog="python -m bench.identity", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    words.add_argument("--people", type=int, default=8_000, help="made-up people known to prison or probation (8000)")
    words.add_argument("--seed", type=int, default=SEED, help=f"for the made-up people ({SEED})")
    words.add_argument("--febrl", default="1,2,3,4", help="the FEBRL data sets to take, like 1,4; none: leave empty")
    words.add_argument("--smoke", action="store_true", help="FEBRL 1 and 1,500 people: does it all work?")
    return words


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print, save; the exit code."""
    chosen = parser().parse_args(arguments)
    if chosen.smoke:
        chosen.people, chosen.febrl = 1_500, "1"
    lines: list[Line] = []
    for make in _tasks(chosen):
        task = make()
        _say(f"{task.name}: {len(task.records):,} records, {len(task.true):,} pairs of one person")
        lines += measure(task)
    folder = RESULTS / "smoke" if chosen.smoke else RESULTS
    print(f"\n{markdown(lines)}\nTable: {save(lines, folder)}\nPlot: {draw(lines, folder)}")
    return 0


def _tasks(chosen: argparse.Namespace) -> list[Callable[[], Task]]:
    numbers = [int(number) for number in chosen.febrl.split(",") if number]
    return [
        *(lambda number=number: febrl(number) for number in numbers),
        lambda: services(chosen.people, chosen.seed),
    ]


_BEGAN = time.monotonic()


def _say(line: str) -> None:
    print(f"[{time.monotonic() - _BEGAN:5.0f} s] {line}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
