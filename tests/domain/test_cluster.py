"""When a person must look at the records of a case, as a table. Records are numbers."""

from datetime import UTC, datetime, timedelta

import pytest
from msgspec.structs import replace

from hub.domain.access import Service
from hub.domain.case import CaseFacts, CaseRow, HeldRecord
from hub.domain.cluster import Because, hanging_loose, look_at
from hub.domain.identifiers import IdentifierKind
from hub.domain.matching.regroup import Attention
from hub.domain.override import HeldRuling, OverrideScope, OverrideVerdict
from hub.domain.person import PersonDetails

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
BEFORE, LATER = NOW - timedelta(days=1), NOW + timedelta(days=1)
ROW = CaseRow(1, True, None, None, None, None, None, None, (), None, None, None, None, False, None)
PNC, NUMBER = IdentifierKind.PNC, IdentifierKind.PRISON_NUMBER
SAME, DIFFERENT = OverrideVerdict.SAME_PERSON, OverrideVerdict.DIFFERENT_PEOPLE
ONE_GROUP, TWO_GROUPS = ((1, 2),), ((1,), (2,))
BROKEN = (Attention.BROKEN_CLUSTER, Because.RECORDS_DIFFER)


def record(number: int, **held: object) -> HeldRecord:
    """A record that says who its person is."""
    plain = HeldRecord(number, Service.CUSTODY, str(number), False, False, PersonDetails(), None, (), (), None)
    return replace(plain, **{"linked_at": BEFORE, **held})


def ruled(one: int, other: int, verdict: OverrideVerdict, scope: OverrideScope = OverrideScope.RECORDS) -> HeldRuling:
    return HeldRuling(one, other, verdict, scope, NOW)


def case(*records: HeldRecord, rulings: tuple[HeldRuling, ...] = (), disputed: bool = False) -> CaseFacts:
    return CaseFacts(1, ROW, records, (), (), None, 0, rulings=rulings, disputed=disputed)


SHARED = {"numbers": {PNC: ("2015/0123456U",)}}
NAMED = {"numbers": {NUMBER: ("Z1234ZY",)}}


@pytest.mark.parametrize(
    ("facts", "weight", "asks"),
    [
        (case(record(1)), None, None),  # alone
        (case(record(1), record(2)), 25.0, None),
        (case(record(1), record(2)), 14.0, None),  # the line
        (case(record(1), record(2)), 13.9, BROKEN),
        (case(record(1), record(2)), None, BROKEN),  # nothing to compare by
        (case(record(1, **SHARED), record(2, **SHARED)), -40.0, None),  # a checked identifier, whatever the score
        (case(record(1, **NAMED), record(2, **NAMED)), -40.0, None),
        (case(record(1, **NAMED), record(2, **SHARED)), -40.0, BROKEN),  # not the same one
        (case(record(1, merged_into=2), record(2)), -40.0, None),  # its source said so
        (case(record(1), record(2), rulings=(ruled(1, 2, SAME),)), -40.0, None),
        (case(record(1), record(2, person=None)), -40.0, None),  # who says nothing raises no doubt
    ],
)
def test_records_that_hang_together(
    facts: CaseFacts, weight: float | None, asks: tuple[Attention, Because] | None
) -> None:
    found = look_at(facts, {} if weight is None else {frozenset((1, 2)): weight})
    assert (found and (found.reason, found.because)) == asks
    assert found is None or found.groups == TWO_GROUPS


def test_three_hang_together_by_a_chain() -> None:
    facts = case(record(1), record(2, **SHARED), record(3, **SHARED))
    assert hanging_loose(facts) == (1, 2, 3)
    assert look_at(facts, {frozenset((1, 2)): 20.0}) is None
    found = look_at(facts, {})
    assert found is not None and found.groups == ((2, 3), (1,))


UNMERGED = OverrideScope.SOURCE_UNMERGE


@pytest.mark.parametrize(
    ("facts", "because"),
    [
        (case(record(1, **SHARED), record(2, **SHARED), rulings=(ruled(1, 2, DIFFERENT),)), Because.RULED_APART_WITHIN),
        (case(record(1), record(2, person=None), rulings=(ruled(1, 2, DIFFERENT),)), Because.RULED_APART_WITHIN),
        (case(record(1), rulings=(ruled(1, 9, SAME),)), Because.RULED_TOGETHER_ACROSS),
        (case(record(1), rulings=(ruled(1, 9, DIFFERENT),)), None),  # as it should be
        (case(record(1), disputed=True), Because.TIED_YET_RULED_APART),
        # a merge was taken back: 9 went, 1 stays, and only a score says whose record 2 is
        (case(record(1), record(2), rulings=(ruled(1, 9, DIFFERENT, UNMERGED),)), Because.LEFT_BY_UNMERGE),
        (case(record(1), record(2), rulings=(ruled(1, 9, DIFFERENT),)), None),  # a person decided, no merge
        (case(record(1, **NAMED), record(2, **NAMED), rulings=(ruled(1, 9, DIFFERENT, UNMERGED),)), None),
        (case(record(1), record(2, linked_at=LATER), rulings=(ruled(1, 9, DIFFERENT, UNMERGED),)), None),
        (case(record(1), record(2, person=None), rulings=(ruled(1, 9, DIFFERENT, UNMERGED),)), None),
        (
            case(
                record(1), record(2), rulings=(ruled(1, 9, DIFFERENT, UNMERGED), ruled(2, 9, DIFFERENT))
            ),  # nor is it 9's
            None,
        ),
        (case(record(1), record(2), rulings=(ruled(1, 9, DIFFERENT, UNMERGED), ruled(1, 2, SAME))), None),
    ],
)
def test_rulings_that_stand_against_the_groups(facts: CaseFacts, because: Because | None) -> None:
    found = look_at(facts, {frozenset((1, 2)): 25.0})
    assert (found and found.because) == because
    assert found is None or found.reason is Attention.OVERRIDE_CONFLICT


@pytest.mark.parametrize(
    ("facts", "loose"),
    [
        (case(record(1)), ()),
        (case(record(1), record(2)), (1, 2)),
        (case(record(1, **SHARED), record(2, **SHARED)), ()),
        (case(record(1), record(2, person=None)), ()),
    ],
)
def test_scores_are_asked_for_only_where_they_matter(facts: CaseFacts, loose: tuple[int, ...]) -> None:
    assert hanging_loose(facts) == loose
