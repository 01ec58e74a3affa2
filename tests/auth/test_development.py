"""The development issuer: its key, its people, tokens that the hub itself takes."""

import asyncio
import multiprocessing
import os
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from joserfc.jwk import ECKey
from sqlalchemy import insert

from hub.auth.claims import holder
from hub.auth.development import ISSUER, Issuer, OwnKeys, choose, ensure_key, key_file, read_key
from hub.auth.tokens import Verifier
from hub.domain.access import Actor, Capability, CaseReach, Role, Service, may_see
from hub.embedded.demo.staff import DECIDERS, EVERYBODY, StaffMember
from hub.errors import HubError, Unauthenticated
from hub.settings import Settings
from hub.store.case import offender_case
from hub.store.caseload.workload import Workload, to_try_as
from hub.store.database import Database
from hub.store.team.team import staff

NOWHERE = "postgresql://nobody@127.0.0.1:1/none"


def worker(code: str, service: Service = Service.COMMUNITY, held: int = 0, reached: int = 0) -> Workload:
    return Workload(service, code, f"Madeup {code}", "Place", f"{code}@hub.invalid".lower(), held, reached)


async def test_its_tokens_are_taken_by_the_hub(tmp_path: Path) -> None:
    issuer = Issuer(tmp_path / "key.pem", NOWHERE)
    verifier = Verifier(OwnKeys(issuer), ISSUER, Settings.audience)
    (person, *_) = choose([worker("Z1", held=3)], [])
    token, expires_at = issuer.issue(person)
    found = holder(await verifier.claims(token, datetime.now(UTC)))
    assert (found.subject, found.service, found.staff_code) == ("offender-manager-z1", Service.COMMUNITY, "Z1")
    assert (set(found.roles), found.email) == ({Role.OFFENDER_MANAGER}, "z1@hub.invalid")
    assert found.expires_at == expires_at.replace(microsecond=0)


async def test_a_token_of_another_hubs_key_is_not_taken(tmp_path: Path) -> None:
    ours, theirs = Issuer(tmp_path / "ours.pem", NOWHERE), Issuer(tmp_path / "theirs.pem", NOWHERE)
    token, _ = theirs.issue(choose([worker("Z1")], [])[0])
    with pytest.raises(Unauthenticated):
        await Verifier(OwnKeys(ours), ISSUER, Settings.audience).claims(token, datetime.now(UTC))


def test_the_key_is_for_its_owner_only_and_stays(tmp_path: Path) -> None:
    path = tmp_path / "deeper" / "key.pem"
    first = read_key(path)
    assert path.stat().st_mode & 0o777 == 0o600
    assert read_key(path).thumbprint() == first.thumbprint()
    assert [entry.name for entry in path.parent.iterdir()] == ["key.pem"]


def test_the_published_key_holds_nothing_private(tmp_path: Path) -> None:
    (key,) = Issuer(tmp_path / "key.pem", NOWHERE).public_keys()["keys"]
    assert set(key) == {"kty", "crv", "x", "y", "kid", "use", "alg"}


def test_processes_that_start_at_once_end_with_one_key(tmp_path: Path) -> None:
    path = tmp_path / "key.pem"
    with multiprocessing.get_context("spawn").Pool(4) as pool:
        pool.map(ensure_key, [path] * 8)
    assert read_key(path)
    assert [entry.name for entry in tmp_path.iterdir()] == ["key.pem"]


@pytest.mark.parametrize(
    ("content", "mode", "said"),
    [
        (b"nonsense", 0o600, "can't be used"),
        (b"", 0o600, "can't be used"),
        (ECKey.generate_key("P-256").as_pem(private=False), 0o600, "no private P-256 key"),
        (ECKey.generate_key("P-384").as_pem(private=True), 0o600, "no private P-256 key"),
        (ECKey.generate_key("P-256").as_pem(private=True), 0o644, "chmod 600"),
    ],
)
def test_a_key_file_that_can_not_be_used_says_what_to_do(tmp_path: Path, content: bytes, mode: int, said: str) -> None:
    path = tmp_path / "key.pem"
    path.write_bytes(content)
    path.chmod(mode)
    with pytest.raises(HubError, match=said):
        read_key(path)


def test_where_the_key_lies() -> None:
    assert key_file(Settings()) is None
    assert key_file(Settings(data_folder="/data")) == Path("/data/development.pem")
    assert key_file(Settings(data_folder="/data", development_key="/keys/one.pem")) == Path("/keys/one.pem")


def test_one_can_be_those_with_most_cases_and_one_of_every_other_role() -> None:
    community = [
        worker("Z1", held=9, reached=9),
        worker("Z2", held=1, reached=9),
        worker("Z3", reached=9),
        worker("Z4"),
    ]
    custody = [worker("A1", Service.CUSTODY, reached=5)]
    people = choose(community, custody)
    assert [(person.role, person.staff_code) for person in people] == [
        (Role.OFFENDER_MANAGER, "Z1"),
        (Role.OFFENDER_MANAGER, "Z2"),
        (Role.OFFENDER_MANAGER, "Z3"),
        (Role.OFFENDER_SUPERVISOR, "A1"),
        (Role.CASE_ADMINISTRATOR, "Z3"),
        (Role.TEAM_MANAGER, "Z4"),
        (Role.AUDITOR, None),
        (Role.OPERATOR, None),
    ]
    assert people[0].label == "Madeup Z1, Offender Manager, Place"
    assert len({person.id for person in people}) == len(people)


def test_the_demos_people_stay_whoever_comes_with_more_cases() -> None:
    busy = [worker(f"N{number}", held=900, reached=900) for number in range(5)]
    team = [worker("Z01T011", held=1), worker("Z01T018"), worker("Z01T019", reached=1)]
    prison = [worker("ZLEI2", Service.CUSTODY), worker("NLEI1", Service.CUSTODY, held=900)]
    assert [person.id for person in choose(busy + team, prison)] == [
        "offender-manager-z01t011",
        "offender-manager-n0",
        "offender-manager-n1",
        "offender-supervisor-zlei2",
        "offender-supervisor-nlei1",
        "case-administrator-z01t018",
        "team-manager-z01t019",
        "auditor",
        "operator",
    ]


@pytest.mark.postgres
async def test_more_staff_than_are_looked_at_does_not_hide_the_demos(database_url: str) -> None:
    database = Database(database_url)
    codes = ["Z01T019", *(f"A{number:03}" for number in range(120))]
    rows = [{"service": "COMMUNITY", "code": code, "told_at": datetime.now(UTC)} for code in codes]
    async with database.transaction() as tx:
        await tx.record(actor="test", service="HUB", action="fill", case_ids=[], why="test", cause="test")
        await tx.execute(insert(staff).values(rows))
    async with database.transaction() as tx:
        found = await to_try_as(tx, Service.COMMUNITY)
    await database.close()
    assert [member.code for member in found][:2] == ["Z01T019", "A000"]


def test_two_can_be_who_see_both_sides_of_a_review() -> None:
    community = [
        worker("Z1", held=9, reached=9),
        *(worker(code, reached=9) for code in ("Z2", "Z3")),
        *(replace(worker(code, reached=9), both_sides=True) for code in ("Z4", "Z5", "Z6")),
    ]
    managers = [person.staff_code for person in choose(community, []) if person.role is Role.TEAM_MANAGER]
    assert managers == ["Z3", "Z4", "Z5"]


@pytest.mark.parametrize("member", DECIDERS)
def test_those_of_the_feed_see_a_prisoner_and_somebody_of_the_team(member: StaffMember) -> None:
    assert member.team and member.prison
    roles, places = frozenset({Role.TEAM_MANAGER}), (member.team[0], member.prison[0])
    actor = Actor(member.code, member.service, roles, member.code, 1, *places, member.email)
    assert actor.may(Capability.DECIDE_IDENTITY)
    assert may_see(actor, CaseReach(prison_code="LEI"))
    assert may_see(actor, CaseReach(om_team_code="Z01T01"))
    assert member in EVERYBODY
    assert len(DECIDERS) == 2


@pytest.mark.postgres
def test_the_people_come_from_the_staff_of_the_database(tmp_path: Path, database_url: str) -> None:
    asyncio.run(_fill(database_url))
    issuer = Issuer(tmp_path / "key.pem", database_url)
    people = {person.id: person for person in issuer.people()}
    assert list(people)[:2] == ["offender-manager-z02", "offender-manager-z01"], "most cases first"
    assert people["offender-supervisor-a01"].label == "Saffron Madeup, Offender Supervisor, LEI"
    assert issuer.token("offender-supervisor-a01").count(".") == 2
    with pytest.raises(HubError, match="nobody called 'nobody'"):
        issuer.token("nobody")
    assert [person.role for person, _ in issuer.ready_tokens()] == [Role.OFFENDER_MANAGER, Role.OFFENDER_SUPERVISOR]


async def _fill(database_url: str) -> None:
    now = datetime.now(UTC)
    rows = [
        {"service": "COMMUNITY", "code": "Z01", "forename": "Olwen", "surname": "Madeup", "team_code": "T1"},
        {"service": "COMMUNITY", "code": "Z02", "forename": "Oberon", "surname": "Madeup", "team_code": "T1"},
        {"service": "CUSTODY", "code": "A01", "forename": "Saffron", "surname": "Madeup", "establishment_code": "LEI"},
    ]
    database = Database(database_url)
    async with database.transaction(now) as tx:
        await tx.record(actor="test", service="HUB", action="fill", case_ids=[], why="test", cause="test")
        ids = {}
        for row in rows:
            statement = insert(staff).values(told_at=now, **row).returning(staff.c.id)
            ids[row["code"]] = (await tx.execute(statement)).scalar_one()
        for manager in ("Z01", "Z02", "Z02"):
            await tx.execute(
                insert(offender_case).values(om_staff_id=ids[manager], om_team_code="T1", prison_code="LEI")
            )
    await database.close()


def test_a_stranger_can_not_read_the_key_in_between(tmp_path: Path) -> None:
    old = os.umask(0)
    try:
        ensure_key(tmp_path / "key.pem")
    finally:
        os.umask(old)
    assert (tmp_path / "key.pem").stat().st_mode & 0o077 == 0
