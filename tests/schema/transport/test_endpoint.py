"""GraphQL over HTTP: every way to ask wrongly has a status and a JSON body that says why."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from hub.schema.transport import endpoint
from hub.schema.transport.clients import Allowance
from hub.schema.transport.parameters import MOST_BYTES
from tests.schema.serving import TOKEN, Hub

JSON = "application/json"
GRAPHQL = "application/graphql-response+json"
AS_JSON = {"content-type": JSON}
SIGNED_IN = {"authorization": f"Bearer {TOKEN}"}


def client(hub: Hub) -> httpx.AsyncClient:
    transport = httpx.ASGITransport(hub.app, raise_app_exceptions=True)
    return httpx.AsyncClient(transport=transport, base_url="http://hub.test")


@pytest.fixture
def hub() -> Hub:
    return Hub()


@pytest.fixture
async def http(hub: Hub) -> AsyncIterator[httpx.AsyncClient]:
    async with client(hub) as found:
        yield found


def errors(answer: httpx.Response) -> list[dict[str, Any]]:
    assert answer.headers["content-type"].startswith((JSON, GRAPHQL))
    body = answer.json()
    assert set(body) == {"errors"}, "a request that was not executed has no data"
    assert all(entry["extensions"]["requestId"] == answer.headers["x-request-id"] for entry in body["errors"])
    return list(body["errors"])


MALFORMED = [
    (b"", "The body is empty"),
    (b"1", "The body is a number"),
    (b'"x"', "The body is a string"),
    (b"null", "The body is null"),
    (b"[]", "The body is an array"),
    (b"true", "The body is a boolean"),
    (b"{", "no JSON"),
    (b'{"query": "\xff\xfe"}', "no JSON text in UTF-8"),
    (b'{"query": "{ word }\xc3"}', "no JSON text in UTF-8"),
    (b'{"query": "\\ud800"}', "no JSON"),
    (b"{}", "The parameter query is missing"),
    (b'{"query": null}', "The parameter query is missing"),
    (b'{"query": 1}', "The parameter query is a number"),
    (b'{"query": ["{ word }"]}', "The parameter query is an array"),
    (b'{"query": "{ word }", "operationName": ["a"]}', "The parameter operationName is an array"),
    (b'{"query": "{ word }", "operationName": {}}', "The parameter operationName is an object"),
    (b'{"query": "{ word }", "variables": "x"}', "The parameter variables is a string"),
    (b'{"query": "{ word }", "variables": [1]}', "The parameter variables is an array"),
    (b'{"query": "{ word }", "extensions": 0}', "The parameter extensions is a number"),
    (b'{"query": "{ word }", "variables": {"a": 1e999}}', "no JSON"),
    (b'{"query": "{ word }", "variables": {"a": "\\u0000"}}', "U+0000"),
    (b'{"query": "{ word }", "variables": {"a": [{"\\u0000": 1}]}}', "U+0000"),
    (b'{"query": "' + b"[" * 5000 + b'", "variables": ' + b"[" * 5000, "no JSON"),
    (b"[" * 50_000, "no JSON"),
]


@pytest.mark.parametrize(("body", "said"), MALFORMED, ids=[repr(body[:40]) for body, _ in MALFORMED])
@pytest.mark.parametrize("accept", [JSON, GRAPHQL])
async def test_a_malformed_body_is_400(http: httpx.AsyncClient, body: bytes, said: str, accept: str) -> None:
    answer = await http.post("/graphql", content=body, headers={**AS_JSON, "accept": accept})
    assert answer.status_code == 400
    assert said in errors(answer)[0]["message"]
    assert errors(answer)[0]["extensions"]["code"] == "BAD_REQUEST"


async def test_a_backslash_before_u0000_is_no_null_character(http: httpx.AsyncClient) -> None:
    body = {"query": "query ($t: String!) { echo(text: $t) }", "variables": {"t": r"\u0000"}}
    answer = await http.post("/graphql", json=body)
    assert answer.json() == {"data": {"echo": r"\u0000"}}


@pytest.mark.parametrize(
    "content_type",
    [
        None,
        "",
        "xapplication/json",
        "application/jsonx",
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "application/json; charset=utf-16",
        "application/graphql",
        "json",
    ],
)
async def test_other_content_types_are_415(http: httpx.AsyncClient, content_type: str | None) -> None:
    headers = {} if content_type is None else {"content-type": content_type}
    answer = await http.post("/graphql", content=b'{"query": "{ word }"}', headers=headers)
    assert answer.status_code == 415
    assert errors(answer)[0]["extensions"]["code"] == "UNSUPPORTED_MEDIA_TYPE"


@pytest.mark.parametrize(
    "content_type",
    [
        "application/json",
        "APPLICATION/JSON",
        "application/json;charset=UTF-8",
        'application/json; charset="utf-8"',
        "application/json; profile=x",
    ],
)
async def test_json_in_any_spelling_is_taken(http: httpx.AsyncClient, content_type: str) -> None:
    answer = await http.post("/graphql", content=b'{"query": "{ word }"}', headers={"content-type": content_type})
    assert (answer.status_code, answer.json()) == (200, {"data": {"word": "yes"}})


async def test_a_compressed_body_is_415(http: httpx.AsyncClient) -> None:
    answer = await http.post("/graphql", content=b"\x1f\x8b", headers={**AS_JSON, "content-encoding": "gzip"})
    assert answer.status_code == 415


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "OPTIONS", "HEAD"])
async def test_other_methods_are_405_and_say_what_is_allowed(http: httpx.AsyncClient, method: str) -> None:
    answer = await http.request(method, "/graphql")
    assert (answer.status_code, answer.headers["allow"]) == (405, "GET, POST")
    if method != "HEAD":
        assert errors(answer)[0]["extensions"]["code"] == "METHOD_NOT_ALLOWED"


async def test_a_mutation_by_get_is_405_and_not_carried_out(hub: Hub, http: httpx.AsyncClient) -> None:
    answer = await http.get("/graphql", params={"query": 'mutation { say(text: "x") }'})
    assert (answer.status_code, answer.headers["allow"], hub.said) == (405, "POST", [])
    two = 'query A { word } mutation B { say(text: "x") }'
    answer = await http.get("/graphql", params={"query": two, "operationName": "B"})
    assert (answer.status_code, hub.said) == (405, [])


async def test_a_query_by_get_is_answered(http: httpx.AsyncClient) -> None:
    query = {"query": "query ($t: String!) { echo(text: $t) }", "variables": json.dumps({"t": "é"})}
    answer = await http.get("/graphql", params=query)
    assert (answer.status_code, answer.json()) == (200, {"data": {"echo": "é"}})


@pytest.mark.parametrize(
    ("query_string", "said"),
    [
        ("", "query is missing"),
        ("operationName=a", "query is missing"),
        ("query=%7B+word+%7D&variables=nonsense", "variables is a string"),
        ("query=%7B+word+%7D&variables=%5B1%5D", "variables is an array"),
        ("query=%FF%FE", "not URL-encoded UTF-8"),
        ("&".join(f"a{n}=1" for n in range(50)), "not URL-encoded UTF-8"),
        ("query=%7B+word+%00%7D", "U+0000"),
    ],
)
async def test_a_malformed_get_is_400(http: httpx.AsyncClient, query_string: str, said: str) -> None:
    answer = await http.get(f"/graphql?{query_string}")
    assert answer.status_code == 400
    assert said in errors(answer)[0]["message"]


@pytest.mark.parametrize(
    ("accept", "status"),
    [("text/html", 303), ("text/html,application/xhtml+xml,*/*;q=0.8", 303), ("*/*", 400), (JSON, 400), (None, 400)],
)
async def test_only_a_browser_is_sent_to_graphiql(http: httpx.AsyncClient, accept: str | None, status: int) -> None:
    request = http.build_request("GET", "/graphql")
    del request.headers["accept"]
    if accept:
        request.headers["accept"] = accept
    answer = await http.send(request)
    assert answer.status_code == status
    assert answer.headers.get("location") == ("/graphiql" if status == 303 else None)


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        (None, JSON),
        ("", JSON),
        ("*/*", JSON),
        ("application/*", JSON),
        (JSON, JSON),
        (GRAPHQL, GRAPHQL),
        (f"{GRAPHQL}, {JSON}", GRAPHQL),
        (f"{JSON}, {GRAPHQL}", GRAPHQL),
        (f"{GRAPHQL};q=0.5, {JSON};q=0.9", JSON),
        (f"{GRAPHQL};q=0.9, */*;q=0.1", GRAPHQL),
        (f"{GRAPHQL};q=0, */*", JSON),
        (f"{JSON};q=0, */*", GRAPHQL),
        (f"text/html, {JSON}", JSON),
        (f"{GRAPHQL}; charset=utf-8", GRAPHQL),
        (GRAPHQL.upper(), GRAPHQL),
        (f"text/event-stream, {JSON}", JSON),
    ],
)
async def test_the_answer_has_the_type_that_is_accepted(
    http: httpx.AsyncClient, accept: str | None, media_type: str
) -> None:
    request = http.build_request("POST", "/graphql", json={"query": "{ word }"})
    del request.headers["accept"]
    if accept is not None:
        request.headers["accept"] = accept
    answer = await http.send(request)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == f"{media_type}; charset=utf-8"
    assert answer.headers["cache-control"] == "no-store"
    assert len(answer.headers["x-request-id"]) == 24


@pytest.mark.parametrize("accept", ["text/plain", "application/xml, image/*", f"{JSON};q=0", "nonsense", "*/*;q=0"])
async def test_a_client_that_takes_no_type_of_ours_gets_406(http: httpx.AsyncClient, accept: str) -> None:
    answer = await http.post("/graphql", json={"query": "{ word }"}, headers={"accept": accept})
    assert answer.status_code == 406
    assert errors(answer)[0]["extensions"]["code"] == "NOT_ACCEPTABLE"


@pytest.mark.parametrize(
    ("query", "accept", "status"),
    [
        ("{", GRAPHQL, 400),
        ("{", JSON, 200),
        ("{ unknown }", GRAPHQL, 400),
        ("{ unknown }", JSON, 200),
        ("{ broken }", GRAPHQL, 200),
        ("query A { word } query B { word }", GRAPHQL, 400),
        ("fragment F on Query { word }", GRAPHQL, 400),
        ("{ " + " ".join(f"f{n}: word" for n in range(600)) + " }", GRAPHQL, 400),
    ],
)
async def test_a_wrong_document_is_400_or_200_by_type(
    http: httpx.AsyncClient, query: str, accept: str, status: int
) -> None:
    answer = await http.post("/graphql", json={"query": query}, headers={"accept": accept})
    assert answer.status_code == status
    assert answer.json()["errors"]


async def test_a_document_of_ten_thousand_fields_gets_a_named_error(http: httpx.AsyncClient) -> None:
    short = {"query": "{" + "a " * 10_000 + "}"}
    answer = await http.post("/graphql", json=short, headers={"accept": GRAPHQL})
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["extensions"]["code"] == "COST_LIMIT"
    long = {"query": "{" + "".join(f"field{n}: word " for n in range(10_000)) + "}"}
    answer = await http.post("/graphql", json=long)
    assert answer.status_code == 413
    assert errors(answer)[0]["extensions"]["code"] == "BODY_TOO_LARGE"


async def test_a_body_that_is_too_large_is_413_however_it_comes(http: httpx.AsyncClient) -> None:
    async def parts() -> AsyncIterator[bytes]:
        for _ in range(MOST_BYTES // 1000 + 1):
            yield b" " * 1000

    for content in (b" " * (MOST_BYTES + 1), parts()):
        answer = await http.post("/graphql", content=content, headers=AS_JSON)
        assert answer.status_code == 413
        assert "100,000 bytes" in errors(answer)[0]["message"]
    body = b'{"query": "{ word }"}'
    answer = await http.post("/graphql", content=body + b" " * (MOST_BYTES - len(body)), headers=AS_JSON)
    assert answer.json() == {"data": {"word": "yes"}}


async def test_a_body_that_does_not_come_is_given_up(hub: Hub, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(endpoint, "BODY_SECONDS", 0.05)
    sent: list[dict[str, Any]] = []
    first = [{"type": "http.request", "body": b"{", "more_body": True}]

    async def receive() -> dict[str, Any]:
        return first.pop() if first else await asyncio.get_running_loop().create_future()

    async def send(message: Any) -> None:
        sent.append(message)

    headers = [(b"content-type", b"application/json")]
    await hub.endpoint({"type": "http", "method": "POST", "headers": headers, "client": None}, receive, send)
    assert sent[0]["status"] == 400
    assert b"did not arrive" in sent[1]["body"]


async def test_a_client_that_goes_gets_no_answer(hub: Hub) -> None:
    async def receive() -> dict[str, Any]:
        return {"type": "http.disconnect"}

    async def send(message: Any) -> None:
        raise AssertionError("nobody is there")

    headers = [(b"content-type", b"application/json")]
    await hub.endpoint({"type": "http", "method": "POST", "headers": headers, "client": None}, receive, send)
    assert hub.lines == []


@pytest.mark.parametrize(
    ("authorization", "said"),
    [
        ("Bearer old-token", "expired at"),
        ("Basic abc", "the word Bearer"),
        ("Bearer", "the word Bearer"),
        ("Bearer a b", "the word Bearer"),
        ("", "the word Bearer"),
    ],
)
async def test_a_token_that_can_not_be_accepted_is_401_in_plain_words(
    http: httpx.AsyncClient, authorization: str, said: str
) -> None:
    answer = await http.post("/graphql", json={"query": "{ word }"}, headers={"authorization": authorization})
    assert answer.status_code == 401
    assert said in errors(answer)[0]["message"]
    assert errors(answer)[0]["extensions"]["code"] == "UNAUTHENTICATED"
    assert answer.headers["www-authenticate"].startswith('Bearer realm="sentence-plan-hub", error="invalid_token"')
    assert said in answer.headers["www-authenticate"]
    assert "old-token" not in answer.text


async def test_two_tokens_are_none(http: httpx.AsyncClient) -> None:
    headers = [("authorization", f"Bearer {TOKEN}"), ("authorization", "Bearer x"), ("content-type", JSON)]
    answer = await http.post("/graphql", content=b'{"query": "{ word }"}', headers=headers)
    assert answer.status_code == 401


async def test_keys_that_can_not_be_fetched_are_our_fault(http: httpx.AsyncClient) -> None:
    headers = {"authorization": "Bearer keys-unreachable"}
    answer = await http.post("/graphql", json={"query": "{ word }"}, headers=headers)
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "5")
    assert errors(answer)[0]["extensions"]["code"] == "UNAVAILABLE"


async def test_every_request_of_an_actor_leaves_a_line_also_a_refused_one(hub: Hub, http: httpx.AsyncClient) -> None:
    for query in ("{ word }", "{ unknown }", "{"):
        answer = await http.post("/graphql", json={"query": query, "operationName": None}, headers=SIGNED_IN)
        assert hub.lines[-1].request_id == answer.headers["x-request-id"]
    assert [(line.outcome, list(line.case_ids)) for line in hub.lines] == [
        ("OK", [7]),
        ("GRAPHQL_VALIDATION_FAILED", []),
        ("GRAPHQL_PARSE_FAILED", []),
    ]
    assert {(line.actor, line.service) for line in hub.lines} == {("supervisor-1", "CUSTODY")}


async def test_a_request_without_a_token_leaves_no_line(hub: Hub, http: httpx.AsyncClient) -> None:
    answer = await http.post("/graphql", json={"query": "{ __typename }"})
    assert (answer.status_code, hub.lines) == (200, [])


async def test_a_read_that_can_not_be_audited_is_not_answered(hub: Hub, http: httpx.AsyncClient) -> None:
    hub.audit_broken = True
    answer = await http.post("/graphql", json={"query": "{ word }"}, headers=SIGNED_IN)
    assert answer.status_code == 503
    assert errors(answer)[0]["extensions"]["code"] == "UNAVAILABLE"
    assert "yes" not in answer.text


async def test_a_request_that_takes_too_long_is_stopped() -> None:
    hub = Hub(seconds=0.05)
    async with client(hub) as http:
        answer = await http.post("/graphql", json={"query": "{ slow }"}, headers=SIGNED_IN)
    assert answer.status_code == 504
    assert errors(answer)[0]["extensions"]["code"] == "TIMEOUT"
    assert [line.outcome for line in hub.lines] == ["TIMEOUT"]


async def test_a_fault_of_ours_tells_nothing_of_itself(
    hub: Hub, http: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def execute(request: object) -> None:
        raise SystemError("secret text of Jane Madeup")

    monkeypatch.setattr(hub, "execute", execute)
    answer = await http.post("/graphql", json={"query": "{ word }"}, headers=SIGNED_IN)
    assert answer.status_code == 500
    assert errors(answer)[0]["extensions"]["code"] == "INTERNAL"
    assert "Jane" not in answer.text + caplog.text
    assert answer.headers["x-request-id"] in caplog.text


async def test_who_asks_too_fast_is_429_and_told_when_to_come_back() -> None:
    hub = Hub(allowance=Allowance(requests_per_second=0.001, burst=2))
    async with client(hub) as http:
        answers = [await http.post("/graphql", json={"query": "{ word }"}, headers=SIGNED_IN) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert int(answers[2].headers["retry-after"]) > 0
    assert errors(answers[2])[0]["extensions"]["code"] == "RATE_LIMITED"
    assert len(hub.lines) == 2, "a flood must not fill the audit"


async def test_the_cost_is_reported_to_who_asks(http: httpx.AsyncClient) -> None:
    body = {"query": "{ word }", "extensions": {"cost": True}}
    answer = await http.post("/graphql", json=body, headers=SIGNED_IN)
    cost = answer.json()["extensions"]["cost"]
    assert (cost["requestedQueryCost"], cost["maximumAvailable"]) == (0, 50_000)
    assert cost["throttleStatus"]["restoreRate"] == 100
    assert answer.json()["data"] == {"word": "yes"}


@pytest.mark.parametrize("accept", [JSON, GRAPHQL, "*/*"])
async def test_a_subscription_without_a_stream_says_how_to_ask(http: httpx.AsyncClient, accept: str) -> None:
    query = {"query": "subscription { words }"}
    answer = await http.post("/graphql", json=query, headers={"accept": accept})
    assert answer.status_code == 406
    assert "text/event-stream" in errors(answer)[0]["message"]
