"""`python -m bench`: the three reads on the same database, by the hub, plain Strawberry and PostGraphile.

The database is made once (a minute or two for 100,000 people) and kept; HUB_BENCH_DATABASE_URL names a PostgreSQL 18
server to make it on, else an embedded one is started. All traffic is on 127.0.0.1.
"""

import argparse
import asyncio
import sys
import time
from collections.abc import Sequence
from contextlib import ExitStack
from importlib.metadata import version
from pathlib import Path

from bench.agreement import check_agreement
from bench.contestants import hub, plain, postgraphile
from bench.contestants.contestant import Contestant, Running, running
from bench.database import ROOT, prepared, server_url, settings_of
from bench.intake import report as intake
from bench.intake.race import race
from bench.load import CONNECTIONS, generator
from bench.measure import Bench
from bench.people import Shape
from bench.plot import draw
from bench.profiling import profile
from bench.reads import Read, Viewer
from bench.report import Result, machine_facts, markdown, save
from bench.viewers import choose_viewers, prepare
from hub.errors import HubError

CONTESTANTS: tuple[Contestant, ...] = (hub.CONTESTANT, plain.CONTESTANT, postgraphile.CONTESTANT)
ON_REQUEST: tuple[Contestant, ...] = (plain.WITH_CACHES,)
RESULTS = ROOT / "bench" / "results"


def parser() -> argparse.ArgumentParser:
    """The command line."""
    names = [one.name for one in CONTESTANTS]
    words = argparse.ArgumentParser(
        prog="python -m bench", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    words.add_argument("--people", type=int, default=100_000, help="made-up people in the database (100000)")
    words.add_argument("--seconds", type=float, default=4, help="length of a round (4)")
    words.add_argument("--rounds", type=int, default=5, help="rounds of each contestant at each read (5)")
    only = f"contestants, comma separated ({','.join(names)}); only where named: {ON_REQUEST[0].name}"
    words.add_argument("--only", default=",".join(names), help=only)
    words.add_argument("--reads", default="1,2,3", help="1 one record, 2 nested case view, 3 caseload page (1,2,3)")
    words.add_argument("--profile", metavar="NAME", help="instead: run this Python contestant alone, under cProfile")
    words.add_argument("--intake", action="store_true", help="instead: how fast records and events come in")
    words.add_argument("--smoke", action="store_true", help="2,000 people, one round of a second: does it all work?")
    return words


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the benchmark; the exit code: 0 done, 1 a HubError's sentence was printed."""
    chosen = parser().parse_args(arguments)
    if chosen.smoke:
        chosen.people, chosen.seconds, chosen.rounds = 2_000, 1.0, 1
    folder = RESULTS / "smoke" if chosen.smoke else RESULTS
    try:
        if chosen.intake:
            return _intake(folder, smoke=chosen.smoke)
        contestants = _named(chosen.profile or chosen.only)
        with ExitStack() as stack:
            shape = Shape(people=chosen.people)
            url = prepared(stack.enter_context(server_url()), shape, _say)
            viewers = asyncio.run(choose_viewers(url, shape))
            if chosen.profile:
                print(profile(contestants[0], url, viewers, _reads(chosen), chosen.seconds, _say))
                return 0
            result = _run(stack, chosen, contestants, url, viewers)
    except HubError as error:
        print(f"bench: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    print(f"\n{markdown(result)}\nTable: {save(result, folder)}\nPlot: {draw(result, folder)}")
    return 0


def _intake(folder: Path, *, smoke: bool) -> int:
    """Records and events by the hub, per message by FastStream and the ORM, and a bare COPY of the same rows."""
    many, few = (300, 40) if smoke else (12_000, 400)
    with server_url() as server:
        results = race(server, many, few, _say)
        settings = asyncio.run(settings_of(server))
    facts = {**machine_facts(), **{f"PostgreSQL {name}": value for name, value in settings.items()}}
    facts["faststream"] = version("faststream")
    print(f"\n{intake.markdown(results, facts)}\nTable and plot: {intake.save(results, facts, folder)}")
    return 0


def _named(only: str) -> list[Contestant]:
    wanted = only.split(",")
    everybody = CONTESTANTS + ON_REQUEST
    known = {one.name for one in everybody}
    if unknown := set(wanted) - known:
        raise HubError(f"No contestant is called {', '.join(sorted(unknown))}: there are {', '.join(sorted(known))}.")
    return [one for one in everybody if one.name in wanted]


def _reads(chosen: argparse.Namespace) -> list[Read]:
    wanted: str = chosen.reads
    if not set(wanted.split(",")) <= {"1", "2", "3"}:
        raise HubError(f"--reads is {wanted!r}: name reads by number, like 1,3.")
    return [list(Read)[int(number) - 1] for number in wanted.split(",")]


def _run(
    stack: ExitStack, chosen: argparse.Namespace, contestants: list[Contestant], url: str, viewers: list[Viewer]
) -> Result:
    servers = [_started(stack, one, url) for one in contestants]
    leaves = check_agreement(servers, viewers)
    sizes = ", ".join(f"{read} {count:.0f}" for read, count in leaves.items())
    _say(f"All answer the same facts. Leaves in an answer: {sizes}")
    requests = {one.contestant.name: prepare(one, viewers) for one in servers}
    bench = Bench(servers, requests, url, chosen.seconds, chosen.rounds, _say)
    cells = [cell for read in _reads(chosen) for cell in bench.measure(read)]
    facts = {
        **machine_facts(),
        **{f"PostgreSQL {name}": value for name, value in asyncio.run(settings_of(url)).items()},
        "people": f"{chosen.people:,}; {len(viewers)} viewers, each of whom sees about a thousand",
        "leaves in an answer": sizes,
        "load": f"{generator()}, {CONNECTIONS} connections, {chosen.rounds} rounds of {chosen.seconds:g} s",
        "others on the machine": f"at most {max(cell.others for cell in cells):.0%} of it, by the median of any cell",
        **{f"memory of {one.contestant.label}": f"{one.memory():.0f} MB" for one in servers},
    }
    return Result(cells, contestants, facts)


def _started(stack: ExitStack, contestant: Contestant, url: str) -> Running:
    _say(f"Starting {contestant.label}: {contestant.about}")
    return stack.enter_context(running(contestant, url))


_BEGAN = time.monotonic()


def _say(line: str) -> None:
    print(f"[{time.monotonic() - _BEGAN:5.0f} s] {line}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
