"""Checks that several nodes share: texts that can be kept, dates that make sense, places among siblings."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import TypeVar

from msgspec.structs import replace

from hub.domain.plan.authority import Standing
from hub.domain.plan.broken_rules import broken
from hub.domain.plan.fields import outside_name
from hub.domain.plan.nodes import Intervention, Node, Objective, Step
from hub.domain.value import Value

# Lengths in characters [hub]: a line, a paragraph, a page.
LINE = 200
PARAGRAPH = 2_000
PAGE = 8_000

Placed = TypeVar("Placed", Objective, Intervention, Step)


class Asked(Value):
    """Who asks and when: the Actor's standing in the case and staff key, the day in London, the moment in UTC.

    `new_id` is the id that a new node gets.
    """

    by: Standing
    staff_id: int
    today: date
    now: datetime
    new_id: int


class Made(Value):
    """One node as a rule wants it, and the name of what happened; `cause` only where it is another than the request."""

    event: str
    node: Node
    cause: str | None = None


def kept(value: str | None, field: str, limit: int) -> str | None:
    """The text without blanks around it, None if nothing is left; raises TextTooLong, TextNotPlain."""
    plain = (value or "").strip()
    if len(plain) > limit:
        raise broken("TextTooLong", outside_name(field), limit=limit)
    if any(_unprintable(character) for character in plain):
        raise broken("TextNotPlain", outside_name(field))
    return plain or None


def _unprintable(character: str) -> bool:
    return (
        (ord(character) < 32 and character not in "\n\r\t") or character == "\x7f" or "\ud800" <= character <= "\udfff"
    )


def reason(value: str | None) -> str:
    """A reason that must be given; raises ReasonMissing."""
    text = kept(value, "reason", PARAGRAPH)
    if text is None:
        raise broken("ReasonMissing", "reason")
    return text


def happened(day: date | None, today: date, field: str) -> date:
    """The day on which something happened, today if none is given; raises DateInFuture."""
    if day is not None and day > today:
        raise broken("DateInFuture", outside_name(field))
    return day or today


def moved(held: Placed, node: Placed, siblings: Iterable[Placed], event: str) -> list[Made]:
    """A changed node, and its siblings that move over where its place is another than the one held."""
    return [Made(event, node)] if node.position == held.position else in_place(node, siblings, event)


def in_place(node: Placed, siblings: Iterable[Placed], event: str) -> list[Made]:
    """The node at its position among its siblings (1 is first), then every sibling that moves over for it.

    Raises PositionNotValid.
    """
    others = sorted((sibling for sibling in siblings if sibling.id != node.id), key=lambda s: (s.position, s.id))
    if node.position is None or not 1 <= node.position <= len(others) + 1:
        raise broken("PositionNotValid", "position", limit=len(others) + 1)
    gap = node.position - 1
    places = [(place + (place > gap), sibling) for place, sibling in enumerate(others, 1)]
    return [Made(event, node)] + [Made(event, replace(s, position=n)) for n, s in places if s.position != n]
