"""The serving process whole: everything joined, over a real database, on real ports."""

import asyncio
import json
import os
import signal
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import asyncpg
import httpx
import pytest
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed
from websockets.typing import Subprotocol

from hub.app import application, serve
from hub.auth.development import Issuer, Person
from hub.domain.access import Role, Service
from hub.errors import DependencyUnavailable
from hub.reads.ids import global_id
from hub.settings import Settings
from hub.store.database import Database
from tests.actions.plan.made_up_case import MadeUpCase, MadeUpPlan, made_up_case, made_up_plan
from tests.schema.conformance.packages import run
from tests.schema.serving import served
from tests.waiting import until
from tests.wire import Wire, wire_to

pytestmark = pytest.mark.postgres

PROGRESS = """
mutation ($input: RecordStepProgressInput!) {
  recordStepProgress(input: $input) {
    __typename
    ... on StepChanged { step { id version progress } }
    ... on VersionConflict { currentVersion fields { field yours current } }
  }
}
"""
WATCH = "subscription ($case: ID!) { planChanged(caseId: $case) { id type after plan { version } } }"
CASE = "query CaseView($id: ID!) { case(id: $id) { id version } }"


@pytest.fixture
def settings(database_url: str, tmp_path: Path) -> Settings:
    return Settings(database_url=database_url, development_key=str(tmp_path / "key.pem"))


@asynccontextmanager
async def running(settings: Settings) -> AsyncIterator[httpx.AsyncClient]:
    """One serving process's application on a port; the client speaks to it."""
    app = application(settings)
    async with app.router.lifespan_context(app), served(app) as address:
        async with httpx.AsyncClient(base_url=f"http://{address}", trust_env=False, timeout=20) as http:
            yield http
        await app.state.parts.lasting.close()


class People:
    """A made-up case with its plan, and tokens of those around it."""

    def __init__(self, settings: Settings, case: MadeUpCase, plan: MadeUpPlan) -> None:
        self._issuer = Issuer(Path(settings.development_key), settings.database_url)
        self.case, self.plan = case, plan
        self.case_id = global_id("Case", case.id)

    def token(self, code: str, role: Role, service: Service) -> str:
        return self._issuer.issue(Person(f"person-{code}", code, role, service, code))[0]

    @property
    def manager(self) -> dict[str, str]:
        return {"authorization": f"Bearer {self.token('N01OM1', Role.OFFENDER_MANAGER, Service.COMMUNITY)}"}

    @property
    def supervisor(self) -> dict[str, str]:
        return {"authorization": f"Bearer {self.token('PRISON1', Role.OFFENDER_SUPERVISOR, Service.CUSTODY)}"}

    @property
    def stranger(self) -> dict[str, str]:
        return {"authorization": f"Bearer {self.token('N01OM2', Role.OFFENDER_MANAGER, Service.COMMUNITY)}"}

    def progress(self, note: str, version: int) -> dict[str, Any]:
        given = {
            "stepId": global_id("Step", self.plan.step),
            "expectedVersion": version,
            "status": "IN_PROGRESS",
            "progress": note,
        }
        return {"query": PROGRESS, "variables": {"input": given}}


@pytest.fixture
async def people(settings: Settings) -> People:
    database = Database(settings.database_url)
    case = await made_up_case(database)
    plan = await made_up_plan(database, case)
    await made_up_case(database, 2)
    await database.close()
    return People(settings, case, plan)


@asynccontextmanager
async def subscribed(http: httpx.AsyncClient, people: People, token: dict[str, str]) -> AsyncIterator[ClientConnection]:
    address = f"ws://{http.base_url.netloc.decode()}/graphql"
    async with connect(address, subprotocols=[Subprotocol("graphql-transport-ws")]) as connection:
        await connection.send(json.dumps({"type": "connection_init", "payload": token}))
        assert json.loads(await connection.recv()) == {"type": "connection_ack"}
        payload = {"query": WATCH, "variables": {"case": people.case_id}}
        await connection.send(json.dumps({"type": "subscribe", "id": "1", "payload": payload}))
        yield connection


async def next_change(connection: ClientConnection) -> dict[str, Any]:
    heard = json.loads(await asyncio.wait_for(connection.recv(), 10))
    assert heard["type"] == "next", heard
    found: dict[str, Any] = heard["payload"]["data"]["planChanged"]
    return found


@pytest.mark.node
async def test_all_61_audits_of_graphql_over_http_pass_on_the_whole_hub(settings: Settings) -> None:
    async with running(settings) as http:
        audits = await run("audit.mjs", f"{http.base_url}/graphql")
    assert [audit for audit in audits if audit["status"] != "ok"] == []
    assert len(audits) == 61


async def test_a_change_in_one_process_reaches_a_socket_of_another(settings: Settings, people: People) -> None:
    async with (
        running(settings) as one,
        running(settings) as other,
        subscribed(other, people, people.manager) as connection,
    ):
        await heard(one, connection, people)


async def heard(http: httpx.AsyncClient, connection: ClientConnection, people: People) -> int:
    """Change until the subscription tells of it, as the first may come before it has begun; the next version."""
    for version in range(1, 200):
        answer = await http.post(
            "/graphql", json=people.progress(f"note {version}", version), headers=people.supervisor
        )
        assert answer.json()["data"]["recordStepProgress"]["__typename"] == "StepChanged", answer.text
        with suppress(TimeoutError):
            async with asyncio.timeout(0.2):
                while (await next_change(connection))["after"]["progress"] != f"note {version}":
                    pass  # an earlier one, heard late
            return version + 1
    raise AssertionError("The subscription told of none of 199 changes.")


async def test_every_answer_leaves_its_line_in_the_audit(settings: Settings, people: People) -> None:
    async with running(settings) as http:
        asked = {"query": CASE, "variables": {"id": people.case_id}}
        seen = await http.post("/graphql", json=asked, headers=people.manager)
        hidden = await http.post("/graphql", json=asked, headers=people.stranger)
        wrong = await http.post("/graphql", json={"query": "{ nothing }"}, headers=people.manager)
        await http.post("/graphql", json={"query": "{ __typename }"})
    assert seen.json()["data"]["case"]["id"] == people.case_id
    assert hidden.json() == {"data": {"case": None}}
    connection = await asyncpg.connect(settings.database_url)
    lines = await connection.fetch("select * from read_audit order by id")
    await connection.close()
    assert [(line["actor"], line["outcome"], list(line["case_ids"])) for line in lines] == [
        ("person-N01OM1", "OK", [people.case.id]),
        ("person-N01OM2", "OK", []),
        ("person-N01OM1", "GRAPHQL_VALIDATION_FAILED", []),
    ]
    assert [line["request_id"] for line in lines] == [
        answer.headers["x-request-id"] for answer in (seen, hidden, wrong)
    ]
    assert (lines[0]["operation"], lines[0]["service"]) == ("CaseView", "COMMUNITY")


async def test_a_stale_version_is_a_conflict_with_both_values(settings: Settings, people: People) -> None:
    async with running(settings) as http:
        await http.post("/graphql", json=people.progress("first", 1), headers=people.supervisor)
        answer = await http.post("/graphql", json=people.progress("second", 1), headers=people.supervisor)
    conflict = answer.json()["data"]["recordStepProgress"]
    assert (conflict["__typename"], conflict["currentVersion"]) == ("VersionConflict", 2)
    assert {"field": "progress", "yours": "second", "current": "first"} in conflict["fields"]


async def test_the_database_may_go_and_come_back(database_url: str, settings: Settings, people: People) -> None:
    asked = {"query": CASE, "variables": {"id": people.case_id}}
    async with (
        wire_to(database_url) as wire,
        running(replace(settings, database_url=wire.url)) as http,
        subscribed(http, people, people.manager) as connection,
    ):
        version = await heard(http, connection, people)
        await _away(wire, http, asked, people)
        await wire.mend()

        async def back() -> bool:
            answer = await http.post("/graphql", json=asked, headers=people.manager)
            return answer.status_code == 200 and (await http.get("/health/ready")).status_code == 200

        async def changed() -> bool:
            answer = await http.post("/graphql", json=people.progress("after all", version), headers=people.supervisor)
            if answer.json().get("data"):
                return bool(answer.json()["data"]["recordStepProgress"]["__typename"] == "StepChanged")
            assert answer.json()["errors"][0]["extensions"]["code"] == "UNAVAILABLE", answer.text
            return False

        await until(back)
        await until(changed)
        assert (await next_change(connection))["after"]["progress"] == "after all"


async def _away(wire: Wire, http: httpx.AsyncClient, asked: dict[str, Any], people: People) -> None:
    await wire.cut()
    answer = await http.post("/graphql", json=asked, headers=people.manager)
    assert answer.status_code == 503
    assert answer.json()["errors"][0]["extensions"]["code"] == "UNAVAILABLE"

    async def not_ready() -> bool:
        return (await http.get("/health/ready")).status_code == 503

    await until(not_ready)
    assert (await http.get("/health/live")).status_code == 200


async def test_the_pages_of_development(settings: Settings, people: People) -> None:
    async with running(settings) as http:
        persons = (await http.get("/dev/people")).json()
        assert {"id": "offender-supervisor-prison1", "role": "Offender Supervisor"}.items() <= next(
            person for person in persons if person["id"] == "offender-supervisor-prison1"
        ).items()
        given = (await http.post("/dev/token", json={"person": "offender-supervisor-prison1"})).json()
        assert set(given) == {"token", "expiresAt"}
        signed_in = {"authorization": f"Bearer {given['token']}"}
        for example in (await http.get("/dev/examples")).json():
            assert set(example) == {"name", "description", "query", "variables"}
            asked = {"query": example["query"], "variables": example["variables"]}
            if example["query"].startswith("subscription"):
                headers = signed_in | {"accept": "text/event-stream"}
                async with http.stream("POST", "/graphql", json=asked, headers=headers) as stream:
                    assert (await anext(stream.aiter_lines())) == ":"
                continue
            answer = (await http.post("/graphql", json=asked, headers=signed_in)).json()
            assert "errors" not in answer, answer
        keys = (await http.get((await http.get("/.well-known/openid-configuration")).json()["jwks_uri"])).json()
        assert "d" not in keys["keys"][0]


@pytest.mark.parametrize(
    ("content", "content_type", "status"),
    [
        (b'{"person": "nobody"}', "application/json", 404),
        (b'{"person": 1}', "application/json", 400),
        (b"[]", "application/json", 400),
        (b"nonsense", "application/json", 400),
        (b'{"person": "auditor"}', "text/plain", 400),
        (b'{"person": "auditor"' + b" " * 2000 + b"}", "application/json", 400),
    ],
)
async def test_a_wrong_wish_for_a_token_is_refused(
    settings: Settings, content: bytes, content_type: str, status: int
) -> None:
    async with running(settings) as http:
        answer = await http.post("/dev/token", content=content, headers={"content-type": content_type})
    assert answer.status_code == status
    assert set(answer.json()) == {"error"}


async def test_with_a_real_issuer_there_is_no_development(settings: Settings, people: People) -> None:
    token = people.manager
    async with running(replace(settings, issuer="https://127.0.0.1:1/realm")) as http:
        for path in ("/dev/people", "/dev/examples", "/.well-known/openid-configuration", "/.well-known/jwks.json"):
            assert (await http.get(path)).status_code == 404
        assert (await http.post("/dev/token", json={"person": "auditor"})).status_code == 404
        answer = await http.post("/graphql", json={"query": "{ me { subject } }"}, headers=token)
        assert answer.status_code == 503, "its keys can't be fetched; our own key must not be asked"
        assert (await http.post("/graphql", json={"query": "{ __schema { types { name } } }"})).status_code == 401


async def test_pages_of_other_origins_are_let_in_by_name(settings: Settings) -> None:
    asked = {"access-control-request-method": "POST", "access-control-request-headers": "authorization,content-type"}
    async with running(replace(settings, cors_origins="https://plan.example")) as http:
        friend = await http.options("/graphql", headers={"origin": "https://plan.example", **asked})
        other = await http.options("/graphql", headers={"origin": "https://evil.example", **asked})
        answer = await http.post(
            "/graphql", json={"query": "{ __typename }"}, headers={"origin": "https://plan.example"}
        )
    assert friend.status_code == 200
    assert friend.headers["access-control-allow-origin"] == "https://plan.example"
    assert other.status_code == 400
    assert answer.headers["access-control-allow-origin"] == "https://plan.example"
    assert "access-control-allow-credentials" not in answer.headers


async def test_the_counters_hold_no_personal_data(settings: Settings, people: People) -> None:
    async with running(settings) as http:
        await http.post("/graphql", json={"query": CASE, "variables": {"id": people.case_id}}, headers=people.manager)
        metrics = await http.get("/metrics")
    assert 'hub_graphql_requests_total{operation="query",outcome="OK"}' in metrics.text
    assert "CaseView" not in metrics.text
    assert "N01OM1" not in metrics.text


def test_without_a_database_it_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(DependencyUnavailable, match="HUB_DATABASE_URL"):
        serve(Settings(database_url="postgresql://hub:secret@127.0.0.1:1/hub"))


def test_a_database_without_tables_says_what_to_run(empty_database_url: str, tmp_path: Path) -> None:
    settings = Settings(database_url=empty_database_url, port_text=str(free_port()), data_folder=str(tmp_path))
    with pytest.raises(DependencyUnavailable, match="hub migrate"):
        serve(settings)


def test_a_taken_port_is_named(settings: Settings) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(DependencyUnavailable, match=f"Port {port} .* HUB_PORT"):
            serve(replace(settings, port_text=str(port)))


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


async def test_a_process_that_is_told_to_end_says_goodbye_and_ends_in_order(
    settings: Settings, people: People, tmp_path: Path
) -> None:
    port = free_port()
    environment = {
        **os.environ,
        "HUB_DATABASE_URL": settings.database_url,
        "HUB_DEVELOPMENT_KEY": settings.development_key,
        "HUB_PORT": str(port),
    }
    script = "from hub.app import serve; from hub.settings import Settings; serve(Settings.from_environment())"
    process = await asyncio.create_subprocess_exec(sys.executable, "-c", script, env=environment)
    try:
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", trust_env=False) as http:
            await until(lambda: _ready(http), within=30)
            async with subscribed(http, people, people.manager) as connection:
                process.send_signal(signal.SIGTERM)
                with pytest.raises(ConnectionClosed) as closed:
                    await asyncio.wait_for(connection.recv(), 10)
        assert closed.value.rcvd and closed.value.rcvd.code == 1001
        assert await asyncio.wait_for(process.wait(), 20) == 0
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


async def _ready(http: httpx.AsyncClient) -> bool:
    try:
        return (await http.get("/health/ready")).status_code == 200
    except httpx.TransportError:
        return False
