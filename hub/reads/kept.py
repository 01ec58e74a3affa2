"""What is kept for the next time: a table of a bounded size, from which the entry not used for longest goes first."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)
Made = TypeVar("Made")


class Kept(Generic[Key, Made]):
    """At most `most` entries, which together weigh at most `heaviest` by `weight` (one each, unless said)."""

    def __init__(self, most: int, *, heaviest: int | None = None, weight: Callable[[Key], int] = lambda _: 1) -> None:
        self._most = most
        self._heaviest = heaviest or most
        self._weight = weight
        self._held: OrderedDict[Key, Made] = OrderedDict()
        self._weighs = 0

    def __len__(self) -> int:
        return len(self._held)

    def get(self, key: Key, make: Callable[[], Made]) -> Made:
        """The entry of that key, made where it is not held."""
        found = self._held.get(key)
        if found is not None:
            self._held.move_to_end(key)
            return found
        made = self._held[key] = make()
        self._weighs += self._weight(key)
        while len(self._held) > 1 and (len(self._held) > self._most or self._weighs > self._heaviest):
            oldest, _ = self._held.popitem(last=False)
            self._weighs -= self._weight(oldest)
        return made
