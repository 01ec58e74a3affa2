"""What follows from a score: the pair is joined, a person is asked, or nothing."""

from enum import StrEnum

from hub.domain.matching.comparisons import told_apart
from hub.domain.matching.description import Description
from hub.domain.matching.frequencies import NOT_COUNTED, TermFrequencies
from hub.domain.matching.score import Model, Score, score
from hub.domain.matching.twins import like_twins, possible_twins
from hub.domain.value import Value

JOIN = 20.0
CLUSTER = 14.0
NO_MATCH = -10.0
TWINS = -5.0


class Likeness(StrEnum):
    """What two records are to each other, by score alone."""

    MATCH = "MATCH"
    POSSIBLE_MATCH = "POSSIBLE_MATCH"
    NO_MATCH = "NO_MATCH"


class Judged(Value):
    """A pair with its score. `weight` counts: a pair of possible twins is set down, `score` keeps what it was.

    `twins` by the published rule, `guarded` by the hub's wider one: such a pair is never joined without a person.
    """

    score: Score
    weight: float
    twins: bool
    guarded: bool

    @property
    def likeness(self) -> Likeness:
        """By the thresholds: 20 and more is a match, above -10 a possible one."""
        if self.weight >= JOIN:
            return Likeness.MATCH
        return Likeness.POSSIBLE_MATCH if self.weight > NO_MATCH else Likeness.NO_MATCH

    @property
    def joins(self) -> bool:
        """Whether the hub may join the two by itself."""
        return self.likeness is Likeness.MATCH and not self.guarded


def judge(
    model: Model[Description], one: Description, other: Description, frequencies: TermFrequencies = NOT_COUNTED
) -> Judged:
    """Score a pair and look whether the two may be twins."""
    found = score(model, one, other, frequencies)
    twins = possible_twins(one, other, found.weight)
    guarded = twins or like_twins(one, other) or told_apart(one, other)
    return Judged(found, TWINS if twins else found.weight, twins, guarded)
