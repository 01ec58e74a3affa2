"""The dates of a handover, as today's allocation system hands them out."""

from datetime import date
from typing import Any

import pytest

from hub.connectors.custody.handovers import decode_handover
from hub.errors import Rejected
from tests.connectors.messages import message

TOPIC, NUMBER = "custody.domain-event.v1", "Z1234ZY"
BODY = {"nomsNumber": NUMBER, "handoverStartDate": "2028-01-10", "handoverDate": "2028-03-06", "responsibility": "POM"}


@pytest.mark.parametrize(
    ("changes", "dates"),
    [
        ({}, (date(2028, 1, 10), date(2028, 3, 6))),
        ({"handoverStartDate": ""}, (None, date(2028, 3, 6))),
        ({"handoverStartDate": None, "handoverDate": None}, (None, None)),  # there is none any more
    ],
)
def test_the_dates(changes: dict[str, Any], dates: tuple[date | None, date | None]) -> None:
    told, read = decode_handover(message(TOPIC, NUMBER, {**BODY, **changes}))
    assert (told.prison_number, told.starts_on, told.complete_on, told.at) == (NUMBER, *dates, read.source_time)


@pytest.mark.parametrize(
    ("key", "body", "code"),
    [
        (NUMBER, {}, "WrongShape"),
        ("Z9999ZZ", BODY, "KeyMismatch"),
        (None, {"handoverDate": "2028-03-06"}, "NoIdentifier"),
        (NUMBER, {"handoverDate": ["2028-03-06"]}, "WrongShape"),
    ],
)
def test_what_is_none(key: str | None, body: Any, code: str) -> None:
    with pytest.raises(Rejected) as rejected:
        decode_handover(message(TOPIC, key, body))
    assert rejected.value.code == code
