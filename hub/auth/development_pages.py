"""The development issuer's addresses: who one can be, a token for them, examples to try, and its public key.

They exist only where no real issuer is configured.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

import orjson
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from hub.auth.development import ISSUER, Issuer, Person, role_words
from hub.auth.tokens import ALGORITHMS

KEYS = "/.well-known/jwks.json"
LARGEST_BODY = 1_000


Examples = Callable[[], Awaitable[Sequence[Mapping[str, Any]]]]


def routes(issuer: Issuer, examples: Examples) -> list[BaseRoute]:
    """The routes; `examples` gives operations with `name`, `description`, `query`, `variables`."""

    async def people(request: Request) -> Response:
        return JSONResponse([_shown(person) for person in await issuer.find_people()], headers=_FRESH)

    async def token(request: Request) -> Response:
        wanted = await _person_asked_for(request)
        if wanted is None:
            return _problem(400, 'Send JSON like {"person": "<id>"}, with Content-Type application/json.')
        found = next((person for person in await issuer.find_people() if person.id == wanted), None)
        if found is None:
            return _problem(404, "There is nobody with that id: GET /dev/people lists them.")
        text, expires_at = issuer.issue(found)
        return JSONResponse({"token": text, "expiresAt": expires_at.isoformat(timespec="seconds")}, headers=_FRESH)

    async def show_examples(request: Request) -> Response:
        return JSONResponse(list(await examples()), headers=_FRESH)

    async def discovery(request: Request) -> Response:
        base = f"{request.url.scheme}://{request.url.netloc}"
        return JSONResponse(
            {
                "issuer": ISSUER,
                "jwks_uri": base + KEYS,
                "token_endpoint": base + "/dev/token",
                "response_types_supported": ["token"],
                "subject_types_supported": ["public"],
                "id_token_signing_alg_values_supported": list(ALGORITHMS),
            }
        )

    async def keys(request: Request) -> Response:
        return JSONResponse(issuer.public_keys())

    return [
        Route("/dev/people", people),
        Route("/dev/token", token, methods=["POST"]),
        Route("/dev/examples", show_examples),
        Route("/.well-known/openid-configuration", discovery),
        Route(KEYS, keys),
    ]


_FRESH = {"cache-control": "no-store"}


def _shown(person: Person) -> dict[str, str]:
    return {"id": person.id, "label": person.label, "role": role_words(person.role)}


async def _person_asked_for(request: Request) -> str | None:
    # only JSON: a page of another origin can't send that without asking the browser first
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
        return None
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > LARGEST_BODY:
            return None
    try:
        wanted = orjson.loads(body)["person"]
    except (ValueError, KeyError, TypeError):
        return None
    return wanted if isinstance(wanted, str) else None


def _problem(status: int, message: str) -> Response:
    return JSONResponse({"error": message}, status, headers=_FRESH)
