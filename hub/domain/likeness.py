"""Whether two cases that share no checked identifier are one person, by score; below the line a person decides.

One case of each service is compared: records of the prison are told apart by the prison itself, those of probation by
probation. Source: hub ("Identity").
"""

from collections.abc import Iterable, Mapping

from hub.domain.identity import Doubt, Party
from hub.domain.matching.comparisons import POLICE_NUMBERS
from hub.domain.matching.decision import JOIN, NO_MATCH, Judged, judge
from hub.domain.matching.description import Description
from hub.domain.matching.frequencies import TermFrequencies
from hub.domain.matching.score import Model
from hub.domain.value import Value


class Likeness(Value):
    """How a case compares with another: the pair of their records that is most alike; `doubt` where nobody may join it.

    None as a doubt: the hub joins the two by itself.
    """

    case_id: int
    record_id: int
    judged: Judged
    doubt: Doubt | None

    @property
    def rests_on_number(self) -> bool:
        """Whether nobody would be asked but for a number of the police that both give."""
        by_number = sum(one.weight for one in self.judged.score.findings if one.comparison == POLICE_NUMBERS)
        return by_number > 0 and self.judged.score.weight - by_number <= NO_MATCH

    @property
    def evidence(self) -> dict[str, object]:
        """What a person who decides is shown: the weight in bits, and the level of each comparison that counts."""
        found = [one for one in self.judged.score.findings if one.weight]
        return {
            "sourceRecord": self.record_id,
            "weight": round(self.judged.score.weight, 2),
            "twins": self.judged.guarded,
            "comparisons": [
                {"comparison": one.comparison, "level": one.level, "weight": round(one.weight, 2)} for one in found
            ],
        }


class Candidate(Value):
    """Another case that shares a blocking key: what its records say of who it is, and each record's description."""

    case_id: int
    party: Party
    records: Mapping[int, Description]


def likenesses(
    model: Model[Description],
    frequencies: TermFrequencies,
    mine: Party,
    records: Iterable[Description],
    candidates: Iterable[Candidate],
) -> list[Likeness]:
    """The candidates that are this person, or may be, most alike first. More than one that could be joined: none is."""
    own = tuple(records)
    found = [one for each in candidates if (one := _likeness(model, frequencies, mine, own, each)) is not None]
    sure = [one for one in found if one.doubt is None]
    if len(sure) > 1:
        alike = {one.case_id for one in sure}
        found = [
            Likeness(one.case_id, one.record_id, one.judged, Doubt.SEVERAL_ALIKE if one.case_id in alike else one.doubt)
            for one in found
        ]
    return sorted(found, key=lambda one: (-one.judged.score.weight, one.case_id))


def _likeness(
    model: Model[Description],
    frequencies: TermFrequencies,
    mine: Party,
    own: tuple[Description, ...],
    other: Candidate,
) -> Likeness | None:
    if not own or not other.records or mine.is_ruled_apart_from(other.party):
        return None
    judged = {
        (place, record_id): judge(model, one, theirs, frequencies)
        for place, one in enumerate(own)
        for record_id, theirs in other.records.items()
    }
    pair = max(judged, key=lambda each: judged[each].score.weight)
    best = judged[pair]
    if best.score.weight <= NO_MATCH:
        return None
    against = _against(mine, other.party)
    if against is not None:
        return Likeness(other.case_id, pair[1], best, against) if best.weight >= JOIN else None
    in_doubt = mine.in_doubt or other.party.in_doubt
    return Likeness(other.case_id, pair[1], best, _doubt(best, judged.values(), in_doubt=in_doubt))


def _against(mine: Party, other: Party) -> Doubt | None:
    """What the numbers say against it: then only a pair that looks like one person is asked about."""
    both = mine.with_(other)
    if len(both.prison_numbers - both.former) > 1:
        return Doubt.TWO_PRISON_NUMBERS
    if len(both.crns) > 1:
        return Doubt.TWO_CRNS
    if both.named and both.prison_numbers and both.named.isdisjoint(both.prison_numbers):
        return Doubt.ANOTHER_PRISON_NUMBER_NAMED
    return None


def _doubt(best: Judged, pairs: Iterable[Judged], *, in_doubt: bool) -> Doubt | None:
    """Why the hub does not join by itself a pair that nothing is said against."""
    if any(one.guarded for one in pairs):
        return Doubt.POSSIBLE_TWINS
    if not best.joins:
        return Doubt.LOOKS_ALIKE
    return Doubt.NEEDS_ATTENTION if in_doubt else None
