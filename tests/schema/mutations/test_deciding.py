"""The decisions on a case as a caller sees them, and what the case answers then."""

import json
from collections.abc import AsyncIterator
from functools import cache
from typing import Any

import pytest
from msgspec.structs import replace

from hub.domain.access import Actor, Role, Service
from hub.reads.ids import global_id
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

PAYLOAD = """{
  __typename
  ... on CaseDecided { case { ...Answers } }
  ... on BrokenRules { rules { code message remedy field } }
}"""
ANSWERS = """
fragment Answers on Case {
  tier
  tierDecision { tier computed inForce reason sentence }
  eligibility { manager supervisor homeArea reason flags }
  responsibility { responsible reason startsOn handoverOn flags }
  todayTier { tier provisional reason steps { name value } }
  answers { question outcome reason facts { name value } }
  decisions { kind reason decidedBy { code } withdrawnAt withdrawnBecause terms { name value } }
}
"""


class Caller:
    """A team manager of the team that manages a prisoner's case."""

    def __init__(self, executor: Executor, hub: Hub, actor: Actor, case_id: int) -> None:
        self.executor, self.hub, self.actor, self.case_id = executor, hub, actor, case_id

    async def decide(self, name: str, input_type: str, *, actor: Actor | None = None, **given: Any) -> dict[str, Any]:
        query = f"mutation M($input: {input_type}!) {{ {name}(input: $input) {PAYLOAD} }}{ANSWERS}"
        asked = {"caseId": global_id("Case", self.case_id), "reason": "Said why", **given}
        request = Request(query, None, {"input": asked}, "r1", actor or self.actor)
        answer: dict[str, Any] = json.loads((await self.executor.execute(request)).body)
        assert "errors" not in answer, answer["errors"]
        found: dict[str, Any] = answer["data"][name]
        return found.get("case") or found


@pytest.fixture
async def caller(database_url: str) -> AsyncIterator[Caller]:
    hub, reader = Hub(database_url), Reader(database_url)
    staff = {"code": "Z01T019", "name": {"forename": "Tamsin", "surname": "Testerby"}, "team": {"code": "Z01T01"}}
    await hub.tell("community.staff.snapshot.v1", "Z01T019", staff)
    await hub.tell(PRISONER, NUMBER, prisoner())
    await hub.tell(SUPERVISION, CRN, supervision())
    await hub.tell(OFFENDER, CRN, offender())
    case_id = await hub.one("select id from offender_case where merged_into is null")
    staff_id = await hub.one("select id from staff where code = 'Z01T019'")
    actor = Actor("tamsin", Service.COMMUNITY, frozenset({Role.TEAM_MANAGER}), "Z01T019", staff_id, "Z01T01")
    executor = Executor(contract(), reader, hub.database, development=True, now=lambda: NOW)
    yield Caller(executor, hub, actor, case_id)
    await reader.close()
    await hub.database.close()


async def test_a_side_is_made_responsible_and_the_rules_are_again(caller: Caller) -> None:
    asked: dict[str, Any] = {"responsibility": "COMMUNITY", "why": "RECALLED"}
    case = await caller.decide("overrideResponsibility", "OverrideResponsibilityInput", **asked)
    assert case["responsibility"] == {
        "responsible": "COMMUNITY",
        "reason": "OVERRIDDEN",
        "startsOn": "2028-08-18",
        "handoverOn": "2028-08-18",
        "flags": ["OVERRIDE_DIFFERS_FROM_RULES"],
    }
    [made] = case["decisions"]
    assert (made["kind"], made["decidedBy"], made["withdrawnAt"]) == (
        "RESPONSIBILITY_OVERRIDDEN",
        {"code": "Z01T019"},
        None,
    )
    withdrawal: dict[str, Any] = {"kind": "RESPONSIBILITY_OVERRIDDEN", "reason": "It was wrong"}
    case = await caller.decide("withdrawDecision", "WithdrawDecisionInput", **withdrawal)
    assert case["responsibility"]["reason"] == "DETERMINATE"
    assert case["decisions"][0]["withdrawnBecause"] == "It was wrong"
    told = "select type from outbox where type in ('DecisionMade', 'ResponsibilityChanged') order by seq"
    both = [("DecisionMade",), ("ResponsibilityChanged",)]
    assert await caller.hub.rows(told) == [*both, *both]
    again = await caller.decide("withdrawDecision", "WithdrawDecisionInput", **withdrawal)
    assert [rule["code"] for rule in again["rules"]] == ["NoSuchDecision"]


async def test_priority_is_tier_four_and_a_move_is_refused_by_name(caller: Caller) -> None:
    case = await caller.decide("markPriority", "DecisionInput")
    assert case["tier"] == 4
    assert case["tierDecision"]["reason"] == "PROLIFIC_OR_PRIORITY"
    [tier] = [one for one in case["answers"] if one["question"] == "TIER"]
    assert {"name": "computed", "value": "4"} in tier["facts"]
    refused = await caller.decide("moveTier", "MoveTierInput", tier=4)
    assert [rule["code"] for rule in refused["rules"]] == ["TierUnchanged"]
    refused = await caller.decide("moveTier", "MoveTierInput", tier=3)
    assert [(rule["code"], rule["field"]) for rule in refused["rules"]] == [("TierOverrideNeedsReviewDate", "reviewOn")]
    refused = await caller.decide("moveTier", "MoveTierInput", tier=9)
    assert [rule["code"] for rule in refused["rules"]] == ["NoSuchTier"]
    case = await caller.decide("moveTier", "MoveTierInput", tier=3, reviewOn="2027-01-01")
    assert (case["tier"], case["tierDecision"]["computed"], case["tierDecision"]["inForce"]) == (3, 4, "MOVED")


async def test_a_parole_review_that_a_person_writes_down_decides_who_is_responsible(caller: Caller) -> None:
    manager = replace(caller.actor, roles=frozenset({Role.OFFENDER_MANAGER}))
    review: dict[str, Any] = {"openedOn": "2026-09-01", "hearingOn": "2028-03-01"}
    refused = await caller.decide("recordParole", "RecordParoleInput", actor=manager, **review)
    assert [rule["code"] for rule in refused["rules"]] == ["NoParole"]
    life = prisoner(indeterminateSentence=True, recall=True, tariffDate="2029-05-01", sentenceExpiryDate=None)
    await caller.hub.tell(PRISONER, NUMBER, life)
    case = await caller.decide("recordParole", "RecordParoleInput", actor=manager, **review)
    assert (case["responsibility"]["responsible"], case["responsibility"]["reason"]) == (
        "CUSTODY_WITH_COMMUNITY",
        "RECALLED_AND_HEARING_FAR",
    )
    assert {"name": "hearing_on", "value": "2028-03-01"} in case["decisions"][0]["terms"]
    case = await caller.decide(
        "withdrawDecision", "WithdrawDecisionInput", actor=manager, kind="PAROLE_REVIEWED", reason="Another person's"
    )
    assert case["responsibility"]["reason"] == "RECALLED"


async def test_scotland_is_outside_the_table(caller: Caller) -> None:
    case = await caller.decide("recordScotland", "RecordScotlandInput")
    # the manager whom the community record names stands all the same
    assert (case["eligibility"]["manager"], case["eligibility"]["flags"]) == ("YES", ["NAMED_WHERE_THE_TABLE_SAYS_NO"])
    [why] = [one for one in case["answers"] if one["question"] == "ELIGIBILITY"]
    assert {"name": "by_table", "value": "SCOTLAND"} in why["facts"]


async def test_the_same_key_decides_once_and_nobody_decides_on_what_they_cannot_see(caller: Caller) -> None:
    for _ in range(2):
        case = await caller.decide("markPriority", "DecisionInput", idempotencyKey="k-1")
        assert case["tier"] == 4
    assert await caller.hub.one("select count(*) from decision_made") == 1
    other = Actor("else", Service.COMMUNITY, frozenset({Role.TEAM_MANAGER}), "Z01T999", 999, "N09T09")
    refused = await caller.decide("markPriority", "DecisionInput", actor=other)
    assert [rule["code"] for rule in refused["rules"]] == ["CaseNotFound"]
    refused = await caller.decide("markPriority", "DecisionInput", caseId="nonsense")
    assert [rule["code"] for rule in refused["rules"]] == ["CaseNotFound"]
