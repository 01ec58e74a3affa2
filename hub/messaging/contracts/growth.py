"""A published contract only grows: what was valid to send stays valid, what was promised to come still comes.

For what others send to the hub, nothing new may be required and nothing accepted may be refused. For what the hub
sends, nothing required may go missing and no value may get another type; closed lists may get longer, as the contracts
say.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

WORDS_ONLY = frozenset({"title", "description", "$comment", "examples"})
NAMED_PARTS = frozenset({"properties", "$defs"})
ALTERNATIVES = frozenset({"oneOf", "anyOf"})


def faults(old: Mapping[str, Any], new: Mapping[str, Any], *, incoming: bool) -> list[str]:
    """What the new contract takes away from the old one, as sentences; empty where it only grew."""
    return list(_schema(old, new, "#", incoming))


def _schema(old: Any, new: Any, place: str, incoming: bool) -> Iterator[str]:
    if not isinstance(old, Mapping) or not isinstance(new, Mapping):
        if old != new:
            yield f"{place} was {json.dumps(old)} and is {json.dumps(new)}."
        return
    for keyword in sorted({*old, *new} - WORDS_ONLY):
        yield from _keyword(keyword, old.get(keyword), new.get(keyword), f"{place}/{keyword}", incoming)


def _keyword(keyword: str, old: Any, new: Any, place: str, incoming: bool) -> Iterator[str]:
    if keyword in NAMED_PARTS:
        yield from _named(old or {}, new or {}, place, incoming)
    elif keyword == "required":
        yield from _required(set(old or ()), set(new or ()), place, incoming)
    elif keyword == "enum" and old is not None and new is not None:
        yield from (f"{place} no longer has {json.dumps(value)}." for value in old if value not in new)
    elif keyword == "type" and old is not None and new is not None:
        yield from _type(_set(old), _set(new), place, incoming)
    elif keyword in ALTERNATIVES or keyword == "allOf":
        yield from _list(old or [], new or [], place, incoming, may_grow=keyword in ALTERNATIVES)
    elif isinstance(old, Mapping) and isinstance(new, Mapping):
        yield from _schema(old, new, place, incoming)
    elif old != new:
        yield f"{place} was {json.dumps(old)} and is {json.dumps(new)}."


def _named(old: Mapping[str, Any], new: Mapping[str, Any], place: str, incoming: bool) -> Iterator[str]:
    for name, part in old.items():
        if name not in new:
            yield f"{place}/{name} is gone."
        else:
            yield from _schema(part, new[name], f"{place}/{name}", incoming)


def _required(old: set[str], new: set[str], place: str, incoming: bool) -> Iterator[str]:
    if incoming:
        yield from (f"{place} asks for {name}, which it did not." for name in sorted(new - old))
    else:
        yield from (f"{place} no longer promises {name}." for name in sorted(old - new))


def _type(old: set[str], new: set[str], place: str, incoming: bool) -> Iterator[str]:
    if incoming and old - new:
        yield f"{place} no longer takes {', '.join(sorted(old - new))}."
    if not incoming and new - old:
        yield f"{place} can be {', '.join(sorted(new - old))}, which it could not."


def _list(old: Sequence[Any], new: Sequence[Any], place: str, incoming: bool, *, may_grow: bool) -> Iterator[str]:
    """Parts are the same part where they refer to the same schema or ask the same question (`if`)."""
    held, now = {_name(part): part for part in old}, {_name(part): part for part in new}
    for name, part in held.items():
        if name not in now:
            yield f"{place} no longer has {name}."
        else:
            yield from _schema(part, now[name], f"{place}/{name}", incoming)
    if not may_grow:
        yield from (f"{place} has a new condition: {name}." for name in now if name not in held and '"if"' not in name)


def _name(part: Any) -> str:
    if isinstance(part, Mapping) and "if" in part:
        return json.dumps({"if": part["if"]}, sort_keys=True)
    return str(part["$ref"]) if isinstance(part, Mapping) and "$ref" in part else json.dumps(part, sort_keys=True)


def _set(types: str | Sequence[str]) -> set[str]:
    return {types} if isinstance(types, str) else set(types)
