"""The terms of a booking's sentences: a list of terms, or a list of sentences with their terms and offences."""

from collections.abc import Iterator
from typing import Any

from hub.connectors.custody.messages import SentenceLine, TermLength
from hub.connectors.json_reader import pick
from hub.connectors.wire import day, flag, read_shape, text
from hub.domain import identifiers
from hub.domain.identifiers import IdentifierKind
from hub.domain.records import SentenceTerms
from hub.domain.sentence_terms import SentenceTerm, TermKind
from hub.errors import Rejected

KINDS = {"IMP": TermKind.CUSTODY, "LIC": TermKind.LICENCE}
# Longer is a fault of the sender; the sum must stay a date.
MOST = 999


def are_terms(raw: Any) -> bool:
    """Whether it is a list of terms or of sentences."""
    return isinstance(raw, list) and any(
        isinstance(line, dict) and pick(line, "sentenceSequence", "termSequence") is not None for line in raw
    )


def read_terms(number: str, raw: Any) -> SentenceTerms:
    """The terms of one booking. Raises Rejected: WrongShape, NoIdentifier, SeveralBookings."""
    lines = [read_shape(line, SentenceLine) for line in raw]
    bookings = {text(line.booking_id) for line in lines}
    if len(bookings) != 1:
        raise Rejected("SeveralBookings", "the list has lines of more than one booking")
    booking = bookings.pop()
    if booking is None:
        raise Rejected("NoIdentifier", "the terms name no booking")
    terms = tuple(sorted(_terms(lines), key=lambda term: (term.sentence, term.number)))
    return SentenceTerms(number, identifiers.plain(IdentifierKind.BOOKING_ID, booking).value, terms)


def _terms(lines: list[SentenceLine]) -> Iterator[SentenceTerm]:
    for line in lines:
        sentence = _whole(line.sentence_sequence)
        if sentence is None:
            raise Rejected("WrongShape", "a line names no sentence")
        for place, length in enumerate(line.terms or [line], start=1):
            yield _term(line, length, sentence, _whole(line.term_sequence) or place)


def _term(line: SentenceLine, length: TermLength, sentence: int, number: int) -> SentenceTerm:
    code = (text(length.code) or text(length.sentence_term_code) or "").upper()
    offences = (text(one.offence_description) or text(one.offence_code) for one in line.offences or ())
    return SentenceTerm(
        sentence=sentence,
        number=number,
        kind=KINDS.get(code, TermKind.OTHER),
        description=text(line.sentence_type_description),
        consecutive_to=_whole(line.consecutive_to) or _whole(line.consecutive_to_sequence),
        starts_on=day(line.start_date) or day(line.sentence_start_date) or day(line.sentence_date),
        years=_whole(length.years) or 0,
        months=_whole(length.months) or 0,
        weeks=_whole(length.weeks) or 0,
        days=_whole(length.days) or 0,
        life=bool(flag(line.life_sentence)),
        offence="; ".join(dict.fromkeys(one for one in offences if one))[:500] or None,
    )


def _whole(value: str | int | None) -> int | None:
    found = text(value) or ""
    if not found.isascii() or not found.isdecimal() or len(found) > 9:
        return None
    number = int(found)
    return number if number <= MOST else None
