"""allocateOffenderSupervisor: who may, whom, at most one, and what it leaves behind."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest
import pytest_asyncio
from msgspec.structs import replace

from hub.actions.team.team import allocate_offender_supervisor
from hub.domain.access import Actor, Role, Service
from hub.domain.allocation.offender_supervisor import AllocateOffenderSupervisor
from hub.errors import BrokenRule, VersionConflict
from tests.actions.sources import (
    CRN,
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
CUSTODY_STAFF = "custody.staff.snapshot.v1"
STANDING = (
    "select s.code, a.current, a.reason from offender_supervisor_allocation a join staff s on s.id = a.staff_id "
    "order by a.during"
)


class Case:
    """A case in prison at Styal with an Offender Manager, and staff to choose from."""

    def __init__(self, hub: Hub, case_id: int, manager_id: int) -> None:
        self.hub = hub
        self.id = case_id
        self.manager = Actor("olwen", Service.COMMUNITY, frozenset({Role.OFFENDER_MANAGER}), "Z01T011", manager_id)

    async def version(self) -> int:
        return int(await self.hub.one("select version from offender_case where id = $1", self.id))

    async def allocate(self, code: str = "ZSTI1", *, actor: Actor | None = None, **changes: Any) -> int | str:
        """The case's id, or the name of what stood in the way."""
        key, minutes = changes.pop("key", None), changes.pop("minutes", 60)
        expected = changes.pop("expected_version", None)
        asked = AllocateOffenderSupervisor(
            self.id, Service.CUSTODY, code, await self.version() if expected is None else expected
        )
        try:
            return await allocate_offender_supervisor(
                self.hub.database,
                actor or self.manager,
                replace(asked, **changes),
                cause="request r-1",
                now=NOW + timedelta(minutes=minutes),
                idempotency_key=key,
            )
        except BrokenRule as broken:
            return broken.code
        except VersionConflict as conflict:
            return f"VersionConflict: {conflict.fields[0].current}"


@pytest_asyncio.fixture
async def case(hub: Hub) -> Case:
    for code, prison in (("ZSTI1", "STI"), ("ZSTI2", "STI"), ("ZLNI1", "LNI")):
        await hub.tell(CUSTODY_STAFF, code, {"code": code, "establishment": {"code": prison}})
    await hub.tell(PRISONER, NUMBER, prisoner())
    await hub.tell(SUPERVISION, CRN, supervision())
    await hub.tell(OFFENDER, CRN, offender())
    case_id = await hub.one("select id from offender_case where merged_into is null")
    return Case(hub, case_id, await hub.one("select id from staff where code = 'Z01T011'"))


async def test_an_allocation(case: Case) -> None:
    before = await case.version()
    assert await case.allocate() == case.id
    assert await case.hub.rows(STANDING) == [("ZSTI1", True, None)]
    reach = "select os_staff_id = (select id from staff where code = 'ZSTI1'), version from offender_case where id = $1"
    assert await case.hub.rows(reach, case.id) == [(True, before + 1)]
    [(actor, service, cause)] = await case.hub.rows(
        "select actor, service, cause from audit where action = 'allocate_offender_supervisor'"
    )
    assert (actor, service, cause) == ("Z01T011", "COMMUNITY", "request r-1")
    payload = await case.hub.one("select payload from outbox where type = 'OffenderSupervisorAllocated'")
    assert '"staffCode":"ZSTI1"' in payload
    assert '"eventType":"hub.case.offender-supervisor-allocated"' in payload


async def test_a_change_ends_the_former_at_the_same_moment(case: Case) -> None:
    await case.allocate()
    assert await case.allocate("ZSTI2", minutes=90) == case.id
    assert await case.hub.rows(STANDING) == [("ZSTI1", False, None), ("ZSTI2", True, None)]
    gaps = (
        "select upper(was.during) = lower(now.during) from offender_supervisor_allocation was, "
        "offender_supervisor_allocation now where not was.current and now.current"
    )
    assert await case.hub.rows(gaps) == [(True,)]


@pytest.mark.parametrize(
    ("code", "changes", "answer"),
    [
        ("ZLNI1", {}, "NotOfTheEstablishment"),
        ("ZZZ99", {}, "StaffNotFound"),
        ("Z01T011", {"service": Service.COMMUNITY}, None),
        ("ZSTI1", {"case_id": 999_999}, "CaseNotFound"),
        ("ZSTI1", {"expected_version": 99}, "VersionNotReached"),
        ("ZSTI1", {"key": ""}, "IdempotencyKeyNotValid"),
    ],
)
async def test_what_stands_in_the_way(case: Case, code: str, changes: dict[str, Any], answer: str | None) -> None:
    assert await case.allocate(code, **changes) == (answer or case.id)
    assert len(await case.hub.rows(STANDING)) == (0 if answer else 1)


async def test_who_leaves_can_not_be_allocated(case: Case) -> None:
    await case.hub.tell(CUSTODY_STAFF, "ZSTI1", None, minutes=-2000)
    assert await case.allocate() == "StaffHasLeft"


@pytest.mark.parametrize(
    ("actor", "answer"),
    [
        (
            Actor("a", Service.CUSTODY, frozenset({Role.OFFENDER_SUPERVISOR}), "X", 77, None, "STI"),
            "AllocationNotYours",
        ),
        (Actor("b", Service.COMMUNITY, frozenset({Role.TEAM_MANAGER}), "X", 78, "Z01T01"), None),
        (Actor("c", Service.COMMUNITY, frozenset({Role.OFFENDER_MANAGER}), "X", 79, "Z01T02"), "CaseNotFound"),
        (Actor("d", Service.COMMUNITY, frozenset({Role.OFFENDER_MANAGER}), None, None, "Z01T01"), "CaseNotFound"),
    ],
)
async def test_who_may_allocate(case: Case, actor: Actor, answer: str | None) -> None:
    assert await case.allocate(actor=actor) == (answer or case.id)


@pytest.mark.parametrize(
    ("title", "answer", "flags"),
    [
        ("PSO", "AllocationNotOfTheGrade", None),
        ("PO", None, []),
        ("SPO", None, []),
        ("A title that nobody mapped", None, ["GRADE_NOT_KNOWN"]),
    ],
)
async def test_the_grade_decides(case: Case, title: str, answer: str | None, flags: list[str] | None) -> None:
    await case.hub.tell("community.staff.snapshot.v1", "Z01T011", {"code": "Z01T011", "grade": title}, minutes=5)
    assert await case.allocate() == (answer or case.id)
    held = await case.hub.rows("select flags from offender_supervisor_allocation")
    assert held == ([] if flags is None else [(flags,)])


async def test_a_limited_case_is_not_there_for_the_excluded(case: Case) -> None:
    limits = {"excludedFrom": [{"email": "Olwen@hub.invalid"}], "restrictedTo": []}
    await case.hub.tell(OFFENDER, CRN, limits)
    assert await case.allocate(actor=replace(case.manager, email="olwen@hub.invalid")) == "CaseNotFound"
    assert await case.allocate(actor=replace(case.manager, email="other@hub.invalid")) == case.id


async def test_only_another_supervisor_is_a_conflict(case: Case) -> None:
    read = await case.version()
    await case.hub.tell(PRISONER, NUMBER, prisoner(cellLocation="W-9-009"), minutes=5)
    assert await case.version() > read
    assert await case.allocate(expected_version=read) == case.id
    assert await case.allocate("ZSTI2", expected_version=read, minutes=90) == "VersionConflict: ZSTI1"
    assert await case.hub.rows(STANDING) == [("ZSTI1", True, None)]


async def test_the_same_key_gets_the_same_answer(case: Case) -> None:
    read = await case.version()
    assert await case.allocate(key="k-1", expected_version=read) == case.id
    assert await case.allocate(key="k-1", expected_version=read, minutes=70) == case.id
    assert await case.allocate("ZSTI2", key="k-1", expected_version=read) == "IdempotencyKeyReused"
    assert len(await case.hub.rows(STANDING)) == 1


async def test_an_old_case_number_answers(case: Case) -> None:
    old = await case.hub.one("select id from offender_case where merged_into is not null")
    version = await case.version()
    assert await case.allocate(case_id=old, expected_version=version) == case.id


async def test_twenty_at_once_leave_one(case: Case) -> None:
    version = await case.version()
    codes = ["ZSTI1", "ZSTI2"] * 10
    ended = await asyncio.gather(*(case.allocate(code, expected_version=version) for code in codes))
    assert ended.count(case.id) == 1
    assert {word for word in ended if word != case.id} <= {"AlreadyOffenderSupervisor"} | {
        f"VersionConflict: {code}" for code in set(codes)
    }
    assert await case.hub.one("select count(*) from offender_supervisor_allocation where current") == 1


async def test_the_supervisor_stays_when_the_case_is_joined(hub: Hub) -> None:
    await hub.tell(CUSTODY_STAFF, "ZSTI1", {"code": "ZSTI1", "establishment": {"code": "STI"}})
    await hub.tell(SUPERVISION, CRN, supervision())
    await hub.tell(PRISONER, NUMBER, prisoner())
    [(case_id, staff_id)] = await hub.rows(
        "select c.id, s.id from offender_case c, staff s where c.prison_code = 'STI' and s.code = 'ZSTI1'"
    )
    officer = Actor("t", Service.CUSTODY, frozenset({Role.TEAM_MANAGER}), "ZSTI9", 99, None, "STI")
    held = Case(hub, case_id, staff_id)
    assert await held.allocate(actor=officer) == case_id
    await hub.tell(OFFENDER, CRN, offender())
    assert await hub.rows("select os_staff_id from offender_case where merged_into is null") == [(staff_id,)]
