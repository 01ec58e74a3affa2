"""The plot: precision over recall for each data set, and where the shipped thresholds stand."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from matplotlib.figure import Figure

from bench.identity.measure import ESTIMATED, SHIPPED, SPLINK, Line

COLOURS = {ESTIMATED: "#1d70b8", SPLINK: "#f47738", SHIPPED: "#00703c"}


def draw(lines: Sequence[Line], folder: Path) -> Path:
    """Write identity.png; returns its path."""
    tasks = list(dict.fromkeys(line.task for line in lines))
    figure = Figure(figsize=(4.2 * len(tasks), 4.4))
    panels = figure.subplots(1, len(tasks), squeeze=False)[0]
    for panel, task in zip(panels, tasks, strict=True):
        _fill(panel, task, [line for line in lines if line.task == task])
    panels[0].set_ylabel("precision")
    panels[-1].legend(loc="lower left", fontsize=8)
    figure.tight_layout()
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "identity.png"
    figure.savefig(path, dpi=150)
    return path


def _fill(panel: Any, task: str, lines: Sequence[Line]) -> None:
    for line in lines:
        recall, precision = [one.recall for one in line.curve], [one.precision for one in line.curve]
        panel.plot(recall, precision, color=COLOURS[line.matcher], label=line.matcher, linewidth=1.6)
        panel.plot(line.quality.recall, line.quality.precision, "o", color=COLOURS[line.matcher])
    panel.set_title(task)
    panel.set_xlabel("recall; the dot is where it joins")
    panel.set_xlim(0.5, 1.01)
    panel.set_ylim(0.8, 1.01)
    panel.spines[["top", "right"]].set_visible(False)
