"""Is this token genuine, meant for us, and still good? Each way to fail has its own sentence."""

import json
from base64 import urlsafe_b64decode
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Protocol

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, RSAKey

from hub.errors import Unauthenticated

ALGORITHMS = ("RS256", "ES256")
LEEWAY_SECONDS = 30
LONGEST_TOKEN = 8_192

Key = RSAKey | ECKey


class Keys(Protocol):
    """Where the issuer's public keys come from."""

    async def key(self, key_id: str | None) -> Key | None:
        """The key of that id, or None; without an id, the only key. Raises DependencyUnavailable if there are none."""


@dataclass(eq=False)
class Verifier:
    """Checks tokens of one issuer for one audience."""

    keys: Keys
    issuer: str
    audience: str

    async def claims(self, token: str, now: datetime) -> Mapping[str, Any]:
        """The claims of a genuine token. Raises Unauthenticated, DependencyUnavailable if keys can't be had."""
        header = _header(token)
        if header.get("alg") not in ALGORITHMS:
            raise Unauthenticated(f"The token is not signed with {' or '.join(ALGORITHMS)}.")
        key_id = header.get("kid")
        key = await self.keys.key(key_id if isinstance(key_id, str) else None)
        if key is None:
            raise Unauthenticated("The token is signed with a key that its issuer does not publish.")
        try:
            claims = jwt.decode(token, key, algorithms=list(ALGORITHMS)).claims
        except (JoseError, ValueError):
            raise Unauthenticated(
                "The token's signature does not hold: it is not the issuer's, or was changed."
            ) from None
        self._check(claims, now.timestamp())
        return claims

    def _check(self, claims: Mapping[str, Any], now: float) -> None:
        if claims.get("iss") != self.issuer:
            raise Unauthenticated(f"The token is by another issuer than {self.issuer}, the one that this hub trusts.")
        named = claims.get("aud")
        if self.audience not in (named if isinstance(named, list) else [named]):
            raise Unauthenticated(f"The token is for another audience than {self.audience}.")
        expires, not_before = _moment(claims, "exp"), _moment(claims, "nbf")
        if expires is None:
            raise Unauthenticated("The token has no claim exp: one that never ends is not taken.")
        if now > expires + LEEWAY_SECONDS:
            raise Unauthenticated(f"The token expired at {_shown(expires)}. Get a new one.")
        if not_before is not None and now < not_before - LEEWAY_SECONDS:
            raise Unauthenticated(f"The token is not good before {_shown(not_before)}.")


def _header(token: str) -> Mapping[str, Any]:
    head, _, rest = token.partition(".")
    try:
        if len(token) > LONGEST_TOKEN or rest.count(".") != 1:
            raise ValueError
        header = json.loads(urlsafe_b64decode(head + "=" * (-len(head) % 4)))
    except (ValueError, RecursionError):
        header = None
    if not isinstance(header, dict):
        raise Unauthenticated("The token is no JSON Web Token.")
    return header


def _moment(claims: Mapping[str, Any], name: str) -> float | None:
    value = claims.get(name)
    if value is None:
        return None
    # up to the year 9999, which is all that a date can show
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < 253_402_300_800:
        raise Unauthenticated(f"The token's claim {name} must be a time in seconds since 1970.")
    return float(value)


def _shown(moment: float) -> str:
    return datetime.fromtimestamp(moment, UTC).isoformat(timespec="seconds")
