import asyncio
from typing import Any

import httpx
import pytest

from hub.connectors.detail.client import http_client
from hub.connectors.detail.token import ClientToken, TokenRefused
from tests.connectors.detail.record_source import CLIENT, SECRET, RecordSource, answer


class Clock:
    """Seconds that pass when told."""

    now = 1000.0

    def __call__(self) -> float:
        return self.now


def token_of(source: RecordSource, client: httpx.AsyncClient, clock: Clock) -> ClientToken:
    return ClientToken(client, f"{source.address}/oauth/token", CLIENT, SECRET, clock)


async def test_one_token_serves_until_shortly_before_it_expires(source: RecordSource) -> None:
    clock = Clock()
    async with http_client() as client:
        token = token_of(source, client, clock)
        assert await asyncio.gather(*(token.get() for _ in range(5))) == ["token-1"] * 5
        clock.now += 3569
        assert await token.get() == "token-1"
        clock.now += 2
        assert await token.get() == "token-2"
    assert source.tokens == 2


async def test_a_token_that_was_refused_is_forgotten_once(source: RecordSource) -> None:
    async with http_client() as client:
        token = token_of(source, client, Clock())
        refused = await token.get()
        token.forget(refused)
        assert await token.get() == "token-2"
        token.forget(refused)  # another call found out later
        assert await token.get() == "token-2"


@pytest.mark.parametrize(("expires_in", "lasts"), [(5, 10), (10**9, 3600), ("soon", 270), (None, 270), (True, 270)])
async def test_how_long_a_token_is_kept(source: RecordSource, expires_in: Any, lasts: int) -> None:
    clock, source.expires_in = Clock(), expires_in
    async with http_client() as client:
        token = token_of(source, client, clock)
        await token.get()
        clock.now += lasts - 1
        assert await token.get() == "token-1"
        clock.now += 2
        assert await token.get() == "token-2"


@pytest.mark.parametrize(
    "said",
    [
        answer(401, {"error": "invalid_client"}),
        answer(302, {}, location="http://127.0.0.1:1/"),
        answer(200, {"access_token": 7}),
        answer(200, {"access_token": ""}),
        answer(200, {"access_token": "two\r\nlines"}),
        answer(200, ["access_token"]),
    ],
)
async def test_no_token_is_said_without_a_secret(source: RecordSource, said: Any) -> None:
    source.token_answer = said
    async with http_client() as client:
        with pytest.raises(TokenRefused) as refused:
            await token_of(source, client, Clock()).get()
    assert SECRET not in str(refused.value)
