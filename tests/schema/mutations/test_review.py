"""Who is who, decided as a caller sees it: a review in the case, the answer, the history, a split by two."""

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
    PNC,
    PRISONER,
    SUPERVISION,
    Hub,
    offender,
    prisoner,
    supervision,
)

pytestmark = pytest.mark.postgres
contract = cache(build)
CASE = """query { case(crn: "Z123456") { identity {
  reviews { id reason state decision otherCase { id } }
  rulings { verdict scope reason decidedBy { code } record { key } }
  history { id kind actor partingAskedBy { code } undoneBy { kind } }
} } }"""
MUTATION = """mutation M($input: %s!) { %s(input: $input) {
  __typename
  ... on IdentityDecided { awaitsSecondPerson case { identity { reviews { state decision } } } }
  ... on BrokenRules { rules { code field } }
} }"""


@pytest.fixture
async def hub(database_url: str) -> AsyncIterator[Hub]:
    told = Hub(database_url)
    await told.tell(PRISONER, NUMBER, prisoner(pncNumber=PNC))
    await told.tell(SUPERVISION, CRN, supervision())
    other = {"surname": "Nosuchman", "dateOfBirth": "1950-01-01"}
    await told.tell(OFFENDER, CRN, offender(number=None, otherIds={"pncNumber": PNC}, **other))
    for code in ("Z01M1", "Z01M2"):
        await told.tell("community.staff.snapshot.v1", code, {"code": code, "team": {"code": "Z01T01"}})
    yield told
    await told.database.close()


async def answer_of(
    hub: Hub, who: str, document: str, given: dict[str, Any] | None = None, role: Role = Role.TEAM_MANAGER
) -> Any:
    staff = await hub.one("select id from staff where code = $1", who)
    actor = Actor(who, Service.COMMUNITY, frozenset({role}), who, staff, "Z01T01", "STI")
    reader = Reader(hub.url)
    executor = Executor(contract(), reader, hub.database, development=True, now=lambda: NOW)
    try:
        return json.loads((await executor.execute(Request(document, None, {"input": given}, "r1", actor))).body)
    finally:
        await reader.close()


async def ask(hub: Hub, who: str, document: str, given: dict[str, Any] | None = None) -> Any:
    answer = await answer_of(hub, who, document, given)
    assert "errors" not in answer, answer["errors"]
    return next(iter(answer["data"].values()))


async def mutate(hub: Hub, who: str, name: str, **given: Any) -> Any:
    return await ask(hub, who, MUTATION % (f"{name[0].upper()}{name[1:]}Input", name), given)


async def test_a_review_decided_joined_and_parted_by_two(hub: Hub) -> None:
    [review] = (await ask(hub, "Z01M1", CASE))["identity"]["reviews"]
    assert (review["reason"], review["state"], review["decision"]) == ("PERSONS_DIFFER", "OPEN", None)
    answer = {"reviewId": review["id"], "verdict": "SAME_PERSON", "reason": "Finger prints"}
    done = await mutate(hub, "Z01M1", "decideIdentityReview", **answer)
    assert (done["__typename"], done["awaitsSecondPerson"]) == ("IdentityDecided", False)
    again = await mutate(hub, "Z01M1", "decideIdentityReview", **answer)
    assert [rule["code"] for rule in again["rules"]] == ["ReviewDecided"]
    identity = (await ask(hub, "Z01M1", CASE))["identity"]
    [change] = identity["history"]
    assert (change["kind"], change["actor"], change["partingAskedBy"]) == ("JOINED", "Z01M1", None)
    assert {one["decidedBy"]["code"] for one in identity["rulings"]} == {"Z01M1"}
    parting = {"changeId": change["id"], "reason": "Two people after all"}
    assert (await mutate(hub, "Z01M1", "partCase", **parting))["awaitsSecondPerson"] is True
    refused = await mutate(hub, "Z01M1", "partCase", **parting)
    assert [rule["code"] for rule in refused["rules"]] == ["SecondPersonNeeded"]
    assert (await mutate(hub, "Z01M2", "partCase", **parting))["awaitsSecondPerson"] is False
    assert await hub.one("select count(*) from offender_case where merged_into is null") == 2


async def test_two_people_and_taken_back(hub: Hub) -> None:
    [review] = (await ask(hub, "Z01M1", CASE))["identity"]["reviews"]
    named = {"reviewId": review["id"], "reason": "Photographs"}
    done = await mutate(hub, "Z01M1", "decideIdentityReview", **named, verdict="DIFFERENT_PEOPLE")
    assert done["case"]["identity"]["reviews"] == [{"state": "DECIDED", "decision": "DIFFERENT_PEOPLE"}]
    done = await mutate(hub, "Z01M2", "reopenIdentityReview", **named)
    assert done["case"]["identity"]["reviews"] == [{"state": "OPEN", "decision": None}]
    wrong = await mutate(hub, "Z01M2", "reopenIdentityReview", reviewId="none", reason="x")
    assert [(rule["code"], rule["field"]) for rule in wrong["rules"]] == [("NothingToDecide", "reviewId")]


SOURCES = "query { case(%s) { sources { id key } identity { state because rulings { id verdict withdrawnAt } } } }"


async def test_two_records_ruled_on_parted_and_taken_back(hub: Hub) -> None:
    """Named by a person, without a question: first one person, then two of one case, then taken back."""
    prison, community = SOURCES % f'prisonNumber: "{NUMBER}"', SOURCES % f'crn: "{CRN}"'
    [one] = (await ask(hub, "Z01M1", prison))["sources"]
    [other] = (await ask(hub, "Z01M1", community))["sources"]
    named = {"recordId": one["id"], "otherRecordId": other["id"], "reason": "Finger prints", "idempotencyKey": "k-1"}
    for _ in range(2):  # the same key, the same answer
        done = await mutate(hub, "Z01M1", "ruleOnRecords", **named, verdict="SAME_PERSON")
        assert done["__typename"] == "IdentityDecided"
    apart = {**named, "idempotencyKey": None, "verdict": "DIFFERENT_PEOPLE"}
    await mutate(hub, "Z01M1", "ruleOnRecords", **apart)
    case = await ask(hub, "Z01M1", community)
    assert {source["key"] for source in case["sources"]} == {NUMBER, CRN}
    assert (case["identity"]["state"], case["identity"]["because"]) == ("NEEDS_ATTENTION", "RULED_APART_WITHIN")
    parting = {"recordId": other["id"], "reason": "Two people"}
    refused = await mutate(hub, "Z01M1", "partRecord", **parting)
    assert [rule["code"] for rule in refused["rules"]] == ["SecondPersonNeeded"]
    standing = next(one for one in case["identity"]["rulings"] if one["withdrawnAt"] is None)
    done = await mutate(hub, "Z01M2", "withdrawRuling", rulingId=standing["id"], reason="Wrong file")
    assert done["__typename"] == "IdentityDecided"
    assert (await ask(hub, "Z01M1", community))["identity"]["state"] == "ACTIVE"  # they share a PNC
    await mutate(hub, "Z01M1", "ruleOnRecords", **apart)
    done = await mutate(hub, "Z01M2", "partRecord", **parting)
    assert done["awaitsSecondPerson"] is False
    assert await hub.one("select count(*) from offender_case where merged_into is null") == 2


LISTED = """query { identityReviews(scope: %s) {
  totalCount
  nodes { id reason decision comment decidedBy { code } findings { comparison } case { id } otherCase { id } }
} }"""


async def test_the_reviews_to_work_through_and_those_decided(hub: Hub) -> None:
    waiting = await ask(hub, "Z01M1", LISTED % "OPEN")
    assert (waiting["totalCount"], (await ask(hub, "Z01M1", LISTED % "DECIDED"))["totalCount"]) == (1, 0)
    [review] = waiting["nodes"]
    assert (review["reason"], review["findings"], review["decision"]) == ("PERSONS_DIFFER", [], None)
    assert None not in (review["case"], review["otherCase"])
    named = {"reviewId": review["id"], "reason": "Photographs"}
    await mutate(hub, "Z01M1", "decideIdentityReview", **named, verdict="DIFFERENT_PEOPLE")
    assert (await ask(hub, "Z01M1", LISTED % "OPEN"))["nodes"] == []
    [decided] = (await ask(hub, "Z01M2", LISTED % "DECIDED"))["nodes"]
    answer = decided["id"], decided["decision"], decided["comment"], decided["decidedBy"]["code"]
    assert answer == (review["id"], "DIFFERENT_PEOPLE", "Photographs", "Z01M1")
    one = await ask(hub, "Z01M2", f'query {{ identityReview(id: "{review["id"]}") {{ state }} }}')
    assert one == {"state": "DECIDED"}


@pytest.mark.parametrize("scope", ["OPEN", "MINE", "DECIDED"])
async def test_the_list_is_for_those_who_decide(hub: Hub, scope: str) -> None:
    answer = await answer_of(hub, "Z01M1", LISTED % scope, role=Role.OFFENDER_MANAGER)
    assert [error["extensions"]["code"] for error in answer["errors"]] == ["FORBIDDEN"]
    shown = await answer_of(hub, "Z01M1", CASE, role=Role.OFFENDER_MANAGER)
    assert [one["state"] for one in shown["data"]["case"]["identity"]["reviews"]] == ["OPEN"]


async def test_what_was_compared_is_shown_with_its_weights(hub: Hub) -> None:
    found = [{"comparison": "postcode", "level": "same postcode", "weight": 6.5}]
    await hub.rows("update identity_review set evidence = $1 returning id", json.dumps({"comparisons": found}))
    document = LISTED.replace("{ comparison }", "{ comparison level weight }") % "OPEN"
    [review] = (await ask(hub, "Z01M1", document))["nodes"]
    assert review["findings"] == found


async def test_the_owner_finds_the_review_among_their_own(hub: Hub) -> None:
    await hub.rows("update staff set establishment_code = 'STI'")  # as those who ask have it
    [review] = (await ask(hub, "Z01M1", LISTED % "OPEN"))["nodes"]
    done = await mutate(hub, "Z01M1", "assignIdentityReview", reviewId=review["id"], staffCode="Z01M2")
    assert done["case"]["identity"]["reviews"] == [{"state": "ASSIGNED", "decision": None}]
    mine = [(await ask(hub, who, LISTED % "MINE"))["totalCount"] for who in ("Z01M1", "Z01M2")]
    assert (mine, (await ask(hub, "Z01M1", LISTED % "OPEN"))["totalCount"]) == ([0, 1], 1)
    refused = await mutate(hub, "Z01M1", "assignIdentityReview", reviewId=review["id"], staffCode="Z99")
    assert [(rule["code"], rule["field"]) for rule in refused["rules"]] == [("ReviewOwnerUnknown", "staffCode")]
