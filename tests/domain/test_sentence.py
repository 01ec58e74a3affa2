from datetime import date

import pytest
from msgspec.structs import replace

from hub.domain.access import Service
from hub.domain.sentence import Run, Sentence, ended_by, last_day, runs
from tests.rule_table import RuleTable

TODAY = date(2026, 11, 23)


def day(text: str) -> date:
    return date.fromisoformat(text)


def formed(sentences: tuple[str, ...], joined: tuple[int, ...]) -> tuple[str, ...]:
    """The spans of sentences written as "2024-01-01 to 2024-06-30", "2024-01-01 on", "no date on"."""
    together = [frozenset(number - 1 for number in joined)] if joined else []
    return tuple(
        f"{run.first} {f'to {run.last}' if run.last else 'on'}: {len(run.members)}"
        for run in runs([_dates(text) for text in sentences], together)
    )


def _dates(text: str) -> tuple[date | None, date | None]:
    first, _, last = text.partition(" to ")
    first = first.removesuffix(" on")
    return (None if first == "no date" else day(first)), (day(last) if last else None)


SPANS = RuleTable(
    "The spans that sentences form",
    "guide, End-to-end; domain, Span",
    ("case", "sentences", "joined by decision"),
    ("spans, with the number of their sentences",),
    [
        ("none", (), (), ()),
        ("one that runs on", ("2024-01-01 on",), (), ("2024-01-01 on: 1",)),
        ("one that has ended", ("2024-01-01 to 2024-06-30",), (), ("2024-01-01 to 2024-06-30: 1",)),
        ("overlapping", ("2024-01-01 to 2024-06-30", "2024-03-01 to 2024-12-31"), (), ("2024-01-01 to 2024-12-31: 2",)),
        ("inside", ("2024-01-01 to 2024-12-31", "2024-03-01 to 2024-04-30"), (), ("2024-01-01 to 2024-12-31: 2",)),
        ("passed on the last day", ("2024-01-01 to 2024-06-30", "2024-06-30 to 2024-12-31"), (),
         ("2024-01-01 to 2024-12-31: 2",)),
        ("passed on the day after: consecutive", ("2024-01-01 to 2024-06-30", "2024-07-01 to 2024-12-31"), (),
         ("2024-01-01 to 2024-12-31: 2",)),
        ("a day between: one span after another", ("2024-01-01 to 2024-06-30", "2024-07-02 to 2024-12-31"), (),
         ("2024-01-01 to 2024-06-30: 1", "2024-07-02 to 2024-12-31: 1")),
        ("three in turn", ("2020-01-01 to 2020-06-30", "2022-01-01 to 2022-06-30", "2024-01-01 on"), (),
         ("2020-01-01 to 2020-06-30: 1", "2022-01-01 to 2022-06-30: 1", "2024-01-01 on: 1")),
        ("one runs on, one inside has ended", ("2024-01-01 on", "2025-01-01 to 2025-02-01"), (), ("2024-01-01 on: 2",)),
        ("a third links two", ("2024-01-01 to 2024-03-31", "2024-09-01 on", "2024-03-01 to 2024-09-01"), (),
         ("2024-01-01 on: 3",)),
        ("without a date nothing says when it begins", ("no date on", "2024-01-01 on"), (), ("2024-01-01 on: 1",)),
        ("an end before the beginning: one day", ("2024-01-01 to 2023-01-01",), (), ("2024-01-01 to 2024-01-01: 1",)),
        ("two joined by decision", ("2020-01-01 to 2020-06-30", "2024-01-01 on"), (1, 2), ("2020-01-01 on: 2",)),
        ("what lies between joins too", ("2020-01-01 to 2020-06-30", "2022-01-01 to 2022-06-30", "2024-01-01 on"),
         (3, 1), ("2020-01-01 on: 3",)),
        ("a decision on two of three", ("2020-01-01 to 2020-06-30", "2022-01-01 to 2022-06-30", "2024-01-01 on"),
         (1, 2), ("2020-01-01 to 2022-06-30: 2", "2024-01-01 on: 1")),
        ("one of the joined is gone", ("2020-01-01 to 2020-06-30", "2024-01-01 on"), (1, 9),
         ("2020-01-01 to 2020-06-30: 1", "2024-01-01 on: 1")),
    ],
    formed,
    "From the first sentence passed to the last day of the last, with every overlapping or consecutive one. Remand is "
    "no sentence. Spans that are not consecutive are one only by a decision that names who and why.",
)  # fmt: skip


@pytest.mark.parametrize("row", SPANS.rows, ids=SPANS.names())
def test_spans(row: tuple[object, ...]) -> None:
    SPANS.check(row)


def test_a_run_names_its_sentences_by_position() -> None:
    assert runs([(day("2024-05-01"), None), (None, None), (day("2024-01-01"), day("2024-05-01"))]) == [
        Run(day("2024-01-01"), None, (2, 0))
    ]


@pytest.mark.parametrize(
    ("imposed", "length", "unit", "seen", "last"),
    [
        ("2024-01-01", 12, "MONTHS", "2026-01-01", "2024-12-31"),  # the term was over when it was read
        ("2024-01-01", 12, "MONTHS", "2024-06-01", "2024-06-01"),  # ended early: the day of the reading
        ("2024-01-01", 100, "HOURS", "2024-06-01", "2024-06-01"),
        (None, 12, "MONTHS", "2024-06-01", "2024-06-01"),
    ],
)
def test_the_end_that_no_record_gives(imposed: str | None, length: int, unit: str, seen: str, last: str) -> None:
    assert ended_by(day(imposed) if imposed else None, length, unit, day(seen)) == day(last)


PRISONS = Sentence("booking 1", Service.CUSTODY, "made up", True, True, imposed_on=day("2024-01-01"))
COURTS = Sentence("sentence 1", Service.COMMUNITY, "made up", True, True, imposed_on=day("2024-01-01"))


@pytest.mark.parametrize(
    ("sentence", "community_ended_on", "last"),
    [
        (COURTS, None, None),
        (replace(COURTS, terminated_on=day("2025-01-01")), None, "2025-01-01"),
        (replace(COURTS, expires_on=day("2025-01-01")), None, None),  # only the record's own word ends it
        (PRISONS, None, None),
        (replace(PRISONS, expires_on=day("2026-11-22")), None, "2026-11-22"),
        (replace(PRISONS, expires_on=TODAY), None, None),  # the last day is still in force
        (replace(PRISONS, expires_on=day("2025-01-01"), licence_expires_on=day("2027-01-01")), None, None),
        (replace(PRISONS, supervision_expires_on=day("2025-06-01")), None, "2025-06-01"),
        (replace(PRISONS, expires_on=day("2028-01-01")), "2026-10-01", "2026-10-01"),
        (replace(PRISONS, imposed_on=day("2026-11-01")), "2026-10-01", None),  # passed after the others had ended
        (replace(PRISONS, terminated_on=day("2020-01-01")), None, None),  # what followed before does not count
    ],
)
def test_the_last_day_of_a_sentence(sentence: Sentence, community_ended_on: str | None, last: str | None) -> None:
    ended = day(community_ended_on) if community_ended_on else None
    assert last_day(sentence, TODAY, community_ended_on=ended) == (day(last) if last else None)
