"""What the executor answers: to whom, with which code, and that nothing inside shows."""

import asyncio
import gc
import logging
from collections.abc import AsyncGenerator, Iterator, Sequence
from typing import Any

import orjson
import pytest
import strawberry

from hub.domain.access import Actor, Role, Service
from hub.errors import BrokenRule, DependencyUnavailable
from hub.reads.drawing import draw
from hub.reads.ids import global_id
from hub.reads.statement import Compiled
from hub.schema.executing.executor import Executor
from hub.schema.request import Answer, Request
from hub.schema.schema import Contract, build
from hub.store.database import Database
from hub.telemetry import READ_PATH
from tests.reads.both_paths import Hub, opened

MANAGER = Actor("somebody", Service.COMMUNITY, frozenset({Role.OFFENDER_MANAGER}), staff_id=1)
DEVELOPER = Actor("somebody", Service.COMMUNITY, frozenset({Role.DEVELOPER}))
CONTRACT = build()


class NoReader:
    """A reader that must not be asked, or fails as told."""

    def __init__(self, fault: Exception | None = None) -> None:
        self.fault = fault or AssertionError("the database was asked")

    async def fetch(self, compiled: Compiled, values: Sequence[Any]) -> tuple[bytes, list[int]]:
        raise self.fault


def _executor(fault: Exception | None = None, *, development: bool = False, contract: Contract = CONTRACT) -> Executor:
    database = Database("postgresql://nobody:none@127.0.0.1:1/none")
    return Executor(contract, NoReader(fault), database, development=development)  # type: ignore[arg-type]


def _ask(executor: Executor, document: str, actor: Actor | None, **variables: Any) -> tuple[Answer, dict[str, Any]]:
    answer = asyncio.run(executor.execute(Request(document, None, variables, "request-7", actor)))
    return answer, orjson.loads(answer.body)


@pytest.fixture(scope="module")
def hub(postgres_url: str, migrated_template: str) -> Iterator[Hub]:
    """The made-up world of the read path."""
    with opened(postgres_url, migrated_template) as both:
        yield both


# --- who may ask ---


def test_without_a_token_the_type_name_is_told_without_asking_the_database() -> None:
    answer, body = _ask(_executor(), "{ __typename }", None)
    assert body == {"data": {"__typename": "Query"}}
    assert answer.outcome == "OK"


ROOTS = [
    (kind, name)
    for kind, root in (
        ("query", CONTRACT.schema.query_type),
        ("mutation", CONTRACT.schema.mutation_type),
        ("subscription", CONTRACT.schema.subscription_type),
    )
    if root
    for name in root.fields
]


@pytest.mark.parametrize(("kind", "name"), ROOTS)
def test_without_a_token_every_other_root_field_is_refused(kind: str, name: str) -> None:
    """Asked for with no arguments: the refusal comes before arguments are looked at, or validation does."""
    root = {"query": "query_type", "mutation": "mutation_type", "subscription": "subscription_type"}[kind]
    field = getattr(CONTRACT.schema, root).fields[name]
    needed = [argument for argument, defined in field.args.items() if str(defined.type).endswith("!")]
    declared = ", ".join(f"${argument}: {field.args[argument].type}" for argument in needed)
    given = ", ".join(f"{argument}: ${argument}" for argument in needed)
    document = (
        f"{kind}{f'({declared})' if needed else ''} {{ {name}{f'({given})' if needed else ''} {{ __typename }} }}"
    )
    answer, body = _ask(_executor(), document, None)
    assert answer.request_error
    assert answer.outcome == "UNAUTHENTICATED"
    assert body["errors"][0]["path"] == [name]
    assert "data" not in body


def test_each_refused_root_field_is_named_even_behind_fragments_and_directives() -> None:
    document = """query { __typename a: me { until } ...F ... @include(if: false) { caseload { totalCount } } }
    fragment F on Query { case(crn: "X000001") { id } }"""
    _, body = _ask(_executor(), document, None)
    assert [error["path"] for error in body["errors"]] == [["a"], ["case"], ["caseload"]]
    assert {error["extensions"]["requestId"] for error in body["errors"]} == {"request-7"}


@pytest.mark.parametrize(
    ("actor", "development", "outcome"),
    [
        (None, True, "OK"),
        (None, False, "UNAUTHENTICATED"),
        (MANAGER, True, "OK"),
        (MANAGER, False, "FORBIDDEN"),
        (DEVELOPER, False, "OK"),
    ],
)
def test_introspection_is_open_in_development_and_to_developers(
    actor: Actor | None, development: bool, outcome: str
) -> None:
    document = '{ __schema { queryType { name } } __type(name: "Case") { kind } }'
    answer, _ = _ask(_executor(development=development), document, actor)
    assert answer.outcome == outcome


# --- what is wrong with a request ---

CRN = "A Crn is a letter and six digits, like X123456."
NUMBER = "A PrisonNumber is a letter, four digits and two letters, like A1234BC."
FAULTS: dict[str, tuple[str, dict[str, Any], str, str]] = {
    "no document": ("", {}, "GRAPHQL_PARSE_FAILED", "Unexpected <EOF>"),
    "no GraphQL": ("{ case( }", {}, "GRAPHQL_PARSE_FAILED", "Syntax Error"),
    "a field that is not there": ("{ mood }", {}, "GRAPHQL_VALIDATION_FAILED", "Cannot query field 'mood'"),
    "a malformed CRN": ('{ case(crn: "X-77") { id } }', {}, "BAD_USER_INPUT", CRN),
    "a malformed CRN as a variable": ("query($n: Crn) { case(crn: $n) { id } }", {"n": "X-77"}, "BAD_USER_INPUT", CRN),
    "a CRN that is a number": ("query($n: Crn) { case(crn: $n) { id } }", {"n": 77}, "BAD_USER_INPUT", CRN),
    "a malformed prison number": ('{ case(prisonNumber: "X-77") { id } }', {}, "BAD_USER_INPUT", NUMBER),
    "a variable that is missing": ("query($n: ID!) { node(id: $n) { id } }", {}, "BAD_USER_INPUT", "Variable '$n'"),
    "a variable that is null": ("query($n: ID!) { node(id: $n) { id } }", {"n": None}, "BAD_USER_INPUT", "'$n'"),
    "no operation": ("fragment F on Query { __typename }", {}, "GRAPHQL_VALIDATION_FAILED", "never used"),
    "a subscription": (
        'subscription { caseChanged(caseId: "x") { id } }',
        {},
        "BAD_REQUEST",
        "A subscription is answered as a stream.",
    ),
    "too many fields": ("{" + "a:__typename " * 5000 + "}", {}, "COST_LIMIT", "too long"),
    "too deep": (
        '{ case(crn: "X000001") ' + "{ plan { case " * 9 + "{ id }" + "}}" * 9 + "}",
        {},
        "COST_LIMIT",
        "deep",
    ),
    "too large pages": (
        "query($n: Int!) { caseload(first: $n) { nodes { movements(first: $n) { nodes { kind } }"
        " plan { changes(first: $n) { nodes { node { id } fields { field } } } } } } }",
        {"n": 100},
        "COST_LIMIT",
        "by its page sizes",
    ),
    "too many edges": (
        "{ caseload { nodes { " + " ".join(f"a{n}: sentences {{ span {{ id }} }}" for n in range(80)) + " } } }",
        {},
        "COST_LIMIT",
        "follows more than 150 edges",
    ),
    "too many edges to other cases": (
        "{ caseload { nodes { " + " ".join(f"a{n}: reviews {{ otherCase {{ id }} }}" for n in range(40)) + " } } }",
        {},
        "COST_LIMIT",
        "follows more than 150 edges",
    ),
    "an input of a thousand lists": (
        "{ case(crn: " + "[" * 900 + "]" * 900 + ") { id } }",
        {},
        "",
        "",
    ),
}


@pytest.mark.parametrize("what", FAULTS)
def test_a_request_at_fault_is_answered_before_anything_is_read(what: str) -> None:
    document, variables, outcome, sentence = FAULTS[what]
    answer, body = _ask(_executor(), document, MANAGER, **variables)
    assert answer.request_error
    assert "data" not in body
    assert answer.outcome == outcome or not outcome
    assert sentence in body["errors"][0]["message"]
    assert "X-77" not in answer.body.decode()
    assert {error["extensions"]["requestId"] for error in body["errors"]} == {"request-7"}


def test_one_of_several_operations_is_chosen_by_name() -> None:
    document = "query One { __typename } query Two { two: __typename }"
    executor = _executor()

    def ask(name: str | None) -> Answer:
        return asyncio.run(executor.execute(Request(document, name, {}, "request-7", MANAGER)))

    assert orjson.loads(ask("Two").body) == {"data": {"two": "Query"}}
    assert ask("Two").operation == "Two"
    for name in (None, "Three"):
        assert ask(name).outcome == "BAD_USER_INPUT"


def test_names_are_suggested_in_development_only() -> None:
    for development in (True, False):
        _, body = _ask(_executor(development=development), "{ casse { id } }", MANAGER)
        assert ("Did you mean" in body["errors"][0]["message"]) is development


def test_a_document_is_named_by_its_hash() -> None:
    answer, _ = _ask(_executor(), "{ __typename }", None)
    assert answer.document_hash == "7f56e67dd21ab3f30d1ff8b7bed08893f0a0db86449836189b361dd1e56ddb4b"


# --- what is wrong with us ---


@pytest.mark.parametrize(
    ("fault", "outcome"),
    [
        (DependencyUnavailable("db.internal:5432 is down"), "UNAVAILABLE"),
        (ConnectionResetError("db.internal:5432"), "UNAVAILABLE"),
        (TimeoutError("canceling statement"), "TIMEOUT"),
        (RuntimeError("Jane Doe, born 1980-01-01"), "INTERNAL"),
    ],
)
@pytest.mark.parametrize(
    "document", ['{ case(crn: "X000001") { id } }', '{ me { until } case(crn: "X000001") { id } }']
)
def test_a_fault_of_ours_shows_its_code_and_nothing_else(
    fault: Exception, outcome: str, document: str, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        answer, body = _ask(_executor(fault), document, MANAGER)
    assert answer.outcome == outcome
    (error,) = body["errors"]
    assert error["extensions"] == {"code": outcome, "requestId": "request-7"}
    assert error["message"]
    everything = answer.body.decode() + caplog.text
    assert not any(word in everything for word in ("Jane", "internal:5432", "canceling", "X000001", "Traceback"))
    assert f"Request request-7 failed: {type(fault).__name__} at " in caplog.text


# --- reads ---


def test_someone_elses_case_answers_like_one_that_does_not_exist(hub: Hub) -> None:
    actor = hub.world.viewers["ambleside"]
    document = "query($crn: Crn!) { case(crn: $crn) { id surname } }"
    other, unknown = hub.ask(document, actor, crn="X000002"), hub.ask(document, actor, crn="X999999")
    assert other.body == unknown.body
    assert orjson.loads(other.body) == {"data": {"case": None}}
    assert not other.case_ids
    own = hub.ask(document, actor, crn="x000000 ")
    assert own.case_ids == [hub.world.cases["MINE"]]


def test_an_old_number_of_a_merged_case_answers_with_the_case_that_stays(hub: Hub) -> None:
    actor = hub.world.viewers["ambleside"]
    old, new = (global_id("Case", hub.world.cases[name]) for name in ("MERGED", "MINE"))
    for document in ("query($id: ID!) { it: case(id: $id) { id } }", "query($id: ID!) { it: node(id: $id) { id } }"):
        assert orjson.loads(hub.ask(document, actor, id=old).body) == {"data": {"it": {"id": new}}}


@pytest.mark.parametrize(
    ("document", "sentence"),
    [
        ("{ case { id } }", "Give exactly one of id, crn and prisonNumber."),
        ('{ case(crn: "X000001", prisonNumber: "A0001BC") { id } }', "Give exactly one of id, crn and prisonNumber."),
        ('{ case(id: "nonsense") { id } }', "The id is none of the hub's"),
        ('{ case(id: "U3RhZmY6MQ==") { id } }', "an id of type Case is needed"),
        ('{ node(id: "U3RhZmY6MQ==") { id } }', "can't be asked for by id"),
        ("{ caseload(first: 1, last: 1) { totalCount } }", "Give first or last, not both."),
        ("{ caseload(first: 101) { totalCount } }", "first is 101; a page has 1 to 100."),
        ("{ caseload(last: 0) { totalCount } }", "last is 0; a page has 1 to 100."),
        ('{ caseload(after: "x") { totalCount } }', "The cursor is none of this list"),
    ],
)
def test_an_argument_that_can_not_be_used_is_an_error_at_its_field(hub: Hub, document: str, sentence: str) -> None:
    answer = hub.ask(document, hub.world.viewers["ambleside"])
    body = orjson.loads(answer.body)
    (name,) = body["data"]
    assert body["data"] == {name: None}
    assert body["errors"][0]["path"] == [name]
    assert body["errors"][0]["extensions"]["code"] == "BAD_USER_INPUT"
    assert sentence in body["errors"][0]["message"]
    assert not answer.request_error


def test_who_may_not_read_plans_sees_the_case_without_them(hub: Hub) -> None:
    document = """query($ids: [ID!]!) { nodes(ids: $ids) { id
        ... on Case { surname plan { id } plans { id } spans { plan { id } } } } }"""
    cases, plans = hub.world.cases, hub.world.nodes["sentence_plan"]
    ids = [global_id("Case", cases["TEAM"]), global_id("SentencePlan", plans[0]), global_id("Case", cases["OTHER"])]
    answer = hub.ask(document, hub.world.viewers["administrator"], ids=ids)
    body = orjson.loads(answer.body)
    spans = [{"plan": None}, {"plan": None}]
    case = {"id": ids[0], "surname": "Family TEAM", "plan": None, "plans": None, "spans": spans}
    assert body["data"] == {"nodes": [case, None, None]}
    paths = [["nodes", 0, "plan"], ["nodes", 0, "plans"], ["nodes", 0, "spans", 0, "plan"]]
    paths += [["nodes", 0, "spans", 1, "plan"], ["nodes", 1]]
    assert sorted(error["path"] for error in body["errors"]) == sorted(paths)
    assert {error["extensions"]["code"] for error in body["errors"]} == {"FORBIDDEN"}
    assert answer.case_ids == [cases["TEAM"]]


def test_a_promise_that_the_rows_break_is_an_error_at_its_place(hub: Hub) -> None:
    """The sentence says that it is of one case, its source record of another: the edge is not followed."""
    document = """query($id: ID!) { case(id: $id) { surname sentences { description } }
        broken: case(id: $id) { surname sentences { description source { key } } } }"""
    own = global_id("Case", hub.world.cases["CROSSED"])
    answer = hub.ask(document, hub.world.viewers["ambleside"], id=own)
    body = orjson.loads(answer.body)
    assert body["data"] == {
        "case": {"surname": "Family CROSSED", "sentences": [{"description": "Crossed"}]},
        "broken": None,
    }
    assert [error["path"] for error in body["errors"]] == [["broken", "sentences", 0, "source"]]
    assert body["errors"][0]["extensions"]["code"] == "INTERNAL"


def test_keys_stand_in_the_order_of_the_selection_whichever_way_the_answer_came(hub: Hub) -> None:
    selection = (
        """case(crn: "X000000") { z: version ...F a: surname ... on Node { id } team { x: __typename } m: id }"""
    )
    fragment = "fragment F on Case { phase z: version }"
    actor = hub.world.viewers["ambleside"]
    ways = {}
    for way, document in (("compiled", f"{{ {selection} }} "), ("python", f"{{ {selection} me {{ until }} }} ")):
        before = READ_PATH.labels(way)._value.get()
        ways[way] = orjson.loads(hub.ask(document + fragment, actor).body)["data"]["case"]
        assert READ_PATH.labels(way)._value.get() == before + 1
    assert list(ways["compiled"]) == ["z", "phase", "a", "id", "team", "m"] == list(ways["python"])
    assert ways["compiled"] == ways["python"]


@pytest.mark.parametrize(
    ("skip", "include", "keys"),
    [(True, True, []), (True, False, []), (False, True, ["both", "one"]), (False, False, ["one"])],
)
def test_directives_are_decided_for_each_request(hub: Hub, skip: bool, include: bool, keys: list[str]) -> None:
    document = """query($s: Boolean!, $i: Boolean! = true) { case(crn: "X000000") {
        both: id @skip(if: $s) @include(if: $i) ... @skip(if: $s) { one: id } none: id @include(if: false) } }"""
    answer = hub.ask(document, hub.world.viewers["ambleside"], s=skip, i=include)
    assert list(orjson.loads(answer.body)["data"]["case"]) == keys


def test_a_fault_of_the_caller_is_no_fault_of_the_next_one(hub: Hub) -> None:
    """Shapes and flags of one request leave nothing behind for another of the same document."""
    document = (
        "query($id: ID, $crn: Crn, $n: Int) { case(id: $id, crn: $crn) { id movements(first: $n) { totalCount } } }"
    )
    actor, own = hub.world.viewers["ambleside"], global_id("Case", hub.world.cases["MINE"])
    whole = {"data": {"case": {"id": own, "movements": {"totalCount": 5}}}}
    asked: list[tuple[dict[str, Any], bool]] = [
        ({"id": own}, True),
        ({"crn": "X000000"}, True),
        ({"crn": "X000000", "n": 1000}, False),
        ({"id": own, "n": 1}, True),
        ({"id": own, "crn": "X000000"}, False),
        ({"crn": "X000000", "n": None}, True),
    ]
    for variables, good in asked:
        assert (orjson.loads(hub.ask(document, actor, **variables).body) == whole) is good


# --- subscriptions ---


@strawberry.type
class _Inner:
    number: int


@strawberry.type
class _Event:
    inner: _Inner


@strawberry.type
class _Query:
    nothing: str | None = None


@strawberry.type
class _Subscription:
    @strawberry.subscription
    async def ticks(self, count: int) -> AsyncGenerator[_Event, None]:
        for number in range(count):
            yield _Event(inner=_Inner(number=number))

    @strawberry.subscription
    async def refuses(self) -> AsyncGenerator[_Event, None]:
        yield _Event(inner=_Inner(number=1))
        raise BrokenRule("SomethingIsSo", "Something is so.", "Do something else.")


def _ticking() -> Executor:
    schema = strawberry.Schema(query=_Query, subscription=_Subscription)._schema
    return _executor(contract=Contract(schema, draw(schema)))


async def test_ten_thousand_events_leave_nothing_behind() -> None:
    """The library's own way of subscribing keeps about ten objects of every event for ever."""
    document = "subscription { ticks(count: 12000) { inner { number } } }"
    held = {}
    seen = 0
    async for answer in _ticking().subscribe(Request(document, None, {}, "request-7", MANAGER)):
        assert orjson.loads(answer.body) == {"data": {"ticks": {"inner": {"number": seen}}}}
        seen += 1
        if seen in (2000, 12000):
            gc.collect()
            held[seen] = len(gc.get_objects())
    assert seen == 12000
    assert held[12000] - held[2000] < 200


async def test_a_stream_that_fails_ends_with_the_error() -> None:
    document = "subscription { refuses { inner { number } } }"
    request = Request(document, None, {}, "request-7", MANAGER)
    answers = [answer async for answer in _ticking().subscribe(request)]
    assert [answer.outcome for answer in answers] == ["OK", "CONFLICT"]
    assert answers[1].request_error


async def test_a_query_on_a_socket_is_answered_once() -> None:
    request = Request("{ __typename }", None, {}, "request-7", None)
    answers = [answer async for answer in _executor().subscribe(request)]
    assert [orjson.loads(answer.body) for answer in answers] == [{"data": {"__typename": "Query"}}]
