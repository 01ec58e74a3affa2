"""What follows from everything that the records say about a case: decided anew from the facts whenever one changes.

Because nothing here depends on the order in which the facts arrived, the case ends the same whatever that order was.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from msgspec.structs import replace

from hub.domain.access import Service
from hub.domain.agreement import Fact, Standing, standings
from hub.domain.answers import Answer, Question, Situation, answers, ask_again_on
from hub.domain.answers.decision_made import joins
from hub.domain.answers.responsibility import handover_starts_on
from hub.domain.answers.tier import tier_of
from hub.domain.case import CaseFacts, HeldRecord, HeldSentence, HeldSupervision
from hub.domain.community_word import community_side, supervision_told
from hub.domain.custody import HELD, CustodyState, Place, standing
from hub.domain.days import london_day
from hub.domain.holder_decided import hold_as_decided
from hub.domain.movements import Moved, moved, told_of
from hub.domain.person import Shown, shown
from hub.domain.phase import (
    CommunitySide,
    CustodySide,
    PhaseDecision,
    PhaseFlag,
    Sentences,
    decide_phase,
    pre_release_begins_on,
)
from hub.domain.said import said_by_community, said_by_custody
from hub.domain.sentence import last_day, runs
from hub.domain.situating import held_by, situation, tells
from hub.domain.span import Spans, match_spans
from hub.domain.span_join import positions
from hub.domain.team import OF_RECORDS, Holder, ManagerTold, Period
from hub.domain.tier import Tier
from hub.domain.value import Value


class CustodyNow(Value):
    """Where one prison record has the person now, and the earliest release date of its current booking."""

    record_id: int
    place: Place
    release_on: date | None


class Consequences(Value):
    """What the case's derived facts must be.

    `moved` has what moved, by record; `custody` has one entry for each prison record, `current` is the one that counts.
    `last_days` gives the last day of each sentence by its id, None while none is known. `sentences` are in the order
    that the spans' members count in.
    `answers` are those of the rules on `situation`, `tier` is the one in force, `ask_again_on` the next day on which
    time alone may change an answer or the phase. `facts` is how each fact stands between the two services.
    """

    moved: Mapping[int, Moved]
    custody: tuple[CustodyNow, ...]
    current: CustodyNow | None
    sentences: tuple[HeldSentence, ...]
    last_days: dict[int, date | None]
    spans: Spans
    holders: tuple[Holder, ...]
    phase: PhaseDecision
    shown: Shown
    situation: Situation
    answers: Mapping[Question, Answer]
    tier: int | None
    ask_again_on: date | None
    facts: Mapping[Fact, Standing]
    om_staff_id: int | None
    om_team_code: str | None
    prison_code: str | None
    limited: bool
    awaiting_snapshot: bool


def consequences(facts: CaseFacts, now: datetime) -> Consequences:
    """Everything that follows from the facts at `now`."""
    movements = {one.id: moved(one.readings, [*told_of(one.movements), *one.heard]) for one in facts.records}
    if any(record.passive for record in facts.records):
        facts = replace(facts, records=tuple(record for record in facts.records if not record.passive))
    where = _where(facts, movements)
    terms = _sentenced(facts, london_day(now), inside=where.inside)
    told = supervision_told(facts.records, terms.over)
    side = community_side(facts.records, terms.over)
    by_custody = said_by_custody(facts.records, where.mine.id if where.mine else None, where.place)
    by_community = said_by_community(facts.records, told, side, terms.over, limited=facts.limits > 0)
    who = shown(by_custody.person, by_community.person, in_custody=where.inside)
    case = situation(
        facts, now, born_on=who.date_of_birth, over=terms.over, inside=where.inside, current=where.mine, moved=movements
    )
    tier = tier_of(case)
    holders = _holders(facts, told, terms.spans, tier)
    named = told is not None and told.manager_id is not None and told.manager_id not in facts.stand_ins
    case = held_by(case, holders, facts.staff, named=named)
    answered = answers(case, facts.row.answers)
    custody_side = _custody_side(where, terms.over, answered)
    phase = _phase(facts.records, custody_side, terms.over, side, now)
    return Consequences(
        moved=movements,
        custody=where.custody,
        current=where.current,
        sentences=terms.sentences,
        last_days=terms.last_days,
        spans=terms.spans,
        holders=holders,
        phase=_flagged(phase, terms.spans),
        shown=who,
        situation=case,
        answers=answered,
        tier=tier.value if tier else None,
        ask_again_on=ask_again_on(answered, pre_release_begins_on(custody_side, case.today)),
        facts=standings(by_custody, by_community, in_custody=where.inside, place_disputed=_place_disputed(phase)),
        om_staff_id=holders[-1].staff_id if holders else None,
        om_team_code=_team(facts, told, holders),
        prison_code=where.place.prison_code if where.place else None,
        limited=facts.limits > 0,
        awaiting_snapshot=all(record.awaiting_snapshot for record in facts.records),
    )


class _Where(Value):
    """Where the person is: by each prison record, and by the one that counts (`mine`)."""

    custody: tuple[CustodyNow, ...]
    current: CustodyNow | None
    mine: HeldRecord | None
    inside: bool

    @property
    def place(self) -> Place | None:
        """The place by the record that counts."""
        return self.current.place if self.current else None


class _Sentenced(Value):
    """The sentences in the order that the spans' members count in, when each ends, and which are over."""

    sentences: tuple[HeldSentence, ...]
    last_days: dict[int, date | None]
    over: frozenset[int]
    spans: Spans


def _where(facts: CaseFacts, movements: Mapping[int, Moved]) -> _Where:
    custody = tuple(_custody(facts.records, movements))
    current = _current(custody, facts.records)
    state = current.place.state if current else None
    mine = next((record for record in facts.records if current and record.id == current.record_id), None)
    return _Where(custody, current, mine, state in HELD or state is CustodyState.UNLAWFULLY_AT_LARGE)


def _sentenced(facts: CaseFacts, today: date, *, inside: bool) -> _Sentenced:
    sentences = tuple(one for record in facts.records for one in record.sentences)
    last_days = _last_days(sentences, today, inside=inside)
    over = frozenset(one.id for one in sentences if _is_over(one, last_days[one.id], today))
    joined = positions(joins(facts.decided), [one.given.reference for one in sentences]) if facts.decided else ()
    found = runs(((one.given.imposed_on, last_days[one.id]) for one in sentences), joined)
    return _Sentenced(sentences, last_days, over, match_spans(found, facts.spans))


def _holders(facts: CaseFacts, told: HeldSupervision | None, spans: Spans, tier: Tier | None) -> tuple[Holder, ...]:
    periods = [Period(span.start, span.end) for span in spans.wanted]
    manager = ManagerTold(told.manager_id, told.source_time, told.time_assumed) if told else None
    return hold_as_decided(facts.holders, facts.managers, manager, periods, facts.allocations, facts.stand_ins, tier)


def _team(facts: CaseFacts, told: HeldSupervision | None, holders: Sequence[Holder]) -> str | None:
    """The team that reaches the case: the record's, but for a manager decided on in the hub theirs."""
    last = holders[-1] if holders else None
    theirs = facts.staff.get(last.staff_id) if last and last.staff_id and last.cause not in OF_RECORDS else None
    return theirs.team_code if theirs else told.team_code if told else None


# A record that says nothing of where the person is gives way to one that does.
GONE = frozenset({CustodyState.REMOVED, CustodyState.NOT_BOOKED})
# The flags of a phase that say that the services have the person in different places.
RECORDS_DISAGREE = frozenset(
    {
        PhaseFlag.COMMUNITY_SAYS_TERMINATED,
        PhaseFlag.COMMUNITY_SAYS_RELEASED,
        PhaseFlag.COMMUNITY_SAYS_IN_CUSTODY,
    }
)


def _place_disputed(phase: PhaseDecision) -> bool:
    return not RECORDS_DISAGREE.isdisjoint(phase.flags)


def _custody(records: Sequence[HeldRecord], movements: Mapping[int, Moved]) -> list[CustodyNow]:
    found = []
    for record in records:
        told = record.custody.told if record.custody else None
        place = standing(told, movements[record.id].movements, record.patient)
        if place is not None:
            found.append(CustodyNow(record.id, place, _release_on(record)))
    return found


def _current(custody: Sequence[CustodyNow], records: Sequence[HeldRecord]) -> CustodyNow | None:
    """The prison record that counts: one that says where the person is, then the newest word.

    Of two of the same moment, one that lives before one that was merged away, then the higher key.
    """
    held = {record.id: record for record in records}
    return max(
        custody,
        key=lambda one: (
            one.place.state not in GONE,
            one.place.at,
            not held[one.record_id].merged,
            held[one.record_id].key,
        ),
        default=None,
    )


def _release_on(record: HeldRecord) -> date | None:
    """The earliest release date of the booking that the record is on now."""
    booking = record.custody.booking_id if record.custody else None
    dates = (one.given.release_on for one in record.sentences if one.given.reference == f"booking {booking}")
    return next(dates, None)


def _last_days(sentences: Sequence[HeldSentence], today: date, *, inside: bool) -> dict[int, date | None]:
    community = [one for one in sentences if one.given.service is Service.COMMUNITY]
    days = [one.given.terminated_on for one in community if _is_over(one, one.given.terminated_on, today)]
    ended = max((day for day in days if day), default=None) if len(days) == len(community) and not inside else None
    return {one.id: last_day(one.given, today, community_ended_on=ended) for one in sentences}


def _is_over(sentence: HeldSentence, last: date | None, today: date) -> bool:
    """Whether the sentence has ended: its last day is past, or its record says so already on that day."""
    return last is not None and (last < today or not sentence.given.active)


def _custody_side(where: _Where, over: frozenset[int], answered: Mapping[Question, Answer]) -> CustodySide:
    """What the prison's records give; the day on which a handover starts is the one reported, else the rule's."""
    current, mine = where.current, where.mine
    reported = mine.handover_starts_on if mine else None
    return CustodySide(
        state=current.place.state if current else None,
        since=current.place.at if current else None,
        sentenced=any(one.id not in over for one in mine.sentences) if mine else False,
        earliest_release_on=current.release_on if current else None,
        handover_starts_on=reported or handover_starts_on(answered),
    )


def _phase(
    records: Sequence[HeldRecord],
    custody: CustodySide,
    over: frozenset[int],
    community: CommunitySide,
    now: datetime,
) -> PhaseDecision:
    sentences = [one for record in records for one in record.sentences if tells(one, record)]
    return decide_phase(
        custody,
        Sentences(
            running=sum(one.id not in over for one in sentences),
            ended=sum(one.id in over for one in sentences),
            report_asked=any(record.supervision and record.supervision.court_cases for record in records),
        ),
        community,
        now=now,
    )


def _flagged(decision: PhaseDecision, spans: Spans) -> PhaseDecision:
    return replace(decision, flags=(*decision.flags, PhaseFlag.SPANS_IN_DOUBT)) if spans.in_doubt else decision
