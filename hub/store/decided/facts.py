"""Everything that the decisions about one case rest on, made from the rows in memory (hub/domain/case.py)."""

from collections.abc import Iterable, Iterator
from operator import itemgetter
from typing import Any

import msgspec

from hub.domain.access import Service
from hub.domain.agreement import Fact, Standing
from hub.domain.answers import Answer, Question
from hub.domain.case import (
    CaseFacts,
    CaseRow,
    HeldCustody,
    HeldRecord,
    HeldSentence,
    HeldSpan,
    HeldStaff,
    HeldSupervision,
    HeldSupervisor,
)
from hub.domain.custody import CustodyState, Place
from hub.domain.grade import Grade, stands_for_somebody
from hub.domain.identifiers import IdentifierKind
from hub.domain.identity import Doubt
from hub.domain.person import PersonDetails
from hub.domain.plan import NeedArea, PlanStatus
from hub.domain.registration import RegistrationStatus
from hub.domain.reports import AllocationKind
from hub.domain.review import WAITING
from hub.domain.sentence import Sentence
from hub.domain.team import AllocationTold, Holder, HolderCause, HolderFlag
from hub.store.assessment.assessed import assessed_in
from hub.store.case import offender_case
from hub.store.community.registration import registration
from hub.store.community.reported_allocation import reported_allocation
from hub.store.community.reported_handover import handover_start_in
from hub.store.custody.custody import custody_record
from hub.store.custody.custody_reading import readings_in
from hub.store.custody.movements import movements_in, unknown_in, unknown_movement
from hub.store.custody.restricted_patient import reports_in
from hub.store.custody.sentence import sentence, span
from hub.store.custody.sentence_terms import terms_in
from hub.store.decided.decision_made import decision_in, decision_made
from hub.store.decided.sentence_type import switched_off
from hub.store.fetching import hold
from hub.store.handover.handover import handovers_in
from hub.store.identity.override import identity_override, standing
from hub.store.plan.plan import sentence_plan
from hub.store.reach.access import access_limit
from hub.store.records.identity import identifier, identity_review, source_record
from hub.store.records.person import person_record
from hub.store.team.holder_decision import decisions_in, holder_decision
from hub.store.team.team import offender_manager_holder, offender_supervisor_allocation, staff, supervision_record
from hub.store.transaction import Transaction
from hub.store.working_set import Row, WorkingSet


async def facts_of(tx: Transaction, case_id: int) -> CaseFacts:
    """The case's facts as they stand now in this transaction; the case is locked where it was not."""
    await hold(tx, [case_id])
    held = tx.working
    records = sorted(held.of(source_record).of_case(case_id), key=lambda row: (row["service"], row["key"]))
    planned = {row["span_id"] for row in held.of(sentence_plan).of_case(case_id)}
    spans = [_span(row, planned) for row in held.of(span).of_case(case_id)]
    holders = [_holder(row) for row in held.of(offender_manager_holder).of_case(case_id)]
    supervisors = held.of(offender_supervisor_allocation).of_case(case_id)
    return CaseFacts(
        id=case_id,
        row=_case_row(held.of(offender_case)[case_id]),
        records=tuple(_record(held, row) for row in records),
        spans=tuple(sorted(spans, key=lambda one: one.start)),
        holders=tuple(sorted(holders, key=lambda one: one.start)),
        supervisor=next((_supervisor(row) for row in supervisors if row["during"].upper is None), None),
        limits=len(held.of(access_limit).of_case(case_id)),
        allocations=tuple(_allocations(held, case_id)),
        stand_ins=frozenset(one.staff_id for one in holders if one.staff_id and not _is_somebody(held, one.staff_id)),
        rulings=tuple(standing(held.of(identity_override).of_case(case_id))),
        disputed=any(map(_disputes, held.of(identity_review).of_case(case_id))),
        staff={one: _member(held, one) for one in _named(holders, held, case_id)},
        managers=tuple(decisions_in(held, case_id)),
        codes=frozenset(row["code"] for row in held.of(registration).of_case(case_id) if row["status"] == ACTIVE),
        areas=tuple(_areas(held, case_id)),
        decided=tuple(decision_in(row) for row in held.of(decision_made).of_case(case_id) if not row["withdrawn_at"]),
        handovers=tuple(handovers_in(held, case_id)),
        switched_off=await switched_off(tx),
    )


ACTIVE = RegistrationStatus.ACTIVE


def _named(holders: Iterable[Holder], held: WorkingSet, case_id: int) -> set[int]:
    """The staff whom the chain, a community record or a decision in the hub names."""
    said = (*held.of(supervision_record).of_case(case_id), *held.of(holder_decision).of_case(case_id))
    named = (*(holder.staff_id for holder in holders), *(row["staff_id"] for row in said))
    return {one for one in named if one is not None}


def _member(held: WorkingSet, staff_id: int) -> HeldStaff:
    row = held.of(staff).get(staff_id)
    if row is None:
        return HeldStaff(None, None)
    grade = Grade(row["grade"]) if row["grade"] in GRADES else None
    return HeldStaff(grade, row["team_code"], Service(row["service"]), row["active_from"], row["active_to"])


GRADES = frozenset(Grade)


def _areas(held: WorkingSet, case_id: int) -> Iterator[NeedArea]:
    """What the plans that are carried out work on."""
    for row in held.of(sentence_plan).of_case(case_id):
        if row["status"] == PlanStatus.ACTIVE:
            yield from (NeedArea(area) for area in row["areas"])


def _disputes(review: Row) -> bool:
    """Whether the review waits because a number or a service's merge stands against a ruling."""
    return review["state"] in WAITING and review["reason"] == Doubt.RULED_DIFFERENT


STANDINGS, ANSWERS = dict[Fact, Standing], dict[Question, Answer]


def _case_row(row: Row) -> CaseRow:
    facts, answers = msgspec.convert(row["facts"], STANDINGS), msgspec.convert(row["answers"], ANSWERS)
    typed = {**row, "phase_flags": tuple(row["phase_flags"]), "facts": facts, "answers": answers}
    return CaseRow(*OF_CASE(typed))


OF_CASE = itemgetter(*CaseRow.__struct_fields__)


def _record(held: WorkingSet, row: Row) -> HeldRecord:
    number, case_id = row["id"], row["case_id"]
    person = held.of(person_record).get(number)
    custody = held.of(custody_record).get(number)
    supervision = held.of(supervision_record).get(number)
    unknown = (one for one in held.of(unknown_movement).of_case(case_id) if one["source_record_id"] == number)
    given = (one for one in held.of(sentence).of_case(case_id) if one["source_record_id"] == number)
    return HeldRecord(
        id=number,
        service=Service(row["service"]),
        key=row["key"],
        awaiting_snapshot=row["awaiting_snapshot"],
        removed=row["removed"],
        person=_person(person) if person else None,
        custody=_custody(custody) if custody else None,
        movements=tuple(movements_in(held, case_id, number)),
        sentences=tuple(_sentence(one) for one in sorted(given, key=lambda one: str(one["source_reference"]))),
        supervision=_supervision(held, supervision) if supervision else None,
        numbers=_numbers(held, row),
        unknown=tuple(sorted(map(unknown_in, unknown), key=lambda one: one.at)),
        readings=tuple(readings_in(held, case_id, number)),
        patient=tuple(reports_in(held, case_id, number)),
        handover_starts_on=handover_start_in(held, number),
        merged_into=row["merged_into_id"],
        passive=_passive(held, row),
        linked_at=row["linked_at"],
        terms=tuple(terms_in(held, case_id, number, custody["booking_id"])) if custody else (),
        assessed=assessed_in(row),
        rehabilitative=row["rehabilitative"],
    )


def _passive(held: WorkingSet, record: Row) -> bool:
    """Whether the record was merged into another of its case that has been read since the merge."""
    survivor = held.of(source_record).get(record["merged_into_id"])
    if survivor is None or survivor["case_id"] != record["case_id"]:
        return False
    read = held.of(supervision_record if survivor["service"] == Service.COMMUNITY else person_record)
    newest = read.get(survivor["id"])
    return newest is not None and newest["source_time"] >= record["merge_told_at"]


def _numbers(held: WorkingSet, record: Row) -> dict[IdentifierKind, tuple[str, ...]]:
    """The valid identifiers that the record gave, by kind."""
    numbers: dict[IdentifierKind, set[str]] = {}
    for line in held.of(identifier).of_case(record["case_id"]):
        if line["source_record_id"] == record["id"] and line["valid"]:
            numbers.setdefault(IdentifierKind(line["kind"]), set()).add(line["value"])
    return {kind: tuple(sorted(values)) for kind, values in numbers.items()}


def _person(row: Row) -> PersonDetails:
    return PersonDetails(
        row["forename"], tuple(row["middle_names"]), row["surname"], row["date_of_birth"], row["gender"]
    )


def _custody(row: Row) -> HeldCustody:
    standing = Place(CustodyState(row["state"]), row["source_time"], row["time_assumed"], *OF_PLACE(row))
    return HeldCustody(standing, row["current"], _told(row["told"]), *OF_CUSTODY(row))


OF_PLACE = itemgetter(*Place.__struct_fields__[3:])
OF_CUSTODY = itemgetter(*HeldCustody.__struct_fields__[3:])


def _told(document: Any) -> Place | None:
    return None if document is None else msgspec.convert(document, Place)


def _sentence(row: Row) -> HeldSentence:
    given = Sentence(row["source_reference"], Service(row["service"]), *OF_SENTENCE(row))
    return HeldSentence(row["id"], row["span_id"], given)


OF_SENTENCE = itemgetter(*Sentence.__struct_fields__[2:])


def _supervision(held: WorkingSet, row: Row) -> HeldSupervision:
    manager = held.of(staff).get(row["staff_id"])
    return HeldSupervision(
        **{name: row[name] for name in SUPERVISION_COLUMNS},
        manager=manager["code"] if manager else None,
        grade=manager["grade"] if manager else None,
    )


SUPERVISION_COLUMNS = ("names_manager", "staff_id", "team_code", "court_cases", "source_time", "time_assumed")


def _allocations(held: WorkingSet, case_id: int) -> Iterator[AllocationTold]:
    """The allocations of the person, not of a sentence or a requirement."""
    for row in held.of(reported_allocation).of_case(case_id):
        if row["kind"] == AllocationKind.PERSON:
            yield AllocationTold(row["staff_id"], row["started_at"], row["start_assumed"])


def _is_somebody(held: WorkingSet, staff_id: int) -> bool:
    row = held.of(staff).get(staff_id)
    return row is None or stands_for_somebody(row["grade"])


def _span(row: Row, planned: set[int]) -> HeldSpan:
    return HeldSpan(row["id"], row["during"].lower, row["during"].upper, row["id"] in planned)


def _holder(row: Row) -> Holder:
    return Holder(
        start=row["during"].lower,
        end=row["during"].upper,
        staff_id=row["staff_id"],
        cause=HolderCause(row["cause"]),
        start_assumed=row["start_assumed"],
        due_at=row["due_at"],
        flags=tuple(HolderFlag(flag) for flag in row["flags"]),
        told_at=row["told_at"],
        told_assumed=row["told_assumed"],
        reason=row["reason"],
        id=row["id"],
    )


def _supervisor(row: Row) -> HeldSupervisor:
    return HeldSupervisor(row["staff_id"], row["case_version"], row["during"].lower)
