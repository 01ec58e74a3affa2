"""Which topic a message file belongs to, and under which key, told from its content.

The table SHAPES is tried from the top; the first shape that fits decides. A text that is no JSON is told by its words,
so that it can be sent and rejected by its proper name.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from hub.connectors.envelope import DomainEvent, read_event
from hub.connectors.json_reader import kind_of, pick, read_json
from hub.errors import Ignored, Rejected

CUSTODY_EVENTS, COMMUNITY_EVENTS = "custody.domain-event.v1", "community.domain-event.v1"

# How an event type begins -> the side that publishes it.
EVENT_TYPES: tuple[tuple[str, str], ...] = (
    ("prison-offender-events.", CUSTODY_EVENTS),
    ("prisoner-offender-search.", CUSTODY_EVENTS),
    ("calculate-release-dates.", CUSTODY_EVENTS),
    ("restricted-patients.", CUSTODY_EVENTS),
    ("offender-management.", CUSTODY_EVENTS),
    ("pom.", CUSTODY_EVENTS),
    ("incentives.", CUSTODY_EVENTS),
    ("person.alert", CUSTODY_EVENTS),
    ("person.temporary-absence", CUSTODY_EVENTS),
    ("person.court-appearance", CUSTODY_EVENTS),
    ("probation-case.", COMMUNITY_EVENTS),
    ("probation.", COMMUNITY_EVENTS),
    ("enforcement.", COMMUNITY_EVENTS),
    ("person.community.manager.", COMMUNITY_EVENTS),
    ("event.manager.", COMMUNITY_EVENTS),
    ("requirement.manager.", COMMUNITY_EVENTS),
    ("licence-condition.manager.", COMMUNITY_EVENTS),
    ("tier.", COMMUNITY_EVENTS),
    ("assessment.", COMMUNITY_EVENTS),
    ("risk-assessment.", COMMUNITY_EVENTS),
    ("risk.flag.", COMMUNITY_EVENTS),
    ("prison-recall.", COMMUNITY_EVENTS),
    ("create-and-vary-a-licence.", COMMUNITY_EVENTS),
    ("intervention.", COMMUNITY_EVENTS),
)


@dataclass(frozen=True)
class Recognised:
    """A message's topic, its key (None: the body names nobody), and the shape that was found.

    `unreadable`: no JSON, told by its words; it can only be rejected.
    """

    topic: str
    key: str | None
    shape: str
    unreadable: bool = False


@dataclass(frozen=True)
class Shape:
    """One kind of record: the fields that it must have (`one_of`: at least one), and where its key stands."""

    name: str
    topic: str
    all_of: tuple[str, ...] = ()
    one_of: tuple[str, ...] = ()
    key: Callable[[Mapping[str, Any]], Any] = lambda body: None


def _field(*names: str) -> Callable[[Mapping[str, Any]], Any]:
    return lambda body: pick(body, *names)


def _inner(outer: str, *names: str) -> Callable[[Mapping[str, Any]], Any]:
    return lambda body: pick(inner, *names) if isinstance(inner := pick(body, outer), dict) else None


PRISONER, SENTENCE = "custody.prisoner.snapshot.v1", "custody.sentence.snapshot.v1"
OFFENDER, SUPERVISION = "community.offender.snapshot.v1", "community.supervision.snapshot.v1"
ASSESSMENT = "community.assessment.snapshot.v1"
CUSTODY_COMMANDS, COMMUNITY_COMMANDS = "custody.plan.command.v1", "community.plan.command.v1"
NAMES = ("firstName", "lastName")
KEY_DATES = ("sentenceExpiryDate", "conditionalReleaseDate", "automaticReleaseDate", "paroleEligibilityDate")
RISKS = ("riskToSelf", "otherRisks")

# The record shapes, the narrower before the wider.
SHAPES: tuple[Shape, ...] = (
    Shape("plan command", CUSTODY_COMMANDS, ("command", "commandId", "prisonNumber"), key=_field("prisonNumber")),
    Shape("plan command", COMMUNITY_COMMANDS, ("command", "commandId", "crn"), key=_field("crn")),
    Shape("prisoner record", PRISONER, ("prisonerNumber", *NAMES), key=_field("prisonerNumber")),
    Shape("booking with key dates", SENTENCE, ("sentenceDetail",), key=_field("offenderNo", "prisonerNumber")),
    Shape("key dates of a booking", SENTENCE, ("bookingId",), KEY_DATES, key=_field("offenderNo", "prisonerNumber")),
    Shape("offender record", OFFENDER, ("otherIds",), key=_inner("otherIds", "crn")),
    Shape("access limits", OFFENDER, (), ("excludedFrom", "restrictedTo"), key=_field("crn")),
    Shape("supervisions", SUPERVISION, ("supervisions",), ("communityManager", "mappaDetail"), key=_field("crn")),
    Shape("assessments", ASSESSMENT, ("assessments",), key=_field("probNumber", "crn")),
    Shape("risk management plans", ASSESSMENT, ("riskManagementPlan",), key=_field("crn")),
    Shape("needs", ASSESSMENT, ("needs", "assessedOn"), key=_field("crn")),
    Shape("risks", ASSESSMENT, ("summary", "assessedOn"), RISKS, key=_field("crn")),
    Shape("prison staff", "custody.staff.snapshot.v1", ("code", "name", "establishment"), key=_field("code")),
    Shape("probation staff", "community.staff.snapshot.v1", ("code", "name", "team"), key=_field("code")),
)
SHAPES_TRIED = ", ".join(dict.fromkeys(("domain event", *(shape.name for shape in SHAPES))))

PRISON_NUMBER = re.compile(r"\b[A-Z]\d{4}[A-Z]{2}\b")
CRN = re.compile(r"\b[A-Z]\d{6}\b")
# Words of a text that is no JSON -> the topic that it was meant for, and what its key looks like.
WORDS: tuple[tuple[re.Pattern[str], str, re.Pattern[str]], ...] = (
    (re.compile(r"prison-offender-events\.|prisoner-offender-search\.|nomisEventType"), CUSTODY_EVENTS, PRISON_NUMBER),
    (re.compile(r"eventType"), COMMUNITY_EVENTS, CRN),
    (re.compile(r'"prisonerNumber"'), PRISONER, PRISON_NUMBER),
    (re.compile(r'"communityManager"|"supervisions"'), SUPERVISION, CRN),
    (re.compile(r'"otherIds"'), OFFENDER, CRN),
)


def recognise(value: bytes) -> Recognised:
    """Tell topic and key. Raises Ignored: NotAMessage with the shapes tried; NoTopic for a command by case id."""
    try:
        body = read_json(value)
    except Rejected as rejected:
        return _by_words(value, rejected)
    if isinstance(body, dict):
        found = _event(value) or _record(body)
        if found:
            return found
        if pick(body, "command") and pick(body, "caseId"):
            raise Ignored("NoTopic", "plan command: a case id does not say which side sends it; name the topic")
    if isinstance(body, list) and (found := _only_record(body)):
        return found
    what = f"a list of {len(body)}: one record is one message" if isinstance(body, list) else kind_of(body)
    raise Ignored("NotAMessage", f"{what}; shapes tried: {SHAPES_TRIED}")


# What a line of a booking's sentences, or of their terms, is known by.
LINE_OF_SENTENCE = frozenset({"sentenceSequence", "termSequence"})


def _only_record(body: list[Any]) -> Recognised | None:
    """A list that is one record: of sentences or their terms, or of a single record as some sources answer."""
    if body and all(isinstance(line, dict) and LINE_OF_SENTENCE & set(line) for line in body):
        return Recognised(SENTENCE, None, "sentence terms")
    if body and all(isinstance(line, dict) and {"output", "outputVersion"} <= set(line) for line in body):
        return Recognised(ASSESSMENT, None, "scores")
    return _record(body[0]) if len(body) == 1 and isinstance(body[0], dict) else None


def _event(value: bytes) -> Recognised | None:
    try:
        event = read_event(value)
    except Rejected as rejected:
        return None if rejected.code == "NoEventType" else _by_words(value, rejected)
    topic = _side(event)
    if topic is None:
        return None
    booking = pick(event.additional_information, "bookingId", "offenderId")
    key = event.crn if topic == COMMUNITY_EVENTS else event.prison_number or booking
    return Recognised(topic, str(key) if key is not None else None, f"domain event {event.event_type}")


def _side(event: DomainEvent) -> str | None:
    """Who publishes the event: by its type, then by the numbers that it names; None if nothing tells."""
    for start, topic in EVENT_TYPES:
        if event.event_type.startswith(start):
            return topic
    if event.legacy and re.fullmatch(r"[A-Z0-9_-]+", event.event_type):
        return CUSTODY_EVENTS if "-" in event.event_type else COMMUNITY_EVENTS
    if event.crn:
        return COMMUNITY_EVENTS
    return CUSTODY_EVENTS if event.prison_number else None


def _record(body: Mapping[str, Any]) -> Recognised | None:
    fields = {name.lower() for name in body}
    for shape in SHAPES:
        if _fits(shape, fields):
            key = shape.key(body)
            return Recognised(shape.topic, str(key) if key is not None else None, shape.name)
    return None


def _fits(shape: Shape, fields: set[str]) -> bool:
    every = all(name.lower() in fields for name in shape.all_of)
    return every and (not shape.one_of or any(name.lower() in fields for name in shape.one_of))


def _by_words(value: bytes, rejected: Rejected) -> Recognised:
    text = value.decode("utf-8", "replace").lstrip("\ufeff \t\r\n")
    for words, topic, key in WORDS:
        if text.startswith("{") and words.search(text):
            found = key.search(text)
            return Recognised(topic, found.group() if found else None, "told by its words", unreadable=True)
    raise Ignored("NotAMessage", f"{rejected.code}: {rejected.detail}; no word of a known message in it")
