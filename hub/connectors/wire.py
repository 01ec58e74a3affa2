"""From JSON to a message's wire shape: lenient on form, and a named rejection where it can't be read at all.

A wire shape is a msgspec struct whose fields are all optional: letter case of names does not matter, `""` is nothing,
a number or a true/false written as a text is read, fields that the hub does not know are passed over.
"""

from datetime import date
from typing import Any, TypeVar

import msgspec

from hub.connectors.connector import Message
from hub.connectors.times import read_day
from hub.domain.identifiers import Identifier, IdentifierKind
from hub.domain.staffing import canonical_code
from hub.errors import Rejected

# How a text says yes or no, in either side's records.
YES = frozenset({"y", "yes", "true", "1"})
NO = frozenset({"n", "no", "false", "0"})
# No name, code or description is longer; what is longer is a fault of the sender, and no index could hold it.
LONGEST_TEXT = 500
# No staff code of either side is longer (hub); a longer one could never have a staff record.
LONGEST_STAFF_CODE = 20

Shape = TypeVar("Shape")
Text = str | int | None
Flag = bool | str | int | None


class Wire(msgspec.Struct, kw_only=True, rename=lambda name: name.replace("_", "")):
    """The base of wire shapes: `first_name` reads `firstName`, `FirstName` and `firstname`."""


def read_shape(raw: Any, shape: type[Shape]) -> Shape:
    """The value as that shape. Raises Rejected(WrongShape) naming the place, never the value."""
    try:
        return msgspec.convert(_lower_names(raw), shape, strict=False)
    except msgspec.ValidationError as fault:
        raise Rejected("WrongShape", str(fault)) from None


def text(value: Text) -> str | None:
    """A text, or a number as a text; None for nothing or blanks. Raises Rejected(TextTooLong)."""
    if value is None:
        return None
    found = value.strip() if isinstance(value, str) else str(value)
    if len(found) > LONGEST_TEXT:
        raise Rejected("TextTooLong", f"a text of {len(found)} characters; at most {LONGEST_TEXT} are taken")
    return found or None


def staff_code(value: Text) -> str | None:
    """The code of a member of staff in its one form, None without one.

    Raises Rejected: MalformedIdentifier, TextTooLong.
    """
    written = text(value)
    code = canonical_code(written) if written else None
    if not can_be_staff_code(code):
        raise Rejected("MalformedIdentifier", f"a staff code has at most {LONGEST_STAFF_CODE} characters")
    return code


def can_be_staff_code(code: str | None) -> bool:
    """Whether a member of staff can have this code; None stands for no code, which says nothing against it."""
    return code is None or len(code) <= LONGEST_STAFF_CODE


def flag(value: Flag) -> bool | None:
    """True or false as any of the records writes it; None where it says neither."""
    word = str(value).strip().lower()
    return True if word in YES else False if word in NO else None


def day(value: Text) -> date | None:
    """A day, or None for no day and for one that no record of a living person's can mean."""
    return read_day(value)


def unread_days(**given: Text) -> tuple[str, ...]:
    """The names of the fields that hold something which is no day: their messages are taken, and say so."""
    return tuple(name for name, value in given.items() if text(value) is not None and day(value) is None)


def key_text(message: Message) -> str | None:
    """The message's key as text, None without one. Raises Rejected(MalformedIdentifier) where it is no UTF-8."""
    if message.key is None:
        return None
    try:
        return message.key.decode("utf-8").strip() or None
    except UnicodeDecodeError:
        raise Rejected("MalformedIdentifier", "the key is not UTF-8") from None


def subject(key: Identifier | None, named: Identifier | None) -> str:
    """Whom the message is about: the key and the body must say the same, one of them must say it.

    Raises Rejected: NoIdentifier, MalformedIdentifier, KeyMismatch.
    """
    for where, one in (("key", key), ("body", named)):
        if one is not None and not one.valid:
            raise Rejected("MalformedIdentifier", f"the {where} holds no {WORDS[one.kind]}")
    found = key or named
    if found is None:
        raise Rejected("NoIdentifier", "neither the key nor the body names anybody")
    if key is not None and named is not None and key.value != named.value:
        raise Rejected("KeyMismatch", "the body names another person than the key")
    return found.value


WORDS = {
    IdentifierKind.PRISON_NUMBER: "prison number (like A1234BC)",
    IdentifierKind.CRN: "CRN (like X123456)",
}


def _lower_names(value: Any) -> Any:
    """The value with names in lower case, and every `""` as None."""
    if isinstance(value, str):
        return value or None
    if isinstance(value, dict):
        # A name given twice in different letter case: what holds something wins.
        lowered: dict[str, Any] = {}
        for name, item in value.items():
            lower = name.lower()
            if lowered.get(lower) is None:
                lowered[lower] = item or None if isinstance(item, str) else _lower_names(item)
        return lowered
    if isinstance(value, list):
        return [_lower_names(item) for item in value]
    return value
