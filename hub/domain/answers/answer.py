"""One question about a case and its answer: the outcome, the reason by name, a sentence, and the facts used."""

from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import Any, cast

from hub.domain.because import Because, Fact
from hub.domain.value import Value

NOTHING: Mapping[str, Fact] = {}
Plain = str | int | float | bool | None


class Question(StrEnum):
    """What is asked of every case."""

    ELIGIBILITY = "ELIGIBILITY"
    TIER = "TIER"
    TODAY_TIER = "TODAY_TIER"
    RESPONSIBILITY = "RESPONSIBILITY"
    TRANSFER = "TRANSFER"
    ICM_ROUTE = "ICM_ROUTE"
    RECOMMENDED_GRADE = "RECOMMENDED_GRADE"


class Answer(Value, omit_defaults=True):
    """The outcome (None: there is none, and the reason says why) and what it rests on; dates as YYYY-MM-DD.

    `since` is when the outcome became this. `again_on` is the next day on which time alone may change the answer.
    """

    outcome: str | None
    reason: str
    sentence: str
    facts: Mapping[str, Plain]
    since: datetime
    flags: tuple[str, ...] = ()
    again_on: date | None = None


def answer(
    outcome: str | int | None,
    why: Because[Any],
    *,
    held: Answer | None,
    now: datetime,
    flags: tuple[str, ...] = (),
    again_on: date | None = None,
    more: Mapping[str, Fact] = NOTHING,
) -> Answer:
    """The answer at `now`; it keeps the moment since when it stands from the one that was held. `more` are facts."""
    word = None if outcome is None else str(outcome)
    facts = {name: _plain(value) for name, value in (*why.facts, *more.items())}
    since = held.since if held is not None and held.outcome == word else now
    return Answer(word, str(why.reason), why.sentence, facts, since, tuple(map(str, flags)), again_on)


PLAIN = frozenset({str, int, float, bool, type(None)})


def _plain(value: Fact) -> Plain:
    if type(value) in PLAIN:  # most are
        return cast(Plain, value)
    return value.isoformat() if isinstance(value, date) else str(value) if isinstance(value, StrEnum) else value
