import pytest

from bench.identity.measure import Quality, quality


@pytest.mark.parametrize(
    ("joined", "true", "precision", "recall", "f1"),
    [
        ({(0, 1), (2, 3)}, {(0, 1), (2, 3)}, 1.0, 1.0, 1.0),
        ({(0, 1), (2, 4)}, {(0, 1), (2, 3)}, 0.5, 0.5, 0.5),
        ({(0, 1)}, {(0, 1), (2, 3)}, 1.0, 0.5, 2 / 3),
        (set(), {(0, 1)}, 1.0, 0.0, 0.0),  # nothing joined, nothing wrong
    ],
)
def test_quality(
    joined: set[tuple[int, int]], true: set[tuple[int, int]], precision: float, recall: float, f1: float
) -> None:
    found = quality(joined, frozenset(true))
    assert found == Quality(precision, recall)
    assert found.f1 == pytest.approx(f1)
