"""The plot of one run, as PNG."""

from pathlib import Path
from typing import Any

from matplotlib.figure import Figure

from bench.load import CONNECTIONS
from bench.reads import Read
from bench.report import Result


def draw(result: Result, folder: Path) -> Path:
    """Write latest.png: a panel for each read, requests a second, a whisker from the slowest to the fastest round."""
    reads = [read for read in Read if any(cell.read is read for cell in result.cells)]
    figure = Figure(figsize=(4.2 * len(reads), 4.4))
    panels = figure.subplots(1, len(reads), squeeze=False)[0]
    for panel, read in zip(panels, reads, strict=True):
        _fill(panel, result, read)
    panels[0].set_ylabel(f"requests a second, {CONNECTIONS} connections")
    figure.tight_layout()
    path = folder / "latest.png"
    figure.savefig(path, dpi=150)
    return path


def _fill(panel: Any, result: Result, read: Read) -> None:
    for place, one in enumerate(result.contestants):
        cell = result.cell(read, one.name)
        if cell is None:
            continue
        low, high = cell.spread
        panel.bar(place, cell.rate, color=one.colour, width=0.7)
        panel.errorbar(place, cell.rate, yerr=[[cell.rate - low], [high - cell.rate]], color="#333333", capsize=4)
        panel.annotate(f"{cell.rate:,.0f}", (place, high), (0, 4), textcoords="offset points", ha="center")
    names = [one.label.replace(" + ", "\n+ ").replace(", ", ",\n") for one in result.contestants]
    panel.set_title(str(read))
    panel.set_xticks(range(len(names)), names, fontsize=8)
    panel.margins(y=0.12)
    panel.spines[["top", "right"]].set_visible(False)
    panel.yaxis.set_major_formatter("{x:,.0f}")
