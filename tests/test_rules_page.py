from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from hub.domain.handover import HandoverReason
from hub.domain.tier import Tier, TodayTier
from tests.rule_table import RuleTable, shown
from tests.rules_page import ROOT, SECTIONS, tables

LISTED = [module for _, modules in SECTIONS for module in modules]


def test_every_table_of_a_rule_is_on_the_page() -> None:
    tests = ROOT / "tests" / "domain"
    with_tables = {path for path in tests.rglob("test_*.py") if "RuleTable(" in path.read_text(encoding="utf-8")}
    assert {_module(path) for path in with_tables} == set(LISTED)


def test_every_table_has_rows_and_a_title_of_its_own() -> None:
    found = [table for module in LISTED for table in tables(module)]
    assert [table.title for table in found if not table.rows] == []
    assert len({table.title for table in found}) == len(found)


def test_no_table_asks_the_same_twice() -> None:
    found = [table for module in LISTED for table in tables(module)]
    asked = [(table.title, repr(row[: len(table.given)])) for table in found for row in table.rows]
    assert [one for one, count in Counter(asked).items() if count > 1] == []


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        (None, "-"),
        (" ", "(blank)"),
        (True, "yes"),
        (Tier.FOUR, "4"),
        (TodayTier.A, "A"),
        (HandoverReason.NOT_RELEASED_AND_MAPPA, "not released and MAPPA"),
        (date(2026, 2, 28), "2026-02-28"),
        ((), "-"),
        (frozenset({"b", "a"}), "a, b"),
        (90.0, "90.0"),
    ],
)
def test_a_cell(value: object, cell: str) -> None:
    assert shown(value) == cell


def test_a_table_is_shown_as_words() -> None:
    table = RuleTable("Doubling", "made up", ("case", "number"), ("twice", "even"), [("a | b", 2, 4, True)], _double)
    table.check(("a | b", 2, 4, True))
    assert table.markdown().splitlines()[4:] == [
        "| case | number | **twice** | **even** |",
        "| --- | --- | --- | --- |",
        "| a / b | 2 | 4 | yes |",
    ]


def test_a_grid_is_shown_by_rows_and_columns() -> None:
    rows = [(down, across, down * across) for down in (1, 2) for across in (3, 4)]
    table = RuleTable("Product", "made up", ("one", "other"), ("product",), rows, int.__mul__, grid=True)
    assert table.markdown().splitlines()[4:] == [
        "| one \\ other | 3 | 4 |",
        "| --- | --- | --- |",
        "| 1 | **3** | **4** |",
        "| 2 | **6** | **8** |",
    ]


def _double(number: int) -> tuple[int, bool]:
    return number * 2, number * 2 % 2 == 0


def _module(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts)
