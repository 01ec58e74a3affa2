"""Draws the fields of one object type: each declaration resolved against the columns that the object's row has."""

from collections.abc import Callable, Mapping
from typing import Any

from graphql import GraphQLField, GraphQLObjectType, get_named_type, is_list_type, is_non_null_type
from sqlalchemy import Column as SqlColumn
from sqlalchemy import FromClause

from hub.reads import declare
from hub.reads.ids import global_id_sql
from hub.reads.json_sql import as_json
from hub.reads.model import Edge, Embedded, Entity, Field, Many, Model, One, OneOf, Order, Paged, RowList, Value
from hub.reads.prove import at_most_one, enum_fault, unproved_edge, value_fault
from hub.store.reach.conditions import CONDITIONS
from hub.store.shown.expressions import EXPRESSIONS
from hub.store.shown.rows import ROWS

Columns = Mapping[str, SqlColumn[Any]]

_EDGES: dict[type[declare.Link], type[Edge]] = {declare.ToOne: One, declare.ToMany: Many, declare.Pages: Paged}


def declared(field: GraphQLField) -> Any:
    """The declaration that stands next to a field; None for a field that Python resolves."""
    definition = (field.extensions or {}).get("strawberry-definition")
    return definition.metadata.get(declare.METADATA) if definition is not None else None


class FieldDrawing:
    """Draws the fields of objects whose values stand in `columns`; `entity` is None for rows made from another row."""

    def __init__(
        self, model: Model, fault: Callable[[str, str], None], entity: Entity | None, columns: Columns
    ) -> None:
        self.model = model
        self.fault = fault
        self.entity = entity
        self.columns = columns

    def fields(self, kind: GraphQLObjectType) -> dict[str, Field]:
        """The fields of the type by their GraphQL names; a fault for each that is not declared."""
        drawn = {name: self._field(f"{kind.name}.{name}", name, field) for name, field in kind.fields.items()}
        return {name: field for name, field in drawn.items() if field is not None}

    def _field(self, place: str, name: str, field: GraphQLField) -> Field | None:
        match declared(field):
            case declare.Column(column):
                return self._column(place, name, field, column)
            case declare.Expression(expression):
                return self._expression(place, name, field, expression)
            case declare.GlobalId() if self.entity is not None:
                return self._id(name, self.entity)
            case declare.SameRow():
                return self._embedded(place, name, field)
            case declare.Link() as link if self.entity is not None:
                return self._edge(place, name, field, self.entity, link)
            case declare.ToOneOf() as link if self.entity is not None:
                return self._one_of(place, name, field, link)
            case declare.Rows(source):
                return self._row_list(place, name, field, source)
        self.fault(place, "has no declaration that says where it lives")
        return None

    def _column(self, place: str, name: str, field: GraphQLField, column: str) -> Field | None:
        if not self._exists(place, self.columns, column):
            return None
        found = self.columns[column]
        for wrong in (value_fault(field.type, found.type, not found.nullable), enum_fault(field.type, found)):
            if wrong:
                self.fault(place, wrong)
        return Value(name=name, declared=declare.Column(column), make=lambda row: as_json(row.c[column], found.type))

    def _expression(self, place: str, name: str, field: GraphQLField, named: str) -> Field | None:
        if not self._exists(place, EXPRESSIONS, named):
            return None
        found = EXPRESSIONS[named]
        if wrong := value_fault(field.type, found.type, found.never_null):
            self.fault(place, wrong)
        declaration = declare.Expression(named)
        return Value(name=name, declared=declaration, make=lambda row: as_json(found.make(row), found.type))

    def _id(self, name: str, entity: Entity) -> Field:
        def make(row: FromClause) -> Any:
            return global_id_sql(entity.name, row.c[entity.key])

        return Value(name=name, declared=declare.GlobalId(), make=make)

    def _embedded(self, place: str, name: str, field: GraphQLField) -> Field | None:
        kind = get_named_type(field.type)
        if not isinstance(kind, GraphQLObjectType) or is_list_type(field.type):
            self.fault(place, "is declared as an object of the same row, and is none")
            return None
        return Embedded(name=name, fields=self.fields(kind))

    def _edge(self, place: str, name: str, field: GraphQLField, entity: Entity, link: declare.Link) -> Field | None:
        target = self._target(place, field, link)
        if target is None or not self._edge_stands(place, entity, target, link):
            return None
        order = target.order
        if link.order is not None:
            order = Order.of(target.table, link.order, descending=link.descending)
        if isinstance(link, declare.Pages) and (wrong := order.page_fault(target.table)) is not None:
            self.fault(place, wrong)
        return _EDGES[type(link)](
            name=name,
            unproved=self._unproved(place, field, entity, target, link),
            target=target,
            single=link.by is not None or at_most_one(target.table, link.of, link.where),
            by=link.by,
            of=link.of,
            where=CONDITIONS[link.where] if link.where else None,
            order=order,
            crosses=link.crosses,
        )

    def _unproved(
        self, place: str, field: GraphQLField, entity: Entity, target: Entity, link: declare.Link
    ) -> str | None:
        if not is_non_null_type(field.type):
            return None
        if target.needs not in (None, entity.needs):
            self.fault(place, f"needs {target.needs}, so it must be nullable")
        if not isinstance(link, declare.ToOne):
            return None
        unproved = unproved_edge(entity, target, link.by, crosses=link.crosses)
        if unproved and not link.unproved:
            self.fault(place, f"is non-null in the contract, but {unproved}: let it be nullable, or say unproved")
        return unproved

    def _target(self, place: str, field: GraphQLField, link: declare.Link) -> Entity | None:
        kind = get_named_type(field.type)
        if isinstance(link, declare.Pages) and isinstance(kind, GraphQLObjectType) and "nodes" in kind.fields:
            kind = get_named_type(kind.fields["nodes"].type)
        target = self.model.entities.get(kind.name)
        if target is None:
            self.fault(place, f"leads to {kind.name}, which declares no table")
        return target

    def _edge_stands(self, place: str, entity: Entity, target: Entity, link: declare.Link) -> bool:
        if (link.by is None) == (link.of is None):
            self.fault(place, "must give one of by and of")
            return False
        if entity.case is None and target.case is not None and not link.crosses:
            self.fault(place, "leads from facts of nobody to facts of a case, so it must say crosses")
            return False
        if link.where is not None and not self._exists(place, CONDITIONS, link.where):
            return False
        if any(not self._exists(place, target.table.c, column) for column in link.order or ()):
            return False
        if link.by is not None:
            return self._exists(place, entity.table.c, link.by)
        assert link.of is not None
        return self._exists(place, target.table.c, link.of)

    def _one_of(self, place: str, name: str, field: GraphQLField, link: declare.ToOneOf) -> Field | None:
        if is_non_null_type(field.type):
            self.fault(place, "may lead nowhere, so it must be nullable")
        names = [self._exists(place, self.columns, column) for column in (link.kind, link.by)]
        kinds = [self._exists(place, self.model.entities, kind) for kind in link.types.values()]
        if not all(names + kinds):
            return None
        targets = {value: self.model.entities[kind] for value, kind in link.types.items()}
        needs = {target.needs for target in targets.values()} - {None, self.entity.needs if self.entity else None}
        if needs:
            self.fault(place, f"needs {', '.join(sorted(filter(None, needs)))}, which its own type does not")
        return OneOf(name=name, kind=link.kind, by=link.by, targets=targets)

    def _row_list(self, place: str, name: str, field: GraphQLField, source: str) -> Field | None:
        kind = get_named_type(field.type)
        if not self._exists(place, ROWS, source) or not isinstance(kind, GraphQLObjectType):
            return None
        fields = FieldDrawing(self.model, self.fault, None, ROWS[source].columns).fields(kind)
        return RowList(name=name, made_by=source, source=ROWS[source], fields=fields)

    def _exists(self, place: str, known: Any, name: str) -> bool:
        if name not in known:
            self.fault(place, f"names {name}, which does not exist")
            return False
        return True
