import json
from datetime import UTC, datetime

import pytest

from hub.actions.redeciding.phase import next_due, redecide_due
from tests.actions.sources import (
    CRN,
    HAPPENED,
    NUMBER,
    PRISONER,
    SENTENCE,
    SUPERVISION,
    Hub,
    happened,
    order,
    prisoner,
    released,
    supervision,
)

pytestmark = pytest.mark.postgres

ANSWERS = "select question, outcome, reason from case_answer order by question"


async def test_what_a_prisoners_record_answers(hub: Hub) -> None:
    await hub.tell(PRISONER, NUMBER, prisoner())
    assert await hub.rows(ANSWERS) == [
        ("ELIGIBILITY", "YES", "DETERMINATE_12_MONTHS"),
        ("RECOMMENDED_GRADE", None, "HARM_NOT_ASSESSED"),
        ("RESPONSIBILITY", "CUSTODY", "DETERMINATE"),
        ("TIER", None, "AWAITING_ASSESSMENT"),
        ("TODAY_TIER", "MISSING", "SCORE_MISSING"),
    ]
    responsibility = "select responsible, starts_on::text, handover_on::text, release_on::text from case_responsibility"
    assert await hub.rows(responsibility) == [("CUSTODY", "2028-08-18", "2028-08-18", "2029-05-01")]
    assert await hub.one("select ask_again_on::text from offender_case") == "2028-08-18"
    [(opened,)] = await hub.rows("select payload from outbox")
    assert json.loads(opened)["after"]["answers"] == {
        "eligibility": "YES",
        "responsibility": "CUSTODY",
        "tier": None,
        "todayTier": "MISSING",
    }


async def test_the_terms_of_a_court_decide_the_length(hub: Hub) -> None:
    await hub.tell(PRISONER, NUMBER, prisoner(sentenceExpiryDate=None, conditionalReleaseDate=None))
    eligible = "select manager, reason from case_eligibility"
    assert await hub.rows(eligible) == [("NOT_KNOWN", "LENGTH_NOT_KNOWN")]
    term = {"bookingId": 9000123, "sentenceSequence": 1, "termSequence": 1, "code": "IMP", "startDate": "2025-03-01"}
    await hub.tell(SENTENCE, NUMBER, [{**term, "months": 11}], minutes=5)
    assert await hub.rows(eligible) == [("NO", "ADULT_UNDER_12_MONTHS")]
    await hub.tell(SENTENCE, NUMBER, [{**term, "months": 12}], minutes=6)
    assert await hub.rows(eligible) == [("YES", "DETERMINATE_12_MONTHS")]


async def test_the_record_that_is_indeterminate_or_recalled(hub: Hub) -> None:
    await hub.tell(PRISONER, NUMBER, prisoner(indeterminateSentence=True, tariffDate="2032-01-01"))
    responsibility = "select reason, release_on::text from case_responsibility"
    assert await hub.rows(responsibility) == [("INDETERMINATE", "2032-01-01")]
    await hub.tell(PRISONER, NUMBER, prisoner(indeterminateSentence=True, category="D"), minutes=4)
    assert await hub.one("select category from custody_record") == "D"
    await hub.tell(PRISONER, NUMBER, prisoner(recall=True), minutes=5)
    assert await hub.rows(responsibility) == [("RECALLED", "2029-05-01")]
    await hub.tell(PRISONER, NUMBER, released(), minutes=9)
    assert await hub.rows(responsibility) == []


async def test_the_register_and_a_requirement_decide_the_tier(hub: Hub) -> None:
    await hub.tell(SUPERVISION, CRN, supervision("Z01T011", order()))
    registered = happened("probation-case.registration.added", registerTypeCode="RMRH", registrationId="1")
    await hub.tell(HAPPENED, CRN, registered)
    assert await hub.one("select tier from offender_case") == 2
    created = {"requirementID": "5", "requirementMainType": "Rehabilitation Activity Requirement (RAR)"}
    told = await hub.tell(HAPPENED, CRN, happened("probation-case.requirement.created", minutes=1, **created))
    assert told == "RequirementChanged, TierChanged"
    assert await hub.rows("select tier, reason from case_tier") == [(3, "MEDIUM_HARM_AND_CHANGE")]
    ended = happened("probation-case.requirement.terminated", minutes=2, **created)
    await hub.tell(HAPPENED, CRN, ended)
    assert await hub.one("select tier from offender_case") == 2


async def test_a_date_changes_the_answer_when_it_comes_once_and_with_both_told(hub: Hub) -> None:
    await hub.tell(PRISONER, NUMBER, prisoner())
    before = datetime(2028, 8, 17, 22, 59, tzinfo=UTC)  # a minute before midnight in London
    assert await next_due(hub.database, before, 0) == []
    late = datetime(2028, 8, 21, 9, tzinfo=UTC)  # the clock stood still for three days
    [due] = await next_due(hub.database, late, 0)
    assert await redecide_due(hub.database, due, late) == 2
    assert await next_due(hub.database, late, 0) == []
    assert await redecide_due(hub.database, due, late) == 0  # another clock asks for it again
    told = await hub.rows("select type, payload from outbox order by seq offset 1")
    assert [name for name, _ in told] == ["PhaseChanged", "ResponsibilityChanged"]
    past = "select question, outcome, ended_at, cause from past_answer order by question"
    assert await hub.rows(past) == [
        ("RECOMMENDED_GRADE", None, late, "clock/AnswerMayChange/2028-08-21"),  # the prison only supports from now on
        ("RESPONSIBILITY", "CUSTODY", late, "clock/AnswerMayChange/2028-08-21"),
    ]
    changed = json.loads(told[1][1])
    assert (changed["before"]["outcome"], changed["after"]["outcome"]) == ("CUSTODY", "COMMUNITY")
    assert changed["cause"] == "clock/AnswerMayChange/2028-08-21"
    assert await hub.one("select ask_again_on from offender_case") is None
