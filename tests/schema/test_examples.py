"""The operations to try: they fit the contract, with and without ids of a database."""

from typing import Any

import pytest
from graphql import GraphQLSchema, parse, validate
from graphql.execution import get_variable_values

from hub.reads.ids import global_id
from hub.schema.examples import EXAMPLES, Example, examples
from hub.schema.executing import limits
from hub.schema.schema import build
from hub.store.caseload.tryout import Tryout


@pytest.fixture(scope="module")
def schema() -> GraphQLSchema:
    return build().schema


@pytest.mark.parametrize("example", [*EXAMPLES, *examples(Tryout(7, 8, 2))], ids=lambda example: example.name)
def test_an_example_fits_the_contract(example: Example, schema: GraphQLSchema) -> None:
    document = parse(example.query)
    assert validate(schema, document) == []
    assert limits.check(document, schema, example.variables, None) == []
    (operation,) = document.definitions
    coerced: Any = get_variable_values(schema, operation.variable_definitions or (), dict(example.variables))  # type: ignore[attr-defined]
    assert not isinstance(coerced, list), coerced


def test_there_is_one_of_each_kind() -> None:
    kinds = [example.query.split()[0] for example in EXAMPLES]
    assert kinds == ["query", "query", "mutation", "subscription", "query"]


def test_what_was_found_stands_in_the_variables() -> None:
    _, _, progress, watch, duties = examples(Tryout(case_id=7, step_id=8, step_version=2))
    assert progress.variables["input"]["stepId"] == global_id("Step", 8)
    assert progress.variables["input"]["expectedVersion"] == 2
    assert watch.variables == duties.variables == {"case": global_id("Case", 7)}
