"""Draws the model from the declarations of the schema, and checks it: every name exists, every promise can be kept."""

from collections.abc import Iterable

from graphql import GraphQLField, GraphQLObjectType, GraphQLSchema, get_named_type
from sqlalchemy import Table

from hub.reads import declare
from hub.reads.faults import DeclarationInvalid
from hub.reads.field_drawing import FieldDrawing, declared
from hub.reads.ids import LONGEST_NAME
from hub.reads.model import AnyNode, Entity, Field, Found, Model, Order, PagePart, Scoped, is_unique
from hub.store.reach.conditions import CONDITIONS, LOOKUPS
from hub.store.tables import metadata


def draw(schema: GraphQLSchema) -> Model:
    """The model of a schema. Raises DeclarationInvalid with every fault found."""
    drawing = _Drawing(schema)
    drawing.entities()
    drawing.fields()
    drawing.parts()
    drawing.roots()
    if drawing.faults:
        raise DeclarationInvalid("The schema declares what can't be read:\n" + "\n".join(drawing.faults))
    return drawing.model


def _entity_declaration(kind: object) -> declare.EntityDeclaration | None:
    definition = (kind.extensions or {}).get("strawberry-definition") if isinstance(kind, GraphQLObjectType) else None
    return vars(definition.origin).get(declare.ENTITY) if definition is not None else None


class _Drawing:
    """The model in the making, and the faults found so far."""

    def __init__(self, schema: GraphQLSchema) -> None:
        self.schema = schema
        self.model = Model()
        self.faults: list[str] = []

    def fault(self, place: str, what: str) -> None:
        self.faults.append(f"  {place} {what}.")

    def entities(self) -> None:
        """First the entities alone, for their fields lead to each other."""
        for name, kind in self.schema.type_map.items():
            declaration = _entity_declaration(kind)
            if declaration is not None and (entity := self.entity(name, declaration)) is not None:
                self.model.entities[name] = entity

    def entity(self, name: str, declaration: declare.EntityDeclaration) -> Entity | None:
        table = metadata.tables.get(declaration.table)
        if table is None:
            self.fault(name, f"has the table {declaration.table}, which does not exist")
            return None
        if not self.entity_stands(name, table, declaration):
            return None
        return Entity(
            name=name,
            table=table,
            key=declaration.key,
            case=declaration.case,
            order=Order.of(table, declaration.order, descending=declaration.descending),
            lookup=LOOKUPS[declaration.lookup],
            needs=declaration.needs,
        )

    def entity_stands(self, name: str, table: Table, declaration: declare.EntityDeclaration) -> bool:
        """Its columns are there, its key and case never null; visibility hangs on the case."""
        before = len(self.faults)
        if len(name) > LONGEST_NAME:
            self.fault(name, f"is longer than {LONGEST_NAME} letters, too long for a global id")
        if declaration.case is None and ("case_id" in table.c or table.name == "offender_case"):
            self.fault(name, "belongs to a case, and declares none")
        self.names_exist(name, [declaration.lookup], LOOKUPS, "lookup")
        for column in (declaration.key, declaration.case, *declaration.order):
            if column is not None and column not in table.c:
                self.fault(name, f"names the column {table.name}.{column}, which does not exist")
            elif column in (declaration.key, declaration.case) and column and table.c[column].nullable:
                self.fault(name, f"needs the column {table.name}.{column} to be never null")
            elif column == declaration.key and not is_unique(table, column):
                self.fault(name, f"needs the column {table.name}.{column} to be unique")
        return len(self.faults) == before

    def names_exist(self, place: str, names: Iterable[str], known: Iterable[str], what: str) -> None:
        for name in set(names) - set(known):
            self.fault(place, f"names the {what} {name}, which does not exist")

    def fields(self) -> None:
        """Then the fields of every entity."""
        for name, entity in self.model.entities.items():
            kind = self.schema.type_map[name]
            assert isinstance(kind, GraphQLObjectType)
            entity.fields = FieldDrawing(self.model, self.fault, entity, dict(entity.table.c)).fields(kind)

    def parts(self) -> None:
        """The parts of connections, their edges and page info."""
        for name, kind in self.schema.type_map.items():
            if isinstance(kind, GraphQLObjectType):
                parts = {n: declared(f) for n, f in kind.fields.items() if isinstance(declared(f), declare.Part)}
                if parts:
                    self.model.parts[name] = {n: PagePart(name=n, part=part.name) for n, part in parts.items()}

    def roots(self) -> None:
        """The root fields that read; the others are Python's."""
        assert self.schema.query_type is not None
        for name, field in self.schema.query_type.fields.items():
            root = declared(field)
            drawn = self.root(f"Query.{name}", name, field, root) if root is not None else None
            if drawn is not None:
                self.model.roots[name] = drawn

    def root(self, place: str, name: str, field: GraphQLField, root: declare.Root) -> Field | None:
        if isinstance(root, declare.NodeById | declare.NodesByIds):
            possible = {kind.name for kind in self.schema.get_possible_types(get_named_type(field.type))}  # type: ignore[arg-type]
            targets = {n: entity for n, entity in self.model.entities.items() if n in possible}
            return AnyNode(name=name, targets=targets, many=isinstance(root, declare.NodesByIds))
        kind = get_named_type(field.type)
        if isinstance(root, declare.ScopedPages) and isinstance(kind, GraphQLObjectType):
            kind = get_named_type(kind.fields["nodes"].type)
        target = self.model.entities.get(kind.name)
        if target is None:
            self.fault(place, f"leads to {kind.name}, which declares no table")
            return None
        if isinstance(root, declare.FoundBy):
            self.names_exist(place, root.lookups.values(), LOOKUPS, "lookup")
            lookups = {argument: LOOKUPS[n] for argument, n in root.lookups.items() if n in LOOKUPS}
            return Found(name=name, target=target, lookups=lookups)
        self.names_exist(place, root.scopes.values(), CONDITIONS, "condition")
        named = {
            value: Order.of(target.table, one.columns, descending=one.descending) for value, one in root.orders.items()
        }
        for order in named.values() or (target.order,):
            if (wrong := order.page_fault(target.table)) is not None:
                self.fault(place, wrong)
        scopes = {value: CONDITIONS[n] for value, n in root.scopes.items() if n in CONDITIONS}
        self.names_exist(place, root.filters.values(), LOOKUPS, "lookup")
        filters = {argument: LOOKUPS[n] for argument, n in root.filters.items() if n in LOOKUPS}
        needs = frozenset(one for one in (root.needs, target.needs) if one is not None)
        return Scoped(
            name=name,
            target=target,
            scopes=scopes,
            filters=filters,
            instead=root.instead,
            orders=named,
            needs=needs,
        )
