"""Documents as they come: parsed, weighed and validated once, and kept for those who send the same again."""

import hashlib
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLError,
    GraphQLInputType,
    GraphQLSchema,
    InlineFragmentNode,
    OperationDefinitionNode,
    SelectionSetNode,
    Undefined,
    VariableDefinitionNode,
    is_input_type,
    is_non_null_type,
    validate,
)
from graphql.execution import get_variable_values
from graphql.execution.values import VariableValues
from graphql.utilities import coerce_input_value, type_from_ast

from hub.reads.kept import Kept
from hub.reads.model import Model
from hub.reads.prepared import MOST_OUTLINES, Outlines, Prepared
from hub.schema.executing.limits import Weight, read_document, weigh
from hub.schema.refusal import Code

MOST_DOCUMENTS = 1024
MOST_CHARACTERS = 400_000  # of all documents; read, a character takes about 150 bytes
MOST_WEIGHTS = 64  # of one operation: combinations of its page sizes
MOST_FAULTS = 20  # shown of one document

Weigh = Callable[[DocumentNode, GraphQLSchema, Mapping[str, Any], str | None], Weight]

_INTROSPECTION = frozenset({"__schema", "__type"})


class RequestFault(Exception):
    """The request is at fault before anything is executed; `otherwise` is the code of GraphQL's own errors."""

    def __init__(self, errors: Sequence[GraphQLError], otherwise: Code) -> None:
        super().__init__(otherwise)
        self.errors = errors
        self.otherwise = otherwise


@dataclass(frozen=True)
class Rules:
    """What documents are read by, and where their outlines are kept. `suggest` lets errors name what may be meant."""

    schema: GraphQLSchema
    model: Model
    weigh: Weigh
    suggest: bool
    outlines: Outlines


class Operation:
    """One operation of a document, ready to be asked for again and again."""

    def __init__(
        self,
        ast: DocumentNode,
        node: OperationDefinitionNode,
        fragments: Mapping[str, FragmentDefinitionNode],
        rules: Rules,
    ) -> None:
        self.ast = ast
        self.type = node.operation
        self.name = node.name.value if node.name else None
        self.roots = tuple(_root_fields(node.selection_set, fragments, set()))
        self.introspects = any(root.name.value in _INTROSPECTION for root in self.roots)
        self.prepared = Prepared(rules.model, rules.schema, node, fragments, rules.outlines)
        self._rules = rules
        self._definitions = node.variable_definitions or ()
        self._variables = [_signature(rules.schema, definition) for definition in self._definitions]
        self._page_variables = rules.weigh(ast, rules.schema, {}, self.name).page_variables
        self._weights: Kept[Hashable, Weight] = Kept(MOST_WEIGHTS)

    def variables(self, given: Mapping[str, Any]) -> dict[str, Any]:
        """The variables, coerced; what is omitted and has no default is absent. Raises RequestFault."""
        coerced: dict[str, Any] = {}
        for name, kind, default in self._variables:
            value = given.get(name, Undefined)
            if value is not Undefined:
                value = _coerced(value, kind)
            elif not is_non_null_type(kind) and default is Undefined:
                continue
            else:
                value = default
            if value is Undefined:
                return self._by_the_book(given)
            coerced[name] = value
        return coerced

    def _by_the_book(self, given: Mapping[str, Any]) -> dict[str, Any]:
        """graphql-core's own way, which finds the words for what is wrong."""
        schema = self._rules.schema
        found = get_variable_values(schema, self._definitions, dict(given), MOST_FAULTS, hide_suggestions=True)
        if isinstance(found, list):
            raise RequestFault(found, Code.BAD_USER_INPUT)
        return found.coerced

    def check_weight(self, variables: Mapping[str, Any]) -> None:
        """Raises RequestFault where the page sizes of this request make the operation too heavy."""
        if not self._page_variables:
            return  # the document was weighed
        sizes = tuple(variables.get(name) for name in self._page_variables)
        rules = self._rules
        weight = self._weights.get(sizes, lambda: rules.weigh(self.ast, rules.schema, variables, self.name))
        if weight.errors:
            raise RequestFault(weight.errors, Code.COST_LIMIT)


class Document:
    """One text: its operations by name, or the errors that keep all of them from running."""

    def __init__(self, text: str, rules: Rules) -> None:
        self.hash = document_hash(text)
        self._fault: tuple[Sequence[GraphQLError], Code] | None = None
        self._operations: dict[str | None, Operation] = {}
        try:
            self._read(text, rules)
        except RequestFault as fault:
            self._fault = (fault.errors, fault.otherwise)
        except RecursionError:
            self._fault = ([GraphQLError("The document is nested too deeply.")], Code.COST_LIMIT)

    def _read(self, text: str, rules: Rules) -> None:
        try:
            ast = read_document(text)
        except GraphQLError as error:
            raise RequestFault([error], Code.GRAPHQL_PARSE_FAILED) from None
        nodes = [node for node in ast.definitions if isinstance(node, OperationDefinitionNode)]
        for node in nodes:
            if errors := rules.weigh(ast, rules.schema, {}, node.name.value if node.name else None).errors:
                raise RequestFault(errors, Code.COST_LIMIT)
        if errors := tuple(validate(rules.schema, ast, max_errors=MOST_FAULTS, hide_suggestions=not rules.suggest)):
            raise RequestFault(errors, Code.GRAPHQL_VALIDATION_FAILED)
        fragments = {node.name.value: node for node in ast.definitions if isinstance(node, FragmentDefinitionNode)}
        for node in nodes:
            operation = Operation(ast, node, fragments, rules)
            self._operations[operation.name] = operation

    def operation(self, name: str | None) -> Operation:
        """The operation of that name, or the only one. Raises RequestFault."""
        if self._fault is not None:
            raise RequestFault(*self._fault)
        if name is None and len(self._operations) == 1:
            return next(iter(self._operations.values()))
        found = self._operations.get(name) if name is not None else None
        if found is None:
            sentence = (
                "The document has several operations: name the one to run in operationName."
                if name is None
                else "The document has no operation of the name in operationName."
            )
            raise RequestFault([GraphQLError(sentence)], Code.BAD_USER_INPUT)
        return found


class Documents:
    """The documents of one process, the ones used last, and the outlines made of them."""

    def __init__(self, schema: GraphQLSchema, model: Model, *, weigh: Weigh = weigh, suggest: bool = False) -> None:
        self._rules = Rules(schema, model, weigh, suggest, Kept(MOST_OUTLINES))
        self._held: Kept[str, Document] = Kept(MOST_DOCUMENTS, heaviest=MOST_CHARACTERS, weight=len)

    def get(self, text: str) -> Document:
        """The document of that text."""
        return self._held.get(text, lambda: Document(text, self._rules))


def document_hash(text: str) -> str:
    """How the audit names a document: its SHA-256, hexadecimal."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _signature(schema: GraphQLSchema, definition: VariableDefinitionNode) -> tuple[str, GraphQLInputType, Any]:
    """Name, type and default of a variable; the default is Undefined where there is none."""
    kind = type_from_ast(schema, definition.type)
    assert is_input_type(kind)
    name = definition.variable.name.value
    default = get_variable_values(schema, [definition], {}) if definition.default_value else None
    return name, kind, default.coerced[name] if isinstance(default, VariableValues) else Undefined


def _coerced(value: Any, kind: GraphQLInputType) -> Any:
    """The value as resolvers take it; Undefined for one that does not fit."""
    try:
        return coerce_input_value(value, kind)
    except (RecursionError, GraphQLError):
        return Undefined


def _root_fields(
    selection: SelectionSetNode, fragments: Mapping[str, FragmentDefinitionNode], visited: set[str]
) -> Iterator[FieldNode]:
    """Every field at the root, whatever its directives say."""
    for node in selection.selections:
        if isinstance(node, FieldNode):
            yield node
        elif isinstance(node, InlineFragmentNode):
            yield from _root_fields(node.selection_set, fragments, visited)
        elif isinstance(node, FragmentSpreadNode) and node.name.value not in visited:
            visited.add(node.name.value)
            yield from _root_fields(fragments[node.name.value].selection_set, fragments, visited)
