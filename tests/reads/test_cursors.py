"""Cursors: only what the hub wrote for the same list is taken."""

from base64 import b64encode
from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import BigInteger, Date, DateTime, Integer, Text
from sqlalchemy.types import TypeEngine

from hub.reads.cursors import read_cursor
from hub.reads.faults import BadInput

ZONED, LOCAL = DateTime(timezone=True), DateTime(timezone=False)


def _cursor(text: str) -> str:
    return b64encode(text.encode()).decode()


@pytest.mark.parametrize(
    ("text", "types", "values"),
    [
        ('["doe, jo", 7]', [Text(), BigInteger()], ["doe, jo", 7]),
        ('["", -1]', [Text(), BigInteger()], ["", -1]),
        ('["2026-01-31T09:30:00.5+00:00"]', [ZONED], [datetime(2026, 1, 31, 9, 30, 0, 500_000, UTC)]),
        ('["2026-01-31T09:30:00"]', [LOCAL], [datetime(2026, 1, 31, 9, 30)]),
        ('["2026-01-31"]', [Date()], [date(2026, 1, 31)]),
        ("[2147483647]", [Integer()], [2147483647]),
    ],
)
def test_a_cursor_of_the_list_is_read(text: str, types: list[TypeEngine[Any]], values: list[Any]) -> None:
    assert read_cursor(_cursor(text), types) == values


@pytest.mark.parametrize(
    ("cursor", "types"),
    [
        ("", [Integer()]),
        ("not base64", [Integer()]),
        (_cursor("not json"), [Integer()]),
        (_cursor("7"), [Integer()]),
        (_cursor('{"n": 7}'), [Integer()]),
        (_cursor("[]"), [Integer()]),
        (_cursor("[1, 2]"), [Integer()]),
        (_cursor('["1"]'), [Integer()]),
        (_cursor("[1.0]"), [Integer()]),
        (_cursor("[true]"), [Integer()]),
        (_cursor('["0001-01-01T00:00:00+14:00"]'), [ZONED]),
        (_cursor('["9999-12-31T23:59:59"]'), [LOCAL]),
        (_cursor("[null]"), [Integer()]),
        (_cursor("[2147483648]"), [Integer()]),
        (_cursor("[9223372036854775808]"), [BigInteger()]),
        (_cursor("[1]"), [Text()]),
        (_cursor('["\\u0000"]'), [Text()]),
        (_cursor('["2026-01-31T09:30:00"]'), [ZONED]),
        (_cursor('["2026-01-31T09:30:00+00:00"]'), [LOCAL]),
        (_cursor('["31/01/2026"]'), [Date()]),
        (_cursor('["\\ud800"]'), [Text()]),
    ],
)
def test_anything_else_is_refused(cursor: str, types: list[TypeEngine[Any]]) -> None:
    with pytest.raises(BadInput, match="none of this list"):
        read_cursor(cursor, types)
