"""A folder of vectors: JSON files with groups of cases, and a table of identifiers beside or above them."""

import csv
import json
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from hub.cli.vectors.case import Group, Vector
from hub.errors import HubError

IDENTIFIERS = "identifier_vectors.csv"


def groups_of(folder: Path) -> list[Group]:
    """Every group of the folder, in the order of the files. Raises HubError where none is there, or one unreadable."""
    if not folder.is_dir():
        raise HubError(f"{folder} is not a folder: name the folder that holds the vectors.")
    found = [group for path in sorted(folder.glob("*.json")) for group in _of_file(path)]
    table = next((path for path in (folder / IDENTIFIERS, folder.parent / IDENTIFIERS) if path.is_file()), None)
    if table:
        found += _of_table(table)
    if not found:
        raise HubError(f"{folder} holds no vectors: JSON files with a list `groups`, or {IDENTIFIERS}, are looked for.")
    return found


def _of_file(path: Path) -> Iterator[Group]:
    try:
        read: Any = json.loads(path.read_text(encoding="utf-8"))
        groups = read.get("groups", []) if isinstance(read, dict) else []
        for group in groups:
            vectors = (Vector(str(case["id"]), case.get("in") or {}, case.get("out") or {}) for case in group["cases"])
            yield Group(group["name"], tuple(vectors))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise HubError(
            f"{path} can't be read as vectors ({type(error).__name__}): mend the file or take it out."
        ) from error


def _of_table(path: Path) -> Iterator[Group]:
    rows: dict[str, list[Vector]] = defaultdict(list)
    with path.open(encoding="utf-8", newline="") as file:
        for number, row in enumerate(csv.DictReader(file), start=1):
            rows[row["rule"]].append(Vector(f"row {number}", {"input": row["input"]}, {"value": row["expected"]}))
    for rule, vectors in rows.items():
        yield Group(rule, tuple(vectors))
