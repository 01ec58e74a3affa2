"""How common a value is among the people held, so that a rare one says more.

A hub that has seen few records knows little of that: its counts are drawn towards the mean that the shipped weights
assume, until it has seen many more records than `TRUST`.
"""

from collections.abc import Mapping
from typing import Protocol

from msgspec import field

from hub.domain.value import Value

# As many records as the assumed mean counts for.
TRUST = 10_000
# How often a postcode stands among people: about as many as there are postcodes.
MEAN_POSTCODE = 1e-6


class TermFrequencies(Protocol):
    """Answers how likely a record of somebody else holds the value; 0 to 1."""

    def of(self, column: str, value: str, mean: float = MEAN_POSTCODE) -> float:
        """The frequency of the value in that column; `mean` is what is assumed where nothing is known."""
        ...


class Counted(Value):
    """Frequencies from counts: by column, how many records hold each value, of how many that hold any."""

    counts: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    totals: Mapping[str, int] = field(default_factory=dict)
    trust: float = TRUST

    def of(self, column: str, value: str, mean: float = MEAN_POSTCODE) -> float:
        """The share of the others that hold the value, the pair in question left out, drawn towards the mean.

        Nobody takes a value for rarer than one in all that were counted, or than the mean where few were.
        """
        total = self.totals.get(column, 0)
        others = max(self.counts.get(column, {}).get(value, 0) - 2, 0)
        drawn = (others + self.trust * mean) / (max(total - 2, 0) + self.trust)
        return max(drawn, min(mean, 1 / total) if total else mean)


NOT_COUNTED = Counted()
