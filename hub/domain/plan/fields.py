"""The fields that somebody may set on a node, where a field not sent is something else than an empty one.

Their names outside (GraphQL, Kafka, history) are the same words in camelCase.
"""

from collections.abc import Mapping
from datetime import date
from enum import Enum, StrEnum
from typing import Any, Final, TypeVar, get_args, get_type_hints

from msgspec.structs import fields

from hub.domain.plan.broken_rules import broken
from hub.domain.plan.words import Nature, NeedArea, Serves, StepOwner
from hub.domain.value import Value


class Unset(Enum):
    """The type of UNSET: a field that was not sent."""

    UNSET = "UNSET"


UNSET: Final = Unset.UNSET

Shape = TypeVar("Shape", bound="NodeFields")


class NodeFields(Value):
    """What an addition or a change sends; UNSET is "not sent", None is "empty it"."""

    position: int | Unset | None = UNSET

    def sent(self) -> dict[str, Any]:
        """The fields sent, by their names here."""
        return {f.name: value for f in fields(self) if (value := getattr(self, f.name)) is not UNSET}


class ObjectiveFields(NodeFields):
    """What is to change or be achieved, what it serves, and by when."""

    title: str | Unset | None = UNSET
    target: str | Unset | None = UNSET
    serves: Serves | Unset | None = UNSET
    need_area: NeedArea | Unset | None = UNSET
    requirement: str | Unset | None = UNSET
    target_date: date | Unset | None = UNSET


class InterventionFields(NodeFields):
    """An activity or resource under an objective, with its time window."""

    name: str | Unset | None = UNSET
    nature: Nature | Unset | None = UNSET
    mandatory_for_manager: bool | Unset | None = UNSET
    mandatory_for_offender: bool | Unset | None = UNSET
    provider: str | Unset | None = UNSET
    starts_on: date | Unset | None = UNSET
    ends_on: date | Unset | None = UNSET


class StepFields(NodeFields):
    """Who does what by when."""

    description: str | Unset | None = UNSET
    owner: StepOwner | Unset | None = UNSET
    due_on: date | Unset | None = UNSET


def outside_name(name: str) -> str:
    """`need_area` -> `needArea`: the name in GraphQL, in events and in the history."""
    first, *rest = name.split("_")
    return first + "".join(word.capitalize() for word in rest)


def outside_value(value: object) -> Any:
    """A value as JSON holds it: dates as text, closed lists by name."""
    if isinstance(value, date):
        return value.isoformat()
    return value.value if isinstance(value, Enum) else value


def written(values: Mapping[str, object]) -> dict[str, Any]:
    """Names and values as they are written outside."""
    return {outside_name(name): outside_value(value) for name, value in values.items()}


def read(shape: type[Shape], values: Mapping[str, object]) -> Shape:
    """The fields of `written`, read back; raises BrokenRule `FieldNotReadable` for a name or value that is not ours."""
    known = _readers(shape)
    taken: dict[str, Any] = {}
    for outside, value in values.items():
        if outside not in known:
            raise broken("FieldNotReadable")
        name, kind = known[outside]
        taken[name] = None if value is None else _value(kind, value, outside)
    return shape(**taken)


def _value(kind: type, value: object, field: str) -> Any:
    try:
        if issubclass(kind, StrEnum) and isinstance(value, str):
            return kind(value)
        if kind is date and isinstance(value, str):
            return date.fromisoformat(value)
    except ValueError:
        raise broken("FieldNotReadable", field) from None
    if type(value) is not kind:
        raise broken("FieldNotReadable", field)
    return value


def _readers(shape: type[NodeFields]) -> dict[str, tuple[str, type]]:
    hints = get_type_hints(shape)
    return {outside_name(f.name): (f.name, get_args(hints[f.name])[0]) for f in fields(shape)}
