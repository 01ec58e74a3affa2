"""How somebody stands to a case: the table that decides who decides."""

from typing import Any

import pytest

from hub.domain.access import Actor, CaseReach, Role, Service
from hub.domain.plan import commands
from hub.domain.plan.authority import MAY, Standing, check, standing
from hub.domain.plan.commands import NAMES, AddStep, CreatePlan, ProposeChange
from hub.domain.value import Value
from hub.errors import BrokenRule
from tests.rule_table import RuleTable

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


MANAGER, SUPERVISOR, KEY, COLLEAGUE, READER = Standing
DELIVERY = (MANAGER, SUPERVISOR, KEY, COLLEAGUE)
# What is asked for -> the command, and who may.
COMMANDS: dict[str, tuple[type[Value], tuple[Standing, ...]]] = {
    "create the plan": (commands.CreatePlan, (MANAGER,)),
    "add an objective": (commands.AddObjective, (MANAGER,)),
    "change an objective": (commands.ChangeObjective, (MANAGER,)),
    "close an objective": (commands.CloseObjective, (MANAGER,)),
    "add an intervention": (commands.AddIntervention, (MANAGER,)),
    "change an intervention": (commands.ChangeIntervention, (MANAGER,)),
    "accept a proposal": (commands.AcceptProposal, (MANAGER,)),
    "decline a proposal": (commands.DeclineProposal, (MANAGER,)),
    "propose a change": (commands.ProposeChange, (SUPERVISOR,)),
    "start an intervention": (commands.StartIntervention, DELIVERY),
    "complete an intervention": (commands.CompleteIntervention, DELIVERY),
    "end an intervention early": (commands.EndInterventionEarly, DELIVERY),
    "add a step": (commands.AddStep, DELIVERY),
    "change a step": (commands.ChangeStep, DELIVERY),
    "record progress on a step": (commands.RecordStepProgress, DELIVERY),
}


def may(asked: str, by: Standing) -> bool:
    command, _ = COMMANDS[asked]
    try:
        check(command(*(None for _ in command.__struct_fields__)), by)
    except BrokenRule as rule:
        assert rule.remedy
        return False
    return True


WHO_MAY = RuleTable(
    "Who may change what on the plan",
    "guide, what, planning; domain, Who may change the plan",
    ("to", "by"),
    ("may",),
    [(asked, by, by in allowed) for asked, (_, allowed) in COMMANDS.items() for by in Standing],
    may,
    "The Offender Manager of the case decides; delivery is the team's. An Offender Supervisor's change to what the "
    "manager decides is a proposal. A colleague is somebody of the manager's side who reaches the case in their place.",
    grid=True,
)


@pytest.mark.parametrize("row", WHO_MAY.rows, ids=WHO_MAY.names())
def test_who_may_change_what(row: tuple[object, ...]) -> None:
    WHO_MAY.check(row)


def test_every_command_is_in_the_table() -> None:
    assert set(MAY) == {*NAMES, AddStep, ProposeChange, CreatePlan} == {command for command, _ in COMMANDS.values()}
