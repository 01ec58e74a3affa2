"""A GraphQL selection as a tree: fragments spread, directives decided, fields that share a key merged.

An outline is made once for a document, an operation and the values of the variables that its directives look at.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from graphql import (
    BooleanValueNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLObjectType,
    GraphQLSchema,
    InlineFragmentNode,
    SelectionSetNode,
    VariableNode,
    get_named_type,
    is_abstract_type,
)

from hub.domain.access import Capability
from hub.reads.arguments import Arguments
from hub.reads.faults import TooManyEdges
from hub.reads.model import Edge, Entity, Field, Model, OneOf
from hub.reads.sites import Site, reader_of

TYPE_NAME = "__typename"
# Edges of one outline, each a select in its statement. One that crosses to another case carries the viewer's whole
# predicate with it, and counts as several.
MOST_EDGES = 150
CROSSING_COUNTS = 5


@dataclass(frozen=True, eq=False)
class Pick:
    """One key of an object in the answer. `field` is None for `__typename`, which is `type_name`.

    `children` is what is picked of the object, or of each object of a list, by its type.
    """

    key: str
    type_name: str
    field: Field | None
    site: Site | None
    children: Mapping[str, tuple["Pick", ...]]

    @property
    def only_children(self) -> tuple["Pick", ...]:
        """The children where the object has one possible type."""
        (children,) = self.children.values()
        return children


@dataclass(frozen=True, eq=False)
class Outline:
    """The keys at the top, and what of the tree matters to how it is answered.

    `python` names a field that no declaration covers; `unproved` says why Python must complete the answer.
    """

    picks: tuple[Pick, ...]
    sites: tuple[Site, ...]
    needs: frozenset[Capability]
    python: str | None
    unproved: str | None


class Outliner:
    """Outlines selections of one document. `flags` are the values of the variables that its directives look at."""

    def __init__(
        self,
        model: Model,
        schema: GraphQLSchema,
        fragments: Mapping[str, FragmentDefinitionNode],
        flags: Mapping[str, Any],
    ) -> None:
        self._model = model
        self._schema = schema
        self._fragments = fragments
        self._flags = flags
        self._sites: list[Site] = []
        self._needs: set[Capability] = set()
        self._python: str | None = None
        self._unproved: str | None = None
        self._edges = 0

    def operation(self, root: GraphQLObjectType, selection: SelectionSetNode) -> Outline:
        """The outline of a whole operation."""
        return self._outline(self._picks(root, [selection], None))

    def root_field(self, root: GraphQLObjectType, key: str, nodes: Sequence[FieldNode]) -> Outline:
        """The outline of one root field, as graphql-core has collected it."""
        return self._outline((self._pick(root, key, nodes, None),))

    def loaded(self, owner: Field, kind: GraphQLObjectType, nodes: Sequence[FieldNode]) -> Outline:
        """The outline of an entity that is at hand by its number: what the nodes pick of it."""
        children = self._picks(kind, _selections(nodes), owner)
        return self._outline((Pick("", kind.name, owner, None, {kind.name: children}),))

    def _outline(self, picks: tuple[Pick, ...]) -> Outline:
        return Outline(picks, tuple(self._sites), frozenset(self._needs), self._python, self._unproved)

    def _picks(
        self, kind: GraphQLObjectType, selections: Iterable[SelectionSetNode], owner: Field | None
    ) -> tuple[Pick, ...]:
        grouped: dict[str, list[FieldNode]] = {}
        visited: set[str] = set()
        for selection in selections:
            for node in self._fields(kind, selection, visited):
                grouped.setdefault(node.alias.value if node.alias else node.name.value, []).append(node)
        return tuple(self._pick(kind, key, nodes, owner) for key, nodes in grouped.items())

    def _fields(self, kind: GraphQLObjectType, selection: SelectionSetNode, visited: set[str]) -> Iterator[FieldNode]:
        """The fields of a selection that hold for the type, fragments spread, in document order."""
        for node in selection.selections:
            if not self._included(node):
                continue
            if isinstance(node, FieldNode):
                yield node
            elif isinstance(node, InlineFragmentNode):
                condition = node.type_condition
                if condition is None or self._fits(condition.name.value, kind):
                    yield from self._fields(kind, node.selection_set, visited)
            elif isinstance(node, FragmentSpreadNode) and node.name.value not in visited:
                visited.add(node.name.value)
                fragment = self._fragments[node.name.value]
                if self._fits(fragment.type_condition.name.value, kind):
                    yield from self._fields(kind, fragment.selection_set, visited)

    def _included(self, node: Any) -> bool:
        for directive in node.directives or ():
            if directive.name.value in ("skip", "include"):
                flag = self._flag(directive.arguments[0].value)
                if flag is (directive.name.value == "skip"):
                    return False
        return True

    def _flag(self, value: object) -> bool:
        if isinstance(value, VariableNode):
            return bool(self._flags.get(value.name.value))
        assert isinstance(value, BooleanValueNode)
        return value.value

    def _fits(self, condition: str, kind: GraphQLObjectType) -> bool:
        if condition == kind.name:
            return True
        found = self._schema.get_type(condition)
        return is_abstract_type(found) and self._schema.is_sub_type(found, kind)

    def _pick(self, kind: GraphQLObjectType, key: str, nodes: Sequence[FieldNode], owner: Field | None) -> Pick:
        name = nodes[0].name.value
        if name == TYPE_NAME:
            return Pick(key, kind.name, None, None, {})
        found = self._model.fields_of(owner, kind.name).get(name)
        if found is None:
            self._python = self._python or f"{kind.name}.{name}"
            return Pick(key, kind.name, None, None, {})
        self._note(kind, found)
        site = self._site(kind, name, found, nodes[0])
        return Pick(key, kind.name, found, site, self._children(kind, name, found, nodes))

    def _note(self, kind: GraphQLObjectType, found: Field) -> None:
        if found.unproved and self._unproved is None:
            self._unproved = f"{kind.name}.{found.name}: {found.unproved}"
        targets: Sequence[Entity] = ()
        if isinstance(found, Edge):
            targets = [found.target]
            self._edges += CROSSING_COUNTS if found.crosses else 1
        elif isinstance(found, OneOf):
            targets = list(found.targets.values())
            self._edges += len(targets)
        self._needs.update(target.needs for target in targets if target.needs is not None)
        if self._edges > MOST_EDGES:
            raise TooManyEdges(
                f"The operation follows more than {MOST_EDGES} edges from object to object, once its fragments are "
                "spread. Ask for less, or in several requests."
            )

    def _site(self, kind: GraphQLObjectType, name: str, found: Field, node: FieldNode) -> Site | None:
        read = reader_of(found)
        if read is None:
            return None
        site = Site(f"a{len(self._sites)}_", Arguments(kind.fields[name], node), read)
        self._sites.append(site)
        return site

    def _children(
        self, kind: GraphQLObjectType, name: str, found: Field, nodes: Sequence[FieldNode]
    ) -> Mapping[str, tuple[Pick, ...]]:
        inner = get_named_type(kind.fields[name].type)
        if isinstance(inner, GraphQLObjectType):
            return {inner.name: self._picks(inner, _selections(nodes), found)}
        if is_abstract_type(inner):
            possible = self._schema.get_possible_types(inner)
            return {one.name: self._picks(one, _selections(nodes), found) for one in possible}
        return {}


def _selections(nodes: Sequence[FieldNode]) -> list[SelectionSetNode]:
    return [node.selection_set for node in nodes if node.selection_set is not None]
