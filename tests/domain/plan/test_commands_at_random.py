"""Whatever is asked, in whatever order: versions only grow, the history tells the whole story, places stay in order."""

from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hub.domain.plan.authority import Standing
from hub.domain.plan.commands import CreatePlan, ProposeChange
from hub.domain.plan.decision import Change, decide, decide_creation
from hub.domain.plan.nodes import NodeKey, Plan, PlanState, document, key_of
from hub.domain.plan.versions import Touch, touched
from hub.errors import BrokenRule, VersionConflict
from tests.domain.plan.made_up import OM, OS, a_plan, asked
from tests.domain.plan.random_commands import commands


def replay(history: list[Change]) -> dict[NodeKey, Any]:
    """The nodes as the history alone tells them."""
    told: dict[NodeKey, Any] = {}
    for change in history:
        assert (document(change.before) if change.before else None) == told.get(key_of(change.after))
        told[key_of(change.after)] = document(change.after)
    return told


def touches(history: list[Change]) -> dict[NodeKey, list[Touch]]:
    found: dict[NodeKey, list[Touch]] = {}
    for change in history:
        before = document(change.before) if change.before else None
        touch = touched(change.after.version, before, document(change.after))
        found.setdefault(key_of(change.after), []).append(touch)
    return found


def check_places(state: PlanState) -> None:
    families: dict[Any, list[int]] = {}
    for objective in state.objectives:
        families.setdefault("objectives", []).append(objective.position)
    for intervention in state.interventions:
        families.setdefault(intervention.objective_id, []).append(intervention.position)
    for step in state.steps:
        families.setdefault((step.objective_id, step.intervention_id), []).append(step.position)
    for places in families.values():
        assert sorted(places) == list(range(1, len(places) + 1))


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(data=st.data())
def test_any_sequence_of_commands(data: st.DataObject) -> None:
    made = decide_creation(CreatePlan(5), asked(new_id=1), 6, None)
    state, history = made.state, list(made.changes)
    for turn in range(data.draw(st.integers(1, 40))):
        command = data.draw(commands(state))
        who = OS if isinstance(command, ProposeChange) else OM
        try:
            decision = decide(state, command, asked(who, new_id=100 + turn), touches(history))
        except (BrokenRule, VersionConflict):
            continue
        versions = [change.plan_version for change in decision.changes]
        assert versions == list(range(state.plan.version + 1, state.plan.version + 1 + len(versions)))
        for change in decision.changes:
            assert change.after.version == (change.before.version if change.before else 0) + 1
            assert change.after != change.before
        state, history = decision.state, [*history, *decision.changes]
        check_places(state)
    told = replay(history)
    told.pop(key_of(state.plan))
    assert told == {key_of(node): document(node) for node in state.nodes.values()}
    assert state.plan.version == len(history)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_a_refusal_is_always_one_by_name(data: st.DataObject) -> None:
    state = a_plan()
    command = data.draw(commands(state))
    who = data.draw(st.sampled_from(list(Standing)))
    try:
        decision = decide(state, command, asked(who), {})
    except (BrokenRule, VersionConflict) as refusal:
        assert str(refusal)
    else:
        assert isinstance(decision.state.plan, Plan)
        assert decision.state.plan.version == state.plan.version + len(decision.changes)
