"""The terms of a booking's sentences, in both shapes."""

from datetime import date
from typing import Any

from hub.connectors.custody.translate import decode_sentence
from hub.domain.records import SentenceTerms
from hub.domain.sentence_terms import SentenceTerm, TermKind
from tests.connectors.messages import message

NUMBER = "Z1234ZY"


def read(body: list[dict[str, Any]]) -> SentenceTerms:
    record, _ = decode_sentence(message("custody.sentence.snapshot.v1", NUMBER, body))
    assert isinstance(record, SentenceTerms)
    assert (record.prison_number, record.booking_id) == (NUMBER, "9000123")
    return record


def test_a_list_of_terms() -> None:
    line = {
        "bookingId": 9000123,
        "sentenceSequence": 2,
        "sentenceTypeDescription": "Made-up sentence",
        "startDate": "2025-03-01",
        "lifeSentence": False,
        "caseId": "30",
        "fineAmount": 120.0,
        "sentenceStartDate": "2025-03-01",
    }
    custody = {**line, "termSequence": 1, "years": 15, "sentenceTermCode": "IMP"}
    licence = {**line, "termSequence": 2, "years": "5", "months": 6, "sentenceTermCode": "LIC", "consecutiveTo": 1}
    assert read([licence, custody]).terms == (
        SentenceTerm(2, 1, TermKind.CUSTODY, "Made-up sentence", None, date(2025, 3, 1), years=15),
        SentenceTerm(2, 2, TermKind.LICENCE, "Made-up sentence", 1, date(2025, 3, 1), years=5, months=6),
    )


def test_a_list_of_sentences_with_terms_and_offences() -> None:
    sentence = {
        "bookingId": "0009000123",
        "sentenceSequence": 3,
        "consecutiveToSequence": 2,
        "sentenceTypeDescription": "Made-up sentence",
        "sentenceDate": "2025-03-01",
        "terms": [{"years": 2, "weeks": 1, "code": "IMP"}, {"months": 12, "code": "LIC"}],
        "offences": [
            {"offenceCode": "ZZ1", "offenceDescription": "Theft of a made-up thing"},
            {"offenceCode": "ZZ2", "offenceDescription": None},
            {"offenceCode": "ZZ2"},
        ],
    }
    first, second = read([sentence]).terms
    assert (first.number, first.years, first.weeks, first.consecutive_to) == (1, 2, 1, 2)
    assert (second.number, second.kind, second.months) == (2, TermKind.LICENCE, 12)
    assert first.offence == "Theft of a made-up thing; ZZ2"


def test_a_life_sentence_and_lengths_that_are_none() -> None:
    [term] = read(
        [{"bookingId": 9000123, "sentenceSequence": 1, "lifeSentence": "true", "years": -3, "days": "x"}]
    ).terms
    assert (term.life, term.years, term.days, term.kind) == (True, 0, 0, TermKind.OTHER)
    assert term.starts_on is None
