"""The table of what was measured, as Markdown and JSON, and whether it is good enough."""

import json
import platform
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path

from bench.identity.measure import ESTIMATED, SHIPPED, SPLINK, Line

HEADINGS = (
    *("data set", "matcher", "precision", "recall", "F1", "best F1"),
    *("twins joined", "for review", "recall with reviews"),
)
YARDSTICK = "FEBRL 4"


def markdown(lines: Sequence[Line]) -> str:
    """The table, aligned for a terminal too, and the verdicts."""
    table = [HEADINGS, *map(_row, lines)]
    widths = [max(len(row[place]) for row in table) for place in range(len(HEADINGS))]
    text = [
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) + " |" for row in table
    ]
    rule = "|" + "|".join("-" * (width + 2) for width in widths) + "|"
    names = ("splink", "recordlinkage", "rapidfuzz")
    facts = [f"- Python {platform.python_version()}, " + ", ".join(f"{name} {version(name)}" for name in names)]
    return "\n".join([text[0], rule, *text[1:], "", *facts, "", *verdicts(lines), ""])


def _row(line: Line) -> tuple[str, ...]:
    found = line.quality
    shares = (found.precision, found.recall, found.f1, line.best)
    reviews = ("-", "-") if line.with_reviews is None else (f"{line.reviews:,}", f"{line.with_reviews:.4f}")
    return (line.task, line.matcher, *(f"{share:.4f}" for share in shares), str(line.twins_joined), *reviews)


def verdicts(lines: Sequence[Line]) -> list[str]:
    """A sentence for each thing that must hold, for what was measured."""
    said = []
    f1 = {line.matcher: line.quality.f1 for line in lines if line.task == YARDSTICK}
    if f1:
        word = "reached" if f1[ESTIMATED] >= f1[SPLINK] else "MISSED"
        said.append(f"No worse than Splink on {YARDSTICK}: {word}, F1 {f1[ESTIMATED]:.4f} beside {f1[SPLINK]:.4f}.")
    joined = sum(line.twins_joined for line in lines if line.matcher == SHIPPED)
    said.append(f"No twins joined by the hub: {'MISSED' if joined else 'reached'}, {joined} pairs.")
    return said


def save(lines: Sequence[Line], folder: Path) -> Path:
    """Write identity.md and identity.json; returns the path of the former."""
    folder.mkdir(parents=True, exist_ok=True)
    rows = [dict(zip(HEADINGS, _row(line), strict=True)) for line in lines]
    (folder / "identity.json").write_text(json.dumps(rows, indent=1) + "\n", encoding="utf-8")
    text = folder / "identity.md"
    text.write_text(markdown(lines), encoding="utf-8")
    return text
