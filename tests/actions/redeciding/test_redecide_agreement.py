"""Two services that hold different values for one fact: both words, whose is shown, since when, and what is told."""

from typing import Any

import pytest

from tests.actions.sources import (
    CRN,
    NOW,
    NUMBER,
    OFFENDER,
    PRISONER,
    SUPERVISION,
    Hub,
    offender,
    order,
    prisoner,
    released,
    supervision,
)

pytestmark = pytest.mark.postgres

DIFFER = "select fact, custody_value, community_value, shown_by, rule from disagreement order by fact"
SOURCES = """
select service, value, source_time, time_assumed, source_version, received_at from fact_source
where fact = $1 order by service, value
"""


async def both(hub: Hub, custody: dict[str, Any], community: dict[str, Any], minutes: int = 0) -> None:
    await hub.tell(PRISONER, NUMBER, custody, minutes=minutes)
    await hub.tell(OFFENDER, CRN, community, minutes=minutes)


async def test_alike_words_are_no_disagreement(hub: Hub) -> None:
    await both(hub, prisoner(gender="Female"), offender(gender="F"))
    assert await hub.rows(DIFFER) == []
    assert await hub.rows("select value, shown_by, agreement from case_fact where fact = 'NAME'") == [
        ("SIDONY TESTERBY", "CUSTODY", "AGREE")
    ]


async def test_both_words_are_kept_and_one_is_shown(hub: Hub) -> None:
    await both(hub, prisoner(), offender(surname="Elsewhere", dateOfBirth="1988-03-02"))
    assert await hub.rows(DIFFER) == [
        ("DATE_OF_BIRTH", "1988-02-03", "1988-03-02", "CUSTODY", "WHO_HAS_THE_PERSON"),
        ("NAME", "SIDONY TESTERBY", "Sidony Elsewhere", "CUSTODY", "WHO_HAS_THE_PERSON"),
    ]
    await hub.tell(PRISONER, NUMBER, released(), minutes=5)
    assert {row[3] for row in await hub.rows(DIFFER)} == {"COMMUNITY"}
    assert await hub.one("select value from case_fact where fact = 'NAME'") == "Sidony Elsewhere"


async def test_a_disagreement_is_told_when_it_comes_and_when_it_goes(hub: Hub) -> None:
    await both(hub, prisoner(), offender())
    before = len(await hub.events())
    for minutes, surname in ((1, "Elsewhere"), (2, "Nowhere"), (3, "Testerby")):
        await hub.tell(OFFENDER, CRN, offender(surname=surname), minutes=minutes)
    assert (await hub.events())[before:] == ["DisagreementFound", "DisagreementEnded"]
    assert await hub.rows(DIFFER) == []


async def test_another_word_keeps_since_when_they_differ(hub: Hub) -> None:
    await both(hub, prisoner(), offender(surname="Elsewhere"))
    later = NOW.replace(hour=15)
    await hub.tell(OFFENDER, CRN, offender(surname="Nowhere"), minutes=2, now=later)
    assert await hub.rows("select community_value, since from disagreement") == [("Sidony Nowhere", NOW)]


async def test_the_phase_of_both_records(hub: Hub) -> None:
    """In prison on a sentence, and the community record has ended every sentence."""
    await both(hub, prisoner(), offender())
    await hub.tell(SUPERVISION, CRN, supervision("Z01T011", order(1)))
    assert await hub.rows("select agreement from case_fact where fact = 'WHEREABOUTS'") == [("ONLY_ONE",)]
    await hub.tell(SUPERVISION, CRN, supervision("Z01T011", order(1, active=False)), minutes=1)
    found = (await hub.rows(DIFFER))[0]
    assert found == ("WHEREABOUTS", "IN_PRISON", "EVERY_SENTENCE_ENDED", "CUSTODY", "PRISON_KNOWS_WHERE")
    assert [row[:2] for row in await hub.rows(SOURCES, "WHEREABOUTS")] == [
        ("COMMUNITY", "EVERY_SENTENCE_ENDED"),
        ("CUSTODY", "IN_PRISON"),
    ]


@pytest.mark.parametrize(
    ("fact", "values"),
    [
        ("NAME", {("CUSTODY", "SIDONY TESTERBY"), ("COMMUNITY", "Sidony Testerby")}),
        ("DATE_OF_BIRTH", {("CUSTODY", "1988-02-03"), ("COMMUNITY", "1988-02-03")}),
        ("WHEREABOUTS", {("CUSTODY", "IN_PRISON")}),
        ("PRISON", {("CUSTODY", "Styal (HMP & YOI)")}),
        ("LEGAL_STATUS", {("CUSTODY", "SENTENCED")}),
        ("PRISON_NUMBER", {("CUSTODY", NUMBER), ("COMMUNITY", NUMBER)}),
        ("CRN", {("COMMUNITY", CRN)}),
        ("SENTENCE_IMPOSED_ON", {("CUSTODY", "2025-03-01"), ("COMMUNITY", "2025-03-02")}),
        ("RELEASE_ON", {("CUSTODY", "2029-05-01")}),
        ("SENTENCE_EXPIRES_ON", {("CUSTODY", "2031-02-28"), ("COMMUNITY", "2031-03-01")}),
        ("OFFENDER_MANAGER", {("COMMUNITY", "Z01T011")}),
        ("ACCESS_LIMITS", {("COMMUNITY", "RESTRICTION")}),
    ],
)
async def test_each_word_comes_with_its_source_and_time(hub: Hub, fact: str, values: set[tuple[str, str]]) -> None:
    await hub.tell(PRISONER, NUMBER, prisoner(), version=3)
    await hub.tell(OFFENDER, CRN, offender(currentRestriction=True), version=4)
    await hub.tell(SUPERVISION, CRN, supervision("Z01T011", order(date="2025-03-02")), version=5)
    found = await hub.rows(SOURCES, fact)
    assert {(service, value) for service, value, *_ in found} == values
    assert {row[2:4] for row in found} == {(NOW, False)}
    assert {row[4] for row in found} <= {"3", "4", "5"}
    assert {row[5] for row in found} == {NOW}


async def test_a_case_that_merged_away_shows_nothing(hub: Hub) -> None:
    await hub.tell(PRISONER, NUMBER, prisoner())
    await hub.tell(OFFENDER, CRN, offender(number=None, surname="Elsewhere"))
    await hub.tell(OFFENDER, CRN, offender(surname="Elsewhere"), minutes=1)
    gone = await hub.one("select id from offender_case where merged_into is not null")
    assert await hub.rows("select * from case_fact where case_id = $1", gone) == []
    assert [row[0] for row in await hub.rows(DIFFER)] == ["NAME"]
