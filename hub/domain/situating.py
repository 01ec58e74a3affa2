"""What the questions are asked about (hub/domain/answers), made from a case with all that it rests on."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime

from msgspec.structs import replace

from hub.domain.answers import Passed, Registered, Situation, assessed
from hub.domain.answers.situation import first_received
from hub.domain.assessment import RiskLevel
from hub.domain.case import CaseFacts, HeldRecord, HeldSentence, HeldStaff
from hub.domain.custody import Movement, MovementKind
from hub.domain.days import london_day
from hub.domain.movements import Moved
from hub.domain.team import Holder, HolderCause
from hub.domain.tier import sections_worked_on


def situation(
    facts: CaseFacts,
    now: datetime,
    *,
    born_on: date | None,
    over: frozenset[int],
    inside: bool,
    current: HeldRecord | None,
    moved: Mapping[int, Moved],
) -> Situation:
    """The case at `now`, without who holds it. `over` are the sentences that have ended.

    `current` is the prison record that counts.
    """
    running = tuple(_running(facts.records, over, moved))
    custody = current.custody if current else None
    return Situation(
        now=now,
        born_on=born_on,
        sentences=running,
        inside=inside,
        sentenced_inside=any(one.id not in over for one in current.sentences) if current else False,
        legal_status=custody.legal_status if custody else None,
        recalled=custody.recall if custody else False,
        category=custody.category if custody else None,
        released_on=_released_on(moved),
        rehabilitative_requirement=any(record.rehabilitative for record in facts.records),
        worked_on=sections_worked_on(facts.areas),
        assessed=assessed(record.assessed for record in facts.records if record.assessed),
        registered=_registered(facts),
        terminated=not running and not inside,
        decided=facts.decided,
        switched_off=facts.switched_off,
    )


def held_by(
    case: Situation, holders: Sequence[Holder], staff: Mapping[int, HeldStaff], *, named: bool = False
) -> Situation:
    """The case with who holds it; `named`: the community record names a person, it may be another."""
    last = holders[-1] if holders else None
    if last is None or last.staff_id is None:
        return case
    by_record = last.cause is HolderCause.COMMUNITY_RECORD
    grade = staff[last.staff_id].grade if last.staff_id in staff else None
    return replace(case, manager_id=last.staff_id, manager_grade=grade, named_by_community=by_record or named)


def _running(records: Sequence[HeldRecord], over: frozenset[int], moved: Mapping[int, Moved]) -> Iterator[Passed]:
    for record in records:
        for one in record.sentences:
            if one.id not in over and tells(one, record):
                yield _passed(one, record, moved)


def tells(sentence: HeldSentence, record: HeldRecord) -> bool:
    """Whether the sentence says anything of today: a former booking's without a single date does not."""
    given = sentence.given
    if not given.of_custody or given.imposed_on is not None or given.last_expiry is not None:
        return True
    return record.custody is not None and given.reference == f"booking {record.custody.booking_id}"


def _passed(one: HeldSentence, record: HeldRecord, moved: Mapping[int, Moved]) -> Passed:
    booked = record.custody is not None and one.given.reference == f"booking {record.custody.booking_id}"
    days = _days(moved[record.id].movements) if record.id in moved else iter(())
    received_on = first_received(days, one.given.imposed_on) if one.given.of_custody else None
    return Passed(one.given, record.terms if booked else (), received_on)


def _days(movements: Sequence[Movement]) -> Iterator[tuple[MovementKind, date]]:
    return ((one.kind, london_day(one.word.at)) for one in movements)


def _released_on(moved: Mapping[int, Moved]) -> date | None:
    days = (day for one in moved.values() for kind, day in _days(one.movements) if kind is MovementKind.RELEASE)
    return max(days, default=None)


def _registered(facts: CaseFacts) -> Registered:
    row = facts.row
    harm = RiskLevel(row.registered_risk) if row.registered_risk else None
    return Registered(harm, row.mappa_level, row.mappa_category, facts.codes)
