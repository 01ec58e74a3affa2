"""Merges and merges taken back, in the words of vectors."""

from typing import Any

import pytest

from hub.cli.vectors.adapters import ADAPTERS


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"from": "absent", "to": "present"}, {"error": False, "source_created": True, "target_kept": True}),
        ({"from": "present", "to": "absent"}, {"error": False, "target_created": True}),
        ({"from_cluster_size": 1}, {"from_record_unlinked": True, "from_cluster_deleted": True}),
        ({"from_cluster_size": ">1"}, {"from_record_unlinked": True, "from_cluster_deleted": False}),
        ({"circular": True}, {"error": True, "dead_lettered": True, "code": "CircularMerge"}),
        ({"upstream": 503}, {"retried": True}),
        ({"upstream": 404}, {"retried": True}),  # not there yet
    ],
)
def test_a_merge(given: dict[str, Any], expected: dict[str, Any]) -> None:
    assert expected.items() <= ADAPTERS["merge"](given).items()


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"reactivated": "absent"}, {"created": True, "own_cluster": True}),
        ({"reactivated": "present"}, {"created": False, "separated": True, "excluded": True}),
        ({"existing_cluster_size": 1}, {"existing_cluster": "ACTIVE", "review": False}),
        ({"existing_cluster_size": 3}, {"existing_cluster": "NEEDS_ATTENTION/OVERRIDE_CONFLICT", "review": True}),
        ({"unmerges": 3, "merge_link": False}, {"each_separated": True}),
    ],
)
def test_a_merge_taken_back(given: dict[str, Any], expected: dict[str, Any]) -> None:
    assert expected.items() <= ADAPTERS["unmerge"](given).items()
