"""The case of the plain program: every row that a decision rests on, and what the rules answer on it."""

from datetime import UTC, datetime
from typing import Any

import msgspec
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bench.intake import mapped as row
from hub.domain.access import Service
from hub.domain.answers import Answer, Passed, Question, Situation, answers, ask_again_on
from hub.domain.answers.situation import first_received
from hub.domain.custody import MovementKind
from hub.domain.days import london_day
from hub.domain.sentence import Sentence

Held = dict[Any, list[Any]]
KINDS = (
    *(row.Record, row.Custody, row.CustodyReading, row.Movement, row.Unknown, row.Person, row.Identifier),
    *(row.Sentence, row.Term, row.Span, row.Holder, row.HolderDecision, row.Allocation, row.Supervisor, row.Handover),
    *(row.Supervision, row.Limit, row.Plan, row.Registration, row.Decision, row.Override, row.Review, row.Patient),
)


async def held_of(session: AsyncSession, case_id: int) -> Held:
    """Every row of the case that a decision may rest on, by class."""
    return {one: list(await session.scalars(select(one).where(one.case_id == case_id))) for one in KINDS}


def facts_of(held: Held) -> dict[str, Any]:
    """What the prison holds of the case, fact by fact; the other service holds nothing."""
    [person], [custody], [sentence] = held[row.Person], held[row.Custody], held[row.Sentence]
    numbers = {one.kind: one.value for one in held[row.Identifier]}
    found = {
        "NAME": f"{person.forename} {person.surname}",
        "DATE_OF_BIRTH": str(person.date_of_birth),
        "GENDER": person.gender,
        "PRISON_NUMBER": numbers["PRISON_NUMBER"],
        "PNC": numbers["PNC"],
        "WHEREABOUTS": custody.state,
        "PRISON": custody.prison_name or custody.prison_code,
        "LEGAL_STATUS": custody.legal_status,
        "SENTENCE_IMPOSED_ON": str(sentence.imposed_on),
        "RELEASE_ON": str(sentence.release_on),
        "SENTENCE_EXPIRES_ON": str(sentence.expires_on),
        "LICENCE_EXPIRES_ON": str(sentence.licence_expires_on),
    }
    only = {"by": "CUSTODY", "rule": "ONLY_ONE_HOLDS_IT"}
    return {fact: {**only, "value": value} for fact, value in found.items() if value}


def decide(case: Any, held: Held, *, inside: bool) -> tuple[dict[Question, Answer], dict[Question, Answer]]:
    """Put what the rules answer on the case; the answers that were, and that are."""
    was = msgspec.convert(case.answers or {}, dict[Question, Answer])
    now = answers(_situation(held, inside=inside), was)
    case.answers, case.ask_again_on = msgspec.to_builtins(now), ask_again_on(now)
    return was, now


def _situation(held: Held, *, inside: bool) -> Situation:
    [person], [custody] = held[row.Person], held[row.Custody]
    days = [(MovementKind(one.kind), london_day(one.occurred_at)) for one in held[row.Movement]]
    return Situation(
        now=datetime.now(UTC),
        born_on=person.date_of_birth,
        sentences=tuple(_passed(one, days) for one in held[row.Sentence]),
        inside=inside,
        sentenced_inside=inside,
        legal_status=custody.legal_status,
        released_on=max((day for kind, day in days if kind is MovementKind.RELEASE), default=None),
    )


def _passed(one: Any, days: list[tuple[MovementKind, Any]]) -> Passed:
    given = Sentence(
        one.source_reference,
        Service(one.service),
        one.description,
        one.custodial,
        one.active,
        imposed_on=one.imposed_on,
        release_on=one.release_on,
        expires_on=one.expires_on,
        licence_expires_on=one.licence_expires_on,
        conditional_release_on=one.conditional_release_on,
    )
    return Passed(given, (), first_received(iter(days), one.imposed_on))
