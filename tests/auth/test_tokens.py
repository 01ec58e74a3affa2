"""Tokens that are not genuine, not for us, or not good any more: each is refused in its own words."""

import json
import time
from base64 import urlsafe_b64encode
from datetime import UTC, datetime
from typing import Any

import pytest
from joserfc import jwt
from joserfc.jwk import ECKey, OctKey, RSAKey

from hub.auth.tokens import Key, Verifier
from hub.errors import Unauthenticated

ISSUER = "https://issuer.example"
AUDIENCE = "sentence-plan-hub"
EC = ECKey.generate_key("P-256")
RSA = RSAKey.generate_key(2048)
NOW = int(time.time())
GOOD: dict[str, Any] = {"iss": ISSUER, "aud": AUDIENCE, "sub": "om-1", "exp": NOW + 60}


class Keys:
    async def key(self, key_id: str | None) -> Key | None:
        known: dict[str | None, Key] = {"ec": EC, "rsa": RSA, None: EC}
        return known.get(key_id)


VERIFIER = Verifier(Keys(), ISSUER, AUDIENCE)


def signed(claims: dict[str, Any], key: Any = EC, **header: Any) -> str:
    return jwt.encode(
        {"alg": "ES256", "kid": "ec", **header}, claims, key, algorithms=["ES256", "RS256", "RS512", "HS256"]
    )


async def refusal(token: str) -> str:
    with pytest.raises(Unauthenticated) as refused:
        await VERIFIER.claims(token, datetime.fromtimestamp(NOW, UTC))
    assert not [part for part in token.split(".") if len(part) > 8 and part in str(refused.value)]
    return str(refused.value)


@pytest.mark.parametrize(
    "token",
    [
        signed(GOOD),
        signed(GOOD, RSA, alg="RS256", kid="rsa"),
        signed({**GOOD, "aud": ["other", AUDIENCE]}),
        signed({**GOOD, "exp": NOW - 29}),
        signed({**GOOD, "nbf": NOW + 29}),
        signed({**GOOD, "exp": NOW + 60.5}),
        jwt.encode({"alg": "ES256"}, GOOD, EC),
    ],
    ids=["EC", "RSA", "one of several audiences", "just expired", "nearly good", "fraction", "without key id"],
)
async def test_a_genuine_token_is_taken(token: str) -> None:
    claims = await VERIFIER.claims(token, datetime.fromtimestamp(NOW, UTC))
    assert claims["sub"] == "om-1"


CLAIMS = [
    ({"exp": NOW - 31}, "expired at"),
    ({"exp": None}, "no claim exp"),
    ({"exp": "2030-01-01"}, "claim exp must be a time"),
    ({"exp": True}, "claim exp must be a time"),
    ({"exp": -1}, "claim exp must be a time"),
    ({"exp": 10**30}, "claim exp must be a time"),
    ({"nbf": NOW + 31}, "not good before"),
    ({"nbf": []}, "claim nbf must be a time"),
    ({"aud": "another-api"}, "another audience than sentence-plan-hub"),
    ({"aud": None}, "another audience"),
    ({"aud": []}, "another audience"),
    ({"aud": {"sentence-plan-hub": 1}}, "another audience"),
    ({"iss": "https://evil.example"}, "another issuer than https://issuer.example"),
    ({"iss": None}, "another issuer"),
]


@pytest.mark.parametrize(("wrong", "said"), CLAIMS, ids=[f"{place} {row[1]}" for place, row in enumerate(CLAIMS)])
async def test_a_claim_that_is_wrong_is_said(wrong: dict[str, Any], said: str) -> None:
    claims = {name: value for name, value in {**GOOD, **wrong}.items() if value is not None}
    assert said in await refusal(signed(claims))


def unsigned(header: Any, claims: Any = None) -> str:
    parts = (json.dumps(part).encode() for part in (header, claims or GOOD))
    return ".".join(urlsafe_b64encode(part).decode().rstrip("=") for part in parts) + "."


good = signed(GOOD)
HEAD, BODY, SIGNATURE = good.split(".")
FORGED = [
    ("", "no JSON Web Token"),
    ("garbage", "no JSON Web Token"),
    ("a.b", "no JSON Web Token"),
    ("a.b.c", "no JSON Web Token"),
    ("....", "no JSON Web Token"),
    ("é.é.é", "no JSON Web Token"),
    ("\ud800.a.b", "no JSON Web Token"),
    (good + "." + SIGNATURE, "no JSON Web Token"),
    (HEAD + "." + "x" * 9_000 + "." + SIGNATURE, "no JSON Web Token"),
    (unsigned([1]), "no JSON Web Token"),
    (unsigned({"alg": "none"}), "not signed with"),
    (unsigned({"alg": "None"}), "not signed with"),
    (unsigned({"alg": ["ES256"]}), "not signed with"),
    (unsigned({}), "not signed with"),
    (signed(GOOD, OctKey.generate_key(256), alg="HS256"), "not signed with"),
    (signed(GOOD, RSA, alg="RS512", kid="rsa"), "not signed with"),
    (signed(GOOD, kid="unknown"), "does not publish"),
    (signed(GOOD, ECKey.generate_key("P-256")), "signature does not hold"),
    (signed(GOOD, RSA, alg="RS256", kid="ec"), "signature does not hold"),
    (HEAD + "." + BODY[:-4] + "AAAA." + SIGNATURE, "signature does not hold"),
    (HEAD + "." + BODY + ".", "signature does not hold"),
    (HEAD + "." + BODY + "." + "A" * len(SIGNATURE), "signature does not hold"),
    (unsigned({"alg": "ES256", "kid": "ec", "crit": ["x"]}) + SIGNATURE, "signature does not hold"),
]


@pytest.mark.parametrize(("token", "said"), FORGED, ids=[f"{number} {row[1]}" for number, row in enumerate(FORGED)])
async def test_a_token_that_is_not_genuine_is_refused(token: str, said: str) -> None:
    assert said in await refusal(token)
