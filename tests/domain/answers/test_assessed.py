from datetime import UTC, datetime
from itertools import permutations

from hub.domain.answers import Assessed, RecordAssessed, Scored, assessed
from hub.domain.assessment import PredictorKind, RiskLevel, Section

EARLY, LATE = datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 6, 1, tzinfo=UTC)
ARP, OGRS = PredictorKind.ALL_REOFFENDING, PredictorKind.GROUP_RECONVICTION


def test_of_several_records_each_part_is_the_newest_whatever_their_order() -> None:
    records = (
        RecordAssessed(RiskLevel.LOW, LATE, (Section.FINANCE,), EARLY, {ARP: Scored(EARLY, 10)}),
        RecordAssessed(
            RiskLevel.HIGH, EARLY, (Section.DRUG_MISUSE,), LATE, {ARP: Scored(LATE, 20), OGRS: Scored(EARLY)}
        ),
        RecordAssessed(),
    )
    for order in permutations(records):
        assert assessed(order) == Assessed(
            RiskLevel.LOW, (Section.DRUG_MISUSE,), {ARP: Scored(LATE, 20), OGRS: Scored(EARLY)}
        )


def test_nothing_assessed() -> None:
    assert assessed(()) == Assessed()
