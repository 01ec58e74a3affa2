"""The page and its assets over HTTP: headers, caching, and what is said when nothing was built."""

import gzip
import json
import re
from pathlib import Path

import httpx
import pytest
from starlette.applications import Starlette

from hub.graphiql.manifest import Manifest, write_manifest
from hub.graphiql.page import content_security_policy, routes

SCRIPT = "main-ABCD2345.js"
TEXT = b"console.log('hello');"


@pytest.fixture
def static(tmp_path: Path) -> Path:
    assets = tmp_path / "assets"
    assets.mkdir()
    (assets / SCRIPT).write_bytes(TEXT)
    (assets / f"{SCRIPT}.gz").write_bytes(gzip.compress(TEXT))
    (assets / "main-ABCD2345.css").write_text("body {}")
    files = (SCRIPT, f"{SCRIPT}.gz", "main-ABCD2345.css")
    write_manifest(Manifest("hash", SCRIPT, "main-ABCD2345.css", files), tmp_path)
    return tmp_path


def client(static: Path, *, development: bool = True) -> httpx.AsyncClient:
    app = Starlette(routes=routes(development=development, static=static))
    return httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://hub.example:8400")


async def test_the_page_has_no_script_or_style_of_its_own(static: Path) -> None:
    page = await client(static).get("/graphiql")
    assert page.status_code == 200
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert re.findall(r"<script[^>]*>", page.text) == [f'<script type="module" src="/graphiql/static/{SCRIPT}">']
    assert "<style" not in page.text
    assert not re.search(r"\son\w+=|style=|javascript:|https?:", page.text)


@pytest.mark.parametrize(
    ("development", "attributes"),
    [
        pytest.param(
            True,
            {
                "endpoint": "/graphql",
                "development": "true",
                "people": "/dev/people",
                "token": "/dev/token",
                "examples": "/dev/examples",
            },
            id="development issuer",
        ),
        pytest.param(False, {"endpoint": "/graphql", "development": "false"}, id="real issuer"),
    ],
)
async def test_the_page_carries_the_paths(static: Path, development: bool, attributes: dict[str, str]) -> None:
    page = await client(static, development=development).get("/graphiql")
    assert dict(re.findall(r'data-(\w+)="([^"]*)"', page.text)) == attributes


async def test_the_security_policy_is_strict(static: Path) -> None:
    policy = (await client(static).get("/graphiql")).headers["content-security-policy"]
    assert dict(rule.split(" ", 1) for rule in policy.split("; ")) == {
        "default-src": "'none'",
        "script-src": "'self'",
        "worker-src": "'self'",
        "connect-src": "'self' ws://hub.example:8400 wss://hub.example:8400",
        "style-src": "'self' 'unsafe-inline'",
        "font-src": "'self' data:",
        "img-src": "'self' data:",
        "base-uri": "'none'",
        "form-action": "'none'",
        "frame-ancestors": "'none'",
    }


@pytest.mark.parametrize(
    "host", ["", "evil.example; script-src *", "a b", "[::1]:8400", "hub.example:notaport", "*", "*.example"]
)
def test_a_host_that_is_no_plain_name_stays_out_of_the_policy(host: str) -> None:
    assert "connect-src 'self';" in content_security_policy(host)


@pytest.mark.parametrize("path", ["/graphiql", f"/graphiql/static/{SCRIPT}"])
async def test_page_and_assets_guard_themselves(static: Path, path: str) -> None:
    headers = (await client(static).get(path)).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["cross-origin-resource-policy"] == "same-origin"
    assert "frame-ancestors 'none'" in headers["content-security-policy"]


async def test_assets_are_kept_for_ever_and_the_page_is_asked_for_each_time(static: Path) -> None:
    hub = client(static)
    assert (await hub.get("/graphiql")).headers["cache-control"] == "no-cache"
    asset = await hub.get(f"/graphiql/static/{SCRIPT}")
    assert asset.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert asset.headers["content-type"].startswith(("text/javascript", "application/javascript"))


@pytest.mark.parametrize(("accepted", "sent"), [("gzip, br", "gzip"), ("identity", None)])
async def test_assets_come_gzipped_to_those_who_can_read_it(static: Path, accepted: str, sent: str | None) -> None:
    asset = await client(static).get(f"/graphiql/static/{SCRIPT}", headers={"Accept-Encoding": accepted})
    assert asset.headers.get("content-encoding") == sent
    assert asset.headers["vary"] == "Accept-Encoding"
    assert asset.content == TEXT


@pytest.mark.parametrize("path", ["main-OLD.js", "../manifest.json", "%2e%2e/manifest.json", ""])
async def test_nothing_but_assets_is_served(static: Path, path: str) -> None:
    assert (await client(static).get(f"/graphiql/static/{path}")).status_code == 404


async def test_only_get(static: Path) -> None:
    assert (await client(static).post("/graphiql")).status_code == 405


async def test_without_a_build_a_sentence_names_the_command(tmp_path: Path) -> None:
    hub = client(tmp_path)
    page = await hub.get("/graphiql")
    assert page.status_code == 503
    assert "GraphiQL&#x27;s page is not built. Run `python -m hub.graphiql.build`" in page.text
    assert page.headers["content-security-policy"].startswith("default-src 'none'")
    assert (await hub.get(f"/graphiql/static/{SCRIPT}")).status_code == 404


async def test_a_build_in_pieces_counts_as_none(static: Path) -> None:
    (static / "assets" / SCRIPT).unlink()
    assert (await client(static).get("/graphiql")).status_code == 503


async def test_a_page_built_while_the_hub_runs_is_shown(tmp_path: Path) -> None:
    hub = client(tmp_path)
    assert (await hub.get("/graphiql")).status_code == 503
    (tmp_path / "manifest.json").write_text(
        json.dumps({"sources": "hash", "script": SCRIPT, "style": "main.css", "files": []})
    )
    assert (await hub.get("/graphiql")).status_code == 200
