"""The hub's own token for calls to the sources: OAuth2 client credentials, kept until shortly before it expires."""

import asyncio
import json
import time
from collections.abc import Callable

import httpx

BEFORE_EXPIRY = 30.0  # seconds
SHORTEST, LONGEST = 10.0, 3600.0  # seconds that a token is kept, whatever its issuer says
UNSAID = 300.0  # where its issuer does not say
LARGEST_ANSWER = 64 * 1024


class TokenRefused(Exception):
    """The token endpoint gave no token; the text says why without a secret."""


class ClientToken:
    """One token for all who call; `clock` is in seconds and never goes back."""

    def __init__(
        self,
        client: httpx.AsyncClient,
        endpoint: str,
        client_id: str,
        secret: str,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._client = client
        self._endpoint = endpoint
        self._credentials = (client_id, secret)
        self._clock = clock
        self._lock = asyncio.Lock()
        self._token: str | None = None
        self._good_until = 0.0

    async def get(self) -> str:
        """A token that is good for a while. Raises TokenRefused, and httpx.HTTPError where nobody answers."""
        if not self._good():
            async with self._lock:  # one request for all who wait
                if not self._good():
                    await self._fetch()
        assert self._token is not None
        return self._token

    def forget(self, token: str) -> None:
        """A source did not accept this token: ask for another next time."""
        if self._token == token:
            self._token = None

    def _good(self) -> bool:
        return self._token is not None and self._clock() < self._good_until

    async def _fetch(self) -> None:
        asked_at = self._clock()
        answer = await self._client.post(
            self._endpoint,
            data={"grant_type": "client_credentials"},
            auth=self._credentials,
            headers={"accept": "application/json"},
        )
        if answer.status_code != httpx.codes.OK:
            raise TokenRefused(f"the token endpoint answered {answer.status_code}")
        self._token, lasts = _read(answer.content)
        self._good_until = asked_at + min(max(lasts - BEFORE_EXPIRY, SHORTEST), LONGEST)


def _read(body: bytes) -> tuple[str, float]:
    try:
        found = json.loads(body) if len(body) <= LARGEST_ANSWER else None
    except ValueError:
        found = None
    given = found if isinstance(found, dict) else {}
    token, lasts = given.get("access_token"), given.get("expires_in")
    if not isinstance(token, str) or not token.isascii() or not token.isprintable() or not token:
        raise TokenRefused("the token endpoint's answer holds no access_token")
    return token, float(lasts) if isinstance(lasts, int | float) and not isinstance(lasts, bool) else UNSAID
