"""One detail call: a bounded GET of a path on a configured base address, and what came of it.

Redirects are never followed, the body is read up to the size of a message, and everything is over within a time.
"""

import asyncio
from dataclasses import dataclass
from datetime import timedelta

import httpx

from hub.connectors.detail.token import ClientToken, TokenRefused
from hub.domain.detail import DetailAnswer

LONGEST_CALL = 20.0  # seconds, token and body included
TIMEOUT = httpx.Timeout(10.0, connect=3.0)
LIMITS = httpx.Limits(max_connections=32, max_keepalive_connections=16)
LARGEST_BODY = 8 * 2**20  # bytes, as of a message
LONGEST_WAIT_ASKED = 3600


@dataclass(frozen=True)
class Fetched:
    """How a call ended. `body` is there where the record arrived; `wait` where the source asked to be left alone."""

    answer: DetailAnswer
    body: bytes | None = None
    wait: timedelta | None = None


def http_client() -> httpx.AsyncClient:
    """A client for detail calls and tokens; close it."""
    return httpx.AsyncClient(timeout=TIMEOUT, limits=LIMITS, follow_redirects=False)


class DetailClient:
    """Calls to one source; without a token where the hub has no credentials."""

    def __init__(self, client: httpx.AsyncClient, base_address: str, token: ClientToken | None) -> None:
        self._client = client
        self._base_address = base_address
        self._token = token

    async def fetch(self, path: str) -> Fetched:
        """The record at that path of the base address. Raises nothing: every fault is an answer."""
        try:
            async with asyncio.timeout(LONGEST_CALL):
                fetched, token = await self._get(path)
                if fetched is None and self._token and token:  # 401: perhaps the token was taken back
                    self._token.forget(token)
                    fetched, _ = await self._get(path)
                return fetched or Fetched(DetailAnswer.UNAVAILABLE)
        except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError, TokenRefused, TimeoutError, OSError):
            return Fetched(DetailAnswer.UNAVAILABLE)

    async def _get(self, path: str) -> tuple[Fetched | None, str | None]:
        """What came, None for a 401; and the token that was shown."""
        token = await self._token.get() if self._token else None
        plain = {"accept": "application/json", "accept-encoding": "identity"}  # packed, a small body may become huge
        headers = {**plain, **({"authorization": f"Bearer {token}"} if token else {})}
        async with self._client.stream("GET", self._base_address + path, headers=headers) as response:
            if response.status_code == httpx.codes.UNAUTHORIZED:
                return None, token
            if response.status_code != httpx.codes.OK:
                return Fetched(meaning(response.status_code), wait=_asked_to_wait(response)), token
            body = await _bounded(response)
        return Fetched(DetailAnswer.ARRIVED, body) if body is not None else Fetched(DetailAnswer.TOO_LARGE), token


def meaning(status: int) -> DetailAnswer:
    """What an answer with this status, other than 200 and 401, says of the record or of its source."""
    single = {
        httpx.codes.FORBIDDEN: DetailAnswer.FORBIDDEN,
        httpx.codes.NOT_FOUND: DetailAnswer.NOT_FOUND,
        httpx.codes.GONE: DetailAnswer.NOT_FOUND,
        httpx.codes.NO_CONTENT: DetailAnswer.NOT_FOUND,
        httpx.codes.REQUEST_TIMEOUT: DetailAnswer.UNAVAILABLE,
        httpx.codes.TOO_MANY_REQUESTS: DetailAnswer.BUSY,
    }
    if status in single:
        return single[httpx.codes(status)]
    if 300 <= status < 400:
        return DetailAnswer.REDIRECTED
    return DetailAnswer.REFUSED if 400 <= status < 500 else DetailAnswer.UNAVAILABLE


async def _bounded(response: httpx.Response) -> bytes | None:
    """The body, or None where it is longer than a message may be; what lies beyond is not read."""
    parts, size = [], 0
    async for part in response.aiter_raw():
        size += len(part)
        if size > LARGEST_BODY:
            return None
        parts.append(part)
    return b"".join(parts)


def _asked_to_wait(response: httpx.Response) -> timedelta | None:
    text = response.headers.get("retry-after", "").strip()
    return timedelta(seconds=min(int(text), LONGEST_WAIT_ASKED)) if text.isdecimal() and len(text) < 7 else None
