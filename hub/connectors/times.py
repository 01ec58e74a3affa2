"""Moments and days as the outside systems write them, read leniently.

Six forms of a moment are in use, sometimes two in one message; a text in none of them is no moment, never a guess.
A moment without a zone is local time in London, as the prison's database writes it. Here outside times become the
hub's: one that no record can mean (hub/domain/days.py, EARLIEST and LATEST) is none, whoever writes it.
"""

import re
from datetime import UTC, date, datetime, timedelta, timezone
from functools import lru_cache

from hub.domain.days import LONDON, london_day, may_be_meant, moment_may_be_meant

# 2022-05-04T08:09:36.649098+01:00, ...Z, ...+0100, ...+01:00[Europe/London], and no zone at all.
ISO = re.compile(
    r"(?P<day>\d{4}-\d{2}-\d{2})[T ](?P<clock>\d{2}:\d{2}(?::\d{2})?)(?:[.,](?P<fraction>\d{1,9}))?"
    r"(?P<offset>Z|[+-]\d{2}(?::?\d{2})?)?(?P<zone>\[[A-Za-z_/+-]{1,40}\])?",
    re.ASCII | re.IGNORECASE,
)
# Mon Jun 19 18:35:59 BST 2023: how Java prints a date that nobody formatted.
JAVA = re.compile(
    r"[A-Z][a-z]{2} (?P<month>[A-Z][a-z]{2}) (?P<day>\d{1,2}) (?P<clock>\d{2}:\d{2}:\d{2}) "
    r"(?P<zone>[A-Z]{3}) (?P<year>\d{4})",
    re.ASCII,
)
EPOCH_MILLISECONDS = re.compile(r"\d{12,13}", re.ASCII)
DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
JAVA_ZONES = {"BST": timezone(timedelta(hours=1)), "GMT": UTC, "UTC": UTC}
LONDON_ZONES = ("[europe/london]", "[gb]")
UTC_ZONES = ("[utc]", "[z]", "[gmt]", "[etc/utc]")


def read_time(value: object) -> datetime | None:
    """The moment that a value names, in UTC, or None if it names none.

    An offset wins over the zone in brackets behind it. More than six digits of a second are cut. Where the clocks go
    back, a local time that happens twice is taken as the first. Epoch milliseconds are read from notification
    attributes.
    """
    text = str(value).strip() if isinstance(value, str | int) and not isinstance(value, bool) else ""
    try:
        moment = _moment(text)
    except (ValueError, OverflowError):
        return None
    return moment if moment is not None and moment_may_be_meant(moment) else None


def read_day(value: object) -> date | None:
    """The day that a value names (`2019-05-21`, or a moment: its day in London), or None if it names none."""
    if not isinstance(value, str):
        return None
    return _day(value.strip())


# The records of many people name the same days.
@lru_cache(maxsize=10_000)
def _day(text: str) -> date | None:
    if DAY.fullmatch(text):
        try:
            day = date.fromisoformat(text)
        except ValueError:
            return None
        return day if may_be_meant(day) else None
    moment = read_time(text)
    return london_day(moment) if moment else None


def _moment(text: str) -> datetime | None:
    if found := ISO.fullmatch(text):
        return _iso(found)
    if found := JAVA.fullmatch(text):
        return _java(found)
    if EPOCH_MILLISECONDS.fullmatch(text):
        return datetime.fromtimestamp(int(text) / 1000, UTC)
    return None


def _iso(found: re.Match[str]) -> datetime | None:
    micro = (found["fraction"] or "").ljust(6, "0")[:6]
    clock = found["clock"] if len(found["clock"]) > 5 else found["clock"] + ":00"
    local = datetime.fromisoformat(f"{found['day']}T{clock}.{micro}")
    offset, zone = (found["offset"] or "").upper(), (found["zone"] or "").lower()
    if offset:
        return local.replace(tzinfo=_offset(offset)).astimezone(UTC)
    if zone in UTC_ZONES:
        return local.replace(tzinfo=UTC)
    if zone and zone not in LONDON_ZONES:
        return None
    return local.replace(tzinfo=LONDON).astimezone(UTC)


def _offset(text: str) -> timezone:
    if text == "Z":
        return UTC
    digits = text[1:].replace(":", "").ljust(4, "0")
    if int(digits[2:]) > 59:
        raise ValueError(text)
    distance = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    return timezone(-distance if text[0] == "-" else distance)


def _java(found: re.Match[str]) -> datetime | None:
    zone = JAVA_ZONES.get(found["zone"])
    if zone is None or found["month"] not in MONTHS:
        return None
    month = MONTHS.index(found["month"]) + 1
    local = datetime.fromisoformat(f"{found['year']}-{month:02}-{int(found['day']):02}T{found['clock']}")
    return local.replace(tzinfo=zone).astimezone(UTC)
