"""The prison's records, movements and key dates: the newest fact wins, whatever the order of arrival."""

from datetime import datetime, timedelta
from itertools import permutations
from typing import Any

import pytest

from tests.actions.sources import (
    CRN,
    MOVED,
    NOW,
    NUMBER,
    OFFENDER,
    PRISONER,
    SENTENCE,
    SUPERVISION,
    Hub,
    moved,
    offender,
    order,
    prisoner,
    released,
    supervision,
)

pytestmark = pytest.mark.postgres
STATE = "select state, prison_code, location, movement_reason from custody_record where current"


def at(minutes: float) -> datetime:
    return NOW + timedelta(minutes=minutes)


async def test_a_prisoners_record(hub: Hub) -> None:
    assert await hub.tell(PRISONER, NUMBER, prisoner()) == "CaseOpened"
    assert await hub.rows(STATE) == [("IN_PRISON", "STI", "W-1-002", "I")]
    assert await hub.rows("select phase, surname, awaiting_snapshot, prison_code from offender_case") == [
        ("CUSTODY", "TESTERBY", False, "STI")
    ]
    [(reference, custodial, active, in_span)] = await hub.rows(
        "select source_reference, custodial, active, span_id is not null from sentence"
    )
    assert (reference, custodial, active, in_span) == ("booking 9000123", True, True, True)


@pytest.mark.parametrize(
    ("second", "minutes", "version", "ended"),
    [
        (prisoner(), 0, None, "Duplicate"),
        (prisoner(cellLocation="W-2-001"), -5, None, "OlderThanHeld"),
        (prisoner(cellLocation="W-2-001"), 5, None, "CustodyChanged"),
        (prisoner(cellLocation="W-2-001"), 0, None, "CustodyChanged"),
        (prisoner(), 5, None, "Unchanged"),
    ],
)
async def test_the_guard_against_old_readings(
    hub: Hub, second: dict[str, Any], minutes: int, version: int | None, ended: str
) -> None:
    await hub.tell(PRISONER, NUMBER, prisoner())
    assert await hub.tell(PRISONER, NUMBER, second, minutes=minutes, version=version) == ended


async def test_versions_win_over_times(hub: Hub) -> None:
    await hub.tell(PRISONER, NUMBER, prisoner(), version=7)
    assert await hub.tell(PRISONER, NUMBER, prisoner(cellLocation="X"), version=6, minutes=9) == "OlderThanHeld"
    assert await hub.tell(PRISONER, NUMBER, prisoner(cellLocation="X"), version=8, minutes=-9) == "CustodyChanged"


async def test_a_reading_that_changes_nothing_still_makes_what_lies_between_old(hub: Hub) -> None:
    await hub.tell(PRISONER, NUMBER, prisoner())
    await hub.tell(PRISONER, NUMBER, prisoner(), minutes=10)
    assert await hub.tell(PRISONER, NUMBER, released(), minutes=5) == "OlderThanHeld"
    assert (await hub.rows(STATE))[0][0] == "IN_PRISON"


async def test_a_duplicate_leaves_nothing_behind(hub: Hub) -> None:
    await hub.tell(PRISONER, NUMBER, prisoner())
    count = "select (select count(*) from audit) + (select count(*) from outbox) + (select count(*) from identifier)"
    before = await hub.one(count)
    assert await hub.tell(PRISONER, NUMBER, prisoner()) == "Duplicate"
    assert await hub.one(count) == before


RELEASE = (MOVED, NUMBER, moved("released", "RELEASED", "CR", at(30)))
PROMPT = (MOVED, NUMBER, moved("released", "RELEASED", None, at(30)))
BACK = (MOVED, NUMBER, moved("received", "ADMISSION", "I", at(60), prisonId="LNI"))
MERGE = (MOVED, NUMBER, moved("released", "RELEASED", "MRG", at(30)))
DEATH = (MOVED, NUMBER, moved("released", "RELEASED", "DEC", at(30)))
CURFEW = (MOVED, NUMBER, moved("released", "RELEASED", "HD", at(30)))
HOSPITAL = (MOVED, NUMBER, moved("released", "RELEASED_TO_HOSPITAL", "HP", at(30)))
COURT = (MOVED, NUMBER, moved("released", "SENT_TO_COURT", None, at(30)))
RECORD = (PRISONER, NUMBER, prisoner())


@pytest.mark.parametrize(
    ("told", "state", "phase"),
    [
        ((RECORD, RELEASE), "RELEASED", "COMMUNITY"),
        ((RECORD, RELEASE, PROMPT), "RELEASED", "COMMUNITY"),
        ((RECORD, RELEASE, BACK), "IN_PRISON", "CUSTODY"),
        ((RECORD, MERGE), "IN_PRISON", "CUSTODY"),
        ((RECORD, MERGE, PROMPT), "IN_PRISON", "CUSTODY"),
        ((RECORD, DEATH), "DIED", "TERMINATED"),
        ((RECORD, DEATH, PROMPT), "DIED", "TERMINATED"),
        ((RECORD, CURFEW), "RELEASED", "COMMUNITY"),
        ((RECORD, HOSPITAL), "RESTRICTED_PATIENT", "CUSTODY"),
        ((RECORD, COURT), "AT_COURT", "CUSTODY"),
    ],
)
async def test_movements_and_record_in_any_order(
    hub: Hub, told: tuple[tuple[str, str, dict[str, Any]], ...], state: str, phase: str
) -> None:
    """The record is told as read at noon; each order is a person of its own, so that one database serves all."""
    for n, placed in enumerate(permutations(told)):
        number = f"Z{n:04d}YY"
        for topic, _, body in placed:
            text = {**body}
            if topic == PRISONER:
                text |= {"prisonerNumber": number, "bookingId": str(n)}
            else:
                text["additionalInformation"] = {**body["additionalInformation"], "nomsNumber": number}
            await hub.tell(topic, number, text)
    assert await hub.rows("select distinct state from custody_record") == [(state,)]
    assert await hub.rows("select distinct phase from offender_case") == [(phase,)]


async def test_a_record_read_later_wins_over_the_movement(hub: Hub) -> None:
    await hub.tell(*RELEASE)
    await hub.tell(PRISONER, NUMBER, prisoner(), minutes=45)
    assert (await hub.rows(STATE))[0][0] == "IN_PRISON"


async def test_the_second_report_of_a_movement_is_evidence_of_the_first(hub: Hub) -> None:
    await hub.tell(*PROMPT)
    assert await hub.tell(*RELEASE) == "MovementReported, CustodyChanged"
    assert await hub.tell(*RELEASE) == "Duplicate"
    [(direction, kind, agency, minute, code, reports)] = await hub.rows(
        "select direction, kind, agency, local_minute, reason_code, jsonb_array_length(evidence) from movement"
    )
    assert (direction, kind, agency, code, reports) == ("OUT", "RELEASE", "STI", "CR", 2)
    assert minute == datetime(2026, 11, 23, 12, 30)


async def test_an_event_for_a_person_unknown_opens_a_case(hub: Hub) -> None:
    assert await hub.tell(*RELEASE) == "CaseOpened"
    assert await hub.rows("select awaiting_snapshot, phase from offender_case") == [(True, None)]


async def test_a_booking_that_nobody_has_yet(hub: Hub) -> None:
    notice = {"eventType": "BOOKING_NUMBER-CHANGED", "eventDatetime": "2026-11-20T10:00:00", "bookingId": "0009000123"}
    assert await hub.tell(MOVED, None, notice) == "UnknownBooking"
    await hub.tell(PRISONER, NUMBER, prisoner())
    assert await hub.tell(MOVED, None, notice) == "MergeFollows"


async def test_a_record_removed_is_forgotten_and_its_number_still_answers(hub: Hub) -> None:
    await hub.tell(PRISONER, NUMBER, prisoner())
    await hub.tell(OFFENDER, CRN, offender())
    assert "CustodyChanged" in await hub.tell(PRISONER, NUMBER, None, minutes=5)
    assert await hub.rows(STATE) == [("REMOVED", None, None, None)]
    assert await hub.rows("select surname, name_source from offender_case where merged_into is null") == [
        ("Testerby", "COMMUNITY")
    ]
    assert await hub.one("select count(*) from sentence") == 0
    assert await hub.one("select count(*) from identifier where kind = 'PRISON_NUMBER'") == 2
    assert await hub.tell(PRISONER, NUMBER, prisoner(), minutes=1) == "OlderThanHeld"
    assert "CustodyChanged" in await hub.tell(PRISONER, NUMBER, prisoner(), minutes=9)


async def test_the_removal_of_what_nobody_holds(hub: Hub) -> None:
    assert await hub.tell(PRISONER, NUMBER, None) == "NothingHeld"
    assert await hub.one("select count(*) from offender_case") == 0


DATES = {"bookingId": 9000123, "conditionalReleaseDate": "2027-01-01", "sentenceExpiryDate": "2030-01-01"}
DATED = "select description, release_on, imposed_on from sentence"


@pytest.mark.parametrize("dates_first", [True, False])
@pytest.mark.parametrize(("minutes", "release"), [(5, "2027-01-01"), (-5, "2029-05-01")])
async def test_key_dates_come_by_two_ways_and_the_newer_count(
    hub: Hub, dates_first: bool, minutes: int, release: str
) -> None:
    record = (PRISONER, NUMBER, prisoner(imprisonmentStatusDescription="Made-up sentence"), 0)
    dates = (SENTENCE, NUMBER, {**DATES, "sentenceStartDate": "2025-03-01"}, minutes)
    for topic, key, body, when in (dates, record) if dates_first else (record, dates):
        await hub.tell(topic, key, body, minutes=when)
    [(description, release_on, _)] = await hub.rows(DATED)
    assert (description, str(release_on)) == ("Made-up sentence", release)
    assert str(await hub.one("select release_on from custody_record")) == release


async def test_a_record_without_any_date_leaves_the_dates(hub: Hub) -> None:
    await hub.tell(SENTENCE, NUMBER, {**DATES, "sentenceStartDate": "2025-03-01"})
    bare = prisoner(sentenceStartDate=None, conditionalReleaseDate=None, sentenceExpiryDate=None)
    await hub.tell(PRISONER, NUMBER, bare, minutes=5)
    assert [str(value) for value in (await hub.rows(DATED))[0][1:]] == ["2027-01-01", "2025-03-01"]


async def test_a_booking_that_is_no_longer_under_sentence(hub: Hub) -> None:
    await hub.tell(PRISONER, NUMBER, prisoner())
    await hub.tell(PRISONER, NUMBER, prisoner(legalStatus="REMAND"), minutes=5)
    assert await hub.one("select count(*) from sentence") == 0
    assert await hub.one("select count(*) from span") == 0
    assert await hub.tell(SENTENCE, NUMBER, DATES, minutes=3) == "OlderThanHeld"
    assert await hub.one("select count(*) from sentence") == 0


async def test_release_ends_the_sentence_when_the_community_side_has_ended_all(hub: Hub) -> None:
    await hub.tell(PRISONER, NUMBER, released())
    await hub.tell(OFFENDER, CRN, offender())
    assert await hub.one("select phase from offender_case where merged_into is null") == "COMMUNITY"
    ended = order(active=False, terminationDate="2026-11-20")
    await hub.tell(SUPERVISION, CRN, supervision("Z01T011", ended))
    assert await hub.one("select phase from offender_case where merged_into is null") == "TERMINATED"
    assert await hub.one("select upper(during) from span") == datetime.fromisoformat("2026-11-21T00:00:00+00:00")


async def test_the_disagreement_of_the_records_is_flagged(hub: Hub) -> None:
    await hub.tell(PRISONER, NUMBER, prisoner())
    await hub.tell(OFFENDER, CRN, offender())
    await hub.tell(SUPERVISION, CRN, supervision("Z01T011", order(active=False, terminationDate="2026-11-20")))
    assert await hub.rows("select phase, phase_flags from offender_case where merged_into is null") == [
        ("CUSTODY", ["COMMUNITY_SAYS_TERMINATED"])
    ]


async def test_every_write_is_audited_and_names_no_value(hub: Hub) -> None:
    await hub.tell(PRISONER, NUMBER, prisoner())
    [(actor, service, action, cases, fields, cause)] = await hub.rows(
        "select actor, service, action, case_ids, fields, cause from audit"
    )
    assert (actor, service, action) == ("custody", "CUSTODY", "take_prisoner_record")
    assert cases == [await hub.one("select id from offender_case")]
    assert "person" in fields
    assert "TESTERBY" not in str(fields)
    assert cause == "custody.prisoner.snapshot.v1/0/1"


async def test_events_hold_no_name(hub: Hub) -> None:
    await hub.tell(PRISONER, NUMBER, prisoner())
    await hub.tell(OFFENDER, CRN, offender())
    await hub.tell(PRISONER, NUMBER, released(), minutes=5)
    payloads = [payload for (payload,) in await hub.rows("select payload from outbox")]
    assert len(payloads) > 3
    assert not [payload for payload in payloads if "testerby" in payload.lower() or "sidony" in payload.lower()]


TERM = {"bookingId": 9000123, "sentenceSequence": 1, "sentenceTermCode": "IMP", "startDate": "2025-03-01"}


async def test_the_terms_of_a_sentence(hub: Hub) -> None:
    await hub.tell(PRISONER, NUMBER, prisoner())
    both = [{**TERM, "termSequence": 1, "years": 5}, {**TERM, "termSequence": 2, "years": 2, "sentenceTermCode": "LIC"}]
    assert await hub.tell(SENTENCE, NUMBER, both) == "SentenceTermsChanged"
    held = "select sentence, number, kind, years from sentence_term order by number"
    assert await hub.rows(held) == [(1, 1, "CUSTODY", 5), (1, 2, "LICENCE", 2)]
    assert await hub.tell(SENTENCE, NUMBER, [{**TERM, "termSequence": 1, "years": 4}], minutes=5)
    assert await hub.tell(SENTENCE, NUMBER, both, minutes=3) == "OlderThanHeld"
    assert await hub.rows(held) == [(1, 1, "CUSTODY", 4)]


async def test_a_booking_that_was_deleted_loses_its_sentence(hub: Hub) -> None:
    await hub.tell(PRISONER, NUMBER, prisoner())
    await hub.tell(PRISONER, NUMBER, prisoner(bookingId="9000124"), minutes=5)
    gone = {"eventType": "prison-offender-events.prisoner.booking.deleted", "occurredAt": at(9).isoformat()}
    told = {**gone, "additionalInformation": {"bookingId": 9000123, "nomsNumber": NUMBER}}
    assert "SentencesChanged" in await hub.tell(MOVED, NUMBER, told)
    assert await hub.rows("select source_reference from sentence") == [("booking 9000124",)]
    assert await hub.tell(MOVED, NUMBER, told) == "NothingHeld"
