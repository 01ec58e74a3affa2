"""Rulings on two records that a person names, what they change, and how they are taken back."""

from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest

from hub.actions.identity.parting import part_record
from hub.actions.identity.ruling import rule_on_records, withdraw_ruling
from hub.domain.access import Actor, Role, Service
from hub.domain.override import OverrideScope, OverrideVerdict
from hub.domain.ruling import PartRecord, RuleOnRecords, WithdrawRuling
from hub.errors import BrokenRule
from tests.actions.sources import (
    CRN,
    LIVING_CASES,
    NOW,
    NUMBER,
    OFFENDER,
    PRISONER,
    SUPERVISION,
    Hub,
    offender,
    prisoner,
    supervision,
)

pytestmark = pytest.mark.postgres

SAME, DIFFERENT = OverrideVerdict.SAME_PERSON, OverrideVerdict.DIFFERENT_PEOPLE
RECORDS, CASES = OverrideScope.RECORDS, OverrideScope.CASES
ELSE = {"firstName": "Quillon", "surname": "Nosuchman", "dateOfBirth": "1950-01-01"}
STATE = "select distinct cluster_state, cluster_because from offender_case where merged_into is null"
ENDED = "select ended_because, ended_by_id is not null from cluster_review"


@dataclass
class Deciding:
    """A hub, and two who may decide."""

    hub: Hub
    first: Actor
    second: Actor

    async def record(self, key: str) -> int:
        found: int = await self.hub.one("select id from source_record where key = $1", key)
        return found

    async def rule(
        self, one: str, other: str, verdict: OverrideVerdict, scope: OverrideScope = RECORDS, key: str | None = None
    ) -> int:
        asked = RuleOnRecords(await self.record(one), await self.record(other), verdict, scope, "Finger prints")
        done = await rule_on_records(
            self.hub.database, self.first, asked, cause="request r-1", now=NOW, idempotency_key=key
        )
        return done.case_id

    async def withdraw(self) -> None:
        row = await self.hub.one("select max(id) from identity_override")
        asked = WithdrawRuling(row, "Wrong file")
        await withdraw_ruling(self.hub.database, self.second, asked, cause="request r-2", now=NOW)

    async def part(self, actor: Actor, key: str) -> int:
        asked = PartRecord(await self.record(key), "Two people")
        return (await part_record(self.hub.database, actor, asked, cause="request r-3", now=NOW)).case_id


@pytest.fixture
async def deciding(hub: Hub) -> AsyncIterator[Deciding]:
    for code in ("Z01M1", "Z01M2"):
        await hub.tell("community.staff.snapshot.v1", code, {"code": code, "team": {"code": "Z01T01"}})
    await hub.tell(SUPERVISION, CRN, supervision())
    actors = []
    for code in ("Z01M1", "Z01M2"):
        staff = await hub.one("select id from staff where code = $1", code)
        roles = frozenset({Role.TEAM_MANAGER})
        actors.append(Actor(code, Service.COMMUNITY, roles, code, staff, "Z01T01", "STI"))
    yield Deciding(hub, *actors)


async def strangers(deciding: Deciding) -> None:
    """A prison record and a community record of which nothing says that they are one person's."""
    await deciding.hub.tell(PRISONER, NUMBER, prisoner())
    await deciding.hub.tell(OFFENDER, CRN, offender(number=None, **ELSE))


async def one_case(deciding: Deciding) -> None:
    """The same two, tied by the prison number."""
    await deciding.hub.tell(PRISONER, NUMBER, prisoner())
    await deciding.hub.tell(OFFENDER, CRN, offender(**ELSE))


async def test_two_strangers_become_one_by_a_ruling_and_no_score_breaks_it(deciding: Deciding) -> None:
    await strangers(deciding)
    home = await deciding.rule(NUMBER, CRN, SAME)
    assert await deciding.hub.rows("select distinct case_id from source_record") == [(home,)]
    await deciding.hub.tell(OFFENDER, CRN, offender(number=None, **{**ELSE, "firstName": "Quill"}), minutes=9)
    assert await deciding.hub.rows(STATE) == [("ACTIVE", None)]
    audited = await deciding.hub.rows("select actor from audit where action = 'rule_on_records'")
    assert audited == [("Z01M1",)]
    await deciding.withdraw()  # nothing holds the two together now, and nothing is parted
    assert await deciding.hub.rows(STATE) == [("NEEDS_ATTENTION", "RECORDS_DIFFER")]
    assert await deciding.hub.one(LIVING_CASES) == 1
    await deciding.rule(NUMBER, CRN, SAME)
    assert await deciding.hub.rows(STATE) == [("ACTIVE", None)]
    assert await deciding.hub.rows(ENDED) == [("DECIDED", True)]


async def test_a_ruling_within_a_case_parts_nothing_until_a_second_person_does(deciding: Deciding) -> None:
    await one_case(deciding)
    await deciding.rule(CRN, NUMBER, DIFFERENT)
    assert await deciding.hub.rows(STATE) == [("NEEDS_ATTENTION", "RULED_APART_WITHIN")]
    assert await deciding.hub.one(LIVING_CASES) == 1
    with pytest.raises(BrokenRule, match="SecondPersonNeeded"):
        await deciding.part(deciding.first, CRN)
    await deciding.part(deciding.second, CRN)
    assert await deciding.hub.one(LIVING_CASES) == 2
    assert await deciding.hub.rows(STATE) == [("ACTIVE", None)]
    await deciding.hub.tell(OFFENDER, CRN, offender(**{**ELSE, "firstName": "Quill"}), minutes=9)
    assert await deciding.hub.one(LIVING_CASES) == 2  # though it names the prison number


async def test_a_ruling_within_a_case_can_be_withdrawn(deciding: Deciding) -> None:
    await one_case(deciding)
    await deciding.rule(CRN, NUMBER, DIFFERENT)
    await deciding.withdraw()
    assert await deciding.hub.rows(STATE) == [("ACTIVE", None)]
    with pytest.raises(BrokenRule, match="NotRuledApart"):
        await deciding.part(deciding.second, CRN)
    with pytest.raises(BrokenRule, match="RulingWithdrawn"):
        await deciding.withdraw()


async def test_strangers_are_kept_apart_before_anything_says_that_they_are_one(deciding: Deciding) -> None:
    await strangers(deciding)
    await deciding.rule(NUMBER, CRN, DIFFERENT, CASES)
    await deciding.hub.tell(OFFENDER, CRN, offender(**ELSE), minutes=9)
    assert await deciding.hub.one(LIVING_CASES) == 2
    await deciding.withdraw()
    await deciding.hub.tell(OFFENDER, CRN, offender(), minutes=10)
    assert await deciding.hub.one(LIVING_CASES) == 1


async def test_a_ruling_answers_the_review_that_waits(deciding: Deciding) -> None:
    await deciding.hub.tell(PRISONER, NUMBER, prisoner())
    await deciding.hub.tell(OFFENDER, CRN, offender(number=None))  # the same name and birth date
    assert await deciding.hub.rows("select distinct state from identity_review") == [("OPEN",)]
    await deciding.rule(NUMBER, CRN, SAME)
    answered = await deciding.hub.rows("select distinct state, decision, comment from identity_review")
    assert answered == [("DECIDED", "SAME_PERSON", "Finger prints")]
    with pytest.raises(BrokenRule, match="RulingAnswersReview"):
        await deciding.withdraw()


async def test_the_same_key_rules_once(deciding: Deciding) -> None:
    await strangers(deciding)
    first = await deciding.rule(NUMBER, CRN, SAME, key="k-1")
    assert await deciding.rule(NUMBER, CRN, SAME, key="k-1") == first
    assert await deciding.hub.one("select count(distinct ruling) from identity_override") == 1
    with pytest.raises(BrokenRule, match="IdempotencyKeyReused"):
        await deciding.rule(NUMBER, CRN, DIFFERENT, key="k-1")


RULED = "select id, withdrawn_at, reason from identity_override order by id"


@pytest.mark.parametrize("verdict", [SAME, DIFFERENT])
@pytest.mark.parametrize("scope", [RECORDS, CASES])
async def test_the_same_ruling_of_the_same_person_changes_nothing(
    deciding: Deciding, verdict: OverrideVerdict, scope: OverrideScope
) -> None:
    await strangers(deciding)
    home = await deciding.rule(NUMBER, CRN, verdict, scope)
    ruled, events = await deciding.hub.rows(RULED), await deciding.hub.events()
    assert await deciding.rule(NUMBER, CRN, verdict, scope) == home
    assert (await deciding.hub.rows(RULED), await deciding.hub.events()) == (ruled, events)


async def test_a_ruling_of_somebody_else_or_another_answer_takes_the_place_of_the_first(deciding: Deciding) -> None:
    await strangers(deciding)
    await deciding.rule(NUMBER, CRN, DIFFERENT)
    deciding.first = deciding.second
    await deciding.rule(NUMBER, CRN, DIFFERENT)
    await deciding.rule(NUMBER, CRN, SAME)
    standing = "select count(*) filter (where withdrawn_at is null), count(*) from identity_override"
    assert await deciding.hub.rows(standing) == [(2, 6)]


async def test_a_record_that_is_parted_answers_the_review_that_joined(deciding: Deciding) -> None:
    await deciding.hub.tell(PRISONER, NUMBER, prisoner())
    await deciding.hub.tell(OFFENDER, CRN, offender(number=None))  # the same name and birth date
    await deciding.rule(NUMBER, CRN, SAME)
    await deciding.rule(NUMBER, CRN, DIFFERENT)
    decision = "select distinct state, decision, comment from identity_review"
    assert await deciding.hub.rows(decision) == [("DECIDED", "SAME_PERSON", "Finger prints")]  # they are one case yet
    await deciding.part(deciding.second, CRN)
    assert await deciding.hub.rows(decision) == [("DECIDED", "DIFFERENT_PEOPLE", "Two people")]


async def test_who_does_not_reach_both_cases_rules_on_nothing(deciding: Deciding) -> None:
    await strangers(deciding)
    deciding.first = Actor("x", Service.COMMUNITY, frozenset({Role.TEAM_MANAGER}), "x", 99, "Z99T99", "STI")
    with pytest.raises(BrokenRule, match="NothingToDecide"):
        await deciding.rule(NUMBER, CRN, SAME)
