"""What can be wrong with a message: its bytes, its JSON, its key, its headers, its times; a seed draws each change.

A mutation is one to three changes, so that what one of them hides another finds.
"""

import gzip
import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from random import Random
from typing import Any

from hub.connectors.connector import Message
from hub.messaging.dispatch import CONNECTORS
from tests.fuzz.seeds import Seed, seeds

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
TOPICS = tuple(sorted(CONNECTORS))
DEEPEST = 60_000

Bytes = Callable[[Random, bytes], bytes]
Tree = Callable[[Random, Any], Any]

# --- bytes ---


def _cut(source: Random, value: bytes) -> bytes:
    return value[: source.randrange(len(value) + 1)]


def _flip(source: Random, value: bytes) -> bytes:
    place = source.randrange(len(value) or 1)
    return value[:place] + bytes([source.randrange(256)]) + value[place + 1 :]


def _insert(source: Random, value: bytes) -> bytes:
    place = source.randrange(len(value) + 1)
    return value[:place] + source.randbytes(source.randrange(1, 9)) + value[place:]


def _drop(source: Random, value: bytes) -> bytes:
    start = source.randrange(len(value) + 1)
    return value[:start] + value[start + source.randrange(1, 40) :]


def _twice(source: Random, value: bytes) -> bytes:
    start = source.randrange(len(value) + 1)
    return value[: start + 60] + value[start:]


def _encoded(source: Random, value: bytes) -> bytes:
    text = value.decode("utf-8", "replace")
    name = source.choice(("utf-16", "utf-16-le", "utf-32", "utf-8-sig", "latin-1", "cp037", "utf-7"))
    return text.encode(name, "replace")


def _not_text(source: Random, value: bytes) -> bytes:
    odd = source.choice((b"\xff", b"\xc0\x80", b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"\x00", b"\xe2\x80", b"\xfe\xff"))
    place = source.randrange(len(value) + 1)
    return value[:place] + odd + value[place:]


def _squeezed(source: Random, value: bytes) -> bytes:
    return gzip.compress(value)


def _other(source: Random, value: bytes) -> bytes:
    return source.choice((b"", b" ", b"null", b"[]", b"{}", b'""', b"0", b"-", b"{" * 999, b"NaN", b"\xef\xbb\xbf"))


def _key_again(source: Random, value: bytes) -> bytes:
    """A key of an object twice, with another value."""
    names = [place for place in range(len(value)) if value[place : place + 1] == b"{"]
    if not names:
        return value
    place = source.choice(names) + 1
    name = value[place:].split(b":")[0].strip()
    junk = json.dumps(source.choice(JUNK)).encode()
    return value[:place] + name + b":" + junk + b"," + value[place:]


def _number(source: Random, value: bytes) -> bytes:
    """A number that JSON allows and few things hold."""
    huge = source.choice((b"1e999", b"-1e999", b"1" + b"0" * 400, b"1e-999", b"-0", b"NaN", b"Infinity", b"9" * 5_000))
    places = [place for place in range(len(value)) if value[place : place + 1] == b":"]
    if not places:
        return huge
    place = source.choice(places) + 1
    rest = value[place:]
    end = min((at for at in (rest.find(b","), rest.find(b"}")) if at >= 0), default=len(rest))
    return value[:place] + huge + rest[end:]


def _deep(source: Random, value: bytes) -> bytes:
    depth = source.choice((40, 200, 1_000, DEEPEST))
    opened, closed = source.choice(((b"[", b"]"), (b'{"a":', b"}")))
    places = [place for place in range(len(value)) if value[place : place + 1] == b":"]
    place = source.choice(places) + 1 if places else 0
    rest = value[place:]
    end = min((at for at in (rest.find(b","), rest.find(b"}")) if at >= 0), default=len(rest))
    return value[:place] + opened * depth + b"1" + closed * depth + rest[end:]


BYTES: tuple[Bytes, ...] = (
    *(_cut, _flip, _insert, _drop, _twice, _encoded, _not_text, _squeezed, _other, _key_again, _number, _deep),
)

# --- JSON ---

JUNK: tuple[Any, ...] = (
    *(None, True, False, 0, -1, 1.5, 2**31, 2**63, 2**64, -(2**63) - 1, 10**30, 1e308, "", " ", "x", "null", "0"),
    *("0000-00-00", "2026-02-30", "9999-12-31", "10000-01-01", "0001-01-01", "2026-13-01T99:99:99Z", "99999999999999"),
    *("0001-01-01T00:00:00Z", "0001-01-01T00:00:00", "9999-12-31T23:59:59.999Z", "9999-12-31T23:59:59"),
    *("0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "2026-10-25T01:30:00", "2026-03-29T01:30:00"),
    *("A" * 501, "\u0000", "a\u0000b", "\ud800", "\ud83d", "\u202e", "\U0001f642", "é" * 300, "'; drop table --", "%s"),
    *([], {}, [None], [[]], [{}], {"": None}, {"a": {"b": []}}, ["x"] * 50, [[["deep"]]], {"code": []}, {"value": {}}),
)


def _places(tree: Any) -> list[tuple[Any, Any]]:
    """Every container with every key or position in it."""
    found: list[tuple[Any, Any]] = []
    waiting = [tree]
    while waiting:
        one = waiting.pop()
        items = one.items() if isinstance(one, dict) else enumerate(one) if isinstance(one, list) else ()
        for key, inner in items:
            found.append((one, key))
            waiting.append(inner)
    return found


def _at_one_place(change: Callable[[Random, Any, Any], None]) -> Tree:
    def changed(source: Random, tree: Any) -> Any:
        places = _places(tree)
        if places:
            change(source, *source.choice(places))
        return tree

    return changed


def _junk(source: Random, holder: Any, key: Any) -> None:
    holder[key] = source.choice(JUNK)


def _missing(source: Random, holder: Any, key: Any) -> None:
    del holder[key]


def _listed(source: Random, holder: Any, key: Any) -> None:
    holder[key] = [holder[key]] * source.randrange(1, 4)


def _as_other_kind(source: Random, holder: Any, key: Any) -> None:
    value = holder[key]
    holder[key] = str(value) if not isinstance(value, str) else {"value": value, "Type": "String", "Value": value}


def _spelt(source: Random, holder: Any, key: Any) -> None:
    if isinstance(holder, dict):
        holder[source.choice((str.upper, str.lower, str.title))(str(key))] = holder.pop(key)


def _spelt_twice(source: Random, holder: Any, key: Any) -> None:
    """The same name in another letter case, with another value."""
    if isinstance(holder, dict):
        holder[str(key).upper()] = source.choice(JUNK)


def _longer(source: Random, holder: Any, key: Any) -> None:
    if isinstance(holder[key], str):
        holder[key] = source.choice((holder[key] * 200, holder[key] + "\u0000", " " + holder[key], holder[key] + "\n"))


def _other_digits(source: Random, holder: Any, key: Any) -> None:
    if isinstance(holder[key], str):
        holder[key] = "".join(source.choice("0123456789") if one.isdigit() else one for one in holder[key])


def _swapped(source: Random, tree: Any) -> Any:
    places = _places(tree)
    if len(places) > 1:
        (one, a), (other, b) = source.sample(places, 2)
        if not isinstance(one[a], dict | list) and not isinstance(other[b], dict | list):
            one[a], other[b] = other[b], one[a]
    return tree


def _enveloped(source: Random, tree: Any) -> Any:
    attributes: Any = source.choice(
        ({}, None, [], {"eventType": {"Type": "String", "Value": source.choice(JUNK)}}, "x")
    )
    message = source.choice((json.dumps(tree), tree, json.dumps(json.dumps(tree)), "{", None))
    return {"Type": "Notification", "MessageId": "m-1", "Message": message, "MessageAttributes": attributes}


TREES: tuple[Tree, ...] = (
    *map(
        _at_one_place, (_junk, _junk, _missing, _listed, _as_other_kind, _spelt, _spelt_twice, _longer, _other_digits)
    ),
    _swapped,
    _enveloped,
)

# --- the message around it ---

KEYS: tuple[bytes | None, ...] = (None, b"", b"\xff\xfe", b"Z9999ZZ", b"Z654321", b" z1234zy ", b"k" * 5_000, b"a\x00b")
HEADERS: tuple[tuple[tuple[str, bytes | None], ...], ...] = (
    (("hub_source_time", b"never"),),
    (("hub_source_time", b"9999-12-31T23:59:59Z"),),
    (("hub_source_time", b"0001-01-01T00:00:00Z"),),
    (("hub_source_time", b"0001-01-01T00:00:00"),),
    (("hub_source_time", b"0001-01-01T00:00:00+14:00"),),
    (("hub_source_time", b"\xff"), ("hub_source_version", b"-1")),
    (("hub_source_version", b"9" * 30),),
    (("hub_source_version", b"9223372036854775807"),),
    (("hub_source_time", None), ("hub_source_version", None), ("n\x00", b"\x00")),
)
BROKER_TIMES = (NOON, datetime(1970, 1, 1, tzinfo=UTC), datetime(2026, 10, 25, 1, 30, tzinfo=UTC))


def mutations(source: Random, count: int) -> Iterator[tuple[Seed, Message]]:
    """So many mutated messages, each with the seed that it comes from."""
    start = seeds()
    for offset in range(count):
        seed = start[offset % len(start)] if offset < len(start) else source.choice(start)
        yield seed, _mutated(source, seed, offset)


def _mutated(source: Random, seed: Seed, offset: int) -> Message:
    value = seed.value or b"null"
    for _ in range(source.choice((1, 1, 2, 3))):
        value = _changed(source, value)
    around = source.random()
    return Message(
        topic=source.choice(TOPICS) if around > 0.97 or seed.topic not in CONNECTORS else seed.topic,
        partition=0,
        offset=offset,
        key=source.choice(KEYS) if around < 0.08 else seed.key,
        value=None if 0.08 < around < 0.10 else value,
        headers=source.choice(HEADERS) if around < 0.20 else (),
        broker_time=source.choice(BROKER_TIMES),
    )


def _changed(source: Random, value: bytes) -> bytes:
    if source.random() < 0.2:
        return source.choice(BYTES)(source, value)
    try:
        tree = json.loads(value)
    except (ValueError, RecursionError):
        return source.choice(BYTES)(source, value)
    return json.dumps(source.choice(TREES)(source, tree)).encode()
