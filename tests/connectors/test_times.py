"""The forms in which the services write moments and days."""

from datetime import UTC, date, datetime

import pytest

from hub.connectors.times import read_day, read_time


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[arg-type, misc]


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        pytest.param("2024-06-19T18:35:59.442+01:00", utc(2024, 6, 19, 17, 35, 59, 442000), id="offset, 3 digits"),
        pytest.param("2024-05-04T08:09:36.649098+01:00", utc(2024, 5, 4, 7, 9, 36, 649098), id="offset, 6 digits"),
        pytest.param("2024-05-04T09:06:46.652815769+01:00", utc(2024, 5, 4, 8, 6, 46, 652815), id="offset, 9 digits"),
        pytest.param("2024-02-04T09:06:46.65281576Z", utc(2024, 2, 4, 9, 6, 46, 652815), id="Z, 8 digits"),
        pytest.param("2024-02-04T09:06:46Z", utc(2024, 2, 4, 9, 6, 46), id="Z"),
        pytest.param("2024-06-19T18:35:59.442+01:00[Europe/London]", utc(2024, 6, 19, 17, 35, 59, 442000), id="zone"),
        pytest.param("2024-06-19T18:35:59[Europe/London]", utc(2024, 6, 19, 17, 35, 59), id="zone without offset"),
        pytest.param("2024-06-19T18:35:59Z[UTC]", utc(2024, 6, 19, 18, 35, 59), id="UTC in brackets"),
        pytest.param("2024-06-19T18:35:59+0100", utc(2024, 6, 19, 17, 35, 59), id="offset without colon"),
        pytest.param("2024-06-19T18:35:59-05", utc(2024, 6, 19, 23, 35, 59), id="offset of hours"),
        pytest.param("Wed Jun 19 18:35:59 BST 2024", utc(2024, 6, 19, 17, 35, 59), id="Java, summer"),
        pytest.param("Fri Jan 19 18:35:59 GMT 2024", utc(2024, 1, 19, 18, 35, 59), id="Java, winter"),
        pytest.param("2024-02-25T11:24:32.935401", utc(2024, 2, 25, 11, 24, 32, 935401), id="local in winter"),
        pytest.param("2024-07-25T11:24:32", utc(2024, 7, 25, 10, 24, 32), id="local in summer"),
        pytest.param("2024-07-25T11:24", utc(2024, 7, 25, 10, 24), id="local without seconds"),
        pytest.param("2024-07-25 11:24:32", utc(2024, 7, 25, 10, 24, 32), id="a space for the T"),
        pytest.param("2024-10-27T01:30:00", utc(2024, 10, 27, 0, 30), id="clocks go back: the first"),
        pytest.param("2024-03-31T01:30:00", utc(2024, 3, 31, 1, 30), id="clocks go forward: an hour that never was"),
        pytest.param("1611149702333", utc(2021, 1, 20, 13, 35, 2, 333000), id="epoch milliseconds"),
        pytest.param(1611149702333, utc(2021, 1, 20, 13, 35, 2, 333000), id="epoch milliseconds, a number"),
        pytest.param("1900-01-01T00:00:00", utc(1900, 1, 1), id="the first moment of records"),
        pytest.param("2199-12-31T23:59:59", utc(2199, 12, 31, 23, 59, 59), id="the last second of records"),
        pytest.param(" 2024-02-04T09:06:46Z ", utc(2024, 2, 4, 9, 6, 46), id="blanks around"),
    ],
)
def test_a_moment_is_read_in_every_form(text: object, moment: datetime) -> None:
    read = read_time(text)
    assert read == moment
    assert read is not None
    assert read.tzinfo is UTC


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("2024-07-31T09:26:39.362Z+01:00", id="Z and an offset"),
        pytest.param("{createdDate}", id="a placeholder"),
        pytest.param("", id="empty"),
        pytest.param("2024-06-19", id="a day is no moment"),
        pytest.param("2024-13-19T10:00:00Z", id="month 13"),
        pytest.param("2024-02-30T10:00:00Z", id="30 February"),
        pytest.param("2024-02-03T25:00:00Z", id="hour 25"),
        pytest.param("2024-02-03T10:00:00+25:00", id="offset of 25 hours"),
        pytest.param("2024-02-03T10:00:00+01:75", id="offset of 75 minutes"),
        pytest.param("0001-01-01T00:00:00+01:00", id="before the calendar"),
        pytest.param("9999-12-31T23:59:59-01:00", id="after the calendar"),
        pytest.param("0001-01-01T00:00:00Z", id="the default of many systems"),
        pytest.param("0001-01-01T00:00:00", id="the same in local time"),
        pytest.param("Mon Jan 01 00:00:00 GMT 0001", id="the same as Java prints it"),
        pytest.param("1899-12-31T23:59:59Z", id="before every record"),
        pytest.param("2200-01-01T00:00:00Z", id="after every record"),
        pytest.param("9999-12-31T23:59:59.999999", id="the last moment of the calendar"),
        pytest.param("9999999999999", id="epoch milliseconds after every record"),
        pytest.param("2024-06-19T18:35:59[America/Lima]", id="another zone without offset"),
        pytest.param("Wed Jun 19 18:35:59 PST 2024", id="Java, another zone"),
        pytest.param("Wed Foo 19 18:35:59 BST 2024", id="Java, no month"),
        pytest.param("٢٠٢٤-06-19T18:35:59Z", id="other digits"),
        pytest.param("9" * 5000, id="5,000 digits"),
        pytest.param(None, id="null"),
        pytest.param(True, id="true"),
        pytest.param(12.5, id="a fraction"),
        pytest.param(["2024-02-04T09:06:46Z"], id="a list"),
    ],
)
def test_what_names_no_moment_is_none(text: object) -> None:
    assert read_time(text) is None


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2019-05-21", date(2019, 5, 21)),
        ("Wed Jun 19 00:00:00 BST 2024", date(2024, 6, 19)),
        ("2024-06-19T23:30:00Z", date(2024, 6, 20)),
        ("2024-06-19T00:00:00", date(2024, 6, 19)),
        ("2019-02-30", None),
        ("1900-01-01", date(1900, 1, 1)),
        ("2199-12-31", date(2199, 12, 31)),
        ("1899-12-31", None),
        ("2200-01-01", None),
        ("0001-01-01", None),
        ("0001-01-01T00:00:00Z", None),
        ("9999-12-31T23:59:59", None),
        ("21/05/2019", None),
        ("", None),
        (20190521, None),
        (None, None),
    ],
)
def test_a_day_is_the_day_in_london(text: object, day: date | None) -> None:
    assert read_day(text) == day
