"""The arguments of one field in a document.

Literals and defaults are read once, when the document is outlined; in each request only variables are looked at.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from graphql import (
    FieldNode,
    GraphQLField,
    ListValueNode,
    NameNode,
    Undefined,
    ValueNode,
    VariableNode,
    is_non_null_type,
    is_required_argument,
)
from graphql.execution import get_argument_values
from graphql.utilities import coerce_input_literal

from hub.reads.faults import BadInput


@dataclass(frozen=True)
class _Variable:
    """An argument, or an item of a list, that is a variable; `default` stands in where the request omits it."""

    name: str
    default: Any
    nullable: bool

    def value(self, variables: Mapping[str, Any]) -> Any:
        value = variables.get(self.name, self.default)
        if value is None and not self.nullable:
            raise BadInput(f"The variable ${self.name} is null where a value is needed.")
        return value


@dataclass(frozen=True)
class _Items:
    """A list with variables in it."""

    items: tuple[Any, ...]

    def value(self, variables: Mapping[str, Any]) -> Any:
        return [item.value(variables) if isinstance(item, _Variable) else item for item in self.items]


class Arguments:
    """The arguments of one field node."""

    def __init__(self, field: GraphQLField, node: FieldNode) -> None:
        given = {argument.name.value: argument for argument in node.arguments or ()}
        varying = {name: given[name].value for name in given if _has_variables(given[name].value)}
        fixed_node = FieldNode(name=node.name, arguments=tuple(a for name, a in given.items() if name not in varying))
        fixed = {name: argument for name, argument in field.args.items() if name not in varying}
        self._fixed = get_argument_values(GraphQLField(field.type, fixed), fixed_node)
        self._varying = {name: _reader(field, name, value) for name, value in varying.items()}

    @property
    def fixed(self) -> bool:
        """Whether every request gives the same values."""
        return not self._varying

    def values(self, variables: Mapping[str, Any]) -> Mapping[str, Any]:
        """The values by GraphQL name; what is omitted is absent. Raises BadInput for a null where there can be none."""
        if not self._varying:
            return self._fixed
        values = dict(self._fixed)
        for name, reader in self._varying.items():
            value = reader.value(variables)
            if value is not Undefined:
                values[name] = value
        return values


def _has_variables(value: ValueNode) -> bool:
    if isinstance(value, ListValueNode):
        return any(_has_variables(item) for item in value.values)
    return isinstance(value, VariableNode)


def _reader(field: GraphQLField, name: str, value: ValueNode) -> _Variable | _Items:
    argument = field.args[name]
    if isinstance(value, VariableNode):
        return _Variable(value.name.value, _default(field, name), not is_non_null_type(argument.type))
    assert isinstance(value, ListValueNode)
    inner = argument.type.of_type if is_non_null_type(argument.type) else argument.type
    item = inner.of_type  # type: ignore[union-attr]
    nullable = not is_non_null_type(item)
    return _Items(
        tuple(
            _Variable(one.name.value, None, nullable)
            if isinstance(one, VariableNode)
            else coerce_input_literal(one, item)
            for one in value.values
        )
    )


def _default(field: GraphQLField, name: str) -> Any:
    """The default of an argument that the request may omit; Undefined where there is none."""
    argument = field.args[name]
    if is_required_argument(argument):
        return None  # the variable has a value: validation and coercion saw to it
    only = GraphQLField(field.type, {name: argument})
    return get_argument_values(only, FieldNode(name=NameNode(value=name), arguments=())).get(name, Undefined)
