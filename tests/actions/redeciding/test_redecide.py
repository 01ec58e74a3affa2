"""One person's messages in any order, some twice: the case ends the same."""

import asyncio
import random
from collections.abc import Sequence
from datetime import timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from tests.actions.sources import (
    CRN,
    HAPPENED,
    MOVED,
    NOW,
    NUMBER,
    OFFENDER,
    PNC,
    PRISONER,
    SENTENCE,
    SUPERVISION,
    Hub,
    created,
    matched,
    moved,
    offender,
    order,
    prisoner,
    released,
    supervision,
)
from tests.servers import fresh_database

pytestmark = pytest.mark.postgres

# Topic, whether it is keyed by the prison number, body, minutes after noon when it was read.
Told = tuple[str, bool, dict[str, Any], float]

STORY: tuple[Told, ...] = (
    (PRISONER, True, prisoner(legalStatus="REMAND", sentenceStartDate=None), 0),
    (PRISONER, True, prisoner(cellLocation="W-2-001"), 10),
    (PRISONER, True, prisoner(prisonId="LNI", prisonName="Low Newton (HMP)", pncNumber=PNC), 30),
    (PRISONER, True, released(pncNumber=PNC), 70),
    (MOVED, True, moved("released", "TRANSFERRED", None, NOW + timedelta(minutes=20)), 0),
    (MOVED, True, moved("received", "TRANSFERRED", "INT", NOW + timedelta(minutes=25), prisonId="LNI"), 0),
    (MOVED, True, moved("released", "RELEASED", None, NOW + timedelta(minutes=60), prisonId="LNI"), 0),
    (MOVED, True, moved("released", "RELEASED", "CR", NOW + timedelta(minutes=60), prisonId="LNI"), 0),
    (MOVED, True, moved("released", "RELEASED", "MRG", NOW + timedelta(minutes=80)), 0),
    (MOVED, True, moved("released", "RELEASED", None, NOW + timedelta(minutes=84)), 0),
    (SENTENCE, True, {"bookingId": 9000123, "conditionalReleaseDate": "2026-11-23", "sentenceExpiryDate": "2030-01-01",
                      "sentenceStartDate": "2025-03-01"}, 40),
    (OFFENDER, False, offender(otherIds={"pncNumber": PNC}), 5),
    (OFFENDER, False, offender(surname="Testerby-Madeup", otherIds={"pncNumber": PNC}), 55),
    (OFFENDER, False, offender(dateOfBirth="1988-03-02", otherIds={"croNumber": "123456/12J"}), 25),
    (OFFENDER, False, {"excludedFrom": [{"email": "made.up@example.test"}], "restrictedTo": []}, 50),
    (OFFENDER, False, {"excludedFrom": [], "restrictedTo": []}, 60),
    (SUPERVISION, False, supervision("Z01T011", order(1), order(2, active=False, date="2020-01-01")), 15),
    (SUPERVISION, False, supervision(None, order(1)), 35),
    (SUPERVISION, False, supervision("Z01T022", order(1), order(3, date="2026-11-20"), team="Z01T02"), 65),
    (HAPPENED, False, created(), 0),
    (HAPPENED, False, matched(), 0),
)  # fmt: skip

# Everything that a case shows, without what only tells the story of its making.
STANDING = """
select c.forename, c.surname, c.date_of_birth, c.name_source, c.awaiting_snapshot, c.phase, c.phase_reason,
  c.phase_flags, m.code as manager, c.om_team_code, c.prison_code, c.limited,
  (select row(r.state, r.prison_code, r.prison_name, r.location, r.movement_reason, r.release_on, r.source_time,
     r.booking_id, r.legal_status)::text from custody_record r where r.case_id = c.id and r.current) as custody,
  (select array_agg(row(s.source_reference, s.description, s.active, s.imposed_on, s.release_on, s.expires_on,
     s.terminated_on, s.span_id is not null)::text order by s.source_reference) from sentence s
     where s.case_id = c.id) as sentences,
  (select array_agg(n.during::text order by n.during) from span n where n.case_id = c.id) as spans,
  (select array_agg(row(v.direction, v.kind, v.agency, v.local_minute, v.reason_code, v.occurred_at,
     jsonb_array_length(v.evidence))::text order by v.occurred_at, v.kind) from movement v
     where v.case_id = c.id) as movements,
  (select count(*) from offender_manager_holder h where h.case_id = c.id and h.current) as holders_now,
  (select array_agg(row(f.fact, f.value, f.shown_by, f.rule, f.agreement)::text order by f.fact)
     from case_fact f where f.case_id = c.id) as facts,
  (select array_agg(row(d.fact, d.custody_value, d.community_value, d.shown_by, d.rule)::text order by d.fact)
     from disagreement d where d.case_id = c.id) as disagreements,
  (select array_agg(row(w.fact, w.service, w.value, w.source_time, w.time_assumed, w.source_version)::text
     order by w.fact, w.service, w.value) from fact_source w where w.case_id = c.id) as words,
  (select array_agg(distinct row(i.kind, i.value, i.valid)::text) from identifier i
     where i.case_id = c.id) as identifiers,
  (select array_agg(row(g.topic, g.kind, g.source_time, g.source_version, g.said)::text
     order by g.topic, g.source_time, g.said) from reading g where g.case_id = c.id) as readings
from offender_case c left join staff m on m.id = c.om_staff_id
where c.merged_into is null
"""
HOLES = """
select count(*) from span n where not exists (
  select from offender_manager_holder h where h.case_id = n.case_id
  having range_agg(h.during) @> n.during)
"""


def of_person(story: Sequence[Told], number: str, crn: str) -> list[tuple[str, str, dict[str, Any], float]]:
    """The same story told of a person with other numbers."""
    text = str
    told = []
    for topic, prison, body, minutes in story:
        body = _renamed(body, {"Z1234ZY": number, "Z123456": crn, "9000123": text(int(crn[1:]))})
        told.append((topic, number if prison else crn, body, minutes))
    return told


def _renamed(value: Any, names: dict[str, str]) -> Any:
    if isinstance(value, dict):
        return {key: _renamed(item, names) for key, item in value.items()}
    if isinstance(value, list):
        return [_renamed(item, names) for item in value]
    return names.get(value, value) if isinstance(value, str) else names.get(str(value), value)


@st.composite
def tellings(draw: st.DrawFn) -> list[Told]:
    """The story shuffled, some of it twice."""
    again = draw(st.lists(st.sampled_from(STORY), max_size=6))
    return draw(st.permutations([*STORY, *again]))


async def tell(hub: Hub, told: Sequence[Told]) -> list[tuple[Any, ...]]:
    for topic, key, body, minutes in of_person(told, "Z1234ZY", "Z123456"):
        await hub.tell(topic, key, body, minutes=minutes, now=NOW + timedelta(hours=2))
    return await hub.rows(STANDING)


async def standing_after(database_url: str, told: Sequence[Told]) -> list[tuple[Any, ...]]:
    hub = Hub(database_url)
    try:
        found = await tell(hub, told)
        assert await hub.one(HOLES) == 0
        return found
    finally:
        await hub.database.close()


@pytest.fixture(scope="module")
def as_it_happened(postgres_url: str, migrated_template: str) -> list[tuple[Any, ...]]:
    """How the case stands when everything is told once, in the order in which it happened."""
    with fresh_database(postgres_url, "story", migrated_template) as url:
        return asyncio.run(standing_after(url, STORY))


@settings(max_examples=40, phases=[Phase.explicit, Phase.generate])
@given(told=tellings())
def test_the_case_ends_the_same_in_any_order(
    postgres_url: str, migrated_template: str, as_it_happened: list[tuple[Any, ...]], told: list[Told]
) -> None:
    with fresh_database(postgres_url, "shuffled", migrated_template) as url:
        assert asyncio.run(standing_after(url, told)) == as_it_happened


async def test_the_story_ends_as_it_should(hub: Hub) -> None:
    [standing] = await tell(hub, STORY)
    surname, source, phase, manager, team, prison = (standing[n] for n in (1, 3, 5, 8, 9, 10))
    assert (surname, source) == ("Testerby-Madeup", "COMMUNITY")
    assert (phase, manager, team, prison) == ("COMMUNITY", "Z01T022", "Z01T02", None)
    assert standing[12].startswith("(RELEASED,")
    assert len(standing[14]) == 1  # one span: the sentence of 2020 is told no more


async def test_the_two_feeds_at_once_end_like_one_after_the_other(
    hub: Hub, as_it_happened: list[tuple[Any, ...]]
) -> None:
    """Each feed in its own order on a connection of its own, as two consumers take them."""

    async def one_feed(custody: bool) -> None:
        for topic, key, body, minutes in of_person(STORY, NUMBER, CRN):
            if (key == NUMBER) is custody:
                await hub.tell(topic, key, body, minutes=minutes, now=NOW + timedelta(hours=2))

    await asyncio.gather(one_feed(True), one_feed(False))
    [ended] = await hub.rows(STANDING)
    assert [(a, b) for a, b in zip(ended, as_it_happened[0], strict=True) if a != b] == []


async def test_many_people_at_once_in_any_order(hub: Hub) -> None:
    source = random.Random(7)
    people = [(f"Z{n:04d}YX", f"Z{n:06d}") for n in range(1, 5)]
    queue = []
    for number, crn in people:
        # without the number of the police: these are different people
        story = [(topic, prison, _without_pnc(body), minutes) for topic, prison, body, minutes in STORY]
        queue += of_person(story, number, crn)
    source.shuffle(queue)
    ended = await asyncio.gather(
        *(hub.tell(topic, key, body, minutes=when, now=NOW + timedelta(hours=2)) for topic, key, body, when in queue)
    )
    assert len(ended) == len(queue)
    standings = await hub.rows(STANDING)
    assert len(standings) == len(people)
    assert {(row[5], row[8], row[9]) for row in standings} == {("COMMUNITY", "Z01T022", "Z01T02")}
    assert await hub.one(HOLES) == 0
    chains = await hub.rows("select case_id, during::text from offender_manager_holder order by case_id, during")
    assert not [1 for one, other in pairwise(chains) if one == other]


def _without_pnc(body: dict[str, Any]) -> dict[str, Any]:
    ids = {name: value for name, value in body.get("otherIds", {}).items() if name != "pncNumber"}
    plain = {name: value for name, value in body.items() if name != "pncNumber"}
    return {**plain, "otherIds": ids} if ids else plain
