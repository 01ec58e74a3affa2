"""How two services write the same person down: with slips, gaps, moves, and now and then under another name."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random
from string import ascii_lowercase

from bench.identity.people import Person

# What a record lacks, by chance: each service keeps other things well.
GAPS = {
    "prison": {"middle_name": 0.4, "postcodes": 0.55, "sentence_dates": 0.25, "pnc": 0.3, "cro": 0.45, "born": 0.0},
    "probation": {"middle_name": 0.5, "postcodes": 0.15, "sentence_dates": 0.35, "pnc": 0.4, "cro": 0.6, "born": 0.01},
}


@dataclass(frozen=True)
class Written:
    """What one service's record says."""

    forename: str
    middle_name: str | None
    surname: str
    born: date | None
    aliases: tuple[tuple[str, str], ...]
    postcodes: tuple[str, ...]
    sentence_dates: tuple[date, ...]
    pnc: str | None
    cro: str | None


def written(chance: Random, person: Person, service: str, new_postcode: str) -> Written:
    """The person as that service's record has them; some have moved since."""
    gaps = GAPS[service]
    forename, surname, aliases = person.forename, person.surname, person.aliases
    if aliases and chance.random() < 0.25:
        (forename, surname), aliases = aliases[0], ((forename, surname),)
    elif chance.random() < 0.01:
        forename, surname = surname, forename
    postcodes = (new_postcode,) if chance.random() < 0.25 else person.postcodes
    told = Written(
        forename=_slip(chance, forename, 0.06),
        middle_name=person.middle_name and _slip(chance, person.middle_name, 0.06),
        surname=_slip(chance, surname, 0.06),
        born=_date_slip(chance, person.born),
        aliases=aliases,
        postcodes=postcodes,
        sentence_dates=tuple(day for day in person.sentence_dates if chance.random() < 0.85),
        pnc=person.pnc,
        cro=person.cro,
    )
    return _with_gaps(chance, told, gaps)


def _with_gaps(chance: Random, told: Written, gaps: dict[str, float]) -> Written:
    lost = {field for field, share in gaps.items() if chance.random() < share}
    return replace(
        told,
        middle_name=None if "middle_name" in lost else told.middle_name,
        postcodes=() if "postcodes" in lost else told.postcodes,
        sentence_dates=() if "sentence_dates" in lost else told.sentence_dates,
        pnc=None if "pnc" in lost else told.pnc,
        cro=None if "cro" in lost else told.cro,
        born=None if "born" in lost else told.born,
    )


def _slip(chance: Random, name: str, share: float) -> str:
    """A letter dropped, doubled, changed, or two of them swapped."""
    if chance.random() >= share or len(name) < 3:
        return name
    place = chance.randrange(1, len(name) - 1)
    return chance.choice(
        (
            name[:place] + name[place + 1 :],
            name[:place] + name[place] + name[place:],
            name[:place] + chance.choice(ascii_lowercase) + name[place + 1 :],
            name[:place] + name[place + 1] + name[place] + name[place + 2 :],
        )
    )


def _date_slip(chance: Random, born: date) -> date:
    """Mostly right; else day and month swapped, the first of the month, a day or a year off."""
    if chance.random() >= 0.05:
        return born
    kinds = [born.replace(day=1), born + timedelta(days=1), born.replace(year=born.year + 1, day=min(born.day, 28))]
    if born.day <= 12:
        kinds.append(born.replace(month=born.day, day=born.month))
    return chance.choice(kinds)
