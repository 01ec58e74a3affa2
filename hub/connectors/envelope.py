"""A domain event as the services send it: bare, or inside a notification envelope; two generations of names.

The newer generation has dotted lower-case types and a person reference; the older one (`SENTENCE_DATES-CHANGED`) is
flat, has local times and no person reference. Both are read into one DomainEvent, leniently on form.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from msgspec.structs import replace

from hub.connectors.connector import Message, Provenance
from hub.connectors.json_reader import LARGEST, kind_of, pick, read_object, without_blanks
from hub.connectors.times import read_time
from hub.errors import Rejected

# Fields of the event itself; whatever else a flat, older event carries is its additional information.
EVENT_FIELDS = frozenset(
    {
        *("eventtype", "version", "occurredat", "eventdatetime", "publishedat", "description", "detailurl"),
        *("additionalinformation", "personreference"),
    }
)
PRISON_NUMBER_FIELDS = ("nomsNumber", "prisonerNumber", "prisonerId", "offenderIdDisplay", "offenderNo", "prisonNumber")
CRN_FIELDS = ("crn",)
# A source time further ahead of the broker's than this is a fault: it would make every later record look old.
CLOCKS_MAY_DIFFER = timedelta(days=1)

SOURCE_TIME_HEADER = "hub_source_time"
SOURCE_VERSION_HEADER = "hub_source_version"


@dataclass(frozen=True)
class DomainEvent:
    """What a service says has happened.

    `version` is the whole number of `1`, `"2"` or `"1.0"`. `occurred_at` is None where it is missing or can't be read;
    `occurred_at_text` is what stood there. `additional_information` has None for every `""`. `identifiers` are the
    (type, value) pairs of the person reference in order, types in upper case; publishers fill it wrongly at times
    (a merge names the removed number), so see `prison_number` and `crn`. `attribute_event_type` is the envelope's,
    which may differ from the body's. `body` is the whole inner message, `content` its bytes.
    """

    event_type: str
    version: int | None
    occurred_at: datetime | None
    published_at: datetime | None
    additional_information: dict[str, Any]
    identifiers: tuple[tuple[str, str], ...]
    detail_url: str | None
    description: str | None
    attribute_event_type: str | None
    attributes: dict[str, str]
    enveloped: bool
    occurred_at_text: str | None
    content: bytes = field(repr=False)
    body: dict[str, Any] = field(repr=False)

    @property
    def legacy(self) -> bool:
        """Whether it is of the older generation: UPPER_CASE type, flat fields."""
        return self.event_type == self.event_type.upper()

    @property
    def prison_number(self) -> str | None:
        """The prison number: as the additional information names it, else as the person reference does."""
        return self.named(PRISON_NUMBER_FIELDS, "NOMS")

    @property
    def crn(self) -> str | None:
        """The CRN: as the additional information names it, else as the person reference does."""
        return self.named(CRN_FIELDS, "CRN")

    def named(self, fields: tuple[str, ...], identifier_type: str) -> str | None:
        """The first of these fields of the additional information, else the first identifier of the type."""
        found = pick(self.additional_information, *fields)
        if isinstance(found, str | int) and not isinstance(found, bool):
            return str(found).strip()
        return next((value for kind, value in self.identifiers if kind == identifier_type), None)

    def number(self, *fields: str) -> str | None:
        """The first of these fields of the additional information, which holds a number as a number or a text.

        None where there is none. Raises Rejected(WrongShape) for any other kind of value.
        """
        found = pick(self.additional_information, *fields)
        if found is not None and (not isinstance(found, str | int) or isinstance(found, bool)):
            raise Rejected("WrongShape", f"{fields[0]} is {kind_of(found)}, not a text or a whole number")
        return None if found is None else str(found)


def read_event(value: bytes | None) -> DomainEvent:
    """The event in a message's value.

    Raises Rejected: NoBody (null), NotAnObject, NoEventType, WrongShape (a part has another kind of value than it
    must have), and what `json_reader.read_json` raises, for the envelope and for the message inside.
    """
    if value is None:
        raise Rejected("NoBody", "an event with a null value says nothing")
    outer = read_object(value)
    if not isinstance(pick(outer, "Message"), str | dict) or pick(outer, "eventType") is not None:
        return _event(outer, value, {}, None)
    message = pick(outer, "Message")
    if isinstance(message, dict):
        return _event(message, value, _attributes(outer), outer)
    return _event(read_object(message), message.encode(), _attributes(outer), outer)


def provenance(message: Message, occurred: object, content: bytes | None = None) -> Provenance:
    """The provenance of an event or command: the same content under the same key is the same message.

    `occurred` is what the body gives as the time at which it happened, `content` the inner message (default: the
    value). Without a time that can be read, the header `hub_source_time` stands in, then the broker's time, marked as
    assumed.
    """
    inner = (message.value or b"") if content is None else content
    return _provenance(message, (("occurredAt", occurred), _header(message)), (inner,))


def snapshot_provenance(message: Message) -> Provenance:
    """The provenance of a snapshot: the same content may come again later, when a fact has changed and changed back.

    So what makes it the same message is the content with its source version and source time, and where the source
    gives neither, with the broker's time, which a redelivery keeps.
    """
    header = _header(message)
    time, version = read_time(header[1]), _source_version(message)
    reading = f"{version}/{time}" if time or version is not None else f"broker {message.broker_time.isoformat()}"
    present = b"value" if message.value is not None else b"removed"
    return _provenance(message, (header,), (present, message.value or b"", reading.encode()))


def naming(read: Provenance, unread: tuple[str, ...]) -> Provenance:
    """The provenance with the names of further fields that hold something which can't be read."""
    return replace(read, unread=(*read.unread, *unread)) if unread else read


def _header(message: Message) -> tuple[str, object]:
    return SOURCE_TIME_HEADER, message.header(SOURCE_TIME_HEADER)


def _provenance(message: Message, times: tuple[tuple[str, object], ...], identity: tuple[bytes, ...]) -> Provenance:
    """`times` are what may say when, by the names of the fields, the best first."""
    broker_time = message.broker_time.astimezone(UTC)
    given = [(field, _moment(value, broker_time)) for field, value in times if value is not None]
    source_time = next((moment for _, moment in given if moment), None)
    return Provenance(
        topic=message.topic,
        partition=message.partition,
        offset=message.offset,
        event_id=_digest((message.topic.encode(), message.key or b"", *identity)),
        source_time=source_time or broker_time,
        time_assumed=source_time is None,
        source_version=_source_version(message),
        content_hash=hashlib.sha256(message.value or b"").digest(),
        unread=tuple(field for field, moment in given if moment is None),
    )


def _moment(value: object, broker_time: datetime) -> datetime | None:
    """The moment that the value names; None for no moment, and for one that no clock can have shown yet."""
    found = read_time(value)
    return found if found is not None and found <= broker_time + CLOCKS_MAY_DIFFER else None


def _digest(parts: tuple[bytes, ...]) -> bytes:
    digest = hashlib.sha256()
    for part in parts:
        digest.update(len(part).to_bytes(8, "big"))  # so that no two lists of parts read alike
        digest.update(part)
    return digest.digest()


def _source_version(message: Message) -> int | None:
    text = (message.header(SOURCE_VERSION_HEADER) or "").strip()
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 20 and int(text) <= LARGEST else None


def _event(
    body: dict[str, Any], content: bytes, attributes: dict[str, str], envelope: Mapping[str, Any] | None
) -> DomainEvent:
    attribute_type = attributes.get("eventType")
    event_type = pick(body, "eventType") or attribute_type
    if not isinstance(event_type, str) or not event_type.strip():
        raise Rejected("NoEventType", "the message names no eventType")
    occurred = pick(body, "occurredAt", "eventDatetime")
    published = (pick(body, "publishedAt"), attributes.get("publishedAt"), pick(envelope or {}, "Timestamp"))
    return DomainEvent(
        event_type=event_type.strip(),
        version=_version(pick(body, "version")),
        occurred_at=read_time(occurred),
        published_at=next((moment for moment in map(read_time, published) if moment), None),
        additional_information=_additional_information(body),
        identifiers=_identifiers(body),
        detail_url=_text(pick(body, "detailUrl")),
        description=_text(pick(body, "description")),
        attribute_event_type=attribute_type,
        attributes=attributes,
        enveloped=envelope is not None,
        occurred_at_text=None if occurred is None else str(occurred),
        content=content,
        body=body,
    )


def _attributes(envelope: Mapping[str, Any]) -> dict[str, str]:
    """Attribute name -> value, from `{"Type": "String", "Value": ...}` or a bare text; others are passed over."""
    found = pick(envelope, "MessageAttributes")
    read: dict[str, str] = {}
    for name, attribute in found.items() if isinstance(found, dict) else ():
        value = pick(attribute, "Value", "StringValue") if isinstance(attribute, dict) else attribute
        if isinstance(value, str | int) and value != "":
            read[name] = str(value)
    return read


def _additional_information(body: Mapping[str, Any]) -> dict[str, Any]:
    found = pick(body, "additionalInformation")
    if found is None:
        return {name: without_blanks(value) for name, value in body.items() if name.lower() not in EVENT_FIELDS}
    if not isinstance(found, dict):
        raise Rejected("WrongShape", f"additionalInformation is {kind_of(found)}, not an object")
    read: dict[str, Any] = without_blanks(found)
    return read


def _identifiers(body: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    reference = pick(body, "personReference")
    if reference is None:
        return ()
    if not isinstance(reference, dict):
        raise Rejected("WrongShape", f"personReference is {kind_of(reference)}, not an object")
    found = pick(reference, "identifiers") or []
    if not isinstance(found, list) or not all(isinstance(item, dict) for item in found):
        raise Rejected("WrongShape", "personReference.identifiers is not a list of objects")
    pairs = ((_text(pick(item, "type")), _text(pick(item, "value"))) for item in found)
    return tuple((kind.upper(), value) for kind, value in pairs if kind and value)


def _version(value: object) -> int | None:
    """The whole number in front: 1 of `1`, `"1"` and `"1.0"`; None where there is none."""
    whole = str(value).partition(".")[0].strip() if isinstance(value, str | int | float) else ""
    return int(whole) if whole.isascii() and whole.isdecimal() and len(whole) < 10 else None


def _text(value: object) -> str | None:
    if isinstance(value, str | int) and not isinstance(value, bool):
        return str(value).strip() or None
    return None
