"""The public keys that an OpenID Connect issuer publishes, fetched when needed and kept a while.

Kept 10 minutes; served up to 24 hours old while the issuer does not answer. An unknown key id makes us look again, at
most once in 30 seconds, whoever asks: made-up key ids can't turn the hub against its issuer.
"""

import asyncio
import json
import logging
import time
from collections.abc import Callable, Mapping
from typing import Any

import httpx
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, RSAKey

from hub.auth.tokens import Key
from hub.errors import DependencyUnavailable

FRESH_SECONDS = 600.0
STALE_SECONDS = 86_400.0
ASK_AGAIN_SECONDS = 30.0
LARGEST_ANSWER = 256 * 1024
SMALLEST_RSA = 2048

log = logging.getLogger(__name__)


class PublishedKeys:
    """The keys of one issuer (https). `clock` is in seconds and never goes back."""

    def __init__(self, issuer: str, client: httpx.AsyncClient, clock: Callable[[], float] = time.monotonic) -> None:
        self._issuer = issuer.rstrip("/")
        self._client = client
        self._clock = clock
        self._keys: dict[str, Key] = {}
        self._fetched_at: float | None = None
        self._asked_at: float | None = None
        self._lock = asyncio.Lock()

    async def key(self, key_id: str | None) -> Key | None:
        """The issuer's key of that id; without an id, its only key. Raises DependencyUnavailable."""
        if not self._fresh() or self._find(key_id) is None:
            async with self._lock:  # one fetch for all who wait
                if (not self._fresh() or self._find(key_id) is None) and self._may_ask():
                    await self._fetch()
        if self._fetched_at is None or self._clock() - self._fetched_at > STALE_SECONDS:
            raise DependencyUnavailable(f"The keys of the issuer {self._issuer} can't be fetched: is it reachable?")
        return self._find(key_id)

    def _fresh(self) -> bool:
        return self._fetched_at is not None and self._clock() - self._fetched_at < FRESH_SECONDS

    def _may_ask(self) -> bool:
        return self._asked_at is None or self._clock() - self._asked_at >= ASK_AGAIN_SECONDS

    def _find(self, key_id: str | None) -> Key | None:
        if key_id is None:
            return next(iter(self._keys.values())) if len(self._keys) == 1 else None
        return self._keys.get(key_id)

    async def _fetch(self) -> None:
        self._asked_at = self._clock()
        try:
            discovered = await self._get(f"{self._issuer}/.well-known/openid-configuration")
            if str(discovered.get("issuer", "")).rstrip("/") != self._issuer:
                raise ValueError("the discovery document names another issuer")
            address = discovered.get("jwks_uri")
            if not isinstance(address, str) or not address.startswith("https://"):
                raise ValueError("the discovery document has no https jwks_uri")
            keys = _usable((await self._get(address)).get("keys"))
        except (httpx.HTTPError, httpx.InvalidURL, ValueError) as fault:
            log.warning("The keys of the issuer could not be fetched: %s.", type(fault).__name__)
            return
        self._keys, self._fetched_at = keys, self._clock()

    async def _get(self, address: str) -> Mapping[str, Any]:
        async with self._client.stream("GET", address, headers={"accept": "application/json"}) as answer:
            answer.raise_for_status()
            body = b""
            async for part in answer.aiter_bytes():
                body += part
                if len(body) > LARGEST_ANSWER:
                    raise ValueError("the answer is too large")
        found = json.loads(body)
        if not isinstance(found, dict):
            raise ValueError("the answer is no JSON object")
        return found


def _usable(published: Any) -> dict[str, Key]:
    """Signing keys of our kinds by id; keys of other kinds, for other uses or unreadable are left out."""
    if not isinstance(published, list):
        raise ValueError("the key set has no list of keys")
    keys: dict[str, Key] = {}
    for place, entry in enumerate(published):
        if isinstance(entry, dict) and entry.get("use", "sig") == "sig":
            key = _read(entry)
            if key is not None:
                keys[str(entry.get("kid", f"without id, number {place}"))] = key
    if not keys:
        raise ValueError("the key set has no key that can be used")
    return keys


def _read(entry: dict[str, Any]) -> Key | None:
    try:
        if entry.get("kty") == "RSA":
            rsa = RSAKey.import_key(entry)
            return rsa if rsa.public_key.key_size >= SMALLEST_RSA else None
        if entry.get("kty") == "EC" and entry.get("crv") == "P-256":
            return ECKey.import_key(entry)
    except (JoseError, ValueError, TypeError, KeyError):
        log.warning("A key of the issuer can't be read and is left out.")
    return None
