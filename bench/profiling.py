"""Where a Python server spends its time under load: cProfile around the real server process.

The profiler slows the server down two to four times and blames small Python functions more than it should: read the
order, not the size.
"""

import pstats
from collections.abc import Sequence
from pathlib import Path

from bench.contestants.contestant import Contestant, running
from bench.database import CACHE
from bench.load import check_answers, put_load
from bench.measure import Say
from bench.reads import Read, Viewer
from bench.viewers import prepare

LINES = 45


def profile(
    contestant: Contestant, database_url: str, viewers: list[Viewer], reads: Sequence[Read], seconds: float, say: Say
) -> Path:
    """Run the contestant alone under the profiler, put load on it, print the functions that took most; the file."""
    path = CACHE / f"{contestant.name}.prof"
    path.unlink(missing_ok=True)
    with running(contestant, database_url, wrap=("-m", "cProfile", "-o", str(path))) as server:
        requests = prepare(server, viewers)
        for read in reads:
            check_answers(server.port, requests[read], seconds=1, seed=0)
            heard = put_load(server.port, requests[read], seconds, seed=1)
            say(f"{read}, under the profiler: {heard.requests / heard.seconds:,.0f}/s")
    pstats.Stats(str(path)).strip_dirs().sort_stats("tottime").print_stats(LINES)
    return path
