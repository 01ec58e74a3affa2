"""What both services hold about the same fact: whether they agree, which word the case shows, and by which rule.

FACTS is the table: a row for each fact, with what a service's records say of it, how two words are compared, and the
rule that decides whose word is shown. Differences are told, never settled by the hub: both words stay, each with its
source and time. Source: hub ("agreement of records", "Phase", "Identity"); the order of words: docs/decisions.md.
"""

import unicodedata
from collections.abc import Callable
from datetime import date
from enum import StrEnum

from hub.domain.access import Service
from hub.domain.person import PersonDetails
from hub.domain.value import Value


class Fact(StrEnum):
    """A fact about a case that a service's records can say."""

    NAME = "NAME"
    DATE_OF_BIRTH = "DATE_OF_BIRTH"
    GENDER = "GENDER"
    PRISON_NUMBER = "PRISON_NUMBER"
    CRN = "CRN"
    PNC = "PNC"
    CRO = "CRO"
    WHEREABOUTS = "WHEREABOUTS"
    PRISON = "PRISON"
    LEGAL_STATUS = "LEGAL_STATUS"
    SENTENCE_IMPOSED_ON = "SENTENCE_IMPOSED_ON"
    RELEASE_ON = "RELEASE_ON"
    SENTENCE_EXPIRES_ON = "SENTENCE_EXPIRES_ON"
    LICENCE_EXPIRES_ON = "LICENCE_EXPIRES_ON"
    OFFENDER_MANAGER = "OFFENDER_MANAGER"
    ACCESS_LIMITS = "ACCESS_LIMITS"


class Rule(StrEnum):
    """By which rule a word is the one shown."""

    ONLY_ONE_HOLDS_IT = "ONLY_ONE_HOLDS_IT"
    WHO_HAS_THE_PERSON = "WHO_HAS_THE_PERSON"
    WHO_GIVES_THE_NUMBER = "WHO_GIVES_THE_NUMBER"
    PRISON_KNOWS_WHERE = "PRISON_KNOWS_WHERE"
    PRISON_CALCULATES_DATES = "PRISON_CALCULATES_DATES"
    COMMUNITY_MANAGES = "COMMUNITY_MANAGES"


class Agreement(StrEnum):
    """Whether the services agree on a fact."""

    AGREE = "AGREE"
    DIFFER = "DIFFER"
    ONLY_ONE = "ONLY_ONE"


REASONS: dict[Rule, str] = {
    Rule.ONLY_ONE_HOLDS_IT: "Only this service holds the fact.",
    Rule.WHO_HAS_THE_PERSON: "The service that has the person now is shown: the prison in custody, else the community.",
    Rule.WHO_GIVES_THE_NUMBER: "Each service is right about the number that it gives out itself.",
    Rule.PRISON_KNOWS_WHERE: "Where the person is, the prison knows: its record and the movements decide.",
    Rule.PRISON_CALCULATES_DATES: "The prison calculates the dates of release and expiry.",
    Rule.COMMUNITY_MANAGES: "The community service manages the case and says who does.",
}


class Said(Value):
    """What one service's records say of a case. Of several words for one fact, the first is the service's own choice.

    `whereabouts` is a state of custody, or what the community record's sentences and words amount to.
    """

    person: PersonDetails | None = None
    prison_numbers: tuple[str, ...] = ()
    crns: tuple[str, ...] = ()
    pncs: tuple[str, ...] = ()
    cros: tuple[str, ...] = ()
    whereabouts: str | None = None
    prison: str | None = None
    legal_status: str | None = None
    imposed_on: tuple[date, ...] = ()
    release_on: tuple[date, ...] = ()
    expires_on: tuple[date, ...] = ()
    licence_expires_on: tuple[date, ...] = ()
    manager: str | None = None
    limited: bool = False


class Standing(Value, omit_defaults=True):
    """How one fact stands: the word shown, whose it is and why, and whether the other service says the same.

    `agreed` is None where one service only holds it; `custody` and `community` are both words where they differ.
    """

    value: str
    by: Service
    rule: Rule
    agreed: bool | None = None
    custody: str | None = None
    community: str | None = None


class FactRow(Value):
    """One row of the table: what a service's words are, which words count as one, and whose word is shown."""

    words: Callable[[Said], tuple[str, ...]]
    rule: Rule
    fold: Callable[[str], str] = str
    number_of: Service | None = None


def folded(word: str) -> str:
    """A name as it is compared: without letter case, accents, blanks, hyphens and apostrophes."""
    plain = unicodedata.normalize("NFKD", word.casefold())
    return "".join(letter for letter in plain if letter.isalnum()) or word


def gender(word: str) -> str:
    """Both services' ways to write a gender as one word; what they do not share stays as it is."""
    plain = folded(word)
    return {"m": "male", "man": "male", "f": "female", "woman": "female"}.get(plain, plain)


def _name(said: Said) -> tuple[str, ...]:
    parts = (said.person.forename, said.person.surname) if said.person else ()
    return _one(" ".join(part for part in parts if part))


def _one(word: object | None) -> tuple[str, ...]:
    return (str(word),) if word else ()


def _days(days: tuple[date, ...]) -> tuple[str, ...]:
    return tuple(map(date.isoformat, days))


_PERSON, _DATES = Rule.WHO_HAS_THE_PERSON, Rule.PRISON_CALCULATES_DATES
_NUMBER = Rule.WHO_GIVES_THE_NUMBER

FACTS: dict[Fact, FactRow] = {
    Fact.NAME: FactRow(_name, _PERSON, folded),
    Fact.DATE_OF_BIRTH: FactRow(lambda said: _one(said.person and said.person.date_of_birth), _PERSON),
    Fact.GENDER: FactRow(lambda said: _one(said.person and said.person.gender), _PERSON, gender),
    Fact.PRISON_NUMBER: FactRow(lambda said: said.prison_numbers, _NUMBER, number_of=Service.CUSTODY),
    Fact.CRN: FactRow(lambda said: said.crns, _NUMBER, number_of=Service.COMMUNITY),
    Fact.PNC: FactRow(lambda said: said.pncs, _PERSON),
    Fact.CRO: FactRow(lambda said: said.cros, _PERSON),
    Fact.WHEREABOUTS: FactRow(lambda said: _one(said.whereabouts), Rule.PRISON_KNOWS_WHERE),
    Fact.PRISON: FactRow(lambda said: _one(said.prison), Rule.PRISON_KNOWS_WHERE),
    Fact.LEGAL_STATUS: FactRow(lambda said: _one(said.legal_status), Rule.PRISON_KNOWS_WHERE),
    Fact.SENTENCE_IMPOSED_ON: FactRow(lambda said: _days(said.imposed_on), _PERSON),
    Fact.RELEASE_ON: FactRow(lambda said: _days(said.release_on), _DATES),
    Fact.SENTENCE_EXPIRES_ON: FactRow(lambda said: _days(said.expires_on), _DATES),
    Fact.LICENCE_EXPIRES_ON: FactRow(lambda said: _days(said.licence_expires_on), _DATES),
    Fact.OFFENDER_MANAGER: FactRow(lambda said: _one(said.manager), Rule.COMMUNITY_MANAGES),
    Fact.ACCESS_LIMITS: FactRow(lambda said: _one("LIMITED" if said.limited else None), Rule.COMMUNITY_MANAGES),
}


def standings(custody: Said, community: Said, *, in_custody: bool, place_disputed: bool) -> dict[Fact, Standing]:
    """How every fact stands that any service holds.

    `place_disputed`: the rule of phases found that the records disagree about where the person is; two words for a
    place are never compared by their letters.
    """
    found: dict[Fact, Standing] = {}
    for fact, row in FACTS.items():
        mine, theirs = row.words(custody), row.words(community)
        if mine and theirs:
            by = _leads(row, in_custody=in_custody)
            agreed = not place_disputed if fact is Fact.WHEREABOUTS else _alike(row, mine, theirs)
            differing = (None, None) if agreed else (mine[0], theirs[0])
            shown = mine[0] if by is Service.CUSTODY else theirs[0]
            found[fact] = Standing(shown, by, row.rule, agreed, *differing)
        elif mine:
            found[fact] = Standing(mine[0], Service.CUSTODY, Rule.ONLY_ONE_HOLDS_IT)
        elif theirs:
            found[fact] = Standing(theirs[0], Service.COMMUNITY, Rule.ONLY_ONE_HOLDS_IT)
    return found


def _alike(row: FactRow, one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether the services have a word in common."""
    return not {row.fold(word) for word in one}.isdisjoint({row.fold(word) for word in other})


def _leads(row: FactRow, *, in_custody: bool) -> Service:
    """Whose word the rule shows where both hold one."""
    if row.number_of is not None:
        return row.number_of
    if row.rule is Rule.COMMUNITY_MANAGES:
        return Service.COMMUNITY
    if row.rule is Rule.WHO_HAS_THE_PERSON and not in_custody:
        return Service.COMMUNITY
    return Service.CUSTODY
