import gzip
from datetime import timedelta
from typing import Any

import pytest

from hub.connectors.detail import client as calls
from hub.connectors.detail.client import DetailClient, Fetched, http_client
from hub.connectors.detail.token import ClientToken
from hub.domain.detail import DetailAnswer
from tests.connectors.detail.record_source import CLIENT, SECRET, SLOW, RecordSource, answer

PATH = "/record/Z1234ZY"


async def fetch(source: RecordSource, *, token: bool = False, base: str = "") -> Fetched:
    async with http_client() as client:
        mine = ClientToken(client, f"{source.address}/oauth/token", CLIENT, SECRET) if token else None
        return await DetailClient(client, source.address + base, mine).fetch(PATH)


async def test_a_record_arrives_as_it_was_sent(source: RecordSource) -> None:
    source.says(PATH, answer(200, b'{"a":  1}'))
    assert await fetch(source) == Fetched(DetailAnswer.ARRIVED, b'{"a":  1}')
    assert source.shown == [None]


async def test_the_path_is_put_behind_the_base_address(source: RecordSource) -> None:
    source.says(f"/base{PATH}", answer(200, {}))
    assert (await fetch(source, base="/base")).answer is DetailAnswer.ARRIVED


@pytest.mark.parametrize(
    ("said", "meaning", "wait"),
    [
        (answer(404), DetailAnswer.NOT_FOUND, None),
        (answer(410), DetailAnswer.NOT_FOUND, None),
        (answer(403), DetailAnswer.FORBIDDEN, None),
        (answer(400), DetailAnswer.REFUSED, None),
        (answer(429, None, retry_after="90"), DetailAnswer.BUSY, 90),
        (answer(429, None, retry_after="999999"), DetailAnswer.BUSY, 3600),
        (answer(429, None, retry_after="tomorrow"), DetailAnswer.BUSY, None),
        (answer(302, None, location="http://127.0.0.1:1/"), DetailAnswer.REDIRECTED, None),
        (answer(500), DetailAnswer.UNAVAILABLE, None),
        (answer(503, None, retry_after="7"), DetailAnswer.UNAVAILABLE, 7),
        (answer(206, {}), DetailAnswer.UNAVAILABLE, None),
    ],
)
async def test_what_an_answer_means(source: RecordSource, said: Any, meaning: DetailAnswer, wait: int | None) -> None:
    source.says(PATH, said)
    assert await fetch(source) == Fetched(meaning, None, None if wait is None else timedelta(seconds=wait))


async def test_nobody_listens(source: RecordSource) -> None:
    async with http_client() as client:
        assert (await DetailClient(client, "http://127.0.0.1:1", None).fetch(PATH)).answer is DetailAnswer.UNAVAILABLE


async def test_a_source_that_takes_for_ever_is_cut_off(source: RecordSource, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(calls, "LONGEST_CALL", 0.2)
    source.says(PATH, answer(200, SLOW))
    assert (await fetch(source)).answer is DetailAnswer.UNAVAILABLE


async def test_a_body_larger_than_a_message_is_not_read(source: RecordSource, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(calls, "LARGEST_BODY", 1000)
    source.says(PATH, answer(200, b" " * 1000), answer(200, b" " * 1001))
    assert (await fetch(source)).answer is DetailAnswer.ARRIVED
    assert await fetch(source) == Fetched(DetailAnswer.TOO_LARGE)


async def test_a_packed_body_is_not_unpacked(source: RecordSource) -> None:
    packed = gzip.compress(b"0" * 10_000_000)
    source.says(PATH, answer(200, packed, content_encoding="gzip"))
    assert await fetch(source) == Fetched(DetailAnswer.ARRIVED, packed)


async def test_a_token_is_shown_and_another_one_after_a_refusal(source: RecordSource) -> None:
    source.says(PATH, answer(200, {}))
    source.refused = {"Bearer token-1"}
    assert (await fetch(source, token=True)).answer is DetailAnswer.ARRIVED
    assert source.shown == ["Bearer token-1", "Bearer token-2"]


async def test_a_source_that_takes_no_token_is_asked_twice_and_no_more(source: RecordSource) -> None:
    source.says(PATH, answer(401))
    assert (await fetch(source, token=True)).answer is DetailAnswer.UNAVAILABLE
    assert (len(source.asked), source.tokens) == (2, 2)


async def test_without_a_token_nothing_is_asked(source: RecordSource) -> None:
    source.token_answer = answer(500)
    assert (await fetch(source, token=True)).answer is DetailAnswer.UNAVAILABLE
    assert source.asked == []
