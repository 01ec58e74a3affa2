"""A small world for random histories of who is who: three prison numbers, three CRNs, and all that can happen to them.

Every person is made up. What must hold after each step stands here too.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import asyncpg
from hypothesis import strategies as st

from hub.actions.handover.handover import hand_over
from hub.actions.identity.cluster_review import decide_cluster_review, reopen_cluster_review
from hub.actions.identity.deciding import Decided
from hub.actions.identity.parting import part_case, part_record
from hub.actions.identity.ruling import rule_on_records, withdraw_ruling
from hub.domain.access import Actor, Role, Service
from hub.domain.cluster_review import DecideClusterReview, ReopenClusterReview
from hub.domain.handover.asked import PlanHandover
from hub.domain.handover.in_two_hands import HandoverKind
from hub.domain.override import OverrideScope, OverrideVerdict
from hub.domain.review import PartCase
from hub.domain.ruling import PartRecord, RuleOnRecords, WithdrawRuling
from hub.errors import BrokenRule, BrokenRules
from tests.actions.identity_never import EMPTY, FOUND
from tests.actions.sources import (
    HAPPENED,
    MOVED,
    NOW,
    OFFENDER,
    PRISONER,
    SUPERVISION,
    Hub,
    crn_merge,
    crn_unmerge,
    offender,
    order,
    prison_merge,
    prisoner,
    reported,
    supervision,
)

NUMBERS = ("Z0001ZZ", "Z0002ZZ", "Z0003ZZ")
CRNS = ("Z000001", "Z000002", "Z000003")
MANAGERS = ("Z01M1", "Z01M2")
# Who is to take cases over: one who manages none, and one who manages another.
NEXT = ("Z01M1", "Z01T011")
BOOKING_MOVED = "prison-offender-events.prisoner.booking.moved"
Step = tuple[Any, ...]
# Everybody is known, with a plan for each who is supervised, when a story begins; or nobody is.
KNOWN: tuple[Step, ...] = (
    *(("prisoner", number) for number in NUMBERS),
    *(("offender", crn, number) for crn, number in zip(CRNS, (*NUMBERS[:2], None), strict=True)),
    *(("supervision", crn) for crn in CRNS),
    *(("plan", crn) for crn in CRNS),
    *(("handover", crn, "Z01M1") for crn in CRNS[:2]),
)

_record = st.sampled_from((*NUMBERS, *CRNS))
_number, _crn = st.sampled_from(NUMBERS), st.sampled_from(CRNS)
STEPS: st.SearchStrategy[list[Step]] = st.builds(
    lambda known, steps: [*(KNOWN if known else ()), *steps],
    st.booleans(),
    st.lists(
        st.one_of(
            st.tuples(st.just("prisoner"), _number),
            st.tuples(st.just("offender"), _crn, st.none() | _number),
            st.tuples(st.just("supervision"), _crn),
            st.tuples(st.just("plan"), _crn),
            st.tuples(st.just("handover"), _crn, st.sampled_from(NEXT)),
            st.tuples(st.just("crn merge"), _crn, _crn),
            st.tuples(st.just("crn merge"), _crn, _crn),
            st.tuples(st.just("crn unmerge"), _crn, _crn),
            st.tuples(st.just("crn unmerge"), _crn, _crn),
            st.tuples(st.just("prison merge"), _number, _number),
            st.tuples(st.just("booking moved"), _number, _number),
            st.tuples(st.just("part")),
            st.tuples(st.just("rule"), _record, _record, st.sampled_from(OverrideVerdict)),
            st.tuples(st.just("withdraw"), st.integers(0, 5)),
            st.tuples(st.just("part record"), _record),
            st.tuples(st.just("answer"), st.sampled_from(OverrideVerdict)),
            st.tuples(st.just("take answer back"), st.integers(0, 5)),
            st.tuples(st.just("again"), st.integers(0, 11)),
        ),
        max_size=12,
    ),
)


@dataclass
class World:
    """A hub and what was told to it."""

    hub: Hub
    connection: asyncpg.Connection
    told: list[tuple[str, str, Any, int]] = field(default_factory=list)
    minute: int = 0

    async def begin(self) -> None:
        """Empty, but for two who may decide."""
        await self.rows(EMPTY)
        for code in MANAGERS:
            await self.hub.tell("community.staff.snapshot.v1", code, {"code": code, "team": {"code": "Z01T01"}})

    async def rows(self, query: str, *arguments: Any) -> list[tuple[Any, ...]]:
        """The rows of a query, over one connection for all."""
        return [tuple(row) for row in await self.connection.fetch(query, *arguments)]

    async def do(self, step: Step) -> None:
        """Let one thing happen."""
        word, *given = step
        self.minute += 1
        if len(set(given)) < len(given):
            return  # nobody is merged with themselves
        if word == "plan":
            await self.rows(ADD_PLAN, *given)
        elif word == "handover":
            await self._handover(*given)
        elif word == "part":
            await self.part()
        elif word == "rule":
            await self._rule(*given)
        elif word == "withdraw":
            await self._withdraw(*given)
        elif word == "part record":
            await self._part_record(*given)
        elif word == "answer":
            await self._answer(*given)
        elif word == "take answer back":
            await self._take_answer_back(*given)
        elif word == "again":
            if self.told:
                await self._tell(*self.told[given[0] % len(self.told)])
        else:
            topic, key, body = MESSAGES[word](*given, minute=self.minute)
            self.told.append((topic, key, body, self.minute))
            await self._tell(topic, key, body, self.minute)

    async def _tell(self, topic: str, key: str, body: Any, minute: int) -> None:
        await self.hub.tell(topic, key, body, minutes=minute)

    async def part(self) -> bool:
        """Two who may decide take back the newest change that can be; whether there was one, and in their reach."""
        found = await self.rows(NEWEST_CHANGE)
        asked = [
            part_case(self.hub.database, await self.actor(code), PartCase(one, "Two people"), cause="r", now=NOW)
            for (one,) in found
            for code in MANAGERS
        ]
        return bool(asked) and all([await self._decided(one) for one in asked])

    async def _handover(self, crn: str, to: str) -> None:
        """A team manager plans a handover of the case, if it can be."""
        for (case_id,) in await self.rows("select case_id from source_record where key = $1", crn):
            asked = PlanHandover(case_id, HandoverKind.MANAGER, date(2026, 12, 7), "Moves away", None, to)
            try:
                await hand_over(self.hub.database, await self.actor(MANAGERS[1]), asked, cause="r", now=NOW)
            except (BrokenRule, BrokenRules) as refused:
                assert str(refused), refused

    async def _rule(self, one: str, other: str, verdict: OverrideVerdict) -> None:
        """One of the two rules on two records."""
        held = dict(await self.rows("select key, id from source_record"))
        if one in held and other in held:
            asked = RuleOnRecords(held[one], held[other], verdict, OverrideScope.CASES, "Finger prints")
            await self._decided(
                rule_on_records(self.hub.database, await self.actor(MANAGERS[0]), asked, cause="r", now=NOW)
            )

    async def _withdraw(self, place: int) -> None:
        """One of the two takes a ruling back."""
        rulings = await self.rows("select min(id) from identity_override group by ruling order by 1")
        if rulings:
            asked = WithdrawRuling(rulings[place % len(rulings)][0], "Wrong file")
            await self._decided(
                withdraw_ruling(self.hub.database, await self.actor(MANAGERS[0]), asked, cause="r", now=NOW)
            )

    async def _part_record(self, key: str) -> None:
        """The other one parts a record that was ruled to be somebody else's."""
        for (record,) in await self.rows("select id from source_record where key = $1", key):
            asked = PartRecord(record, "Two people")
            await self._decided(
                part_record(self.hub.database, await self.actor(MANAGERS[1]), asked, cause="r", now=NOW)
            )

    async def _answer(self, verdict: OverrideVerdict) -> None:
        """One of the two answers the review of a case that has waited longest."""
        for (review,) in await self.rows("select id from cluster_review where ended_at is null order by id limit 1"):
            asked = DecideClusterReview(review, verdict, "Finger prints")
            await self._decided(
                decide_cluster_review(self.hub.database, await self.actor(MANAGERS[0]), asked, cause="r", now=NOW)
            )

    async def _take_answer_back(self, place: int) -> None:
        """The other one takes an answer back."""
        if reviews := await self.rows("select id from cluster_review order by id"):
            asked = ReopenClusterReview(reviews[place % len(reviews)][0], "Wrong file")
            await self._decided(
                reopen_cluster_review(self.hub.database, await self.actor(MANAGERS[1]), asked, cause="r", now=NOW)
            )

    async def _decided(self, work: Awaitable[Decided]) -> bool:
        """Whether it was done, and not refused by a rule."""
        try:
            await work
        except BrokenRule as refused:
            assert refused.code in REFUSALS, refused
            return False
        return True

    async def actor(self, code: str) -> Actor:
        """One of the two."""
        [(staff,)] = await self.rows("select id from staff where code = $1", code)
        return Actor(code, Service.COMMUNITY, frozenset({Role.TEAM_MANAGER}), code, staff, "Z01T01", "STI")


def _prisoner(number: str, *, minute: int) -> tuple[str, str, Any]:
    place = NUMBERS.index(number)
    born = f"19{70 + 7 * place}-0{place + 2}-03"
    return PRISONER, number, prisoner(number, bookingId=f"900000{place}", lastName=f"PERSON{place}", dateOfBirth=born)


def _offender(crn: str, number: str | None, *, minute: int) -> tuple[str, str, Any]:
    return OFFENDER, crn, offender(crn, number, surname=f"Other{CRNS.index(crn)}", dateOfBirth="1950-01-01")


def _supervision(crn: str, *, minute: int) -> tuple[str, str, Any]:
    date = f"2025-03-0{CRNS.index(crn) + 1}"
    return SUPERVISION, crn, supervision(f"Z01T01{CRNS.index(crn)}", order(date=date))


def _booking_moved(source: str, target: str, *, minute: int) -> tuple[str, str, Any]:
    numbers = {"movedFromNomsNumber": source, "movedToNomsNumber": target}
    booking = f"900000{NUMBERS.index(source)}"
    began = "2025-03-01 09:00:00+00:00"
    return MOVED, target, reported(BOOKING_MOVED, minute, bookingId=booking, bookingStartDateTime=began, **numbers)


MESSAGES: dict[str, Callable[..., tuple[str, str, Any]]] = {
    "prisoner": _prisoner,
    "offender": _offender,
    "supervision": _supervision,
    "crn merge": lambda one, other, minute: (HAPPENED, one, crn_merge(one, other, minute)),
    "crn unmerge": lambda one, other, minute: (HAPPENED, one, crn_unmerge(one, other, minute)),
    "prison merge": lambda one, other, minute: (MOVED, one, prison_merge(one, other, minute)),
    "booking moved": _booking_moved,
}

ADD_PLAN = """
with made as (
  insert into sentence_plan (case_id, span_id)
  select n.case_id, n.id from source_record r join span n on n.case_id = r.case_id
  where r.key = $1 and not exists (
    select 1 from sentence_plan p where p.span_id = n.id and p.status not in ('SET_ASIDE', 'REPLACED'))
  order by n.id desc limit 1 returning id, case_id)
insert into objective (case_id, plan_id, position, title, serves)
select case_id, id, 1, 'Madeup', 'PUBLIC_PROTECTION' from made returning id
"""
NEWEST_CHANGE = (
    "select id from identity_change where kind <> 'PARTED' and undone_by_id is null order by id desc limit 1"
)
# Out of reach, moved on since, or nothing to do any more.
REFUSALS = {
    *("NothingToDecide", "RecordsMovedOn", "CasesAreOneSince", "PrisonMustMerge"),
    *("RulingWithdrawn", "RulingAnswersReview", "NotRuledApart", "SecondPersonNeeded"),
    *("ReviewOpen", "ReviewDecided", "ReviewWithdrawn"),
    *("DecidedBetweenCases", "DecidedElsewhere", "RuledApartAlready", "NothingToTellApart"),
}


async def hold(world: World) -> None:
    """What must hold in any state."""
    assert await world.rows(FOUND) == []
