"""Identifiers: our canonical form, empty where the check letter says no, and the prison search's form for comparing."""

from datetime import date

from hub.cli.vectors.case import Adapter, Answer, Given
from hub.domain import identifiers
from hub.domain.identifiers import Identifier


def _canonical(found: Identifier) -> Answer:
    return {"value": found.value if found.valid else ""}


def pnc(given: Given) -> Answer:
    """A PNC, its two-digit year read as of today."""
    return _canonical(identifiers.pnc(given["input"], date.today()))


def cro(given: Given) -> Answer:
    """A CRO."""
    return _canonical(identifiers.cro(given["input"]))


def _prison_search(form: str) -> Adapter:
    return lambda given: {"value": identifiers.prison_search_pnc(given["input"], form=form)}


ADAPTERS: dict[str, Adapter] = {
    "PNC": pnc,
    "CRO": cro,
    "PNC-prisonersearch-canonical": _prison_search("as given"),
    "PNC-prisonersearch-short": _prison_search("short"),
    "PNC-prisonersearch-long": _prison_search("long"),
}
