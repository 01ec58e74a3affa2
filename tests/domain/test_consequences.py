"""What follows from the facts of a case that more than one record of a side speaks of."""

from datetime import UTC, date, datetime, timedelta

import pytest
from msgspec.structs import replace

from hub.domain.access import Service
from hub.domain.case import CaseFacts, CaseRow, HeldCustody, HeldRecord, HeldSentence, HeldSpan, HeldSupervision
from hub.domain.consequences import consequences
from hub.domain.custody import CustodyState, Place
from hub.domain.person import PersonDetails
from hub.domain.phase import Phase, PhaseFlag
from hub.domain.sentence import Sentence

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
ROW = CaseRow(1, True, None, None, None, None, None, None, (), None, None, None, None, False, None)
S = CustodyState


def prison(
    number: int, state: CustodyState, minutes: int, *, booking: str | None = "1", sentence: Sentence | None = None
) -> HeldRecord:
    place = Place(state, NOW + timedelta(minutes=minutes), prison_code="STI")
    custody = HeldCustody(place, False, place, booking, None, False, None)
    sentences = (HeldSentence(100 + number, None, sentence),) if sentence else ()
    person = PersonDetails(surname=f"PRISON{number}")
    return HeldRecord(number, Service.CUSTODY, f"Z000{number}ZZ", False, False, person, custody, (), sentences, None)


def community(number: int, staff_id: int | None, minutes: int, *sentences: Sentence, at_court: int = 0) -> HeldRecord:
    told = HeldSupervision(True, staff_id, f"Z01T0{number}", at_court, NOW + timedelta(minutes=minutes))
    held = tuple(HeldSentence(200 + 10 * number + n, None, one) for n, one in enumerate(sentences))
    person = PersonDetails(surname=f"Community{number}")
    return HeldRecord(number, Service.COMMUNITY, f"Z00000{number}", False, False, person, None, (), held, told)


def case(*records: HeldRecord, spans: tuple[HeldSpan, ...] = (), limits: int = 0) -> CaseFacts:
    return CaseFacts(1, ROW, records, spans, (), None, limits)


RUNS = Sentence("sentence 1", Service.COMMUNITY, "made up", False, True, imposed_on=date(2026, 1, 1))
ENDED = replace(RUNS, active=False, terminated_on=date(2026, 6, 1))
BOOKED = Sentence("booking 1", Service.CUSTODY, "made up", True, True, imposed_on=date(2026, 1, 1))


@pytest.mark.parametrize(
    ("records", "current"),
    [
        ((prison(1, S.IN_PRISON, 0), prison(2, S.RELEASED, 5)), 2),  # the newest word
        ((prison(1, S.IN_PRISON, 9), prison(2, S.RELEASED, 5)), 1),
        ((prison(1, S.RELEASED, 0), prison(2, S.NOT_BOOKED, 5)), 1),  # a record without a place gives way
        ((prison(1, S.REMOVED, 5), prison(2, S.RELEASED, 0)), 2),
        ((prison(1, S.REMOVED, 5),), 1),
    ],
)
def test_which_of_several_prison_records_counts(records: tuple[HeldRecord, ...], current: int) -> None:
    found = consequences(case(*records), NOW).current
    assert found is not None
    assert found.record_id == current


@pytest.mark.parametrize(
    ("records", "manager", "team"),
    [
        ((community(1, 7, 0, RUNS),), 7, "Z01T01"),
        ((community(1, None, 0, RUNS),), None, "Z01T01"),
        ((community(1, 7, 0, RUNS), community(2, 8, 5, ENDED)), 7, "Z01T01"),  # the one whose sentence runs
        ((community(1, 7, 0, RUNS), community(2, 8, 5, RUNS)), 8, "Z01T02"),  # then the newest
        ((community(1, 7, 0, RUNS), community(2, None, 5, RUNS)), 7, "Z01T01"),  # somebody before nobody
        ((prison(1, S.IN_PRISON, 0),), None, None),
    ],
)
def test_which_of_several_managers_counts(
    records: tuple[HeldRecord, ...], manager: int | None, team: str | None
) -> None:
    found = consequences(case(*records), NOW)
    assert (found.om_staff_id, found.om_team_code) == (manager, team)


@pytest.mark.parametrize(
    ("records", "phase"),
    [
        ((prison(1, S.RELEASED, 0, sentence=BOOKED),), Phase.COMMUNITY),
        ((prison(1, S.RELEASED, 0, sentence=BOOKED), community(1, 7, 0, ENDED)), Phase.TERMINATED),
        ((prison(1, S.RELEASED, 0, sentence=BOOKED), community(1, 7, 0, ENDED, RUNS)), Phase.COMMUNITY),
        ((prison(1, S.IN_PRISON, 0, sentence=BOOKED), community(1, 7, 0, ENDED)), Phase.CUSTODY),
        # the current booking's sentence runs though no date is known; a former booking's says nothing
        ((prison(1, S.RELEASED, 0, sentence=replace(BOOKED, imposed_on=None)),), Phase.COMMUNITY),
        ((prison(1, S.RELEASED, 0, booking="2", sentence=replace(BOOKED, imposed_on=None)),), None),
        ((community(1, 7, 0, at_court=1),), Phase.PRE_SENTENCE),
        ((community(1, 7, 0, ENDED, at_court=1),), Phase.TERMINATED),
    ],
)
def test_the_phase_from_both_sides(records: tuple[HeldRecord, ...], phase: Phase | None) -> None:
    assert consequences(case(*records), NOW).phase.phase is phase


@pytest.mark.parametrize(
    ("records", "surname"),
    [
        ((prison(1, S.IN_PRISON, 0), community(1, 7, 0)), "PRISON1"),
        ((prison(1, S.UNLAWFULLY_AT_LARGE, 0), community(1, 7, 0)), "PRISON1"),
        ((prison(1, S.RELEASED, 0), community(1, 7, 0)), "Community1"),
        ((prison(1, S.RELEASED, 0), prison(2, S.IN_PRISON, 5)), "PRISON2"),
    ],
)
def test_whose_name_is_shown(records: tuple[HeldRecord, ...], surname: str) -> None:
    assert consequences(case(*records), NOW).shown.surname == surname


def merged(record: HeldRecord) -> HeldRecord:
    return replace(record, merged_into=9)


@pytest.mark.parametrize(
    ("records", "surname"),
    [
        ((merged(community(1, 7, 0)), community(2, 7, 5)), "Community2"),
        ((community(1, 7, 0), merged(community(2, 7, 5))), "Community1"),  # though what it says of managers is newer
        ((merged(community(1, 7, 0)), replace(community(2, 7, 5), person=None)), "Community1"),
        ((merged(prison(1, S.IN_PRISON, 5)), prison(2, S.RELEASED, 0)), "PRISON2"),
        ((merged(prison(1, S.IN_PRISON, 5)), replace(prison(2, S.RELEASED, 0), person=None)), "PRISON1"),
    ],
)
@pytest.mark.parametrize("turned", [False, True])
def test_a_record_that_was_merged_away_names_the_person_only_where_no_other_does(
    records: tuple[HeldRecord, ...], surname: str, turned: bool
) -> None:
    found = consequences(case(*(reversed(records) if turned else records)), NOW)
    assert found.shown.surname == surname


@pytest.mark.parametrize("turned", [False, True])
def test_of_one_moment_the_record_that_lives_counts(turned: bool) -> None:
    prisons = [merged(prison(2, S.IN_PRISON, 0)), prison(1, S.RELEASED, 0)]
    offenders = [merged(community(4, 7, 0, RUNS)), community(3, 8, 0, RUNS)]
    found = consequences(case(*(reversed(prisons + offenders) if turned else prisons + offenders)), NOW)
    assert found.current is not None
    assert (found.current.record_id, found.om_staff_id) == (1, 8)


def test_of_two_prison_records_of_one_moment_the_key_decides_not_which_came_first() -> None:
    one, other = prison(1, S.IN_PRISON, 0), prison(2, S.RELEASED, 0)
    found = consequences(case(replace(one, key="Z0009ZZ"), other), NOW).current
    assert found is not None
    assert found.record_id == 1


def test_spans_with_plans_in_the_way_are_flagged() -> None:
    rows = (
        HeldSpan(1, datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 2, 1, tzinfo=UTC), True),
        HeldSpan(2, datetime(2026, 3, 1, tzinfo=UTC), None, True),
    )
    found = consequences(case(community(1, 7, 0, RUNS), spans=rows), NOW)
    assert found.phase.flags == (PhaseFlag.SPANS_IN_DOUBT,)
    assert [span.id for span in found.spans.wanted] == [1, 2]


def test_the_rest_of_the_reach() -> None:
    inside = consequences(case(prison(1, S.IN_PRISON, 0), limits=1), NOW)
    assert (inside.prison_code, inside.limited, inside.awaiting_snapshot) == ("STI", True, False)
    waiting = replace(prison(1, S.IN_PRISON, 0), awaiting_snapshot=True)
    assert consequences(case(waiting), NOW).awaiting_snapshot
    assert not consequences(case(waiting, community(1, 7, 0)), NOW).awaiting_snapshot
