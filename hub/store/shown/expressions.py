"""Values that GraphQL fields show and that are more than a column, each under the name that a declaration uses."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    Boolean,
    ColumnElement,
    DateTime,
    FromClause,
    Integer,
    Text,
    and_,
    case,
    exists,
    func,
    not_,
    select,
)
from sqlalchemy import literal_column as sql
from sqlalchemy.types import TypeEngine

from hub.domain.access import Service
from hub.domain.agreement import REASONS
from hub.domain.eligibility import notice
from hub.domain.grade import Grade
from hub.domain.icm import conference
from hub.domain.identifiers import IdentifierKind
from hub.domain.lead import cover, day_to_day, reach
from hub.domain.lead.supervisor_kind import SupervisorAs, supervisor_as
from hub.domain.principles.measures import UNITS, Unit
from hub.store.base import word
from hub.store.custody.custody import custody_record
from hub.store.records.identity import identifier
from hub.store.team.team import staff


@dataclass(frozen=True)
class NamedExpression:
    """SQL over one row of a table or its alias; `never_null` is a promise that the SQL itself keeps."""

    make: Callable[[FromClause], ColumnElement[Any]]
    type: TypeEngine[Any]
    never_null: bool


def _identifier(kind: IdentifierKind) -> NamedExpression:
    """The case's identifier of that kind, as decided; where nothing is decided yet, the valid one seen last."""

    def make(case: FromClause) -> ColumnElement[Any]:
        held = identifier.alias()
        mine = (held.c.case_id == case.c.id, held.c.kind == word(kind), held.c.valid)
        found = select(held.c.value).select_from(held).where(*mine)
        last = found.order_by(held.c.seen_at.desc(), held.c.id.desc()).limit(sql("1")).correlate(case)
        decided = case.c.facts.op("->")(word(kind)).op("->>")(word("value"))
        return func.coalesce(decided, last.scalar_subquery())

    return NamedExpression(make, Text(), never_null=False)


def _base64(value: ColumnElement[Any]) -> ColumnElement[Any]:
    """In one line, where PostgreSQL breaks it after 76 letters."""
    return func.replace(func.encode(value, word("base64")), sql("e'\\n'"), sql("''"))


_INSTANT = DateTime(timezone=True)


def _awaiting_since(record: FromClause) -> ColumnElement[Any]:
    """When the record's first identifier was seen, while its first full reading has not come."""
    held = identifier.alias()
    mine = (held.c.source_record_id == record.c.id, record.c.awaiting_snapshot)
    found = select(func.min(held.c.seen_at)).select_from(held).where(held.c.case_id == record.c.case_id, *mine)
    return found.correlate(record).scalar_subquery()


def _seconded(member: FromClause) -> ColumnElement[bool]:
    """Probation staff placed in a prison."""
    community = member.c.service == word(Service.COMMUNITY)
    return and_(community, member.c.establishment_code.is_not(None))


def _supervisor_as(said: Callable[[SupervisorAs], str]) -> NamedExpression:
    """What the rule says of a member of staff, asked for every service, grade and placing that there is."""

    def make(member: FromClause) -> ColumnElement[Any]:
        seconded = _seconded(member)
        arms = [
            (
                and_(
                    member.c.service == word(service),
                    member.c.grade == word(grade) if grade else member.c.grade.is_(None),
                    seconded if placed else not_(seconded),
                ),
                word(said(supervisor_as(service, grade, seconded_to_prison=placed))),
            )
            for service in Service
            for grade in (*Grade, None)
            for placed in (False, True)
        ]
        return case(*arms)

    return NamedExpression(make, Text(), never_null=False)


def _of_another_prison(allocation: FromClause) -> ColumnElement[bool]:
    """Whether the supervisor who stands is of the prison service, and of another prison than the person is in."""
    member, held = staff.alias(), custody_record.alias()
    of_prison = (member.c.id == allocation.c.staff_id, member.c.service == word(Service.CUSTODY))
    mine = (held.c.case_id == allocation.c.case_id, held.c.current)
    where_held = select(held.c.prison_code).select_from(held).where(*mine).limit(sql("1")).correlate(allocation)
    elsewhere = member.c.establishment_code != where_held.scalar_subquery()
    theirs = exists(select(sql("1")).select_from(member).where(*of_prison, elsewhere).correlate(allocation))
    return and_(func.upper_inf(allocation.c.during), theirs)


def _rule_reason(row: FromClause) -> ColumnElement[Any]:
    """The rule's sentence; the texts are the program's own, none has a quote in it."""
    return case(*((row.c.rule == word(rule), sql(f"'{reason}'", Text)) for rule, reason in REASONS.items()))


def _measure_unit(row: FromClause) -> ColumnElement[Any]:
    """What a figure is counted in; the words are the program's own."""
    units = ((row.c.measure == word(measure), word(unit)) for measure, unit in UNITS.items())
    return case(*units, else_=word(Unit.COUNT))


def _sentence(sentences: Mapping[Any, str], column: str = "reason") -> Callable[[FromClause], ColumnElement[Any]]:
    """The sentence of a row's reason; the texts are the program's own."""

    def make(row: FromClause) -> ColumnElement[Any]:
        texts = {reason: text.replace("'", "''") for reason, text in sentences.items()}
        return case(*((row.c[column] == word(one), sql(f"'{text}'", Text)) for one, text in texts.items()))

    return make


EXPRESSIONS: dict[str, NamedExpression] = {
    "crn": _identifier(IdentifierKind.CRN),
    "prison_number": _identifier(IdentifierKind.PRISON_NUMBER),
    "pnc": _identifier(IdentifierKind.PNC),
    "cro": _identifier(IdentifierKind.CRO),
    "awaiting_since": NamedExpression(_awaiting_since, _INSTANT, never_null=False),
    "version_text": NamedExpression(lambda row: func.text(row.c.source_version), Text(), never_null=False),
    "conference_sentence": NamedExpression(_sentence(conference.SENTENCES, "conference"), Text(), never_null=False),
    "lead_sentence": NamedExpression(_sentence(day_to_day.SENTENCES), Text(), never_null=True),
    "reach_sentence": NamedExpression(_sentence(reach.SENTENCES), Text(), never_null=True),
    "notice_sentence": NamedExpression(_sentence(notice.SENTENCES), Text(), never_null=True),
    "contact_overdue": NamedExpression(
        lambda row: and_(row.c.answered_at.is_(None), row.c.due_at < func.now()), Boolean(), never_null=True
    ),
    "acting_sentence": NamedExpression(_sentence(cover.SENTENCES), Text(), never_null=True),
    "measure_unit": NamedExpression(_measure_unit, Text(), never_null=True),
    "rule_reason": NamedExpression(_rule_reason, Text(), never_null=True),
    "number_as_text": NamedExpression(lambda row: row.c.id.cast(Text), Text(), never_null=True),
    "offset_as_text": NamedExpression(lambda row: row.c.offset.cast(Text), Text(), never_null=True),
    "key_base64": NamedExpression(lambda row: _base64(row.c.message_key), Text(), never_null=False),
    "body_base64": NamedExpression(lambda row: _base64(row.c.value), Text(), never_null=False),
    "body_size": NamedExpression(
        lambda row: func.coalesce(func.octet_length(row.c.value), sql("0")), Integer(), never_null=True
    ),
    "started_at": NamedExpression(lambda row: func.lower(row.c.during), _INSTANT, never_null=False),
    "ended_at": NamedExpression(lambda row: func.upper(row.c.during), _INSTANT, never_null=False),
    "open_ended": NamedExpression(lambda row: func.upper_inf(row.c.during), Boolean(), never_null=True),
    "supervisor_kind": _supervisor_as(lambda found: found.kind),
    "acts_for": _supervisor_as(lambda found: found.acts_for),
    "seconded": NamedExpression(_seconded, Boolean(), never_null=True),
    "of_another_prison": NamedExpression(_of_another_prison, Boolean(), never_null=True),
    "unallocated": NamedExpression(lambda row: row.c.staff_id.is_(None), Boolean(), never_null=True),
}
