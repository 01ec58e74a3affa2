"""Every message about the made-up people, in the order in which it is sent; the same people give the same bytes."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

import orjson

from hub.domain.access import Service
from hub.embedded.demo import assessment, community, custody
from hub.embedded.demo.custody import Json
from hub.embedded.demo.people import Person
from hub.embedded.demo.staff import EVERYBODY, StaffMember

ASSESSMENTS = "community.assessment.snapshot.v1"
READ_AT = time(5)  # UTC: when both sides read their records, before the day's movements


@dataclass(frozen=True)
class Item:
    """One message. `name` is unique in a feed; `source_time` is when its side read the record or made the event."""

    name: str
    topic: str
    key: str
    value: bytes
    source_time: datetime


@dataclass(frozen=True)
class Part:
    """Messages that are sent together; the next part begins when all of these are taken."""

    title: str
    items: tuple[Item, ...]


def parts(people: Sequence[Person], day: date) -> list[Part]:
    """Staff, then each side's records, then what happened."""
    read = datetime.combine(day, READ_AT, UTC)
    return [
        Part("staff of both sides", tuple(_staff(member, read) for member in EVERYBODY)),
        Part("prisoner records", tuple(_prisoner(person, read) for person in people if person.prison_number)),
        Part("probation records", tuple(item for person in people for item in _probation(person, read))),
        Part("events of the prison side", tuple(item for person in people for item in _custody_events(person, day))),
        Part("events of the probation side", tuple(item for person in people for item in _community_events(person))),
    ]


def _item(name: str, topic: str, key: str, body: Json | list[Json], source_time: datetime) -> Item:
    return Item(name, topic, key, orjson.dumps(body), source_time)


def _staff(member: StaffMember, read: datetime) -> Item:
    side = "custody" if member.service is Service.CUSTODY else "community"
    return _item(f"staff {member.code}", f"{side}.staff.snapshot.v1", member.code, member.record(), read)


def _prisoner(person: Person, read: datetime) -> Item:
    number = person.prison_number or ""
    record = custody.prisoner_record(person)
    return _item(f"prisoner {number}", "custody.prisoner.snapshot.v1", number, record, read)


def _probation(person: Person, read: datetime) -> Iterator[Item]:
    if person.crn is None:
        return
    offender = "community.offender.snapshot.v1"
    yield _item(f"offender {person.crn}", offender, person.crn, community.offender_record(person), read)
    if person.limited:
        yield _item(f"limits {person.crn}", offender, person.crn, community.access_limits(person), read)
    supervision = community.supervision_record(person)
    yield _item(f"supervision {person.crn}", "community.supervision.snapshot.v1", person.crn, supervision, read)
    assessed = assessment.assessment_summary(person)
    yield _item(f"assessment {person.crn}", ASSESSMENTS, person.crn, assessed, read)
    yield _item(f"scores {person.crn}", ASSESSMENTS, person.crn, assessment.predictor_scores(person), read)


def _custody_events(person: Person, day: date) -> Iterator[Item]:
    if person.prison_number is None:
        return
    events = [*custody.movements(person), *custody.court_trip(person, day)]
    for number, event in enumerate(events, 1):
        name = f"movement {number} of {person.prison_number}"
        at = custody.moment(day, READ_AT.hour, 0)
        yield _item(name, "custody.domain-event.v1", person.prison_number, event, at)


def _community_events(person: Person) -> Iterator[Item]:
    if person.crn is None:
        return
    at = custody.moment(person.sentenced_on, 12, 0)
    events = [community.engagement_created(person)]
    if person.known_to_both:
        events.append(community.prison_identifier_added(person))
    for number, event in enumerate(events, 1):
        yield _item(f"event {number} of {person.crn}", "community.domain-event.v1", person.crn, event, at)
