"""Pages of a caseload: a walk through it is whole and in order, whatever happens to the list between two pages."""

from collections.abc import AsyncIterator
from typing import Any

import orjson
import pytest
from sqlalchemy import delete, insert, update

from hub.domain.access import Actor, Role, Service
from hub.reads.reader import Reader
from hub.schema.executing.executor import Executor
from hub.schema.request import Request
from hub.schema.schema import build
from hub.store.case import offender_case
from hub.store.database import Database
from hub.store.team.team import staff

pytestmark = pytest.mark.postgres

PAGE = """query($first: Int, $after: String, $last: Int, $before: String) {
  caseload(first: $first, after: $after, last: $last, before: $before) {
    nodes { surname }
    edges { cursor }
    totalCount
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
  }
}"""


class Caseload:
    """One manager's caseload of people with one-letter names, and somebody else's beside it."""

    def __init__(self, url: str) -> None:
        self.database = Database(url)
        self.reader = Reader(url)
        self.executor = Executor(build(), self.reader, self.database, development=False)
        self.actor: Actor

    async def begin(self) -> None:
        """A manager without cases."""
        async with self.database.transaction() as tx:
            person = {"service": "COMMUNITY", "code": "N01A001", "told_at": tx.now}
            number = (await tx.execute(insert(staff).values(person).returning(staff.c.id))).scalar_one()
            await tx.record(actor="t", service="T", action="t", case_ids=[], why="a test", cause="a test")
        self.actor = Actor("s", Service.COMMUNITY, frozenset({Role.OFFENDER_MANAGER}), staff_id=number)

    async def change(self, *statements: Any) -> None:
        """Run statements on cases."""
        async with self.database.transaction() as tx:
            for statement in statements:
                await tx.execute(statement)
            await tx.record(actor="t", service="T", action="t", case_ids=[], why="a test", cause="a test")

    async def add(self, *surnames: str, mine: bool = True) -> None:
        """Cases of these names, in this order."""
        manager = self.actor.staff_id if mine else None
        await self.change(*(insert(offender_case).values(surname=name, om_staff_id=manager) for name in surnames))

    async def page(self, **arguments: Any) -> dict[str, Any]:
        """One page."""
        answer = await self.executor.execute(Request(PAGE, None, arguments, "request-1", self.actor))
        found: dict[str, Any] = orjson.loads(answer.body)["data"]["caseload"]
        return found


@pytest.fixture
async def caseload(database_url: str) -> AsyncIterator[Caseload]:
    """An empty caseload."""
    held = Caseload(database_url)
    await held.begin()
    yield held
    await held.reader.close()
    await held.database.close()


def _names(page: dict[str, Any]) -> str:
    return "".join(node["surname"] for node in page["nodes"])


async def test_a_walk_is_whole_and_in_order_whatever_is_added_and_removed_between_pages(caseload: Caseload) -> None:
    await caseload.add(*"cfilorux")
    await caseload.add(*"dgj", mine=False)
    seen, after = "", None
    between = {"cfi": ("a", "d", "j"), "jlo": ("b", "k", "s")}
    while True:
        page = await caseload.page(first=3, after=after)
        seen += _names(page)
        await caseload.add(*between.get(_names(page), ()))
        if _names(page) == "jlo":
            await caseload.change(delete(offender_case).where(offender_case.c.surname == "o"))  # the cursor's own row
        if not page["pageInfo"]["hasNextPage"]:
            break
        after = page["pageInfo"]["endCursor"]
    assert seen == "cfijlorsux"  # j and s were added ahead of the walk; a, b, d and k behind it


async def test_a_renamed_person_at_the_edge_of_a_page_takes_nobody_along(caseload: Caseload) -> None:
    await caseload.add(*"bdfhj")
    first = await caseload.page(first=2)
    await caseload.change(update(offender_case).where(offender_case.c.surname == "d").values(surname="z"))
    assert _names(await caseload.page(first=9, after=first["pageInfo"]["endCursor"])) == "fhjz"


async def test_a_walk_backwards_gives_the_same_pages(caseload: Caseload) -> None:
    await caseload.add(*"abcdefg")
    before, pages = None, []
    while True:
        page = await caseload.page(last=3, before=before)
        pages.append(_names(page))
        if not page["pageInfo"]["hasPreviousPage"]:
            break
        before = page["pageInfo"]["startCursor"]
    assert pages == ["efg", "bcd", "a"]


@pytest.mark.parametrize(
    ("arguments", "names", "has_next", "has_previous"),
    [
        ({}, "abcdefg", False, False),
        ({"first": 7}, "abcdefg", False, False),
        ({"first": 6}, "abcdef", True, False),
        ({"last": 6}, "bcdefg", False, True),
        ({"first": 2, "after": "b"}, "cd", True, True),
        ({"first": 2, "after": "f"}, "g", False, True),
        ({"first": 2, "after": "g"}, "", False, True),
        ({"last": 2, "before": "b"}, "a", True, False),
        ({"last": 2, "before": "a"}, "", True, False),
        ({"after": "b", "before": "f"}, "cde", True, True),
        ({"first": 2, "after": "b", "before": "f"}, "cd", True, True),
        ({"last": 2, "after": "b", "before": "f"}, "de", True, True),
        ({"after": "e", "before": "c"}, "", True, True),
    ],
)
async def test_bounds_and_what_lies_beyond_them(
    caseload: Caseload, arguments: dict[str, Any], names: str, has_next: bool, has_previous: bool
) -> None:
    await caseload.add(*"gfedcba")
    whole = await caseload.page()
    cursors = dict(zip(_names(whole), (edge["cursor"] for edge in whole["edges"]), strict=True))
    given = {name: cursors[value] if isinstance(value, str) else value for name, value in arguments.items()}
    page = await caseload.page(**given)
    assert _names(page) == names
    assert page["totalCount"] == 7
    start, end = (cursors[names[0]], cursors[names[-1]]) if names else (None, None)
    info = {"hasNextPage": has_next, "hasPreviousPage": has_previous, "startCursor": start, "endCursor": end}
    assert page["pageInfo"] == info


async def test_people_of_the_same_name_are_told_apart(caseload: Caseload) -> None:
    await caseload.add(*"aaaaa")
    seen: list[str] = []
    after = None
    for _ in range(3):
        page = await caseload.page(first=2, after=after)
        seen += [edge["cursor"] for edge in page["edges"]]
        after = page["pageInfo"]["endCursor"]
    assert len(set(seen)) == len(seen) == 5
