"""Random valid documents over the contract: fields by hypothesis-graphql, then dressed with what it does not make.

Dressing puts in ids and cursors that mean something, aliases, named and inline fragments, `__typename`, @skip and
@include with literals and variables, and arguments as variables.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from graphql import (
    ArgumentNode,
    BooleanValueNode,
    DirectiveNode,
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLObjectType,
    GraphQLSchema,
    InlineFragmentNode,
    IntValueNode,
    ListValueNode,
    NamedTypeNode,
    NameNode,
    NullValueNode,
    OperationDefinitionNode,
    SelectionNode,
    SelectionSetNode,
    StringValueNode,
    ValueNode,
    VariableDefinitionNode,
    VariableNode,
    get_named_type,
    parse_type,
    print_ast,
)
from hypothesis import strategies as st
from hypothesis_graphql import nodes, queries


@dataclass
class Dressed:
    """A document and its variables."""

    document: str
    variables: dict[str, Any]


@dataclass
class _Wardrobe:
    """What has been made for the document so far."""

    draw: st.DrawFn
    schema: GraphQLSchema
    ids: Sequence[str]
    cursors: Sequence[str]
    variables: dict[str, Any] = field(default_factory=dict)
    definitions: list[VariableDefinitionNode] = field(default_factory=list)
    fragments: list[FragmentDefinitionNode] = field(default_factory=list)

    def chance(self, one_in: int) -> bool:
        """True once in a while."""
        return self.draw(st.integers(0, one_in - 1)) == one_in - 1

    def variable(self, type_name: str, value: Any) -> VariableNode:
        """A new variable of that type."""
        name = f"v{len(self.definitions)}"
        node = VariableNode(name=NameNode(value=name))
        self.definitions.append(VariableDefinitionNode(variable=node, type=parse_type(type_name)))
        self.variables[name] = value
        return node

    def selection(self, kind: Any, selection: SelectionSetNode) -> SelectionSetNode:
        """The selection, dressed."""
        dressed: list[SelectionNode] = []
        for node in selection.selections:
            if isinstance(node, InlineFragmentNode):
                inner = self.schema.type_map[node.type_condition.name.value]  # type: ignore[union-attr]
                dressed.append(
                    InlineFragmentNode(
                        type_condition=node.type_condition, selection_set=self.selection(inner, node.selection_set)
                    )
                )
            elif isinstance(node, FieldNode):
                dressed.append(self.wrapped(kind, self.field(kind, node)))
        if self.chance(4):
            dressed.insert(0, FieldNode(name=NameNode(value="__typename")))
        return SelectionSetNode(selections=tuple(dressed))

    def field(self, kind: Any, node: FieldNode) -> FieldNode:
        """One field: its arguments, its selection, perhaps an alias and a directive."""
        name = node.name.value
        definition = kind.fields[name]
        alias = node.alias
        if alias is None and self.chance(5):
            alias = NameNode(value=f"{name}_{len(self.fragments)}_{self.draw(st.integers(0, 99))}")
        inner = get_named_type(definition.type)
        return FieldNode(
            name=node.name,
            alias=alias,
            arguments=tuple(self.arguments(definition.args, node)),
            directives=self.directives(),
            selection_set=self.selection(inner, node.selection_set) if node.selection_set else None,
        )

    def arguments(self, args: Any, node: FieldNode) -> list[ArgumentNode]:
        """Arguments that mean something; sometimes as variables."""
        dressed = []
        for argument in node.arguments or ():
            name = argument.name.value
            value = self.value(name, argument.value)
            if value is None:
                continue
            plain = _plain(value)
            if plain is not _KEPT and self.chance(3):
                value = self.variable(str(args[name].type), plain)
            dressed.append(ArgumentNode(name=argument.name, value=value))
        return dressed

    def value(self, name: str, value: ValueNode) -> ValueNode | None:
        """A value for the argument of that name; None leaves it out."""
        if isinstance(value, NullValueNode):
            return value
        match name:
            case "id" | "staff" | "offenderManager" | "offenderSupervisor":
                return StringValueNode(value=self.draw(st.sampled_from(self.ids)))
            case "ids":
                found = self.draw(st.lists(st.sampled_from(self.ids), max_size=6))
                return ListValueNode(values=tuple(StringValueNode(value=one) for one in found))
            case "first" | "last":
                return IntValueNode(value=str(self.draw(st.sampled_from([1, 2, 3, 5, 100, 100, 0, 101]))))
            case "after" | "before":
                return StringValueNode(value=self.draw(st.sampled_from(self.cursors))) if self.chance(2) else None
        return value

    def directives(self) -> tuple[DirectiveNode, ...]:
        """Perhaps @skip or @include."""
        if not self.chance(8):
            return ()
        name, flag = self.draw(st.sampled_from(["skip", "include"])), self.draw(st.booleans())
        value: ValueNode = self.variable("Boolean!", flag) if self.chance(2) else BooleanValueNode(value=flag)
        argument = ArgumentNode(name=NameNode(value="if"), value=value)
        return (DirectiveNode(name=NameNode(value=name), arguments=(argument,)),)

    def wrapped(self, kind: Any, node: FieldNode) -> SelectionNode:
        """The field, perhaps inside a fragment on its type."""
        if not self.chance(6):
            return node
        condition = NamedTypeNode(name=NameNode(value=kind.name))
        only = SelectionSetNode(selections=(node,))
        if self.chance(2):
            named = condition if self.chance(2) else None
            return InlineFragmentNode(type_condition=named, selection_set=only, directives=self.directives())
        name = NameNode(value=f"F{len(self.fragments)}")
        self.fragments.append(FragmentDefinitionNode(name=name, type_condition=condition, selection_set=only))
        return FragmentSpreadNode(name=name, directives=self.directives())


_KEPT = object()


def _plain(value: ValueNode) -> Any:
    """A literal as a variable's value; _KEPT for one that stays where it is."""
    match value:
        case StringValueNode():
            return value.value
        case IntValueNode():
            return int(value.value)
        case ListValueNode():
            return [_plain(item) for item in value.values]
    return _KEPT


def documents(
    schema: GraphQLSchema, roots: Sequence[str], ids: Sequence[str], cursors: Sequence[str]
) -> st.SearchStrategy[Dressed]:
    """Random documents over these root fields of a schema, whose arguments are among these ids and cursors."""
    crns = st.sampled_from([f"X00000{n}" for n in range(9)] + ["Z777777", "X999999", "y000000"])
    numbers = st.sampled_from([f"A000{n}BC" for n in range(9)] + ["a0000bc"])
    scalars = {"Crn": crns.map(nodes.String), "PrisonNumber": numbers.map(nodes.String)}
    bare: st.SearchStrategy[DocumentNode] = queries(
        schema, fields=roots, custom_scalars=scalars, print_ast=lambda ast: ast
    )

    @st.composite
    def dressed(draw: st.DrawFn) -> Dressed:
        operation = draw(bare).definitions[0]
        assert isinstance(operation, OperationDefinitionNode)
        assert isinstance(schema.query_type, GraphQLObjectType)
        wardrobe = _Wardrobe(draw, schema, ids, cursors)
        selection = wardrobe.selection(schema.query_type, operation.selection_set)
        whole = OperationDefinitionNode(
            operation=operation.operation,
            name=NameNode(value="Random"),
            variable_definitions=tuple(wardrobe.definitions),
            selection_set=selection,
        )
        return Dressed(print_ast(DocumentNode(definitions=(whole, *wardrobe.fragments))), wardrobe.variables)

    return dressed()
