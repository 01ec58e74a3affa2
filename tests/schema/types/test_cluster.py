"""A case whose records do not hang together, as those who decide see it, and those who do not."""

import json
from collections.abc import AsyncIterator
from functools import cache
from typing import Any

import pytest

from hub.domain.access import Actor, Role, Service
from hub.reads.reader import Reader
from hub.schema.executing.executor import Executor
from hub.schema.request import Request
from hub.schema.schema import build
from tests.actions.sources import (
    CRN,
    NOW,
    NUMBER,
    OFFENDER,
    PRISONER,
    SUPERVISION,
    Hub,
    offender,
    prisoner,
    supervision,
)

pytestmark = pytest.mark.postgres
contract = cache(build)
SOMEBODY_ELSE: dict[str, Any] = {"firstName": "Quillon", "surname": "Nosuchman", "dateOfBirth": "1950-01-01"}
ADDRESS: dict[str, Any] = {"contactDetails": {"addresses": [{"postcode": "ZE1 9ZZ"}]}}
CASE = '{ case(crn: "Z123456") { identity { state reason because } } }'
LIST = """{ clusterReviews(scope: %s) { totalCount nodes {
  id reason because endedAt endedBecause endedBy { code } members { place record { key } } case { id }
} } }"""


@pytest.fixture
async def hub(database_url: str) -> AsyncIterator[Hub]:
    told = Hub(database_url)
    await told.tell(PRISONER, NUMBER, prisoner(addresses=[{"postalCode": "ZE1 9ZZ"}]))
    await told.tell(OFFENDER, CRN, offender(number=None, **ADDRESS))
    await told.tell(SUPERVISION, CRN, supervision())
    await told.tell(OFFENDER, CRN, offender(number=None, **SOMEBODY_ELSE), minutes=5)
    await told.tell("community.staff.snapshot.v1", "Z01M1", {"code": "Z01M1", "team": {"code": "Z01T01"}})
    yield told
    await told.database.close()


async def ask(hub: Hub, document: str, role: Role = Role.TEAM_MANAGER, given: dict[str, Any] | None = None) -> Any:
    staff = await hub.one("select id from staff where code = 'Z01M1'")
    actor = Actor("Z01M1", Service.COMMUNITY, frozenset({role}), "Z01M1", staff, "Z01T01", "STI")
    reader = Reader(hub.url)
    executor = Executor(contract(), reader, hub.database, development=True, now=lambda: NOW)
    try:
        return json.loads(
            (await executor.execute(Request(document, None, {"input": given} if given else {}, "r1", actor))).body
        )
    finally:
        await reader.close()


async def test_whoever_sees_the_case_sees_its_state(hub: Hub) -> None:
    answer = await ask(hub, CASE, Role.OFFENDER_MANAGER)
    asks = {"state": "NEEDS_ATTENTION", "reason": "BROKEN_CLUSTER", "because": "RECORDS_DIFFER"}
    assert answer["data"]["case"]["identity"] == asks


async def test_those_who_decide_have_a_list(hub: Hub) -> None:
    [review] = (await ask(hub, LIST % "OPEN"))["data"]["clusterReviews"]["nodes"]
    assert [(one["place"], one["record"]["key"]) for one in review["members"]] == [(1, NUMBER), (2, CRN)]
    assert (review["reason"], review["endedAt"]) == ("BROKEN_CLUSTER", None)
    assert (await ask(hub, LIST % "ENDED"))["data"]["clusterReviews"]["totalCount"] == 0
    await hub.tell(OFFENDER, CRN, offender(number=None, **ADDRESS), minutes=9)
    [ended] = (await ask(hub, LIST % "ENDED"))["data"]["clusterReviews"]["nodes"]
    assert (ended["id"], ended["endedBecause"], ended["endedBy"]) == (review["id"], "VALID_AGAIN", None)
    assert (await ask(hub, LIST % "OPEN"))["data"]["clusterReviews"]["nodes"] == []
    one = await ask(hub, f'{{ clusterReview(id: "{review["id"]}") {{ endedBecause }} }}')
    assert one["data"]["clusterReview"] == {"endedBecause": "VALID_AGAIN"}


MUTATION = """mutation M($input: %s!) { %s(input: $input) {
  __typename
  ... on IdentityDecided { awaitsSecondPerson case { identity { state clusterReviews {
    state decision comment owner { code } endedBy { code } } } } }
  ... on BrokenRules { rules { code field } }
} }"""


async def mutate(hub: Hub, name: str, role: Role = Role.TEAM_MANAGER, **given: Any) -> Any:
    document = MUTATION % (f"{name[0].upper()}{name[1:]}Input", name)
    answer = await ask(hub, document, role, given)
    assert "errors" not in answer, answer["errors"]
    return answer["data"][name]


async def test_a_review_is_taken_on_answered_and_taken_back(hub: Hub) -> None:
    [review] = (await ask(hub, LIST % "OPEN"))["data"]["clusterReviews"]["nodes"]
    assert (await ask(hub, LIST % "MINE"))["data"]["clusterReviews"]["totalCount"] == 0
    assert (await mutate(hub, "assignClusterReview", reviewId=review["id"]))["__typename"] == "IdentityDecided"
    [mine] = (await ask(hub, LIST % "MINE"))["data"]["clusterReviews"]["nodes"]
    assert mine["id"] == review["id"]
    given = {"reviewId": review["id"], "verdict": "SAME_PERSON", "reason": "Finger prints"}
    done = await mutate(hub, "decideClusterReview", **given)
    assert (done["awaitsSecondPerson"], done["case"]["identity"]["state"]) == (False, "ACTIVE")
    assert done["case"]["identity"]["clusterReviews"] == [
        {
            **{"state": "DECIDED", "decision": "SAME_PERSON", "comment": "Finger prints"},
            **{"owner": {"code": "Z01M1"}, "endedBy": {"code": "Z01M1"}},
        }
    ]
    again = await mutate(hub, "decideClusterReview", **given)
    assert again["rules"] == [{"code": "ReviewDecided", "field": "reviewId"}]
    back = await mutate(hub, "reopenClusterReview", reviewId=review["id"], reason="Wrong file")
    assert back["case"]["identity"]["state"] == "NEEDS_ATTENTION"
    assert [one["state"] for one in back["case"]["identity"]["clusterReviews"]] == ["OPEN"]


async def test_who_may_not_decide_identity_answers_no_review(hub: Hub) -> None:
    [review] = (await ask(hub, LIST % "OPEN"))["data"]["clusterReviews"]["nodes"]
    given = {"reviewId": review["id"], "verdict": "SAME_PERSON", "reason": "Scar"}
    refused = await mutate(hub, "decideClusterReview", Role.OFFENDER_MANAGER, **given)
    assert [one["code"] for one in refused["rules"]] == ["IdentityNotYours"]
    refused = await mutate(hub, "decideClusterReview", **{**given, "reviewId": "nonsense"})
    assert refused["rules"] == [{"code": "NothingToDecide", "field": "reviewId"}]


@pytest.mark.parametrize(
    "document", [LIST % "OPEN", '{ case(crn: "Z123456") { identity { clusterReviews { reason } } } }']
)
async def test_nobody_else_has(hub: Hub, document: str) -> None:
    answer = await ask(hub, document, Role.OFFENDER_MANAGER)
    assert [error["extensions"]["code"] for error in answer["errors"]] == ["FORBIDDEN"]
