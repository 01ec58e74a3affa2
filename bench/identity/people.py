"""Made-up people, by a seed: names as skewed as real ones, numbers with good check letters, some of them twins."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import accumulate
from random import Random

from bench.words import FORENAMES, SURNAMES
from hub.domain.identifiers import check_letter

_MIDDLES = ("", "el", "or", "ian", "is", "ant")
_STARTS = ("Ab", "Ber", "Cor", "Del", "Em", "Fen", "Gor", "Hal", "Ir", "Jor", "Kel", "Lor", "Mor", "Nel", "Or", "Per")
_ENDS = ("ick", "ana", "wen", "ard", "is", "eth", "olf", "ine")
ALL_FORENAMES = (*FORENAMES, *(start + middle + end for start in _STARTS for middle in _MIDDLES for end in _ENDS))
ALL_SURNAMES = (
    *SURNAMES,
    *(f"{start}{middle}{end}" for start in _STARTS for middle in SURNAMES[::5] for end in ("by", "er")),
)
# How strongly the first names of the lists outnumber the later ones.
SKEW = 0.9
DISTRICTS = tuple(f"{area}{number}" for area in ("ZE", "KW", "HS", "TD", "LD", "SY") for number in range(1, 16))


@dataclass(frozen=True)
class Person:
    """Who somebody is, before anybody writes it down. `twin` is the number of the twin, where there is one."""

    forename: str
    middle_name: str | None
    surname: str
    born: date
    aliases: tuple[tuple[str, str], ...]
    postcodes: tuple[str, ...]
    sentence_dates: tuple[date, ...]
    pnc: str
    cro: str
    twin: int | None = None


def everybody(chance: Random, size: int, twins: float) -> list[Person]:
    """So many people, of whom that share has a twin who is among them too."""
    people: list[Person] = []
    while len(people) < size:
        person = _person(chance)
        people.append(person)
        if chance.random() < twins and len(people) < size:
            number = len(people)
            people[-1] = replace(person, twin=number)
            people.append(_twin_of(chance, person, number - 1))
    return people


def _person(chance: Random) -> Person:
    first = date(2015, 1, 5) + timedelta(days=chance.randrange(4000))
    later = [first + timedelta(days=chance.randrange(200, 1500)) for _ in range(chance.choice((0, 0, 1, 2)))]
    aliased = chance.random() < 0.2
    surname = _one_of(chance, ALL_SURNAMES)
    return Person(
        forename=_one_of(chance, ALL_FORENAMES),
        middle_name=_one_of(chance, ALL_FORENAMES) if chance.random() < 0.6 else None,
        surname=surname,
        born=date(1955, 1, 1) + timedelta(days=chance.randrange(18_000)),
        aliases=((_one_of(chance, ALL_FORENAMES), chance.choice((surname, _one_of(chance, ALL_SURNAMES)))),)
        if aliased
        else (),
        postcodes=tuple(postcode(chance) for _ in range(chance.choice((1, 1, 2)))),
        sentence_dates=tuple(sorted({first, *later})),
        pnc=_pnc(chance),
        cro=_cro(chance),
    )


def _twin_of(chance: Random, person: Person, number: int) -> Person:
    """Born the same day into one house, often sentenced together; a third have names that sound alike."""
    alike = [name for name in ALL_FORENAMES if name[1:] == person.forename[1:] and name != person.forename]
    forename = chance.choice(alike) if alike and chance.random() < 0.33 else _other_than(chance, person.forename)
    borrowed = ((person.forename, person.surname),) if chance.random() < 0.1 else ()
    return replace(
        person,
        forename=forename,
        middle_name=_one_of(chance, ALL_FORENAMES) if chance.random() < 0.6 else None,
        aliases=borrowed,
        pnc=_pnc(chance),
        cro=_cro(chance),
        sentence_dates=person.sentence_dates if chance.random() < 0.5 else (person.born + timedelta(days=9000),),
        twin=number,
    )


def _other_than(chance: Random, forename: str) -> str:
    return next(name for name in iter(lambda: _one_of(chance, ALL_FORENAMES), "") if name != forename)


def _one_of(chance: Random, names: Sequence[str]) -> str:
    weights = _WEIGHTS.setdefault(len(names), list(accumulate(1 / (place + 3) ** SKEW for place in range(len(names)))))
    return chance.choices(names, cum_weights=weights)[0]


_WEIGHTS: dict[int, list[float]] = {}


def postcode(chance: Random) -> str:
    """A postcode of a district far away, whether it is there or not."""
    letters = "ABDEFGHJLNPQRSTUWXYZ"
    return f"{chance.choice(DISTRICTS)} {chance.randrange(10)}{chance.choice(letters)}{chance.choice(letters)}"


def _pnc(chance: Random) -> str:
    year, serial = chance.randrange(1990, 2025), f"{chance.randrange(10**7):07}"
    return f"{year}/{serial}{check_letter(f'{year % 100:02}{serial}')}"


def _cro(chance: Random) -> str:
    year, serial = f"{chance.randrange(90, 125) % 100:02}", f"{chance.randrange(10**6):06}"
    return f"{serial}/{year}{check_letter(year + serial)}"
