"""When two people change the same node: what merges, what is a conflict, as tables."""

from typing import Any

import pytest

from hub.domain.plan.commands import (
    AcceptProposal,
    AddObjective,
    ChangeObjective,
    CompleteIntervention,
    EndInterventionEarly,
    ProposeChange,
)
from hub.domain.plan.decision import decide
from hub.domain.plan.fields import ObjectiveFields
from hub.domain.plan.versions import Touch, touched
from hub.domain.plan.words import InterventionStatus, PlanNode
from hub.errors import BrokenRule, FieldConflict, VersionConflict
from tests.domain.plan.made_up import (
    OM,
    OS,
    YESTERDAY,
    a_plan,
    a_proposal,
    an_intervention,
    an_objective,
    asked,
    objective_fields,
)

OBJECTIVE = (PlanNode.OBJECTIVE, 10)
HELD = an_objective(version=4, title="Drink less", target="By June")
# Since version 1 the title was changed (2), the target (3), the title and its area of need (4).
HISTORY = [
    Touch(2, frozenset({"version", "title"})),
    Touch(3, frozenset({"version", "target"})),
    Touch(4, frozenset({"version", "title", "needArea"})),
]

FIELDS = [
    # the version read, the fields sent, the fields in conflict: (field, yours, current)
    (4, {"title": "Stop"}, []),
    (3, {"title": "Stop"}, [("title", "Stop", "Drink less")]),
    (3, {"target": "By May"}, []),
    (2, {"target": "By May"}, [("target", "By May", "By June")]),
    (2, {"target": "By June"}, []),
    (2, {"target": None}, [("target", None, "By June")]),
    (1, {"requirement": "Curfew"}, []),
    (1, {"title": "Drink less", "requirement": "Curfew"}, []),
    (1, {"title": "Stop", "target": "By May"}, [("title", "Stop", "Drink less"), ("target", "By May", "By June")]),
]


@pytest.mark.parametrize(("version", "sent", "conflicts"), FIELDS)
def test_the_fields_sent_are_compared(version: int, sent: dict[str, Any], conflicts: list[Any]) -> None:
    state = a_plan().with_node(HELD)
    command = ChangeObjective(10, version, ObjectiveFields(**sent))
    if not conflicts:
        decision = decide(state, command, asked(), {OBJECTIVE: HISTORY})
        after = decision.state.objective(10)
        assert all(getattr(after, field) == value for field, value in sent.items())
        return
    with pytest.raises(VersionConflict) as conflict:
        decide(state, command, asked(), {OBJECTIVE: HISTORY})
    assert conflict.value.fields == tuple(FieldConflict(*row) for row in conflicts)
    assert (conflict.value.node, conflict.value.expected_version, conflict.value.current_version) == (
        "OBJECTIVE 10",
        version,
        4,
    )


STATES = [
    # what somebody else did to the intervention, what is asked with the version of before, the answer
    (InterventionStatus.COMPLETED, CompleteIntervention(21, 1), "InterventionAlreadyEnded"),
    (InterventionStatus.ENDED_EARLY, CompleteIntervention(21, 1), "VersionConflict"),
    (InterventionStatus.COMPLETED, EndInterventionEarly(21, 1, None, "Moved"), "VersionConflict"),
]


@pytest.mark.parametrize(("status", "command", "answer"), STATES)
def test_two_ends_of_one_intervention(status: InterventionStatus, command: Any, answer: str) -> None:
    held = an_intervention(21, version=2, status=status, started_on=YESTERDAY)
    history = {(PlanNode.INTERVENTION, 21): [Touch(2, frozenset({"status"}))]}
    with pytest.raises((BrokenRule, VersionConflict), match=answer):
        decide(a_plan().with_node(held), command, asked(OS), history)


def test_an_addition_never_conflicts_with_another() -> None:
    decision = decide(a_plan(version=40), AddObjective(1, 3, objective_fields()), asked(), {})
    assert decision.changes[0].event == "ObjectiveAdded"


ACCEPTING = [
    # the fields proposed on version 3, whether accepting them now is a conflict
    ({"title": "Stop"}, True),
    ({"target": "By May"}, False),
    ({"title": "Drink less"}, False),
    ({"title": "Stop", "target": "By May"}, True),
]


@pytest.mark.parametrize(("changes", "conflict"), ACCEPTING)
def test_a_proposal_meets_a_node_that_moved_on(changes: dict[str, Any], conflict: bool) -> None:
    state = a_plan().with_node(HELD).with_node(a_proposal(node_version=3, changes=changes))
    history = {OBJECTIVE: HISTORY}
    if conflict:
        with pytest.raises(VersionConflict) as found:
            decide(state, AcceptProposal(40, 1), asked(), history)
        assert found.value.node == "OBJECTIVE 10"
    else:
        decision = decide(state, AcceptProposal(40, 1), asked(), history)
        assert decision.changes[-1].event == "ProposalAccepted"


def test_a_proposal_that_rests_on_an_old_version_is_a_conflict_at_once() -> None:
    proposed = ChangeObjective(10, 3, ObjectiveFields(title="Stop"))
    with pytest.raises(VersionConflict):
        decide(a_plan().with_node(HELD), ProposeChange(proposed, "Better"), asked(OS), {OBJECTIVE: HISTORY})


def test_a_proposal_rests_on_the_version_that_it_was_checked_against() -> None:
    proposed = ChangeObjective(10, 3, ObjectiveFields(target="By May"))
    decision = decide(a_plan().with_node(HELD), ProposeChange(proposed, "Better"), asked(OS), {OBJECTIVE: HISTORY})
    assert decision.state.proposal(99).node_version == 4


def test_who_may_not_learns_nothing_of_the_conflict() -> None:
    stale = ChangeObjective(10, 3, ObjectiveFields(title="Stop"))
    with pytest.raises(BrokenRule, match="OffenderManagerDecides"):
        decide(a_plan().with_node(HELD), stale, asked(OS), {OBJECTIVE: HISTORY})
    with pytest.raises(VersionConflict):
        decide(a_plan().with_node(HELD), stale, asked(OM), {OBJECTIVE: HISTORY})


def test_what_a_change_touched() -> None:
    assert touched(2, {"title": "a", "target": None}, {"title": "b", "target": None}) == Touch(2, frozenset({"title"}))
    assert touched(1, None, {"title": "b", "target": None}) == Touch(1, frozenset({"title"}))
