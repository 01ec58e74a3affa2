"""The task that the hub is for: link a prison's records to probation's, with twins, aliases, slips and gaps."""

from collections import defaultdict
from collections.abc import Iterable
from random import Random
from typing import Any

import splink.comparison_library as compare

from bench.identity.people import Person, everybody, postcode
from bench.identity.record import Record, of_person
from bench.identity.task import Pair, Row, Task, Training
from bench.identity.terms import counted
from bench.identity.writing import Written, written
from hub.domain.matching import comparisons as of
from hub.domain.matching.blocking import keys
from hub.domain.matching.comparisons import comparisons
from hub.domain.matching.description import Description, describe
from hub.domain.matching.frequencies import NOT_COUNTED

# Who is known to both services, to the prison alone, to probation alone; of a hundred.
KNOWN_TO = (("prison", "probation"), ("prison",), ("probation",))
SHARES = (60, 20, 20)
TWINS = 0.05
# What a person decides, and a court's number of a defendant, are in no record of these services.
LEFT_OUT = (of.DECIDED, of.DEFENDANT)


def services(people: int, seed: int) -> Task:
    """So many made-up people, written down by one service or both."""
    chance = Random(seed)
    everyone = everybody(chance, people, TWINS)
    told: list[tuple[int, str, Written]] = []
    for number, person in enumerate(everyone):
        for service in chance.choices(KNOWN_TO, SHARES)[0]:
            told.append((number, service, written(chance, person, service, postcode(chance))))
    records = [_record(one) for _, _, one in told]
    compared = [one for one in comparisons(NOT_COUNTED) if one.name not in LEFT_OUT]
    frequencies = counted(records, [of_person(one) for one in compared])
    found: dict[int, list[int]] = defaultdict(list)
    for place, (number, _, _) in enumerate(told):
        found[number].append(place)
    return Task(
        name="prison and probation",
        records=records,
        sides=[0 if service == "prison" else 1 for _, service, _ in told],
        true=frozenset((places[0], places[1]) for places in found.values() if len(places) == 2),
        twins=_twins(everyone, found),
        comparisons=tuple(of_person(one) for one in comparisons(frequencies) if one.name not in LEFT_OUT),
        rows=[_row(record.person) for record in records],
        splink=_splinks(),
        trainings=_trainings(),
        sure=(("pnc",), ("cro",), ("forename", "surname", "born", "middle_name")),
        sure_recall=0.6,
    )


def _twins(everyone: list[Person], found: dict[int, list[int]]) -> frozenset[Pair]:
    """Every pair of a record of one and a record of the other, whichever services wrote them."""
    return frozenset(
        (min(one, other), max(one, other))
        for number, person in enumerate(everyone)
        if person.twin is not None
        for one in found[number]
        for other in found[person.twin]
    )


def _record(told: Written) -> Record:
    person = describe(
        forename=told.forename,
        middle_names=[told.middle_name] if told.middle_name else [],
        surname=told.surname,
        born=told.born,
        alias_forenames=[forename for forename, _ in told.aliases],
        alias_surnames=[surname for _, surname in told.aliases],
        postcodes=told.postcodes,
        sentence_dates=told.sentence_dates,
        pncs=[told.pnc] if told.pnc else [],
        cros=[told.cro] if told.cro else [],
    )
    return Record(person, tuple(str(key) for key in keys(person)))


def _row(person: Description) -> Row:
    return {
        "forename": person.forename,
        "surname": person.surname,
        "middle_name": person.middle_name,
        "born": str(person.born) if person.born else None,
        "postcodes": sorted(person.postcodes) or None,
        "sentence_dates": [str(day) for day in person.sentence_dates] or None,
        "pnc": _only(person.pncs),
        "cro": _only(person.cros),
    }


def _only(numbers: Iterable[str]) -> str | None:
    return next(iter(numbers), None)


def _trainings() -> tuple[Training, ...]:
    def born(record: Record) -> str | None:
        return str(record.person.born) if record.person.born else None

    def both_names(record: Record) -> str | None:
        return record.person.full_name

    return (
        Training(born, ("born",), frozenset({of.BIRTH})),
        Training(both_names, ("forename", "surname"), frozenset({of.NAME})),
    )


def _splinks() -> tuple[Any, ...]:
    """The same facts by Splink's own library, but for aliases: it has no comparison of them beside names."""
    return (
        compare.ForenameSurnameComparison("forename", "surname"),
        compare.DateOfBirthComparison("born", input_is_string=True),
        compare.JaroWinklerAtThresholds("middle_name", [0.85]).configure(term_frequency_adjustments=True),
        compare.ArrayIntersectAtSizes("postcodes", [1]),
        compare.ArrayIntersectAtSizes("sentence_dates", [1]),
        compare.ExactMatch("pnc"),
        compare.ExactMatch("cro"),
    )
