"""The door: tokens become actors with the facts of their staff record, remembered no longer than they may be."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import insert, update

from hub.auth import door as door_module
from hub.auth.door import CHECK_SECONDS, STAFF_SECONDS, TokenDoor
from hub.auth.tokens import Verifier
from hub.domain.access import Role, Service
from hub.errors import DependencyUnavailable, Unauthenticated
from hub.store.case import offender_case
from hub.store.database import Database
from hub.store.reach.reach import reach_of
from hub.store.team.contribution import contribution
from hub.store.team.cover import cover
from hub.store.team.team import staff

pytestmark = pytest.mark.postgres

START = datetime(2026, 1, 1, 12, tzinfo=UTC)


@dataclass(eq=False)
class Checks(Verifier):
    """A verifier that takes `good...`, and counts."""

    keys: Any = None
    issuer: str = ""
    audience: str = ""
    asked: int = 0
    claims_of: dict[str, Any] = field(default_factory=dict)

    async def claims(self, token: str, now: datetime) -> Mapping[str, Any]:
        self.asked += 1
        if not token.startswith("good"):
            raise Unauthenticated("The token's signature does not hold.")
        return {
            "sub": token,
            "service": "COMMUNITY",
            "roles": ["OFFENDER_MANAGER"],
            "staff_code": "Z1",
            "email": "one@hub.invalid",
            "exp": START.timestamp() + 3600,
            **self.claims_of,
        }


class Setting:
    """A door on a real database, with clocks that can be moved."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.checks = Checks()
        self.passed = 0.0
        self.door = TokenDoor(
            self.checks, database, now=lambda: START + timedelta(seconds=self.passed), clock=lambda: self.passed
        )

    async def employ(self, code: str = "Z1", **facts: Any) -> None:
        row = {"service": Service.COMMUNITY, "code": code, "told_at": START, **facts}
        async with self.database.transaction() as tx:
            await tx.record(actor="test", service="HUB", action="employ", case_ids=[], why="test", cause="test")
            await tx.execute(insert(staff).values(row))

    async def cover(self, first: date, last: date) -> int:
        """Z1 stands in for somebody from the first to the last day; their key."""
        async with self.database.transaction() as tx:
            await tx.record(actor="test", service="HUB", action="cover", case_ids=[], why="test", cause="test")
            away = {"service": Service.COMMUNITY, "code": "Z2", "told_at": START}
            away_id = (await tx.execute(insert(staff).values(away).returning(staff.c.id))).scalar_one()
            mine = await reach_of(tx, Service.COMMUNITY, "Z1", START.date())
            assert mine is not None
            days = {"first_on": first, "last_on": last, "arranged_at": START, "arranged_by_id": away_id}
            row = {"staff_id": away_id, "covering_id": mine.staff_id, "reason": "made up", **days}
            await tx.execute(insert(cover).values(row))
        return int(away_id)

    async def contribute(self) -> int:
        """Z1 contributes to a case by decision of MAPPA; the case's key."""
        async with self.database.transaction() as tx:
            await tx.record(actor="test", service="HUB", action="decide", case_ids=[], why="test", cause="test")
            case_id = (await tx.execute(insert(offender_case).values({}).returning(offender_case.c.id))).scalar_one()
            mine = await reach_of(tx, Service.COMMUNITY, "Z1", START.date())
            assert mine is not None
            words = {"aspects": "visits", "reason": "made up", "decided_by": "MAPPA", "harm": "HIGH"}
            times = {"decided_on": START.date(), "started_at": START}
            by = {"service": Service.COMMUNITY, "staff_id": mine.staff_id, "recorded_by_id": mine.staff_id}
            await tx.execute(insert(contribution).values({"case_id": case_id, **words, **times, **by}))
        return int(case_id)

    async def end_contributions(self) -> None:
        async with self.database.transaction() as tx:
            await tx.record(actor="test", service="HUB", action="end", case_ids=[], why="test", cause="test")
            await tx.execute(update(contribution).values(ended_at=START, ended_as="ENDED"))

    async def move(self, team: str) -> None:
        async with self.database.transaction() as tx:
            await tx.record(actor="test", service="HUB", action="move", case_ids=[], why="test", cause="test")
            await tx.execute(update(staff).values(team_code=team))


@pytest.fixture
async def setting(database_url: str) -> AsyncIterator[Setting]:
    database = Database(database_url)
    yield Setting(database)
    await database.close()


async def test_the_staff_record_gives_the_reach(setting: Setting) -> None:
    await setting.employ(team_code="T1", establishment_code="LEI")
    actor = await setting.door.actor("good")
    assert actor.staff_id is not None
    assert (actor.team_code, actor.establishment_code) == ("T1", "LEI")
    assert (actor.subject, actor.service, set(actor.roles)) == ("good", Service.COMMUNITY, {Role.OFFENDER_MANAGER})
    assert (actor.staff_code, actor.email) == ("Z1", "one@hub.invalid")
    assert actor.expires_at == START + timedelta(hours=1)


@pytest.mark.parametrize("claims", [{"staff_code": "unknown"}, {"staff_code": None}, {"service": "CUSTODY"}])
async def test_somebody_whom_no_staff_record_names_reaches_nothing(setting: Setting, claims: dict[str, Any]) -> None:
    await setting.employ(team_code="T1")
    setting.checks.claims_of.update(claims)
    actor = await setting.door.actor("good")
    assert (actor.staff_id, actor.team_code, actor.establishment_code) == (None, None, None)


@pytest.mark.parametrize(("last_day", "reaches"), [(date(2025, 12, 31), False), (date(2026, 1, 1), True), (None, True)])
async def test_somebody_who_has_left_reaches_nothing(setting: Setting, last_day: date | None, reaches: bool) -> None:
    await setting.employ(team_code="T1", active_to=last_day)
    actor = await setting.door.actor("good")
    assert (actor.staff_id is not None, actor.team_code is not None) == (reaches, reaches)


async def test_a_token_is_checked_once_and_known_without_waiting(setting: Setting) -> None:
    await setting.employ()
    assert setting.door.known("good") is None
    actor = await setting.door.actor("good")
    assert setting.door.known("good") is actor
    assert setting.door.known("good ") is None
    await setting.door.actor("good")
    assert setting.checks.asked == 1


async def test_a_move_of_staff_is_seen_within_seconds(setting: Setting) -> None:
    await setting.employ(team_code="T1")
    actor = await setting.door.actor("good")
    await setting.move("T2")
    assert await setting.door.unchanged(actor)
    setting.passed = STAFF_SECONDS
    assert setting.door.known("good") is None
    assert not await setting.door.unchanged(actor)
    assert (await setting.door.actor("good")).team_code == "T2"
    assert setting.checks.asked == 1, "the staff record is read again, the token is not checked again"


async def test_a_token_is_not_known_past_its_end(setting: Setting) -> None:
    setting.checks.claims_of.update({"exp": START.timestamp() + 1})
    await setting.door.actor("good")
    setting.passed = 1
    assert setting.door.known("good") is None
    await setting.door.actor("good")
    await setting.door.actor("good")
    assert setting.checks.asked == 3, "within the leeway it is checked every time"


async def test_a_check_is_not_remembered_for_the_whole_life_of_a_token(setting: Setting) -> None:
    await setting.door.actor("good")
    setting.passed = CHECK_SECONDS
    await setting.door.actor("good")
    assert setting.checks.asked == 2


async def test_a_bad_token_is_remembered_in_no_way(setting: Setting) -> None:
    for _ in range(2):
        with pytest.raises(Unauthenticated):
            await setting.door.actor("bad")
    assert setting.checks.asked == 2
    assert setting.door.known("bad") is None


async def test_what_is_remembered_is_bounded(setting: Setting, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(door_module, "MOST_TOKENS", 3)
    for number in range(10):
        await setting.door.actor(f"good {number}")
    known = [number for number in range(10) if setting.door.known(f"good {number}")]
    assert known == [7, 8, 9]


async def test_all_who_wait_share_one_look_at_the_staff_record(
    setting: Setting, monkeypatch: pytest.MonkeyPatch
) -> None:
    await setting.employ(team_code="T1")
    looks = 0

    async def counted(*given: Any) -> Any:
        nonlocal looks
        looks += 1
        return await reach_of(*given)

    monkeypatch.setattr(door_module, "reach_of", counted)
    actors = await asyncio.gather(*(setting.door.actor(f"good {number}") for number in range(20)))
    assert {actor.team_code for actor in actors} == {"T1"}
    assert looks == 1


async def test_without_the_database_nobody_comes_in() -> None:
    database = Database("postgresql://hub:secret@127.0.0.1:1/hub")
    with pytest.raises(DependencyUnavailable):
        await Setting(database).door.actor("good")
    await database.close()


SUMMER = datetime(2026, 6, 15, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("moment", "covers"),
    [
        (datetime(2026, 6, 14, 22, 59, 59, tzinfo=UTC), False),  # the last second of the day before, in London
        (datetime(2026, 6, 14, 23, 0, tzinfo=UTC), True),
        (SUMMER, True),
        (datetime(2026, 6, 19, 22, 59, 59, tzinfo=UTC), True),
        (datetime(2026, 6, 19, 23, 0, tzinfo=UTC), False),
    ],
)
async def test_cover_gives_reach_from_the_first_to_the_last_day_of_london(
    setting: Setting, moment: datetime, covers: bool
) -> None:
    await setting.employ()
    away = await setting.cover(date(2026, 6, 15), date(2026, 6, 19))
    setting.passed = (moment - START).total_seconds()
    setting.checks.claims_of["exp"] = moment.timestamp() + 3600
    actor = await setting.door.actor("good")
    assert actor.covers == (frozenset({away}) if covers else frozenset())


async def test_cover_ends_at_midnight_though_the_staff_record_was_read_a_moment_before(setting: Setting) -> None:
    await setting.employ()
    away = await setting.cover(date(2026, 1, 1), date(2026, 1, 1))
    setting.checks.claims_of["exp"] = START.timestamp() + 100_000
    setting.passed = 12 * 3600.0 - 1
    actor = await setting.door.actor("good")
    assert actor.covers == {away}
    assert setting.door.known("good") is actor
    setting.passed += 1
    assert setting.door.known("good") is None
    assert (await setting.door.actor("good")).covers == set()
    assert not await setting.door.unchanged(actor)


async def test_a_contribution_gives_reach_while_it_lasts(setting: Setting) -> None:
    await setting.employ()
    case_id = await setting.contribute()
    actor = await setting.door.actor("good")
    assert actor.contributes_to == {case_id}
    await setting.end_contributions()
    assert await setting.door.unchanged(actor)
    setting.passed = STAFF_SECONDS
    assert not await setting.door.unchanged(actor)
    assert (await setting.door.actor("good")).contributes_to == frozenset()
