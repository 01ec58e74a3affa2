"""What was measured, as a table for the terminal, Markdown and JSON."""

import json
import os
import platform
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

from bench.contestants.contestant import Contestant
from bench.measure import Cell
from bench.reads import Read

HEADINGS = ("read", "contestant", "req/s", "x Strawberry", "x PostGraphile", "p50 ms", "p99 ms")
COSTS = ("server us/req", "database us/req", "slowest-fastest round")
BASELINES = ("strawberry", "postgraphile")
# The floors for the nested case view, with tokens, visibility and audit on (docs/benchmarks.md).
FLOORS = {"strawberry": 45.0, "postgraphile": 1.7}


@dataclass(frozen=True)
class Result:
    """One run: the cells, who took part, and the facts that they depend on."""

    cells: list[Cell]
    contestants: list[Contestant]
    facts: dict[str, str]

    def cell(self, read: Read, name: str) -> Cell | None:
        """The cell of a contestant at a read, if both took part."""
        return next((cell for cell in self.cells if cell.read is read and cell.name == name), None)

    def ratio(self, cell: Cell, baseline: str) -> float | None:
        """How many times the baseline's requests a second; None if it did not take part."""
        other = self.cell(cell.read, baseline)
        return cell.rate / other.rate if other else None


def machine_facts() -> dict[str, str]:
    """What the numbers depend on, without naming the machine."""
    libraries = ("strawberry-graphql", "graphql-core", "SQLAlchemy", "asyncpg", "uvicorn", "uvloop")
    return {
        "processor cores": str(os.cpu_count()),
        "system": f"{platform.system()} {platform.machine()}",
        "python": platform.python_version(),
        **{name: version(name) for name in libraries},
    }


def rows(result: Result) -> list[tuple[str, ...]]:
    """The table: headings, then a row for each cell."""
    labels = {one.name: one.label for one in result.contestants}
    lines: list[tuple[str, ...]] = [HEADINGS + COSTS]
    for cell in result.cells:
        ratios = [result.ratio(cell, baseline) for baseline in BASELINES]
        low, high = cell.spread
        cost = "-" if cell.postgres_us is None else f"{cell.postgres_us:,.0f}"
        lines.append(
            (
                *(str(cell.read), labels[cell.name], f"{cell.rate:,.0f}"),
                *("-" if ratio is None else f"{ratio:,.2f}" for ratio in ratios),
                *(f"{cell.p50:.2f}", f"{cell.p99:.2f}", f"{cell.server_us:,.0f}", cost),
                f"{low:,.0f}-{high:,.0f}",
            )
        )
    return lines


def markdown(result: Result) -> str:
    """The table, aligned so that it reads well in a terminal too, and the facts."""
    table = rows(result)
    widths = [max(len(row[place]) for row in table) for place in range(len(table[0]))]
    head, *body = ("| " + " | ".join(_cells(row, widths)) + " |" for row in table)
    dashes = ("-" * (width + 1) + ("-" if place < 2 else ":") for place, width in enumerate(widths))
    rule = "|" + "|".join(dashes) + "|"
    facts = "\n".join(f"- {name}: {value}" for name, value in result.facts.items())
    return "\n".join([head, rule, *body, "", facts, "", *verdicts(result), ""])


def _cells(row: tuple[str, ...], widths: list[int]) -> list[str]:
    pairs = enumerate(zip(row, widths, strict=True))
    return [text.ljust(width) if place < 2 else text.rjust(width) for place, (text, width) in pairs]


def verdicts(result: Result) -> list[str]:
    """A sentence for each floor of the nested case view; empty where the hub or the baseline did not take part."""
    hub = result.cell(Read.NESTED_CASE, "hub")
    said = []
    for baseline, floor in FLOORS.items():
        ratio = result.ratio(hub, baseline) if hub else None
        if ratio is not None:
            word = "reached" if ratio >= floor else "MISSED"
            said.append(f"Floor for the nested case view, {floor:g} x {baseline}: {word}, {ratio:.2f} x.")
    return said


def save(result: Result, folder: Path) -> Path:
    """Write latest.json and latest.md; returns the path of the latter."""
    folder.mkdir(parents=True, exist_ok=True)
    text = folder / "latest.md"
    cells: list[dict[str, Any]] = [{**asdict(cell), "rate": cell.rate} for cell in result.cells]
    (folder / "latest.json").write_text(json.dumps({"facts": result.facts, "cells": cells}, indent=1))
    text.write_text(markdown(result))
    return text
