"""How one record describes a person, cleaned so that two records can be compared."""

import re
from collections.abc import Iterable
from datetime import date

from msgspec.structs import replace

from hub.domain.value import Value

# Dates and postcodes that stand for "not known" in the services' systems: no fixed abode, a first day of a calendar.
PLACEHOLDER_DATES = frozenset({date(1900, 1, 1), date(1970, 1, 1)})
PLACEHOLDER_POSTCODES = frozenset({"NF11NF", "NF11FA"})
POSTCODE = re.compile(r"[A-Z]{1,2}\d[A-Z\d]?\d[A-Z]{2}", re.ASCII)
NOT_A_NAME = re.compile(r"\bNOT\s+(?:ENTERED|KNOWN)\b|\bUNKNOWN\b|\b(?:MIG_ERROR|NO_SHOW|DUPLICATE)_", re.ASCII)


class Description(Value):
    """One record's person. Names are in capitals; `forenames`, `surnames`, `births` take in the aliases.

    `pncs` and `cros` are canonical and valid. `marker` and `scopes` are a person's own decision about the record (two
    records with one marker are one person; two markers in a shared scope are two people); `defendant` is a court's
    number for the person.
    """

    forename: str | None = None
    middle_name: str | None = None
    surname: str | None = None
    forenames: frozenset[str] = frozenset()
    surnames: frozenset[str] = frozenset()
    born: date | None = None
    births: frozenset[date] = frozenset()
    postcodes: frozenset[str] = frozenset()
    sentence_dates: tuple[date, ...] = ()
    pncs: frozenset[str] = frozenset()
    cros: frozenset[str] = frozenset()
    marker: str | None = None
    scopes: frozenset[str] = frozenset()
    defendant: str | None = None

    @property
    def full_name(self) -> str | None:
        """Forename and surname, where both are known."""
        return f"{self.forename} {self.surname}" if self.forename and self.surname else None

    @property
    def districts(self) -> frozenset[str]:
        """The first halves of the postcodes."""
        return frozenset(one[:-3] for one in self.postcodes)

    def with_(self, held: "Description") -> "Description":
        """Named as here, with the numbers and the days in court that another description of the same record adds."""
        return replace(
            self,
            pncs=self.pncs | held.pncs,
            cros=self.cros | held.cros,
            sentence_dates=tuple(sorted({*self.sentence_dates, *held.sentence_dates})),
        )


def describe(
    *,
    forename: str | None = None,
    middle_names: Iterable[str] = (),
    surname: str | None = None,
    born: date | None = None,
    alias_forenames: Iterable[str | None] = (),
    alias_surnames: Iterable[str | None] = (),
    alias_births: Iterable[date | None] = (),
    postcodes: Iterable[str] = (),
    sentence_dates: Iterable[date] = (),
    pncs: Iterable[str] = (),
    cros: Iterable[str] = (),
    marker: str | None = None,
    scopes: Iterable[str] = (),
    defendant: str | None = None,
) -> Description:
    """The description of what a record says: cleaned, placeholders left out."""
    first, last = clean_name(forename), clean_name(surname)
    given = first.split() if first else []
    middle = [*given[1:], *(word for name in middle_names for word in (clean_name(name) or "").split())]
    birth = None if born in PLACEHOLDER_DATES else born
    births = {one for one in (birth, *alias_births) if one and one not in PLACEHOLDER_DATES}
    return Description(
        forename=given[0] if given else None,
        middle_name=next((word for word in middle if len(word) > 1), None),
        surname=last,
        forenames=_names(given[:1], alias_forenames),
        surnames=_names([last], alias_surnames) | frozenset(last.split() if last else ()),
        born=birth or min(births, default=None),
        births=frozenset(births),
        postcodes=frozenset(filter(None, map(clean_postcode, postcodes))),
        sentence_dates=tuple(sorted(set(sentence_dates) - PLACEHOLDER_DATES)),
        pncs=frozenset(filter(None, pncs)),
        cros=frozenset(filter(None, cros)),
        marker=marker or None,
        scopes=frozenset(scopes),
        defendant=defendant or None,
    )


def clean_name(raw: str | None) -> str | None:
    """A name in capitals, hyphens as blanks, no apostrophes, MC joined to what follows; None where it is no name."""
    text = NOT_A_NAME.sub(
        " ", (raw or "").upper().replace("-", " ").replace("'", "").replace("\N{RIGHT SINGLE QUOTATION MARK}", "")
    )
    return re.sub(r"\bMC ", "MC", " ".join(text.split())) or None


def clean_postcode(raw: str) -> str | None:
    """A postcode in capitals without blanks; None where it is none, or stands for no fixed abode."""
    text = "".join(raw.upper().split())
    return text if POSTCODE.fullmatch(text) and text not in PLACEHOLDER_POSTCODES else None


def _names(own: Iterable[str | None], aliases: Iterable[str | None]) -> frozenset[str]:
    return frozenset(filter(None, (*own, *map(clean_name, aliases))))
