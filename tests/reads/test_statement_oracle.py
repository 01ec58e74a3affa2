"""The compiled path against the oracle: random valid documents, several viewers, compared byte for byte."""

from collections.abc import Iterator
from typing import Any

import orjson
import pytest
from graphql import GraphQLError, parse, validate
from hypothesis import HealthCheck, Phase, assume, given, note, settings
from hypothesis import strategies as st

from hub.reads.faults import BadInput, CapabilityMissing
from hub.reads.ids import global_id
from hub.schema.refusal import Code
from hub.schema.request import Request
from hub.telemetry import READ_PATH
from tests.reads.both_paths import Hub
from tests.reads.documents import documents

pytestmark = pytest.mark.postgres

EXAMPLES = 150
TYPES = {
    "sentence_plan": "SentencePlan",
    "objective": "Objective",
    "intervention": "Intervention",
    "step": "Step",
    "proposal": "Proposal",
    "plan_change": "PlanChange",
    "identity_review": "IdentityReview",
    "cluster_review": "ClusterReview",
}


def _ids(hub: Hub) -> list[str]:
    cases = [global_id("Case", number) for number in hub.world.cases.values()]
    nodes = [global_id(TYPES[table], number) for table, numbers in hub.world.nodes.items() for number in numbers[::4]]
    rest = ("Sentence", "Span", "SourceRecord", "OffenderManagerHolder")
    others = [global_id(name, number) for name in rest for number in (1, 8)]
    return [*cases, *cases, *nodes, *others, global_id("Case", 10**15), global_id("Staff", 1), "nonsense"]


def _cursors(hub: Hub) -> Iterator[str]:
    document = """{
      caseload(scope: TEAM) { edges { cursor node {
        movements { edges { cursor } } plan { changes { edges { cursor } } } } } }
    }"""
    data, _, _ = hub.run(hub.oracle.answer(document, {}, hub.world.viewers["bramley"]))
    yield "nonsense"
    for case in data["caseload"]["edges"]:
        yield case["cursor"]
        yield from (edge["cursor"] for edge in case["node"]["movements"]["edges"][::2])
        if (plan := case["node"]["plan"]) is not None:
            yield from (edge["cursor"] for edge in plan["changes"]["edges"][::3])


def _code(error: GraphQLError) -> str:
    cause: Any = error
    while isinstance(cause, GraphQLError):
        if cause.extensions and "code" in cause.extensions:
            return str(cause.extensions["code"])
        cause = cause.original_error
    match cause:
        case BadInput() | None:
            return Code.BAD_USER_INPUT
        case CapabilityMissing():
            return Code.FORBIDDEN
    return Code.INTERNAL


def _same(hub: Hub, document: str, variables: dict[str, Any], viewer: str) -> None:
    """Both paths give the same data, the same kinds of error, and name the same cases."""
    actor = hub.world.viewers[viewer]
    answer = hub.run(hub.executor.execute(Request(document, None, variables, "request-1", actor)))
    data, errors, cases = hub.run(hub.oracle.answer(document, variables, actor))
    given = orjson.loads(answer.body)
    assert not answer.request_error, given
    assert orjson.dumps(given["data"]).decode() == orjson.dumps(data).decode()
    codes, expected = {error["extensions"]["code"] for error in given.get("errors", ())}, set(map(_code, errors))
    # where one error has made an object null, others in it may or may not be found any more
    assert codes <= expected and bool(codes) is bool(expected)
    if data is not None:
        # what an error made null was read all the same
        assert set(answer.case_ids) >= cases if errors else set(answer.case_ids) == cases


def test_random_documents_are_answered_like_the_oracle(hub: Hub) -> None:
    before = READ_PATH.labels("compiled")._value.get()
    schema = hub.contract.schema

    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.explicit, Phase.generate, Phase.shrink],
        derandomize=True,
        database=None,
    )
    @given(
        documents(schema, [*hub.contract.model.roots, "me"], _ids(hub), list(_cursors(hub))),
        st.sampled_from(sorted(hub.world.viewers)),
    )
    def compare(dressed: Any, viewer: str) -> None:
        note(dressed.document)
        assume(not validate(schema, parse(dressed.document)))  # fields of two types may conflict
        _same(hub, dressed.document, dressed.variables, viewer)

    compare()
    assert READ_PATH.labels("compiled")._value.get() > before
