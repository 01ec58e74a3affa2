"""The made-up people and what is sent about them: real shapes, numbers that hold together, the same every time."""

from collections import Counter
from datetime import UTC, date, datetime, time

import pytest

from hub.connectors import assessment, community, custody
from hub.connectors.connector import Message
from hub.connectors.staff import community_staff, custody_staff
from hub.domain import identifiers
from hub.domain.custody import CustodyState
from hub.domain.records import (
    AccessLimits,
    AssessmentStatements,
    MovementSeen,
    OffenderRecord,
    PrisonerRecord,
    SupervisionRecord,
)
from hub.embedded.demo import messages, people
from hub.embedded.demo.messages import Item
from hub.embedded.demo.people import Person, Standing

DAY = date(2026, 3, 2)
NOW = datetime.combine(DAY, time(12), UTC)
LARGEST_PARTITION = 5 * 2**20  # what the embedded broker keeps of one

CONNECTORS = (*custody.CONNECTORS, *community.CONNECTORS, *assessment.CONNECTORS)
DECODERS = {connector.topic: connector.decode for connector in CONNECTORS} | {
    "custody.staff.snapshot.v1": custody_staff,
    "community.staff.snapshot.v1": community_staff,
}


@pytest.fixture(scope="module")
def everybody() -> list[Person]:
    return people.people(300, DAY)


def items(of: list[Person]) -> list[Item]:
    return [item for part in messages.parts(of, DAY) for item in part.items]


def message(item: Item) -> Message:
    headers = (("hub_source_time", item.source_time.isoformat().encode()),)
    return Message(item.topic, 0, 0, item.key.encode(), item.value, headers, NOW)


def test_the_same_people_give_the_same_bytes(everybody: list[Person]) -> None:
    assert items(everybody) == items(people.people(300, DAY))


def test_more_people_begin_with_the_fewer(everybody: list[Person]) -> None:
    assert people.people(20, DAY) == everybody[:20]


def test_the_numbers_have_the_forms_of_real_ones(everybody: list[Person]) -> None:
    for person in everybody:
        assert identifiers.pnc(person.pnc, DAY).valid
        assert person.prison_number is None or identifiers.prison_number(person.prison_number).valid
        assert person.crn is None or identifiers.crn(person.crn).valid


@pytest.mark.parametrize("number", ["prison_number", "crn", "pnc", "booking"])
def test_nobody_shares_a_number(number: str, everybody: list[Person]) -> None:
    given = [value for person in everybody if (value := getattr(person, number)) is not None]
    assert len(given) == len(set(given))


def test_somebody_stands_everywhere(everybody: list[Person]) -> None:
    assert set(Counter(person.standing for person in everybody)) == set(Standing)
    assert any(person.limited for person in everybody)
    assert any(person.manager is None for person in everybody)


def test_every_message_has_a_name_of_its_own(everybody: list[Person]) -> None:
    names = [item.name for item in items(everybody)]
    assert len(names) == len(set(names))


def test_every_message_is_taken_by_its_connector(everybody: list[Person]) -> None:
    for item in items(everybody):
        record, _ = DECODERS[item.topic](message(item))
        assert record is not None, item.name


def test_the_records_say_where_people_stand(everybody: list[Person]) -> None:
    states = {Standing.ON_LICENCE: CustodyState.RELEASED}
    read = [DECODERS[item.topic](message(item))[0] for item in items(everybody)]
    told = {record.prison_number: record for record in read if isinstance(record, PrisonerRecord)}
    for person in everybody:
        if person.prison_number:
            record = told[person.prison_number]
            assert record.place.state is states.get(person.standing, CustodyState.IN_PRISON)
            assert (record.sentence is None) == (person.standing is Standing.ON_REMAND)


def test_both_sides_name_each_other(everybody: list[Person]) -> None:
    read = [DECODERS[item.topic](message(item))[0] for item in items(everybody)]
    named = {r.crn: {i.value for i in r.identifiers} for r in read if isinstance(r, OffenderRecord)}
    for person in everybody:
        if person.crn:
            assert (person.prison_number in named[person.crn]) == person.known_to_both


def test_both_publishers_tell_of_the_same_movement(everybody: list[Person]) -> None:
    seen: Counter[tuple[object, ...]] = Counter()
    for item in items(everybody):
        record, _ = DECODERS[item.topic](message(item))
        if isinstance(record, MovementSeen):
            minute = record.report.at.replace(second=0, microsecond=0)
            seen[record.prison_number, record.direction, record.kind, record.agency, minute] += 1
    assert set(seen.values()) == {2}


def test_a_limited_case_names_who_may_see_it(everybody: list[Person]) -> None:
    read = [DECODERS[item.topic](message(item))[0] for item in items(everybody)]
    restricted = {record.crn for record in read if isinstance(record, OffenderRecord) and record.restricted}
    allowed = {record.crn: record.restricted_to for record in read if isinstance(record, AccessLimits)}
    assert restricted == set(allowed)
    for person in everybody:
        if person.limited:
            assert person.crn and person.manager
            assert person.manager.email in allowed[person.crn]


def test_who_is_unallocated_has_no_manager(everybody: list[Person]) -> None:
    read = [DECODERS[item.topic](message(item))[0] for item in items(everybody)]
    allocated = {r.crn: r.manager.allocated for r in read if isinstance(r, SupervisionRecord) and r.manager}
    for person in everybody:
        if person.crn:
            assert allocated[person.crn] == (person.manager is not None)


def test_everybody_whom_probation_knows_is_assessed(everybody: list[Person]) -> None:
    read = [DECODERS[item.topic](message(item))[0] for item in items(everybody)]
    assessed = {one.crn: one.statements[0] for one in read if isinstance(one, AssessmentStatements)}
    assert set(assessed) == {person.crn for person in everybody if person.crn}
    assert all(one.completed_at and one.completed_at <= NOW and one.needs and one.risk for one in assessed.values())
    assert len({one.risk.overall for one in assessed.values() if one.risk}) == 4


def test_nothing_lies_in_the_future(everybody: list[Person]) -> None:
    for item in items(everybody):
        provenance = DECODERS[item.topic](message(item))[1]
        assert provenance.source_time <= NOW, item.name
        assert not provenance.time_assumed, item.name


def test_the_largest_feed_stays_far_below_what_a_partition_keeps() -> None:
    sizes: Counter[str] = Counter()
    for item in items(people.people(2000, DAY)):
        sizes[item.topic] += len(item.value) + 500  # and what frames and compresses it badly
    assert all(size < 2 * LARGEST_PARTITION for size in sizes.values()), sizes  # six partitions share a topic's
