"""Two plans of one person: one chosen or both combined by the Offender Manager, and nothing dropped."""

import pytest
from msgspec.structs import fields

from hub.actions.plan.change import change_plan
from hub.actions.plan.choose import choose_plan
from hub.actions.plan.outcome import PlanOutcome
from hub.domain.access import Actor
from hub.domain.plan import ObjectiveStatus, PlanStatus
from hub.domain.plan.commands import AddIntervention, AddObjective, CloseObjective, PlanCommand, ProposeChange
from hub.domain.plan.nodes import Node, PlanState
from hub.domain.plan.together import ChoosePlan, CombinePlans
from hub.errors import BrokenRule
from hub.store.database import Database
from hub.store.plan.plan_state import load
from tests.actions.plan.made_up_case import (
    NOW,
    MadeUpCase,
    MadeUpPlan,
    join,
    made_up_case,
    made_up_plan,
    part_again,
)
from tests.domain.plan.made_up import intervention_fields, objective_fields

pytestmark = pytest.mark.postgres


@pytest.fixture
async def aside(database: Database, case: MadeUpCase, plan: MadeUpPlan) -> MadeUpPlan:
    """A second plan of the person: with a closed objective too, and with a proposal that waits."""
    other = await made_up_case(database, 2)
    second = await made_up_plan(database, other)

    async def do(actor: Actor, command: PlanCommand) -> int:
        return (await change_plan(database, actor, command, cause="request/1", now=NOW)).node_id

    added = await do(other.om, AddObjective(second.id, None, objective_fields()))
    await do(other.om, CloseObjective(added, 1, ObjectiveStatus.REMOVED, "Not needed"))
    wish = AddIntervention(second.objective, 1, intervention_fields())
    await do(other.os, ProposeChange(wish, "Needed"))
    await join(database, other.id, case.id)
    return second


async def state_of(database: Database, plan_id: int) -> PlanState:
    async with database.transaction(NOW) as tx:
        return await load(tx, plan_id)


async def choose(database: Database, actor: Actor, command: ChoosePlan | CombinePlans) -> PlanOutcome:
    return await choose_plan(database, actor, command, cause="request/1", now=NOW)


def said(node: Node) -> tuple[object, ...]:
    """What a node says, without its place among other nodes."""
    places = {"id", "version", "position", "objective_id", "intervention_id", "node_id", "parent_id", "node_version"}
    return (node.kind, *(repr(getattr(node, f.name)) for f in fields(node) if f.name not in places))


async def test_a_plan_that_is_set_aside_stays_as_it_is(
    database: Database, case: MadeUpCase, plan: MadeUpPlan, aside: MadeUpPlan
) -> None:
    state = await state_of(database, aside.id)
    assert (state.plan.status, state.plan.beside_id, state.plan.case_id) == (PlanStatus.SET_ASIDE, plan.id, case.id)
    with pytest.raises(BrokenRule, match="PlanNotInUse"):
        await change_plan(database, case.om, AddObjective(aside.id, None, objective_fields()), cause="c", now=NOW)


@pytest.mark.parametrize("the_other", [False, True])
async def test_one_is_chosen_and_the_other_stays_readable(
    database: Database, case: MadeUpCase, plan: MadeUpPlan, aside: MadeUpPlan, the_other: bool
) -> None:
    chosen, other = (aside, plan) if the_other else (plan, aside)
    before = (await state_of(database, other.id)).nodes
    outcome = await choose(database, case.om, ChoosePlan(chosen.id, 1))
    assert (outcome.plan_id, outcome.changed) == (chosen.id, True)
    goes_on, replaced = await state_of(database, chosen.id), await state_of(database, other.id)
    assert (goes_on.plan.status, goes_on.plan.beside_id) == (PlanStatus.ACTIVE, None)
    assert (replaced.plan.status, replaced.plan.beside_id) == (PlanStatus.REPLACED, chosen.id)
    assert replaced.nodes == before
    await change_plan(database, case.om, AddObjective(chosen.id, None, objective_fields()), cause="c", now=NOW)
    with pytest.raises(BrokenRule, match="NoPlanSetAside"):
        await choose(database, case.om, ChoosePlan(chosen.id, 1))


async def test_both_are_combined_and_nothing_is_dropped(
    database: Database, case: MadeUpCase, plan: MadeUpPlan, aside: MadeUpPlan
) -> None:
    first, second = await state_of(database, plan.id), await state_of(database, aside.id)
    outcome = await choose(database, case.om, CombinePlans(aside.id, second.plan.version))
    both = await state_of(database, plan.id)
    assert outcome.plan_version == both.plan.version == first.plan.version + len(second.nodes)
    wanted = sorted(map(said, [*first.nodes.values(), *second.nodes.values()]), key=str)
    assert sorted(map(said, both.nodes.values()), key=str) == wanted
    assert {one.version for key, one in both.nodes.items() if key not in first.nodes} == {1}
    positions = sorted(objective.position for objective in both.objectives)
    assert positions == list(range(1, len(positions) + 1))
    courses = {one.id for one in both.interventions}
    assert {step.intervention_id for step in both.steps} <= courses
    replaced = await state_of(database, aside.id)
    assert (replaced.plan.status, replaced.nodes) == (PlanStatus.REPLACED, second.nodes)


async def test_only_the_offender_manager_decides(
    database: Database, case: MadeUpCase, plan: MadeUpPlan, aside: MadeUpPlan
) -> None:
    for command in (ChoosePlan(aside.id, 1), CombinePlans(aside.id, 1)):
        with pytest.raises(BrokenRule, match="OffenderManagerDecides"):
            await choose(database, case.os, command)
    with pytest.raises(BrokenRule, match="VersionNotReached"):
        await choose(database, case.om, ChoosePlan(aside.id, 99))
    stranger = await made_up_case(database, 3)
    with pytest.raises(BrokenRule, match="PlanNodeNotFound"):
        await choose(database, stranger.om, ChoosePlan(aside.id, 1))


@pytest.mark.parametrize("command", [ChoosePlan, CombinePlans, None])
async def test_parted_again_each_has_a_plan_of_its_own(
    database: Database, case: MadeUpCase, plan: MadeUpPlan, aside: MadeUpPlan, command: type | None
) -> None:
    before = (await state_of(database, aside.id)).nodes
    if command:
        await choose(database, case.om, command(aside.id, 1))
    await part_again(database)
    first, second = await state_of(database, plan.id), await state_of(database, aside.id)
    assert (first.plan.status, second.plan.status) == (PlanStatus.ACTIVE, PlanStatus.ACTIVE)
    assert first.plan.case_id == case.id != second.plan.case_id
    assert first.plan.span_id != second.plan.span_id
    assert second.nodes == before
