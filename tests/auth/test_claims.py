"""What a token says about its holder."""

from datetime import UTC, datetime
from typing import Any

import pytest

from hub.auth.claims import ROLES, SERVICES, holder
from hub.domain.access import Role, Service
from hub.errors import Unauthenticated

GOOD: dict[str, Any] = {"sub": "om-1", "service": "COMMUNITY", "roles": ["OFFENDER_MANAGER"], "exp": 2_000_000_000}


def test_the_claims_become_a_holder() -> None:
    found = holder({**GOOD, "staff_code": "z01t011", "email": "someone@hub.invalid"})
    assert found.subject == "om-1"
    assert found.service is Service.COMMUNITY
    assert found.roles == {Role.OFFENDER_MANAGER}
    assert (found.staff_code, found.email) == ("Z01T011", "someone@hub.invalid")
    assert found.expires_at == datetime(2033, 5, 18, 3, 33, 20, tzinfo=UTC)


def test_every_role_and_service_of_the_hub_can_be_named() -> None:
    assert set(ROLES.values()) == set(Role)
    assert set(SERVICES.values()) == set(Service)


@pytest.mark.parametrize("roles", [[], ["ADMIN"], ["offender_manager"], [1, None, {}], ["ROLE_OFFENDER_MANAGER"]])
def test_a_role_that_the_hub_does_not_know_gives_nothing(roles: list[Any]) -> None:
    assert holder({**GOOD, "roles": roles}).roles == frozenset()


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"sub": None}, "no claim sub"),
        ({"sub": ""}, "no claim sub"),
        ({"sub": 1}, "claim sub must be"),
        ({"sub": "x" * 201}, "claim sub must be"),
        ({"sub": "a\x00b"}, "claim sub must be"),
        ({"sub": "a\nb"}, "claim sub must be"),
        ({"sub": "\ud800"}, "claim sub must be"),
        ({"service": None}, "claim service must be"),
        ({"service": "custody"}, "claim service must be"),
        ({"service": ["CUSTODY"]}, "claim service must be"),
        ({"roles": "OFFENDER_MANAGER"}, "claim roles must be"),
        ({"roles": None}, "claim roles must be"),
        ({"staff_code": 7}, "claim staff_code must be"),
        ({"email": {}}, "claim email must be"),
    ],
)
def test_a_wrong_claim_is_named(wrong: dict[str, Any], said: str) -> None:
    with pytest.raises(Unauthenticated, match=said):
        holder({**GOOD, **wrong})
