from dataclasses import replace
from datetime import date

import pytest

from hub.domain.access import Service
from hub.domain.sentence import Run, Sentence, ended_by, last_day, runs

TODAY = date(2026, 11, 23)


def day(text: str) -> date:
    return date.fromisoformat(text)


@pytest.mark.parametrize(
    ("sentences", "spans"),
    [
        ((), ()),
        ((("2024-01-01", None),), (("2024-01-01", None, 1),)),
        ((("2024-01-01", "2024-06-30"),), (("2024-01-01", "2024-06-30", 1),)),
        # overlapping
        ((("2024-01-01", "2024-06-30"), ("2024-03-01", "2024-12-31")), (("2024-01-01", "2024-12-31", 2),)),
        # one inside the other
        ((("2024-01-01", "2024-12-31"), ("2024-03-01", "2024-04-30")), (("2024-01-01", "2024-12-31", 2),)),
        # passed on the last day, and on the day after it: consecutive
        ((("2024-01-01", "2024-06-30"), ("2024-06-30", "2024-12-31")), (("2024-01-01", "2024-12-31", 2),)),
        ((("2024-01-01", "2024-06-30"), ("2024-07-01", "2024-12-31")), (("2024-01-01", "2024-12-31", 2),)),
        # a day between: two spans
        (
            (("2024-01-01", "2024-06-30"), ("2024-07-02", "2024-12-31")),
            (("2024-01-01", "2024-06-30", 1), ("2024-07-02", "2024-12-31", 1)),
        ),
        # one runs on, another inside it has ended
        ((("2024-01-01", None), ("2025-01-01", "2025-02-01")), (("2024-01-01", None, 2),)),
        # a third links two
        (
            (("2024-01-01", "2024-03-31"), ("2024-09-01", None), ("2024-03-01", "2024-09-01")),
            (("2024-01-01", None, 3),),
        ),
        # without a date nothing says when the span would begin
        (((None, None), ("2024-01-01", None)), (("2024-01-01", None, 1),)),
        # an end before the beginning is a slip of the source: one day
        ((("2024-01-01", "2023-01-01"),), (("2024-01-01", "2024-01-01", 1),)),
    ],
)
def test_spans(
    sentences: tuple[tuple[str | None, str | None], ...], spans: tuple[tuple[str, str | None, int], ...]
) -> None:
    dates = [(day(first) if first else None, day(last) if last else None) for first, last in sentences]
    found = [(run.first, run.last, len(run.members)) for run in runs(dates)]
    assert found == [(day(first), day(last) if last else None, count) for first, last, count in spans]


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
