"""Run a folder of vectors: each group passed, failed, or unknown to the hub."""

from argparse import ArgumentParser, Namespace
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table

from hub.cli.command import Command
from hub.cli.vectors.adapters import ADAPTERS
from hub.cli.vectors.agreement import disagreements
from hub.cli.vectors.case import Adapter, Group, Vector
from hub.cli.vectors.folder import groups_of
from hub.settings import Settings


@dataclass(frozen=True)
class Report:
    """What became of a group: the number of vectors that passed, and a line for each that failed."""

    group: str
    passed: int
    failed: tuple[str, ...]
    known: bool = True


def reports(groups: Iterable[Group], adapters: Mapping[str, Adapter]) -> list[Report]:
    """Hold every group against its adapter."""
    return [_report(group, adapters.get(group.name)) for group in groups]


def _report(group: Group, adapter: Adapter | None) -> Report:
    if adapter is None:
        return Report(group.name, 0, (), known=False)
    failed = [line for vector in group.vectors if (line := _fault(vector, adapter))]
    return Report(group.name, len(group.vectors) - len(failed), tuple(failed))


def _fault(vector: Vector, adapter: Adapter) -> str:
    try:
        said = adapter(vector.given)
    except Exception as error:  # a vector in a form that the adapter does not read is a failure, told like one
        return f"{vector.name}: the adapter can't read it ({type(error).__name__})"
    found = disagreements(vector.expected, said)
    return f"{vector.name}: {'; '.join(found)}" if found else ""


def _arguments(parser: ArgumentParser) -> None:
    parser.add_argument("folder", type=Path, metavar="FOLDER", help="the folder with the vectors")


def run_vectors(chosen: Namespace, settings: Settings) -> int:
    """Print the table and what failed; exit code 0 if every group is known and passed, else 1."""
    found = reports(groups_of(chosen.folder), ADAPTERS)
    console = Console(soft_wrap=True, highlight=False, markup=False)
    table = Table("group", "passed", "failed", box=None)
    for one in found:
        table.add_row(one.group, str(one.passed) if one.known else "unknown group", str(len(one.failed) or ""))
    console.print(table)
    for one in found:
        for line in one.failed:
            console.print(f"{one.group}, {line}")
    return 1 if any(one.failed or not one.known for one in found) else 0


COMMANDS = (
    Command(
        "vectors",
        "hold the hub's rules against a folder of rule vectors",
        run_vectors,
        _arguments,
        "exit codes: 0 all passed, 1 a group failed or is unknown\n\nexample:  hub vectors ./vectors",
    ),
)
