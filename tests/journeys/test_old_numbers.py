"""After merges and unmerges every number, old and new, leads to the person's case; so does the id of a case."""

import json
from collections.abc import AsyncIterator
from functools import cache
from typing import Any

import pytest

from hub.domain.access import Actor, Role, Service
from hub.reads.ids import global_id
from hub.reads.reader import Reader
from hub.schema.executing.executor import Executor
from hub.schema.request import Request
from hub.schema.schema import build
from tests.actions.sources import (
    HAPPENED,
    MOVED,
    NUMBER,
    OFFENDER,
    PRISONER,
    Hub,
    crn_merge,
    crn_unmerge,
    offender,
    prison_merge,
    prisoner,
)

pytestmark = pytest.mark.postgres
contract = cache(build)
OLD, OLDER = "Z9999ZZ", "Z8888ZZ"
X, Y, W = "Z000001", "Z000002", "Z000003"
OFFICER = Actor("officer", Service.CUSTODY, frozenset({Role.OFFENDER_SUPERVISOR}), "ZSTI9", 9, None, "STI")
BY_NUMBER = """query($crn: Crn, $number: PrisonNumber) {
  case(crn: $crn, prisonNumber: $number) { id crn prisonNumber }
}"""
BY_ID = "query($id: ID!) { node(id: $id) { id } case(id: $id) { id } }"


@pytest.fixture
async def hub(database_url: str) -> AsyncIterator[Hub]:
    told = Hub(database_url)
    yield told
    await told.database.close()


async def asked(hub: Hub, document: str, **variables: Any) -> dict[str, Any]:
    reader = Reader(hub.url)
    try:
        request = Request(document, None, variables, "r1", OFFICER)
        answer = json.loads((await Executor(contract(), reader, hub.database, development=True).execute(request)).body)
    finally:
        await reader.close()
    assert "errors" not in answer, answer["errors"]
    found: dict[str, Any] = answer["data"]
    return found


async def test_an_old_number_follows_every_merge(hub: Hub) -> None:
    for n, number in enumerate((NUMBER, OLD, OLDER)):
        await hub.tell(PRISONER, number, prisoner(number, bookingId=str(n + 1)))
    for crn in (X, Y, W):
        await hub.tell(OFFENDER, crn, offender(crn, OLDER))
    ids = [case_id for (case_id,) in await hub.rows("select id from offender_case order by id")]
    await hub.tell(MOVED, OLD, prison_merge(OLD, OLDER, 1))
    await hub.tell(MOVED, NUMBER, prison_merge(NUMBER, OLD, 2))
    await hub.tell(HAPPENED, X, crn_merge(X, Y, 3))
    await hub.tell(HAPPENED, W, crn_merge(W, X, 4))
    home = (await asked(hub, BY_NUMBER, number=NUMBER))["case"]
    assert (home["crn"], home["prisonNumber"]) == (W, NUMBER)
    for number in (OLD, OLDER):
        assert (await asked(hub, BY_NUMBER, number=number))["case"] == home
    for crn in (X, Y, W):
        assert (await asked(hub, BY_NUMBER, crn=crn))["case"] == home
    for case_id in ids:
        found = await asked(hub, BY_ID, id=global_id("Case", case_id))
        assert found["node"]["id"] == found["case"]["id"] == home["id"]


async def test_an_unmerged_number_and_its_case_answer_for_themselves_again(hub: Hub) -> None:
    await hub.tell(PRISONER, NUMBER, prisoner())
    await hub.tell(OFFENDER, X, offender(X, NUMBER))
    await hub.tell(PRISONER, OLD, prisoner(OLD, bookingId="2"))
    await hub.tell(OFFENDER, Y, offender(Y, None))
    [(was,)] = await hub.rows("select case_id from source_record where key = $1", Y)
    await hub.tell(HAPPENED, X, crn_merge(X, Y, 3))
    assert (await asked(hub, BY_NUMBER, crn=Y))["case"]["crn"] == X
    await hub.tell(HAPPENED, X, crn_unmerge(Y, X, 4))
    assert (await asked(hub, BY_NUMBER, crn=Y))["case"] is None  # nobody of the prison reaches it
    assert await hub.rows(
        "select case_id, merged_into from source_record join offender_case c on c.id = case_id where key = $1", Y
    ) == [(was, None)]
