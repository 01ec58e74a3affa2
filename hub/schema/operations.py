"""What the contract asks of the room that moves messages; hub/app.py joins the two."""

from collections.abc import Sequence
from typing import Protocol


class Letter(Protocol):
    """A dead letter, as far as an answer needs it."""

    @property
    def id(self) -> int:
        """Its number."""


class Taken(Protocol):
    """A dead letter that was taken again, and how that ended; `str(outcome)` says it in words."""

    @property
    def letter(self) -> Letter:
        """Which one."""

    @property
    def outcome(self) -> object:
        """How it ended."""


class Operates(Protocol):
    """Acts on dead letters. Raises BrokenRule (hub/domain/dead_letter.py)."""

    async def replay(self, letter_id: int, *, by: str) -> Sequence[Taken]:
        """Take it again, then those parked behind it."""

    async def discard(self, letter_id: int, *, by: str, reason: str) -> Sequence[Taken]:
        """Give it up; take those parked behind it."""
