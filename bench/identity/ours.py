"""The hub's matcher on a task: with weights estimated from the data, and with the shipped ones."""

from collections import Counter
from collections.abc import Iterable
from random import Random

from bench.identity.record import Record, of_person
from bench.identity.task import Pair, Task
from bench.identity.terms import counted
from hub.domain.matching.decision import Likeness, judge
from hub.domain.matching.estimate import Pattern, Session, estimate, pattern
from hub.domain.matching.levels import Comparison
from hub.domain.matching.score import score
from hub.domain.matching.weights import shipped

RANDOM_PAIRS = 100_000
SEED = 20261126


def estimated(task: Task) -> dict[Pair, float]:
    """The weight of every candidate pair, by weights that only the data gave."""
    model = estimate(
        task.comparisons, _random(task), [_session(task, place) for place in range(len(task.trainings))], task.prior
    )
    frequencies = counted(task.records, task.comparisons)
    records = task.records
    return {pair: score(model, records[pair[0]], records[pair[1]], frequencies).weight for pair in task.candidates}


def by_shipped(task: Task) -> tuple[dict[Pair, float], set[Pair], set[Pair]]:
    """By the shipped weights: the weight of every candidate pair, the pairs that the hub joins, those it asks about."""
    people = [record.person for record in task.records]
    frequencies = counted(task.records, [of_person(one) for one in shipped().comparisons])
    model = shipped(frequencies)
    judged = {pair: judge(model, people[pair[0]], people[pair[1]], frequencies) for pair in task.candidates}
    joined = {pair for pair, one in judged.items() if one.joins}
    asked = {pair for pair, one in judged.items() if not one.joins and one.likeness is not Likeness.NO_MATCH}
    return {pair: one.score.weight for pair, one in judged.items()}, joined, asked


def _random(task: Task) -> Counter[Pattern]:
    """How random pairs compare; the few of them that are one person do not matter."""
    chance = Random(SEED)
    places = range(len(task.records))
    pairs = (chance.sample(places, 2) for _ in range(RANDOM_PAIRS))
    return _patterns(task.comparisons, task, ((one, other) for one, other in pairs))


def _session(task: Task, place: int) -> Session:
    training = task.trainings[place]
    keys = ((number, filter(None, [training.key(record)])) for number, record in enumerate(task.records))
    return Session(_patterns(task.comparisons, task, task.sharing(keys)), training.spent)


def _patterns(comparisons: tuple[Comparison[Record], ...], task: Task, pairs: Iterable[Pair]) -> Counter[Pattern]:
    return Counter(pattern(comparisons, task.records[one], task.records[other]) for one, other in pairs)
