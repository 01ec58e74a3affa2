import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from hub.connectors.wire import (
    LONGEST_STAFF_CODE,
    LONGEST_TEXT,
    Flag,
    Text,
    Wire,
    day,
    flag,
    read_shape,
    staff_code,
    text,
)
from hub.errors import Rejected

CONTRACTS = Path(__file__).parents[2] / "hub/messaging/contracts"


class Inner(Wire):
    given_name: Text = None


class Outer(Wire):
    first_part: Inner | None = None
    so_it_is: Flag = None
    parts: list[Inner] | None = None


@pytest.mark.parametrize(
    ("raw", "name"),
    [
        ({"firstPart": {"givenName": "Fern"}}, "Fern"),
        ({"FIRSTPART": {"givenname": "Fern"}}, "Fern"),
        ({"firstPart": {"givenName": ""}}, None),
        ({"firstPart": {"givenName": "", "GIVENNAME": "Fern"}}, "Fern"),  # what holds something wins
        ({"firstPart": {"other": 1}}, None),
        ({"firstPart": {"givenName": 7}}, "7"),
    ],
)
def test_names_in_any_case_and_blanks_for_nothing(raw: dict[str, Any], name: str | None) -> None:
    found = read_shape(raw, Outer)
    assert found.first_part is not None
    assert text(found.first_part.given_name) == name


@pytest.mark.parametrize("raw", [{"firstPart": []}, {"parts": {}}, {"parts": ["Fern"]}, {"soItIs": {}}])
def test_another_kind_of_value_is_refused_by_place_and_never_quoted(raw: dict[str, Any]) -> None:
    with pytest.raises(Rejected) as rejected:
        read_shape(raw, Outer)
    assert rejected.value.code == "WrongShape"
    assert "$." in rejected.value.detail
    assert "Fern" not in rejected.value.detail


@pytest.mark.parametrize(
    ("written", "meant"),
    [(True, True), ("true", True), ("Y", True), (1, True), ("no", False), (0, False), ("", None), ("perhaps", None)],
)
def test_yes_and_no(written: Flag, meant: bool | None) -> None:
    assert flag(written) is meant


@pytest.mark.parametrize(
    ("written", "meant"),
    [("2026-01-31", date(2026, 1, 31)), ("1899-12-31", None), ("2200-01-01", None), ("soon", None), (20260131, None)],
)
def test_days(written: Text, meant: date | None) -> None:
    assert day(written) == meant


def test_a_text_that_no_index_could_hold_is_refused_and_not_quoted() -> None:
    assert text("M" * LONGEST_TEXT) == "M" * LONGEST_TEXT
    with pytest.raises(Rejected, match=f"TextTooLong: a text of {LONGEST_TEXT + 1} characters") as rejected:
        text("M" * (LONGEST_TEXT + 1))
    assert "MM" not in str(rejected.value)


def test_a_staff_code_is_as_long_as_the_contract_says() -> None:
    contract = json.loads((CONTRACTS / "staff.snapshot.v1.json").read_text())
    assert contract["properties"]["code"]["maxLength"] == LONGEST_STAFF_CODE
    assert staff_code(" Z01T011 ") == "Z01T011"
    with pytest.raises(Rejected, match="MalformedIdentifier"):
        staff_code("Z" * (LONGEST_STAFF_CODE + 1))
