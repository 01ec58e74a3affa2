"""The scalars: the forms that they take, the form that they give, and the sentence for the rest."""

from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest
from graphql import GraphQLError

from hub.schema.scalars import SCALARS, Crn, Cro, Pnc, PrisonNumber

SUMMER = timezone(timedelta(hours=1))
NO_CRN: tuple[Any, ...] = ("", "654321", "X54321", "X7654321", "XX54321", 1, None, True, ["X123456"], "X" * 10**6)
NO_PRISON_NUMBER: tuple[Any, ...] = ("", "A123BD", "A12345BD", "A1234B1", 1, {})
NO_DATE: tuple[Any, ...] = ("", "2026-02-30", "31/01/2026", "2026-1-1", "20260101", "2026-01-01T00:00:00Z", 20260101)
NOON = datetime(2026, 7, 1, 11, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("scalar", "given", "taken"),
    [
        (Crn, "X123456", "X123456"),
        (Crn, " x123456 ", "X123456"),
        (PrisonNumber, "a1234bc", "A1234BC"),
        (Pnc, "2002/0073319Z", "2002/0073319Z"),
        (Pnc, "02/73319Z", "2002/0073319Z"),
        (Cro, "65656/91H", "065656/91H"),
        (date, "2024-02-29", date(2024, 2, 29)),
        (date, "1900-01-01", date(1900, 1, 1)),
        (date, "2199-12-31", date(2199, 12, 31)),
        (datetime, "2026-07-01T11:00:00Z", NOON),
        (datetime, "2026-07-01t12:00:00.000+01:00", NOON),
    ],
)
def test_a_value_is_taken_in_its_canonical_form(scalar: Any, given: str, taken: object) -> None:
    assert SCALARS[scalar].parse_value(given) == taken  # type: ignore[misc]


@pytest.mark.parametrize(
    ("scalar", "given"),
    [
        *((Crn, bad) for bad in NO_CRN),
        *((PrisonNumber, bad) for bad in NO_PRISON_NUMBER),
        *((Pnc, bad) for bad in ("", "2002/0073319A", "2002")),
        *((Cro, bad) for bad in ("", "85227/65G")),
        *((date, bad) for bad in NO_DATE),
        *((datetime, bad) for bad in ("", "2026-07-01", "2026-07-01T11:00:00", "2026-13-01T11:00:00Z")),
        (datetime, 1751367600),
        (datetime, "0001-01-01T00:00:00+14:00"),
        *((date, bad) for bad in ("0001-01-01", "1899-12-31", "2200-01-01", "9999-12-31")),
        *((datetime, f"{bad}Z") for bad in ("0001-01-01T00:00:00", "2200-01-01T00:00:00", "9999-12-31T23:59:59")),
    ],
)
def test_any_other_value_is_refused_in_a_sentence_that_does_not_repeat_it(scalar: Any, given: Any) -> None:
    with pytest.raises(GraphQLError) as raised:
        SCALARS[scalar].parse_value(given)  # type: ignore[misc]
    assert raised.value.extensions["code"] == "BAD_USER_INPUT"  # type: ignore[index]
    assert raised.value.message.startswith("A ")
    assert not isinstance(given, str) or not given or given not in raised.value.message


@pytest.mark.parametrize(
    ("scalar", "held", "given"),
    [
        (date, date(2026, 1, 31), "2026-01-31"),
        (date, "2026-01-31", "2026-01-31"),
        (datetime, NOON, "2026-07-01T11:00:00.000000Z"),
        (datetime, datetime(2026, 7, 1, 12, 0, 0, 5, SUMMER), "2026-07-01T11:00:00.000005Z"),
        (datetime, "2026-07-01T11:00:00.000000Z", "2026-07-01T11:00:00.000000Z"),
        (Crn, "X123456", "X123456"),
    ],
)
def test_a_value_is_given_in_one_form(scalar: Any, held: object, given: str) -> None:
    assert SCALARS[scalar].serialize(held) == given  # type: ignore[misc]
