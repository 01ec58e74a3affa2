"""The contract as a whole: what is committed is what the code says, and everything is described."""

import pytest
from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLObjectType,
    validate_schema,
)

from hub.schema.enums import ENUMS
from hub.schema.schema import SDL, build, sdl

CONTRACT = build()
TYPES = [kind for name, kind in CONTRACT.schema.type_map.items() if not name.startswith("__")]
OWN = [kind for kind in TYPES if kind.name not in ("String", "Int", "Float", "Boolean", "ID")]


def test_the_committed_schema_is_what_the_code_says() -> None:
    assert SDL.read_text(encoding="utf-8") == sdl(), "run `hub schema --write` and look at the difference"


def test_the_schema_is_valid() -> None:
    assert validate_schema(CONTRACT.schema) == []


@pytest.mark.parametrize("name", [kind.name for kind in OWN])
def test_everything_is_described(name: str) -> None:
    kind = CONTRACT.schema.type_map[name]
    missing = [] if kind.description else [name]
    if isinstance(kind, GraphQLObjectType | GraphQLInterfaceType | GraphQLInputObjectType):
        missing += [f"{name}.{field}" for field, found in kind.fields.items() if not found.description]
    if isinstance(kind, GraphQLObjectType):
        missing += [
            f"{name}.{field}({argument})"
            for field, found in kind.fields.items()
            for argument, given in found.args.items()
            if not given.description and argument != "input"  # its type is described
        ]
    if isinstance(kind, GraphQLEnumType):
        missing += [f"{name}.{value}" for value, found in kind.values.items() if not found.description]
    assert missing == []


@pytest.mark.parametrize("enum", ENUMS, ids=lambda enum: enum.__name__)
def test_an_enum_of_the_contract_describes_the_values_of_the_domain(enum: type) -> None:
    _, values = ENUMS[enum]
    assert set(values) == {value.name for value in enum}  # type: ignore[attr-defined]
    assert {value.name for value in enum} == {value.value for value in enum}  # type: ignore[attr-defined]


def test_no_type_shows_a_table_that_it_does_not_declare() -> None:
    """Every field of a type with a table has a declaration: nothing is resolved beside the read path."""
    for name, entity in CONTRACT.model.entities.items():
        kind = CONTRACT.schema.type_map[name]
        assert isinstance(kind, GraphQLObjectType)
        assert set(entity.fields) == set(kind.fields)


def test_root_fields_are_read_by_declaration_or_named_here() -> None:
    query = CONTRACT.schema.query_type
    assert query is not None
    by_python = {"me", "caseloadFigures", "urgentRoute", "roleDuties", "capacities", "previewReallocation"}
    by_python |= {"caseDuties", "sentenceTypes"}
    assert set(query.fields) - set(CONTRACT.model.roots) == by_python
