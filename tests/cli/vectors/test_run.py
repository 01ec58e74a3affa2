import json
import os
from pathlib import Path

import pytest

from hub.cli.vectors.adapters import ADAPTERS
from hub.cli.vectors.agreement import disagreements
from hub.cli.vectors.case import Group, IfAsked
from hub.cli.vectors.folder import groups_of
from hub.cli.vectors.run import reports
from hub.errors import HubError


def given_groups() -> list[Group]:
    """The groups of HUB_VECTORS that the hub has an adapter for."""
    folder = os.environ.get("HUB_VECTORS")
    return [group for group in groups_of(Path(folder)) if group.name in ADAPTERS] if folder else []


@pytest.mark.vectors
@pytest.mark.skipif(
    "HUB_VECTORS" not in os.environ,
    reason="Set HUB_VECTORS to a folder of rule vectors to hold the rules against them.",
)
def test_the_given_vectors_pass() -> None:
    groups = given_groups()
    assert groups, "HUB_VECTORS holds no group that the hub knows"
    assert [line for report in reports(groups, ADAPTERS) for line in report.failed] == []


@pytest.mark.parametrize(
    ("expected", "said", "agrees"),
    [
        ({"weight": -14.0}, {"weight": -14.004}, True),
        ({"weight": -14.0}, {"weight": -13.9}, False),
        ({"weight_gt": 20}, {"weight": 20.1}, True),
        ({"weight_gt": 20}, {"weight": 20}, False),
        ({"weight_lt": -100}, {"weight": -150}, True),
        ({"weight_between": [-40, 40]}, {"weight": 0}, True),
        ({"weight_between": [-40, 40]}, {"weight": 41}, False),
        ({"on": None}, {"on": None}, True),  # null is nothing, and nothing else
        ({"on": None}, {"on": "2026-01-01"}, False),
        ({"on": None}, {"on": False}, False),
        ({"on": None}, {}, False),  # what the hub says nothing of is not nothing
        ({"on": "2026-01-01"}, {"on": None}, False),
        ({"weight_gt": None}, {"weight": 20}, False),
        ({"group": {"reason": None}}, {"group": {"reason": "BROKEN"}}, False),
        ({"valid": None}, {"valid": IfAsked(True)}, True),  # but where null says that it is not asked
        ({"valid": False}, {"valid": IfAsked(False)}, True),
        ({"valid": False}, {"valid": IfAsked(True)}, False),
        ({"valid": True}, {}, False),
        ({"c1": {"size": 1}}, {"c1": {"size": 1, "status": "ACTIVE"}}, True),  # what is not expected may be said
        ({"c1": {"size": 1}}, {"c1": {"size": 2}}, False),
    ],
)
def test_what_counts_as_agreement(expected: dict[str, object], said: dict[str, object], agrees: bool) -> None:
    assert (disagreements(expected, said) == []) is agrees


@pytest.mark.parametrize(
    ("expected", "said", "told"),
    [
        ({"on": None}, {"on": "2026-01-01"}, "on: expected None, the hub says '2026-01-01'"),
        ({"on": None}, {}, "on: expected None, the hub says nothing under that name"),
        ({"valid": False}, {"valid": IfAsked(True)}, "valid: expected False, the hub says True"),
        ({"weight_gt": 20}, {"weight": 19}, "weight_gt: expected 20, the hub says 19"),
    ],
)
def test_a_disagreement_says_what_the_hub_says(expected: dict[str, object], said: dict[str, object], told: str) -> None:
    assert disagreements(expected, said) == [told]


def test_a_group_passes_fails_or_is_unknown(tmp_path: Path) -> None:
    cases = [{"id": "right", "in": {"x": 2}, "out": {"twice": 4}}, {"id": "wrong", "in": {"x": 2}, "out": {"twice": 5}}]
    odd = [{"id": "odd", "in": {}, "out": {"twice": 1}}]
    groups = [{"name": "doubling", "cases": cases + odd}, {"name": "other", "cases": []}]
    (tmp_path / "some.json").write_text(json.dumps({"groups": groups}))
    doubling, other = reports(groups_of(tmp_path), {"doubling": lambda given: {"twice": given["x"] * 2}})
    assert (doubling.passed, doubling.known, other.known) == (1, True, False)
    assert doubling.failed == (
        "wrong: twice: expected 5, the hub says 4",
        "odd: the adapter can't read it (KeyError)",
    )


def test_the_table_of_identifiers_may_lie_above_the_folder(tmp_path: Path) -> None:
    (tmp_path / "identifier_vectors.csv").write_text(
        "rule,input,expected,source\nPNC,15/123456U,2015/0123456U,made up\n"
    )
    folder = tmp_path / "vectors"
    folder.mkdir()
    (report,) = reports(groups_of(folder), ADAPTERS)
    assert (report.group, report.passed, report.failed) == ("PNC", 1, ())


@pytest.mark.parametrize("text", ["not json", '{"groups": [{}]}'])
def test_an_unreadable_file_is_named(tmp_path: Path, text: str) -> None:
    (tmp_path / "broken.json").write_text(text)
    with pytest.raises(HubError, match=r"broken\.json"):
        groups_of(tmp_path)


def test_an_empty_folder_is_said(tmp_path: Path) -> None:
    with pytest.raises(HubError, match="holds no vectors"):
        groups_of(tmp_path)
