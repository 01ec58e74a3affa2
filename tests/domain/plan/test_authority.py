"""How somebody stands to a case: the table that decides who decides."""

from typing import Any

import pytest

from hub.domain.access import Actor, CaseReach, Role, Service
from hub.domain.plan.authority import MAY, Standing, standing
from hub.domain.plan.commands import NAMES, AddStep, CreatePlan, ProposeChange
from hub.errors import BrokenRule

CASE = CaseReach(om_staff_id=1, om_team_code="N01", os_staff_id=2, prison_code="MDI")
UNALLOCATED = CaseReach(om_team_code="N01", prison_code="MDI")
LIMITED = CaseReach(om_staff_id=1, os_staff_id=2, limited=True, excluded_emails=frozenset({"me@example.org"}))
OM, OS, KEY_WORKER = Role.OFFENDER_MANAGER, Role.OFFENDER_SUPERVISOR, Role.KEY_WORKER

ROWS = [
    # roles in the token, staff, team, establishment, the case, the standing (None: the case does not exist for them)
    ({OM}, 1, "N01", None, CASE, "OFFENDER_MANAGER"),
    ({OM}, 1, None, None, CASE, "OFFENDER_MANAGER"),
    ({OM, OS}, 1, None, None, CASE, "OFFENDER_MANAGER"),
    ({OM}, 9, "N01", None, CASE, "COLLEAGUE"),
    ({OM}, 9, "N01", None, UNALLOCATED, "COLLEAGUE"),
    ({OS}, 1, None, None, CASE, "OFFENDER_SUPERVISOR"),
    ({OS}, 2, None, "MDI", CASE, "OFFENDER_SUPERVISOR"),
    ({OS}, 9, None, "MDI", CASE, "OFFENDER_SUPERVISOR"),
    ({OM}, 2, "N09", None, CASE, "OFFENDER_SUPERVISOR"),
    ({KEY_WORKER}, 9, None, "MDI", CASE, "KEY_WORKER"),
    ({Role.TEAM_MANAGER}, 9, "N01", None, CASE, "READER"),
    ({Role.TEAM_MANAGER}, 1, "N01", None, CASE, "READER"),
    ({Role.CASE_ADMINISTRATOR}, 9, "N01", None, CASE, None),
    ({Role.AUDITOR}, 9, "N01", None, CASE, None),
    ({OM}, 9, "N09", None, CASE, None),
    ({OS}, 9, None, "LEI", CASE, None),
    ({OM}, None, "N01", None, CASE, None),
    ({OM}, 1, None, None, LIMITED, None),
    ({OS}, 2, None, None, LIMITED, None),
]


@pytest.mark.parametrize(("roles", "staff", "team", "prison", "case", "expected"), ROWS)
def test_standing(roles: Any, staff: Any, team: Any, prison: Any, case: CaseReach, expected: str | None) -> None:
    actor = Actor(
        subject="somebody",
        service=Service.COMMUNITY,
        roles=frozenset(roles),
        staff_id=staff,
        team_code=team,
        establishment_code=prison,
        email="Me@example.org",
    )
    if expected is None:
        with pytest.raises(BrokenRule, match="PlanNodeNotFound"):
            standing(actor, case)
    else:
        assert standing(actor, case) is Standing(expected)


def test_every_command_is_in_the_table() -> None:
    assert set(MAY) == {*NAMES, AddStep, ProposeChange, CreatePlan}
