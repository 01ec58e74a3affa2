"""Whom a message says it is about, and where its record came to live."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from hub.connectors.connector import Provenance
from hub.domain.access import Service
from hub.domain.freshness import Reading, Verdict
from hub.domain.identifiers import Identifier, IdentifierKind
from hub.domain.identity import Doubt, Party
from hub.domain.matching.described import described
from hub.domain.matching.description import Description
from hub.domain.person import PersonDetails
from hub.domain.value import Value


class Claim(Value):
    """Whom a message says it is about: the record's own key, and every identifier given, its own first.

    `sentence_dates` are the days on which it says that the person was sentenced.
    """

    service: Service
    key: str
    identifiers: tuple[Identifier, ...]
    person: PersonDetails | None = None
    sentence_dates: tuple[date, ...] = ()

    @property
    def description(self) -> Description | None:
        """How the claim describes its person, as the matcher compares it; None where it does not."""
        return described(self.person, self.identifiers, self.sentence_dates) if self.person else None

    @property
    def party(self) -> Party:
        """The claim as one record of a case."""
        mine = frozenset({self.key})
        persons = (self.person,) if self.person else ()
        named = frozenset(
            one.value for one in self.identifiers if one.valid and one.kind is IdentifierKind.PRISON_NUMBER
        )
        if self.service is Service.CUSTODY:
            return Party(prison_numbers=mine, persons=persons, former=named - mine)
        return Party(crns=mine, named=named, persons=persons)


@dataclass(frozen=True)
class Link:
    """Why a record is on a case with another: by which identifier, of which record, and whether names disagree.

    By LIKENESS: no identifier, a score; `evidence` is what it was made of.
    """

    by: str
    record_id: int
    persons_differ: bool
    evidence: Mapping[str, object] | None = None


class Settled(Value):
    """Where the message's record lives. The case is locked until the transaction ends.

    `verdict` is what the message is against the newest reading held. `opened` says that the case is new, `links` what
    the record was linked by just now, `joined` which cases went into this one, `reviews` the cases that a person must
    compare with it, with the reason, `added` the new identifiers.
    """

    case_id: int
    record_id: int
    opened: bool
    verdict: Verdict = Verdict.NEWER
    links: tuple[Link, ...] = ()
    joined: tuple[int, ...] = ()
    reviews: tuple[tuple[int, Doubt], ...] = ()
    added: tuple[Identifier, ...] = ()


def reading_of(provenance: Provenance) -> Reading:
    """The provenance as the freshness guard compares it."""
    source = provenance
    place = source.offset if source.partition >= 0 else None  # what a detail call brought stands in no topic
    return Reading(source.source_version, source.source_time, source.time_assumed, source.content_hash, place)
