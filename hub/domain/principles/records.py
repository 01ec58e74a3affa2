"""Agreement of records: of the facts that both services hold, how many they hold alike (domain, after the principles).

It is a figure of its own and no part of consistency. A fact that one service only holds is neither.
"""

from collections.abc import Mapping

from hub.domain.agreement import Fact, Standing
from hub.domain.principles.figure import Figure, count, share
from hub.domain.value import Value


class AgreementOfRecords(Value):
    """How many facts both hold, how many of these differ, and the share alike in per cent; `held_by_one` beside it."""

    held_by_both: Figure
    differing: Figure
    held_by_one: Figure
    share_alike: Figure


def agreement_of_records(standings: Mapping[Fact, Standing]) -> AgreementOfRecords:
    """The figures of a case, from how each of its facts stands."""
    both = [one.agreed for one in standings.values() if one.agreed is not None]
    differing = both.count(False)
    return AgreementOfRecords(
        count(len(both)),
        count(differing),
        count(len(standings) - len(both)),
        share(len(both) - differing, len(both)),
    )
