import pytest

from hub.domain.because import because
from hub.domain.tier import PublishedTier, TierComparison, TodayTier, TodayTierDecision, compare
from hub.domain.tier.today import TodayTierReason
from tests.rule_table import RuleTable

T, C = TodayTier, TierComparison


def compared(
    computed: TodayTier | None, may_rise: bool, version: int | None, value: str | None, provisional: bool | None
) -> TierComparison:
    ours = TodayTierDecision(computed, because(TodayTierReason.HIGHEST_STEP, "Said."), may_rise)
    return compare(ours, PublishedTier(version, value, provisional))


PUBLISHED = RuleTable(
    "The computed tier beside the published one",
    "hub; versions: rules, b2 and b3",
    ("computed", "provisional", "published version", "published", "published as provisional"),
    ("answer",),
    [
        (T.B, False, 3, "B", False, C.SAME),
        (T.B, True, 3, "B", True, C.SAME),
        (T.B, True, 3, "B", None, C.SAME),
        (T.B, True, 3, "B", False, C.SAME_BUT_FOR_PROVISIONAL),
        (T.B, False, 3, "A", False, C.PUBLISHED_HIGHER),
        (T.B, False, 3, "C", False, C.PUBLISHED_LOWER),
        (T.NOT_SUPERVISED, False, 3, "NOT_SUPERVISED", None, C.SAME),
        (T.NOT_SUPERVISED, False, 3, "G", False, C.DIFFERENT_WORDS),
        (T.G, False, 3, "MISSING", None, C.DIFFERENT_WORDS),
        (T.G, False, 3, "Z", None, C.DIFFERENT_WORDS),
        (T.B, False, 2, "D2", None, C.OTHER_VERSION),
        (T.B, False, 2, "B", None, C.OTHER_VERSION),
        (T.B, False, 3, None, None, C.AWAITING_DETAIL),
        (T.B, False, None, None, None, C.AWAITING_DETAIL),
        (None, False, 3, "B", None, C.NOT_COMPUTED),
    ],
    compared,
)


@pytest.mark.parametrize("row", PUBLISHED.rows, ids=PUBLISHED.names())
def test_the_comparison(row: tuple[object, ...]) -> None:
    PUBLISHED.check(row)


def test_where_one_of_the_two_is_not_there() -> None:
    assert compare(None, None) is C.NOT_PUBLISHED
    assert compare(None, PublishedTier(3, "B")) is C.NOT_COMPUTED
