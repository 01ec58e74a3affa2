"""What the assessment system says, taken: which assessment and which scores count in the end."""

import json
from itertools import permutations
from typing import Any

import pytest

from tests.actions.sources import CRN, HAPPENED, NUMBER, OFFENDER, PRISONER, SUPERVISION, Hub, offender, supervision
from tests.actions.sources import prisoner as prisoner_record
from tests.connectors.assessment.bodies import (
    OGRS,
    RSR,
    TOPIC,
    assessment,
    event,
    management_plans,
    needs,
    risks,
    scores,
    summary,
    timeline,
)

pytestmark = pytest.mark.postgres

RSR_TOLD = "risk-assessment.scores.rsr.determined"
CURRENT = "select reference, status from assessment where current order by id"
COUNTING = "select kind, score, one_year from predictor where current order by kind"


async def test_a_summary_is_kept_with_its_parts(hub: Hub) -> None:
    assert await hub.tell(TOPIC, CRN, summary()) == "CaseOpened"
    assert await hub.rows(CURRENT) == [("40", "COMPLETE")]
    assert await hub.rows("select section, severity from assessment_need order by id") == [
        ("ACCOMMODATION", "SEVERE"),
        ("EDUCATION_TRAINING_AND_EMPLOYABILITY", "STANDARD"),
        ("RELATIONSHIPS", "NO_NEED"),
    ]
    assert await hub.rows("select overall, concerns from risk_of_harm") == [("HIGH", ["SUICIDE"])]
    assert await hub.one("select count(*) from risk_level") == 3
    assert await hub.one("select count(*) from assessed_objective") == 2
    assert await hub.one("select count(*) from sentence_plan") == 0  # never written into the shared plan
    assert [kind for kind, _, _ in await hub.rows(COUNTING)] == [
        "GENERAL_REOFFENDING",
        "GROUP_RECONVICTION",
        "VIOLENT_RECONVICTION",
    ]


async def test_a_known_case_tells_what_changed(hub: Hub) -> None:
    await hub.tell(SUPERVISION, CRN, supervision())
    done = await hub.tell(TOPIC, CRN, summary())
    assert done == (
        "AssessmentChanged, NeedsChanged, RiskOfHarmChanged, PredictorsChanged, TierChanged, TransferDecisionChanged"
    )
    again = await hub.tell(TOPIC, CRN, summary(), minutes=5)
    assert again == "Unchanged"
    assert await hub.one("select count(*) from assessment") == 1
    assert await hub.tell(TOPIC, CRN, summary(), minutes=5) == "Duplicate"


async def test_a_moment_is_told_in_one_zone_whether_it_was_just_read_or_is_held(hub: Hub) -> None:
    await hub.tell(SUPERVISION, CRN, supervision())
    await hub.tell(TOPIC, CRN, summary())
    await hub.tell(TOPIC, CRN, summary(assessment(40, offender=None)), minutes=5)
    told = await hub.rows("select payload from outbox where type = 'AssessmentChanged' order by seq")
    was, now = (json.loads(told[-1][0])[name] for name in ("before", "after"))
    assert was["completedAt"] == now["completedAt"] == "2026-10-15T07:34:44+00:00"
    assert was["assessmentId"] != now["assessmentId"]


BODIES: tuple[tuple[str, Any, float], ...] = (
    ("older", summary(assessment(39, dateCompleted="2026-09-01T10:00:00")), 1),
    ("early on the day", summary(assessment(40)), 2),
    ("late on the day", summary(assessment(41, dateCompleted="2026-10-15T16:00:00", offender=None)), 3),
    (
        "incomplete",
        summary(assessment(42, dateCompleted=None, initiationDate="2026-11-01", assessmentStatus="LOCKED_INCOMPLETE")),
        4,
    ),
)


@pytest.mark.parametrize("order", list(permutations(range(4)))[::5], ids=str)
async def test_the_order_of_arrival_does_not_matter(hub: Hub, order: tuple[int, ...]) -> None:
    for place in order:
        _, body, minutes = BODIES[place]
        await hub.tell(TOPIC, CRN, body, minutes=minutes)
    assert await hub.rows(CURRENT) == [("41", "COMPLETE")]
    assert await hub.rows("select reference from assessment order by reference") == [("39",), ("40",), ("41",), ("42",)]
    held = "select a.reference, r.overall from risk_of_harm r join assessment a on a.id = r.assessment_id"
    assert await hub.rows(f"{held} where 'RISK' = any(a.current_parts)") == [("41", "VERY_HIGH")]
    assert await hub.one("select count(*) from predictor where current and not complete") == 0


async def test_an_older_assessment_that_comes_late_enters_the_history(hub: Hub) -> None:
    await hub.tell(TOPIC, CRN, summary(assessment(41, dateCompleted="2026-10-16T10:00:00")), minutes=9)
    assert await hub.tell(TOPIC, CRN, summary(assessment(40)), minutes=1) == "OlderThanHeld"
    assert await hub.rows(CURRENT) == [("41", "COMPLETE")]
    assert await hub.one("select count(*) from assessment where listed") == 2


async def test_an_assessment_that_was_corrected_is_another_version_and_the_old_one_can_still_be_pinned(
    hub: Hub,
) -> None:
    await hub.tell(TOPIC, CRN, summary(), minutes=1)
    await hub.tell(TOPIC, CRN, summary(assessment(offender={"riskToOthers": "V"})), minutes=2)
    versions = "select reference, standing, current from assessment order by id"
    assert await hub.rows(versions) == [("40", False, False), ("40", True, True)]
    await hub.tell(TOPIC, CRN, summary(), minutes=3)  # and back again: the first version stands once more
    assert await hub.rows(versions) == [("40", True, True), ("40", False, False)]


async def test_the_bodies_of_one_assessment_add_up(hub: Hub) -> None:
    for body in (summary(), needs(), risks(), management_plans(), timeline(), scores()):
        await hub.tell(TOPIC, CRN, body)
    assert await hub.rows(CURRENT) == [("40", "COMPLETE")]
    taken_from = await hub.rows("select body, current_parts from assessment where current_parts <> '{}' order by body")
    assert taken_from == [("MANAGEMENT_PLAN", ["MANAGEMENT_PLAN"]), ("NEEDS", ["NEEDS"]), ("RISKS", ["RISK"])]
    topics = await hub.rows("select topic from source_version order by topic")
    assert [topic.partition("#")[2] for (topic,) in topics] == ["", "management_plan", "needs", "risks", "timeline"]


async def test_a_stale_score_enters_the_history_and_overwrites_nothing(hub: Hub) -> None:
    newer = {**RSR, "RSRScore": 2.5, "AssessmentDate": "2026-11-01T09:00:00Z"}
    await hub.tell(HAPPENED, CRN, event(RSR_TOLD, newer))
    assert await hub.tell(HAPPENED, CRN, event(RSR_TOLD, RSR)) == "OlderThanHeld"
    kept = "select score, current from predictor where kind = 'SERIOUS_RECIDIVISM' order by id"
    assert await hub.rows(kept) == [(2.5, True), (45.33, False)]
    assert await hub.tell(HAPPENED, CRN, event(RSR_TOLD, RSR)) == "Duplicate"


async def test_scores_of_an_event_and_of_an_assessment_stand_beside_each_other(hub: Hub) -> None:
    await hub.tell(TOPIC, CRN, summary())
    by_hand = {**OGRS, "AssessmentDate": "2026-10-20"}
    done = await hub.tell(HAPPENED, CRN, event("probation-case.risk-scores.ogrs.manual-calculation", by_hand))
    assert done == "PredictorsChanged"
    found = {kind: one_year for kind, _, one_year in await hub.rows(COUNTING)}
    assert found == {"GENERAL_REOFFENDING": 55.0, "GROUP_RECONVICTION": 4.0, "VIOLENT_RECONVICTION": None}


async def test_a_removed_record_withdraws_what_counted_and_keeps_the_history(hub: Hub) -> None:
    assert await hub.tell(TOPIC, CRN, None) == "NothingHeld"
    await hub.tell(TOPIC, CRN, summary(), minutes=1)
    await hub.tell(HAPPENED, CRN, event(RSR_TOLD, RSR))
    done = await hub.tell(TOPIC, CRN, None, minutes=5)
    assert done == "AssessmentChanged, NeedsChanged, RiskOfHarmChanged"
    assert await hub.rows(CURRENT) == []
    assert await hub.one("select count(*) from assessment") == 1
    assert {kind for kind, _, _ in await hub.rows(COUNTING)} == {
        "SERIOUS_RECIDIVISM",
        "SEXUAL_CONTACT",
        "SEXUAL_INDECENT",
    }
    assert await hub.tell(TOPIC, CRN, summary(), minutes=3) == "OlderThanHeld"  # read before it was removed
    assert await hub.rows(CURRENT) == []
    await hub.tell(TOPIC, CRN, summary(), minutes=7)
    assert await hub.rows(CURRENT) == [("40", "COMPLETE")]


async def test_an_assessment_moves_with_its_case(hub: Hub) -> None:
    await hub.tell(TOPIC, CRN, summary())
    await hub.tell(HAPPENED, CRN, event(RSR_TOLD, RSR))
    await hub.tell(PRISONER, NUMBER, prisoner_record())
    await hub.tell(OFFENDER, CRN, offender())
    [(case,)] = await hub.rows("select id from offender_case where merged_into is null")
    for table in ("assessment", "assessment_need", "risk_of_harm", "risk_level", "assessed_objective", "predictor"):
        assert await hub.rows(f"select distinct case_id from {table}") == [(case,)]


async def test_no_text_of_an_assessor_is_told_to_the_world(hub: Hub) -> None:
    await hub.tell(SUPERVISION, CRN, supervision())
    await hub.tell(TOPIC, CRN, risks())
    payloads = "".join(payload for (payload,) in await hub.rows("select payload from outbox"))
    assert "RiskOfHarm" in "".join(await hub.events())
    assert "Nobody who lives" not in payloads
