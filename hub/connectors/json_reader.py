"""JSON from outside, read so that whatever arrives ends in a value or in a named rejection.

Lenient: a byte-order mark, any whitespace, wrong letter case in a field's name, `""` for null. Strict: everything that
two readers could understand differently, or that the database could not hold.
"""

import json
import math
import re
from collections.abc import Mapping
from typing import Any, NoReturn

import msgspec

from hub.errors import Rejected

BYTE_ORDER_MARK = b"\xef\xbb\xbf"
DEEPEST = 100
UNSTORABLE = re.compile("[\0\ud800-\udfff]")
LARGEST = 2**63 - 1  # what the database's widest integer holds


def read_json(value: bytes | str) -> Any:
    """The value that the text holds.

    Raises Rejected: UnreadableJson (not UTF-8, not JSON, NaN, empty), DuplicateField (a name twice in one object with
    two values), NumberTooLarge, NestedTooDeeply, UnstorableText (NUL or half of a surrogate pair).
    """
    text = _text(value)
    if (quick := _read_plain(text)) is not None:
        return quick
    try:
        read = json.loads(text, object_pairs_hook=_object, parse_constant=_constant, parse_int=_int, parse_float=_float)
    except RecursionError:
        raise Rejected("NestedTooDeeply", f"more than {DEEPEST} levels") from None
    except json.JSONDecodeError as fault:
        raise Rejected("UnreadableJson", f"at character {fault.pos} of {len(text)}") from None
    if text.count("{") + text.count("[") > DEEPEST or "\\u" in text:
        _inspect(read)
    return read


def read_object(value: bytes | str) -> dict[str, Any]:
    """The JSON object that the text holds; raises Rejected(NotAnObject) besides what `read_json` raises."""
    read = read_json(value)
    if not isinstance(read, dict):
        raise Rejected("NotAnObject", f"the value is {kind_of(read)}")
    return read


def pick(source: Mapping[str, Any], *names: str) -> Any:
    """The first field of these names that holds something, `""` counting as nothing; letter case may differ.

    An exact name wins over one in another case.
    """
    for name in names:
        if (found := source.get(name)) not in (None, ""):
            return found
    lowered = {key.lower(): value for key, value in source.items() if value not in (None, "")}
    return next((lowered[name.lower()] for name in names if name.lower() in lowered), None)


def without_blanks(value: Any) -> Any:
    """The same value with every `""` as None, at every level."""
    if isinstance(value, dict):
        return {key: without_blanks(item) for key, item in value.items()}
    if isinstance(value, list):
        return [without_blanks(item) for item in value]
    return None if value == "" else value


def kind_of(value: Any) -> str:
    """What a JSON value is, for a sentence: `a list`, `a number`."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true or false"
    if isinstance(value, int | float):
        return "a number"
    return {"str": "a text", "list": "a list", "dict": "an object"}.get(type(value).__name__, "of an unknown kind")


def _text(value: bytes | str) -> str:
    if isinstance(value, str):
        text = value.removeprefix("\ufeff")
    else:
        try:
            text = value.removeprefix(BYTE_ORDER_MARK).decode("utf-8")
        except UnicodeDecodeError as fault:
            raise Rejected("UnreadableJson", f"not UTF-8 at byte {fault.start} of {len(value)}") from None
    if not text.strip():
        raise Rejected("UnreadableJson", "the value is empty")
    return text


# What the quick reader can't tell, besides escapes that may hide half a character: numbers near the limits, and blanks
# before a colon. Each begins with what the search can jump to.
LONG_NUMBER = re.compile(r"[0-9](?:[eE]|[0-9]{17})")
BLANK_BEFORE_COLON = re.compile(r'"\s+:')


def _read_plain(text: str) -> Any:
    """The value of a text in which nothing can be wrong, read ten times as fast; None where the careful way must look.

    A name given twice leaves fewer names than the text has.
    """
    if text.count("{") + text.count("[") > DEEPEST or "\\u" in text:
        return None
    if LONG_NUMBER.search(text) or BLANK_BEFORE_COLON.search(text):
        return None
    try:
        read = msgspec.json.decode(text)
    except (msgspec.DecodeError, RecursionError):
        return None
    return read if _names(read) == text.count('":') else None


def _names(value: Any) -> int:
    """How many names of fields the value holds, at every level."""
    if isinstance(value, dict):
        return len(value) + sum(_names(item) for item in value.values() if isinstance(item, dict | list))
    if isinstance(value, list):
        return sum(_names(item) for item in value if isinstance(item, dict | list))
    return 0


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    read = dict(pairs)
    if len(read) < len(pairs) and any(read[name] != value for name, value in pairs):
        raise Rejected("DuplicateField", "a field stands twice in one object, with two values")
    return read


def _constant(name: str) -> NoReturn:
    raise Rejected("UnreadableJson", f"{name} is not JSON")


def _int(digits: str) -> int:
    if len(digits) > 20 or abs(int(digits)) > LARGEST:
        raise Rejected("NumberTooLarge", f"an integer of {len(digits.lstrip('-'))} digits")
    return int(digits)


def _float(digits: str) -> float:
    number = float(digits)
    if math.isinf(number):
        raise Rejected("NumberTooLarge", "a number beyond 1.8e308")
    return number


def _inspect(value: Any) -> None:
    """Refuse nesting that our own code could not follow, and text that the database could not hold."""
    waiting: list[tuple[Any, int]] = [(value, 1)]
    while waiting:
        item, depth = waiting.pop()
        if depth > DEEPEST:
            raise Rejected("NestedTooDeeply", f"more than {DEEPEST} levels")
        if isinstance(item, dict):
            waiting.extend((inner, depth + 1) for inner in item.values())
            for name in item:
                _storable(name)
        elif isinstance(item, list):
            waiting.extend((inner, depth + 1) for inner in item)
        elif isinstance(item, str):
            _storable(item)


def _storable(text: str) -> None:
    if UNSTORABLE.search(text):
        raise Rejected("UnstorableText", "a text holds NUL or half of a surrogate pair")
