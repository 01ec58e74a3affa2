"""How many records hold each value that a frequency is asked for."""

from collections import Counter, defaultdict
from collections.abc import Sequence

from bench.identity.record import Record
from hub.domain.matching.comparisons import POSTCODE
from hub.domain.matching.frequencies import Counted
from hub.domain.matching.levels import Comparison


def counted(records: Sequence[Record], comparisons: Sequence[Comparison[Record]]) -> Counted:
    """The frequencies of a data set, from itself."""
    terms = {level.term.column: level.term.value for one in comparisons for level in one.levels if level.term}
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for record in records:
        for column, value in terms.items():
            if (found := value(record)) is not None:
                counts[column][found] += 1
        counts[POSTCODE].update(record.person.postcodes)
    return Counted(counts, {column: found.total() for column, found in counts.items()})
