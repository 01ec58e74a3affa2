"""The scalars of the contract. Each takes one form, gives one form, and says in a sentence what a value must look like.

An error never repeats the value: a number of a person must not travel on in an error, a log or a trace.
"""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any, NewType

import strawberry
from graphql import GraphQLError
from strawberry.types.scalar import ScalarDefinition

from hub.domain import identifiers
from hub.domain.days import EARLIEST, LATEST, may_be_meant, moment_may_be_meant
from hub.domain.identifiers import Identifier
from hub.schema.refusal import Code

Crn = NewType("Crn", str)
PrisonNumber = NewType("PrisonNumber", str)
Pnc = NewType("Pnc", str)
Cro = NewType("Cro", str)

_YEARS = f"from the year {EARLIEST.year} to {LATEST.year}"
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_DATE_TIME = re.compile(r"\d{4}-\d{2}-\d{2}[Tt]\d{2}:\d{2}:\d{2}(\.\d{1,9})?([Zz]|[+-]\d{2}:\d{2})", re.ASCII)


def _bad(sentence: str) -> GraphQLError:
    return GraphQLError(sentence, extensions={"code": Code.BAD_USER_INPUT})


def _identifier(read: Callable[[str], Identifier], sentence: str) -> Callable[[object], str]:
    def parse(value: object) -> str:
        found = read(value) if isinstance(value, str) and len(value) <= 40 else None
        if found is None or not found.valid:
            raise _bad(sentence)
        return found.value

    return parse


def parse_date(value: object) -> date:
    """Read a Date. Raises GraphQLError with a sentence."""
    if isinstance(value, str) and _DATE.fullmatch(value):
        try:
            day = date.fromisoformat(value)
        except ValueError:
            pass
        else:
            if may_be_meant(day):
                return day
    raise _bad(f"A Date is a day of the calendar {_YEARS}, written like 2026-01-31.")


def parse_date_time(value: object) -> datetime:
    """Read a DateTime, with its zone, as UTC. Raises GraphQLError with a sentence."""
    if isinstance(value, str) and _DATE_TIME.fullmatch(value):
        try:
            moment = datetime.fromisoformat(value.upper()).astimezone(UTC)
        except (ValueError, OverflowError):
            pass
        else:
            if moment_may_be_meant(moment):
                return moment
    raise _bad(f"A DateTime is a moment {_YEARS} with its zone as in RFC 3339, written like 2026-01-31T09:30:00Z.")


def write_date(value: date | str) -> str:
    """Write a Date; what the database has written stays."""
    return value if isinstance(value, str) else value.isoformat()


def write_date_time(value: datetime | str) -> str:
    """Write a DateTime in UTC with six decimals and `Z`; what the database has written stays."""
    if isinstance(value, str):
        return value
    return value.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"


def _scalar(
    name: str, description: str, parse: Callable[[Any], Any], write: Callable[[Any], str] = str, link: str | None = None
) -> ScalarDefinition:
    return strawberry.scalar(
        name=name, description=description, parse_value=parse, serialize=write, specified_by_url=link
    )


SCALARS: dict[object, ScalarDefinition] = {
    Crn: _scalar(
        "Crn",
        "A case reference number of the community service: a letter and six digits, like X123456.",
        _identifier(identifiers.crn, "A Crn is a letter and six digits, like X123456."),
    ),
    PrisonNumber: _scalar(
        "PrisonNumber",
        "A prison number (NOMS number) of the custody service, like A1234BC.",
        _identifier(
            identifiers.prison_number, "A PrisonNumber is a letter, four digits and two letters, like A1234BC."
        ),
    ),
    Pnc: _scalar(
        "Pnc",
        "A number of the Police National Computer: the year, the serial of seven digits and a check letter.",
        _identifier(
            lambda text: identifiers.pnc(text, datetime.now(UTC).date()),
            "A Pnc is a year, a stroke, a serial and its check letter.",
        ),
    ),
    Cro: _scalar(
        "Cro",
        "A number of the Criminal Records Office: a serial of six digits, the year, a check letter; or an SF number.",
        _identifier(identifiers.cro, "A Cro is a serial, a stroke, two digits of a year and its check letter."),
    ),
    date: _scalar("Date", f"A day of the calendar {_YEARS}, like 2026-01-31.", parse_date, write_date),
    datetime: _scalar(
        "DateTime",
        f"A moment {_YEARS} as in RFC 3339. The hub gives UTC, like 2026-01-31T09:30:00.000000Z, and takes any zone.",
        parse_date_time,
        write_date_time,
        "https://datatracker.ietf.org/doc/html/rfc3339",
    ),
}
