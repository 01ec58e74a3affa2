"""How much a document may ask for: each limit names itself and its value, and none takes long to find out."""

from typing import Any

import pytest
from graphql import GraphQLError, build_schema, get_introspection_query, validate

from hub.schema.executing import limits
from hub.schema.executing.limits import (
    MOST_ALIASES,
    MOST_COST,
    MOST_DEPTH,
    MOST_DIRECTIVES,
    MOST_FIELDS,
    MOST_ROOT_FIELDS,
)

SCHEMA = build_schema(
    """
    type Query {
      me: Person
      caseload(first: Int = 25, after: String, last: Int): CaseConnection!
      events(first: Int): CaseConnection!
    }
    type CaseConnection { edges: [CaseEdge!]! nodes: [Case!]! pageInfo: PageInfo! totalCount: Int }
    type PageInfo { endCursor: String }
    type CaseEdge { cursor: String node: Case! }
    type Person { name: String friend: Person }
    type Case { id: ID! offender: Person plan: Plan related(first: Int): CaseConnection! }
    type Plan { objectives: [Objective!]! }
    type Objective { title: String case: Case steps: [Step!]! }
    type Step { due: String }
    """
)


def weighed(query: str, variables: dict[str, Any] | None = None, name: str | None = None) -> limits.Weight:
    return limits.weigh(limits.read_document(query), SCHEMA, variables or {}, name)


COSTS = [
    ("{ me { name } }", {}, 1),
    ("{ me { friend { name } } }", {}, 2),
    ("{ caseload { totalCount } }", {}, 25),
    ("{ caseload(first: 10) { nodes { id } } }", {}, 20),
    ("{ caseload(last: 10) { edges { node { id } } } }", {}, 30),
    ("{ caseload(first: 10, last: 20) { totalCount } }", {}, 20),
    ("{ events { totalCount } }", {}, 25),
    ("query ($n: Int) { events(first: $n) { totalCount } }", {"n": 7}, 7),
    ("query ($n: Int) { events(first: $n) { totalCount } }", {}, 25),
    ("query ($n: Int = 3) { events(first: $n) { totalCount } }", {}, 3),
    ("query ($n: Int) { events(first: $n) { totalCount } }", {"n": "many"}, 25),
    ("{ events(first: -5) { totalCount } }", {}, 0),
    ("{ events(first: null) { totalCount } }", {}, 25),
    ("{ caseload(first: 10) { nodes { plan { objectives { steps { due } } } } } }", {}, 10 * (1 + 1 + 1 + 5 + 25)),
    ("{ events(first: 10) { nodes { related(first: 10) { nodes { id } } } } }", {}, 10 * (1 + 1 + 10 * 2)),
    ("{ ...F } fragment F on Query { me { name } }", {}, 1),
    ("{ events(first: 2) { ...F ...F } } fragment F on CaseConnection { nodes { id } }", {}, 2 * (1 + 1 + 1)),
    ("{ a: me { name } b: me { name } }", {}, 2),
    ("{ ... on Query { me { name } } }", {}, 1),
    ("{ __schema { types { name } } }", {}, 0),
]


@pytest.mark.parametrize(("query", "variables", "cost"), COSTS)
def test_the_cost_is_the_product_of_page_sizes(query: str, variables: dict[str, Any], cost: int) -> None:
    assert weighed(query, variables).load.cost == cost


TOO_MUCH = [
    ("depth", MOST_DEPTH + 1, "{ me {" + "friend {" * (MOST_DEPTH - 1) + "name" + "}" * MOST_DEPTH + "}"),
    ("roots", MOST_ROOT_FIELDS + 1, "{" + " ".join(["me { name }"] * (MOST_ROOT_FIELDS + 1)) + "}"),
    ("aliases", MOST_ALIASES + 1, "{ me {" + " ".join(f"a{n}: name" for n in range(MOST_ALIASES + 1)) + "} }"),
    ("directives", MOST_DIRECTIVES + 1, "{ me { name " + "@skip(if: false) " * (MOST_DIRECTIVES + 1) + "} }"),
    (
        "cost",
        MOST_COST + 1,
        "{ events(first: 100) { nodes { related(first: 100) { nodes { plan { objectives { title } } } } } } }",
    ),
    (
        "fields",
        MOST_FIELDS + 1,
        "{ me { friend { " + "...F " * 21 + "} } } fragment F on Person {" + " name" * 99 + " }",
    ),
]


@pytest.mark.parametrize(("measure", "value", "query"), TOO_MUCH, ids=[row[0] for row in TOO_MUCH])
def test_each_limit_names_itself_its_value_and_the_most(measure: str, value: int, query: str) -> None:
    errors = limits.check(limits.read_document(query), SCHEMA, {}, None)
    found = {error.extensions["limit"]: error for error in errors if error.extensions}
    assert measure in found
    extensions = found[measure].extensions or {}
    assert extensions["code"] == "COST_LIMIT"
    assert extensions["value"] >= value
    assert str(extensions["value"]) in found[measure].message
    assert str(extensions["maximum"]) in found[measure].message


def test_within_every_limit_there_is_no_error() -> None:
    query = "{ me {" + "friend {" * (MOST_DEPTH - 2) + "name" + "}" * (MOST_DEPTH - 1) + "}"
    assert limits.check(limits.read_document(query), SCHEMA, {}, None) == []


@pytest.mark.parametrize("links", [2, 24, 100])
def test_a_chain_of_fragments_is_weighed_once(links: int, monkeypatch: pytest.MonkeyPatch) -> None:
    chain = "".join(f"fragment f{n} on Person{{...f{n + 1} ...f{n + 1}}}" for n in range(links))
    document = limits.read_document("{me{...f0}}" + chain + f"fragment f{links} on Person{{name}}")
    steps = []
    weigh_selection = limits._Scale.selection

    def counted(scale: limits._Scale, selections: Any, parent: Any) -> limits.Load:
        steps.append(parent)
        return weigh_selection(scale, selections, parent)

    monkeypatch.setattr(limits._Scale, "selection", counted)
    weight = limits.weigh(document, SCHEMA, {}, None)
    assert len(steps) == links + 3, "one step for each selection that is written"
    assert weight.load.fields == min(2**links + 1, limits._ENOUGH)
    assert bool(weight.errors) == (2**links + 1 > MOST_FIELDS)


CIRCLES = [
    "{ ...A } fragment A on Query { ...A }",
    "{ ...A } fragment A on Query { me { name } ...B } fragment B on Query { ...A }",
    "{ me { ...A } } fragment A on Person { friend { ...A } }",
]


@pytest.mark.parametrize("query", CIRCLES)
def test_fragments_in_a_circle_are_left_to_validation(query: str) -> None:
    document = limits.read_document(query)
    assert limits.check(document, SCHEMA, {}, None) == []
    assert validate(SCHEMA, document)


@pytest.mark.parametrize(
    "query",
    [
        "{ unknown { deeper } }",
        "{ ...Missing }",
        "{ ... on Nothing { me { name } } }",
        "fragment F on Query { me { name } }",
        "query A { me { name } } query B { me { name } }",
        "mutation { anything }",
        "{ events(first: 99999999999999999999999999) { totalCount } }".replace("99", "9" * 5000, 1),
        "type Query { a: Int }",
    ],
)
def test_an_invalid_document_is_weighed_as_far_as_it_can_be_seen(query: str) -> None:
    weight = weighed(query)
    assert all((error.extensions or {})["code"] == "COST_LIMIT" for error in weight.errors)


def test_a_chain_longer_than_the_interpreter_goes_is_refused() -> None:
    chain = "".join(f"fragment f{n} on Person{{...f{n + 1}}}" for n in range(240))
    errors = limits.check(
        limits.read_document("{me{...f0}}" + chain + "fragment f240 on Person{name}"), SCHEMA, {}, None
    )
    assert [(error.extensions or {})["limit"] for error in errors] in ([], ["depth"])


def test_only_the_operation_that_runs_is_weighed() -> None:
    query = "query Small { me { name } } query Large { events(first: 1000) { nodes { id } } }"
    assert weighed(query, name="Small").load.cost == 1
    assert weighed(query, name="Large").load.cost == 2000
    assert weighed(query, name="Neither").load.cost == 0


def test_page_sizes_in_variables_are_named_so_that_a_weight_can_be_kept() -> None:
    query = 'query ($n: Int, $m: Int) { a: events(first: $n) { totalCount } b: caseload(after: "x") { totalCount } }'
    assert weighed(query, {"n": 1, "m": 2}).page_variables == {"n"}
    assert weighed("{ events(first: 5) { totalCount } }").page_variables == frozenset()


def test_the_introspection_of_graphiql_passes() -> None:
    query = get_introspection_query(
        specified_by_url=True, directive_is_repeatable=True, schema_description=True, input_value_deprecation=True
    )
    weight = weighed(query)
    assert weight.errors == ()
    assert weight.load.depth <= MOST_DEPTH


@pytest.mark.parametrize(
    "query",
    ["{" + " name" * 10_000 + "}", "{" + "#\n" * 10_000 + " me { name } }", "{" + ",,me{name}" * 4_000 + "}"],
    ids=["fields", "comments", "punctuation"],
)
def test_a_document_that_is_too_long_is_not_read_to_its_end(query: str) -> None:
    with pytest.raises(GraphQLError) as refused:
        limits.read_document(query)
    assert refused.value.extensions == {"code": "COST_LIMIT"}
    assert "2000 tokens" in refused.value.message


@pytest.mark.parametrize("query", ["", "{", "{ a", '{ a(b: "\\ud800") }', "{ a }}", "\x01", "{" * 500])
def test_what_is_no_document_says_where(query: str) -> None:
    with pytest.raises(GraphQLError) as refused:
        limits.read_document(query)
    assert (refused.value.extensions or {})["code"] == "GRAPHQL_PARSE_FAILED"
