"""What follows from a case's facts does not hang on the order in which its records and sentences stand."""

from datetime import timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from hub.domain.case import HeldRecord
from hub.domain.consequences import consequences
from hub.domain.freshness import Reading, Verdict, compare
from hub.domain.identifiers import IdentifierKind
from hub.domain.person import PersonDetails
from tests.domain.test_consequences import BOOKED, ENDED, NOW, RUNS, S, case, community, prison

NAMES = ("TESTERBY", "Testerby", "Elsewhere", "Te\u0301sterby")


@st.composite
def held(draw: st.DrawFn) -> list[HeldRecord]:
    """Records of both services that differ in anything that a fact hangs on."""
    records = []
    for number in range(1, draw(st.integers(1, 3)) + 1):
        state = draw(st.sampled_from((S.IN_PRISON, S.RELEASED, S.NOT_BOOKED, S.REMOVED)))
        records.append(prison(number, state, number, sentence=draw(st.sampled_from((None, BOOKED)))))
    for number in range(4, draw(st.integers(4, 6)) + 1):
        given_sentences = draw(st.lists(st.sampled_from((RUNS, ENDED)), max_size=2))
        records.append(community(number, draw(st.sampled_from((None, 7, 8))), number, *given_sentences))
    return [_described(draw, record) for record in records]


def _described(draw: st.DrawFn, record: HeldRecord) -> HeldRecord:
    numbers = draw(st.frozensets(st.sampled_from(("2015/0123456U", "2014/0123456K")), max_size=2))
    person = PersonDetails(draw(st.sampled_from(("Sidony", None))), (), draw(st.sampled_from((*NAMES, None))))
    return replace(record, person=person, numbers={IdentifierKind.PNC: tuple(numbers)})


def _decided(records: list[HeldRecord]) -> tuple[Any, ...]:
    found = consequences(case(*sorted(records, key=lambda one: (one.service, one.key))), NOW)
    return found.facts, found.shown, found.phase, found.om_staff_id


@settings(max_examples=200, deadline=None)
@given(records=held(), data=st.data())
def test_the_order_of_records_and_identifiers_decides_nothing(records: list[HeldRecord], data: st.DataObject) -> None:
    shuffled = [
        replace(one, numbers={kind: tuple(reversed(values)) for kind, values in one.numbers.items()})
        for one in data.draw(st.permutations(records))
    ]
    assert _decided(shuffled) == _decided(records)


def _reading(draw: st.DrawFn, offset: int, *, versioned: bool) -> Reading:
    time = NOW + timedelta(minutes=draw(st.integers(0, 3)))
    version = draw(st.integers(1, 3)) if versioned else None
    return Reading(version, time, False, draw(st.sampled_from((b"a", b"b", b"c"))), offset)


@st.composite
def readings(draw: st.DrawFn) -> list[Reading]:
    """What one source says of one record: its readings carry versions, or none does."""
    versioned = draw(st.booleans())
    told = [_reading(draw, offset, versioned=versioned) for offset in range(draw(st.integers(1, 6)))]
    # The same content with the same version and time is one message, wherever it stands in the topic.
    return list({(one.version, one.time, one.content_hash): one for one in reversed(told)}.values())


def _newest(told: list[Reading]) -> Reading | None:
    newest: Reading | None = None
    for one in told:
        if compare(newest, one) is Verdict.NEWER:
            newest = one
    return newest


@settings(max_examples=500, deadline=None)
@given(told=readings(), data=st.data())
def test_the_newest_reading_is_the_same_in_any_order(told: list[Reading], data: st.DataObject) -> None:
    again = [*told, *data.draw(st.lists(st.sampled_from(told), max_size=4))]
    assert _newest(data.draw(st.permutations(again))) == _newest(told)
