"""For whom and for which cases the reads are asked, and the prepared requests of each contestant."""

import random
from collections.abc import Iterator
from pathlib import Path

import asyncpg

from bench.contestants.contestant import Running
from bench.database import CACHE
from bench.people import Shape, prison_code, supervisor_codes
from bench.reads import Page, Read, Viewer
from bench.wire import request_bytes, write_requests

PRISONS = 10
CASES_EACH = 30


async def choose_viewers(database_url: str, shape: Shape) -> list[Viewer]:
    """Every Offender Supervisor of prisons spread over all, and for each some cases of the prison at random.

    They are many so that the hub's memory of tokens and staff is used as by a crowd, not by one person.
    """
    count = min(PRISONS, shape.prisons)
    pick = random.Random(shape.seed)
    viewers = []
    connection = await asyncpg.connect(database_url)
    try:
        for prison in (place * shape.prisons // count for place in range(count)):
            code = prison_code(prison)
            found = await connection.fetch("select id from offender_case where prison_code = $1 order by id", code)
            cases = [row["id"] for row in found]
            for staff_code in supervisor_codes(shape, prison):
                viewers.append(Viewer(staff_code, code, tuple(pick.sample(cases, CASES_EACH))))
        return viewers
    finally:
        await connection.close()


def prepare(running: Running, viewers: list[Viewer]) -> dict[Read, Path]:
    """Write the contestant's requests for each read, each with the token of its viewer where one is asked for."""
    starts: dict[str, list[str | None]] = {}
    for viewer in viewers:
        if viewer.prison_code not in starts:
            starts[viewer.prison_code] = page_starts(running, viewer)
    files = {}
    for read in Read:
        files[read] = CACHE / f"{running.contestant.name}.{read.name.lower()}.requests"
        write_requests(files[read], _requests(running, read, viewers, starts))
    return files


def _requests(
    running: Running, read: Read, viewers: list[Viewer], starts: dict[str, list[str | None]]
) -> Iterator[bytes]:
    document, variables = running.contestant.documents[read], running.contestant.variables
    for viewer in viewers:
        if read is Read.CASELOAD_PAGE:
            asked = [variables(read, viewer, 0, cursor) for cursor in starts[viewer.prison_code]]
        else:
            asked = [variables(read, viewer, case, None) for case in viewer.cases]
        for given in asked:
            yield request_bytes(running.port, document, given, running.token(viewer))


def page_starts(running: Running, viewer: Viewer) -> list[str | None]:
    """The contestant's own cursors at which full pages of the viewer's caseload begin: None for the first."""
    starts: list[str | None] = []
    cursor = None
    while True:
        page: Page = running.contestant.page(running.ask(Read.CASELOAD_PAGE, viewer, cursor=cursor))
        if not page.has_next:
            return starts
        starts.append(cursor)
        cursor = page.end_cursor
