"""Who asks, as far as the contract needs to know: a bearer token in, an Actor out."""

from typing import Protocol

from hub.domain.access import Actor
from hub.errors import Unauthenticated

REALM = "sentence-plan-hub"


class Door(Protocol):
    """Who turns tokens into actors (hub/auth/door.py)."""

    def known(self, token: str) -> Actor | None:
        """The actor of a token that was checked a moment ago, without waiting; None: ask `actor`."""

    async def actor(self, token: str) -> Actor:
        """The actor of any token.

        Raises Unauthenticated with what is wrong with it, DependencyUnavailable where that can't be found out.
        """

    async def unchanged(self, actor: Actor) -> bool:
        """Whether what the actor was given on entering (staff record, team, establishment) still holds."""


def token_in(header: str) -> str:
    """The token of an Authorization header's value. Raises Unauthenticated for any scheme but Bearer."""
    scheme, _, token = header.strip().partition(" ")
    token = token.strip()
    if scheme.lower() != "bearer" or not token or " " in token:
        raise Unauthenticated("The authorization must be the word Bearer, a space and a token.")
    return token


def challenge(fault: Unauthenticated | None) -> str:
    """The WWW-Authenticate header of a 401: with the fault where a token came, without where none did."""
    if fault is None:
        return f'Bearer realm="{REALM}"'
    # the header allows no quotes, no backslash, no control characters and only ASCII
    words = "".join(sign if " " <= sign <= "~" and sign not in '"\\' else "'" for sign in str(fault))
    return f'Bearer realm="{REALM}", error="invalid_token", error_description="{words}"'
