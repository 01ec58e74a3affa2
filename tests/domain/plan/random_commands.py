"""Random commands on a random plan, for hypothesis: most are sensible, some are refused, some come too late."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

from hub.domain.plan.commands import (
    AcceptProposal,
    AddIntervention,
    AddObjective,
    AddStep,
    ChangeIntervention,
    ChangeObjective,
    ChangeStep,
    CloseObjective,
    CompleteIntervention,
    DeclineProposal,
    EndInterventionEarly,
    PlanCommand,
    Proposable,
    ProposeChange,
    RecordStepProgress,
    StartIntervention,
)
from hub.domain.plan.fields import UNSET, InterventionFields, ObjectiveFields, StepFields
from hub.domain.plan.nodes import PlanState
from hub.domain.plan.words import Nature, NeedArea, ObjectiveStatus, PlanNode, Serves, StepOwner, StepStatus

TODAY = date(2026, 3, 2)
SENTENCES = st.sampled_from(
    ["Keep a home", "Find work", "Stop drinking", "Pay the rent", "Rest", "Sleep", "Lots " * 50, ""]
)
FUTURE = st.integers(1, 60).map(lambda days: TODAY + timedelta(days=days))
LATELY = st.one_of(st.none(), st.integers(-1, 3).map(lambda days: TODAY - timedelta(days=days)))
STATUS = st.sampled_from([status for status in StepStatus if status is not StepStatus.CANNOT_BE_DONE_YET])
CLOSING = st.sampled_from([ObjectiveStatus.ACHIEVED, ObjectiveStatus.REMOVED])


def seldom(value: st.SearchStrategy[Any], otherwise: Any = UNSET) -> st.SearchStrategy[Any]:
    """The value in one of four, else not sent."""
    return st.integers(0, 3).flatmap(lambda n: value if n == 3 else st.just(otherwise))


OBJECTIVE = st.builds(
    ObjectiveFields,
    position=seldom(st.integers(0, 4)),
    title=SENTENCES,
    target=seldom(st.one_of(st.none(), SENTENCES)),
    serves=st.sampled_from(Serves),
    need_area=st.sampled_from(NeedArea),
    requirement=SENTENCES,
    target_date=seldom(FUTURE),
)
SOME_OF_OBJECTIVE = st.builds(
    ObjectiveFields, position=seldom(st.integers(1, 3)), title=seldom(SENTENCES), target=SENTENCES
)
INTERVENTION = st.builds(
    InterventionFields,
    position=seldom(st.integers(0, 4)),
    name=SENTENCES,
    nature=st.sampled_from(Nature),
    mandatory_for_manager=st.booleans(),
    mandatory_for_offender=st.booleans(),
    starts_on=seldom(LATELY),
    ends_on=seldom(FUTURE),
)
STEP = st.builds(
    StepFields,
    position=seldom(st.integers(0, 4)),
    description=SENTENCES,
    owner=st.sampled_from(StepOwner),
    due_on=seldom(FUTURE),
)


@st.composite
def commands(draw: st.DrawFn, state: PlanState) -> PlanCommand:
    """One command on the plan as it stands: on a node that it has, at times with an old version."""

    def at(kind: PlanNode) -> tuple[int, int]:
        node = draw(st.sampled_from([node for (of, _), node in sorted(state.nodes.items()) if of is kind]))
        return node.id, max(1, node.version - draw(seldom(st.integers(1, 2), 0)))

    def proposable() -> Proposable:
        build: Callable[[], Proposable] = draw(st.sampled_from(decided))
        return build()

    def close_seldom() -> Proposable:
        if draw(st.integers(0, 5)):
            return ChangeObjective(*at(PlanNode.OBJECTIVE), draw(SOME_OF_OBJECTIVE))
        return CloseObjective(*at(PlanNode.OBJECTIVE), draw(CLOSING), draw(SENTENCES))

    def add_step() -> AddStep:
        under = draw(st.sampled_from([kind for kind in (PlanNode.OBJECTIVE, PlanNode.INTERVENTION) if kind in kinds]))
        return AddStep(at(under)[0], None, draw(STEP), under)

    kinds = {kind for kind, _ in state.nodes}
    on: dict[PlanNode, list[Callable[[], Any]]] = {
        PlanNode.PLAN: [lambda: AddObjective(state.plan.id, None, draw(OBJECTIVE))],
        PlanNode.OBJECTIVE: [
            lambda: ChangeObjective(*at(PlanNode.OBJECTIVE), draw(SOME_OF_OBJECTIVE)),
            lambda: AddIntervention(at(PlanNode.OBJECTIVE)[0], None, draw(INTERVENTION)),
            close_seldom,
        ],
        PlanNode.INTERVENTION: [
            lambda: ChangeIntervention(*at(PlanNode.INTERVENTION), draw(INTERVENTION)),
            lambda: EndInterventionEarly(*at(PlanNode.INTERVENTION), draw(LATELY), draw(SENTENCES)),
        ],
    }
    decided = [build for kind, builds in on.items() if kind in (PlanNode.PLAN, *kinds) for build in builds]
    delivered: dict[PlanNode, list[Callable[[], Any]]] = {
        PlanNode.PLAN: [lambda: ProposeChange(proposable(), draw(SENTENCES))],
        PlanNode.OBJECTIVE: [add_step, add_step],
        PlanNode.INTERVENTION: [
            lambda: StartIntervention(*at(PlanNode.INTERVENTION), draw(LATELY)),
            lambda: CompleteIntervention(*at(PlanNode.INTERVENTION), draw(LATELY), draw(SENTENCES)),
        ],
        PlanNode.STEP: [
            lambda: ChangeStep(*at(PlanNode.STEP), draw(STEP)),
            lambda: RecordStepProgress(*at(PlanNode.STEP), draw(STATUS), draw(seldom(SENTENCES))),
        ],
        PlanNode.PROPOSAL: [
            lambda: AcceptProposal(*at(PlanNode.PROPOSAL)),
            lambda: DeclineProposal(*at(PlanNode.PROPOSAL), draw(SENTENCES)),
        ],
    }
    possible = [build for kind, builds in delivered.items() if kind in (PlanNode.PLAN, *kinds) for build in builds]
    build: Callable[[], PlanCommand] = draw(st.sampled_from([*decided, *possible]))
    return build()
