"""How Python completes an answer whose parts the database wrote.

Every declared field takes its value from the JSON by its key in the answer, and a type is known by the name that the
JSON carries. Used for what the compiled path leaves to Python (docs/architecture.md, "Follow one request").
"""

from collections.abc import Mapping
from typing import Any

from graphql import GraphQLInterfaceType, GraphQLObjectType, GraphQLResolveInfo, GraphQLSchema, get_named_type

from hub.domain.access import Capability
from hub.reads.faults import CapabilityMissing
from hub.reads.model import Edge, Embedded, Field, Model, RowList
from hub.reads.objects import TYPE_KEY
from hub.reads.sites import reader_of


def complete_in_python(schema: GraphQLSchema, model: Model) -> None:
    """Give every declared field below the root its resolver, and every interface over entities its type resolver."""
    for name, entity in model.entities.items():
        _fields(_object_type(schema, name), entity.fields)
    for name, parts in model.parts.items():
        _fields(_object_type(schema, name), parts)
    for kind in schema.type_map.values():
        if isinstance(kind, GraphQLInterfaceType) and _is_of_entities(schema, kind, model):
            kind.resolve_type = _type_name


def _object_type(schema: GraphQLSchema, name: str) -> GraphQLObjectType:
    kind = schema.type_map[name]
    assert isinstance(kind, GraphQLObjectType)
    return kind


def _is_of_entities(schema: GraphQLSchema, kind: GraphQLInterfaceType, model: Model) -> bool:
    return all(possible.name in model.entities for possible in schema.get_possible_types(kind))


def _type_name(value: Mapping[str, Any], _info: GraphQLResolveInfo[Any], _kind: Any) -> str:
    name: str = value[TYPE_KEY]
    return name


def _fields(kind: GraphQLObjectType, fields: Mapping[str, Field]) -> None:
    kind.is_type_of = None  # the schema library's asks for an instance of its class
    for name, field in fields.items():
        kind.fields[name].resolve = _resolver(field)
        if isinstance(field, Embedded | RowList):
            inner = get_named_type(kind.fields[name].type)
            assert isinstance(inner, GraphQLObjectType)
            _fields(inner, field.fields)


def _resolver(field: Field) -> Any:
    needs = field.needs if isinstance(field, Edge) else None
    read = reader_of(field)
    if needs is not None or read is not None:
        return _checking(needs, read)
    return _by_key


def _by_key(source: Mapping[str, Any], info: GraphQLResolveInfo[Any], **_arguments: Any) -> Any:
    return source[info.path.key]  # type: ignore[index]


def _checking(needs: Capability | None, read: Any) -> Any:
    def resolve(source: Mapping[str, Any], info: GraphQLResolveInfo[Any], **arguments: Any) -> Any:
        if needs is not None and not info.context.viewer.may(needs):
            raise CapabilityMissing(f"This needs {needs}, which you do not have.")
        if read is not None:
            read(arguments)  # raises BadInput at its place
        return source[info.path.key]  # type: ignore[index]

    return resolve
