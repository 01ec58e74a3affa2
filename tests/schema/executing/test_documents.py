"""Documents that are kept: read once, weighed with the page sizes of each request."""

from collections.abc import Mapping
from typing import Any

import pytest
from graphql import DocumentNode, GraphQLError, GraphQLSchema

from hub.schema.executing.documents import MOST_CHARACTERS, Documents, RequestFault
from hub.schema.executing.limits import Load, Weight, weigh
from hub.schema.schema import build

CONTRACT = build()


def _documents(**options: Any) -> Documents:
    return Documents(CONTRACT.schema, CONTRACT.model, **options)


def test_the_same_text_is_read_once() -> None:
    documents = _documents()
    assert documents.get("{ __typename }") is documents.get("{ " + "__typename }")
    assert documents.get("{ __typename }") is not documents.get("{__typename}")


def test_what_is_kept_of_documents_is_bounded() -> None:
    documents = _documents()
    first = documents.get("{ __typename }")
    for number in range(12):
        documents.get("{ __typename } #" + str(number) * (MOST_CHARACTERS // 10))
    assert documents.get("{ __typename }") is not first


def test_a_faulty_document_says_so_each_time_and_keeps_nothing_of_who_asked() -> None:
    document = _documents().get("{ mood }")
    faults = []
    for _ in range(3):
        with pytest.raises(RequestFault) as raised:
            document.operation(None)
        faults.append(raised.value)
    assert len({id(fault) for fault in faults}) == 3
    assert {fault.errors[0].message for fault in faults} == {"Cannot query field 'mood' on type 'Query'."}


def test_page_sizes_are_weighed_in_each_request_and_other_variables_are_not() -> None:
    weighed: list[dict[str, Any]] = []

    def watched(ast: DocumentNode, schema: GraphQLSchema, variables: Mapping[str, Any], name: str | None) -> Weight:
        weighed.append(dict(variables))
        found = weigh(ast, schema, variables, name)
        too_much = variables.get("n") == 99
        return Weight(Load(), (GraphQLError("too much"),) if too_much else (), found.page_variables)

    text = "query($n: Int, $s: CaseloadScope!) { caseload(first: $n, scope: $s) { totalCount } }"
    operation = _documents(weigh=watched).get(text).operation(None)
    weighed.clear()
    for variables in ({"n": 5, "s": "MINE"}, {"n": 5, "s": "TEAM"}, {"s": "TEAM"}):
        operation.check_weight(operation.variables(variables))
    assert [one.get("n") for one in weighed] == [5, None]
    with pytest.raises(RequestFault):
        operation.check_weight(operation.variables({"n": 99, "s": "MINE"}))


@pytest.mark.parametrize(
    ("given", "taken"),
    [
        ({"id": "x"}, {"id": "x", "n": 7}),
        ({"id": 5, "n": 3}, {"id": "5", "n": 3}),
        ({"id": "x", "n": None}, {"id": "x", "n": None}),
        ({"id": "x", "crn": "x000001", "unknown": 1}, {"id": "x", "n": 7, "crn": "X000001"}),
    ],
)
def test_variables_are_coerced_as_graphql_says(given: dict[str, Any], taken: dict[str, Any]) -> None:
    text = """query($id: ID!, $n: Int = 7, $crn: Crn) {
        node(id: $id) { id } caseload(first: $n) { totalCount } case(crn: $crn) { id } }"""
    assert _documents().get(text).operation(None).variables(given) == taken


@pytest.mark.parametrize("given", [{}, {"id": None}, {"id": ["x"]}, {"id": "x", "n": "7"}, {"id": "x", "n": 2**40}])
def test_variables_that_do_not_fit_are_named(given: dict[str, Any]) -> None:
    text = "query($id: ID!, $n: Int = 7) { node(id: $id) { id } caseload(first: $n) { totalCount } }"
    with pytest.raises(RequestFault, match="BAD_USER_INPUT") as raised:
        _documents().get(text).operation(None).variables(given)
    assert "Variable '$" in raised.value.errors[0].message
