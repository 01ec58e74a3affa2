"""Records that share no identifier: joined by score, asked about, or left; twins never joined."""

from collections.abc import AsyncIterator
from itertools import permutations
from random import Random
from typing import Any

import pytest

from bench.identity.people import Person, everybody
from tests.actions.sources import (
    CRN,
    NUMBER,
    OFFENDER,
    PRISONER,
    SUPERVISION,
    Hub,
    offender,
    order,
    prisoner,
    supervision,
)

pytestmark = pytest.mark.postgres

LIVING = "select count(*) from offender_case where merged_into is null"
REASONS = "select distinct reason from identity_review"
HOME: tuple[dict[str, Any], dict[str, Any]] = (
    {"addresses": [{"postalCode": "ZE1 9ZZ"}]},
    {"contactDetails": {"addresses": [{"postcode": "ze1 9zz"}]}},
)
Told = tuple[str, str, dict[str, Any] | None]


@pytest.fixture
async def hub(database_url: str) -> AsyncIterator[Hub]:
    hub = Hub(database_url)
    yield hub
    await hub.database.close()


async def tell(hub: Hub, *told: Told) -> None:
    for minute, (topic, key, body) in enumerate(told):
        await hub.tell(topic, key, body, minutes=minute)


def inside(**changes: Any) -> Told:
    return PRISONER, NUMBER, prisoner(**changes)


def outside(crn: str = CRN, **changes: Any) -> Told:
    return OFFENDER, crn, offender(crn, None, **changes)


@pytest.mark.parametrize("first", [0, 1])
@pytest.mark.parametrize(
    ("prison", "probation", "cases", "reason"),
    [
        (HOME[0], HOME[1], 1, None),  # name, birth date and address
        ({}, {}, 2, "LOOKS_ALIKE"),  # without the address
        ({}, {"surname": "Quill", "dateOfBirth": "1971-05-06"}, 2, None),
        (HOME[0], {**HOME[1], "firstName": "Perpetua"}, 2, "POSSIBLE_TWINS"),
        ({**HOME[0], "firstName": "SIDONIE"}, HOME[1], 2, "POSSIBLE_TWINS"),  # a slip, or Sidonie
        (
            {**HOME[0], "firstName": "PERPETUA", "lastName": "QUILL", "sentenceStartDate": "2025-03-01"}
            | {"aliases": [{"firstName": "SIDONY", "lastName": "TESTERBY"}]},
            HOME[1],
            2,
            "LOOKS_ALIKE",  # an alias says less than a name
        ),
        ({**HOME[0], "pncNumber": "15/123456U"}, {**HOME[1], "otherIds": {"pncNumber": "99/42B"}}, 2, "POSSIBLE_TWINS"),
    ],
)
async def test_a_record_of_each_service(
    hub: Hub, first: int, prison: dict[str, Any], probation: dict[str, Any], cases: int, reason: str | None
) -> None:
    both = [inside(**prison), outside(**probation)]
    await tell(hub, both[first], both[1 - first])
    assert await hub.rows(LIVING) == [(cases,)]
    assert await hub.rows(REASONS) == ([(reason,)] if reason else [])


async def test_the_evidence_is_kept_with_the_link(hub: Hub) -> None:
    await tell(hub, inside(**HOME[0]), outside(**HOME[1]))
    ((by, evidence),) = await hub.rows("select linked_by, link_evidence from source_record where linked_by <> 'OPENED'")
    assert by == "LIKENESS"
    for part in ('"weight": 24.1', '"level": "same date"', '"comparison": "postcode"'):
        assert part in evidence


async def test_the_evidence_is_kept_with_the_question(hub: Hub) -> None:
    await tell(hub, inside(), outside())
    lines = await hub.rows("select evidence from identity_review")
    assert len(lines) == 2  # seen from both cases
    assert all('"level": "same forename and surname"' in evidence for (evidence,) in lines)


@pytest.mark.parametrize("order_of", list(permutations(range(3))))
async def test_a_day_in_court_that_both_know_decides_whenever_it_is_told(hub: Hub, order_of: tuple[int, ...]) -> None:
    day = {"sentenceStartDate": "2025-03-01"}
    told: list[Told] = [inside(**day), outside(), (SUPERVISION, CRN, supervision(None, order(date="2025-03-01")))]
    await tell(hub, *(told[place] for place in order_of))
    found = await hub.rows("select reason from identity_review")
    assert (await hub.rows(LIVING), bool(found)) == ([(2,)], True)
    named = {"middleNames": "QUILLON"}, {"middleNames": ["Quillon"]}
    await hub.tell(PRISONER, NUMBER, prisoner(**day, **named[0]), minutes=10)
    await hub.tell(OFFENDER, CRN, offender(CRN, None, **named[1]), minutes=10)
    assert await hub.rows(LIVING) == [(1,)]


async def test_where_two_records_could_be_joined_neither_is(hub: Hub) -> None:
    await tell(hub, outside("Z000001", **HOME[1]), outside("Z000002", **HOME[1]), inside(**HOME[0]))
    assert await hub.rows(LIVING) == [(3,)]
    assert await hub.rows(REASONS) == [("SEVERAL_ALIKE",)]


async def test_two_prison_numbers_are_never_one_case(hub: Hub) -> None:
    await tell(hub, inside(**HOME[0]), outside(**HOME[1]))
    await hub.tell(PRISONER, "Z4321ZY", prisoner("Z4321ZY", bookingId="9000999", **HOME[0]), minutes=5)
    assert await hub.rows(LIVING) == [(2,)]
    assert await hub.rows(REASONS) == [("TWO_PRISON_NUMBERS",)]


async def test_a_record_that_its_source_removed_is_found_no_more(hub: Hub) -> None:
    await tell(hub, outside(**HOME[1]), (OFFENDER, CRN, None), inside(**HOME[0]))
    assert await hub.rows(LIVING) == [(2,)]
    assert await hub.rows("select count(*) from identity_review") == [(0,)]


def told_of(person: Person, number: int) -> tuple[Told, Told]:
    """Both services' records of somebody, without any number in common."""
    shared = {"lastName": person.surname, "dateOfBirth": str(person.born)}
    inside = {
        **{"firstName": person.forename, "middleNames": person.middle_name, "pncNumber": person.pnc, **shared},
        "addresses": [{"postalCode": one} for one in person.postcodes],
        "aliases": [{"firstName": one, "lastName": other} for one, other in person.aliases],
        "sentenceStartDate": str(person.sentence_dates[0]),
    }
    outside = {
        **{"firstName": person.forename, "surname": person.surname, "dateOfBirth": str(person.born)},
        "middleNames": [person.middle_name] if person.middle_name else [],
        "otherIds": {"croNumber": person.cro},
        "contactDetails": {"addresses": [{"postcode": one} for one in person.postcodes]},
    }
    prison_number, crn = f"Z{number:04d}ZZ", f"Z{number:06d}"
    return (
        (PRISONER, prison_number, prisoner(prison_number, bookingId=str(number), **inside)),
        (OFFENDER, crn, offender(crn, None, **outside)),
    )


@pytest.mark.parametrize("seed", range(6))
async def test_twins_are_never_joined(hub: Hub, seed: int) -> None:
    chance = Random(seed)
    people = [one for one in everybody(chance, 60, 0.5) if one.twin is not None][:14]
    told = [record for number, person in enumerate(people) for record in told_of(person, number)]
    chance.shuffle(told)
    await tell(hub, *told)
    joined = await hub.rows(
        "select substr(p.key, 2, 4)::int, substr(c.key, 4)::int from source_record p join source_record c "
        "on c.case_id = p.case_id where p.service = 'CUSTODY' and c.service = 'COMMUNITY'"
    )
    assert joined
    assert all(one == other for one, other in joined)


REVIEWS = "select distinct state, withdrawn_because from identity_review"


async def test_a_question_that_would_not_be_asked_now_is_withdrawn_and_asked_again(hub: Hub) -> None:
    await tell(hub, inside(), outside())
    assert await hub.rows(REVIEWS) == [("OPEN", None)]
    told = await hub.tell(OFFENDER, CRN, offender(CRN, None, currentRestriction=True), minutes=9)
    assert "IdentityReviewWithdrawn" not in told
    other = {"firstName": "Quillon", "surname": "Nosuchman", "dateOfBirth": "1950-01-01"}
    assert "IdentityReviewWithdrawn" in await hub.tell(OFFENDER, CRN, offender(CRN, None, **other), minutes=10)
    assert await hub.rows(REVIEWS) == [("WITHDRAWN", "RECORDS_DIFFER")]
    assert "IdentityReviewDue" in await hub.tell(OFFENDER, CRN, offender(CRN, None), minutes=11)
    assert await hub.rows(REVIEWS) == [("OPEN", None)]


async def test_a_question_ends_with_the_record_that_raised_it(hub: Hub) -> None:
    await tell(hub, inside(), outside())
    await hub.tell(OFFENDER, CRN, None, minutes=9)
    assert await hub.rows(REVIEWS) == [("WITHDRAWN", "RECORDS_DIFFER")]


async def test_a_question_ends_when_a_number_says_who_it_is(hub: Hub) -> None:
    await tell(hub, inside(), outside(), outside("Z777777"))
    await hub.tell(OFFENDER, CRN, offender(CRN), minutes=9)
    query = "select distinct state, withdrawn_because from identity_review where state <> 'OPEN'"
    assert await hub.rows(query) == [("WITHDRAWN", "LINKED_OTHERWISE")]
