"""How much one document may ask for: tokens, depth, breadth, aliases, directives, cost.

One pass: what a fragment asks for is worked out once and remembered, so that a chain of fragments, each spread twice by
the one before, takes linear time. The cost is static: how many objects the page sizes allow, whatever the data holds.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import reduce
from typing import Any, NamedTuple

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLError,
    GraphQLField,
    GraphQLNamedType,
    GraphQLSchema,
    GraphQLSyntaxError,
    InlineFragmentNode,
    IntValueNode,
    OperationDefinitionNode,
    SelectionNode,
    Undefined,
    VariableNode,
    get_named_type,
    get_nullable_type,
    is_composite_type,
    is_list_type,
    parse,
)

from hub.schema.refusal import Code

MOST_TOKENS = 2_000
MOST_COMMENTS = 500
MOST_DEPTH = 16  # the introspection query of GraphiQL is 15 deep
MOST_FIELDS = 2_000
MOST_ROOT_FIELDS = 20
MOST_ALIASES = 100
MOST_DIRECTIVES = 100
MOST_COST = 50_000

DEFAULT_PAGE = 25
# A list without a page size: objectives of a plan, members of a team.
ASSUMED_LIST = 5

_PAGE_ARGUMENTS = ("first", "last")
_ENOUGH = 10**12  # sums stop here: a chain of fragments would otherwise make numbers of many thousand digits
_MANY_TOKENS = "Document contains more than"


class Load(NamedTuple):
    """What a selection asks for, its fragments spread; `roots` counts the fields on its top."""

    depth: int = 0
    fields: int = 0
    roots: int = 0
    aliases: int = 0
    directives: int = 0
    cost: int = 0


@dataclass(frozen=True)
class Weight:
    """The load of one operation, and what of it is too much.

    `page_variables` names the variables that were read as page sizes: with other values for these, weigh again; with
    the same values, or none named, the weight of the document stays.
    """

    load: Load
    errors: tuple[GraphQLError, ...]
    page_variables: frozenset[str]


def read_document(text: str) -> DocumentNode:
    """Parse a document, stopping at MOST_TOKENS. Raises GraphQLError with code COST_LIMIT or GRAPHQL_PARSE_FAILED."""
    try:
        return parse(text, max_lexical_tokens=MOST_TOKENS, max_comments=MOST_COMMENTS)
    except GraphQLSyntaxError as error:
        code = Code.GRAPHQL_PARSE_FAILED
        message = error.message
        if _MANY_TOKENS in message:
            code = Code.COST_LIMIT
            message = (
                f"The document is too long: at most {MOST_TOKENS} tokens (names, numbers, strings, punctuation) and "
                f"{MOST_COMMENTS} comments. Ask for less, or in several requests."
            )
        raise GraphQLError(message, error.nodes, error.source, error.positions, extensions={"code": code}) from None


def check(
    document: DocumentNode, schema: GraphQLSchema, variables: Mapping[str, Any], operation_name: str | None
) -> list[GraphQLError]:
    """What of the operation is too much, one error with code COST_LIMIT for each limit; empty when it may run."""
    return list(weigh(document, schema, variables, operation_name).errors)


def weigh(
    document: DocumentNode, schema: GraphQLSchema, variables: Mapping[str, Any], operation_name: str | None
) -> Weight:
    """Weigh the operation of that name, or the only one; an invalid document has whatever weight can be seen."""
    operation = _operation(document, operation_name)
    root = operation and schema.get_root_type(operation.operation)
    if not operation or not root:
        return Weight(Load(), (), frozenset())
    fragments = {d.name.value: d for d in document.definitions if isinstance(d, FragmentDefinitionNode)}
    scale = _Scale(schema, fragments, _with_defaults(operation, variables))
    try:
        load = scale.selection(operation.selection_set.selections, root)
    except RecursionError:
        load = Load(depth=_ENOUGH)
    load = load._replace(directives=load.directives + len(operation.directives or ()))
    return Weight(load, tuple(_too_much(load)), frozenset(scale.page_variables))


class _Limit(NamedTuple):
    measure: str
    most: int
    sentence: str


_LIMITS = (
    _Limit("depth", MOST_DEPTH, "The document nests fields {value} deep; at most {most} are allowed."),
    _Limit(
        "fields", MOST_FIELDS, "The document asks for {value} fields once its fragments are spread; at most {most}."
    ),
    _Limit("roots", MOST_ROOT_FIELDS, "The operation has {value} fields at its root; at most {most} are allowed."),
    _Limit("aliases", MOST_ALIASES, "The document uses {value} aliases once its fragments are spread; at most {most}."),
    _Limit("directives", MOST_DIRECTIVES, "The document uses {value} directives; at most {most} are allowed."),
    _Limit(
        "cost",
        MOST_COST,
        "The operation may touch {value} objects by its page sizes (first, last); at most {most}. Ask for less.",
    ),
)


def _too_much(load: Load) -> list[GraphQLError]:
    errors = []
    for limit in _LIMITS:
        value = getattr(load, limit.measure)
        if value > limit.most:
            shown = f"more than {limit.most}" if value >= _ENOUGH else value
            extensions = {"code": Code.COST_LIMIT, "limit": limit.measure, "value": shown, "maximum": limit.most}
            errors.append(GraphQLError(limit.sentence.format(value=shown, most=limit.most), extensions=extensions))
    return errors


@dataclass
class _Scale:
    """Weighs selections of one operation; remembers each fragment's load."""

    schema: GraphQLSchema
    fragments: Mapping[str, FragmentDefinitionNode]
    variables: Mapping[str, Any]
    page_variables: set[str] = field(default_factory=set)
    _weighed: dict[str, Load] = field(default_factory=dict)

    def selection(self, selections: tuple[SelectionNode, ...], parent: GraphQLNamedType | None) -> Load:
        """The load of a selection on that type; a type of None, in an invalid document, has unknown fields."""
        return reduce(_sum, (self._one(node, parent) for node in selections), Load())

    def _one(self, node: SelectionNode, parent: GraphQLNamedType | None) -> Load:
        own = Load(directives=len(node.directives or ()))
        if isinstance(node, FieldNode):
            return _sum(own, self._field(node, parent))
        if isinstance(node, InlineFragmentNode):
            condition = node.type_condition
            kind = self.schema.get_type(condition.name.value) if condition else parent
            return _sum(own, self.selection(node.selection_set.selections, kind))
        return _sum(own, self._spread(node)) if isinstance(node, FragmentSpreadNode) else own

    def _spread(self, node: FragmentSpreadNode) -> Load:
        name = node.name.value
        fragment = self.fragments.get(name)
        if fragment is None:
            return Load()
        if name not in self._weighed:
            self._weighed[name] = Load()  # what a fragment that spreads itself finds; validation refuses it
            kind = self.schema.get_type(fragment.type_condition.name.value)
            load = self.selection(fragment.selection_set.selections, kind)
            self._weighed[name] = load._replace(directives=load.directives + len(fragment.directives or ()))
        return self._weighed[name]

    def _field(self, node: FieldNode, parent: GraphQLNamedType | None) -> Load:
        found = self.schema.get_field(parent, node.name.value) if is_composite_type(parent) else None
        kind = get_named_type(found.type) if found else None
        inner = self.selection(node.selection_set.selections, kind) if node.selection_set else Load()
        cost = 0
        if found and is_composite_type(kind) and not kind.name.startswith("__"):
            cost = self._size(node, found, parent) * (1 + inner.cost)
        return Load(
            depth=1 + inner.depth,
            fields=min(1 + inner.fields, _ENOUGH),
            roots=1,
            aliases=min((node.alias is not None) + inner.aliases, _ENOUGH),
            directives=min(inner.directives, _ENOUGH),
            cost=min(cost, _ENOUGH),
        )

    def _size(self, node: FieldNode, found: GraphQLField, parent: GraphQLNamedType | None) -> int:
        """How many objects the field may bring: its page size, or an assumed length of a list without one."""
        paged = [name for name in _PAGE_ARGUMENTS if name in found.args]
        if paged:
            given = [self._argument(node, name) for name in paged]
            sizes = [size for size in given if size is not None] or [
                found.args[name].default_value for name in paged if found.args[name].default_value is not Undefined
            ]
            return max((size for size in sizes if isinstance(size, int)), default=DEFAULT_PAGE)
        if is_list_type(get_nullable_type(found.type)):
            # the pages of a connection are counted where the page size stands
            return 1 if parent and parent.name.endswith("Connection") else ASSUMED_LIST
        return 1

    def _argument(self, node: FieldNode, name: str) -> int | None:
        for argument in node.arguments or ():
            if argument.name.value == name:
                value: Any = argument.value
                if isinstance(value, VariableNode):
                    self.page_variables.add(value.name.value)
                    value = self.variables.get(value.name.value)
                elif isinstance(value, IntValueNode):
                    value = _number(value)
                return max(value, 0) if isinstance(value, int) else None
        return None


def _sum(one: Load, other: Load) -> Load:
    return Load(
        depth=max(one.depth, other.depth),
        fields=min(one.fields + other.fields, _ENOUGH),
        roots=min(one.roots + other.roots, _ENOUGH),
        aliases=min(one.aliases + other.aliases, _ENOUGH),
        directives=min(one.directives + other.directives, _ENOUGH),
        cost=min(one.cost + other.cost, _ENOUGH),
    )


def _operation(document: DocumentNode, name: str | None) -> OperationDefinitionNode | None:
    operations = [d for d in document.definitions if isinstance(d, OperationDefinitionNode)]
    if name is None:
        return operations[0] if len(operations) == 1 else None
    return next((found for found in operations if found.name and found.name.value == name), None)


def _with_defaults(operation: OperationDefinitionNode, variables: Mapping[str, Any]) -> dict[str, Any]:
    defaults = {
        definition.variable.name.value: _number(definition.default_value)
        for definition in operation.variable_definitions or ()
        if isinstance(definition.default_value, IntValueNode)
    }
    return defaults | dict(variables)


def _number(literal: IntValueNode) -> int:
    """A literal's value; one of thousands of digits, which Python refuses to read, is simply enough."""
    return int(literal.value) if len(literal.value) < 12 else _ENOUGH
