from datetime import date, datetime

from hub.domain.case import HeldSpan
from hub.domain.days import end_of, start_of
from hub.domain.sentence import Run
from hub.domain.span import match_spans


def run(first: str, last: str | None, *members: int) -> Run:
    return Run(date.fromisoformat(first), date.fromisoformat(last) if last else None, members)


def held(number: int, first: str, last: str | None, *, planned: bool = False) -> HeldSpan:
    return HeldSpan(number, at(first), end_of(date.fromisoformat(last)) if last else None, planned)


def at(day: str) -> datetime:
    return start_of(date.fromisoformat(day))


def test_a_new_run_is_a_new_span() -> None:
    found = match_spans([run("2024-01-01", None, 0)], [])
    assert [(one.id, one.start, one.end, one.members) for one in found.wanted] == [(None, at("2024-01-01"), None, (0,))]
    assert not found.in_doubt


def test_a_span_that_moves_keeps_its_row() -> None:
    found = match_spans([run("2023-06-01", "2025-01-01", 0)], [held(7, "2024-01-01", None)])
    assert [(one.id, one.start, one.end) for one in found.wanted] == [(7, at("2023-06-01"), end_of(date(2025, 1, 1)))]


def test_two_spans_that_become_one_keep_the_planned_row() -> None:
    rows = [held(7, "2022-01-01", "2022-12-31"), held(8, "2024-01-01", None, planned=True)]
    found = match_spans([run("2022-01-01", None, 0, 1)], rows)
    assert [(one.id, one.start, one.end) for one in found.wanted] == [(8, at("2022-01-01"), None)]
    assert not found.in_doubt


def test_two_planned_spans_stay_two_and_somebody_must_look() -> None:
    rows = [held(7, "2022-01-01", "2022-12-31", planned=True), held(8, "2024-01-01", None, planned=True)]
    found = match_spans([run("2021-12-01", None, 0, 1)], rows)
    assert [(one.id, one.start, one.end) for one in found.wanted] == [
        (7, at("2021-12-01"), at("2024-01-01")),
        (8, at("2024-01-01"), None),
    ]
    assert found.in_doubt


def test_a_span_without_sentence_or_plan_goes() -> None:
    assert match_spans([], [held(7, "2022-01-01", None)]).wanted == ()


def test_a_planned_span_without_sentence_stays_and_somebody_must_look() -> None:
    found = match_spans([], [held(7, "2022-01-01", None, planned=True)])
    assert [(one.id, one.end, one.members) for one in found.wanted] == [(7, None, ())]
    assert found.in_doubt


def test_a_span_that_falls_apart_keeps_its_row_for_the_first_part() -> None:
    runs = [run("2022-01-01", "2022-06-30", 0), run("2023-01-01", None, 1)]
    found = match_spans(runs, [held(7, "2022-01-01", None, planned=True)])
    assert [one.id for one in found.wanted] == [7, None]
    assert not found.in_doubt
