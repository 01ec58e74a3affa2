"""What a vector is, and what an adapter does with it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

Given = Mapping[str, Any]
Answer = Mapping[str, Any]
# What the hub says to what a vector gives, under the names that the group expects.
Adapter = Callable[[Given], Answer]


@dataclass(frozen=True)
class IfAsked:
    """An answer that a group's vectors do not always ask for: there null means not asked, elsewhere nothing."""

    answer: Any


@dataclass(frozen=True)
class Vector:
    """One case of a group: what is given, and what is expected."""

    name: str
    given: Given
    expected: Answer


@dataclass(frozen=True)
class Group:
    """Vectors of one rule."""

    name: str
    vectors: tuple[Vector, ...]
