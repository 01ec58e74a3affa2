from datetime import UTC, datetime
from typing import Any

import pytest

from hub.connectors.community.events import decode_event
from hub.domain.assessment import Band, PredictorKind, PredictorMethod, PredictorOrigin
from hub.domain.records import DetailAwaited, PredictorsTold
from hub.domain.reports import LookAgain
from hub.errors import Ignored, Rejected
from tests.connectors.assessment.bodies import CRN, EVENTS, OGRS, RSR, event
from tests.connectors.messages import enveloped, message

PRODUCED = "assessment.summary.produced"
RSR_TOLD, OGRS_TOLD = "risk-assessment.scores.rsr.determined", "risk-assessment.scores.ogrs.determined"
BY_HAND = "probation-case.risk-scores.ogrs.manual-calculation"
Kind = PredictorKind


def told(body: Any, key: str | None = CRN) -> PredictorsTold:
    record, _ = decode_event(message(EVENTS, key, body))
    assert isinstance(record, PredictorsTold)
    return record


def test_the_scores_of_an_event_numbers_and_texts_alike() -> None:
    found = {one.kind: one for one in told(event(RSR_TOLD, RSR)).predictors}
    rsr = found[Kind.SERIOUS_RECIDIVISM]
    assert (rsr.score, rsr.band, rsr.method, rsr.algorithm) == (45.33, Band.HIGH, PredictorMethod.STATIC, "6")
    assert (rsr.assessed_at, rsr.event_number) == (datetime(2026, 10, 15, 11, 16, 4, tzinfo=UTC), 1)
    assert (found[Kind.SEXUAL_INDECENT].score, found[Kind.SEXUAL_INDECENT].band) == (5.79, Band.VERY_HIGH)
    # a score that is no number leaves its band; blanks leave nothing
    assert (found[Kind.SEXUAL_CONTACT].score, found[Kind.SEXUAL_CONTACT].band) == (None, Band.NOT_APPLICABLE)
    assert Kind.SEXUAL_DIRECT_CONTACT not in found


@pytest.mark.parametrize(
    ("name", "origin"), [(OGRS_TOLD, PredictorOrigin.DETERMINED), (BY_HAND, PredictorOrigin.MANUAL)]
)
def test_the_group_reconviction_score(name: str, origin: PredictorOrigin) -> None:
    [one] = told(enveloped(event(name, OGRS))).predictors
    assert (one.kind, one.one_year, one.two_years, one.event_number) == (Kind.GROUP_RECONVICTION, 4, 6, 2)
    assert (one.origin, one.assessed_at) == (origin, datetime(2026, 10, 13, 23, tzinfo=UTC))  # midnight in London


def test_the_body_says_what_the_event_is_and_not_the_attribute() -> None:
    body = enveloped(event(RSR_TOLD, RSR))
    body["MessageAttributes"]["eventType"]["Value"] = "risk-assessment.scores.determined"
    assert told(body).predictors


def test_an_event_named_by_the_attribute_only_is_read_by_what_it_holds() -> None:
    body = enveloped({**event(RSR_TOLD, OGRS), "eventType": ""})
    body["MessageAttributes"]["eventType"]["Value"] = "risk-assessment.scores.determined"
    assert [one.kind for one in told(body).predictors] == [Kind.GROUP_RECONVICTION]


def test_without_a_date_of_assessment_the_score_was_made_when_it_happened() -> None:
    [one] = told(event(OGRS_TOLD, {**OGRS, "AssessmentDate": ""})).predictors
    assert one.assessed_at == datetime(2026, 10, 15, 11, 16, 4, tzinfo=UTC)


@pytest.mark.parametrize("name", [PRODUCED, "risk.flag.tier.change"])
def test_a_new_assessment_is_to_be_fetched(name: str) -> None:
    address = f"https://oasys.example/eor/oasys/ass/asssumm/{CRN}/ALLOW/40/COMPLETE"
    record, _ = decode_event(message(EVENTS, CRN, event(name, detailUrl=address)))
    assert isinstance(record, DetailAwaited)
    assert (record.key, record.source, record.reading) == (CRN, "oasys", "community.assessment.snapshot.v1")


@pytest.mark.parametrize("name", [PRODUCED, "risk.flag.tier.change", "probation-case.assessment-summary.created"])
def test_without_an_address_the_assessment_comes_by_its_snapshot(name: str) -> None:
    record, _ = decode_event(message(EVENTS, CRN, event(name)))
    assert isinstance(record, LookAgain)
    assert (record.crn, record.reading) == (CRN, "community.assessment.snapshot.v1")


@pytest.mark.parametrize(
    ("key", "body", "ended", "code"),
    [
        (CRN, event(RSR_TOLD, {"RSRScore": "n/a", "EventNumber": 1}), Ignored, "NoScores"),
        (CRN, event(RSR_TOLD), Ignored, "NoScores"),
        (CRN, {"Message": '{"eventType":"x","EventNumber":,}', "MessageAttributes": {}}, Rejected, "UnreadableJson"),
        ("Z777777", event(RSR_TOLD, RSR), Rejected, "KeyMismatch"),
        (
            CRN,
            event(PRODUCED, detailUrl="https://oasys.example/eor/oasys/ass/asssumm/Z777777/ALLOW/1/COMPLETE"),
            Rejected,
            "KeyMismatch",
        ),
        (None, event(RSR_TOLD, RSR, personReference={}), Rejected, "NoIdentifier"),
    ],
)
def test_how_an_event_can_end(key: str | None, body: Any, ended: type[Exception], code: str) -> None:
    with pytest.raises(ended) as raised:
        decode_event(message(EVENTS, key, body))
    assert getattr(raised.value, "code", None) == code
