"""What was measured of intake, as a table, JSON and a plot."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path

from matplotlib.figure import Figure

from bench.intake.race import Taken

LABELS = {"hub": "hub sync", "plain": "FastStream + ORM, per message", "copy": "bare COPY of the same rows"}
COLOURS = {"hub": "#1f6f54", "plain": "#b0563b", "copy": "#8a8a8a"}
# What the hub must reach: how many times the plain program's rate, and which share of COPY's (docs/benchmarks.md).
FLOORS = (("records", "plain", 30.0), ("records", "copy", 1 / 3), ("events", "plain", 10.0))


def ratio(results: Sequence[Taken], what: str, other: str) -> float | None:
    """The hub's rate by the other's at the same kind of message; None where one did not take part."""
    rates = {one.name: one.rate for one in results if one.what == what}
    return rates["hub"] / rates[other] if {"hub", other} <= rates.keys() else None


def markdown(results: Sequence[Taken], facts: Mapping[str, str]) -> str:
    """The table, the facts, and a sentence for each floor."""
    lines = ["| what | contestant | messages | a second |", "|---|---|--:|--:|"]
    lines += [f"| {one.what} | {LABELS[one.name]} | {one.messages:,} | {one.rate:,.0f} |" for one in results]
    lines += ["", *(f"- {name}: {value}" for name, value in facts.items()), "", *verdicts(results), ""]
    return "\n".join(lines)


def verdicts(results: Sequence[Taken]) -> list[str]:
    """Whether each floor was reached."""
    said = []
    for what, other, floor in FLOORS:
        reached = ratio(results, what, other)
        if reached is not None:
            word = "reached" if reached >= floor else "MISSED"
            said.append(f"Floor for {what}, {floor:.2f} x {LABELS[other]}: {word}, {reached:.2f} x.")
    return said


def save(results: Sequence[Taken], facts: Mapping[str, str], folder: Path) -> Path:
    """Write intake.md, intake.json and intake.png; the path of the first."""
    folder.mkdir(parents=True, exist_ok=True)
    text = folder / "intake.md"
    text.write_text(markdown(results, facts))
    (folder / "intake.json").write_text(json.dumps({"facts": facts, "results": list(map(asdict, results))}, indent=1))
    _draw(results, folder / "intake.png")
    return text


def _draw(results: Sequence[Taken], path: Path) -> None:
    kinds = list(dict.fromkeys(one.what for one in results))
    figure = Figure(figsize=(4.6 * len(kinds), 4.2))
    for panel, what in zip(figure.subplots(1, len(kinds), squeeze=False)[0], kinds, strict=True):
        mine = [one for one in results if one.what == what]
        for place, one in enumerate(mine):
            panel.bar(place, one.rate, color=COLOURS[one.name], width=0.7)
            panel.annotate(f"{one.rate:,.0f}", (place, one.rate), (0, 4), textcoords="offset points", ha="center")
        panel.set_title(f"{what} a second")
        panel.set_xticks(range(len(mine)), [LABELS[one.name].replace(" ", "\n", 1) for one in mine], fontsize=8)
        panel.margins(y=0.12)
        panel.spines[["top", "right"]].set_visible(False)
    figure.tight_layout()
    figure.savefig(path, dpi=150)
