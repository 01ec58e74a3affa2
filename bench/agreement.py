"""Before anything is timed: all contestants answer the same facts, to the same questions."""

import json
from datetime import UTC, datetime
from typing import Any

from bench.contestants.contestant import Running
from bench.reads import Read, Viewer
from bench.viewers import page_starts
from hub.errors import HubError

CASES_COMPARED = 5
VIEWERS_COMPARED = (0, -1)  # the first and the last: of different prisons


def check_agreement(contestants: list[Running], viewers: list[Viewer]) -> dict[Read, float]:
    """Compare the answers of all contestants; returns the mean number of leaves of each read's answer.

    Raises HubError naming the first fact on which two differ.
    """
    return {read: _check_read(read, contestants, [viewers[place] for place in VIEWERS_COMPARED]) for read in Read}


def _check_read(read: Read, contestants: list[Running], viewers: list[Viewer]) -> float:
    counted = []
    for viewer in viewers:
        answers = [_answers(running, read, viewer) for running in contestants]
        for running, answer in zip(contestants[1:], answers[1:], strict=True):
            difference = first_difference(answers[0], answer, read)
            if difference:
                names = f"{contestants[0].contestant.label} and {running.contestant.label}"
                raise HubError(f"{names} do not answer the same to the {read}: {difference}")
        counted += [leaves(one) for one in answers[0]]
    return sum(counted) / len(counted)


def _answers(running: Running, read: Read, viewer: Viewer) -> list[Any]:
    """The facts of several cases, or of the first page and a later one."""
    if read is Read.CASELOAD_PAGE:
        starts = page_starts(running, viewer)
        return [_facts(running, read, viewer, 0, starts[place]) for place in (0, len(starts) // 2)]
    return [_facts(running, read, viewer, case, None) for case in viewer.cases[:CASES_COMPARED]]


def _facts(running: Running, read: Read, viewer: Viewer, case: int, cursor: str | None) -> Any:
    facts = running.contestant.facts(read, running.ask(read, viewer, case, cursor))
    if not facts:
        raise HubError(f"{running.contestant.label} has no answer to the {read} for case {case}.")
    return normalised(facts)


def normalised(value: Any) -> Any:
    """The same facts in the same form: times in UTC, sentences in order of their text, keys left as they are."""
    if isinstance(value, dict):
        return {key: _in_order(key, normalised(one)) for key, one in value.items()}
    if isinstance(value, list):
        return [normalised(one) for one in value]
    if isinstance(value, str) and "T" in value:
        try:
            return datetime.fromisoformat(value).astimezone(UTC).isoformat()
        except ValueError:
            return value
    return value


def _in_order(key: str, value: Any) -> Any:
    return sorted(value, key=json.dumps) if key == "sentences" else value


def first_difference(one: Any, other: Any, path: str) -> str:
    """Where two answers differ, in words; empty if they don't."""
    if isinstance(one, dict) and isinstance(other, dict):
        if one.keys() != other.keys():
            return f"{path} has {sorted(one)} here and {sorted(other)} there"
        pairs = [(f"{path}.{key}", one[key], other[key]) for key in one]
    elif isinstance(one, list) and isinstance(other, list):
        if len(one) != len(other):
            return f"{path} has {len(one)} items here and {len(other)} there"
        pairs = [(f"{path}[{place}]", *both) for place, both in enumerate(zip(one, other, strict=True))]
    else:
        return "" if one == other else f"{path} is {one!r} here and {other!r} there"
    return next(filter(None, (first_difference(a, b, name) for name, a, b in pairs)), "")


def leaves(value: Any) -> int:
    """How many scalars an answer holds, empty lists and nulls counted as one."""
    if isinstance(value, dict):
        return sum(map(leaves, value.values()))
    if isinstance(value, list):
        return sum(map(leaves, value)) if value else 1
    return 1
