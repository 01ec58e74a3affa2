"""What others send to the hub, as JSON Schema as far as the hub reads it: made from the connectors' own wire shapes.

The names are written as the sources write them (`firstName`), though the hub takes no notice of letter case. Every
field may be missing, and what is not described is passed over. `examples/TOPIC/NAME.json` shows each with its key.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import msgspec

from hub.connectors.assessment.messages import Assessments, ManagementPlans, Needs, Risks, ScoresMade
from hub.connectors.community.messages import Limitations, Offender, Supervisions
from hub.connectors.custody.messages import KeyDates, Prisoner
from hub.connectors.wire import Wire
from hub.messaging.contracts import FOLDER
from hub.messaging.contracts.happenings import EVENT, NOTIFICATION

Json = dict[str, Any]


@dataclass(frozen=True)
class Shape:
    """One kind of message on a topic: `form` is a wire shape or a JSON Schema; `many` where it comes as a list."""

    name: str
    title: str
    form: type[Wire] | Mapping[str, Any]
    many: bool = False


HAPPENED = (
    Shape("event", "What has happened, bare", EVENT),
    Shape("notification", "What has happened, in the envelope of a notification", NOTIFICATION),
)

SHAPES: Mapping[str, tuple[Shape, ...]] = MappingProxyType(
    {
        "custody.prisoner.snapshot.v1": (Shape("prisoner", "The prisoner record", Prisoner),),
        "custody.sentence.snapshot.v1": (Shape("key-dates", "A booking's key dates", KeyDates),),
        "custody.domain-event.v1": HAPPENED,
        "community.offender.snapshot.v1": (
            Shape("offender", "Personal details and identifiers", Offender),
            Shape("limitations", "Who may not see the case, and who alone may", Limitations),
        ),
        "community.supervision.snapshot.v1": (Shape("supervision", "Manager, sentences, registers", Supervisions),),
        "community.assessment.snapshot.v1": (
            Shape("summary", "Assessments, the newest or all", Assessments),
            Shape("needs", "Needs as of a moment", Needs),
            Shape("risks", "Risks of harm as of a moment", Risks),
            Shape("management-plan", "Risk management plans", ManagementPlans),
            Shape("scores", "Scores, each with when it was made", ScoresMade, many=True),
        ),
        "community.domain-event.v1": HAPPENED,
    }
)


@dataclass(frozen=True)
class Example:
    """A message with the key it has; `name` begins with the name of its shape."""

    name: str
    key: str
    value: Any


def schema(shape: Shape) -> Json:
    """The JSON Schema of a kind of message, with whatever it names under `$defs`."""
    if not isinstance(shape.form, type):
        return dict(shape.form)
    (root,), parts = msgspec.json.schema_components(
        [shape.form],
        schema_hook=lambda anything: {"description": "read leniently"},
        ref_template="#/$defs/{name}",
    )
    defined = {name: _plain(part) for name, part in sorted(parts.items())}
    if shape.many:
        return {"type": "array", "items": root, "$defs": defined}
    own = defined.pop(shape.form.__name__) if _named_once(shape.form, parts) else root
    return {**own, "$defs": defined} if defined else own


def examples(topic: str, shape: Shape) -> list[Example]:
    """The examples of a kind of message."""
    files = sorted((FOLDER / "examples" / topic).glob(f"{shape.name}*.json"))
    read = ((file.stem, json.loads(file.read_text(encoding="utf-8"))) for file in files)
    return [Example(name, one["key"], one["value"]) for name, one in read]


def _named_once(form: type[Wire], parts: Mapping[str, Any]) -> bool:
    """Whether nothing refers back to the shape, so that it can stand at the top by itself."""
    return f'"#/$defs/{form.__name__}"' not in json.dumps(parts)


def _plain(part: Json) -> Json:
    """A part without what only says that any field may be missing; names as the sources write them."""
    properties = {_as_written(name): _kind(kind) for name, kind in part.get("properties", {}).items()}
    told = {"description": part["description"]} if "description" in part else {}
    return {"type": "object", **told, "properties": properties}


def _kind(kind: Json) -> Json:
    options = [option for option in kind.get("anyOf", [kind]) if option != {"type": "null"}]
    plain = [option["type"] for option in options if set(option) == {"type"}]
    if len(plain) == len(options):
        return {"type": [*plain, "null"]}
    return {"anyOf": [*options, {"type": "null"}]}


def _as_written(name: str) -> str:
    return WRITTEN.get(name, name)


def _fields(form: type[Wire]) -> Iterator[tuple[str, str]]:
    for child in form.__subclasses__():
        for one in msgspec.structs.fields(child):
            first, *rest = one.name.strip("_").split("_")
            yield one.encode_name, first + "".join(word.capitalize() for word in rest)
        yield from _fields(child)


WRITTEN = dict(_fields(Wire))  # as read, in lower case without underscores -> as the sources write it
