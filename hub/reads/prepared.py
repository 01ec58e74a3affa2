"""One operation of a document, made ready: outlined once for the values of its flags, compiled once for each shape."""

from collections.abc import Callable, Hashable, Mapping, Sequence
from typing import Any, NamedTuple

from graphql import (
    FieldNode,
    FragmentDefinitionNode,
    GraphQLObjectType,
    GraphQLSchema,
    OperationDefinitionNode,
    VariableNode,
)
from graphql.language import DirectiveNode, Node, Visitor, visit

from hub.domain.access import Capability
from hub.reads.faults import BadInput
from hub.reads.kept import Kept
from hub.reads.model import Entity, Loaded, Model
from hub.reads.outline import Outline, Outliner
from hub.reads.sites import Reading, Site
from hub.reads.statement import Compiled, compile_outline

MOST_OUTLINES = 1024  # in one process; an operation has one for each combination of its flags
MOST_STATEMENTS = 16  # of one outline: one for each combination of shapes


class Asked(NamedTuple):
    """What one request asks of an outline: by site; the faults of sites whose arguments are wrong."""

    readings: dict[Site, Reading]
    faults: dict[Site, BadInput]

    @property
    def values(self) -> dict[str, Any]:
        """The values by bind name."""
        return {
            f"{site.prefix}{name}": value
            for site, reading in self.readings.items()
            for name, value in reading.values.items()
        }


class Outlined:
    """An outline, with the statements compiled from it. `compiles`: the database can write the whole answer."""

    def __init__(self, outline: Outline) -> None:
        self.outline = outline
        self.compiles = (
            outline.python is None
            and outline.unproved is None
            and any(pick.field is not None for pick in outline.picks)
        )
        self._statements: Kept[Hashable, Compiled] = Kept(MOST_STATEMENTS)

    def asked(self, variables: Mapping[str, Any]) -> Asked:
        """Read the arguments of every site."""
        readings: dict[Site, Reading] = {}
        faults: dict[Site, BadInput] = {}
        for site in self.outline.sites:
            try:
                readings[site] = site.reading(variables)
            except BadInput as fault:
                faults[site] = fault
        return Asked(readings, faults)

    def needs(self, asked: Asked) -> frozenset[Capability]:
        """The capabilities that the answer needs."""
        needs = self.outline.needs
        for reading in asked.readings.values():
            if reading.needs:
                needs |= reading.needs
        return needs

    def statement(
        self, asked: Asked, *, without: frozenset[Capability] = frozenset(), for_python: bool = False
    ) -> Compiled:
        """The statement for the shapes asked for, compiled when it is first needed."""
        shapes = {site: reading.shape for site, reading in asked.readings.items()}
        key = (tuple(shapes.items()), without, for_python)
        return self._statements.get(
            key, lambda: compile_outline(self.outline, shapes, without=without, for_python=for_python)
        )


Outlines = Kept[Hashable, Outlined]


class Prepared:
    """One operation, with the fragments of its document. `outlines` are kept for all operations together."""

    def __init__(
        self,
        model: Model,
        schema: GraphQLSchema,
        operation: OperationDefinitionNode,
        fragments: Mapping[str, FragmentDefinitionNode],
        outlines: Outlines,
    ) -> None:
        root = schema.get_root_type(operation.operation)
        assert root is not None
        self._model = model
        self._schema = schema
        self._operation = operation
        self._fragments = fragments
        self._root = root
        self._flags = _flag_variables([operation, *fragments.values()])
        self._outlines = outlines

    def whole(self, variables: Mapping[str, Any]) -> Outlined:
        """The whole operation."""
        flags = self._flag_values(variables)
        return self._outlined(
            flags, lambda outliner: outliner.operation(self._root, self._operation.selection_set), variables
        )

    def root_field(self, key: str, nodes: Sequence[FieldNode], variables: Mapping[str, Any]) -> Outlined:
        """One root field, as graphql-core has collected it."""
        place = (tuple(map(id, nodes)), self._flag_values(variables))
        return self._outlined(place, lambda outliner: outliner.root_field(self._root, key, nodes), variables)

    def loaded(
        self, entity: Entity, kind: GraphQLObjectType, nodes: Sequence[FieldNode], variables: Mapping[str, Any]
    ) -> Outlined:
        """One entity that is known by its number, with what the nodes pick of it."""
        place = (entity.name, tuple(map(id, nodes)), self._flag_values(variables))
        owner = Loaded(name=entity.name, target=entity)
        return self._outlined(place, lambda outliner: outliner.loaded(owner, kind, nodes), variables)

    def _flag_values(self, variables: Mapping[str, Any]) -> tuple[Any, ...]:
        return tuple([variables.get(name) for name in self._flags]) if self._flags else ()

    def _outlined(self, key: Hashable, make: Callable[[Outliner], Outline], variables: Mapping[str, Any]) -> Outlined:
        def outlined() -> Outlined:
            return Outlined(make(Outliner(self._model, self._schema, self._fragments, variables)))

        return self._outlines.get((self, key), outlined)


class _FlagFinder(Visitor):
    """Finds the variables that directives look at."""

    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, None] = {}

    def enter_directive(self, node: DirectiveNode, *_: Any) -> None:
        for argument in node.arguments or ():
            if isinstance(argument.value, VariableNode):
                self.found[argument.value.name.value] = None


def _flag_variables(nodes: Sequence[Node]) -> tuple[str, ...]:
    finder = _FlagFinder()
    for node in nodes:
        visit(node, finder)
    return tuple(finder.found)
