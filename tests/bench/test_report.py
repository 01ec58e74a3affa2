"""The report: ratios, floors, and what is said where somebody did not take part."""

import json
from pathlib import Path

from bench.contestants import plain, postgraphile
from bench.load import Heard
from bench.measure import Cell, Round
from bench.plot import draw
from bench.reads import Read
from bench.report import Result, markdown, rows, save, verdicts


def cell(name: str, *rates: int, read: Read = Read.NESTED_CASE) -> Cell:
    heard = [Heard(requests=rate, seconds=1.0, received=rate, failed=0, p50=1.0, p99=2.0) for rate in rates]
    return Cell(read, name, [Round(one, server_us=100.0, postgres_us=None, others=0.0) for one in heard])


def result(*cells: Cell) -> Result:
    return Result(list(cells), [plain.CONTESTANT, postgraphile.CONTESTANT], {"processor cores": "2"})


def test_a_cell_takes_the_median_and_shows_the_spread() -> None:
    one = cell("strawberry", 90, 300, 100)
    assert (one.rate, one.spread) == (100, (90, 300))


def test_ratios_are_against_each_baseline() -> None:
    table = rows(result(cell("strawberry", 100), cell("postgraphile", 2_000)))
    assert [row[2:5] for row in table[1:]] == [("100", "1.00", "0.05"), ("2,000", "20.00", "1.00")]


def test_a_missing_baseline_leaves_a_dash() -> None:
    assert rows(result(cell("strawberry", 100)))[1][4] == "-"


def test_floors_are_judged_only_where_the_hub_took_part() -> None:
    others = (cell("strawberry", 100), cell("postgraphile", 2_000))
    assert verdicts(result(*others)) == []
    assert verdicts(result(*others, cell("hub", 4_400))) == [
        "Floor for the nested case view, 45 x strawberry: MISSED, 44.00 x.",
        "Floor for the nested case view, 1.7 x postgraphile: reached, 2.20 x.",
    ]


def test_everything_is_written(tmp_path: Path) -> None:
    one = result(cell("strawberry", 100, 110), cell("postgraphile", 2_000))
    assert save(one, tmp_path).read_text() == markdown(one)
    assert json.loads((tmp_path / "latest.json").read_text())["cells"][0]["rate"] == 105
    assert draw(one, tmp_path).read_bytes().startswith(b"\x89PNG")
