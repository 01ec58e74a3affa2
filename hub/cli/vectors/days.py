"""How vectors write days: ISO dates, `today.minusYears(1)`, offsets such as `-3 months +1 day`."""

import re
from datetime import date

from hub.domain.days import after, before

CALL = re.compile(r"today(?:\.(minus|plus)(Days|Weeks|Months|Years)\((\d+)\))?")
OFFSET = re.compile(r"([+-])\s*(\d+)\s*(day|week|month|year)s?")


def day(text: str | None, today: date) -> date | None:
    """The day that the text names; None for none. Raises ValueError for a text in no known form."""
    if text is None:
        return None
    call = CALL.fullmatch(text)
    if call is None:
        return date.fromisoformat(text)
    sign, unit, count = call.groups()
    return _moved(today, "-" if sign == "minus" else "+", int(count), unit.lower().rstrip("s")) if sign else today


def offset(text: str, today: date) -> date:
    """The day that lies so far from today, each part after the other. Raises ValueError for a text in no known form."""
    parts = OFFSET.findall(text)
    if not parts and text != "today":
        raise ValueError(f"{text!r} is no offset such as -3 months +1 day")
    moved = today
    for sign, count, unit in parts:
        moved = _moved(moved, sign, int(count), unit)
    return moved


def _moved(start: date, sign: str, count: int, unit: str) -> date:
    months = count * {"month": 1, "year": 12}.get(unit, 0)
    days = count * {"day": 1, "week": 7}.get(unit, 0)
    return before(start, months=months, days=days) if sign == "-" else after(start, months=months, days=days)
