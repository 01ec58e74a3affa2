import pytest

from hub.domain.lead.role_duties import DUTIES, RESPONSIBLE_OFFICER, Duty, TeamPart, duties_of
from tests.rule_table import RuleTable

OM, OS, ADMIN, KEY, TEAM, OFFENDER, OTHER = TeamPart
# Duty -> the parts that have it, from the documents.
WHO: list[tuple[Duty, tuple[TeamPart, ...]]] = [
    (Duty.ASSESS, (OM,)),
    (Duty.PRODUCE_PLAN, (OM,)),
    (Duty.DECIDE_OBJECTIVES, (OM,)),
    (Duty.DECIDE_INTERVENTIONS, (OM,)),
    (Duty.DECIDE_ORDER_WHO_AND_WHEN, (OM,)),
    (Duty.REVIEW_AND_ADJUST, (OM,)),
    (Duty.LEAD_TEAM, (OM,)),
    (Duty.ARRANGE_REQUIREMENTS, (OM,)),
    (Duty.PROMOTE_COMPLIANCE, (OM, OS)),
    (Duty.TAKE_ENFORCEMENT_ACTION, (OM,)),
    (Duty.IMPLEMENT_DAY_TO_DAY, (OS,)),
    (Duty.LINK_INTERVENTIONS, (OS,)),
    (Duty.CONSOLIDATE_LEARNING, (OS,)),
    (Duty.MONITOR_PROGRESS, (OS,)),
    (Duty.TELL_MANAGER_OF_PROGRESS, (OS,)),
    (Duty.HOLD_FORMAL_REVIEW, (OM, OS)),
    (Duty.PROPOSE_CHANGE, (OS, OFFENDER)),
    (Duty.ARRANGE_PARTS_OF_DELIVERY, (OS, KEY)),
    (Duty.DELIVER_INTERVENTION, (KEY,)),
    (Duty.RECORD_DELIVERY, (OM, OS, KEY)),
    (Duty.ARRANGE_APPOINTMENTS, (ADMIN,)),
    (Duty.CARRY_INFORMATION, (ADMIN,)),
    (Duty.DECIDE_TRANSFER, (TEAM,)),
    (Duty.OVERRIDE, (TEAM,)),
    (Duty.DECIDE_CONTRIBUTION, (TEAM,)),
]
ROLES = RuleTable(
    "What each role of the team does",
    "guide, what, planning, job, profiles",
    ("duty", "part"),
    ("has it",),
    [(duty, part, part in parts) for duty, parts in WHO for part in TeamPart],
    lambda duty, part: duty in DUTIES[part],
    "The Responsible Officer (Criminal Justice Act 2003) is the Offender Manager: arrange requirements, promote "
    "compliance, take enforcement action.",
    grid=True,
)


@pytest.mark.parametrize("row", ROLES.rows, ids=ROLES.names())
def test_the_duties(row: tuple[object, ...]) -> None:
    ROLES.check(row)


def test_every_duty_is_in_the_table() -> None:
    assert [duty for duty, _ in WHO] == list(Duty)


def test_the_responsible_officer_is_the_offender_manager() -> None:
    holders = [part for part in TeamPart if duties_of([part]) >= RESPONSIBLE_OFFICER]
    assert (len(RESPONSIBLE_OFFICER), holders) == (3, [TeamPart.OFFENDER_MANAGER])


def test_somebody_who_is_both_has_both() -> None:
    both = duties_of([TeamPart.OFFENDER_MANAGER, TeamPart.OFFENDER_SUPERVISOR])
    assert both == DUTIES[TeamPart.OFFENDER_MANAGER] | DUTIES[TeamPart.OFFENDER_SUPERVISOR]
    assert duties_of([]) == frozenset()
    assert both > RESPONSIBLE_OFFICER
