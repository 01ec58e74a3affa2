"""The keys of an issuer: fetched when needed, kept a while, and never a lever against the issuer."""

import asyncio
import warnings
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import httpx
import pytest
from joserfc.jwk import ECKey, OctKey, RSAKey

from hub.auth.keys import ASK_AGAIN_SECONDS, FRESH_SECONDS, LARGEST_ANSWER, STALE_SECONDS, PublishedKeys
from hub.errors import DependencyUnavailable

ISSUER = "https://issuer.example/realm"
DISCOVERY = f"{ISSUER}/.well-known/openid-configuration"
JWKS = "https://issuer.example/keys"
FIRST, SECOND = ECKey.generate_key("P-256"), RSAKey.generate_key(2048)


@dataclass
class Issuer:
    """An issuer whose answers can be changed, a clock that can be moved, and what was asked."""

    keys: list[dict[str, Any]] = field(default_factory=lambda: [{**FIRST.as_dict(private=False), "kid": "first"}])
    discovery: dict[str, Any] = field(default_factory=lambda: {"issuer": ISSUER, "jwks_uri": JWKS})
    status: int = 200
    body: bytes | None = None
    down: bool = False
    asked: int = 0
    now: float = 1_000.0

    def published(self) -> PublishedKeys:
        client = httpx.AsyncClient(transport=httpx.MockTransport(self.answer))
        return PublishedKeys(ISSUER, client, clock=lambda: self.now)

    def answer(self, request: httpx.Request) -> httpx.Response:
        if self.down:
            raise httpx.ConnectError("down")
        if str(request.url) == DISCOVERY:
            return httpx.Response(self.status, json=self.discovery)
        assert str(request.url) == JWKS
        self.asked += 1
        if self.body is not None:
            return httpx.Response(self.status, content=self.body)
        return httpx.Response(self.status, json={"keys": self.keys})


async def test_keys_are_fetched_once_and_kept() -> None:
    issuer = Issuer()
    keys = issuer.published()
    for _ in range(5):
        found = await keys.key("first")
        assert found and found.as_dict(private=False)["x"] == FIRST.as_dict(private=False)["x"]
    assert issuer.asked == 1


async def test_all_who_wait_share_one_fetch() -> None:
    issuer = Issuer()
    keys = issuer.published()
    found = await asyncio.gather(*(keys.key("first") for _ in range(50)))
    assert all(found)
    assert issuer.asked == 1


async def test_keys_are_fetched_again_when_they_are_old() -> None:
    issuer = Issuer()
    keys = issuer.published()
    await keys.key("first")
    issuer.keys = [{**SECOND.as_dict(private=False), "kid": "second"}]
    issuer.now += FRESH_SECONDS
    assert await keys.key("first") is None
    assert await keys.key("second")
    assert issuer.asked == 2


async def test_a_new_key_is_found_before_the_old_ones_are_old() -> None:
    issuer = Issuer()
    keys = issuer.published()
    await keys.key("first")
    issuer.keys.append({**SECOND.as_dict(private=False), "kid": "second"})
    issuer.now += ASK_AGAIN_SECONDS
    assert await keys.key("second")


async def test_made_up_key_ids_do_not_turn_us_against_the_issuer() -> None:
    issuer = Issuer()
    keys = issuer.published()
    for number in range(200):
        assert await keys.key(f"made-up-{number}") is None
    assert issuer.asked == 1
    issuer.now += ASK_AGAIN_SECONDS
    await asyncio.gather(*(keys.key(f"made-up-{number}") for number in range(200)))
    assert issuer.asked == 2


async def test_old_keys_serve_while_the_issuer_does_not_answer() -> None:
    issuer = Issuer()
    keys = issuer.published()
    await keys.key("first")
    issuer.down = True
    issuer.now += STALE_SECONDS
    assert await keys.key("first")
    issuer.now += 1
    with pytest.raises(DependencyUnavailable, match=r"issuer\.example"):
        await keys.key("first")
    issuer.down = False
    issuer.now += ASK_AGAIN_SECONDS
    assert await keys.key("first")


@pytest.mark.parametrize(
    "break_it",
    [
        lambda issuer: setattr(issuer, "down", True),
        lambda issuer: setattr(issuer, "status", 500),
        lambda issuer: setattr(issuer, "status", 302),
        lambda issuer: setattr(issuer, "body", b"no JSON"),
        lambda issuer: setattr(issuer, "body", b"[]"),
        lambda issuer: setattr(issuer, "body", b'{"keys": {}}'),
        lambda issuer: setattr(issuer, "body", b"{}"),
        lambda issuer: setattr(issuer, "body", b" " * (LARGEST_ANSWER + 1)),
        lambda issuer: setattr(issuer, "keys", []),
        lambda issuer: setattr(issuer, "discovery", {"issuer": "https://evil.example", "jwks_uri": JWKS}),
        lambda issuer: setattr(issuer, "discovery", {"issuer": ISSUER, "jwks_uri": "http://issuer.example/keys"}),
        lambda issuer: setattr(issuer, "discovery", {"issuer": ISSUER}),
        lambda issuer: setattr(issuer, "discovery", {"issuer": ISSUER, "jwks_uri": 7}),
    ],
)
async def test_an_issuer_that_answers_nonsense_has_no_keys(break_it: Callable[[Issuer], None]) -> None:
    issuer = Issuer()
    break_it(issuer)
    with pytest.raises(DependencyUnavailable):
        await issuer.published().key("first")


with warnings.catch_warnings(action="ignore"):
    SHORT = RSAKey.generate_key(1024)

UNUSABLE = [
    {**FIRST.as_dict(private=False), "kid": "first", "use": "enc"},
    {**ECKey.generate_key("P-384").as_dict(private=False), "kid": "first"},
    {**SHORT.as_dict(private=False), "kid": "first"},
    {**OctKey.generate_key(256).as_dict(), "kid": "first"},
    {"kty": "EC", "crv": "P-256", "kid": "first"},
    {"kty": "RSA", "n": "!", "e": "AQAB", "kid": "first"},
    {"kid": "first"},
    "first",
    None,
]


WHY = ["for encrypting", "P-384", "RSA of 1024 bits", "a secret", "no point", "no number", "no kind", "a text", "null"]


@pytest.mark.parametrize("unusable", UNUSABLE, ids=WHY)
@pytest.mark.filterwarnings("ignore:Key size")
async def test_a_key_that_can_not_be_used_is_left_out(unusable: Any) -> None:
    issuer = Issuer(keys=[unusable, {**SECOND.as_dict(private=False), "kid": "second"}])
    keys = issuer.published()
    assert await keys.key("first") is None
    assert await keys.key("second")


async def test_without_a_key_id_the_only_key_is_meant() -> None:
    issuer = Issuer()
    assert await issuer.published().key(None)
    issuer.keys.append({**SECOND.as_dict(private=False), "kid": "second"})
    assert await issuer.published().key(None) is None
