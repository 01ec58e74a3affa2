"""The made-up people: who they are and where they stand. The same seed and day give the same people, however many."""

import random
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum

from hub.domain.identifiers import check_letter
from hub.embedded.demo.staff import OFFENDER_MANAGERS, OFFENDER_SUPERVISORS, PRISONS_BY_GENDER, StaffMember

SEED = 20_07
FORENAMES = (
    *("Ambrose", "Bryony", "Cosmo", "Damaris", "Evander", "Fern", "Gideon", "Honor", "Isolde", "Jago", "Keziah"),
    *("Lorcan", "Merle", "Ninian", "Ottilie", "Peregrine", "Quill", "Rowan", "Sidony", "Thaddeus", "Ursula", "Wystan"),
)
SURNAMES = (
    *("Madeup", "Exampleton", "Fictionby", "Inventley", "Nosuchman", "Pretendham", "Sampleworth", "Testerby"),
    *("Unrealston", "Imaginesby", "Fabelthwaite", "Notreal", "Mockbridge", "Placeholder-Smythe"),
)
OFFENCES = (
    "Theft from a made-up shop",
    "Burglary of a made-up dwelling",
    "Common assault",
    "Driving while disqualified",
)


class Standing(Enum):
    """Where a person stands; the shares are those of SHARES."""

    IN_PRISON = "in prison on a sentence, known to both sides"
    ON_LICENCE = "released on licence, known to both sides"
    ON_ORDER = "on a community order, known to probation only"
    ON_REMAND = "on remand, known to the prison only"


KNOWN_TO_BOTH = frozenset({Standing.IN_PRISON, Standing.ON_LICENCE})
SHARES = ((Standing.IN_PRISON, 50), (Standing.ON_LICENCE, 25), (Standing.ON_ORDER, 17), (Standing.ON_REMAND, 8))


@dataclass(frozen=True)
class Person:
    """One made-up person with the numbers that each side knows them by."""

    number: int
    forename: str
    surname: str
    date_of_birth: date
    gender: str
    standing: Standing
    prison_number: str | None
    crn: str | None
    pnc: str
    booking: int
    prison: tuple[str, str]
    manager: StaffMember | None
    sentenced_on: date
    months: int

    @property
    def known_to_both(self) -> bool:
        """Whether both sides hold a record with the same prison number: those become one case."""
        return self.standing in KNOWN_TO_BOTH

    @property
    def limited(self) -> bool:
        """Whether only the named may see the case: each fortieth, if somebody manages it."""
        return self.number % 40 == 7 and self.manager is not None and self.crn is not None

    @property
    def supervisor(self) -> StaffMember | None:
        """The Offender Supervisor in the prison that has the person; None for those who are outside."""
        if self.standing is not Standing.IN_PRISON:
            return None
        here = [member for member in OFFENDER_SUPERVISORS if member.prison == self.prison]
        return here[self.number % len(here)]

    @property
    def release_on(self) -> date:
        """Half of the sentence."""
        return self.sentenced_on + timedelta(days=self.months * 15)

    @property
    def expires_on(self) -> date:
        """The whole of the sentence."""
        return self.sentenced_on + timedelta(days=self.months * 30)


def people(count: int, today: date) -> list[Person]:
    """`count` people, dates counted from `today`, all else from the seed; the first are the same however many."""
    source = random.Random(SEED)  # noqa: S311 - made-up people need no secrecy
    return [_person(number, source, today) for number in range(1, count + 1)]


def _person(number: int, source: random.Random, today: date) -> Person:
    standing = source.choices([share[0] for share in SHARES], [share[1] for share in SHARES])[0]
    months = source.choice((12, 18, 24, 36, 48, 60))
    gender = source.choice(("Male", "Male", "Male", "Female"))
    served = source.random() * (0.45 if standing is not Standing.ON_LICENCE else 0.4) + (
        0.52 if standing is Standing.ON_LICENCE else 0.02
    )
    return Person(
        number=number,
        forename=source.choice(FORENAMES),
        surname=source.choice(SURNAMES),
        date_of_birth=today - timedelta(days=source.randint(22 * 365, 70 * 365)),
        gender=gender,
        standing=standing,
        prison_number=None if standing is Standing.ON_ORDER else f"D{number:04d}MO",
        crn=None if standing is Standing.ON_REMAND else f"D{100_000 + number}",
        pnc=_pnc(source.randint(1990, 2020), number),
        booking=9_000_000 + number,
        prison=source.choice(PRISONS_BY_GENDER[gender]),
        manager=None if number % 25 == 0 else source.choice(OFFENDER_MANAGERS),
        sentenced_on=today - timedelta(days=round(months * 30 * served)),
        months=months,
    )


def _pnc(year: int, serial: int) -> str:
    digits = f"{year % 100:02d}{serial:07d}"
    return f"{year}/{serial:07d}{check_letter(digits)}"
